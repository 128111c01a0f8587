"""The filter language of what is wrong with lines: words and qualifiers, compiled to a test of one problem. Pure.

    kind:no-day,repeated fix:yes -path:_archive "ask the crew"

Words are looked for in the line, in its note's path and in what is wrong, whatever their case.
"""

from collections.abc import Callable, Mapping

from core.errors import BadQuery
from core.grammar import Qualifier, Word, parse_test
from core.problems.items import KINDS, Problem

Test = Callable[[Problem], bool]
QUALIFIERS = ("kind", "code", "fix", "is", "path", "entity", "in")
"""Every word that may stand before a colon."""
_STATES: Mapping[str, Test] = {
    "task": lambda one: one.task is not None,
    "proposed": lambda one: one.task is not None and one.task.proposed,
    "any": lambda _: True,
}


def parse_filter(text: str) -> Test:
    """The test that `text` spells.

    Raises:
        BadQuery: A sentence that names what is not understood.
    """
    return parse_test(text, QUALIFIERS, _leaf)


def _leaf(leaf: Word | Qualifier) -> Test:
    if isinstance(leaf, Word):
        wanted = leaf.text.lower()
        return lambda one: wanted in f"{one.raw}\n{one.path}\n{one.message}".lower()
    key, value = leaf.key, leaf.value
    if not value:
        raise BadQuery(f"“{key}:” wants a value")
    return _VALUED[key](value)


def _kind(value: str) -> Test:
    """Kinds by their beginnings, with commas between them."""
    wanted = tuple(filter(None, value.lower().split(",")))
    for one in wanted:
        if not any(code.startswith(one) for code in KINDS):
            raise BadQuery(f"there is no kind “{one}”; there are {' '.join(KINDS)}")
    return lambda one: one.code.startswith(wanted)


def _fix(value: str) -> Test:
    if value not in {"yes", "no"}:
        raise BadQuery(f"there is no “fix:{value}”; there are yes no")
    return lambda one: one.is_mendable is (value == "yes")


def _state(value: str) -> Test:
    if value not in _STATES:
        raise BadQuery(f"there is no “is:{value}”; there are {' '.join(_STATES)}")
    return _STATES[value]


def _path(value: str) -> Test:
    lower = value.lower()
    return lambda one: lower in one.path.lower()


def _entity(value: str) -> Test:
    lower = value.lower()
    return lambda one: one.task is not None and lower in (one.task.note.entity or "").lower()


def _type(value: str) -> Test:
    lower = value.lower()
    return lambda one: one.task is not None and (one.task.note.entity_type or "").lower().startswith(lower)  # fmt: skip


_VALUED: Mapping[str, Callable[[str], Test]] = {
    "kind": _kind,
    "code": _kind,
    "fix": _fix,
    "is": _state,
    "path": _path,
    "entity": _entity,
    "in": _type,
}
