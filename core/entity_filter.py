"""The filter language of entities: words and qualifiers, compiled to a test of one row. Pure.

    ana in:people no:page open:>2 contact:<-30d -is:flagged (has:proposals OR is:pinned)

The grammar is that of tasks. Words are looked for in names and aliases as names are compared: without
accents, case and dashes.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from core.browse import EntityRow, Test
from core.entities import same_type
from core.errors import BadQuery
from core.grammar import Qualifier, Word, parse_test
from core.periods import period
from core.spelling import folded

R = TypeVar("R")
_Amount = Callable[[EntityRow], int]
_COUNTED: Mapping[str, _Amount] = {
    "open": lambda row: row.open_tasks,
    "proposals": lambda row: row.proposals,
    "notes": lambda row: row.notes,
    "backlinks": lambda row: row.backlinks or 0,
    "mentions": lambda row: row.mentions or 0,
}
_HAD: Mapping[str, _Amount] = {
    **_COUNTED,
    "tasks": lambda row: row.open_tasks + row.proposals,
    "page": lambda row: row.path is not None,
    "aliases": lambda row: len(row.aliases),
    "contact": lambda row: row.last_contact is not None,
    "badges": lambda row: len(row.badges),
}
_STATES: Mapping[str, Test] = {
    "flagged": lambda row: row.flagged,
    "pinned": lambda row: row.pinned,
    "proposed": lambda row: row.proposals > 0,
    "open": lambda row: row.open_tasks > 0,
    "broken": lambda row: bool(row.badges),
    "any": lambda _: True,
}
_TEXTS: Mapping[str, Callable[[EntityRow], str]] = {
    "name": lambda row: row.name,
    "alias": lambda row: "\n".join(row.aliases),
    "path": lambda row: row.path or row.key,
}
QUALIFIERS = ("in", "type", "is", "has", "no", "badge", *_TEXTS, "contact", *_COUNTED)
"""Every word that may stand before a colon."""
_NUMBER = re.compile(r"(<=|>=|<|>)?([0-9]{1,9})|([0-9]{1,9})?\.\.([0-9]{1,9})?")


def parse_filter(text: str, today: date) -> Test:
    """The test that `text` spells.

    Raises:
        BadQuery: A sentence that names what is not understood.
    """
    return parse_test(text, QUALIFIERS, lambda leaf: _leaf(leaf, today))


def _leaf(leaf: Word | Qualifier, today: date) -> Test:
    if isinstance(leaf, Word):
        wanted = folded(leaf.text)
        return lambda row: wanted in row.plain
    key, value = leaf.key, leaf.value
    if not value:
        raise BadQuery(f"“{key}:” wants a value")
    if key in _COUNTED:
        return number(key, value, _COUNTED[key])
    if key in _TEXTS:
        return _textual(_TEXTS[key], value)
    if key == "contact":
        return _contact(value, today)
    return {"in": _type, "type": _type, "is": _state, "has": _having, "no": _lacking, "badge": _badge}[key](value)  # fmt: skip


def _chosen(key: str, value: str, known: Mapping[str, object]) -> str:
    if value not in known:
        raise BadQuery(f"there is no “{key}:{value}”; there are {' '.join(known)}")
    return value


def _state(value: str) -> Test:
    return _STATES[_chosen("is", value, _STATES)]


def _having(value: str) -> Test:
    amount = _HAD[_chosen("has", value, _HAD)]
    return lambda row: amount(row) > 0


def _lacking(value: str) -> Test:
    amount = _HAD[_chosen("no", value, _HAD)]
    return lambda row: not amount(row)


def _type(value: str) -> Test:
    """A type by its beginning, or as any generation of notes writes it: `in:person`."""
    wanted, same = value.lower(), same_type(value)
    return lambda row: row.type.lower().startswith(wanted) or same_type(row.type) == same


def _badge(value: str) -> Test:
    return lambda row: any(badge.code == value for badge in row.badges)


def _textual(text_of: Callable[[EntityRow], str], value: str) -> Test:
    wanted, plain = value.lower(), folded(value)
    return lambda row: wanted in (text := text_of(row)).lower() or (bool(plain) and plain in folded(text))  # fmt: skip


def _contact(value: str, today: date) -> Test:
    if value == "none":
        return lambda row: row.last_contact is None
    if value in {"any", "yes"}:
        return lambda row: row.last_contact is not None
    first, last = period("contact", value, today)

    def test(row: EntityRow) -> bool:
        day = row.last_contact
        return day is not None and first <= day <= last

    return test


def number(key: str, value: str, amount: Callable[[R], int]) -> Callable[[R], bool]:
    """Rows of which so many are counted: `3`, `>2`, `<=4`, `2..5`.

    Raises:
        BadQuery: It is no number; names `key`.
    """
    found = _NUMBER.fullmatch(value)
    if found is None or value == "..":
        raise BadQuery(f"“{key}:” wants a number, such as {key}:>2, not “{value}”")
    sign, figure, low, high = found.groups()
    if figure is None:
        least, most = int(low or 0), int(high) if high else None
        return lambda row: least <= amount(row) and (most is None or amount(row) <= most)
    than = int(figure)
    compare: dict[str | None, Callable[[R], bool]] = {
        None: lambda row: amount(row) == than,
        "<": lambda row: amount(row) < than,
        "<=": lambda row: amount(row) <= than,
        ">": lambda row: amount(row) > than,
        ">=": lambda row: amount(row) >= than,
    }
    return compare[sign]
