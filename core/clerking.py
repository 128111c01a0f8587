"""The process that does what takes minutes of a processor: `python -m core.clerking ERRAND`.

Its standard input says of which vault (`core.clerk`), and ends with whoever started it; this process ends then, too.
It reads the vault as the cache has it, keeps in the cache what it finds out, and says it on its standard
output, a JSON text a line; `null` at the end. Killed at any moment it leaves a cache that knows less.
"""

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TextIO

from core.clerk import Errand, config_of
from core.directory import Directory
from core.drawing import Drawing
from core.index.cache import Cache
from core.index.found import look
from core.index.index import Index
from core.index.snapshot import Snapshot
from core.path import NotePath
from core.vault import Vault

if TYPE_CHECKING:
    from core.note import Note

_NICE = 10
_EVERY = 1.0
"""Seconds between two reports."""
Say = Callable[[str | None], None]


class Shelved:
    """A vault as the cache has it."""

    def __init__(self, said: Mapping[str, Any], *, walk: bool) -> None:
        """Read what the cache has of all notes; with `walk` see what else lies in the vault."""
        self.config = config_of(said["config"])
        root = str(said["root"])
        self.vault = Vault(root, self.config.exclude, max_bytes=self.config.max_note_bytes)
        self.cache = Cache(str(said["folder"]), self.config, root)
        self.index = Index(self.vault, self.config, self.cache)
        others = look(self.vault).others if walk else None
        self.snapshot = Snapshot().folded(chain.from_iterable(self.cache.notes()), others=others)
        # None of it is garbage before the end.
        gc.freeze()

    @property
    def browse(self) -> "Shelved":
        """Who there is."""
        return self

    @cached_property
    def _drawing(self) -> Drawing:
        return Drawing(self)

    def directory(self) -> Directory:
        """Who is who and where links lead."""
        return self._drawing.directory(self.snapshot)

    def note(self, path: NotePath) -> "Note":
        """The note as it is on the disk now. Raises `Unreadable`."""
        from core.note import parse_note  # noqa: PLC0415 - one errand does without

        return parse_note(path, self.vault.read(path), self.vault.settings(path))


def weigh(said: Mapping[str, Any], say: Say) -> None:
    """Weigh every proposal that the cache does not know as it is now."""
    from core.evidence.gathering import Gathering  # noqa: PLC0415 - the other errand does without

    shelf = Shelved(said, walk=True)
    gathering = Gathering(shelf, shelf.cache.remember, shelf.cache.remembered)
    gathering.recall()
    gathering.news()  # what was kept, whoever started this knows
    told = time.monotonic()

    def tell() -> None:
        nonlocal told
        if found := gathering.news():
            say(gathering.packed(found))
        told = time.monotonic()

    def progress(_done: int, _total: int) -> None:
        if time.monotonic() - told > _EVERY:
            tell()

    gathering.fill(progress=progress)
    tell()
    gathering.close()
    say(None)


def compare(said: Mapping[str, Any], say: Say) -> None:
    """Compare the texts of all proposals that the cache does not know."""
    from core.clusters.clusters import KEPT  # noqa: PLC0415 - as in `weigh`
    from core.clusters.likeness import Likeness  # noqa: PLC0415 - as in `weigh`

    shelf = Shelved(said, walk=False)
    texts = [row.text for row in shelf.snapshot.tasks.values() if row.proposed]
    likeness = Likeness(shelf.config.cluster_threshold)
    likeness.recall(shelf.cache.remembered(KEPT), texts)
    likeness.take(texts)
    shelf.cache.remember(KEPT, likeness.packed(texts))
    say(None)


ERRANDS: Mapping[Errand, Callable[[Mapping[str, Any], Say], None]] = {
    "evidence": weigh,
    "copies": compare,
}


def _write(message: str | None) -> None:
    data = memoryview(json.dumps(message).encode() + b"\n")
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:
        os._exit(0)


def _outlive_nobody(stream: TextIO) -> None:
    for _ in stream:
        pass
    os._exit(0)


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(_NICE)
    line = sys.stdin.readline()
    if line:
        threading.Thread(target=_outlive_nobody, args=(sys.stdin,), daemon=True).start()
        errand: Any = sys.argv[1]
        ERRANDS[errand](json.loads(line), _write)
