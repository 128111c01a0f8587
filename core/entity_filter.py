"""The filter language of entities: words and qualifiers, compiled to a test of one row. Pure.

    ana in:people no:page open:>2 contact:<-30d -is:flagged (has:proposals OR is:pinned)

The grammar is that of tasks. Words are looked for in names and aliases as names are compared: without
accents, case and dashes.
"""

from collections.abc import Callable, Mapping
from datetime import date

from core.browse import EntityRow, Test
from core.errors import BadQuery
from core.grammar import Qualifier, Word, parse_test
from core.measures import chosen, containing, dated, number, of_type
from core.spelling import folded

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
        return containing(value, _TEXTS[key])
    if key == "contact":
        return dated(key, value, today, lambda row: row.last_contact)
    if key in {"in", "type"}:
        return of_type(value, lambda row: row.type)
    return {"is": _state, "has": _having, "no": _lacking, "badge": _badge}[key](value)  # fmt: skip


def _state(value: str) -> Test:
    return _STATES[chosen("is", value, _STATES)]


def _having(value: str) -> Test:
    amount = _HAD[chosen("has", value, _HAD)]
    return lambda row: amount(row) > 0


def _lacking(value: str) -> Test:
    amount = _HAD[chosen("no", value, _HAD)]
    return lambda row: not amount(row)


def _badge(value: str) -> Test:
    return lambda row: any(badge.code == value for badge in row.badges)
