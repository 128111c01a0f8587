"""Append-only files of checksummed records, one a line, in the state folder.

A line is the BLAKE2b of the rest, a space, and JSON in ASCII. A last line without its LF was torn by a
crash: it is ignored, and cut off before the next record is added. Any other line whose checksum is
wrong is ignored and reported.
"""

import json
import os
from hashlib import blake2b
from typing import Any

Record = dict[str, Any]

_CREATE = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_PRIVATE = 0o600


class Uncertain(OSError):
    """A record could not be made durable, nor be taken back."""


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

    def fresh(self) -> tuple[bool, list[tuple[int, Record]]]:
        """Whether all that was read before is void; the records since the last call, with offsets."""
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            again = self._inode != 0
            self._inode = self.size = 0
            return again, []
        try:
            found = os.fstat(fd)
            again = found.st_ino != self._inode or found.st_size < self.size
            if again:
                self._inode, self.size, self.problems = found.st_ino, 0, ()
            elif found.st_size == self.size:
                return False, []
            return again, self._parse(_read_from(fd, self.size))
        finally:
            os.close(fd)

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
            os.close(fd)
        self._inode, self.size = found.st_ino, at + len(line)
        return at

    def _take_back(self, fd: int, size: int, error: OSError) -> None:
        try:
            os.ftruncate(fd, size)
        except OSError:
            raise Uncertain(error.errno, error.strerror, self.path) from error

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
