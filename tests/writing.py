"""What the tests of the writer share: a small vault on disk, and system calls that fail when told to."""

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import core.exchange
from core.edit import (
    Create,
    Edit,
    EntryId,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    patch,
)
from core.errors import OutsideVault, Unreadable
from core.journal import Journal
from core.path import NotePath
from core.revert import revert
from core.state import State
from core.store import commit
from core.text import Span

NOW = "2026-03-02T09:30:00+00:00"


@dataclass(frozen=True)
class Folder:
    """As much of a vault as the writer needs."""

    root: str

    def resolve(self, path: NotePath) -> str:
        if path.startswith("/") or ".." in path.split("/"):
            raise OutsideVault(f"{path} leaves the vault")
        return str(Path(self.root, path))

    def read(self, path: NotePath) -> bytes:
        try:
            return Path(self.resolve(path)).read_bytes()
        except OSError as error:
            raise Unreadable(f"{path}: {error.strerror}") from error


@dataclass(frozen=True)
class Desk:
    """A vault with its journal and state, as one run of the program holds them."""

    vault: Folder
    journal: Journal
    state: State

    def path(self, name: str) -> Path:
        return Path(self.vault.root, name)

    def write(self, name: str, data: bytes) -> NotePath:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return NotePath(name)

    def files(self) -> dict[str, bytes]:
        """Everything in the vault; a folder is its name with `/`."""
        root = Path(self.vault.root)
        return {
            f"{path.relative_to(root)}{'/' * path.is_dir()}": b""
            if path.is_dir()
            else path.read_bytes()
            for path in root.rglob("*")
        }

    def edit(self, name: str, *changes: tuple[bytes, bytes]) -> Patch:
        """A patch that puts each new text in the place of the old one that stands there once."""
        data = self.vault.read(NotePath(name))
        return patch(NotePath(name), data, [replacing(data, old, new) for old, new in changes])


def replacing(data: bytes, old: bytes, new: bytes) -> Edit:
    assert data.count(old) == 1, (old, data)
    at = data.index(old)
    return Edit(Span(at, at + len(old)), old, new)


_RUNNING: dict[str, Journal] = {}


def kernel_closes(folder: Path) -> None:
    """What the kernel does for whoever ends or is killed in `folder`, or below it."""
    for state in [one for one in _RUNNING if one.startswith(f"{folder}/")]:
        _RUNNING.pop(state).displaced.close()


def desk(folder: Path) -> Desk:
    """What the next start of the program finds in `folder`, after the run before has ended."""
    (folder / "vault").mkdir(parents=True, exist_ok=True)
    state = str(folder / "state")
    kernel_closes(folder)
    journal = _RUNNING[state] = Journal(state, patience=0.01)
    return Desk(Folder(str(folder / "vault")), journal, State(state))


def do(at: Desk, *changes: Patch | Create | Move | Remove | Remember, label: str = "do") -> EntryId:
    return commit(at.vault, at.journal, at.state, Transaction(label, changes), now=NOW)


def commit_to(at: Desk, tx: Transaction) -> EntryId:
    return commit(at.vault, at.journal, at.state, tx, now=NOW)


def undoing(at: Desk) -> Transaction:
    entry = at.journal.to_undo()
    assert entry
    return revert(entry, at.vault.read)


def redoing(at: Desk) -> Transaction:
    entry = at.journal.to_redo()
    assert entry
    return revert(entry, at.vault.read)


def undo(at: Desk) -> EntryId:
    return commit_to(at, undoing(at))


def redo(at: Desk) -> EntryId:
    return commit_to(at, redoing(at))


def temps(at: Desk) -> list[str]:
    return [name for name in at.files() if ".winnow" in name]


CALLS = [
    "open",
    "read",
    "write",
    "pread",
    "pwrite",
    "fsync",
    "ftruncate",
    "rename",
    "replace",
    "link",
    "unlink",
    "mkdir",
    "rmdir",
    "fchmod",
    "fchown",
    "stat",
    "lstat",
    "fstat",
    "setxattr",
    "listdir",
]


class _Library:
    """The C library with its renames passed through `step`."""

    def __init__(self, library: Any, step: Callable[[str], None]) -> None:  # noqa: ANN401 - ctypes
        self._library = library
        self._step = step

    def renameat2(self, *args: object) -> int:
        self._step("renameat2")
        result: int = self._library.renameat2(*args)
        return result


READING = frozenset(["read", "pread", "stat", "lstat", "fstat", "listdir", "fsync"])
CHANGING = os.O_CREAT | os.O_TRUNC


@contextmanager
def changes(step: Callable[[str], None]) -> Iterator[None]:
    """As `calls`, of those alone that change what is on the disk.

    To be killed between two of them is the same wherever it is: what is read dies with the program.
    """
    with calls(lambda name: None if name in READING else step(name), opening=CHANGING):
        yield


@contextmanager
def calls(step: Callable[[str], None], *, opening: int = 0) -> Iterator[None]:
    """Call `step` with the name of each system call just before it is made.

    Args:
        step: Hears of it; what it raises is raised by the call.
        opening: With `open`, only if it is told one of these flags; 0: always.
    """
    real = {name: getattr(os, name) for name in CALLS}
    library = core.exchange._LIBC

    def passing(name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the call takes
            if name != "open" or not opening or args[1] & opening:
                step(name)
            return real[name](*args, **kwargs)

        return call

    try:
        for name in CALLS:
            setattr(os, name, passing(name))
        if hasattr(library, "renameat2"):
            core.exchange._LIBC = _Library(library, step)  # type: ignore[assignment] # stands in
        yield
    finally:
        core.exchange._LIBC = library
        for name, call in real.items():
            setattr(os, name, call)


class Countdown:
    """Does `act` at the N-th call, and at every later one if `sticky`."""

    def __init__(self, at: int, act: Callable[[], None], *, sticky: bool = False) -> None:
        self.reached = False
        self._left = at
        self._act = act
        self._sticky = sticky
        self._lock = threading.Lock()

    def __call__(self, _name: str) -> None:
        with self._lock:
            self._left -= 1
            hit = self._left == 0 or (self._sticky and self._left < 0)
            self.reached |= hit
        if hit:
            self._act()


class Before:
    """Does `act` just before the n-th call of that name."""

    def __init__(self, name: str, act: Callable[[], object], nth: int = 1) -> None:
        self._name = name
        self._left = nth
        self._act = act

    def __call__(self, name: str) -> None:
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                self._act()


def append(at: Desk, data: bytes) -> Callable[[], object]:
    def act() -> None:
        with at.path("sync.md").open("ab") as file:
            file.write(data)

    return act


def fail(code: int) -> Callable[[], None]:
    def act() -> None:
        raise OSError(code, os.strerror(code))

    return act


class Killed(BaseException):
    """What no handler of ours catches: as good as being killed, and quicker than a process each."""


def die() -> None:
    os._exit(9)


def be_killed() -> None:
    raise Killed


def in_child(run: Callable[[], object]) -> int:
    """The exit status of `run` in a forked process; 9 where it was killed."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


FULL = errno.ENOSPC
BROKEN = errno.EIO
