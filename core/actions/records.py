"""Intents as records and back: what the queue of decisions keeps of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from core.actions.intents import (
    Accept,
    Done,
    Intent,
    Refusal,
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
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.records import Record

Asked = tuple[Any, ...]
"""The kind of an intent, and its values but for the tasks, as JSON has them."""

_DECIDING = (Accept, Reject, Start, Done, Reopen, Snooze)
"""Whichever of these comes last is what is meant."""
_KINDS: Mapping[str, type[Intent]] = {
    kind.__name__: kind for kind in (*_DECIDING, SetOwner, SetDue, SetPriority, SetTag, SetText)
}
_DAYS = frozenset(["due", "until"])


class Item(NamedTuple):
    """A task that a decision is about, as it read."""

    id: TaskId
    raw: str
    path: NotePath = NotePath("")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, as it is kept."""

    id: str
    time: str
    """UTC, ISO."""
    asked: Asked
    items: tuple[Item, ...]

    def intent(self, tasks: Mapping[TaskId, TaskRow]) -> tuple[Intent | None, tuple[Refusal, ...]]:
        """What is wanted of the tasks that read as they did, and why the others are refused."""
        found, refused = [], []
        for item in self.items:
            row = tasks.get(item.id)
            if row is not None and row.raw == item.raw:
                found.append(row)
            else:
                refused.append(_moved_on(item, row))
        return (intent_of(self.asked, found) if found else None), tuple(refused)


def decision_of(id: str, time: str, intent: Intent) -> Decision:
    """`intent` as it is kept."""
    values = [getattr(intent, one.name) for one in fields(intent) if one.name != "items"]
    asked = [one.isoformat() if isinstance(one, date) else one for one in values]
    items = tuple(Item(row.id, row.raw, row.note.path) for row in intent.items)
    return Decision(id, time, (type(intent).__name__, *asked), items)


def intent_of(asked: Asked, rows: Iterable[TaskRow]) -> Intent:
    """What was asked for, of these tasks.

    Raises:
        ValueError: This version knows no such thing.
    """
    kind, *values = asked
    if kind not in _KINDS:
        raise ValueError(kind)
    names = [one.name for one in fields(_KINDS[kind]) if one.name != "items"]
    given = dict(zip(names, map(_read, names, values), strict=True))
    return _KINDS[kind](items=tuple(rows), **given)


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    return date.fromisoformat(value) if name in _DAYS and value is not None else value


def aspect(asked: Asked) -> Asked:
    """What of a task it is about: a later decision about the same takes an earlier one's place."""
    kind = asked[0]
    if _KINDS[kind] in _DECIDING:
        return ("status",)
    return asked[:2] if kind == SetTag.__name__ else (kind,)


def _moved_on(item: Item, row: TaskRow | None) -> Refusal:
    if row is None:
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
    asked = tuple(record["asked"])
    intent_of(asked, ())  # raises where it means nothing
    return Decision(record["id"], record["time"], asked, items)
