"""The process that indexes the words of notes and the names in them: `python -m core.wording`.

Its standard input says first what to do (`Place`), then, a line each, which notes changed: a JSON list of
paths, or `null` for whatever may have. It looks at the index of notes, reads what its own file does not
have as it is there, newest first, and says on its standard output how far it is. It ends when its
standard input does, so it outlives nobody. Killed at any moment it leaves a file that says what is in it.
"""

import json
import os
import sqlite3
import sys
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress

from core.alias_files import AliasFiles
from core.directory import page_of
from core.entities import Page
from core.errors import NoVault, WinnowError
from core.identity import Identity
from core.index import wordfile
from core.index.bodies import Names, body_words
from core.index.columns import note_of
from core.index.database import discard
from core.index.reader import FILE
from core.index.scribe import NOT_INDEXED, Place
from core.index.tables import is_valid, quoted
from core.index.wordfile import WORDS, Entry, Known, Spellings, Stamp
from core.path import NotePath
from core.spoken import digest_of, spoken
from core.vault import Vault

_NICE = 10
_BATCH, _BYTES = 400, 4_000_000
"""Notes and bytes in one transaction: another program's waits no longer than that takes."""
_MANY = 400
"""New spellings from which on every note is looked through again: fewer are looked for one by one."""
_SLICE = 900
"""Values that one statement may hold; old builds of SQLite take 999."""
_PAUSE = 1.0
"""Seconds before what another program held up is tried again."""
_SOME = "SELECT * FROM note WHERE path IN ({})"
_BROKEN = "broken"
"""Instead of paths: the file does not hold together, though it can be opened."""

Say = Callable[[Mapping[str, object]], None]


class Moved(Exception):
    """Another program changed what this one stands on: look at everything again."""


class Rest(Exception):
    """There is nothing to do."""

    def __init__(self, heard: int) -> None:
        super().__init__(heard)
        self.heard = heard


class Indexer:
    """Brings the words up to date with the index of notes."""

    def __init__(self, place: Place, say: Say) -> None:
        """Nothing is looked at yet."""
        self._place = place
        self._say = say
        self._path = f"{place.folder}/{WORDS}"
        self._pages: dict[NotePath, Page] = {}
        self._identity = Identity(place.types)
        self._wanted: Spellings = {}
        self._digest = ""
        self._by_needle: dict[bytes, list[str]] = {}
        self._names = Names(())
        self._ids: dict[str, int] = {}
        self._total = self._left = self._inode = 0
        self._knows = False

    def look(self, paths: Collection[NotePath] | None, heard: int = 0) -> None:
        """Index what changed among these notes, or among all; `heard` is said when it is done.

        Raises:
            NoVault: It is not there now.
            Moved: What another program did makes it necessary to look at everything.
            sqlite3.Error: The disk or another program is in the way, or the file is broken.
        """
        place = self._place
        # Anew each time: it remembers of a folder that it lies in the vault.
        self._vault = Vault(place.root, place.exclude, max_bytes=place.max_bytes)
        self._tables = AliasFiles(self._vault, place.alias_files, place.types)
        stamps = self._listed(paths)
        self._knows = stamps is not None
        if stamps is None:
            self._tell(heard)
            return
        with closing(wordfile.connect(self._path, self._place.made_for)) as connection:
            self._inode = os.stat(self._path).st_ino  # noqa: PTH116 - a name, nothing else
            if paths is None:
                wordfile.empty_if_stale(connection)
            self._learn()
            self._take_names(connection)
            self._bring(connection, stamps, paths)
        self._tell(heard)

    # What is there

    def _listed(self, paths: Collection[NotePath] | None) -> dict[NotePath, Stamp] | None:
        """These notes as the index has them, those that are there; `None` where there is no index."""
        address = f"file:{quoted(self._place.folder)}/{FILE}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True)) as connection:
                if not is_valid(connection, self._place.notes_for):
                    return None
                [self._total] = connection.execute("SELECT count(*) FROM note").fetchone()
                return dict(self._rows(connection, paths))
        except sqlite3.Error:
            return None

    def _rows(
        self, connection: sqlite3.Connection, paths: Collection[NotePath] | None
    ) -> Iterator[tuple[NotePath, Stamp]]:
        pages: dict[NotePath, Page] = {}
        if paths is None:
            found = [connection.execute("SELECT * FROM note")]
        else:
            wanted = list(paths)
            parts = [wanted[at : at + _SLICE] for at in range(0, len(wanted), _SLICE)]
            found = [
                connection.execute(_SOME.format(",".join("?" * len(part))), part) for part in parts
            ]
        for rows in found:
            for values in rows:
                row = note_of(values, {})
                pages[row.path] = page_of(row)
                yield row.path, Stamp(*values[2:6])
        old = (
            self._pages
            if paths is None
            else {one: self._pages[one] for one in paths if one in self._pages}
        )
        self._identity = self._identity.updated(old.values(), pages.values())
        if paths is None:
            self._pages = pages
        else:
            for path in paths:
                self._pages.pop(path, None)
            self._pages |= pages

    def _learn(self) -> None:
        """Work out what is to be looked for."""
        identity = self._identity.with_tables(self._tables.tables(self._identity))
        if (
            identity is not self._identity
            or not self._digest
            or not identity.means_the_same(self._spoken_of)
        ):
            self._identity = self._spoken_of = identity
            self._wanted = spoken(identity)
            self._digest = digest_of(self._wanted)
            self._by_needle = {}
            for text, spelling in self._wanted.items():
                for needle in spelling.needles:
                    self._by_needle.setdefault(needle, []).append(text)
            self._names = Names(self._by_needle)

    _spoken_of: Identity
    """The identity that names were taken from."""

    def _take_names(self, connection: sqlite3.Connection) -> None:
        """Let the file know what is looked for."""
        if wordfile.names_in_force(connection) != self._digest:
            with wordfile.writing(connection):
                wordfile.put_spellings(connection, self._wanted, self._digest, _MANY)
        self._ids = {text: id for text, (id, _) in wordfile.spellings(connection).items()}

    # What is read

    def _bring(
        self,
        connection: sqlite3.Connection,
        stamps: Mapping[NotePath, Stamp],
        paths: Collection[NotePath] | None,
    ) -> None:
        known = wordfile.all_known(connection) if paths is None else _known_of(connection, paths)
        gone = [path for path in known if path not in stamps]
        for at in range(0, len(gone), _BATCH):
            with wordfile.writing(connection):
                wordfile.forget(connection, gone[at : at + _BATCH])
        wanted = [path for path, stamp in stamps.items() if _is_new(stamp, known.get(path))]
        if paths is not None:
            unnamed = wordfile.unnamed(connection)
            stamps = {**{path: one.stamp for path, one in unnamed.items()}, **stamps}
            wanted += [path for path in unnamed if path not in wanted]
        wanted.sort(key=lambda path: stamps[path].mtime_ns, reverse=True)
        self._left = len(wanted)
        self._tell()
        for batch in self._batches(connection, wanted, stamps):
            with wordfile.writing(connection):
                if (
                    wordfile.names_in_force(connection) != self._digest
                    or os.stat(self._path).st_ino != self._inode  # noqa: PTH116 - as above
                ):
                    raise Moved
                wordfile.put(connection, batch, self._ids)
            self._tell()

    def _batches(
        self,
        connection: sqlite3.Connection,
        wanted: Iterable[NotePath],
        stamps: Mapping[NotePath, Stamp],
    ) -> Iterator[list[Entry]]:
        batch: list[Entry] = []
        size = 0
        for path in wanted:
            self._left -= 1
            # Another program may have been here meanwhile.
            known = wordfile.known(connection, path)
            if _is_new(stamps[path], known):
                entry = self._read(path, stamps[path], known)
                batch.append(entry)
                size += len(entry.words or "")
            if len(batch) >= _BATCH or size >= _BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _read(self, path: NotePath, stamp: Stamp, known: Known | None) -> Entry:
        """A note as it is now; of one that cannot be read nothing is said."""
        data = b""
        with suppress(WinnowError):
            # One that was empty is not looked at again and again, as if somebody were writing it.
            data = self._vault.read(path) if stamp.size else b""
        whole, live = body_words(data)
        read = stamp._replace(crc=zlib.crc32(data))
        mentions = [
            (line, text)
            for line, needle in self._names.found(live)
            for text in self._by_needle[needle]
            if path not in self._wanted[text].own
        ]
        same = known is not None and known.stamp.same_bytes(read)
        return Entry(path, read, None if same else whole.decode("utf-8", "replace"), mentions)

    def _tell(self, heard: int = -1) -> None:
        done = self._total - self._left
        self._say({"done": done, "total": self._total, "knows": self._knows, "heard": heard})


def _is_new(stamp: Stamp, known: Known | None) -> bool:
    return known is None or known.stamp != stamp or not known.named


def _known_of(connection: sqlite3.Connection, paths: Iterable[NotePath]) -> dict[NotePath, Known]:
    found = {path: wordfile.known(connection, path) for path in paths}
    return {path: one for path, one in found.items() if one is not None}


class Pending:
    """What was asked for and is not done."""

    def __init__(self) -> None:
        """Everything is to be looked at first."""
        self._some = threading.Condition()
        self._paths: set[NotePath] | None = None
        self._asked = True
        self._heard = 0

    def add(self, paths: Iterable[NotePath] | None, *, again: bool = False) -> None:
        """Look at these, or at everything; `again`: nobody asked."""
        with self._some:
            if paths is None or self._paths is None:
                self._paths = None
            else:
                self._paths |= set(paths)
            self._asked = True
            self._heard += not again
            self._some.notify()

    def take(self, seconds: float) -> tuple[set[NotePath] | None, int]:
        """What there is to do, and how often was asked by then; waits for it, and not for ever.

        Raises:
            Rest: There was nothing for so long.
        """
        with self._some:
            while not self._asked:
                if not self._some.wait(seconds) and not self._asked:
                    raise Rest(self._heard)
            paths, self._paths, self._asked = self._paths, set(), False
            return paths, self._heard


def run(place: Place, pending: Pending, say: Say) -> None:
    """Index for ever."""
    indexer = Indexer(place, say)
    while True:
        try:
            paths, heard = pending.take(place.rest)
        except Rest as rest:
            say({"rests": True, "heard": rest.heard})
            return
        try:
            indexer.look(paths, heard)
        except Moved:
            pending.add(None, again=True)
        except NoVault as missing:
            say({"problem": f"{NOT_INDEXED}: {missing}", "heard": heard})
        except sqlite3.DatabaseError as error:
            problem = _mended(error, f"{place.folder}/{WORDS}")
            if problem:
                say({"problem": f"{NOT_INDEXED}: {problem}", "heard": heard})
            else:
                pending.add(None, again=True)
        except OSError as error:
            say({"problem": f"{NOT_INDEXED}: {error.strerror}", "heard": heard})


def _mended(error: sqlite3.DatabaseError, path: str) -> str:
    """Do what lets it be tried again; where nothing does, why not."""
    if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        time.sleep(_PAUSE)
        return ""
    refused = isinstance(error, sqlite3.OperationalError)
    if refused and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
        return str(error)
    # Corrupt, or without a table: what it held can be computed again, so it is.
    try:
        discard(path)
    except OSError as why:
        return f"{error}; {why.strerror}"
    return ""


def _write(message: Mapping[str, object]) -> None:
    try:
        os.write(1, json.dumps(message).encode() + b"\n")
    except OSError:
        os._exit(0)


def _listen(pending: Pending, path: str) -> None:
    for line in sys.stdin:
        paths = json.loads(line)
        if paths == _BROKEN:
            with suppress(OSError):
                discard(path)
            paths = None
        pending.add(None if paths is None else map(NotePath, paths))
    os._exit(0)


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(_NICE)
    said = json.loads(sys.stdin.readline() or "null")
    if said:
        waiting = Pending()
        threading.Thread(
            target=_listen, args=(waiting, f"{said['folder']}/{WORDS}"), daemon=True
        ).start()
        run(Place(**said), waiting, _write)
