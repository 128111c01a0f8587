"""What a vault being worked on has written: planned, committed one transaction at a time, taken back.

Every method may wait for the disk, and `commit` for other programs too.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from core.desk import Desk
from core.edit import EntryId, Remember, Transaction
from core.entries import Entry, told
from core.errors import Busy, Conflict, NothingToUndo, Refused, WinnowError, WriteFailed
from core.gitlock import held
from core.history import Event
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.instance import Instance
from core.journal import Journal
from core.past import Past
from core.path import NotePath
from core.queue import Queue
from core.records import Unavailable
from core.state import DECIDED, SNOOZE, State

if TYPE_CHECKING:
    from core.actions.intents import AnyIntent, Fix, Intent, Plan
    from core.history import Look
    from core.inbox.items import InboxRow
    from core.ledger.decided import Seen
    from core.writer import Writer

_ATTEMPTS = 5
_OF_TASKS = frozenset([SNOOZE, "cluster"])
"""What is remembered under the ids of tasks, of one or of a pair."""
_LOOK = 0.1
"""Seconds between two looks at another program's lock."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an intent, an undo or a redo."""

    label: str
    """What was done, as the journal names it; `""` where nothing changed."""
    entry: EntryId | None
    plan: "Plan | None"
    """`None` for undo and redo."""
    snapshot: Snapshot
    touched: frozenset[TaskId]
    """Every task that may differ from what was shown before."""
    left: tuple[str, ...] = ()
    """A sentence for each change that another program made impossible halfway."""


class Arrived(Protocol):
    """What waits in the inbox."""

    def present(self, items: "Iterable[InboxRow]") -> "tuple[InboxRow, ...]":
        """Items as they are now."""


class Decisions(Protocol):
    """What was decided before."""

    def look(self) -> None:
        """Bring it up to date."""

    def recall(self, row: TaskRow) -> "Seen | None":
        """What was decided about the same task, as it reads now."""


class Worked(Desk, Protocol):
    """What is written to."""

    @property
    def ledger(self) -> Decisions:
        """What was decided before."""

    @property
    def inbox(self) -> Arrived:
        """What waits in the inbox."""


class Writing:
    """Plans, writes and takes back, in one vault; one thread at a time."""

    def __init__(
        self,
        desk: Worked,
        folder: str,
        clock: Callable[[], datetime],
        instance: Instance | None,
        sleep: Callable[[float], object],
    ) -> None:
        """Open what is kept beside a vault. Nothing is written before `recover`.

        Args:
            desk: The vault being worked on.
            folder: Where its journal and what is remembered are kept; made where missing.
            clock: The local time now, aware of its zone.
            instance: A screen's right to write, which another one may hold.
            sleep: Waits so many seconds while another program holds a lock.
        """
        config = desk.config
        self._desk = desk
        self._clock = clock
        self._sleep = sleep
        self._journal = Journal(
            folder,
            operations=config.journal_operations,
            days=config.journal_days,
            megabytes=config.journal_megabytes,
        )
        self.lock = threading.Lock()
        """Held while anything is written, or read that writing changes."""
        self.instance = instance
        self.state = State(folder)
        """What is remembered beside the vault."""
        self.past = Past(self._journal, clock, lambda: desk.today)
        """What was written, as the journal tells it."""
        self.queue = Queue(folder)
        """What was decided on a screen and is not written, and why."""
        self.told_waiting: Callable[[str], None] = lambda _: None
        """Hears whose lock a write waits for, and `""` when it goes on."""
        self.patient = True
        """Whether a write waits for other programs' locks; else it fails at once."""
        self.finished = 0
        """Changes that an earlier run was cut short in, and that were finished by `recover`."""
        self.troubles: tuple[str, ...] = ()
        """What a person should be told about an earlier run that was cut short."""

    @cached_property
    def writer(self) -> "Writer":
        """What plans and writes, whoever asks; let one thread in at a time."""
        from core.writer import Writer  # noqa: PLC0415 - 60 ms that the first frame can do without

        return Writer(self._desk.vault, self._desk.config, self._journal, self.state)

    def warm(self) -> None:
        """Load what the first decision needs, before there is one."""
        with self.lock:
            _ = self.writer
            with suppress(Unavailable):
                self.state.version(DECIDED)

    def recover(self) -> bool:
        """Finish or discard what an interrupted transaction left; whether notes were written."""
        journal = self._journal
        cut_short = journal.pending() or journal.remains or self.state.problems
        if not cut_short and not self.state.lost(told(journal.entries())):
            return False
        recovery = self.writer.recover()
        self.troubles = recovery.problems
        self.finished = len(recovery.finished)
        return bool(recovery.finished or recovery.rescued)

    @property
    def read_only(self) -> str:
        """Who has the vault open on another screen; `""`: this one may write."""
        return "" if self.instance is None else self.instance.holder

    @property
    def queue_problems(self) -> tuple[str, ...]:
        """Sentences about decisions of an earlier run that cannot be read."""
        try:
            return self.queue.problems
        except WriteFailed as error:
            return (str(error),)

    def plan(self, intent: "AnyIntent") -> "Plan":
        """What `intent` would write, were it carried out now; nothing is. Raises `Conflict` while it cannot be known."""
        from core.actions.intents import (  # noqa: PLC0415 - as `writer`
            AsBefore,
            Fix,
            ItemIntent,
            TaskIntent,
        )

        desk = self._desk
        if isinstance(intent, AsBefore):
            desk.ledger.look()
        if isinstance(intent, TaskIntent):
            now = self._current(intent)
            return self.writer.plan(now, desk.note, desk.today, self._recall, desk.snapshot.tasks)
        if isinstance(intent, Fix):
            return self._fixes(intent)
        from core import inbox_plans  # noqa: PLC0415 - decisions about tasks do without

        if isinstance(intent, ItemIntent):
            intent = replace(intent, items=desk.inbox.present(intent.items))
        return inbox_plans.plan(intent, desk, self.state, self._clock().tzinfo)

    def _fixes(self, intent: "Fix") -> "Plan":
        """What mending lines would write, those of tasks wherever they are by now."""
        from core.actions.fixing import FIXED, plan_fixes  # noqa: PLC0415 - as `writer`

        desk = self._desk
        items = tuple(
            one._replace(task=self._now(one.task)) if one.task else one for one in intent.items
        )
        return plan_fixes(
            replace(intent, items=items),
            desk.note,
            desk.vault.settings,
            self.state.items(FIXED),
            desk.today,
        )

    def _recall(self, row: TaskRow) -> "Seen | None":
        """What was decided about the same task; asked by few intents, and loaded for those."""
        return self._desk.ledger.recall(row)

    def remember(self, name: EntryId, changes: Sequence[Remember]) -> None:
        """Keep values beside the vault that no transaction is about, once under that name.

        Raises:
            Busy: Another Winnow is writing.
            OSError: The disk refuses; nothing is kept.
        """
        with self._journal.lock():
            self.state.apply(name, changes)

    def _current(self, intent: "Intent") -> "Intent":
        """The intent on the rows as they are, where only their surroundings moved."""
        return replace(intent, items=tuple(map(self._now, intent.items)))

    def _now(self, row: TaskRow) -> TaskRow:
        now = self._desk.snapshot.tasks.get(row.id)
        return now if now is not None and now.raw == row.raw else row

    def diff(self, transaction: Transaction) -> str:
        """The transaction as a unified diff against the notes as they are now."""
        return self.writer.diff(transaction)

    def shared(self, transaction: Transaction) -> tuple[NotePath, ...]:
        """The notes it edits that have other names: changed in place, which is to be asked about."""
        return self.writer.shared(transaction)

    def do(self, intent: "AnyIntent", decision: str) -> Outcome:
        """Carry `intent` out as the decision that the queue calls so; see `Session.do`."""

        def planned() -> "tuple[Plan, Transaction | None]":
            plan = self.plan(intent)
            tx = plan.transaction
            return plan, None if tx is None else replace(tx, decision=decision)

        return self._commit(planned)

    def undo(self, id: str | None = None) -> Outcome:
        """Take back the newest transaction that was not taken back, or the one of that id.

        Raises as `Session.undo` does; `Conflict` too where a later transaction changed the same.
        """
        return self._commit(lambda: (None, self._reverted("undo", id)))

    def redo(self, id: str | None = None) -> Outcome:
        """Do again what was undone last, or what an id names. Raises as `undo` does."""
        return self._commit(lambda: (None, self._reverted("redo", id)))

    def _reverted(self, what: str, id: str | None) -> Transaction:
        journal = self._journal
        if id is not None:
            return self.writer.reverted(_to_revert(self._journal, self.past.event(id), what))
        entry = journal.to_undo() if what == "undo" else journal.to_redo()
        if entry is None:
            raise NothingToUndo(f"nothing to {what}")
        return self.writer.reverted(entry)

    def look_back(self, id: str) -> "Look":
        """What an entry of the journal wrote, and what stands in the way of taking it back, or doing it again.

        Raises:
            NothingToUndo: The journal holds it no more.
        """
        from core.diff import recorded  # noqa: PLC0415 - as `writer`
        from core.history import InTheWay, Look, later_on_the_same  # noqa: PLC0415 - as `writer`

        with self.lock:
            event = self.past.event(id)
            way = None
            try:
                entry = _to_revert(self._journal, event, "undo" if event.stands else "redo")
                self.writer.check(self.writer.reverted(entry), self._desk.now)
            except WinnowError as error:
                way = InTheWay(str(error))
                if isinstance(error, Conflict):
                    later = later_on_the_same(event.last, self.past.events())
                    way = InTheWay(str(error), error.expected, error.found, later)
            return Look(event, recorded(event.entry), way)

    def overwritten(self, entry: EntryId) -> tuple[NotePath, ...]:
        """The notes in which what was written stands no longer: another program put an older copy there."""
        with self.lock:
            return self.writer.overwritten(entry)

    def look_again(self) -> tuple[str, ...]:
        """What slow writers added to notes that were replaced meanwhile; a sentence for each."""
        with self.lock:
            return self.writer.look_again()

    def close(self) -> None:
        """Look a last time at what was replaced, and let another screen write. Call it with the lock."""
        if self._journal.remains:
            self.writer.look_again(last=True)
        else:
            with suppress(OSError):  # the journal has it, and the next start looks
                self.state.settle()
        if self.instance is not None:
            self.instance.release()

    def _commit(self, plan: "Callable[[], tuple[Plan | None, Transaction | None]]") -> Outcome:
        """Plan and commit, and plan again when a note changed in between."""
        if self.read_only:
            raise Refused(self.read_only)
        self._wait()
        with self.lock:
            for _ in range(_ATTEMPTS - 1):
                with suppress(Conflict):
                    return self._attempt(*plan())
            return self._attempt(*plan())

    def _wait(self) -> None:
        """Let git and an ingest finish. Raises `Busy`."""
        config = self._desk.config
        left = float(config.wait_seconds)
        while lock := held(self._desk.vault.root, config.wait_for):
            if left <= 0 or not self.patient:
                self.told_waiting("")
                seconds = config.wait_seconds - max(0, round(left))
                raise Busy(
                    f"another program is writing: {lock} is still there after {seconds} s;"
                    " if none is, it was left behind and is yours to remove"
                )
            self.told_waiting(lock)
            self._sleep(_LOOK)
            left -= _LOOK
        self.told_waiting("")

    def _attempt(self, planned: "Plan | None", transaction: Transaction | None) -> Outcome:
        desk = self._desk
        if transaction is None:
            return Outcome("", None, planned, desk.snapshot, frozenset())
        entry, left = self.writer.commit(transaction, desk.now)
        touched = desk.index.refresh(transaction.paths)
        told = (change for change in transaction.changes if isinstance(change, Remember))
        beside = frozenset(
            TaskId(id) for one in told if one.kind in _OF_TASKS for id in one.key.split()
        )
        return Outcome(transaction.label, entry, planned, desk.snapshot, touched | beside, left)


def _to_revert(journal: Journal, event: Event, what: str) -> Entry:
    """The entry that is taken back to undo an event, or to do it again."""
    label = event.entry.tx.label
    if event.kind == "kept":
        raise NothingToUndo(f"{label}: it keeps what another program wrote")
    if event.stands != (what == "undo"):
        raise NothingToUndo(f"{label}: {'is undone already' if what == 'undo' else 'stands, nothing of it was undone'}")  # fmt: skip
    entry = journal.entry(event.last)
    assert entry is not None  # noqa: S101 - an event is one of the journal's entries
    return entry
