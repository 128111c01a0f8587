"""Where torture is done: kernels and disks of several kinds, faults of several kinds, a vault seen in full."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from writing import Countdown, Desk, Killed, be_killed, calls, fail, kernel_closes

import core.exchange

Seen = dict[str, tuple[object, ...]]


class Ground(NamedTuple):
    """What a vault and its journal lie on."""

    exchange: bool
    """Two names can be swapped, and a name be given only where nothing has it."""
    one_disk: bool
    """Displaced files can be moved beside the journal."""


GROUNDS = {
    "swaps": Ground(exchange=True, one_disk=True),
    "no swaps": Ground(exchange=False, one_disk=True),
    "two disks": Ground(exchange=True, one_disk=False),
    "no swaps, two disks": Ground(exchange=False, one_disk=False),
}
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Fault(NamedTuple):
    """What happens at a system call."""

    act: Callable[[], None]
    sticky: bool = False
    """At every later one too."""
    belated: bool = False
    """The call is made, and says that it was not."""


FAULTS = {
    "EIO once": Fault(fail(errno.EIO)),
    "EIO for good": Fault(fail(errno.EIO), sticky=True),
    "ENOSPC for good": Fault(fail(errno.ENOSPC), sticky=True),
    "EROFS for good": Fault(fail(errno.EROFS), sticky=True),
    "EACCES once": Fault(fail(errno.EACCES)),
    "EIO though done": Fault(fail(errno.EIO), belated=True),
    "killed": Fault(be_killed),
}
_MORE = ("chmod", "listxattr", "getxattr", "access", "readlink", "scandir")
_BELATED = (
    *("write", "pwrite", "fsync", "ftruncate", "rename", "replace", "link", "unlink", "mkdir"),
    *("rmdir", "fchmod", "close"),
)


@pytest.fixture(params=GROUNDS.values(), ids=GROUNDS)
def ground(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Ground:
    """Each in turn."""
    found: Ground = request.param
    if not found.exchange:
        monkeypatch.setattr(core.exchange, "_LIBC", object())
    return found


@contextmanager
def on(ground: Ground) -> Iterator[Path]:
    """An empty folder for a vault and its state, which goes away. Memory is the quicker disk."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder, tempfile.TemporaryDirectory() as other:
        if not ground.one_disk:
            if Path(folder).stat().st_dev == Path(other).stat().st_dev:
                pytest.skip("there is but one disk")
            Path(folder, "state").symlink_to(other)
        try:
            yield Path(folder)
        finally:
            kernel_closes(Path(folder))


@contextmanager
def going_wrong(fault: Fault, number: int) -> Iterator[Countdown]:
    """Let `fault` happen at that system call."""
    countdown = Countdown(number, fault.act, sticky=fault.sticky)
    if fault.belated:
        with _passing(_BELATED, lambda _: None, countdown), _renamed_before(countdown):
            yield countdown
    else:
        with calls(countdown), _passing(_MORE, countdown, lambda _: None):
            yield countdown


class _Library:
    """The C library, whose renames say afterwards that they failed."""

    def __init__(self, library: Any, step: Callable[[str], None]) -> None:  # noqa: ANN401 - ctypes
        self._library = library
        self._step = step

    def renameat2(self, *args: object) -> int:
        result: int = self._library.renameat2(*args)
        if not result:
            self._step("renameat2")
        return result


@contextmanager
def _renamed_before(step: Callable[[str], None]) -> Iterator[None]:
    library = core.exchange._LIBC
    try:
        if hasattr(library, "renameat2"):
            core.exchange._LIBC = _Library(library, step)  # type: ignore[assignment] # stands in
        yield
    finally:
        core.exchange._LIBC = library


@contextmanager
def _passing(
    names: tuple[str, ...], before: Callable[[str], None], after: Callable[[str], None]
) -> Iterator[None]:
    real = {name: getattr(os, name) for name in names if hasattr(os, name)}

    def passing(name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the call takes
            before(name)
            result = real[name](*args, **kwargs)
            after(name)
            return result

        return call

    try:
        for name in real:
            setattr(os, name, passing(name))
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)


def seen(root: Path) -> Seen:
    """Everything there is to see of each name: what it is, its bytes, mode, attributes, and names it shares."""
    found: Seen = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = (path.readlink(),)
        elif path.is_dir():
            found[name] = (status.st_mode,)
        else:
            found[name] = (path.read_bytes(), status.st_mode, status.st_nlink, attributes(path))
    return found


def attributes(path: Path) -> tuple[tuple[str, bytes], ...]:
    """The extended attributes, where the file system has them."""
    with suppress(OSError):
        return tuple((name, os.getxattr(path, name)) for name in sorted(os.listxattr(path)))
    return ()


def temporary(root: Path) -> list[str]:
    """What of ours was left in the vault."""
    return [str(path) for path in root.rglob("*") if ".winnow" in path.name]


def killed_at(number: int, run: Callable[[], object]) -> bool:
    """Whether `run` came to its N-th system call, and ended there."""
    try:
        with going_wrong(FAULTS["killed"], number):
            run()
    except Killed:
        return True
    return False


def whole(at: Desk) -> tuple[Seen, dict[str, str]]:
    """The vault and what is remembered beside it."""
    return seen(Path(at.vault.root)), dict(at.state.items("snooze"))
