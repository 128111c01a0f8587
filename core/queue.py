"""Decisions made on a screen and not yet proven on the disk, and those that were refused, with the reason.

A decision is added before a note is touched and settled when it is written or refused; what a killed
program left is carried out at the next start of a screen. A transaction names the decision it carries
out, so that none is carried out twice. Undo and redo are not kept: what they would do is what the
journal says, and nobody wants them done some other day.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
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
from core.errors import WriteFailed
from core.index.rows import TaskId, TaskRow
from core.records import Log, Record

_KINDS: Mapping[str, type[Intent]] = {
    kind.__name__: kind
    for kind in (
        *(Accept, Reject, Start, Done, Reopen),
        *(SetOwner, SetDue, SetPriority, SetTag, SetText, Snooze),
    )
}
_DAYS = frozenset(["due", "until"])
_COMPACT_AT = 4000
"""Records after which only what still counts is kept."""


class Item(NamedTuple):
    """A task that a decision is about, as it read."""

    id: TaskId
    raw: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, as it is kept."""

    id: str
    time: str
    """UTC, ISO."""
    asked: tuple[Any, ...]
    """The kind of the intent, and its values but for the tasks."""
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
        kind, *values = self.asked
        names = [one.name for one in fields(_KINDS[kind]) if one.name != "items"]
        given = dict(zip(names, map(_read, names, values), strict=True))
        intent = _KINDS[kind](items=tuple(found), **given) if found else None
        return intent, tuple(refused)


def decision_of(id: str, time: str, intent: Intent) -> Decision:
    """`intent` as it is kept."""
    values = [getattr(intent, one.name) for one in fields(intent) if one.name != "items"]
    asked = [one.isoformat() if isinstance(one, date) else one for one in values]
    items = tuple(Item(row.id, row.raw) for row in intent.items)
    return Decision(id, time, (type(intent).__name__, *asked), items)


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    return date.fromisoformat(value) if name in _DAYS and value is not None else value


def _moved_on(item: Item, row: TaskRow | None) -> Refusal:
    if row is None:
        return Refusal(item.id, "the task is not there any more", expected=item.raw, conflict=True)
    reason = "the line reads otherwise than when it was decided"
    return Refusal(item.id, reason, expected=item.raw, found=row.raw, conflict=True)


class Queue:
    """The decisions of one vault. Safe to use from any thread; one screen at a time adds to it."""

    def __init__(self, folder: str, *, compact_at: int = _COMPACT_AT) -> None:
        """Open the queue in `folder`, the vault's own state folder. Nothing is read before it is needed."""
        self._log = Log(f"{folder}/queue.log")
        self._lock = threading.RLock()
        self._waiting: dict[str, Decision] = {}
        self._refused: dict[TaskId, Refusal] = {}
        self._held: dict[TaskId, Refusal] = {}
        self._settled: set[str] = set()
        """Of this run: whoever comes late to add one of them is not heard."""
        self._records = 0
        self._compact_at = compact_at

    @property
    def waiting(self) -> tuple[Decision, ...]:
        """Decisions that are neither written nor refused, oldest first. Raises `WriteFailed`."""
        with self._reading():
            return tuple(self._waiting.values())

    @property
    def refused(self) -> Mapping[TaskId, Refusal]:
        """Why a decision about a task was refused, until it is decided otherwise. Raises `WriteFailed`."""
        with self._reading():
            return {**self._refused, **self._held}

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about records that could not be used. Raises `WriteFailed`."""
        with self._reading():
            return self._log.problems

    def add(self, decision: Decision, *, sync: bool = False) -> None:
        """Keep a decision; one that is kept already stays as it is.

        Args:
            decision: It replaces what was said of the same tasks before.
            sync: Whether to wait until it would survive a power cut. A kill it survives in any case; and
                what is carried out at once is made durable by the journal before the note is touched.

        Raises:
            WriteFailed: The disk refuses.
        """
        with self._reading():
            if decision.id not in self._waiting and decision.id not in self._settled:
                self._append(_asked(decision), sync=sync)

    def settle(self, id: str, refused: Collection[Refusal] = ()) -> None:
        """The decision is written, but for these tasks; a decision that is not kept is no mistake.

        Raises:
            WriteFailed: The disk refuses; it still waits.
        """
        with self._reading():
            self._settled.add(id)
            if id in self._waiting or refused:
                self._append(
                    {"is": "settled", "id": id, "refused": [_packed(one) for one in refused]},
                    sync=bool(refused),
                )
            if self._records > self._compact_at:
                self._compact()

    def hold(self, decision: Decision, reason: str) -> None:
        """The decision could not be written, and waits; `reason` is known until the program ends."""
        with self._lock:
            for item in decision.items:
                self._held[item.id] = Refusal(item.id, reason, expected=item.raw)

    def forget(self, tasks: Collection[TaskId]) -> None:
        """No longer keep why these tasks were refused. Raises `WriteFailed`."""
        with self._reading():
            for task in tasks:
                self._held.pop(task, None)
            known = [task for task in tasks if task in self._refused]
            if known:
                self._append({"is": "forgotten", "tasks": known}, sync=False)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                again, records = self._log.fresh()
                if again:
                    self._waiting, self._refused, self._records = {}, {}, 0
                for _, record in records:
                    self._take(record)
                yield
            except OSError as error:
                why = (error.strerror or str(error)).lower()
                raise WriteFailed(f"the queue of decisions cannot be kept: {why}") from error

    def _append(self, record: Record, *, sync: bool) -> None:
        self._log.append(record, sync=sync)
        self._take(record)

    def _take(self, record: Record) -> None:
        self._records += 1
        match record["is"]:
            case "asked":
                items = tuple(Item(TaskId(id), raw) for id, raw in record["items"])
                self._supersede(frozenset(item.id for item in items))
                asked = tuple(record["asked"])
                self._waiting[record["id"]] = Decision(record["id"], record["time"], asked, items)
            case "settled":
                settled = self._waiting.pop(record["id"], None)
                for item in settled.items if settled else ():
                    self._held.pop(item.id, None)
                for task, reason, expected, found, conflict in record["refused"]:
                    id = TaskId(task)
                    self._refused[id] = Refusal(id, reason, expected, found, conflict=conflict)
            case _:
                for task in record["tasks"]:
                    self._refused.pop(TaskId(task), None)

    def _supersede(self, tasks: frozenset[TaskId]) -> None:
        """Whoever decides about a task again no longer means what could not be done before."""
        for task in tasks:
            self._refused.pop(task, None)

    def _compact(self) -> None:
        start = self._log.size
        for decision in self._waiting.values():
            self._log.append(_asked(decision), sync=False)
        refused = [_packed(one) for one in self._refused.values()]
        self._log.append({"is": "settled", "id": "", "refused": refused}, sync=True)
        self._log.drop(start)
        self._records = len(self._waiting) + 1


def _asked(decision: Decision) -> Record:
    return {
        "is": "asked",
        "id": decision.id,
        "time": decision.time,
        "asked": list(decision.asked),
        "items": [list(item) for item in decision.items],
    }


def _packed(refusal: Refusal) -> list[Any]:
    return [refusal.id, refusal.reason, refusal.expected, refusal.found, refusal.conflict]


def all_refused(items: Iterable[Item], reason: str, *, conflict: bool) -> tuple[Refusal, ...]:
    """The same reason for each of the tasks."""
    return tuple(Refusal(item.id, reason, expected=item.raw, conflict=conflict) for item in items)
