"""What was read of a vault, kept in an SQLite file beside it: disposable, valid note by note.

One row a note, task, link and person. A note's rows hold while its file has the same size, time and inode
and the settings above it say the same; whoever reads checks that, so a stale, missing or broken file costs
time and never truth. Two programs may use it: WAL, short transactions, and one that has to wait too long
leaves its rows to the next one. What SQLite cannot hold (a name or text that is no UTF-8) is read anew.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from typing import Any, NamedTuple

from core.config import Config
from core.index.columns import FIRST, FIRST_OF, TASK_COLUMNS, UNCACHED, is_text, note_of, task_of
from core.index.database import Busy, Database
from core.index.found import Under
from core.index.properties import naming, says
from core.index.reader import FILE
from core.index.rows import TO_SOURCE, LinkRow, TaskRow
from core.index.snapshot import NoteRows, Totals
from core.index.tables import (
    drop_indexes,
    forget,
    insert,
    is_valid,
    made_for,
    make,
    make_indexes,
    put,
    put_settings,
    settings_in,
)
from core.path import NotePath

_SLICE = 500
"""Notes at once: between two slices other threads go on."""
_STRANGE = (ValueError, TypeError, LookupError)
"""What comes of values that this program did not write."""


STANDING_FIRST = "first tasks"
"""What it remembers the tasks by that stood first, in an order that its rows do not tell."""
_ID = 2
"""Where a task's id stands among its columns."""


class Opening(NamedTuple):
    """What a screen can show at once, before anything is looked at."""

    tasks: tuple[TaskRow, ...]
    """The first proposals, in the order of the Tasks pane."""
    totals: Totals


class Cache:
    """The rows of one vault. Every method may be called from any thread, and waits for the disk."""

    def __init__(self, folder: str | None, config: Config, root: str) -> None:
        """Open the cache in `folder`, or one in memory where there is none or it cannot be used.

        Args:
            folder: The vault's own cache folder.
            config: The settings that the rows depend on; others make it empty.
            root: The vault: another one at the same place is another vault.
        """
        wanted = made_for(config, root)

        def prepare(connection: sqlite3.Connection) -> None:
            if not is_valid(connection, wanted):
                make(connection, wanted)

        self._database = Database(None if folder is None else f"{folder}/{FILE}", prepare)

    @property
    def path(self) -> str | None:
        """The file; `None`: what was read is kept in memory and gone at the end."""
        return self._database.path

    @property
    def problem(self) -> str:
        """Why nothing is kept on the disk; `""` where it is."""
        return self._database.problem

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        self._database.close()

    # Writing

    def update(
        self,
        batches: Collection[Collection[NoteRows]],
        gone: Collection[NotePath] = (),
        *,
        settings: Under | None = None,
        totals: Totals | None = None,
    ) -> None:
        """Keep these notes as they are now, and forget those that are gone; as much of it as the disk takes.

        Args:
            batches: Rows of notes, each note once.
            gone: Paths of notes.
            settings: The Tasks settings that all rows were read under, where that changed.
            totals: What is counted of the whole vault.
        """

        def write(connection: sqlite3.Connection) -> None:
            empty = connection.execute("SELECT max(id) FROM note").fetchone() == (None,)
            if empty:
                drop_indexes(connection)
            forget(connection, gone)
            for batch in batches:
                if not empty:
                    forget(connection, [rows.note.path for rows in batch])
                insert(connection, batch)
            if empty:
                make_indexes(connection)
            if settings is not None:
                put_settings(connection, settings)
            if totals is not None:
                put(connection, "totals", " ".join(map(str, totals)))

        with suppress(Busy):
            self._database.write(write)

    def remember(self, key: str, value: str) -> None:
        """Keep something else beside the rows, as long as they are kept; where that takes long, do without.

        Over a connection of its own: whoever reads every row has the other one for a second.
        """
        if self.path is not None:
            with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as connection:
                put(connection, f"for {key}", value)
                connection.commit()

    def clear(self) -> None:
        """Forget everything."""
        self._database.start_anew()

    # Reading

    def opening(self, limit: int, first: Sequence[tuple[str, str]] = ()) -> Opening | None:
        """What can be shown at once; `None` where nothing is known.

        Args:
            limit: At most so many tasks.
            first: Notes and ids of tasks that are to stand before all others, in order.
        """
        rows = self._first(first)[:limit]
        ids = {row[_ID] for row in rows}
        others = self._database.read(FIRST, [limit])
        rows += [row for row in others if row[_ID] not in ids][: limit - len(rows)]
        sums = self._database.read("SELECT value FROM meta WHERE key = 'totals'")
        seen: dict[Any, Any] = {}
        try:
            tasks = tuple(
                task_of(row[:TASK_COLUMNS], note_of(row[TASK_COLUMNS:], seen), seen) for row in rows
            )
            return Opening(tasks, Totals(*map(int, sums[0][0].split()))) if sums else None
        except _STRANGE:
            self._database.start_anew()
            return None

    def _first(self, named: Sequence[tuple[str, str]]) -> list[Any]:
        """The tasks that are named so and wait still, in that order."""
        found = self._database.read_many(FIRST_OF, (path for path, _ in named)) if named else []
        by_id = {row[_ID]: row for row in found}
        return [by_id[id] for _, id in named if id in by_id]

    def remembered(self, key: str) -> str:
        """What was kept under a key; `""` where nothing was."""
        found = self._database.read("SELECT value FROM meta WHERE key = ?", [f"for {key}"])
        return str(found[0][0]) if found else ""

    def notes(self) -> Iterator[list[NoteRows]]:
        """Every note with its tasks, without its links and people, in slices."""
        with self._database.reading() as connection:
            try:
                yield from _slices(connection)
            except (sqlite3.DatabaseError, *_STRANGE):
                self._database.start_anew()

    def settings(self) -> Under:
        """The Tasks settings that the rows were read under."""
        return settings_in(self._database.read("SELECT * FROM setting"))

    def links_of(self, path: NotePath) -> tuple[LinkRow, ...]:
        """The links of a note, in order; none of one whose path the cache cannot keep."""
        if not is_text(path):
            return ()
        found = self._database.read(
            "SELECT target, line, link.kind FROM link JOIN note ON note.id = link.note WHERE path = ?"
            " ORDER BY at",
            [path],
        )
        return tuple(map(LinkRow._make, found))

    def links_to(self, targets: Iterable[str]) -> list[tuple[NotePath, LinkRow]]:
        """Every link that is written so, whatever it means, by note and line."""
        found = self._database.read_many(
            "SELECT path, target, line, link.kind FROM link JOIN note ON note.id = link.note"
            " WHERE target IN ({}) ORDER BY path, line",
            targets,
        )
        return [(NotePath(path), LinkRow(*link)) for path, *link in found]

    def targets(self) -> list[tuple[str, int, int]]:
        """What links are written to: the target, `TO_SOURCE` or 0, and in how many notes."""
        return self._database.read(
            f"SELECT target, kind & {TO_SOURCE}, COUNT(DISTINCT note) FROM link"  # noqa: S608 - a number
            f" GROUP BY target, kind & {TO_SOURCE}"
        )

    def all_targets(self) -> list[str]:
        """The same without how often, in a quarter of the time."""
        return [target for (target,) in self._database.read("SELECT DISTINCT target FROM link")]

    def people(self) -> list[tuple[str, int]]:
        """Whom notes name in their frontmatter, as written, and in how many notes."""
        return self._database.read("SELECT name, COUNT(DISTINCT note) FROM person GROUP BY name")

    def naming(self, names: Iterable[str]) -> list[tuple[NotePath, str]]:
        """The notes that name somebody so in their frontmatter."""
        found = self._database.read_many(
            "SELECT path, name FROM person JOIN note ON note.id = person.note"
            " WHERE name IN ({}) ORDER BY path",
            names,
        )
        return [(NotePath(path), name) for path, name in found]

    def having(self, key: str, value: str) -> frozenset[NotePath]:
        """The notes whose property of that name says something with `value` in it; `""`: anything at all."""
        if not is_text(key):
            return frozenset()
        found = self._database.read(
            "SELECT path, property.said FROM property JOIN note ON note.id = property.note"
            " WHERE instr(property.said, ?)",
            [naming(key)],
        )
        return frozenset(NotePath(path) for path, said in found if says(said, key, value))

    def figures(self) -> dict[str, int]:
        """How many rows of each kind, and how many bytes the file has."""
        counts = {
            table: int(self._database.read(f"SELECT COUNT(*) FROM {table}")[0][0])  # noqa: S608 - our own names
            for table in ("note", "task", "link", "person")
        }
        pages = (
            self._database.read("PRAGMA page_count")[0][0]
            * self._database.read("PRAGMA page_size")[0][0]
        )
        return {**counts, "bytes": int(pages)}


def _slices(connection: sqlite3.Connection) -> Iterator[list[NoteRows]]:
    seen: dict[Any, Any] = {}
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
