"""The filter language of the inbox: words and qualifiers, compiled to a test of one row. Pure.

    harbor kind:email in:customer date:-7d.. has:proposals -is:duplicate (no:entity OR entity:"Ana Ruiz")

The grammar is that of tasks. Words are looked for in the title, the entity and the name of what arrived as names
are compared: without accents, case and dashes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

from core.entities import has_arrived
from core.errors import BadQuery
from core.grammar import Qualifier, Word, parse_test
from core.inbox.items import KINDS, Kind
from core.measures import chosen, containing, dated, number, of_type
from core.path import NotePath, name_of
from core.spelling import folded


class Shown(Protocol):
    """What a filter asks of an item; a row has it all."""

    @property
    def path(self) -> NotePath: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def size(self) -> int: ...
    @property
    def proposals(self) -> int: ...
    @property
    def entity(self) -> str | None: ...
    @property
    def entity_type(self) -> str | None: ...
    @property
    def source(self) -> str: ...
    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def head(self) -> str: ...
    @property
    def others(self) -> tuple[str, ...]: ...
    @property
    def messages(self) -> int: ...
    @property
    def minutes(self) -> int: ...


Test = Callable[[Shown], bool]
_folded = lru_cache(maxsize=65_536)(folded)


@lru_cache(maxsize=131_072)
def _plain(title: str, entity: str | None) -> str:
    """What words are looked for in; while somebody types it is asked for again with each letter."""
    return f"{folded(title)}\n{folded(entity)}" if entity else folded(title)


_COUNTED: Mapping[str, Callable[[Shown], int]] = {
    "proposals": lambda row: row.proposals,
    "messages": lambda row: row.messages,
    "minutes": lambda row: row.minutes,
    "members": lambda row: 1 + len(row.others),
    "size": lambda row: row.size,
}
_HAD: Mapping[str, Callable[[Shown], object]] = {
    "proposals": lambda row: row.proposals,
    "entity": lambda row: row.entity,
    "source": lambda row: row.source and "no-source" not in row.flags,
    "date": lambda row: row.date,
    "others": lambda row: row.others,
}
_TEXTS: Mapping[str, Callable[[Shown], str]] = {
    "title": lambda row: row.title,
    "path": lambda row: row.path,
    "file": lambda row: name_of(row.path),
    "entity": lambda row: row.entity or "",
    "source": lambda row: row.source,
}
QUALIFIERS = ("kind", "in", "type", "is", "has", "no", "date", *_TEXTS, *_COUNTED)
"""Every word that may stand before a colon."""


def parse_filter(text: str, today: date, inbox: Sequence[str]) -> Test:
    """The test that `text` spells.

    Args:
        text: As it is typed.
        today: What dates are relative to.
        inbox: The folders in which files arrive.

    Raises:
        BadQuery: A sentence that names what is not understood.
    """

    def arrived(row: Shown) -> bool:
        return row.kind == "capture" or has_arrived(row.path, inbox)

    return parse_test(text, QUALIFIERS, lambda leaf: _leaf(leaf, today, arrived))


def _leaf(leaf: Word | Qualifier, today: date, arrived: Test) -> Test:
    if isinstance(leaf, Word):
        return _word(leaf.text)
    key, value = leaf.key, leaf.value
    if not value:
        raise BadQuery(f"“{key}:” wants a value")
    if key == "is":
        return _state(value, arrived)
    if key == "date":
        return dated(key, value, today, lambda row: row.date)
    if key in _COUNTED:
        return number(key, value, _COUNTED[key])
    if key in _TEXTS:
        return _textual(_TEXTS[key], value)
    return {"kind": _kind, "in": _type, "type": _type, "has": _having, "no": _lacking}[key](value)


def _word(text: str) -> Test:
    wanted, plain = text.lower(), folded(text)
    if not plain:
        return lambda row: wanted in row.title.lower()

    def test(row: Shown) -> bool:
        if plain in _plain(row.title, row.entity):
            return True
        return row.kind != "note" and plain in _folded(name_of(row.path))

    return test


def _state(value: str, arrived: Test) -> Test:
    tests: Mapping[str, Test] = {
        "arrived": arrived,
        "note": lambda row: not arrived(row),
        "duplicate": lambda row: bool(row.others or row.head) or "duplicate" in row.flags,
        "unfinished": lambda row: "unfinished" in row.flags,
        "proposed": lambda row: row.proposals > 0,
        "any": lambda _: True,
    }
    return tests[chosen("is", value, tests)]


def _kind(value: str) -> Test:
    """A kind by its beginning."""
    wanted = value.lower()
    kinds = frozenset(kind for kind in KINDS if kind.startswith(wanted))
    if not kinds:
        raise BadQuery(f"there is no “kind:{value}”; there are {' '.join(KINDS)}")
    return lambda row: row.kind in kinds


def _type(value: str) -> Test:
    return of_type(value, lambda row: row.entity_type or "none")


def _having(value: str) -> Test:
    has = _HAD[chosen("has", value, _HAD)]
    return lambda row: bool(has(row))


def _lacking(value: str) -> Test:
    has = _HAD[chosen("no", value, _HAD)]
    return lambda row: not has(row)


def _textual(text_of: Callable[[Shown], str], value: str) -> Test:
    if value == "none":
        return lambda row: not text_of(row)
    return containing(value, text_of, _folded)
