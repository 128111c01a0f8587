"""What a filter means, in words: what the person reads who is not sure that it says what was meant. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.arranging import Arrangement
from core.grammar import PATTERN, PROPERTY, All, Any, Leaf, Not, Qualifier, Term, Word, parts
from core.periods import HIGH, LOW, ages, period
from core.qualifiers import BODY, DATES
from core.query import Query


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must hold, or one of several."""

    text: str
    """Not safe to show: it quotes the filter."""
    deep: int = 0
    """How far in it stands: below what it is a part of."""


def explain(query: Query, today: date) -> tuple[Line, ...]:
    """What every task that the filter finds is, each line going on from “tasks that”."""
    terms = parts(query.meant)
    lines = [line for term in terms for line in _lines(term, today, 0)]
    if not lines:
        lines = [Line("are in scope, whatever their status")]
    return (*lines, *map(Line, _arranged(query.arrangement)))


def said(query: Query, today: date) -> str:
    """The same in one line."""
    return "; ".join(line.text for line in explain(query, today))


def _lines(term: Term, today: date, deep: int) -> list[Line]:
    found: list[Line] = []
    match term:
        case All(terms) | Any(terms) if terms:
            how = "all of this holds:" if isinstance(term, All) else "one of these holds:"
            found = [Line(how, deep), *_below(terms, today, deep)]
        case Not(All() | Any() as inner):
            inside = _lines(inner, today, deep)
            found = [Line(f"not so: {inside[0].text}", deep), *inside[1:]] if inside else []
        case Not(Not(inner)):
            found = _lines(inner, today, deep)
        case Not(Word() | Qualifier() as leaf):
            found = [Line(f"not those that {_leaf(leaf, today)}", deep)]
        case Word() | Qualifier():
            found = [Line(_leaf(term, today), deep)]
        case _:
            pass
    return found


def _below(terms: tuple[Term, ...], today: date, deep: int) -> list[Line]:
    return [line for term in terms for line in _lines(term, today, deep + 1)]


def _leaf(leaf: Leaf, today: date) -> str:
    if isinstance(leaf, Word):
        return f"have “{leaf.text}” in their line or their note's title"
    key, value = leaf.key, leaf.value
    if key in DATES:
        return _dated(key, value, today)
    if key in _ON_A_DAY:
        return _ON_A_DAY[key](value, today)
    return _PHRASES[key](value)


_STATES: Mapping[str, str] = {
    "proposed": "wait for a decision",
    "open": "are open and decided",
    "done": "are done",
    "rejected": "were rejected or cancelled",
    "started": "are in progress",
    "any": "have any status",
    "snoozed": "are snoozed",
    "refused": "have a decision that could not be written",
    "mine": "are yours",
    "overdue": "are open and overdue",
    "malformed": "are written so that Obsidian Tasks misreads them",
    "recurring": "recur",
    "repeat": "repeat the very words of a task that was decided",
    "superseded": "stand in a note of whose source there is a newer note",
}
_VERBS: Mapping[str, str] = {
    "due": "are due",
    "scheduled": "are scheduled for",
    "start": "start",
    "created": "were made",
    "done": "were done",
    "cancelled": "were cancelled",
    "ended": "were done or cancelled",
    "date": "stand in a note of",
}
_NAMES: Mapping[str, str] = {
    "due": "due date",
    "scheduled": "scheduled date",
    "start": "start date",
    "created": "date of creation",
    "done": "done date",
    "cancelled": "cancelled date",
    "ended": "done or cancelled date",
    "date": "date of their note",
}


def day_words(day: str, today: date) -> str:
    """`Tue 6 Jan 2026`, and how far that is where it is near."""
    when = date.fromisoformat(day)
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((when - today).days)
    written = f"{when:%a} {when.day} {when:%b %Y}"
    return f"{near}, {written}" if near else written


def _days(first: str, last: str, today: date) -> str:
    if first > last:
        return "on no day at all"
    if first == last:
        return day_words(first, today)
    if first == LOW:
        return f"{day_words(last, today)} or earlier"
    if last == HIGH:
        return f"{day_words(first, today)} or later"
    return f"{day_words(first, today)} to {day_words(last, today)}"


def _dated(key: str, value: str, today: date) -> str:
    if value == "none":
        return f"have no {_NAMES[key]}"
    if value in {"any", "yes"}:
        return f"have a {_NAMES[key]}"
    return f"{_VERBS[key]} {_days(*period(key, value, today), today)}"


def _age(value: str, today: date) -> str:
    if value == "none":
        return "have no date of creation, nor has their note a date"
    if value in {"any", "yes"}:
        return "have a date of creation, or their note has a date"
    return f"were made, or stand in a note of, {_days(*ages(value, today), today)}"


def _priority(value: str) -> str:
    sign = next((sign for sign in (">=", "<=", ">", "<") if value.startswith(sign)), "")
    name = value.removeprefix(sign)
    name = "no" if name in {"none", "normal"} else name
    how = {"": "", ">=": " or a higher one", "<=": " or a lower one", ">": "", "<": ""}[sign]
    before = {">": "a priority above ", "<": "a priority below "}.get(sign, "")
    if before:
        return f"have {before}{'none' if name == 'no' else name}"
    return f"have {name} priority{how}"


def _lacking(value: str, today: date) -> str:
    if value in DATES:
        return _dated(value, "none", today)
    return {
        "owner": "have no owner",
        "prio": "have no priority",
        "tag": "have no tag",
        "entity": "belong to no entity",
        "source": "stand in a note that names no source",
        "heading": "stand below no heading",
    }[value]


def _owner(value: str) -> str:
    name = value.removeprefix("@")
    if name.lower() == "me":
        return "are yours"
    return (
        "have no owner, or TBD"
        if name.lower() == "none"
        else f"are owned by somebody called “{name}”"
    )


def _tag(value: str) -> str:
    if value == "none":
        return "have no tag"
    name = value.removeprefix("#")
    if value[:1] == value[-1:] == "*" and value.strip("*"):
        return f"have a tag with “{value.strip('*')}” in it"
    return f"have the tag #{name}, or one below it"


def _in_line(value: str) -> str:
    if value[:1] == value[-1:] == PATTERN and value.strip(PATTERN):
        return f"have a line that matches {value}"
    return f"have “{value}” in their line"


def _property(value: str) -> str:
    name, _, text = (part.strip() for part in value.partition(":"))
    if text.lower() in {"none", "null"}:
        return f"stand in a note whose property {name} says nothing"
    if not text:
        return f"stand in a note that has the property {name}"
    return f"stand in a note whose property {name} has “{text}” in it"


def _duplicates(value: str) -> str:
    if value in {"yes", "any"}:
        return "are asked for more than once"
    if value in {"no", "none"}:
        return "are asked for once"
    return f"are asked for {_many(value)} times"


def _many(value: str) -> str:
    low, dots, high = value.partition("..")
    if dots:
        return f"{low or 0} to {high}" if high else f"{low} or more"
    for sign, words in (
        (">=", "at least "),
        ("<=", "at most "),
        (">", "more than "),
        ("<", "fewer than "),
    ):
        if value.startswith(sign):
            return words + value.removeprefix(sign)
    return value


def _evidence(value: str) -> str:
    words = {
        "none": "have no sentence of their source behind them",
        "weak": "have little of their source behind them",
        "strong": "are well supported by their source",
        "any": "have a sentence of their source behind them",
        "unknown": "name no source, or were not compared with it yet",
    }
    return words.get(value) or f"are supported to {_many(value)} of 100"


def _seen(value: str) -> str:
    if value in {"any", "yes"}:
        return "were decided before"
    if value in {"none", "no", "never"}:
        return "were never decided before"
    return f"were {'found to be a duplicate' if value == 'duplicate' else value} before"


def _entity(value: str) -> str:
    return (
        "belong to no entity" if value == "none" else f"belong to “{value}”, or whose name has that"
    )


def _problem(value: str) -> str:
    words = {"any": "have something wrong with their line", "none": "have nothing wrong with it"}
    return words.get(value) or f"have a line with the problem “{value}”"


def _containing(what: str, none: str) -> Callable[[str], str]:
    return lambda value: none if value == "none" else f"stand {what} “{value}” in it"


_ON_A_DAY: Mapping[str, Callable[[str, date], str]] = {"age": _age, "no": _lacking}
_PHRASES: Mapping[str, Callable[[str], str]] = {
    PATTERN: lambda value: f"match /{value}/ in their line or their note's title",
    PROPERTY: _property,
    BODY: lambda value: f"stand in a note whose text has “{value}”",
    "line": _in_line,
    "is": _STATES.__getitem__,
    "prio": _priority,
    "owner": _owner,
    "tag": _tag,
    "in": lambda value: f"belong to an entity of a type “{value}…”",
    "status": lambda value: f"have “{value}” in the name of their status",
    "type": lambda value: f"have a status of type {value.upper().replace('-', '_').replace(' ', '_')}",
    "path": _containing("in a path that has", "stand nowhere"),
    "file": _containing("in a file whose name has", "stand nowhere"),
    "title": _containing("in a note whose title has", "stand in a note without a title"),
    "heading": _containing("below a heading that has", "stand below no heading"),
    "entity": _entity,
    "dup": _duplicates,
    "evidence": _evidence,
    "seen": _seen,
    "problem": _problem,
}  # fmt: skip


def _arranged(arrangement: Arrangement) -> list[str]:
    found = []
    if arrangement.sorts:
        keys = [f"{sort.key}{' (turned)' if sort.turned else ''}" for sort in arrangement.sorts]
        found.append(f"sorted by {', then '.join(keys)}")
    if arrangement.group:
        found.append(f"grouped by {arrangement.group}")
    if arrangement.limit is not None:
        found.append(f"and of those the first {arrangement.limit:,}")
    return found
