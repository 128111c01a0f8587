"""What `key:value` means of a task row: the words of the filter language. Pure."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from core.errors import BadQuery, Refused
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.when import parse_when

Test = Callable[[TaskRow], bool]
K = TypeVar("K", bound=Hashable)

RANKS: Mapping[str | None, int] = {
    "highest": 0, "high": 1, "medium": 2, None: 3, "none": 3, "normal": 3, "low": 4, "lowest": 5,
}  # fmt: skip
"""How Obsidian Tasks orders priorities: no priority lies between medium and low."""

STATES = ("proposed", "open", "done", "rejected", "started", "any", "snoozed", "refused")
_RECURS = "🔁".encode()
_TRAITS = ("mine", "overdue", "malformed", "recurring")
_DATES = ("due", "scheduled", "start", "created", "ended", "date")
_TEXTS = ("path", "file", "heading", "entity", "title")
_SHARED = frozenset(["heading", "entity"])
"""Texts that many tasks have in common."""
BODY = "text"
QUALIFIERS = (
    "is", "owner", "prio", "tag", "in", "no", "status", "type", *_DATES, *_TEXTS, BODY,
)  # fmt: skip
"""Every word that may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a filter needs to know beside the row."""

    today: date
    snoozed: Mapping[TaskId, str]
    """Task → the ISO day it comes back."""
    refused: Mapping[TaskId, str] = field(default_factory=dict)
    """Task → why the last decision about it could not be written."""
    saying: Callable[[str], frozenset[NotePath]] = lambda _: frozenset()
    """Words next to each other → the notes whose body has them."""


def word(text: str) -> Test:
    """Rows whose line, or whose note's title, holds `text`, whatever its case."""
    wanted = text.lower()
    if wanted.isascii():
        letters = wanted.encode()
        return lambda row: letters in row.written.lower() or wanted in row.note.title.lower()
    return lambda row: wanted in row.raw.lower() or wanted in row.note.title.lower()


def qualifier(key: str, value: str, context: Context) -> Test:
    """Rows that `key:value` means.

    Raises:
        BadQuery: A value that the qualifier does not understand.
    """
    if not value:
        raise BadQuery(f"“{key}:” wants a value")
    if key == "is":
        return _state(value, context)
    if key in _DATES:
        return _dated(key, value, context.today)
    if key in _TEXTS:
        return _textual(key, value)
    if key == BODY:
        said = context.saying(value)
        return lambda row: row.note.path in said
    return _OTHER[key](value)


# Known to be of these types, which attrgetter does not tell.
_OWNERS: Callable[[TaskRow], tuple[str, ...]] = attrgetter("owners")
_TAGS: Callable[[TaskRow], tuple[str, ...]] = attrgetter("tags")
_PRIORITY: Callable[[TaskRow], str | None] = attrgetter("priority")
_STATUS: Callable[[TaskRow], str] = attrgetter("status")
_PROPOSED: Callable[[TaskRow], bool] = attrgetter("proposed")
_MINE: Callable[[TaskRow], bool] = attrgetter("mine")
USUAL: tuple[Callable[[TaskRow], Hashable], ...] = (_OWNERS, _TAGS, _PRIORITY, _PROPOSED, _MINE)
"""Values that filters ask for most, as `Valued` gets them."""


class _Known(dict[Hashable, bool]):
    """Value → whether a test holds of it, found out when it is met."""

    def __init__(self, test: Callable[[Any], bool]) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, value: Hashable) -> bool:
        found = self[value] = self._test(value)
        return found


class Valued:
    """A test of one value of a row, which many rows share: each value is looked at once."""

    __slots__ = ("get", "known")

    def __init__(self, get: Callable[[TaskRow], K], test: Callable[[K], bool]) -> None:
        self.get = get
        self.known = _Known(test)

    def __call__(self, row: TaskRow) -> bool:
        """Whether the test holds of the row's value."""
        return self.known[self.get(row)]


def _state(value: str, context: Context) -> Test:
    snoozed, today, refused = context.snoozed, context.today.isoformat(), context.refused
    tests: dict[str, Test] = {
        "proposed": Valued(_PROPOSED, bool)
        if not snoozed
        else lambda row: row.proposed and snoozed.get(row.id, "") <= today,
        "snoozed": lambda row: snoozed.get(row.id, "") > today,
        "open": lambda row: row.open and not row.proposed,
        "started": lambda row: row.status_type == "IN_PROGRESS",
        "done": lambda row: row.status_type == "DONE",
        "rejected": lambda row: row.status_type == "CANCELLED",
        "any": lambda _: True,
        "refused": lambda row: row.id in refused,
        "mine": Valued(_MINE, bool),
        "overdue": lambda row: row.open and row.due is not None and row.due < today,
        "malformed": lambda row: bool(row.problems),
        "recurring": lambda row: _RECURS in row.written or b"[repeat::" in row.written,
    }
    if value not in tests:
        raise BadQuery(f"there is no “is:{value}”; there are {' '.join((*STATES, *_TRAITS))}")
    return tests[value]


_DATE_OF: Mapping[str, Callable[[TaskRow], str | None]] = {
    "due": attrgetter("due"),
    "scheduled": attrgetter("scheduled"),
    "start": attrgetter("start"),
    "created": attrgetter("created"),
    "ended": attrgetter("ended"),
    "date": lambda row: row.note.date,
}


def _dated(key: str, value: str, today: date) -> Test:
    get = _DATE_OF[key]
    if value == "none":
        return lambda row: get(row) is None
    if value in {"any", "yes"}:
        return lambda row: get(row) is not None
    first, last, excluded = period(key, value, today)

    return Valued(get, lambda day: day is not None and first <= day <= last and day != excluded)


def period(key: str, value: str, today: date) -> tuple[str, str, str]:
    """The first and last ISO day that `value` means, and a day that does not count after all.

    Raises `BadQuery`, which names `key`.
    """
    low, high = "0000-00-00", "9999-99-99"
    if ".." in value:
        start, _, end = value.partition("..")
        first = _day(key, start, today) if start else low
        return first, _day(key, end, today) if end else high, ""
    sign = next((sign for sign in ("<=", ">=", "<", ">") if value.startswith(sign)), "")
    day = _day(key, value.removeprefix(sign), today)
    return {
        "": (day, day, ""),
        "<=": (low, day, ""),
        ">=": (day, high, ""),
        "<": (low, day, day),
        ">": (day, high, day),
    }[sign]


def _day(key: str, value: str, today: date) -> str:
    try:
        day = parse_when(value, today)
    except Refused as refused:
        raise BadQuery(f"{key}: {refused}") from refused
    if day is None:
        raise BadQuery(f"“{value}” is no date for “{key}:”")
    return day.isoformat()


_TEXT_OF: Mapping[str, Callable[[TaskRow], str]] = {
    "path": lambda row: row.note.path,
    "file": lambda row: row.note.path.rpartition("/")[2],
    "heading": lambda row: row.heading,
    "entity": lambda row: row.note.entity or "",
    "title": lambda row: row.note.title,
}


def _textual(key: str, value: str) -> Test:
    wanted = value.lower()
    get = _TEXT_OF[key]
    if value == "none":
        return lambda row: not get(row)
    if key in _SHARED:
        return Valued(get, lambda text: wanted in text.lower())
    if key == "path":
        return lambda row: wanted in row.note.path.lower()
    return lambda row: wanted in get(row).lower()


def _owner(value: str) -> Test:
    wanted = value.lower().removeprefix("@")
    if wanted == "me":
        return Valued(_MINE, bool)
    if wanted == "none":
        return lambda row: not row.mine and all(owner.lower() == "tbd" for owner in row.owners)
    return Valued(_OWNERS, lambda owners: any(wanted in owner.lower() for owner in owners))


def _priority(value: str) -> Test:
    sign, name = next(
        ((sign, value.removeprefix(sign)) for sign in (">=", "<=", ">", "<") if value.startswith(sign)),
        ("", value),
    )  # fmt: skip
    if name not in RANKS:
        raise BadQuery(
            f"there is no priority “{name}”; there are highest high medium none low lowest"
        )
    rank = RANKS[name]
    compare: dict[str, Callable[[int], bool]] = {
        "": lambda other: other == rank,
        ">=": lambda other: other <= rank,
        "<=": lambda other: other >= rank,
        ">": lambda other: other < rank,
        "<": lambda other: other > rank,
    }
    return Valued(_PRIORITY, lambda priority: compare[sign](RANKS[priority]))


def _tag(value: str) -> Test:
    """As in Obsidian's search: a tag means its nested tags too."""
    wanted = "#" + value.lower().removeprefix("#")

    def means(tags: tuple[str, ...]) -> bool:
        return any(tag == wanted or tag.startswith(f"{wanted}/") for tag in map(str.lower, tags))

    return (lambda row: not row.tags) if value == "none" else Valued(_TAGS, means)


def _type_of_entity(value: str) -> Test:
    wanted = value.lower()
    return lambda row: (row.note.entity_type or "none").lower().startswith(wanted)


def _without(value: str) -> Test:
    tests: dict[str, Test] = {
        "due": lambda row: row.due is None,
        "owner": _owner("none"),
        "prio": lambda row: row.priority is None,
        "tag": lambda row: not row.tags,
        "entity": lambda row: row.note.entity is None,
        "source": lambda row: row.note.source_ref is None,
    }
    if value not in tests:
        raise BadQuery(f"there is no “no:{value}”; there are {' '.join(tests)}")
    return tests[value]


def _status(value: str) -> Test:
    wanted = value.lower()
    return Valued(_STATUS, lambda status: wanted in status.lower())


def _status_type(value: str) -> Test:
    wanted = value.upper().replace("-", "_")
    return lambda row: row.status_type == wanted


_OTHER: Mapping[str, Callable[[str], Test]] = {
    "owner": _owner,
    "prio": _priority,
    "tag": _tag,
    "in": _type_of_entity,
    "no": _without,
    "status": _status,
    "type": _status_type,
}
