"""The newest snapshot of a vault, and how it is kept true."""

import errno
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from core.config import Config
from core.conflicts import original_of
from core.errors import WinnowError
from core.index.reader import Found, Reading, look, read_one
from core.index.rows import TaskId
from core.index.snapshot import NoteRows, Snapshot
from core.path import NotePath
from core.vault import FileStat, Vault
from core.walk import SETTINGS

_STEPS = 20
"""How often a scan says how far it is."""


class Index:
    """Holds one snapshot and replaces it. Not thread-safe: its session lets one thread in at a time."""

    def __init__(self, vault: Vault, config: Config, reading: Reading | None = None) -> None:
        """An index of nothing yet; `scan` collects what a `reading` under way reads."""
        self.snapshot = Snapshot()
        self._vault = vault
        self._config = config
        self._reading = reading
        self._settings: frozenset[FileStat] = frozenset()
        """Those that the notes were read under."""

    def scan(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> None:
        """Read every note in scope; `progress` hears how many of how many were read."""
        reading = self._reading or Reading(self._vault, self._config, processes=0)
        found = Found((), frozenset(), ())

        told = 0

        def listed(listing: Found) -> None:
            nonlocal found
            found = listing
            progress(0, len(listing.notes))

        rows: list[NoteRows] = []
        with _uncollected():
            try:
                for batch in reading.collect(listed, stop):
                    rows += batch
                    # Each word of progress is a frame: told for every batch, they took longer than the reading.
                    if (len(rows) - told) * _STEPS >= len(found.notes):
                        told = len(rows)
                        progress(told, len(found.notes))
            finally:
                reading.close()
                self._reading = None
            empty = Snapshot(self.snapshot.revision)
            self._settings = found.settings
            self.snapshot = empty.folded(
                rows, others=found.others, trouble=found.trouble, copies=found.copies
            )

    def rescan(self) -> frozenset[TaskId]:
        """Walk again and read what changed; the tasks that may differ."""
        found = look(self._vault)
        old = self.snapshot.notes
        stale = _below(self._settings ^ found.settings)
        self._settings = found.settings
        changed = [
            file for file in found.notes if not self._is_known(file) or file.path.startswith(stale)
        ]
        gone = _gone(old.keys() - {file.path for file in found.notes}, found)
        return self._fold(self._read(changed), gone, found)

    def refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        """Read these notes again; the tasks that may differ."""
        paths = tuple(paths)
        if any(map(original_of, paths)):
            # Whether it is a copy depends on what stands beside it.
            return self.rescan()
        present, gone = [], []
        for path in paths:
            if not self._vault.is_triaged(path):
                continue
            try:
                file = self._vault.stat(path)
            except WinnowError as trouble:
                if _is_gone(trouble):
                    gone.append(path)
            else:
                if not self._is_known(file):
                    present.append(file)
        return self._fold(self._read(present), gone) if present or gone else frozenset()

    def _is_known(self, file: FileStat) -> bool:
        """Whether the file is as it was when it was read."""
        row = self.snapshot.notes.get(file.path)
        return row is not None and file[1:] == (row.size, row.mtime_ns, row.inode)

    def close(self) -> None:
        """End a reading that is still under way."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _read(self, files: Iterable[FileStat]) -> list[NoteRows]:
        return [read_one(self._vault, self._config, file) for file in files]

    def _fold(
        self, rows: Sequence[NoteRows], gone: Sequence[NotePath], found: Found | None = None
    ) -> frozenset[TaskId]:
        before = self.snapshot
        self.snapshot = before.folded(
            rows,
            gone,
            others=found.others if found else None,
            trouble=found.trouble if found else None,
            copies=found.copies if found else None,
        )
        paths = [*(row.note.path for row in rows), *gone]
        return frozenset(before.touched(paths) | self.snapshot.touched(paths))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spares many new rows the garbage collector: it looked at all of them again and again, and none is garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _gone(missing: Iterable[NotePath], found: Found) -> list[NotePath]:
    """The missing notes that are gone; below a folder that could not be listed they are only unseen."""
    unseen = [path for path, _ in found.trouble]
    return [
        path
        for path in missing
        if not any(one in {"", path} or path.startswith(f"{one}/") for one in unseen)
    ]


def _below(settings: Iterable[FileStat]) -> tuple[str, ...]:
    """What the paths of the notes begin with that these settings may hold for."""
    return tuple(file.path.removesuffix(SETTINGS) for file in settings)


def _is_gone(trouble: WinnowError) -> bool:
    """Whether there is no such note any more; one that only cannot be looked at is not gone."""
    why = trouble.__cause__
    return not isinstance(why, OSError) or why.errno in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
