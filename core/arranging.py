"""In what order a list stands, in what groups, and how long it is: `sort:` `group:` `limit:`. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from core.errors import BadQuery
from core.grammar import Token
from core.index.rows import TaskId, TaskRow
from core.qualifiers import RANKS, Context
from core.spelling import folded

OPTIONS = ("sort", "group", "limit")
"""Words before a colon that say nothing of a row."""
_MOST = 1_000_000
_DIGITS = 6

_Key = Callable[[TaskRow, Context], Any]


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the keys that a list is sorted by."""

    key: str
    turned: bool = False
    """The other way round; what has no such value stays last."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a filter says of the list as a whole."""

    sorts: tuple[Sort, ...] = ()
    """The first counts most; where they say nothing, the order is that of the pane."""
    group: str = ""
    """Rows that have this in common stand together; groups stand in the order of their first rows."""
    limit: int | None = None


PLAIN = Arrangement()
"""All of it, in the order of the pane."""


class Group(NamedTuple):
    """Rows that stand together."""

    name: str
    """What they have in common; not safe to show."""
    size: int


def arrangement(options: Iterable[Token]) -> Arrangement:
    """What some options say.

    Raises:
        BadQuery: One has a value that it does not understand, or is there twice.
    """
    sorts: list[Sort] = []
    group, limit = "", None
    for token in options:
        place = token.start, token.end
        value = token.value.lower()
        if token.key == "sort":
            sorts += [_sort(one, place) for one in value.split(",")]
        elif token.key == "group":
            if group:
                raise BadQuery("“group:” stands there twice", place)
            group = _known("group", value, GROUPS, place)
        else:
            if limit is not None:
                raise BadQuery("“limit:” stands there twice", place)
            limit = _limit(value, place)
    return Arrangement(tuple(sorts), group, limit)


def _sort(value: str, place: tuple[int, int]) -> Sort:
    key = value.removeprefix("-").removesuffix("-desc").removesuffix("-asc")
    turned = value.startswith("-") or value.endswith("-desc")
    return Sort(_known("sort", key, SORTS, place), turned)


def _known(key: str, value: str, known: Mapping[str, object], place: tuple[int, int]) -> str:
    if value not in known:
        raise BadQuery(f"there is no “{key}:{value}”; there are {' '.join(known)}", place)
    return value


def _limit(value: str, place: tuple[int, int]) -> int:
    if not value.isdecimal() or len(value) > _DIGITS or not int(value):
        raise BadQuery(f"“limit:” wants a number from 1, not “{value}”", place)
    return int(value)


def arranged(
    ids: Sequence[TaskId], tasks: Mapping[TaskId, TaskRow], wanted: Arrangement, context: Context
) -> tuple[tuple[TaskId, ...], tuple[Group, ...]]:
    """Tasks in the order of the pane, put into that of a filter; and the groups that they make."""
    if wanted == PLAIN:
        return tuple(ids), ()
    rows = [tasks[id] for id in ids]
    for sort in reversed(wanted.sorts):
        key = SORTS[sort.key]
        having = [(value, row) for row in rows if (value := key(row, context)) is not None]
        having.sort(key=lambda pair: pair[0], reverse=sort.turned)
        rows = [row for _, row in having] + [row for row in rows if key(row, context) is None]
    ids, groups = grouped([row.id for row in rows], tasks, wanted, context)
    return (ids, groups) if wanted.limit is None else _cut(ids, groups, wanted.limit)


def grouped(
    ids: Sequence[TaskId], tasks: Mapping[TaskId, TaskRow], wanted: Arrangement, context: Context
) -> tuple[tuple[TaskId, ...], tuple[Group, ...]]:
    """Tasks in their order, but those of a group together, as far as the filter asks for groups."""
    if not wanted.group:
        return tuple(ids), ()
    name = GROUPS[wanted.group]
    found: dict[str, list[TaskId]] = {}
    for id in ids:
        found.setdefault(name(tasks[id], context), []).append(id)
    groups = tuple(Group(name, len(some)) for name, some in found.items())
    return tuple(id for some in found.values() for id in some), groups


def _cut(
    ids: Sequence[TaskId], groups: Iterable[Group], limit: int
) -> tuple[tuple[TaskId, ...], tuple[Group, ...]]:
    left, kept = limit, []
    for group in groups:
        if left > 0:
            kept.append(group._replace(size=min(group.size, left)))
        left -= group.size
    return tuple(ids[:limit]), tuple(kept)


def urgency(row: TaskRow, today: date) -> float:
    """How much a task presses, as Obsidian Tasks reckons it."""
    score = _OF_PRIORITY[RANKS[row.priority]]
    if row.due is not None:
        late = (today - date.fromisoformat(row.due)).days
        share = 1.0 if late >= _LATE else 0.2 if late < -_AHEAD else ((late + _AHEAD) * 0.8) / 21 + 0.2  # fmt: skip
        score += 12.0 * share
    day = today.isoformat()
    if row.scheduled is not None and row.scheduled <= day:
        score += 5.0
    if row.start is not None and row.start > day:
        score -= 3.0
    return score


_OF_PRIORITY = (9.0, 6.0, 3.9, 1.95, 0.0, -1.8)
_LATE, _AHEAD = 7, 14
"""Days: overdue by so many presses most, due in so many least."""


def _first_owner(row: TaskRow) -> str | None:
    return folded(row.owners[0]) if row.owners else None


def _strength(row: TaskRow, context: Context) -> int | None:
    known = context.strength(row.id)
    return None if known is None else -known


SORTS: Mapping[str, _Key] = {
    "urgency": lambda row, context: -urgency(row, context.today),
    "due": lambda row, _: row.due,
    "scheduled": lambda row, _: row.scheduled,
    "start": lambda row, _: row.start,
    "created": lambda row, _: row.created,
    "ended": lambda row, _: row.ended,
    "date": lambda row, _: row.note.date,
    "age": lambda row, _: row.created or row.note.date,
    "prio": lambda row, _: RANKS[row.priority],
    "owner": lambda row, _: _first_owner(row),
    "entity": lambda row, _: folded(row.note.entity) if row.note.entity else None,
    "note": lambda row, _: folded(row.note.title),
    "path": lambda row, _: (row.note.path, row.line),
    "text": lambda row, _: folded(row.text),
    "status": lambda row, _: row.status,
    "dup": lambda row, context: -context.dup(row.id),
    "evidence": _strength,
}
"""What `sort:` takes: what presses most, is oldest, most alike or best supported comes first."""


GROUPS: Mapping[str, Callable[[TaskRow, Context], str]] = {
    "note": lambda row, _: row.note.title,
    "owner": lambda row, _: ", ".join(row.owners) or "nobody",
    "entity": lambda row, _: row.note.entity or "no entity",
    "type": lambda row, _: row.note.entity_type or "no entity",
    "due": lambda row, _: row.due or "no due date",
    "prio": lambda row, _: row.priority or "none",
    "status": lambda row, _: row.status,
    "heading": lambda row, _: row.heading or "no heading",
    "path": lambda row, _: row.note.path,
    "folder": lambda row, _: row.note.path.rpartition("/")[0],
    "source": lambda row, _: (row.note.source_ref or "").rpartition("/")[2] or "no source",
    "cluster": lambda row, context: context.cluster(row.id) or "alone",
}
"""What `group:` takes."""
