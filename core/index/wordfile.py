"""The file that holds the words of notes and the names in them, and all that is written there.

A body's words cannot be taken out again, so a note that changed gets a new number, and what was indexed
under the old one is nobody's. Every transaction is short, and whatever it leaves is true: a note's row
says which bytes its words are of, and whether the names in it were looked for since they changed.
Raises `sqlite3.Error` throughout.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from core.index.columns import is_text
from core.path import NotePath

WORDS = "words.sqlite"
"""What the file is called."""
SCHEMA = 1
"""Another one where a table, or what is indexed of a note, means something else."""
_PATIENCE = 10.0
"""Seconds that a write waits for another program's."""
_PRIVATE = 0o600
_CREATE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE note (id INTEGER PRIMARY KEY, path TEXT UNIQUE, size, mtime_ns, inode, crc, named)",
    "CREATE TABLE spelling (id INTEGER PRIMARY KEY, text TEXT UNIQUE, needles TEXT, own TEXT)",
    "CREATE TABLE mention (note INTEGER, line, spelling INTEGER, PRIMARY KEY (note, line, spelling)) WITHOUT ROWID",
    "CREATE INDEX mention_spelling ON mention (spelling)",
    "CREATE VIRTUAL TABLE body USING fts5 (words, content='', tokenize='unicode61 remove_diacritics 2')",
)
_PRESENT = (
    "SELECT count(*) FROM sqlite_master WHERE name IN"
    " ('meta', 'note', 'spelling', 'mention', 'mention_spelling', 'body')"
)
_TOUCH = "UPDATE note SET named = 0 WHERE path = ?"
_TOUCH_MENTIONING = (
    "UPDATE note SET named = 0 WHERE id IN (SELECT note FROM mention WHERE spelling = ?)"
)
_TOUCH_SAYING = "UPDATE note SET named = 0 WHERE id IN (SELECT rowid FROM body WHERE body MATCH ?)"
_MOST_STALE, _FEW = 5, 500
"""One part in so many may be nobody's; fewer than this do not count."""


class Stamp(NamedTuple):
    """Which bytes of a note were read."""

    size: int
    mtime_ns: int
    inode: int
    crc: int

    def same_bytes(self, other: "Stamp") -> bool:
        """Whether the note says the same, whatever its file is by now."""
        return (self.size, self.crc) == (other.size, other.crc)


class Known(NamedTuple):
    """A note in the file."""

    id: int
    stamp: Stamp
    named: bool
    """Whether the names of today were looked for in it."""


class Spelling(NamedTuple):
    """One way of writing somebody."""

    needles: tuple[bytes, ...]
    """How it stands in a folded text."""
    own: tuple[NotePath, ...]
    """Pages of those who are written so: there it is no mention."""


Spellings = Mapping[str, Spelling]
"""By their folded text."""


class Entry(NamedTuple):
    """A note to be put in."""

    path: NotePath
    stamp: Stamp
    words: str | None
    """`None`: they are as they were."""
    mentions: Sequence[tuple[int, str]]
    """Line and folded spelling."""


def connect(path: str, made_for: str) -> sqlite3.Connection:
    """The file, opened to be written, empty where it is of another version or vault."""
    # The text of notes is nobody else's to read.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    with ExitStack() as unless_fine:
        unless_fine.callback(connection.close)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        if not is_valid(connection, made_for):
            make(connection, made_for)
        unless_fine.pop_all()
    return connection


def is_valid(connection: sqlite3.Connection, made_for: str) -> bool:
    """Whether the file holds what this program would put there."""
    if connection.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
        return False
    if connection.execute(_PRESENT).fetchone() == (len(_CREATE),):
        found = connection.execute("SELECT value FROM meta WHERE key = 'made for'").fetchone()
        return found is not None and bool(found[0] == made_for.encode("utf-8", "surrogateescape"))
    return False


def make(connection: sqlite3.Connection, made_for: str) -> None:
    """Empty tables, whatever was there."""
    with writing(connection):
        if is_valid(connection, made_for):
            return  # another program came first
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        connection.execute("DROP TABLE IF EXISTS body")
        for (name,) in connection.execute(named).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for statement in _CREATE:
            connection.execute(statement)
        _put(connection, "made for", made_for.encode("utf-8", "surrogateescape"))
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    with ExitStack() as unless_fine:
        unless_fine.callback(_roll_back, connection)
        yield
        connection.execute("COMMIT")
        unless_fine.pop_all()


def _roll_back(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        connection.execute("ROLLBACK")


def known(connection: sqlite3.Connection, path: NotePath) -> Known | None:
    """What is known of one note."""
    found = connection.execute(
        "SELECT id, size, mtime_ns, inode, crc, named FROM note WHERE path = ?", [path]
    ).fetchone()
    return Known(found[0], Stamp(*found[1:5]), found[5] == 1) if found else None


def all_known(connection: sqlite3.Connection) -> dict[NotePath, Known]:
    """Every note in the file."""
    rows = connection.execute("SELECT path, id, size, mtime_ns, inode, crc, named FROM note")
    return {NotePath(row[0]): Known(row[1], Stamp(*row[2:6]), row[6] == 1) for row in rows}


def names_in_force(connection: sqlite3.Connection) -> str:
    """Names the spellings that the mentions are of; changes with them."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'names'").fetchone()
    return found[0] if found else ""


def spellings(connection: sqlite3.Connection) -> dict[str, tuple[int, Spelling]]:
    """Every spelling that is looked for, with its number."""
    rows = connection.execute("SELECT id, text, needles, own FROM spelling")
    return {
        text: (id, Spelling(tuple(map(str.encode, json.loads(needles))), tuple(json.loads(own))))
        for id, text, needles, own in rows
    }


def put_spellings(
    connection: sqlite3.Connection, wanted: Spellings, digest: str, many: int
) -> None:
    """Look for these from now on; the notes in which that may differ are to be looked through again.

    Args:
        connection: In a transaction.
        wanted: All of them.
        digest: Names them.
        many: From so many new ones on every note is looked through, which is cheaper.
    """
    before = spellings(connection)
    new = {
        text: one for text, one in wanted.items() if text not in before or before[text][1] != one
    }
    gone = {text: before[text] for text in before if text not in wanted or text in new}
    _touch(connection, new, gone, many)
    connection.executemany(
        "DELETE FROM mention WHERE spelling = ?", [(id,) for id, _ in gone.values()]
    )
    connection.executemany("DELETE FROM spelling WHERE id = ?", [(id,) for id, _ in gone.values()])
    rows = [
        (text, json.dumps([one.decode() for one in spelling.needles]), json.dumps(spelling.own))
        for text, spelling in new.items()
    ]
    connection.executemany("INSERT INTO spelling (text, needles, own) VALUES (?, ?, ?)", rows)
    _put(connection, "names", digest)


def _touch(
    connection: sqlite3.Connection,
    new: Spellings,
    gone: Mapping[str, tuple[int, Spelling]],
    many: int,
) -> None:
    """Mark the notes in which these spellings stand, or did."""
    if len(new) > many:
        connection.execute("UPDATE note SET named = 0")
        return
    for id, spelling in gone.values():
        connection.execute(_TOUCH_MENTIONING, [id])
        connection.executemany(_TOUCH, [(path,) for path in spelling.own])
    for spelling in new.values():
        connection.executemany(_TOUCH, [(path,) for path in spelling.own])
        for needle in spelling.needles:
            phrase = phrase_of(needle.decode())
            connection.execute(_TOUCH_SAYING, [phrase])


def phrase_of(text: str) -> str:
    """A folded text as FTS5 is asked for words in that order."""
    return f'"{text.replace(chr(34), " ")}"'


def put(connection: sqlite3.Connection, entries: Iterable[Entry], names: Mapping[str, int]) -> None:
    """Put notes in, or what is new of them.

    Args:
        connection: In a transaction.
        entries: Each note once.
        names: The number of each spelling.
    """
    next = _next(connection)
    for path, stamp, words, mentions in entries:
        old = known(connection, path)
        if old and old.named and old.stamp == stamp:
            continue  # another program was faster
        if old:
            connection.execute("DELETE FROM mention WHERE note = ?", [old.id])
        if old and words is None:
            id = old.id
            connection.execute(
                "UPDATE note SET size = ?, mtime_ns = ?, inode = ?, crc = ?, named = 1 WHERE id = ?",
                [*stamp, id],
            )
        else:
            connection.execute("DELETE FROM note WHERE path = ?", [path])
            id, next = next, next + 1
            connection.execute("INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, 1)", [id, path, *stamp])
            connection.execute("INSERT INTO body (rowid, words) VALUES (?, ?)", [id, words or ""])
        rows = [(id, line, names[text]) for line, text in mentions]
        connection.executemany("INSERT OR IGNORE INTO mention VALUES (?, ?, ?)", rows)
    _put(connection, "next", next)


def forget(connection: sqlite3.Connection, paths: Iterable[NotePath]) -> None:
    """Take notes out, in a transaction."""
    for path in filter(is_text, paths):
        found = known(connection, path)
        if found:
            connection.execute("DELETE FROM mention WHERE note = ?", [found.id])
            connection.execute("DELETE FROM note WHERE id = ?", [found.id])


def empty_if_stale(connection: sqlite3.Connection) -> None:
    """Begin anew where too much of what is indexed is nobody's."""
    with writing(connection):
        [live] = connection.execute("SELECT count(*) FROM note").fetchone()
        nobodys = _next(connection) - 1 - live
        if nobodys > _FEW and nobodys * _MOST_STALE > live:
            connection.execute("INSERT INTO body (body) VALUES ('delete-all')")
            connection.execute("DELETE FROM mention")
            connection.execute("DELETE FROM note")
            _put(connection, "next", 1)


def _next(connection: sqlite3.Connection) -> int:
    """The number of the next note: none is used twice."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'next'").fetchone()
    return int(found[0]) if found else 1


def _put(connection: sqlite3.Connection, key: str, value: object) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def unnamed(connection: sqlite3.Connection) -> dict[NotePath, Known]:
    """The notes in which the names of today were not looked for."""
    rows = connection.execute(
        "SELECT path, id, size, mtime_ns, inode, crc FROM note WHERE named = 0"
    )
    return {NotePath(row[0]): Known(row[1], Stamp(*row[2:6]), named=False) for row in rows}
