"""What was filed before: which notes come from which source, and which threads and series they belong to. Pure."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

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
_Keys = Callable[[NoteRow], Iterable[str]]
_GENERIC = re.compile(
    r"(?:(?:new|untitled|audio|voice|video|screen|phone|zoom|teams|meeting|call|note|notes|memo|recording|transcript|chat"
    r"|weekly|monthly|sync|catch|up|check|in|[0-9]+)(?: |\Z))++"
)
"""Titles that recorders and calendars give to everything."""


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4096)  # several notes have the same
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
        rows = [row for row in snapshot.notes.values() if not _is_apart(row)]
        self.generated = sum(row.source_ref is not None for row in snapshot.notes.values())
        """Notes that say what they were made from."""
        self._sources, self._series, self._days = (
            Lookup.later(partial(_pairs, rows, table)) for table in _KEYS
        )

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
            table.updated(_pairs(gone, keys), _pairs(come, keys))
            for keys, table in zip(_KEYS, (self._sources, self._series, self._days), strict=True)
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


def _pairs(rows: Iterable[NoteRow], keys: _Keys) -> list[Pair]:
    return [(key, row.path) for row in rows if not _is_apart(row) for key in keys(row)]


def _is_apart(row: NoteRow) -> bool:
    """Whether a note was not filed: a page, what still waits, and what belongs to nobody."""
    return row.page or row.arrived or row.entity is None


def _source_keys(row: NoteRow) -> Iterable[str]:
    source = source_of(row.source_ref) if row.source_ref else ""
    return (source,) if source else ()


def _day_keys(row: NoteRow) -> Iterable[str]:
    return (row.date,) if row.date and any(_source_keys(row)) else ()


def _series_keys(row: NoteRow) -> Iterable[str]:
    titles = {row.title, name_of(NotePath(row.source_ref))} if row.source_ref else {row.title}
    return {series(title) for title in titles} - {""}


_KEYS: tuple[_Keys, ...] = (_source_keys, _series_keys, _day_keys)
"""Under what a note stands in each table."""
