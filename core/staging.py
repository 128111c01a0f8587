"""The single acts on files that writing a note is made of. Nothing here decides anything."""

import errno
import os
import stat
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from core.records import write_all

T = TypeVar("T")
R = TypeVar("R")

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_STAGING = 2
"""Making files is mostly our own work: more threads only wait for one another."""
_SYNCING = 12
"""The disk gathers the requests."""


def read_file(path: str) -> bytes:
    """The bytes of a regular file.

    Raises:
        OSError: It is none, a link, gone, or the disk refuses.
    """
    fd = os.open(path, _READ)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        parts = [os.read(fd, found.st_size + 1)]
        while parts[-1]:
            parts.append(os.read(fd, 1 << 20))
        return b"".join(parts)
    finally:
        os.close(fd)


def stage(temp: str, data: bytes, like: str | None) -> None:
    """Write `data` as a new file; not durable yet.

    Args:
        temp: Its name, which nothing has.
        data: All its bytes.
        like: The file whose mode, owner and extended attributes it gets; a new note gets the usual ones.

    Raises:
        OSError: The disk refuses, or the owner cannot be kept; the file is gone again.
    """
    fd = os.open(temp, _NEW, 0o666 if like is None else 0o600)
    try:
        write_all(fd, data)
        if like is not None:
            _liken(fd, like)
    except OSError:
        with suppress(OSError):
            os.unlink(temp)
        raise
    finally:
        os.close(fd)


def _liken(fd: int, like: str) -> None:
    source, target = os.stat(like), os.fstat(fd)
    if (source.st_uid, source.st_gid) != (target.st_uid, target.st_gid):
        os.fchown(fd, source.st_uid, source.st_gid)
    if hasattr(os, "listxattr"):  # pragma: no branch -- macOS has other calls for them
        for name in os.listxattr(like):
            if not name.startswith("security."):  # the kernel's own labels, given by place
                os.setxattr(fd, name, os.getxattr(like, name))
    os.fchmod(fd, stat.S_IMODE(source.st_mode))


def sync(path: str) -> None:
    """Make a file, or the names in a folder, durable; a folder may be a link within the vault."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_all(paths: Iterable[str]) -> None:
    """Make many files or folders durable. Raises `OSError` where the disk refused for one."""
    side_by_side(sync, paths, _SYNCING)


def side_by_side(act: Callable[[T], R], things: Iterable[T], threads: int = _STAGING) -> list[R]:
    """`act` on each, several at a time, in the order given.

    Raises:
        OSError: As the first that failed; others may have been done.
    """
    todo = tuple(things)
    threads = min(threads, len(todo))
    if threads < 2:  # noqa: PLR2004 - one needs no pool
        return [act(thing) for thing in todo]
    with ThreadPoolExecutor(threads) as pool:
        # Each thread takes its share at once: handing on one by one costs more than the work.
        shares = [*pool.map(lambda first: [*map(act, todo[first::threads])], range(threads))]
    return [shares[at % threads][at // threads] for at in range(len(todo))]


def gone(path: str) -> bool:
    """Whether nothing has this name, not even a link that leads nowhere.

    Raises:
        OSError: That cannot be told.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    return False


def drop(path: str) -> None:
    """Remove a file of ours, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)
