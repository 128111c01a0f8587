"""Files that a write displaced, kept beside the journal until nobody can be writing into them any more.

Who has a file open may still add to it after another took its place. A displaced file keeps its inode
here, or, where the journal lies on another file system, its descriptor. Every process that may displace
files holds a shared lock, so that only the last one of them lets go of what it finds.
"""

import fcntl
import os
import time as clock
from dataclasses import dataclass

from core.errors import Busy
from core.inplace import read_open
from core.path import NotePath
from core.records import private_folder
from core.staging import drop, read_file

_WAIT = 0.01
_MOST, _MOST_BYTES = 512, 100_000_000
"""More are let go of once they were looked at twice: that was two seconds after the write."""
_LOOKS = 2
_MOST_HELD = 128
"""A process may have about a thousand descriptors."""


def wait_for_lock(fd: int, kind: int, patience: float) -> None:
    """Lock a file against other processes; the kernel gives it back when this one ends.

    Raises:
        Busy: Another one did not let go in so many seconds.
        OSError: The file system has no locks.
    """
    for _ in range(max(1, int(patience / _WAIT))):
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            clock.sleep(_WAIT)
        else:
            return
    raise Busy("another Winnow is writing in this vault; try again when it is done")


def open_lock(path: str) -> int:
    """The descriptor of a lock file, which is made where it is missing. Raises `OSError`."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


@dataclass(slots=True)
class _Look:
    """What was seen of one of them."""

    stamp: tuple[int, int] = (-1, -1)
    """Its size and time of change."""
    times: int = 0
    dealt: int = -1
    """How many of its bytes have been dealt with; -1: none but those it had when it was displaced."""


@dataclass(slots=True)
class Withdrawn:
    """A file of ours that stood in a note's place for a moment, and was taken back: somebody may have it open."""

    path: NotePath
    time: str
    """Of the transaction: UTC, ISO."""
    data: bytes
    """What was last seen in it."""
    fd: int


class Displaced:
    """The displaced files of one vault; each is named by its transaction and the change's number."""

    def __init__(self, folder: str, patience: float) -> None:
        """Keep them below the state folder `folder`. Raises `OSError`."""
        self.folder = os.path.join(folder, "kept")
        private_folder(self.folder)
        self._lock = os.path.join(folder, "kept.lock")
        self._patience = patience
        self._using = -1
        self._held: dict[str, int] = {}
        self._looks: dict[str, _Look] = {}
        self.withdrawn: list[Withdrawn] = []
        """Kept open until this process ends, or there are very many."""

    def withdraw(self, file: str, path: NotePath, time: str, data: bytes) -> None:
        """Keep a file of ours open that gives the note at `path` its place back. Raises `OSError`."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
        self.withdrawn.append(Withdrawn(path, time, data, os.open(file, flags)))
        for old in self.withdrawn[:-_MOST_HELD]:
            self.give_up(old)

    def give_up(self, withdrawn: Withdrawn) -> None:
        """Nobody is writing into it any more."""
        self.withdrawn.remove(withdrawn)
        os.close(withdrawn.fd)

    def use(self) -> None:
        """From here on until this process ends, nobody else lets go of any. Raises `Busy`, `OSError`."""
        if self._using < 0:
            fd = open_lock(self._lock)
            try:
                wait_for_lock(fd, fcntl.LOCK_SH, self._patience)
            except BaseException:
                os.close(fd)
                raise
            self._using = fd

    def alone(self) -> bool:
        """Whether no other process may be displacing files; while it is so, none begins to."""
        try:
            self.use()
            fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (Busy, BlockingIOError):
            self.done()  # asking for more gives up what was had
            return False
        return True

    def done(self) -> None:
        """Displace no more for now."""
        if self._using >= 0:
            os.close(self._using)
            self._using = -1

    def close(self) -> None:
        """Hold no file open any more, as at the end of a process. Safe to call twice."""
        self.done()
        for fd in (*self._held.values(), *(one.fd for one in self.withdrawn)):
            os.close(fd)
        self._held.clear()
        self.withdrawn.clear()

    def path(self, name: str) -> str:
        """Where the file `name` is kept."""
        return os.path.join(self.folder, name)

    def names(self) -> list[str]:
        """Every one of them. Raises `OSError`."""
        return [*self.stored(), *self._held]

    def stored(self) -> list[str]:
        """Those that have a name of their own. Raises `OSError`."""
        try:
            return sorted(os.listdir(self.folder))
        except FileNotFoundError:
            return []

    def hold(self, name: str, path: str) -> str | None:
        """Keep the file at `path` open under `name`: it cannot be moved here.

        Returns:
            A name that is to be looked at and let go of, because there are too many.

        Raises:
            OSError: It cannot be opened.
        """
        self._held[name] = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        return next(iter(self._held)) if len(self._held) > _MOST_HELD else None

    def is_held(self, name: str) -> bool:
        """Whether it ends with this process."""
        return name in self._held

    def look(self, name: str, *, closely: bool) -> bytes | None:
        """Its bytes; `None` where it looks as it did the last time, unless it is looked at closely.

        Raises:
            OSError: It cannot be read; it is as if it had not been looked at.
        """
        fd = self._held.get(name)
        found = os.stat(self.path(name), follow_symlinks=False) if fd is None else os.fstat(fd)
        look = self._looks.setdefault(name, _Look())
        stamp = (found.st_size, found.st_mtime_ns)
        if stamp == look.stamp and not closely:
            look.times += 1
            return None
        data = self.read(name)
        look.stamp = stamp
        look.times += 1
        return data

    def read(self, name: str) -> bytes:
        """Its bytes. Raises `OSError`."""
        fd = self._held.get(name)
        return read_file(self.path(name)) if fd is None else read_open(fd)

    def is_at(self, name: str, path: str) -> bool:
        """Whether it is the very file that stands at `path`. Raises `OSError`."""
        fd = self._held.get(name)
        found = os.lstat(self.path(name)) if fd is None else os.fstat(fd)
        return os.path.samestat(found, os.lstat(path))

    def dealt(self, name: str, size: int) -> int:
        """How many of its bytes have been dealt with, where it had `size` when it was displaced."""
        look = self._looks.get(name)
        return size if look is None or look.dealt < 0 else look.dealt

    def deal(self, name: str, size: int) -> None:
        """So many of its bytes have been dealt with."""
        self._looks.setdefault(name, _Look()).dealt = size

    def look_closely(self, name: str) -> None:
        """What was seen could not be dealt with: see it again the next time."""
        self._looks.setdefault(name, _Look()).stamp = (-1, -1)

    def surplus(self) -> list[str]:
        """Those that were looked at often enough and are too many, or too large, to keep all."""
        looks = [(name, self._looks.get(name, _Look())) for name in self.names()]
        room, left = _MOST_BYTES, _MOST
        surplus = []
        # Whatever was looked at least is the newest.
        for name, look in sorted(looks, key=lambda one: one[1].times):
            room, left = room - max(0, look.stamp[0]), left - 1
            if (room < 0 or left < 0) and look.times >= _LOOKS:
                surplus.append(name)
        return surplus

    def let_go(self, name: str) -> None:
        """Nobody is writing into it any more. Raises `OSError`."""
        fd = self._held.pop(name, None)
        if fd is None:
            drop(self.path(name))
        else:
            os.close(fd)
        self._looks.pop(name, None)
