"""Decisions made on a screen and not yet proven on the disk, and those that were refused, with the reason.

A decision is added before a note is touched and settled when it is written or refused; what a killed
program left is carried out at the next start of a screen. A transaction names the decision it carries
out, so that none is carried out twice. Undo and redo are not kept: what they would do is what the
journal says, and nobody wants them done some other day.

A kill loses nothing that was added. A power cut may lose what was added less than a moment ago and
not begun, as if the key had not been pressed: the decision in hand is not synced here, because the
journal syncs it before the note is touched, and one disk's wait a decision is enough. What has to wait
(typed ahead, or held by a full disk) is synced.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from core.actions.intents import Refusal
from core.actions.records import Asked, Decision, Item, aspect, record_of, recorded
from core.errors import WriteFailed
from core.index.rows import TaskId
from core.path import NotePath
from core.records import Log, Record, reason

_LEAST = 64_000
"""Bytes up to which nothing is dropped: they are read in a millisecond or two."""
_MOST = 10_000
"""Refusals that are kept, the newest ones."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A refusal with what was asked for, so that it can be asked for again."""

    refusal: Refusal
    path: NotePath
    asked: Asked


class Held(NamedTuple):
    """How many decisions could not be written and are tried again."""

    many: int = 0
    why: str = ""
    """Of the newest one."""
    unsaved: int = 0
    """Those that could not even be put down, and would be lost with the program."""


class Queue:
    """The decisions of one vault. Safe to use from any thread; one screen at a time adds to it."""

    def __init__(self, folder: str, *, compact_at: int = _LEAST) -> None:
        """Open the queue in `folder`, the vault's own state folder. Nothing is read before it is needed.

        Args:
            folder: Where `queue.log` is.
            compact_at: Bytes from which on only what still counts is kept.
        """
        self._log = Log(f"{folder}/queue.log")
        self._lock = threading.RLock()
        self._waiting: dict[str, Decision] = {}
        self._refused: dict[TaskId, Kept] = {}
        self._strange = 0
        self._unsaved: dict[str, Decision] = {}
        self._held: dict[str, str] = {}
        self._in_hand: set[str] = set()
        """Of this run, to be carried out by whoever added them."""
        self._settled: set[str] = set()
        """Of this run: whoever comes late to add one of them is not heard."""
        self._compact_at = self._least = compact_at

    @property
    def waiting(self) -> tuple[Decision, ...]:
        """Decisions that are neither written nor refused, oldest first. Raises `WriteFailed`."""
        with self._reading():
            return tuple({**self._waiting, **self._unsaved}.values())

    @property
    def left(self) -> tuple[Decision, ...]:
        """Those of them that nobody has in hand: an earlier run's, and what was held. Raises `WriteFailed`."""
        return tuple(one for one in self.waiting if one.id not in self._in_hand)

    @property
    def kept(self) -> Mapping[TaskId, Kept]:
        """Why decisions about tasks were refused or are held, until it is decided otherwise. Raises `WriteFailed`."""
        with self._reading():
            all_waiting = {**self._waiting, **self._unsaved}
            held = {
                item.id: Kept(Refusal(item.id, why, expected=item.raw), item.path, decision.asked)
                for id, why in self._held.items()
                if (decision := all_waiting.get(id)) is not None
                for item in decision.items
            }
            return {**self._refused, **held}

    @property
    def refused(self) -> Mapping[TaskId, Refusal]:
        """As `kept`, the refusals alone. Raises `WriteFailed`."""
        return {id: one.refusal for id, one in self.kept.items()}

    @property
    def held(self) -> Held:
        """What is tried again in this run. Asks no disk."""
        with self._lock:
            why = next(reversed(self._held.values()), "")
            return Held(len(self._held), why, len(self._unsaved))

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about records that could not be used. Raises `WriteFailed`."""
        with self._reading():
            what = "a record" if self._strange == 1 else f"{self._strange} records"
            strange = f"{what} of another version in {self._log.path} ignored"
            return (*self._log.problems, *([strange] if self._strange else []))

    def add(self, *decisions: Decision, sync: bool = False) -> None:
        """Keep decisions, in this order; one that is kept already stays as it is.

        A refusal of the same tasks is forgotten, and so is a decision about the same that was held.

        Args:
            decisions: Whoever adds them carries them out.
            sync: Whether to wait until they would survive a power cut. A kill they survive in any case.

        Raises:
            WriteFailed: The disk refuses.
        """
        with self._reading():
            # Whoever comes late to put down what has to wait may find it begun, and held by a full disk.
            known = {*self._settled, *self._held} if sync else self._settled
            new = [one for one in decisions if one.id not in known]
            self._in_hand.update(one.id for one in new)
            new = [one for one in new if one.id not in self._waiting]
            for number, one in enumerate(new, 1):
                over = self._replaced(one)
                self._append({**record_of(one), "over": over}, sync=sync and number == len(new))
                self._unsaved.pop(one.id, None)
                self._tidy()

    def settle(self, decision: Decision, refused: Collection[Refusal] = ()) -> None:
        """The decision is written, but for these tasks; one that is not kept is no mistake.

        Raises:
            WriteFailed: The disk refuses; it still waits.
        """
        with self._reading():
            self._settled.add(decision.id)
            self._let_go(decision.id)
            self._unsaved.pop(decision.id, None)
            if decision.id in self._waiting or refused:
                paths = {item.id: item.path for item in decision.items}
                kept = [
                    Kept(one, paths.get(one.id, NotePath("")), decision.asked) for one in refused
                ]
                self._append(_settled(decision.id, kept), sync=bool(refused))
            self._compact()

    def hold(self, decision: Decision, why: str) -> None:
        """The decision could not be written, and waits until it is tried again."""
        with self._lock:
            self._let_go(decision.id)
            if decision.id in self._settled:
                return
            self._held[decision.id] = why
            if decision.id not in self._waiting:
                self._unsaved[decision.id] = decision
            with suppress(OSError):  # that is why it is held, most likely
                self._log.sync()

    def holds(self, id: str) -> bool:
        """Whether that decision is tried again in this run. Asks no disk."""
        with self._lock:
            return id in self._held

    def forget(self, gone: Callable[[TaskId, Kept], bool]) -> None:
        """No longer keep why tasks were refused that are gone. Raises `WriteFailed`."""
        with self._reading():
            self._drop([id for id, one in self._refused.items() if gone(id, one)], ())

    def dismiss(self, tasks: Collection[TaskId]) -> None:
        """Nothing is wanted of these tasks any more that was refused or is held. Raises `WriteFailed`."""
        with self._reading():
            over = [id for id in {**self._waiting, **self._unsaved} if id not in self._in_hand]
            self._drop(tasks, over)

    def _drop(self, tasks: Collection[TaskId], over: Collection[str]) -> None:
        wanted = frozenset(tasks)
        known = [id for id in wanted if id in self._refused]
        about = [id for id in over if id in self._waiting and _is_about(self._waiting[id], wanted)]
        if known or about:
            self._append({"is": "forgotten", "tasks": [*wanted], "over": about}, sync=False)
        _strip(self._unsaved, over, wanted)
        self._tidy()

    def _replaced(self, decision: Decision) -> list[str]:
        """Decisions that nobody has in hand and that this one takes the place of, for its tasks."""
        tasks, about = frozenset(item.id for item in decision.items), aspect(decision.asked)
        for id, one in [*self._unsaved.items()]:
            if id not in self._in_hand and aspect(one.asked) == about:
                _strip(self._unsaved, [id], tasks)
        return [
            id
            for id, one in self._waiting.items()
            if id not in self._in_hand and aspect(one.asked) == about and _is_about(one, tasks)
        ]

    def _let_go(self, id: str) -> None:
        self._in_hand.discard(id)
        self._held.pop(id, None)

    def _tidy(self) -> None:
        """Nothing is held of which nothing is left."""
        for id in [
            one for one in self._held if one not in self._waiting and one not in self._unsaved
        ]:
            self._held.pop(id)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                again, records = self._log.fresh()
                if again:
                    self._waiting, self._refused, self._strange = {}, {}, 0
                for _, record in records:
                    self._take(record)
                yield
            except OSError as error:
                raise WriteFailed(f"no decision can be kept: {reason(error)}") from error

    def _append(self, record: Record, *, sync: bool) -> None:
        self._log.append(record, sync=sync)
        self._take(record)

    def _take(self, record: Record) -> None:
        try:
            self._apply(record)
        except (KeyError, TypeError, ValueError, AttributeError):
            self._strange += 1

    def _apply(self, record: Record) -> None:
        match record["is"]:
            case "asked":
                decision = recorded(record)
                tasks = frozenset(item.id for item in decision.items)
                _strip(self._waiting, record.get("over", ()), tasks)
                for task in tasks:
                    # Whoever decides about a task again no longer means what could not be done before.
                    self._refused.pop(task, None)
                self._waiting[decision.id] = decision
            case "settled":
                refused = [_unpacked(one) for one in record["refused"]]
                self._waiting.pop(record["id"], None)
                self._refused.update((one.refusal.id, one) for one in refused)
            case "forgotten":
                tasks = frozenset(record["tasks"])
                _strip(self._waiting, record["over"], tasks)
                for task in tasks:
                    self._refused.pop(task, None)
            case other:
                raise ValueError(other)

    def _compact(self) -> None:
        """Drop what counts no longer, where that is most of the file."""
        if self._log.size <= self._compact_at:
            return
        start = self._log.size
        for decision in self._waiting.values():
            self._log.append({**record_of(decision), "over": []}, sync=False)
        newest = [*self._refused.values()][-_MOST:]
        self._log.append(_settled("", newest), sync=True)
        live = self._log.size - start
        self._log.drop(start)
        self._compact_at = max(self._least, 2 * live)


def _is_about(decision: Decision, tasks: Collection[TaskId]) -> bool:
    return any(item.id in tasks for item in decision.items)


def _strip(decisions: dict[str, Decision], ids: Iterable[str], tasks: Collection[TaskId]) -> None:
    """Take tasks out of these decisions; one without any is none."""
    for id in ids:
        decision = decisions.get(id)
        if decision is None:
            continue
        items = tuple(item for item in decision.items if item.id not in tasks)
        if items:
            decisions[id] = replace(decision, items=items)
        else:
            del decisions[id]


def _settled(id: str, kept: Iterable[Kept]) -> Record:
    return {"is": "settled", "id": id, "refused": [_packed(one) for one in kept]}


def _packed(kept: Kept) -> list[Any]:
    one = kept.refusal
    return [one.id, one.reason, one.expected, one.found, one.conflict, kept.path, [*kept.asked]]


def _unpacked(packed: list[Any]) -> Kept:
    id, why, expected, found, conflict, path, asked = packed
    refusal = Refusal(TaskId(id), why, expected, found, conflict=conflict)
    return Kept(refusal, NotePath(path), tuple(asked))


def all_refused(items: Iterable[Item], why: str, *, conflict: bool) -> tuple[Refusal, ...]:
    """The same reason for each of the tasks."""
    return tuple(Refusal(item.id, why, expected=item.raw, conflict=conflict) for item in items)
