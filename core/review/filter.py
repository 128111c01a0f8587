"""The filter language of the queue: words and qualifiers, compiled to a test of one row. Pure.

    ana in:people why:near-name -is:flagged mentions:>3 no:notes

Words are looked for in names and aliases as names are compared.
"""

from collections.abc import Callable, Mapping

from core.errors import BadQuery
from core.grammar import Qualifier, Word, parse_test
from core.measures import chosen, number, of_type
from core.review.items import REASONS, ReviewRow
from core.spelling import folded

Test = Callable[[ReviewRow], bool]
_COUNTED: Mapping[str, Callable[[ReviewRow], int]] = {
    "mentions": lambda row: row.evidence.mentions or 0,
    "notes": lambda row: row.evidence.notes,
    "backlinks": lambda row: row.evidence.backlinks,
    "facts": lambda row: row.evidence.facts,
}
_STATES: Mapping[str, Test] = {
    "flagged": lambda row: row.flagged,
    "page": lambda row: row.path is not None,
    "name": lambda _: False,
    "any": lambda _: True,
}
QUALIFIERS = ("in", "type", "is", "has", "no", "why", "name", "path", *_COUNTED)
"""Every word that may stand before a colon."""


def parse_filter(text: str, has_candidates: Test) -> Test:
    """The test that `text` spells.

    Args:
        text: The filter.
        has_candidates: Whether another page has nearly the name of one; asked only where a filter does.

    Raises:
        BadQuery: A sentence that names what is not understood.
    """
    return parse_test(text, QUALIFIERS, lambda leaf: _leaf(leaf, has_candidates))


def _leaf(leaf: Word | Qualifier, has_candidates: Test) -> Test:
    if isinstance(leaf, Word):
        wanted = folded(leaf.text)
        return lambda row: wanted in row.plain
    key, value = leaf.key, leaf.value
    if not value:
        raise BadQuery(f"“{key}:” wants a value")
    if key in _COUNTED:
        return number(key, value, _COUNTED[key])
    if key in {"has", "no", "why"}:
        return _having(key, value, has_candidates)
    return _VALUED[key](value)


def _having(key: str, value: str, has_candidates: Test) -> Test:
    if key == "why":
        code = chosen(key, value, REASONS)
        if code == "near-name":
            return has_candidates
        return lambda row: any(one.code == code for one in row.why)
    if value == "candidates":
        return has_candidates if key == "has" else lambda row: not has_candidates(row)
    amount = _COUNTED[chosen(key, value, _COUNTED)]
    return (lambda row: amount(row) > 0) if key == "has" else (lambda row: not amount(row))


def _path(value: str) -> Test:
    lower = value.lower()
    return lambda row: lower in row.key.lower()


def _name(value: str) -> Test:
    plain = folded(value)
    return lambda row: plain in row.plain.partition("\n")[0]


_VALUED: Mapping[str, Callable[[str], Test]] = {
    "is": lambda value: _STATES[chosen("is", value, _STATES)],
    "in": lambda value: of_type(value, lambda row: row.type),
    "type": lambda value: of_type(value, lambda row: row.type),
    "path": _path,
    "name": _name,
}
