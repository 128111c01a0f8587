"""The verbs of the Inbox: what each asks, and the intents its answer makes. No widgets, no session."""

from collections.abc import Sequence
from datetime import date

from core.actions.intents import (
    Archive,
    Capture,
    Duplicate,
    File,
    InboxIntent,
    KeepOne,
    MakeNote,
    Review,
    SnoozeItem,
    Trash,
)
from core.errors import Refused
from core.inbox.items import InboxRow
from core.path import NotePath
from core.when import parse_when
from tui.asking import Meaning, Question
from tui.tasks.verbs import day_words
from tui.text import clip

Items = tuple[InboxRow, ...]

LEAVING = frozenset(["inbox.done", "inbox.trash", "inbox.duplicate", "inbox.snooze", "inbox.file"])
"""Verbs after which an item no longer waits: its row leaves at the key."""
CHANGES = "until it changes"
_LATER = ("tomorrow", "monday", "next week", "2 weeks", CHANGES)
_WORDS = 40


def name(verb: str) -> str:
    """What people call it: `file`, `snooze`."""
    return verb.rpartition(".")[2].replace("-", " ")


def intents(verb: str, value: str, items: Items, today: date) -> tuple[InboxIntent, ...]:
    """What a verb with its answer wants done to items, a transaction each.

    Raises:
        Refused: The answer means nothing.
    """
    match verb:
        case "inbox.file":
            return (File(items, value),)
        case "inbox.note":
            return (MakeNote(items, value),)
        case "inbox.trash":
            return (Trash(items),)
        case "inbox.duplicate":
            return (_copies(items, NotePath(value)),)
        case "inbox.snooze":
            return (_snoozed(items, value, today),)
        case _:
            files = tuple(row for row in items if row.kind != "note")
            notes = tuple(row for row in items if row.kind == "note")
            done = [Archive(files)] if files else []
            return (*done, *([Review(notes)] if notes else []))


def captured(text: str) -> Capture:
    """A line for the capture file. Raises `Refused` where it says nothing."""
    if not text.strip():
        raise Refused("A task wants words.")
    return Capture(" ".join(text.split()))


def leaving(verb: str, items: Items) -> tuple[str, ...]:
    """The rows that leave at the key."""
    if verb not in LEAVING:
        return ()
    if verb == "inbox.file":  # a note that goes to another entity still waits for a look
        return tuple(row.id for row in items if row.kind != "note")
    return tuple(row.id for row in items)


def of(items: Sequence[InboxRow]) -> str:
    """Of what, in a title: ` 3 items`, ` “Re: Sizing …”`."""
    return f" {len(items)} items" if len(items) > 1 else f" “{clip(items[0].title, _WORDS)}”"


def later(items: Items, today: date) -> Question:
    """Until when items are to be out of sight."""
    return out_of_sight(of(items), today)


def out_of_sight(what: str, today: date) -> Question:
    """Until when something is to be out of sight; `what` begins with a blank."""

    def explain(text: str) -> Meaning:
        if not text.strip():
            return Meaning("A day in words, +days, or until it changes.", fine=False)
        if changes(text):
            return Meaning("out of sight until the file changes")
        try:
            day = parse_when(text, today)
        except Refused as refused:
            return Meaning(str(refused), fine=False)
        if day is None:
            return Meaning("shown again now")
        if day <= today:
            return Meaning(f"{day_words(day, today)}: snoozing wants a day to come", fine=False)
        return Meaning(day_words(day, today))

    def answers(text: str) -> tuple[str, ...]:
        return tuple(day for day in _LATER if day.startswith(text.lower()))

    return Question(f"snooze{what} until", explain, placeholder="tomorrow", answers=answers)


def line_to_capture() -> Question:
    """What is to be remembered."""
    return Question(
        "capture a task",
        lambda text: Meaning(
            "" if text.strip() else "A task wants words.", fine=bool(text.strip())
        ),
        placeholder="one line, into the capture file",
    )


def changes(text: str) -> bool:
    """Whether an answer says: until it changes."""
    return bool(text.strip()) and CHANGES.startswith(text.strip().lower())


def _snoozed(items: Items, value: str, today: date) -> SnoozeItem:
    if changes(value):
        return SnoozeItem(items, until_changed=True)
    return SnoozeItem(items, until=parse_when(value, today))


def _copies(items: Items, of: NotePath) -> KeepOne | Duplicate:
    """Files are put away as copies; of notes of one meeting one is kept."""
    if all(row.kind == "note" for row in items):
        return KeepOne(items, of)
    return Duplicate(items, of)
