"""What was filed before: which notes come from which source, and which threads and series they belong to. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.lookup import Lookup, Pair
from core.path import NotePath, name_of
from core.spelling import folded

_CUT = 48
"""Characters of a subject that are compared: file names have no more of it."""
_SHORTEST = 10
_REPLY = re.compile(r"\A(?:(?:re|fw|fwd|aw|wg|antw)\s*+:\s*+)++", re.IGNORECASE)
_STAMP = re.compile(r"\A[0-9][0-9 .:-]*+")
_SOURCE, _SERIES, _DAY = range(3)
_GENERIC = re.compile(
    r"(?:(?:new|untitled|audio|voice|video|screen|phone|zoom|teams|meeting|call|note|notes|memo|recording|transcript|chat"
    r"|weekly|monthly|sync|catch|up|check|in|[0-9]+)(?: |\Z))++"
)
"""Titles that recorders and calendars give to everything."""


def series(title: str) -> str:
    """What all mails of a thread, and all meetings of a series, are called; `""`: it says nothing."""
    # Asked of each of a hundred thousand notes: expressions only where they may find something.
    title = title.strip().removesuffix(".md").replace("_", " ")
    if title[:1].isdigit():
        title = _STAMP.sub("", title, count=1)
    if ":" in title[:_CUT]:
        title = _REPLY.sub("", title, count=1)
    plain = folded(title[: 4 * _CUT])
    if len(plain) < _SHORTEST or _GENERIC.fullmatch(plain):
        return ""
    return plain[:_CUT].rstrip()


def source_of(reference: str | None) -> str:
    """The name of a source, without folder and ending, as it is compared."""
    name = (reference or "").strip().removeprefix("[[").removesuffix("]]")
    name = name.partition("|")[0].replace("\\", "/").rpartition("/")[2]
    return folded(name[:-3] if name.lower().endswith(".md") else name)


class Threads:
    """The notes of a snapshot by source, by series and by day; immutable."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Of everything: some microseconds a note."""
        self.snapshot = snapshot
        self.generated = 0
        """Notes that say what they were made from."""
        found: tuple[list[Pair], ...] = ([], [], [])
        for row in snapshot.notes.values():
            self.generated += row.source_ref is not None
            for table, key in _keys(row):
                found[table].append((key, row.path))
        self._sources, self._series, self._days = map(Lookup, found)

    def updated(self, snapshot: Snapshot) -> "Threads":
        """Those of a newer snapshot; costs by what changed."""
        old = self.snapshot
        if snapshot is old:
            return self
        changed = list(snapshot.notes.differing(old.notes))
        gone = [row for path in changed if (row := old.notes.get(path))]
        come = [row for path in changed if (row := snapshot.notes.get(path))]
        made = object.__new__(Threads)
        made.snapshot, made.generated = snapshot, self.generated
        made.generated -= sum(row.source_ref is not None for row in gone)
        made.generated += sum(row.source_ref is not None for row in come)
        made._sources, made._series, made._days = (
            table.updated(_pairs(gone, number), _pairs(come, number))
            for number, table in enumerate((self._sources, self._series, self._days))
        )
        return made

    def of_source(self, source: str) -> tuple[NotePath, ...]:
        """The notes that were made from a source; see `source_of`."""
        return self._sources.get(source) if source else ()

    def of_series(self, titles: Iterable[str]) -> tuple[NotePath, ...]:
        """The notes whose source or title is of the same thread or series as one of these, each once."""
        keys = {key for title in titles if (key := series(title))}
        return tuple(dict.fromkeys(path for key in sorted(keys) for path in self._series.get(key)))

    def of_day(self, day: str | None) -> tuple[NotePath, ...]:
        """The notes of a day that were made from something."""
        return self._days.get(day) if day else ()


def _pairs(rows: Iterable[NoteRow], table: int) -> list[Pair]:
    return [(key, row.path) for row in rows for number, key in _keys(row) if number == table]


def _keys(row: NoteRow) -> Iterator[tuple[int, str]]:
    """In which tables it stands, under which keys."""
    if row.page or row.arrived or row.entity is None:
        return
    source, named = _of_reference(row.source_ref) if row.source_ref else ("", "")
    if source:
        yield _SOURCE, source
        if row.date:
            yield _DAY, row.date
    for key in {named, series(row.title)} - {""}:
        yield _SERIES, key


@lru_cache(maxsize=4096)
def _of_reference(reference: str) -> tuple[str, str]:
    """A source, and its series: several notes have the same."""
    return source_of(reference), series(name_of(NotePath(reference)))
