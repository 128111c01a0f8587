"""What was read of a vault, kept in an SQLite file beside it: disposable, valid note by note.

One row a note, task, link and person. A note's rows hold while its file has the same size, time and inode
and the settings above it say the same; whoever reads checks that, so a stale, missing or broken file costs
time and never truth. Two programs may use it: WAL, short transactions, and one that has to wait too long
leaves its rows to the next one. What SQLite cannot hold (a name or text that is no UTF-8) is read anew.
"""

import os
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from core.config import Config
from core.index.columns import (
    CREATE,
    FIRST,
    FORGET,
    INDEXES,
    INSERT_LINK,
    INSERT_NOTE,
    INSERT_PERSON,
    INSERT_TASK,
    SCHEMA,
    TASK_COLUMNS,
    UNCACHED,
    Columns,
    is_text,
    note_of,
    signed,
    task_of,
)
from core.index.reader import FILE
from core.index.rows import TO_SOURCE, LinkRow, TaskRow
from core.index.snapshot import NoteRows, Totals
from core.path import NotePath
from core.text import Digest
from core.walk import FileStat

_SLICE = 500
"""Notes at once: between two slices other threads go on."""
_STRANGE = (ValueError, TypeError, LookupError)
"""What comes of values that this program did not write."""
_PATIENCE = 2.0
"""Seconds that a write waits for another program's."""
_PRIVATE = 0o600
_MANY = 900
"""Values that one statement may hold; old builds of SQLite take 999."""


class Opening(NamedTuple):
    """What a screen can show at once, before anything is looked at."""

    tasks: tuple[TaskRow, ...]
    """The first proposals, in the order of the Tasks pane."""
    totals: Totals


Settings = Mapping[FileStat, Digest | None]


class Cache:
    """The rows of one vault. Every method may be called from any thread, and waits for the disk."""

    def __init__(self, folder: str | None, config: Config, root: str) -> None:
        """Open the cache in `folder`, or one in memory where there is none or it cannot be used.

        Args:
            folder: The vault's own cache folder.
            config: The settings that the rows depend on; others make it empty.
            root: The vault: another one at the same place is another vault.
        """
        self.problem = ""
        """Why nothing is kept on the disk; `""` where it is."""
        self._made_for = made_for(config, root)
        self._lock = threading.RLock()
        self._path = None if folder is None else f"{folder}/{FILE}"
        self._connection = self._open()

    @property
    def path(self) -> str | None:
        """The file; `None`: what was read is kept in memory and gone at the end."""
        return self._path

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                return self._opened(self._path)
            except (sqlite3.Error, OSError) as error:
                if not isinstance(error, sqlite3.OperationalError):
                    # Corrupt: what it held can be computed again, so it is.
                    with suppress(OSError, sqlite3.Error):
                        discard(self._path)
                        return self._opened(self._path)
                self.problem = f"the index is kept in memory only: {error}"
                self._path = None
        return self._opened(":memory:")

    def _opened(self, path: str) -> sqlite3.Connection:
        if path != ":memory:":
            # The text of notes is nobody else's to read.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
        connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            # Whole after a power cut, and nothing waits for the disk but a checkpoint.
            connection.execute("PRAGMA synchronous=NORMAL")
            if not is_valid(connection, self._made_for):
                _make(connection, self._made_for)
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        with self._lock:
            self._connection.close()

    # Writing

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; where the disk refuses, nothing is kept on it from here on."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise Locked from error
                self._degrade(error)
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                self._degrade(error)
                raise Locked from error
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _degrade(self, error: sqlite3.Error) -> None:
        """Go on in memory, with as much of what was kept as can still be read."""
        if self._path is None:
            return
        self.problem = f"the index is kept in memory only: {error}"
        broken, self._path = self._connection, None
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            broken.backup(memory)
        except sqlite3.Error:
            memory.close()
            memory = self._opened(":memory:")
        with suppress(sqlite3.Error):
            broken.close()
        self._connection = memory

    def update(
        self,
        batches: Iterable[Collection[NoteRows]],
        gone: Iterable[NotePath] = (),
        *,
        settings: Settings | None = None,
        totals: Totals | None = None,
    ) -> None:
        """Keep these notes as they are now, and forget those that are gone; as much of it as the disk takes.

        Args:
            batches: Rows of notes, each note once.
            gone: Paths of notes.
            settings: The Tasks settings that all rows were read under, where that changed.
            totals: What is counted of the whole vault.
        """
        with suppress(Locked), self._writing() as connection:
            empty = connection.execute("SELECT max(id) FROM note").fetchone() == (None,)
            if empty:
                _drop_indexes(connection)
            _forget(connection, gone)
            for batch in batches:
                if not empty:
                    _forget(connection, [rows.note.path for rows in batch])
                _insert(connection, batch)
            if empty:
                _make_indexes(connection)
            if settings is not None:
                _put_settings(connection, settings)
            if totals is not None:
                _put(connection, "totals", " ".join(map(str, totals)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            try:
                _make(self._connection, self._made_for)
            except sqlite3.Error as error:
                self._start_anew(error)

    def _start_anew(self, error: Exception) -> None:
        """What is kept makes no sense: it can all be read again, so it is thrown away."""
        with self._lock:
            self._connection.close()
            if self._path is not None:
                try:
                    discard(self._path)
                except OSError:
                    self.problem, self._path = f"the index is kept in memory only: {error}", None
            self._connection = self._open()

    # Reading

    def opening(self, limit: int) -> Opening | None:
        """What can be shown at once; `None` where nothing is known."""
        rows = self._read(FIRST, [limit])
        sums = self._read("SELECT value FROM meta WHERE key = 'totals'")
        seen: dict[Any, Any] = {}
        try:
            tasks = tuple(
                task_of(row[:TASK_COLUMNS], note_of(row[TASK_COLUMNS:], seen), seen) for row in rows
            )
            return Opening(tasks, Totals(*map(int, sums[0][0].split()))) if sums else None
        except _STRANGE as error:
            self._start_anew(error)
            return None

    def notes(self) -> Iterator[list[NoteRows]]:
        """Every note with its tasks, without its links and people, in slices."""
        with self._lock:
            try:
                yield from self._slices()
            except (sqlite3.DatabaseError, *_STRANGE) as error:
                self._start_anew(error)

    def _slices(self) -> Iterator[list[NoteRows]]:
        seen: dict[Any, Any] = {}
        connection = self._connection
        with closing(connection.cursor()) as notes, closing(connection.cursor()) as tasks:
            notes.execute("SELECT * FROM note WHERE mtime_ns <> ? ORDER BY id", [UNCACHED])
            tasks.execute("SELECT * FROM task ORDER BY note, at")
            task = tasks.fetchone()
            while batch := notes.fetchmany(_SLICE):
                found = []
                for values in batch:
                    note, rows = note_of(values, seen), []
                    while task is not None and task[0] <= values[0]:
                        if task[0] == values[0]:
                            rows.append(task_of(task, note, seen))
                        task = tasks.fetchone()
                    found.append(NoteRows(note, tuple(rows)))
                yield found

    def settings(self) -> Settings:
        """The Tasks settings that the rows were read under."""
        return settings_in(self._read("SELECT * FROM setting"))

    def links_of(self, path: NotePath) -> tuple[LinkRow, ...]:
        """The links of a note, in order."""
        found = self._read(
            "SELECT target, line, link.kind FROM link JOIN note ON note.id = link.note WHERE path = ?"
            " ORDER BY at",
            [path],
        )
        return tuple(map(LinkRow._make, found))

    def links_to(self, targets: Iterable[str]) -> list[tuple[NotePath, LinkRow]]:
        """Every link that is written so, whatever it means, by note and line."""
        found = self._read_many(
            "SELECT path, target, line, link.kind FROM link JOIN note ON note.id = link.note"
            " WHERE target IN ({}) ORDER BY path, line",
            targets,
        )
        return [(NotePath(path), LinkRow(*link)) for path, *link in found]

    def targets(self) -> list[tuple[str, int, int]]:
        """What links are written to: the target, `TO_SOURCE` or 0, and in how many notes."""
        return self._read(
            f"SELECT target, kind & {TO_SOURCE}, COUNT(DISTINCT note) FROM link"  # noqa: S608 - a number
            f" GROUP BY target, kind & {TO_SOURCE}"
        )

    def people(self) -> list[tuple[str, int]]:
        """Whom notes name in their frontmatter, as written, and in how many notes."""
        return self._read("SELECT name, COUNT(DISTINCT note) FROM person GROUP BY name")

    def naming(self, names: Iterable[str]) -> list[tuple[NotePath, str]]:
        """The notes that name somebody so in their frontmatter."""
        found = self._read_many(
            "SELECT path, name FROM person JOIN note ON note.id = person.note"
            " WHERE name IN ({}) ORDER BY path",
            names,
        )
        return [(NotePath(path), name) for path, name in found]

    def figures(self) -> dict[str, int]:
        """How many rows of each kind, and how many bytes the file has."""
        counts = {
            table: int(self._read(f"SELECT COUNT(*) FROM {table}")[0][0])  # noqa: S608 - our own names
            for table in ("note", "task", "link", "person")
        }
        pages = self._read("PRAGMA page_count")[0][0] * self._read("PRAGMA page_size")[0][0]
        return {**counts, "bytes": int(pages)}

    def _read_many(self, query: str, values: Iterable[str]) -> list[Any]:
        wanted = [value for value in dict.fromkeys(values) if is_text(value)]
        return [
            row
            for at in range(0, len(wanted), _MANY)
            for part in [wanted[at : at + _MANY]]
            for row in self._read(query.format(",".join("?" * len(part))), part)
        ]

    def _read(self, query: str, values: Collection[object] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(query, tuple(values)).fetchall()
            except sqlite3.OperationalError as error:
                self._degrade(error)
            except sqlite3.DatabaseError as error:
                self._start_anew(error)
            return []


class Locked(Exception):
    """Another program writes, or the disk refused: what was to be kept is not."""


def discard(path: str) -> None:
    """Take the file away, and what SQLite keeps beside it. Raises `OSError`."""
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)


def made_for(config: Config, root: str) -> str:
    """What rows depend on beside the notes."""
    parts = (
        config.entities, config.inbox, config.me, config.capture_file, config.exclude,
        config.max_note_bytes,
    )  # fmt: skip
    return "\0".join([root, *(repr(dict(one) if isinstance(one, Mapping) else one) for one in parts)])  # fmt: skip


def is_valid(connection: sqlite3.Connection, made_for: str) -> bool:
    """Whether a database holds rows as this program makes them, for these settings. Raises `sqlite3.Error`."""
    [version] = connection.execute("PRAGMA user_version").fetchone()
    if version != SCHEMA:
        return False
    found = connection.execute("SELECT value FROM meta WHERE key = 'made for'").fetchone()
    return found is not None and found[0] == made_for.encode("utf-8", "surrogateescape")


def known_files(path: str, config: Config, root: str) -> tuple[dict[str, tuple[int, int, int]], Settings]:  # fmt: skip
    """Size, time and inode of every note that is kept, and the settings they were read under.

    For a process that decides what has to be read; nothing where the file cannot be used.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as connection:  # fmt: skip
        if is_valid(connection, made_for(config, root)):
            rows = connection.execute("SELECT path, size, mtime_ns, inode FROM note")
            known = {path: (size, time, inode) for path, size, time, inode in rows}
            return known, settings_in(connection.execute("SELECT * FROM setting").fetchall())
    return {}, {}


def settings_in(rows: Iterable[tuple[Any, ...]]) -> Settings:
    """Settings from their rows."""
    return {
        FileStat(NotePath(path), size, time, inode): None if digest is None else Digest(digest)
        for path, size, time, inode, digest in rows
    }


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _make(connection: sqlite3.Connection, made_for: str) -> None:
    """Empty tables, whatever was there. Raises `sqlite3.Error`."""
    connection.execute("BEGIN IMMEDIATE")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    for statement in CREATE:
        connection.execute(statement)
    _make_indexes(connection)
    _put(connection, "made for", made_for.encode("utf-8", "surrogateescape"))
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def _make_indexes(connection: sqlite3.Connection) -> None:
    for name, what in INDEXES.items():
        connection.execute(f"CREATE INDEX {name} ON {what}")


def _drop_indexes(connection: sqlite3.Connection) -> None:
    for name in INDEXES:
        connection.execute(f"DROP INDEX {name}")


def _put(connection: sqlite3.Connection, key: str, value: object) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _put_settings(connection: sqlite3.Connection, settings: Settings) -> None:
    connection.execute("DELETE FROM setting")
    rows = [
        (file.path, file.size, file.mtime_ns, signed(file.inode), digest)
        for file, digest in settings.items()
        if is_text(file.path)
    ]
    connection.executemany("INSERT INTO setting VALUES (?, ?, ?, ?, ?)", rows)


def _forget(connection: sqlite3.Connection, paths: Iterable[NotePath]) -> None:
    for path in filter(is_text, paths):
        found = connection.execute("SELECT id FROM note WHERE path = ?", [path]).fetchone()
        if found:
            for statement in FORGET:
                connection.execute(statement, found)


def _insert(connection: sqlite3.Connection, batch: Iterable[NoteRows]) -> None:
    """Rows of notes that are not there."""
    [last] = connection.execute("SELECT max(id) FROM note").fetchone()
    columns = Columns((last or 0) + 1)
    for rows in batch:
        columns.add(rows)
    connection.executemany(INSERT_NOTE, columns.notes)
    connection.executemany(INSERT_TASK, columns.tasks)
    connection.executemany(INSERT_LINK, columns.links)
    connection.executemany(INSERT_PERSON, columns.people)
