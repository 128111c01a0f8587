"""The task verbs: what each asks, and the intent its answer makes. No widgets, no session."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from core.actions.intents import (
    Accept,
    Done,
    Intent,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Snooze,
    Start,
)
from core.errors import Refused
from core.index.rows import TaskRow
from core.when import parse_when
from tui.asking import Choice, Meaning, Question
from tui.text import clip

Items = tuple[TaskRow, ...]

PLAIN: frozenset[str] = frozenset(
    ["task.accept", "task.reject", "task.start", "task.done", "task.reopen"]
)
"""Verbs that ask nothing."""

DECIDING = PLAIN | {"task.snooze"}
"""Verbs about tasks by themselves after which a proposal no longer waits."""

TOGETHER: frozenset[str] = frozenset(
    ["task.accept-cluster", "task.reject-cluster", "task.duplicate", "task.as-before"]
)
"""Verbs about tasks beside others after which none of them waits."""

LEAVING = DECIDING | TOGETHER
"""Verbs after which a row leaves a list of proposals at the key."""

PRIORITIES = (
    Choice("H", "highest  🔺", "highest"),
    Choice("h", "high     ⏫", "high"),
    Choice("m", "medium   🔼", "medium"),
    Choice("l", "low      🔽", "low"),
    Choice("L", "lowest   ⏬", "lowest"),
    Choice("n", "none", ""),
)

_WORDS = 40
_DAYS = ("today", "tomorrow", "monday", "next week", "none")
_LATER = ("tomorrow", "monday", "next week", "2 weeks")


def name(verb: str) -> str:
    """What people call it: `accept`, `due`."""
    return verb.rpartition(".")[2]


def intent(verb: str, value: str, items: Items, today: date) -> Intent:
    """What a verb with its answer wants done to tasks.

    Raises:
        Refused: The answer means nothing.
    """
    return _MAKERS[verb](items, value, today)


def verb_of(intent: Intent) -> str:
    """The verb that makes such an intent."""
    return _VERBS[type(intent)]


def owner_of(value: str) -> str | None:
    """The name without its `@`; `None` for `none` or nothing."""
    owner = " ".join(value.split()).removeprefix("@")
    return None if owner.lower() in {"", "none"} else owner


def tag_of(value: str) -> tuple[str, bool]:
    """A tag with its `#`, and whether it is to be there.

    Raises:
        Refused: It is no tag.
    """
    word = value.strip()
    present = not word.startswith("-")
    tag = "#" + word.removeprefix("-").removeprefix("#")
    if tag == "#" or any(char.isspace() or char in "#,;:.!?()[]{}<>\"'`@" for char in tag[1:]):
        raise Refused("A tag is one word, like #waiting; -#waiting takes it off.")
    return tag, present


def text_of(value: str) -> str:
    """The words, with single spaces at no end.

    Raises:
        Refused: There are none.
    """
    if not value.strip():
        raise Refused("A task wants words.")
    return value.strip()


_MAKERS: Mapping[str, Callable[[Items, str, date], Intent]] = {
    "task.accept": lambda items, _value, _today: Accept(items),
    "task.reject": lambda items, _value, _today: Reject(items),
    "task.start": lambda items, _value, _today: Start(items),
    "task.done": lambda items, _value, _today: Done(items),
    "task.reopen": lambda items, _value, _today: Reopen(items),
    "task.due": lambda items, value, today: SetDue(items, parse_when(value, today)),
    "task.snooze": lambda items, value, today: Snooze(items, parse_when(value, today)),
    "task.priority": lambda items, value, _today: SetPriority(items, value or None),
    "task.owner": lambda items, value, _today: SetOwner(items, owner_of(value)),
    "task.tag": lambda items, value, _today: SetTag(items, *tag_of(value)),
    "edit.text": lambda items, value, _today: SetText(items, text_of(value)),
}


_VERBS: Mapping[type[Intent], str] = {
    Accept: "task.accept",
    Reject: "task.reject",
    Start: "task.start",
    Done: "task.done",
    Reopen: "task.reopen",
    SetDue: "task.due",
    Snooze: "task.snooze",
    SetPriority: "task.priority",
    SetOwner: "task.owner",
    SetTag: "task.tag",
    SetText: "edit.text",
}


def question(
    verb: str,
    items: Sequence[TaskRow],
    today: date,
    known: Mapping[str, tuple[str, ...]],
) -> Question:
    """What to ask for a verb; `known` are the owners and tags of the vault, the usual ones first."""
    what = of(items)
    match verb:
        case "task.due":
            return Question(
                f"due{what}",
                _when(today),
                placeholder="friday · +3 · 2026-01-31",
                answers=_days(_DAYS),
            )
        case "task.snooze":
            explain = _when(today, until=True)
            return Question(
                f"snooze{what} until", explain, placeholder="tomorrow", answers=_days(_LATER)
            )
        case "task.owner":
            return Question(
                f"owner{what}", _owner, placeholder="a name", answers=_owners(known["owners"])
            )
        case "task.tag":
            return Question(
                f"tag{what}", _tag, placeholder="#waiting", answers=_tags(known["tags"])
            )
        case _:
            return Question(f"words{what}", _text, value=items[0].text)


def of(items: Sequence[TaskRow]) -> str:
    """Of what, in a title: ` of 3 tasks`, ` of “Send the …”`."""
    return f" of {len(items)} tasks" if len(items) > 1 else f" of “{clip(items[0].text, _WORDS)}”"


def day_words(day: date, today: date) -> str:
    """`Fri 2 Jan 2026, in 3 days`."""
    away = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    ago = f"in {away} days" if away > 0 else f"{-away} days ago"
    return f"{day:%a} {day.day} {day:%b %Y}, {near.get(away, ago)}"


def _when(today: date, *, until: bool = False) -> Callable[[str], Meaning]:
    def explain(text: str) -> Meaning:
        if not text.strip():
            return Meaning("A day in words, ±days, or a date.", fine=False)
        try:
            day = parse_when(text, today)
        except Refused as refused:
            return Meaning(str(refused), fine=False)
        if day is None:
            return Meaning("shown again now" if until else "no due date")
        if until and day <= today:
            return Meaning(f"{day_words(day, today)}: snoozing wants a day to come", fine=False)
        return Meaning(day_words(day, today))

    return explain


def _days(usual: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def answers(text: str) -> tuple[str, ...]:
        return tuple(day for day in usual if day.startswith(text.lower()))

    return answers


def _owner(text: str) -> Meaning:
    owner = owner_of(text)
    return Meaning("no owner" if owner is None else f"@{owner}")


def _owners(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def answers(text: str) -> tuple[str, ...]:
        typed = text.removeprefix("@")
        if not typed:
            return (*known[:7], "none")
        found = _like(typed, known)
        as_written = () if typed.lower() in {each.lower() for each in found} else (typed,)
        return (*found[: 7 - len(as_written)], *as_written)

    return answers


def _like(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names that `text` may mean: those with a word that begins so, then the merely similar."""
    # Imported here: 26 ms that the first frame does not pay for.
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 see above

    low = text.lower()
    begin = [each for each in known if any(word.startswith(low) for word in each.lower().split())]
    near = process.extract(
        text, known, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=75, limit=8
    )
    return tuple(dict.fromkeys([*begin, *(each for each, _, _ in near)]))


def _tag(text: str) -> Meaning:
    try:
        tag, present = tag_of(text)
    except Refused as refused:
        return Meaning(str(refused), fine=False)
    return Meaning(f"adds {tag}" if present else f"takes {tag} off")


def _tags(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def answers(text: str) -> tuple[str, ...]:
        sign = "-" if text.startswith("-") else ""
        typed = text.removeprefix("-").removeprefix("#").lower()
        found = tuple(
            sign + tag for tag in known if tag.lower().removeprefix("#").startswith(typed)
        )
        exact = f"{sign}#{typed}"
        if not typed:
            return found[:8] if text else ()
        return (exact, *(tag for tag in found if tag.lower() != exact))[:8]

    return answers


def _text(text: str) -> Meaning:
    return Meaning("" if text.strip() else "A task wants words.", fine=bool(text.strip()))
