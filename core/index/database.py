"""An SQLite file that may be lost: corrupt, it is thrown away; refused by the disk, it goes on in memory."""

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from core.index.columns import is_text

_PATIENCE = 2.0
"""Seconds that a write waits for another program's."""
_PRIVATE = 0o600
_MANY = 900
"""Values that one statement may hold; old builds of SQLite take 999."""
_MEMORY = ":memory:"


class Busy(Exception):
    """Another program writes: what was to be kept is not."""


class Database:
    """One connection, used by one thread at a time. Every method waits for the disk."""

    def __init__(self, path: str | None, prepare: Callable[[sqlite3.Connection], None]) -> None:
        """Open the file at `path`, or a database in memory where there is none or it cannot be used.

        Args:
            path: The file, which is made where it is missing.
            prepare: Makes the tables where they are not as they should be.
        """
        self.path = path
        """The file; `None`: everything is in memory and gone at the end."""
        self.problem = ""
        """Why nothing is kept on the disk; `""` where it is."""
        self._prepare = prepare
        self._lock = threading.RLock()
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        if self.path is not None:
            try:
                return self._opened(self.path)
            except (sqlite3.OperationalError, OSError) as error:
                self._give_up(error)
            except sqlite3.DatabaseError as error:
                # Corrupt: what it held can be computed again, so it is.
                try:
                    discard(self.path)
                    return self._opened(self.path)
                except (sqlite3.Error, OSError):
                    self._give_up(error)
        return self._opened(_MEMORY)

    def _give_up(self, error: Exception) -> None:
        self.problem, self.path = f"the index is kept in memory only: {error}", None

    def _opened(self, path: str) -> sqlite3.Connection:
        if path != _MEMORY:
            # The text of notes is nobody else's to read.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
        connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        with ExitStack() as unless_fine:
            unless_fine.callback(connection.close)
            connection.execute("PRAGMA journal_mode=WAL")
            # Whole after a power cut, and nothing waits for the disk but a checkpoint.
            connection.execute("PRAGMA synchronous=NORMAL")
            self._prepare(connection)
            unless_fine.pop_all()
        return connection

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        with self._lock:
            self._connection.close()

    def write(self, act: Callable[[sqlite3.Connection], None]) -> None:
        """Do something in one transaction; where the disk refuses, do it in memory from here on.

        Raises:
            Busy: Another program took too long.
        """
        with self._lock:
            try:
                self._transact(act)
            except sqlite3.Error as error:
                if "locked" in str(error):
                    raise Busy from error
                self._go_on_in_memory(error)
                self._transact(act)

    def _transact(self, act: Callable[[sqlite3.Connection], None]) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        with ExitStack() as unless_fine:
            unless_fine.callback(_roll_back, connection)
            act(connection)
            connection.execute("COMMIT")
            unless_fine.pop_all()

    def _go_on_in_memory(self, error: sqlite3.Error) -> None:
        """With as much of what was kept as can still be read."""
        if self.path is None:
            return
        broken = self._connection
        self._give_up(error)
        memory = sqlite3.connect(_MEMORY, isolation_level=None, check_same_thread=False)
        try:
            broken.backup(memory)
        except sqlite3.Error:
            memory.close()
            memory = self._opened(_MEMORY)
        with suppress(sqlite3.Error):
            broken.close()
        self._connection = memory

    def start_anew(self) -> None:
        """Throw away what is kept: it makes no sense, or is not wanted, and can all be read again."""
        with self._lock:
            self._connection.close()
            if self.path is not None:
                try:
                    discard(self.path)
                except OSError as error:
                    self._give_up(error)
            self._connection = self._open()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for as long as it takes."""
        with self._lock:
            yield self._connection

    def read(self, query: str, values: Collection[object] = ()) -> list[Any]:
        """Every row of a query; none where the file cannot be read."""
        with self._lock:
            try:
                return self._connection.execute(query, tuple(values)).fetchall()
            except sqlite3.OperationalError as error:
                self._go_on_in_memory(error)
            except sqlite3.DatabaseError:
                self.start_anew()
            return []

    def read_many(self, query: str, values: Iterable[str]) -> list[Any]:
        """As `read`, where `{}` in the query stands for any number of values."""
        wanted = [value for value in dict.fromkeys(values) if is_text(value)]
        parts = [wanted[at : at + _MANY] for at in range(0, len(wanted), _MANY)]
        return [
            row
            for part in parts
            for row in self.read(query.format(",".join("?" * len(part))), part)
        ]


def discard(path: str) -> None:
    """Take the file away, and what SQLite keeps beside it. Raises `OSError`."""
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)


def _roll_back(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        connection.execute("ROLLBACK")
