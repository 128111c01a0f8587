"""What `key:value` means of a task row: the words of the filter language. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from core.errors import BadQuery
from core.grammar import PATTERN, PROPERTY
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.pattern import finder
from core.periods import ages, period
from core.text import encode
from core.valued import MINE, OWNERS, PRIORITY, PROPOSED, STATUS, TAGS, TYPE, Known, Valued

Test = Callable[[TaskRow], bool]

RANKS: Mapping[str | None, int] = {
    "highest": 0, "high": 1, "medium": 2, None: 3, "none": 3, "normal": 3, "low": 4, "lowest": 5,
}  # fmt: skip
"""How Obsidian Tasks orders priorities: no priority lies between medium and low."""

STATES = ("proposed", "open", "done", "rejected", "started", "any", "snoozed", "refused")
"""What `is:` may say of a status, so that proposals are not meant."""
TRAITS = ("mine", "overdue", "malformed", "recurring", "repeat", "superseded")
"""What else it may say."""
TYPES = ("TODO", "IN_PROGRESS", "ON_HOLD", "DONE", "CANCELLED", "NON_TASK")
"""The types of statuses that Obsidian Tasks knows."""
VERDICTS = ("accepted", "rejected", "done", "duplicate")
"""What may have been decided about a proposal that comes again."""
SUPPORT = ("none", "weak", "strong")
"""How well its source may support a proposal."""
_RECURS = "🔁".encode()
DATES = ("due", "scheduled", "start", "created", "done", "cancelled", "ended", "date")
_ENDS = frozenset(["done", "cancelled", "ended"])
TEXTS = ("path", "file", "heading", "entity", "title", "line")
_SHARED = frozenset(["heading", "entity"])
"""Texts that many tasks have in common."""
BODY = "text"
_MANY, _SLASHES = 1_000_000, 2
_KNOWN = frozenset(["dup", "evidence", "seen"])
"""Qualifiers about what others find out, in the background."""
QUALIFIERS = (
    "is", "owner", "prio", "tag", "in", "no", "status", "type", *DATES, *TEXTS, BODY,
    "dup", "evidence", "seen", "age", "problem", PATTERN, PROPERTY,
)  # fmt: skip
"""Every word that may stand before a colon, and what else a leaf may be."""


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
    having: Callable[[str, str], frozenset[NotePath]] = lambda _key, _value: frozenset()
    """A property and a part of what it says, `""`: whatever that is → the notes that say so; both in any case."""
    repeats: Callable[[], frozenset[TaskId]] = frozenset
    """Proposals whose very words are those of a task that was decided."""
    superseded: Callable[[], frozenset[NotePath]] = frozenset
    """Notes of a source of which there is a newer note."""
    dup: Callable[[TaskId], int] = lambda _: 1
    """How many tasks ask for the same, itself among them, as far as that is known by now."""
    cluster: Callable[[TaskId], str] = lambda _: ""
    """What all of those are called together; `""`: it is alone."""
    evidence: Callable[[TaskId], str | None] = lambda _: None
    """How well its source supports it, in one of the words of `SUPPORT`; `None`: not known, or there is no source."""
    strength: Callable[[TaskId], int | None] = lambda _: None
    """The same from 0 to 100."""
    seen: Callable[[TaskRow], str | None] = lambda _: None
    """What was decided about it when it was there before, one of `VERDICTS`; `None`: nothing."""
    order: Callable[[TaskRow], tuple[Any, ...]] | None = None
    """What lists are sorted by instead of `core.tasks.order`; it never changes its mind."""


def says_status(key: str, value: str) -> bool:
    """Whether `key:value` says itself which statuses it means."""
    return key in {"status", "type"} or key in _ENDS or (key == "is" and value in STATES)


def is_found_out(key: str, value: str) -> bool:
    """Whether the answer to `key:value` may be another one in a moment, while no task changes."""
    return key in _KNOWN or key in {BODY, PROPERTY} or (key == "is" and value in {"repeat", "superseded"})  # fmt: skip


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
    if key in DATES:
        return _dated(key, value, context.today)
    if key in TEXTS:
        return _textual(key, value)
    if key in _ASKING:
        return _ASKING[key](value, context)
    return _OTHER[key](value)


def _state(value: str, context: Context) -> Test:
    snoozed, today, refused = context.snoozed, context.today.isoformat(), context.refused
    tests: dict[str, Test] = {
        "proposed": Valued(PROPOSED, bool)
        if not snoozed
        else lambda row: row.proposed and snoozed.get(row.id, "") <= today,
        "snoozed": lambda row: snoozed.get(row.id, "") > today,
        "open": lambda row: row.open and not row.proposed,
        "started": lambda row: row.status_type == "IN_PROGRESS",
        "done": lambda row: row.status_type == "DONE",
        "rejected": lambda row: row.status_type == "CANCELLED",
        "any": lambda _: True,
        "refused": lambda row: row.id in refused,
        "mine": Valued(MINE, bool),
        "overdue": lambda row: row.open and row.due is not None and row.due < today,
        "malformed": lambda row: bool(row.problems),
        "recurring": lambda row: _RECURS in row.written or b"[repeat::" in row.written,
    }
    if value in tests:
        return tests[value]
    if value == "repeat":
        again = context.repeats()
        return lambda row: row.id in again
    if value == "superseded":
        old = context.superseded()
        return lambda row: row.note.path in old
    raise BadQuery(f"there is no “is:{value}”; there are {' '.join((*STATES, *TRAITS))}")


def _day_of(type: str, row: TaskRow) -> str | None:
    return row.ended if row.status_type == type else None


DATE_OF: Mapping[str, Callable[[TaskRow], str | None]] = {
    "due": attrgetter("due"),
    "scheduled": attrgetter("scheduled"),
    "start": attrgetter("start"),
    "created": attrgetter("created"),
    "done": partial(_day_of, "DONE"),
    "cancelled": partial(_day_of, "CANCELLED"),
    "ended": attrgetter("ended"),
    "date": lambda row: row.note.date,
    "age": lambda row: row.created or row.note.date,
}
"""Qualifier → the ISO day that it is about."""


def _dated(key: str, value: str, today: date) -> Test:
    get = DATE_OF[key]
    if value == "none":
        return lambda row: get(row) is None
    if value in {"any", "yes"}:
        return lambda row: get(row) is not None
    first, last = ages(value, today) if key == "age" else period(key, value, today)
    return Valued(get, lambda day: day is not None and first <= day <= last)


TEXT_OF: Mapping[str, Callable[[TaskRow], str]] = {
    "path": lambda row: row.note.path,
    "file": lambda row: row.note.path.rpartition("/")[2],
    "heading": lambda row: row.heading,
    "entity": lambda row: row.note.entity or "",
    "title": lambda row: row.note.title,
    "line": lambda row: row.raw,
}
"""Qualifier → the text that it is about."""


def _textual(key: str, value: str) -> Test:
    wanted = value.lower()
    get = TEXT_OF[key]
    if value == "none":
        return lambda row: not get(row)
    if key in _SHARED:
        return Valued(get, lambda text: wanted in text.lower())
    if key == "line":
        return _in_line(value)
    if key == "path":
        return lambda row: wanted in row.note.path.lower()
    return lambda row: wanted in get(row).lower()


def _in_line(value: str) -> Test:
    if len(value) > _SLASHES and value[0] == value[-1] == PATTERN:
        found = finder(value[1:-1])
        return lambda row: found(row.written)
    wanted = value.lower()
    if wanted.isascii():
        letters = wanted.encode()
        return lambda row: letters in row.written.lower()
    return lambda row: wanted in row.raw.lower()


def _owner(value: str) -> Test:
    wanted = value.lower().removeprefix("@")
    if wanted == "me":
        return Valued(MINE, bool)
    if wanted == "none":
        return lambda row: not row.mine and all(owner.lower() == "tbd" for owner in row.owners)
    return Valued(OWNERS, lambda owners: any(wanted in owner.lower() for owner in owners))


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
    return Valued(PRIORITY, lambda priority: compare[sign](RANKS[priority]))


def _tag(value: str) -> Test:
    """As in Obsidian's search: a tag means its nested tags too; `*wor*` means all that have these letters."""
    wanted = "#" + value.lower().removeprefix("#")
    if len(value) > _SLASHES and value[0] == value[-1] == "*":
        letters = value.lower().strip("*")
        return Valued(TAGS, lambda tags: any(letters in tag.lower() for tag in tags))

    def means(tags: tuple[str, ...]) -> bool:
        return any(tag == wanted or tag.startswith(f"{wanted}/") for tag in map(str.lower, tags))

    return (lambda row: not row.tags) if value == "none" else Valued(TAGS, means)


def _type_of_entity(value: str) -> Test:
    wanted = value.lower()
    return lambda row: (row.note.entity_type or "none").lower().startswith(wanted)


def _undated(key: str, row: TaskRow) -> bool:
    return DATE_OF[key](row) is None


def _without(value: str) -> Test:
    tests: dict[str, Test] = {
        **{key: partial(_undated, key) for key in DATES},
        "owner": _owner("none"),
        "prio": lambda row: row.priority is None,
        "tag": lambda row: not row.tags,
        "entity": lambda row: row.note.entity is None,
        "source": lambda row: row.note.source_ref is None,
        "heading": lambda row: not row.heading,
    }
    if value not in tests:
        raise BadQuery(f"there is no “no:{value}”; there are {' '.join(tests)}")
    return tests[value]


def _status(value: str) -> Test:
    wanted = value.lower()
    return Valued(STATUS, lambda status: wanted in status.lower())


def _status_type(value: str) -> Test:
    wanted = value.upper().replace("-", "_").replace(" ", "_")
    if wanted not in TYPES:
        known = " ".join(one.lower().replace("_", "-") for one in TYPES)
        raise BadQuery(f"there is no “type:{value}”; there are {known}")
    return Valued(TYPE, lambda type: type == wanted)


def _pattern(value: str) -> Test:
    found = finder(value)
    of_title = Known(lambda title: found(encode(title)))
    return lambda row: found(row.written) or of_title[row.note.title]


def _problem(value: str) -> Test:
    wanted = value.lower()
    if wanted in {"any", "none"}:
        return lambda row: bool(row.problems) is (wanted == "any")
    return lambda row: any(code.startswith(wanted) for code in row.problems)


def _property(value: str, context: Context) -> Test:
    name, _, said = (part.strip() for part in value.partition(":"))
    if said.lower() in {"none", "null"}:
        having = context.having(name, "")
        return lambda row: row.note.path not in having
    having = context.having(name, said)
    return lambda row: row.note.path in having


def _said(value: str, context: Context) -> Test:
    said = context.saying(value)
    return lambda row: row.note.path in said


_COUNT = re.compile(r"(<=|>=|<|>|)([0-9]{1,6})")


def _number(key: str, value: str) -> tuple[int, int]:
    """The least and the most that `3`, `>2`, `<=4`, `2..5` mean."""
    low, dots, high = value.partition("..")
    if dots and all(not part or part.isdecimal() for part in (low, high)) and (low or high):
        return int(low or 0), int(high or _MANY)
    found = _COUNT.fullmatch(value)
    if found is None:
        raise BadQuery(f"“{key}:” wants a number, such as {key}:>2, not “{value}”")
    sign, number = found[1], int(found[2])
    return {
        "": (number, number),
        "<": (0, number - 1),
        "<=": (0, number),
        ">": (number + 1, _MANY),
        ">=": (number, _MANY),
    }[sign]


def _duplicates(value: str, context: Context) -> Test:
    many = context.dup
    if value in {"yes", "any", "no", "none"}:
        wanted = value in {"yes", "any"}
        return lambda row: (many(row.id) > 1) is wanted
    least, most = _number("dup", value)
    return lambda row: least <= many(row.id) <= most


def _evidence(value: str, context: Context) -> Test:
    word, strength = context.evidence, context.strength
    if value == "unknown":
        return lambda row: word(row.id) is None
    if value in {*SUPPORT, "any"}:
        wanted = {"weak", "strong"} if value == "any" else {value}
        return lambda row: word(row.id) in wanted
    if not (value[:1] in "<>." or value[:1].isdecimal()):
        raise BadQuery(f"there is no “evidence:{value}”; there are {' '.join(SUPPORT)} any unknown, and numbers to 100")  # fmt: skip
    least, most = _number("evidence", value)
    return lambda row: (known := strength(row.id)) is not None and least <= known <= most


def _seen(value: str, context: Context) -> Test:
    seen = context.seen
    if value in {"any", "yes"}:
        return lambda row: bool(seen(row))
    if value in {"none", "no", "never"}:
        return lambda row: not seen(row)
    if value not in VERDICTS:
        raise BadQuery(f"there is no “seen:{value}”; there are {' '.join(VERDICTS)} any none")
    return lambda row: seen(row) == value


_ASKING: Mapping[str, Callable[[str, Context], Test]] = {
    BODY: _said,
    PROPERTY: _property,
    "dup": _duplicates,
    "evidence": _evidence,
    "seen": _seen,
    "age": lambda value, context: _dated("age", value, context.today),
}


_OTHER: Mapping[str, Callable[[str], Test]] = {
    "owner": _owner,
    "prio": _priority,
    "tag": _tag,
    "in": _type_of_entity,
    "no": _without,
    "status": _status,
    "type": _status_type,
    "problem": _problem,
    PATTERN: _pattern,
}
