"""The words of notes, asked for: which notes say something, and where somebody is mentioned.

They are indexed by a process of its own, after what a screen shows first, and kept in a file beside the
index of notes. Whoever asks meanwhile hears of the notes that are indexed by now; `progress` says how
many those are.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import TypeVar

from core.config import Config
from core.index.columns import is_text
from core.index.database import discard
from core.index.scribe import NOT_INDEXED, Heard, Place, Scribe
from core.index.tables import made_for, quoted
from core.index.wordfile import WORDS, is_valid, names_in_force, phrase_of
from core.path import NotePath
from core.spelling import folded
from core.text import encode

_MANY = 900
"""Values that one statement may hold; old builds of SQLite take 999."""
_REMEMBERED = 32
"""Searches whose answers are kept while nothing is indexed."""

_MENTIONS = (
    "SELECT path, line, text FROM spelling JOIN mention ON spelling = spelling.id"
    " JOIN note ON note.id = note WHERE text IN ({})"
)
_PASSING = frozenset([sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN])
"""What another program's work may bring about for a moment."""
_NONE: Mapping[str, int] = MappingProxyType({})
T = TypeVar("T")


def words_of(
    root: str, config: Config, folder: str | None, notes: Callable[[], int] = lambda: 0
) -> "Words":
    """The words of the vault at `root`, kept in its own cache folder; `None`: nowhere.

    Args:
        root: The vault.
        config: The settings in force.
        folder: Its own cache folder.
        notes: How many there are to be indexed, at the least, as far as anybody knows.
    """
    if folder is None:
        return Words(None)
    return Words(
        Place(
            root, folder, made_for(config, root), config.exclude, config.max_note_bytes,
            config.entities, config.alias_files,
        ),
        notes,
    )  # fmt: skip


class Words:
    """The words of one vault's notes. Any thread may ask; every answer may wait for the disk."""

    def __init__(self, place: Place | None, notes: Callable[[], int] = lambda: 0) -> None:
        """Nothing is started.

        Args:
            place: Where they are; `None`: nowhere, and every answer is empty.
            notes: See `words_of`.
        """
        self._place = place
        self._notes = notes
        self._scribe = Scribe(place)
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version = -1
        self._answers: dict[str, frozenset[NotePath]] = {}
        self._counts: Mapping[str, int] | None = None
        self._closed = False

    def start(self, heard: Heard = lambda _done, _total: None) -> None:
        """Index in the background from now on; `heard` is told how many of how many, from a thread."""
        self._scribe.start(heard)

    def look(self, paths: Collection[NotePath] | None) -> None:
        """Have these notes indexed again, or with `None` whatever changed; waits for nothing."""
        self._scribe.look(paths)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is indexed, or cannot be; whether it is over."""
        return self._scribe.wait(seconds)

    def clear(self) -> None:
        """Forget everything; for whoever did not start yet."""
        if self._place is not None:
            with self._lock, suppress(OSError):
                self._let_go()
                discard(f"{self._place.folder}/{WORDS}")

    def close(self) -> None:
        """End the process and let go of the file. Safe to call twice."""
        self._scribe.close()
        with self._lock:
            self._closed = True
            self._let_go()

    @property
    def progress(self) -> tuple[int, int]:
        """How many notes are indexed, of how many; of 0 where nobody has counted yet."""
        return self._scribe.progress

    @property
    def lacking(self) -> str:
        """Why an answer may say too little, in a sentence; `""`: it says everything."""
        if self._scribe.problem:
            return self._scribe.problem
        done, total = self._scribe.progress
        there = self._notes()
        if self._scribe.is_done and there <= total:
            return ""
        # What changed a moment ago is not counted yet.
        total = max(total, there) if total else 0
        return (
            f"words of {min(done, max(0, total - 1)):,} of {total:,} notes are indexed so far"
            if total
            else NOT_INDEXED + " yet"
        )

    def search(self, text: str) -> frozenset[NotePath]:
        """The notes whose body has every word and "phrase" of `text`; the last word may go on."""
        query = _match(text)
        if not query:
            return frozenset()

        def ask(connection: sqlite3.Connection) -> frozenset[NotePath]:
            if query not in self._answers:
                rows = connection.execute(
                    "SELECT path FROM note WHERE id IN (SELECT rowid FROM body WHERE body MATCH ?)",
                    [query],
                )
                if len(self._answers) >= _REMEMBERED:
                    self._answers.clear()
                self._answers[query] = frozenset(NotePath(path) for (path,) in rows)
            return self._answers[query]

        return self._ask(ask, frozenset())

    def saying(self, phrase: str) -> frozenset[NotePath]:
        """The notes whose body has these words next to each other; the last may go on."""
        return self.search(f'"{phrase}"')

    def mentions(self, spellings: Iterable[str]) -> list[tuple[NotePath, int, str]]:
        """Note, line (from 0) and folded spelling of every mention, by note and line."""
        wanted = [one for one in dict.fromkeys(map(folded, spellings)) if is_text(one)]

        def ask(connection: sqlite3.Connection) -> list[tuple[NotePath, int, str]]:
            found = [
                (NotePath(path), line, text)
                for at in range(0, len(wanted), _MANY)
                for part in [wanted[at : at + _MANY]]
                for path, line, text in connection.execute(
                    _MENTIONS.format(",".join("?" * len(part))), part
                )
            ]
            return sorted(found)

        return self._ask(ask, [])

    def counts(self) -> Mapping[str, int]:
        """Folded spelling → on how many lines somebody is mentioned so."""

        def ask(connection: sqlite3.Connection) -> Mapping[str, int]:
            if self._counts is None:
                rows = connection.execute(
                    "SELECT text, many FROM spelling JOIN"
                    " (SELECT spelling, COUNT(*) AS many FROM mention GROUP BY spelling) ON id = spelling"
                )
                self._counts = MappingProxyType(dict(rows.fetchall()))
            return self._counts

        return self._ask(ask, _NONE)

    @property
    def are_known(self) -> bool:
        """Whether mentions were ever looked for."""
        return self._ask(lambda connection: names_in_force(connection) != "", nothing=False)

    def figures(self) -> dict[str, int]:
        """How many notes, spellings and mentions, and how many bytes the file has."""

        def ask(connection: sqlite3.Connection) -> dict[str, int]:
            def number(query: str) -> int:
                return int(connection.execute(query).fetchone()[0])

            counts = {
                f"{table}s": number(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - our own names
                for table in ("note", "spelling", "mention")
            }
            return {**counts, "bytes": number("PRAGMA page_count") * number("PRAGMA page_size")}

        return self._ask(ask, {"notes": 0, "spellings": 0, "mentions": 0, "bytes": 0})

    def _ask(self, question: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        with self._lock:
            if self._place is None or self._closed:
                return nothing
            try:
                with self._reading(self._place) as connection:
                    return nothing if connection is None else question(connection)
            except sqlite3.DatabaseError as error:
                passing = error.sqlite_errorcode in _PASSING
                state = f"cannot be read: {error}" if passing else "is damaged"
                self._scribe.doubt(
                    f"{NOT_INDEXED}: what was kept of them {state}", broken=not passing
                )
            self._let_go()
            return nothing

    @contextmanager
    def _reading(self, place: Place) -> Iterator[sqlite3.Connection | None]:
        """The file as it lies there now; `None` where there is none that says anything."""
        path = f"{place.folder}/{WORDS}"
        try:
            found = os.stat(path)  # noqa: PTH116 - which file it is, asked for each question
        except OSError:
            self._let_go()
            yield None
            return
        file = (found.st_dev, found.st_ino)
        if self._connection is None or file != self._file:
            self._let_go()
            self._connection = sqlite3.connect(
                f"file:{quoted(path)}?mode=ro",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
            self._file = file
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._answers, self._counts = {}, None
        yield self._connection if is_valid(self._connection, place.made_for) else None

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection, self._file, self._version = None, None, -1
        self._answers, self._counts = {}, None


def _match(text: str) -> str:
    """What FTS5 is asked for; `""` where the text has no word."""
    from core.index.bodies import folded_text  # noqa: PLC0415 - the parsers, which a start does without

    parts = text.split('"')
    phrases = [
        phrase
        for number, part in enumerate(parts)
        for phrase in ([part] if number % 2 else part.split())
        for phrase in [folded_text(encode(phrase)).decode("utf-8", "replace")]
        if any(map(str.isalnum, phrase))
    ]
    found = " AND ".join(phrase_of(" ".join(phrase.split())) for phrase in phrases)
    return f"{found} *" if found else ""
