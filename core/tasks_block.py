"""A filter as a query of Obsidian Tasks: a block to paste into a note. Pure.

What the plugin cannot say stands in the block as a comment, so that nobody takes it for the whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.arranging import Arrangement
from core.grammar import PATTERN, All, Any, Leaf, Not, Term, Word, parts
from core.periods import HIGH, LOW, period
from core.qualifiers import DATES
from core.query import PROPOSALS, Query

_ALWAYS = ""
"""An instruction that every task follows: nothing is written."""
_DELIMITERS = (("(", ")"), ("[", "]"), ("{", "}"), ('"', '"'))
"""One line may use one kind of them, around what has none of that kind in it."""
_NO_OWNER = "description regex does not match /@(?!tbd\\b)[^\\s]/i"
_NEAR = frozenset(["today", "tomorrow", "yesterday"])
_SIGNS = {"<=": "on or before", ">=": "on or after", "<": "before", ">": "after", "": "on"}
_RANKS = ("highest", "high", "medium", "none", "low", "lowest")
_SORTS: Mapping[str, str] = {
    "due": "due", "scheduled": "scheduled", "start": "start", "created": "created", "ended": "done", "prio": "priority",
    "urgency": "urgency", "path": "path", "text": "description", "status": "status.name", "note": "filename",
}  # fmt: skip
_GROUPS: Mapping[str, str] = {
    "note": "filename", "path": "path", "folder": "folder", "heading": "heading", "due": "due", "prio": "priority",
    "status": "status.name",
}  # fmt: skip


class _Said(NamedTuple):
    """Instructions with AND, OR or NOT between them."""

    how: str
    terms: "tuple[_Tree, ...]"


_Tree = str | _Said


class _Unsaid(Exception):
    """The plugin has no words for it."""


@dataclass(frozen=True, slots=True)
class Block:
    """The query, and what it leaves out."""

    lines: tuple[str, ...]
    """Without the fences; not safe to show."""
    lacking: tuple[str, ...]
    """What of the filter the plugin cannot say."""

    @property
    def text(self) -> str:
        """As it stands in a note."""
        return "\n".join(["```tasks", *self.lines, "```", ""])


def tasks_block(query: Query, today: date, me: Sequence[str]) -> Block:
    """The filter in the plugin's words.

    Args:
        query: The filter.
        today: What dates in words count from.
        me: Owners that mean the person.
    """
    writer = _Writer(today, me)
    lines: list[str] = []
    lacking: list[str] = []
    for term, text in _asked(query):
        try:
            line = text if query.raw else writer.line(term)
        except _Unsaid:
            lacking += [text] if text not in lacking else []
            line = f"# {' '.join(text.split())}: nothing in Obsidian Tasks says so"
        if line and line not in lines:
            lines.append(line)
    of_list, missing = _arranged(query.arrangement)
    return Block((*lines, *of_list), (*lacking, *missing))


def _asked(query: Query) -> Iterator[tuple[Term, str]]:
    """What all must hold, and how that was typed."""
    if not query.says_status:
        yield PROPOSALS, "is:proposed"
    for clause in query.clauses:
        yield from (
            (term, clause.text) for term in ((clause.term,) if query.raw else parts(clause.term))
        )
    if not query.clauses:
        yield from ((term, query.text.strip()) for term in parts(query.term))


def _arranged(arrangement: Arrangement) -> tuple[list[str], list[str]]:
    lines, lacking = [], []
    for sort in arrangement.sorts:
        if sort.key in _SORTS:
            lines.append(f"sort by {_SORTS[sort.key]}{' reverse' if sort.turned else ''}")
        else:
            lacking.append(f"sort:{sort.key}")
    if arrangement.group in _GROUPS:
        lines.append(f"group by {_GROUPS[arrangement.group]}")
    elif arrangement.group:
        lacking.append(f"group:{arrangement.group}")
    if arrangement.limit is not None:
        lines.append(f"limit {arrangement.limit}")
    return lines, lacking


class _Writer:
    """Terms as lines."""

    def __init__(self, today: date, me: Sequence[str]) -> None:
        self._today = today
        self._me = me

    def line(self, term: Term) -> str:
        """One instruction; `""` where all tasks follow it. Raises `_Unsaid`."""
        tree = self._tree(term)
        if isinstance(tree, str):
            return tree
        instructions = list(_instructions(tree))
        if any(not one or "\n" in one for one in instructions):
            raise _Unsaid
        for left, right in _DELIMITERS:
            if not any(left in one or right in one for one in instructions):
                return _written(tree, left, right)
        raise _Unsaid

    def _tree(self, term: Term) -> _Tree:
        match term:
            case Not(inner):
                return _Said("NOT", (self._tree(inner),))
            case All(terms):
                return self._several("AND", terms)
            case Any(terms):
                return self._several("OR", terms)
            case _:
                return self._leaf(term)

    def _several(self, how: str, terms: Sequence[Term]) -> _Tree:
        trees = [self._tree(one) for one in terms]
        if how == "AND":
            trees = [tree for tree in trees if tree]
        if not trees or (how == "OR" and _ALWAYS in trees):
            return _ALWAYS
        return trees[0] if len(trees) == 1 else _Said(how, tuple(trees))

    def _leaf(self, leaf: Leaf) -> _Tree:
        if isinstance(leaf, Word):
            return _Said("OR", (f"description includes {leaf.text}", f"filename includes {leaf.text}"))  # fmt: skip
        key, value = leaf.key, leaf.value
        if key in DATES:
            return self._dated(key, value)
        if key == "owner" or (key, value) in {("is", "mine"), ("no", "owner")}:
            return self._owner({"is": "me", "no": "none"}.get(key, value))
        if key == "no" and value in DATES:
            return self._dated(value, "none")
        if key not in _WORDS:
            raise _Unsaid
        return _WORDS[key](value)

    def _owner(self, value: str) -> _Tree:
        name = value.removeprefix("@")
        if name.lower() == "none":
            return _NO_OWNER
        names = self._me if name.lower() == "me" else (name,)
        lines = tuple(f"description includes @{one}" for one in names)
        return lines[0] if len(lines) == 1 else _Said("OR", lines)

    def _dated(self, key: str, value: str) -> _Tree:
        if key == "ended":
            return _Said("OR", (self._dated("done", value), self._dated("cancelled", value)))
        if key == "date":
            raise _Unsaid
        if value in {"none", "any", "yes"}:
            return f"{'no' if value == 'none' else 'has'} {key} date"
        line = f"{'starts' if key == 'start' else key} {self._days(key, value)}"
        # There, what has no start date has started.
        return _Said("AND", ("has start date", line)) if key == "start" else line

    def _days(self, key: str, value: str) -> str:
        sign = next((sign for sign in _SIGNS if sign and value.startswith(sign)), "")
        if (word := value.removeprefix(sign).lower()) in _NEAR:
            return f"{_SIGNS[sign]} {word}"
        first, last = period(key, value, self._today)
        if first == last:
            return f"on {first}"
        if first == LOW:
            return f"on or before {last}"
        return f"on or after {first}" if last == HIGH else f"{first} {last}"


def _instructions(tree: _Tree) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    else:
        for inner in tree.terms:
            yield from _instructions(inner)


def _written(tree: _Tree, left: str, right: str) -> str:
    if isinstance(tree, str):
        return tree
    inside = [f"{left}{_written(inner, left, right)}{right}" for inner in tree.terms]
    return f"NOT {inside[0]}" if tree.how == "NOT" else f" {tree.how} ".join(inside)


def _known(among: Mapping[str, _Tree]) -> Callable[[str], _Tree]:
    def say(value: str) -> _Tree:
        if value not in among:
            raise _Unsaid
        return among[value]

    return say


def _including(what: str) -> Callable[[str], _Tree]:
    def say(value: str) -> _Tree:
        if value == "none":
            raise _Unsaid
        return f"{what} includes {value}"

    return say


def _in_line(value: str) -> _Tree:
    if value[:1] == value[-1:] == PATTERN and value.strip(PATTERN):
        return f"description regex matches {value}i"
    return f"description includes {value}"


def _tag(value: str) -> _Tree:
    if value == "none":
        return "no tags"
    if value[:1] == value[-1:] == "*" and value.strip("*"):
        return f"tags include {value.strip('*')}"
    return f"tags include #{value.removeprefix('#')}"


def _priority(value: str) -> _Tree:
    sign = next((sign for sign in (">=", "<=", ">", "<") if value.startswith(sign)), "")
    name = value.removeprefix(sign).replace("normal", "none")
    at = _RANKS.index(name)
    if sign == ">=":
        return f"priority is above {_RANKS[at + 1]}" if at + 1 < len(_RANKS) else _ALWAYS
    if sign == "<=":
        return f"priority is below {_RANKS[at - 1]}" if at else _ALWAYS
    return f"priority is {({'>': 'above ', '<': 'below '}).get(sign, '')}{name}"


_WORDS: Mapping[str, Callable[[str], _Tree]] = {
    PATTERN: lambda value: f"description regex matches /{value}/i",
    "line": _in_line,
    "is": _known({
        "proposed": "status.name includes Proposed",
        "open": _Said("AND", ("not done", _Said("NOT", ("status.name includes Proposed",)))),
        "started": "status.type is IN_PROGRESS",
        "done": "status.type is DONE",
        "rejected": "status.type is CANCELLED",
        "any": _ALWAYS,
        "overdue": _Said("AND", ("not done", "due before today")),
        "recurring": "is recurring",
    }),
    "no": _known({"prio": "priority is none", "tag": "no tags"}),
    "status": lambda value: f"status.name includes {value}",
    "type": lambda value: f"status.type is {value.upper().replace('-', '_').replace(' ', '_')}",
    "prio": _priority,
    "tag": _tag,
    "path": _including("path"),
    "file": _including("filename"),
    "heading": _including("heading"),
}  # fmt: skip
