"""The process that indexes the words of notes, as the program that started it sees it.

It takes a processor for as long as there is something to index, and Python would share its only lock
with it, so it is one of its own (`core.wording`), of low priority.
"""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from core.index.columns import is_text
from core.path import NotePath
from core.process import started

_ATOMIC = 4096
"""Bytes that a pipe takes whole or not at all."""
_FEW = 200
"""Notes that are named one by one."""
_PATIENCE = 0.5
"""Seconds that the process has to end by itself."""
_STARTS = 3
"""How often it is started when it ends without being told to."""
NOT_INDEXED = "the words of notes are not indexed"

Heard = Callable[[int, int], None]


class Place(NamedTuple):
    """What to index and where to keep it, as the process is told."""

    root: str
    folder: str
    """The vault's own cache folder."""
    notes_for: str
    """What the index of notes was made for."""
    exclude: tuple[str, ...]
    max_bytes: int
    types: Mapping[str, str]
    """Folder name → type of the pages in it."""
    alias_files: tuple[str, ...]
    rest: float = 30.0
    """Seconds without anything to do after which the process ends, and gives its memory back."""

    @property
    def made_for(self) -> str:
        """What words and mentions depend on beside the notes."""
        return "\0".join([self.notes_for, *self.alias_files])


class Scribe:
    """Starts the process, tells it what changed, and hears how far it is. For any thread."""

    def __init__(self, place: Place | None) -> None:
        """Nothing is started; without a place nothing ever is."""
        self._place = place
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._heard: Heard = lambda _done, _total: None
        self._idle = threading.Event()
        self._closed = self._missed = self._resting = False
        self._starts = self._sent = 0
        self.progress = (0, 0)
        """How many notes are indexed, of how many."""
        self.knows = False
        """Whether it has counted them."""
        self.problem = "" if place else f"{NOT_INDEXED}: there is no folder for them"
        """Why not; `""`: they are, or will be."""

    @property
    def is_done(self) -> bool:
        """Whether every note is indexed, as far as it was told of."""
        return (
            self.knows
            and not self.problem
            and self._idle.is_set()
            and self.progress[0] == self.progress[1]
        )

    def start(self, heard: Heard = lambda _done, _total: None) -> None:
        """Index in the background from now on; `heard` is told how many of how many, from a thread."""
        with self._lock:
            if self._place is not None and self._process is None and not self._closed:
                self._heard = heard
                self._begin(self._place)

    def _begin(self, place: Place) -> None:
        self._starts += not self._resting
        self._sent = 0
        self._missed = self._resting = False
        self._idle.clear()
        try:
            process = started("core.wording")
        except OSError as error:
            self.problem = f"{NOT_INDEXED}: {error.strerror}"
            self._idle.set()
            return
        self._process = process
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(OSError):
            said = {**place._asdict(), "types": dict(place.types)}
            process.stdin.write(json.dumps(said).encode() + b"\n")
            process.stdin.flush()
            os.set_blocking(process.stdin.fileno(), False)
        threading.Thread(target=self._listen, args=(process,), name="words", daemon=True).start()

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        with process.stdout as out:
            for line in out:
                with suppress(ValueError):
                    self._take(json.loads(line))
        process.wait()
        _hang_up(process)
        with self._lock:
            if self._closed or self._process is not process:
                return
            # Nobody told it to end: it died, or had nothing to do.
            self._process = None
            if self._resting and not self._missed:
                return
            if self._place is not None and (self._resting or self._starts < _STARTS):
                self._begin(self._place)
                return
            self.problem = self.problem or f"{NOT_INDEXED}: the process that does it ended"
            self._idle.set()
        self._heard(*self.progress)

    def _take(self, message: Mapping[str, Any]) -> None:
        with self._lock:
            self.problem = str(message.get("problem", ""))
            if "total" in message:
                self.progress = int(message["done"]), int(message["total"])
                self.knows = bool(message["knows"])
            self._resting = bool(message.get("rests"))
            if message.get("heard") == self._sent:
                self._idle.set()
            elif self._resting:
                self._missed = True  # told of something when it had made up its mind
            if self._missed and not self._resting:
                self.look(None)
        self._heard(*self.progress)

    def doubt(self, problem: str, *, broken: bool) -> None:
        """The file cannot be read; where it is `broken` it is to be made anew."""
        with self._lock:
            self.problem = problem
            self._tell("broken" if broken else None)

    def look(self, paths: Collection[NotePath] | None) -> None:
        """Have these notes indexed again, or with `None` whatever changed; waits for nothing."""
        few = paths is not None and len(paths) <= _FEW
        self._tell(list(filter(is_text, paths)) if paths is not None and few else None)

    def _tell(self, what: list[NotePath] | str | None) -> None:
        line = json.dumps(what).encode() + b"\n"
        with self._lock:
            process = self._process
            if process is None and self._resting and self._place is not None:
                self._begin(self._place)  # which begins by looking at everything
                return
            if process is None or process.stdin is None:
                return
            try:
                os.write(process.stdin.fileno(), line if len(line) <= _ATOMIC else b"null\n")
            except BlockingIOError:
                self._missed = True  # it has enough to do; it is told when it says how far it is
                return
            except (OSError, ValueError):
                self._missed = True  # it ended; whoever listens to it knows
                return
            self._missed = False
            self._sent += 1
            self._idle.clear()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is indexed, or cannot be; whether it is over."""
        return self._process is None or self._idle.wait(seconds)

    def close(self) -> None:
        """End the process. Safe to call twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        self._idle.set()
        if process is None:
            return
        _hang_up(process)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _hang_up(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    with suppress(OSError):
        process.stdin.close()
