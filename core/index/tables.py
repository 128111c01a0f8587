"""What is done to the cache's tables, each in one statement or a few. Raises `sqlite3.Error`."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from typing import Any

from core.config import Config
from core.index.columns import (
    CREATE,
    FORGET,
    INDEXES,
    INSERT_LINK,
    INSERT_NOTE,
    INSERT_PERSON,
    INSERT_PROPERTY,
    INSERT_TASK,
    SCHEMA,
    Columns,
    is_text,
    signed,
    unsigned,
)
from core.index.found import Under
from core.index.snapshot import NoteRows
from core.path import NotePath
from core.text import Digest
from core.walk import FileStat


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


def known_files(path: str, config: Config, root: str) -> tuple[dict[str, tuple[int, int, int]], Under]:  # fmt: skip
    """Size, time and inode of every note that is kept, and the settings they were read under.

    For a process that decides what has to be read; nothing where the file cannot be used.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{quoted(path)}?mode=ro", uri=True)) as connection:  # fmt: skip
        if is_valid(connection, made_for(config, root)):
            rows = connection.execute("SELECT path, size, mtime_ns, inode FROM note")
            known = {path: (size, time, inode) for path, size, time, inode in rows}
            return known, settings_in(connection.execute("SELECT * FROM setting").fetchall())
    return {}, {}


def settings_in(rows: Iterable[tuple[Any, ...]]) -> Under:
    """Settings from their rows."""
    return {
        FileStat(NotePath(path), size, time, unsigned(inode)): None
        if digest is None
        else Digest(digest)
        for path, size, time, inode, digest in rows
    }


def quoted(path: str) -> str:
    """A path as it stands in a file's address."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def make(connection: sqlite3.Connection, made_for: str) -> None:
    """Empty tables, whatever was there. Raises `sqlite3.Error`."""
    connection.execute("BEGIN IMMEDIATE")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    for statement in CREATE:
        connection.execute(statement)
    make_indexes(connection)
    put(connection, "made for", made_for.encode("utf-8", "surrogateescape"))
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")


def make_indexes(connection: sqlite3.Connection) -> None:
    """What is searched by."""
    for name, what in INDEXES.items():
        connection.execute(f"CREATE INDEX {name} ON {what}")


def drop_indexes(connection: sqlite3.Connection) -> None:
    """Whoever writes very much makes them again afterwards, which takes half the time."""
    for name in INDEXES:
        connection.execute(f"DROP INDEX {name}")


def put(connection: sqlite3.Connection, key: str, value: object) -> None:
    """Keep a value under a key."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def put_settings(connection: sqlite3.Connection, settings: Under) -> None:
    """Keep the settings that all rows were read under."""
    connection.execute("DELETE FROM setting")
    rows = [
        (file.path, file.size, file.mtime_ns, signed(file.inode), digest)
        for file, digest in settings.items()
        if is_text(file.path)
    ]
    connection.executemany("INSERT INTO setting VALUES (?, ?, ?, ?, ?)", rows)


def forget(connection: sqlite3.Connection, paths: Iterable[NotePath]) -> None:
    """Take away the rows of notes, if there are any."""
    for path in filter(is_text, paths):
        found = connection.execute("SELECT id FROM note WHERE path = ?", [path]).fetchone()
        if found:
            for statement in FORGET:
                connection.execute(statement, found)


def insert(connection: sqlite3.Connection, batch: Iterable[NoteRows]) -> None:
    """Rows of notes that are not there."""
    [last] = connection.execute("SELECT max(id) FROM note").fetchone()
    columns = Columns((last or 0) + 1)
    for rows in batch:
        columns.add(rows)
    connection.executemany(INSERT_NOTE, columns.notes)
    connection.executemany(INSERT_TASK, columns.tasks)
    connection.executemany(INSERT_LINK, columns.links)
    connection.executemany(INSERT_PERSON, columns.people)
    connection.executemany(INSERT_PROPERTY, columns.properties)
