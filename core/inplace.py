"""Changing a file within its inode: only where other names share it, or its owner would be lost.

Nothing can swap such a file, so other programs are kept out for the moment it takes, where the system
can do that (leases, fcntl(2)); and what one of them adds to the end all the same is kept.
"""

import fcntl
import os
import signal
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from core.records import write_all

_OPEN = os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_TRIES, _WAIT = 20, 0.005


def overwrite(path: str, old: bytes, new: bytes) -> bool:
    """Turn `old` into `new`, durably; `False` where something else stands there, which is untouched.

    Raises:
        OSError: The disk refuses; the old bytes are put back where that is possible.
    """
    fd = os.open(path, _OPEN)
    try:
        with _lease(fd):
            if read_open(fd) != old or not os.path.samestat(os.fstat(fd), os.lstat(path)):
                return False
            try:
                _turn(fd, old, new)
            except OSError:
                with suppress(OSError):
                    _put(fd, old, 0)
                    os.ftruncate(fd, len(old))
                    os.fsync(fd)
                raise
        # Others may go on meanwhile.
        os.fsync(fd)
    finally:
        os.close(fd)
    return True


def read_open(fd: int) -> bytes:
    """All bytes of an open file, wherever it was read up to."""
    parts: list[bytes] = []
    size = os.fstat(fd).st_size + 1
    while part := os.pread(fd, size, sum(map(len, parts))):
        parts.append(part)
    return b"".join(parts)


def torn(found: bytes, old: bytes, new: bytes) -> bool:
    """Whether `found` is what `overwrite` leaves when it is killed half-way."""
    grown, done = old + new[len(old) :], _common(found, new)
    return found[done:] == grown[done:] or (found.startswith(old) and grown.startswith(found))


def _turn(fd: int, old: bytes, new: bytes) -> None:
    """At no moment does the file read as empty, and bytes that somebody adds to its end stay its end."""
    start, more = _common(old, new), b""
    if len(new) > len(old):
        _add(fd, new[len(old) :])
        # Whoever added something in the last moment has it between the old end and ours, or behind.
        end = read_open(fd)[len(old) :]
        more = end.replace(new[len(old) :], b"", 1)
    _put(fd, new[start:] + more, start)
    if len(new) < len(old):
        more = read_open(fd)[len(old) :]
        _put(fd, more, len(new))
        os.ftruncate(fd, len(new) + len(more))


def _add(fd: int, data: bytes) -> None:
    # A second descriptor would wait for the lease of the first.
    flags = fcntl.fcntl(fd, fcntl.F_GETFL)
    fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_APPEND)
    try:
        write_all(fd, data)
    finally:
        fcntl.fcntl(fd, fcntl.F_SETFL, flags)


def _put(fd: int, data: bytes, at: int) -> None:
    while data:
        count = os.pwrite(fd, data, at)
        data, at = data[count:], at + count


def _common(one: bytes, other: bytes) -> int:
    """How many bytes at the start are equal."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@contextmanager
def _lease(fd: int) -> Iterator[None]:
    """Let nobody else open the file, once nobody else has it open; without that after a moment."""
    held = _leased(fd)
    try:
        yield
    finally:
        if held:
            with suppress(OSError):  # it ends with the descriptor
                fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _leased(fd: int) -> bool:
    if not hasattr(fcntl, "F_SETLEASE"):  # pragma: no cover -- Linux has it
        return False
    for _ in range(_TRIES):
        try:
            # Who waits for it makes the kernel send a signal; this one nobody minds.
            fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except BlockingIOError:
            clock.sleep(_WAIT)
        except OSError:
            return False
        else:
            return True
    return False
