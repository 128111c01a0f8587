"""Append-only files of checksummed records, one a line, in the state folder.

A line is the BLAKE2b of the rest, a space, and JSON in ASCII. A last line without its LF was torn by a
crash: it is ignored, and cut off before the next record is added. Any other line whose checksum is
wrong is ignored and reported.
"""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import Any

from core.errors import WinnowError

Record = dict[str, Any]

_CREATE = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_PRIVATE, _PRIVATE_FOLDER = 0o600, 0o700
_HEAD = 16
"""Bytes of a file that tell it from another one: the first record's checksum."""

_TAIL = 1 << 16
"""Bytes at the end of a file in which its last record is looked for."""

_SENTENCES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "the permissions forbid it",
    errno.EPERM: "the permissions forbid it",
    errno.EIO: "the disk reports an error",
    errno.EXDEV: "it would have to go to another file system",
    errno.ELOOP: "there is a link in its place",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


class Uncertain(OSError):
    """A record could not be made durable, nor be taken back."""


class Unavailable(WinnowError, OSError):
    """What is kept beside the vault cannot be read, or not be made. It never counts as empty."""

    def __init__(self, what: str, error: OSError) -> None:
        super().__init__(f"{what}: {reason(error)}")
        self.errno = error.errno


def reason(error: OSError) -> str:
    """Why the disk refused, in plain words."""
    return _SENTENCES.get(error.errno or 0, (error.strerror or "the disk refuses").lower())


@contextmanager
def available(what: str) -> Iterator[None]:
    """Raise `Unavailable`, with a sentence that begins with `what`, where the disk refuses."""
    try:
        yield
    except OSError as error:
        raise Unavailable(what, error) from error


def private_folder(path: str) -> None:
    """Make a folder that nobody else may look into, where it is missing. Raises `OSError`."""
    os.makedirs(path, mode=_PRIVATE_FOLDER, exist_ok=True)
    if os.stat(path).st_mode & 0o777 != _PRIVATE_FOLDER:
        os.chmod(path, _PRIVATE_FOLDER)


@contextmanager
def alone(folder: str) -> Iterator[None]:
    """One writer in a folder at a time, in all programs. Raises `OSError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def pack(record: Record) -> bytes:
    """The line that holds `record`."""
    body = json.dumps(record, separators=(",", ":")).encode("ascii")
    return b"%s %s\n" % (_checksum(body), body)


def unpack(line: bytes) -> Record | None:
    """The record of a line without its LF, `None` where it is not what was written."""
    checksum, _, body = line.partition(b" ")
    if checksum != _checksum(body):
        return None
    record: Record = json.loads(body)
    return record


def write_all(fd: int, data: bytes) -> None:
    """Write every byte, however few a call takes."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def sync_folder(path: str) -> None:
    """Make the names in a folder durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=8).hexdigest().encode("ascii")


class Log:
    """One such file. Whoever adds to it holds the transaction lock; reading needs none."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: tuple[str, ...] = ()
        self.size = 0
        """Bytes of whole records that have been read."""
        self._inode = 0
        self._head = b""

    def fresh(self) -> tuple[bool, list[tuple[int, Record]]]:
        """Whether all that was read before is void; the records since the last call, with offsets."""
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            again = self._inode != 0
            self._inode, self.size, self._head = 0, 0, b""
            return again, []
        try:
            found = os.fstat(fd)
            # An inode's number is soon used again, for the next file that old records were dropped from.
            head = os.pread(fd, _HEAD, 0)
            again = (
                found.st_ino != self._inode
                or found.st_size < self.size
                or head[: len(self._head)] != self._head
            )
            if not again and found.st_size == self.size:
                return False, []
            data = _read_from(fd, 0 if again else self.size)
        finally:
            os.close(fd)
        # Only now: what could not be read is tried again.
        if again:
            self.size, self.problems = 0, ()
        self._inode, self._head = found.st_ino, head
        return again, self._parse(data)

    def _parse(self, data: bytes) -> list[tuple[int, Record]]:
        *lines, _torn = data.split(b"\n")
        records, bad = [], 0
        for line in lines:
            record = unpack(line)
            if record is None:
                bad += 1
            else:
                records.append((self.size, record))
            self.size += len(line) + 1
        if bad:
            what = "a damaged record" if bad == 1 else f"{bad} damaged records"
            self.problems = (*self.problems, f"{what} in {self.path} ignored")
        return records

    def append(self, record: Record, *, sync: bool) -> int:
        """Add a record; one that cannot be added whole leaves the file as it was.

        Everything before must have been read.

        Returns:
            Its offset; it counts as read.

        Raises:
            Uncertain: The disk refuses, and may hold the record all the same.
            OSError: The disk refuses.
        """
        line, at = pack(record), self.size
        fd = os.open(self.path, os.O_WRONLY | _CREATE | os.O_APPEND, _PRIVATE)
        try:
            found = os.fstat(fd)
            if found.st_size > at:
                os.ftruncate(fd, at)
            try:
                write_all(fd, line)
                if sync:
                    os.fsync(fd)
                    if not self._inode:
                        sync_folder(os.path.dirname(self.path))
            except OSError as error:
                self._take_back(fd, at, error)
                raise
        finally:
            # What is durable by now stays so, and what need not be may be lost.
            with suppress(OSError):
                os.close(fd)
        self._inode, self.size = found.st_ino, at + len(line)
        if not at:
            self._head = line[:_HEAD]
        return at

    def _take_back(self, fd: int, size: int, error: OSError) -> None:
        try:
            os.ftruncate(fd, size)
        except OSError:
            raise Uncertain(error.errno, error.strerror, self.path) from error

    def newest(self) -> str | None:
        """What the last whole record is called, without reading the others; `None` where that is not plain. Raises `OSError`."""
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            data = _read_from(fd, max(0, os.fstat(fd).st_size - _TAIL))
        finally:
            os.close(fd)
        record = unpack(data[: data.rfind(b"\n")].rpartition(b"\n")[2]) if b"\n" in data else None
        return None if record is None else str(record.get("id"))

    def sync(self) -> None:
        """Make durable what was added without waiting for that. Raises `OSError`."""
        fd = os.open(self.path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def cut(self, size: int) -> None:
        """Forget the records after the first `size` bytes, durably.

        Raises:
            OSError: The disk refuses.
        """
        fd = os.open(self.path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.ftruncate(fd, size)
            os.fsync(fd)
        finally:
            os.close(fd)

    def drop(self, size: int) -> None:
        """Forget the first `size` bytes of records, at once or not at all.

        Raises:
            OSError: The disk refuses.
        """
        new = self.path + ".new"
        source = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            target = os.open(new, os.O_WRONLY | _CREATE | os.O_TRUNC, _PRIVATE)
            try:
                write_all(target, _read_from(source, size))
                os.fsync(target)
            finally:
                os.close(target)
        finally:
            os.close(source)
        os.replace(new, self.path)
        sync_folder(os.path.dirname(self.path))


def _read_from(fd: int, offset: int) -> bytes:
    parts = []
    while part := os.pread(fd, 1 << 20, offset):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)
