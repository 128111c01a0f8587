"""Intents as records and back: what the queue of decisions keeps of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from core.actions.intents import (
    Accept,
    AcceptCluster,
    Alias,
    AnyIntent,
    Archive,
    AsBefore,
    Capture,
    CreatePage,
    Done,
    Duplicate,
    DuplicateOf,
    File,
    Fix,
    ItemIntent,
    Join,
    Keep,
    KeepOne,
    LinkMentions,
    MakeNote,
    MakeTask,
    MapName,
    Merge,
    PageIntent,
    PutOff,
    Refusal,
    Reject,
    RejectCluster,
    Rename,
    Reopen,
    Retype,
    Review,
    SetDue,
    SetFields,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Snooze,
    SnoozeItem,
    Split,
    Start,
    TaskIntent,
    Trash,
    TrashPage,
    line_id,
)
from core.inbox.items import InboxRow
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.problems.items import Problem
from core.records import Record
from core.review.items import ReviewRow
from core.spelling import name_id

Row = TaskRow | InboxRow | ReviewRow | Problem
"""What a decision can be about, as lists have it."""
Asked = tuple[Any, ...]
"""The kind of an intent, and its values but for the tasks, as JSON has them."""

_DECIDING = (
    Accept, Reject, Start, Done, Reopen, AsBefore, AcceptCluster, RejectCluster, DuplicateOf, Snooze,
)  # fmt: skip
"""Whichever of these comes last is what is meant."""
_ABOUT_ITEMS = (File, MakeNote, Archive, Duplicate, KeepOne, Trash, Review, SnoozeItem)
_ABOUT_LINES = (Capture, MakeTask, CreatePage, MapName)
_ABOUT_REVIEWED = (Keep, PutOff)
_ABOUT_PAGES = (*_ABOUT_REVIEWED, Rename, Merge, Retype, Alias, SetFields, TrashPage, LinkMentions)
_BESIDE = frozenset(one.__name__ for one in (Alias, SetFields, LinkMentions))
"""What of a page can be wanted beside everything else."""
_KINDS: Mapping[str, type[AnyIntent]] = {
    kind.__name__: kind
    for kind in (
        *_DECIDING, SetOwner, SetDue, SetPriority, SetTag, SetText, Split, Join, *_ABOUT_ITEMS, *_ABOUT_LINES, *_ABOUT_PAGES, Fix,
    )
}  # fmt: skip
_DAYS = frozenset(["due", "until"])


class Item(NamedTuple):
    """A task that a decision is about, as it read; or what waits in the inbox, or for a review."""

    id: TaskId
    raw: str
    """`""` of what waits in the inbox or for a review: that is decided whatever is in it."""
    path: NotePath = NotePath("")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, as it is kept."""

    id: str
    time: str
    """UTC, ISO."""
    asked: Asked
    items: tuple[Item, ...]

    def intent(
        self,
        tasks: Mapping[TaskId, TaskRow],
        item: Callable[[str], Row | None] = lambda _: None,
    ) -> tuple[AnyIntent | None, tuple[Refusal, ...]]:
        """What is wanted of the tasks that read as they did, and why the others are refused.

        Args:
            tasks: Those that are there.
            item: What waits in the inbox under an id, for a review where it is about pages, or what is wrong with a line.
        """
        if is_about_lines(self.asked):
            return intent_of(self.asked, ()), ()
        found: list[Row] = []
        refused = []
        for one in self.items:
            row = tasks.get(one.id) if is_about_tasks(self.asked) else item(one.id)
            if row is not None and (not isinstance(row, TaskRow | Problem) or row.raw == one.raw):
                found.append(row)
            else:
                refused.append(_moved_on(one, row))
        return (intent_of(self.asked, found) if found else None), tuple(refused)


def decision_of(id: str, time: str, intent: AnyIntent) -> Decision:
    """`intent` as it is kept."""
    values = [getattr(intent, one.name) for one in fields(intent) if one.name != "items"]
    asked = [one.isoformat() if isinstance(one, date) else one for one in values]
    return Decision(id, time, (type(intent).__name__, *asked), _items(intent))


def _items(intent: AnyIntent) -> tuple[Item, ...]:
    if isinstance(intent, TaskIntent):
        return tuple(Item(row.id, row.raw, row.note.path) for row in intent.items)
    if isinstance(intent, ItemIntent):
        return tuple(Item(TaskId(row.id), "", row.path) for row in intent.items)
    if isinstance(intent, PageIntent):
        return tuple(Item(TaskId(row.key), "", NotePath(row.key)) for row in intent.items)
    if isinstance(intent, Fix):
        return tuple(Item(TaskId(one.id), one.raw, one.path) for one in intent.items)
    if isinstance(intent, MapName):
        return tuple(Item(TaskId(name_id(one)), one) for one in intent.names)
    path = intent.path if isinstance(intent, MakeTask) else NotePath("")
    text = intent.name if isinstance(intent, CreatePage) else intent.text
    return (Item(line_id(text), text, path),)


def is_about_tasks(asked: Asked) -> bool:
    """Whether it is about tasks, as the lists know them."""
    return issubclass(_KINDS[asked[0]], TaskIntent)


def is_about_problems(asked: Asked) -> bool:
    """Whether it is about what is wrong with lines."""
    return _KINDS[asked[0]] is Fix


def is_about_items(asked: Asked) -> bool:
    """Whether it is about what waits in the inbox."""
    return _KINDS[asked[0]] in _ABOUT_ITEMS


def is_about_pages(asked: Asked) -> bool:
    """Whether it is about pages."""
    return _KINDS[asked[0]] in _ABOUT_PAGES


def is_about_reviewed(asked: Asked) -> bool:
    """Whether it is about what waits for a review, and about no other page."""
    return _KINDS[asked[0]] in _ABOUT_REVIEWED


def is_about_lines(asked: Asked) -> bool:
    """Whether it makes a task of a text."""
    return _KINDS[asked[0]] in _ABOUT_LINES


def intent_of(asked: Asked, rows: Iterable[Row]) -> AnyIntent:
    """What was asked for, of these tasks or items.

    Raises:
        ValueError: This version knows no such thing.
    """
    kind, *values = asked
    if kind not in _KINDS:
        raise ValueError(kind)
    names = [one.name for one in fields(_KINDS[kind]) if one.name != "items"]
    given: dict[str, Any] = dict(zip(names, map(_read, names, values), strict=True))
    if not is_about_lines(asked):
        given["items"] = tuple(rows)
    return _KINDS[kind](**given)


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    return date.fromisoformat(value) if name in _DAYS and value is not None else value


def aspect(asked: Asked) -> Asked:
    """What of a task it is about: a later decision about the same takes an earlier one's place."""
    kind = asked[0]
    if _KINDS[kind] in _DECIDING:
        return ("status",)
    if is_about_items(asked):
        return ("item",)
    if is_about_pages(asked):
        return asked if kind in _BESIDE else ("page",)
    return asked[:2] if kind == SetTag.__name__ or is_about_lines(asked) else (kind,)


def _moved_on(item: Item, row: Row | None) -> Refusal:
    if row is None and not item.raw:
        reason = f"{item.path} does not wait any more"
        return Refusal(item.id, reason, conflict=True)
    if not isinstance(row, TaskRow | Problem):
        where = f" in {item.path}" if item.path else ""
        reason = f"the task is not there any more{where}"
        return Refusal(item.id, reason, expected=item.raw, conflict=True)
    reason = "the line reads otherwise than when it was decided"
    return Refusal(item.id, reason, expected=item.raw, found=row.raw, conflict=True)


def record_of(decision: Decision) -> Record:
    """The `asked` record of a decision."""
    return {
        "is": "asked",
        "id": decision.id,
        "time": decision.time,
        "asked": list(decision.asked),
        "items": [list(item) for item in decision.items],
    }


def recorded(record: Record) -> Decision:
    """The decision of an `asked` record. Raises `ValueError`, `KeyError`, `TypeError` where it is none."""
    items = tuple(Item(TaskId(id), raw, NotePath(path)) for id, raw, path in record["items"])
    asked = _tupled(record["asked"])
    intent_of(asked, ())  # raises where it means nothing
    return Decision(record["id"], record["time"], asked, items)


def _tupled(value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    """Lists, which JSON makes of tuples, made tuples again."""
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
