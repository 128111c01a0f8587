"""The first reading of a vault, spread over processes forked before anything else is loaded.

A forked process shares what the parent knows and sends back bare tuples: objects that cross a
process boundary were the bottleneck, not the parsing. Where processes cannot be forked, or one
dies, its notes are read in this process: the result is the same.
"""

import fcntl
import gc
import os
import selectors
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from core.config import Config
from core.index.columns import signed
from core.index.found import Found, look, stale
from core.index.snapshot import NoteRows
from core.index.wire import pack_found, pack_rows, unpack_found, unpack_rows
from core.path import NotePath
from core.vault import FileStat, Vault

FILE = "index.sqlite"
"""What the cache is called."""
_CHUNK = 64
"""Notes a message: small enough to balance, large enough that headers cost nothing."""
_WORTH_FORKING = 400
"""Notes below which a second process costs more than it reads."""
_PIPE = 1 << 20
"""Bytes; the most that Linux lets an ordinary user's pipe hold."""
_HEADER = struct.Struct("<BI")
_LISTING, _ROWS = range(2)


class Reading:
    """A first reading under way. Begin it early, collect it late."""

    def __init__(
        self,
        vault: Vault,
        config: Config,
        *,
        cache: str | None = None,
        processes: int | None = None,
    ) -> None:
        """Start to read `vault`, in forked processes where that is safe.

        Args:
            vault: The folder of notes.
            config: The settings in force.
            cache: The file with the rows of an earlier run; what it knows is not read again.
            processes: How many at most; 0 reads in this process, when it is collected.
        """
        self._vault = vault
        self._config = config
        self._cache = cache
        self._leader = 0
        self._pipes: list[int] = []
        processes = min(4, os.cpu_count() or 1) if processes is None else processes
        # A fork copies one thread only: the locks of the others would stay locked for ever.
        if processes and sys.platform == "linux" and threading.active_count() == 1:
            self._fork(processes)

    def _fork(self, processes: int) -> None:
        pipes = [_pipe() for _ in range(processes)]
        leader = os.fork()
        if leader == 0:
            _cut_loose([read for read, _ in pipes])
            _Worker(self._vault, self._config, self._cache, [write for _, write in pipes]).lead()
        self._leader = leader
        # The child does it too; whoever comes first, `close` finds the group.
        with suppress(OSError):
            os.setpgid(leader, leader)
        for read, write in pipes:
            os.close(write)
            self._pipes.append(read)

    def collect(
        self,
        listed: Callable[[Found], Sequence[FileStat]],
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[list[NoteRows]]:
        """The rows of notes, in batches as they arrive.

        Args:
            listed: Is told first what there is, and says which notes are wanted.
            stop: Whether nobody waits for them any more.
        """
        found: Found | None = None
        seen: dict[Any, Any] = {}
        missing: dict[NotePath, FileStat] = {}
        for kind, payload in self._messages(stop):
            if kind == _LISTING:
                found = unpack_found(payload)
                missing = {file.path: file for file in listed(found)}
            else:
                batch = unpack_rows(payload, seen)
                yield [rows for rows in batch if missing.pop(rows.note.path, None)]
        if stop():
            return
        if found is None:
            missing = {file.path: file for file in listed(look(self._vault))}
        yield from self._read_here(list(missing.values()), stop)

    def _read_here(
        self, files: Sequence[FileStat], stop: Callable[[], bool]
    ) -> Iterator[list[NoteRows]]:
        if not files:
            return
        from core.index.parsing import read_one  # noqa: PLC0415 - see `_Worker.lead`

        for at in range(0, len(files), _CHUNK):
            if stop():
                return
            yield [read_one(self._vault, self._config, file) for file in files[at : at + _CHUNK]]

    def _messages(self, stop: Callable[[], bool]) -> Iterator[tuple[int, bytes]]:
        with selectors.DefaultSelector() as selector:
            for pipe in self._pipes:
                selector.register(pipe, selectors.EVENT_READ, _Inbox(pipe))
            # The listing travels in the leader's pipe; rows that overtake it wait for it.
            early: list[tuple[int, bytes]] | None = []
            while selector.get_map() and not stop():
                for key, _ in selector.select(timeout=0.1):
                    inbox: _Inbox = key.data
                    alive, messages = inbox.take()
                    if not alive:
                        selector.unregister(inbox.pipe)
                    for message in messages:
                        if early is None:
                            yield message
                        elif message[0] == _LISTING:
                            yield message
                            yield from early
                            early = None
                        else:
                            early.append(message)
        self.close()

    def close(self) -> None:
        """End what is still reading. Safe to call twice."""
        for pipe in self._pipes:
            os.close(pipe)
        self._pipes = []
        if self._leader:
            with suppress(ProcessLookupError):
                os.killpg(self._leader, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._leader, 0)
            self._leader = 0


def _cut_loose(pipes: Sequence[int]) -> None:
    """In a forked process: hold nothing open that somebody waits for, and end like any process.

    Whoever reads the parent's output waits until the last copy of it is closed; a pipe whose reading
    end the writer holds itself never breaks; and the parent's signal handlers know its work only.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    for pipe in pipes:
        os.close(pipe)


def _pipe() -> tuple[int, int]:
    """A pipe that holds much: whoever writes goes on while the parent is still loading the screen."""
    read, write = os.pipe()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, _PIPE)
    return read, write


class _Inbox:
    """Puts the messages of one pipe together again."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self._bytes = bytearray()

    def take(self) -> tuple[bool, list[tuple[int, bytes]]]:
        """Whether the pipe is still open, and the messages that are whole by now."""
        data = os.read(self.pipe, 1 << 16)
        self._bytes += data
        messages, at = [], 0
        while len(self._bytes) - at >= _HEADER.size:
            kind, size = _HEADER.unpack_from(self._bytes, at)
            end = at + _HEADER.size + size
            if len(self._bytes) < end:
                break
            messages.append((kind, bytes(self._bytes[at + _HEADER.size : end])))
            at = end
        del self._bytes[:at]
        return bool(data), messages


class _Worker:
    """What runs in the forked processes; it never returns into the caller's code."""

    def __init__(
        self, vault: Vault, config: Config, cache: str | None, pipes: Sequence[int]
    ) -> None:
        self._vault = vault
        self._config = config
        self._cache = cache
        self._pipes = pipes

    def lead(self) -> None:
        """Walk, tell what there is, fork the others, read a share."""
        try:
            with suppress(OSError):
                os.setpgid(0, 0)
            gc.disable()
            found = look(self._vault)
            _send(self._pipes[0], _LISTING, pack_found(found))
            wanted = self._unknown(found)
            if wanted:
                # Once for all that are forked below, and beside the parent, which reads nothing itself.
                import core.index.parsing  # noqa: F401, PLC0415
            helpers = self._pipes[1:] if len(wanted) >= _WORTH_FORKING else []
            share = len(helpers) + 1
            for number, pipe in enumerate(helpers, start=1):
                if os.fork() == 0:
                    self._read(pipe, _share(wanted, number, share))
            self._read(self._pipes[0], _share(wanted, 0, share))
        finally:
            # Whatever happened: the parent reads what did not arrive.
            os._exit(1)

    def _unknown(self, found: Found) -> Sequence[FileStat]:
        """The notes that are not as the cache knows them, as far as can be told from here."""
        if self._cache is None:
            return found.notes
        from core.index.tables import known_files  # noqa: PLC0415 - SQLite, where there is a cache

        known, under = known_files(self._cache, self._config, self._vault.root)
        if not known:
            return found.notes
        old, _ = stale(self._vault, found, under)
        return [
            file
            for file in found.notes
            if known.get(file.path) != (file.size, file.mtime_ns, signed(file.inode))
            or file.path.startswith(old)
        ]

    def _read(self, pipe: int, chunks: Iterable[Sequence[FileStat]]) -> None:
        try:
            from core.index.parsing import read_one  # noqa: PLC0415 - see `lead`

            for chunk in chunks:
                rows = [read_one(self._vault, self._config, file) for file in chunk]
                _send(pipe, _ROWS, pack_rows(rows))
        finally:
            os._exit(0)


def _share(files: Sequence[FileStat], number: int, share: int) -> Iterator[Sequence[FileStat]]:
    """Every `share`-th chunk, so that folders of long notes are spread."""
    for at in range(number * _CHUNK, len(files), share * _CHUNK):
        yield files[at : at + _CHUNK]


def _send(pipe: int, kind: int, payload: bytes) -> None:
    data = memoryview(_HEADER.pack(kind, len(payload)) + payload)
    while data:
        data = data[os.write(pipe, data) :]
