"""A vault being worked on: the only stateful object, and all that a front end knows of the core.

Every method may wait for the disk, so a front end calls them from a worker; the properties answer
from memory. Writing is serial: one lock, one transaction at a time.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from core.config import Config
from core.edit import EntryId, Remember, Transaction
from core.entries import Entry
from core.errors import Busy, Conflict, NothingToUndo, Refused, WriteFailed
from core.gitlock import held
from core.index.cache import Cache
from core.index.index import Index
from core.index.reader import Reading
from core.index.rows import TaskId
from core.index.snapshot import Snapshot
from core.index.words import words_of
from core.instance import Instance
from core.journal import Journal
from core.panes import Counts, counted
from core.past import Past
from core.path import NotePath
from core.qualifiers import Context
from core.query import Query, parse_query
from core.queue import Queue
from core.sieve import Sieve
from core.state import State
from core.tasks import Rows, fold, waiting
from core.vault import Vault

if TYPE_CHECKING:
    from core.actions.intents import AnyIntent, Intent, Plan
    from core.browsing import Browsing
    from core.directory import Directory
    from core.inbox.inbox import Inbox
    from core.note import Note
    from core.review.review import Review
    from core.writer import Writer

_ATTEMPTS, _SNOOZE = 5, "snooze"
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


class Session:
    """Reads, decides, writes, undoes, in one vault."""

    def __init__(  # noqa: PLR0913 - all but the first two are named by the caller
        self,
        vault: Vault,
        config: Config,
        *,
        state_folder: str,
        cache_folder: str | None = None,
        clock: Callable[[], datetime],
        today: date | None = None,
        reading: Reading | None = None,
        instance: Instance | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Open a vault and finish or discard what an interrupted transaction left.

        Args:
            vault: The folder of notes.
            config: The settings in force.
            state_folder: Where this vault's journal and snoozes are kept; made where missing.
            cache_folder: Where what was read is kept; `None`: in memory.
            clock: The local time now, aware of its zone.
            today: The date to work with instead of the clock's.
            reading: A first reading of the vault that was begun already.
            instance: A screen's right to write, which another one may hold.
            sleep: Waits so many seconds while another program holds a lock.
        """
        self.vault = vault
        self.config = config
        self._clock = clock
        self._today = today
        self._lock = threading.Lock()
        self.sieve = Sieve()
        """Answers filters; whoever is about to type one lets it `prepare`."""
        self._journal = Journal(
            state_folder,
            operations=config.journal_operations,
            days=config.journal_days,
            megabytes=config.journal_megabytes,
        )
        self.past = Past(self._journal, clock, lambda: self.today)
        """What was written, as the journal tells it."""
        self._state = State(state_folder)
        self._sleep = sleep
        self.instance = instance
        self.queue = Queue(state_folder)
        """What was decided on a screen and is not written, and why."""
        self.told_waiting: Callable[[str], None] = lambda _: None
        """Hears whose lock a write waits for, and `""` when it goes on."""
        self.patient = True
        """Whether a write waits for other programs' locks; else it fails at once."""
        self.troubles: tuple[str, ...] = ()
        """What a person should be told about an earlier run that was cut short."""
        if self._journal.pending() or self._journal.remains or self._state.problems:
            recovery = self._writer.recover()
            self.troubles = recovery.problems
            if reading is not None and (recovery.finished or recovery.rescued):
                # Notes were just written that may have been read before.
                reading.close()
                reading = None
        self.cache = Cache(cache_folder, config, vault.root)
        """What was read; none of it is needed, all of it can be read again."""
        self.index = Index(vault, config, self.cache, reading)
        """Whoever asks the cache lets it `keep` what was read first."""
        self.words = words_of(vault.root, config, cache_folder, self.index.holdable)
        self.index.kept = self.words.look

    @cached_property
    def _writer(self) -> "Writer":
        from core.writer import Writer  # noqa: PLC0415 - 60 ms that the first frame can do without

        return Writer(self.vault, self.config, self._journal, self._state)

    @cached_property
    def browse(self) -> "Browsing":
        """Entities, names and links."""
        from core.browsing import Browsing  # noqa: PLC0415 - as `_writer`
        from core.habits import MOVED, Habits  # noqa: PLC0415 - as `_writer`

        return Browsing(self, Habits(self._state.folder), lambda: self._state.items(MOVED))

    @cached_property
    def inbox(self) -> "Inbox":
        """What arrived, and the notes that nobody has been through."""
        from core.inbox.inbox import Inbox  # noqa: PLC0415 - as `_writer`

        return Inbox(self, self._state.items)

    @cached_property
    def review(self) -> "Review":
        """Pages that wait for a review."""
        from core.review.review import Review  # noqa: PLC0415 - as `_writer`

        return Review(self, self._state.items)

    def warm(self) -> None:
        """Load what the first decision needs, before there is one."""
        with self._lock:
            _ = self._writer

    # Reading

    @property
    def snapshot(self) -> Snapshot:
        """The newest one."""
        return self.index.snapshot

    @property
    def today(self) -> date:
        """The day that dates are relative to."""
        return self._today or self._clock().date()

    @property
    def now(self) -> str:
        """UTC, ISO: what the journal is told."""
        return self._clock().astimezone(UTC).isoformat()

    def scan(
        self,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        stop: Callable[[], bool] = lambda: False,
        partly: Callable[[], None] = lambda: None,
    ) -> Snapshot:
        """Read every note in scope that is not known; see `Index.scan`."""
        with self._lock:
            self.index.scan(progress, stop, partly)
            return self.snapshot

    def rescan(self) -> frozenset[TaskId]:
        """Walk again and read what changed; the tasks that may differ."""
        with self._lock:
            return self.index.rescan()

    def refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        """Read these notes again; the tasks that may differ."""
        with self._lock:
            return self.index.refresh(paths)

    def note(self, path: NotePath) -> "Note":
        """The note as it is on the disk now.

        Raises:
            Unreadable: It is gone, too large, or not a file to be read.
        """
        from core.note import parse_note  # noqa: PLC0415 - as `_writer`

        return parse_note(path, self.vault.read(path), self.vault.settings(path))

    @property
    def context(self) -> Context:
        """What a filter needs to know: the day, what is snoozed, and what was refused."""
        snoozed = {TaskId(key): day for key, day in self._state.items(_SNOOZE).items()}
        refused: dict[TaskId, str] = {}
        with suppress(WriteFailed):  # nothing is refused because of a reason that cannot be read
            refused = {id: one.reason for id, one in self.queue.refused.items()}
        return Context(self.today, snoozed, refused, self.words.saying)

    def rows(self, query: str | Query) -> Rows:
        """The tasks a filter means.

        Raises:
            BadQuery: The filter does not parse.
        """
        parsed = parse_query(query) if isinstance(query, str) else query
        return self.sieve.rows(self.snapshot, parsed, self.context)

    def folded(self, rows: Rows, touched: Iterable[TaskId]) -> Rows:
        """The same list on the newest snapshot, in the same order."""
        return fold(rows, self.snapshot, touched, self.context)

    @property
    def counts(self) -> Counts:
        """How much waits in each pane. Waits."""
        snapshot = self.snapshot
        found = counted(snapshot.totals, waiting(snapshot, self.context), self.inbox.waiting())
        return self.review.counted(found) if "review" in vars(self) else found

    # Writing

    def plan(self, intent: "AnyIntent") -> "Plan":
        """What `intent` would write, were it carried out now; nothing is. Raises `Conflict` while it cannot be known."""
        from core.actions.intents import ItemIntent, TaskIntent  # noqa: PLC0415 - as `_writer`

        if isinstance(intent, TaskIntent):
            return self._writer.plan(self._current(intent), self.note, self.today)
        from core import inbox_plans  # noqa: PLC0415 - decisions about tasks do without

        if isinstance(intent, ItemIntent):
            intent = replace(intent, items=self.inbox.present(intent.items))
        zone = self._clock().tzinfo
        seen = inbox_plans.Seen(
            self.note, self._directory, self.cache, self.today, zone, self.words
        )
        return inbox_plans.plan(intent, self.vault, self.config, self._state, seen)

    def _directory(self) -> "Directory":
        return self.browse.picture().directory

    def diff(self, transaction: Transaction) -> str:
        """The transaction as a unified diff against the notes as they are now."""
        return self._writer.diff(transaction)

    def shared(self, transaction: Transaction) -> tuple[NotePath, ...]:
        """The notes it edits that have other names: changed in place, which is to be asked about."""
        return self._writer.shared(transaction)

    @property
    def read_only(self) -> str:
        """Who has the vault open on another screen; `""`: this session may write."""
        return "" if self.instance is None else self.instance.holder

    def do(self, intent: "AnyIntent", decision: str = "") -> Outcome:
        """Carry `intent` out, durably; items that cannot be done are in the outcome's plan.

        Args:
            intent: What is wanted.
            decision: What the queue calls it, where it stands there.

        Raises:
            Conflict: Another program kept changing the notes; nothing was written.
            Refused: Another screen has the vault open.
            WinnowError: The disk refused; nothing was written.
        """

        def planned() -> "tuple[Plan, Transaction | None]":
            plan = self.plan(intent)
            tx = plan.transaction
            return plan, None if tx is None else replace(tx, decision=decision)

        return self._commit(planned)

    def overwritten(self, entry: EntryId) -> tuple[NotePath, ...]:
        """The notes in which what was written stands no longer: another program put an older copy there."""
        with self._lock:
            return self._writer.overwritten(entry)

    @property
    def queue_problems(self) -> tuple[str, ...]:
        """Sentences about decisions of an earlier run that cannot be read."""
        try:
            return self.queue.problems
        except WriteFailed as error:
            return (str(error),)

    def undo(self) -> Outcome:
        """Take back the newest transaction that was not taken back.

        Raises:
            NothingToUndo: There is none.
            Conflict: What it wrote is no longer there exactly once.
        """
        return self._commit(lambda: (None, self._revert(self._journal.to_undo(), "undo")))

    def redo(self) -> Outcome:
        """Do again what was undone last. Raises as `undo` does."""
        return self._commit(lambda: (None, self._revert(self._journal.to_redo(), "redo")))

    def look_again(self) -> tuple[str, ...]:
        """What slow writers added to notes that were replaced meanwhile; a sentence for each."""
        with self._lock:
            return self._writer.look_again()

    def close(self) -> None:
        """End a scan that still runs, and look a last time at what was replaced."""
        with self._lock:
            self.index.close()
            # First what somebody wrote, then what can be read again.
            if self._journal.remains:
                self._writer.look_again(last=True)
            if self.instance is not None:
                self.instance.release()
            self.index.keep()
            if "inbox" in vars(self):
                self.inbox.keep(self.cache.remember)
            self.words.close()
            self.cache.close()

    def _current(self, intent: "Intent") -> "Intent":
        """The intent on the rows as they are, where only their surroundings moved."""
        tasks = self.snapshot.tasks
        items = tuple(
            now if (now := tasks.get(item.id)) is not None and now.raw == item.raw else item
            for item in intent.items
        )
        return replace(intent, items=items)

    def _revert(self, entry: Entry | None, what: str) -> Transaction:
        if entry is None:
            raise NothingToUndo(f"nothing to {what}")
        return self._writer.reverted(entry)

    def _commit(self, plan: "Callable[[], tuple[Plan | None, Transaction | None]]") -> Outcome:
        """Plan and commit, and plan again when a note changed in between."""
        if self.read_only:
            raise Refused(self.read_only)
        self._wait()
        with self._lock:
            for _ in range(_ATTEMPTS - 1):
                with suppress(Conflict):
                    return self._attempt(*plan())
            return self._attempt(*plan())

    def _wait(self) -> None:
        """Let git and an ingest finish. Raises `Busy`."""
        left = float(self.config.wait_seconds)
        while lock := held(self.vault.root, self.config.wait_for):
            if left <= 0 or not self.patient:
                self.told_waiting("")
                seconds = self.config.wait_seconds - max(0, round(left))
                raise Busy(
                    f"another program is writing: {lock} is still there after {seconds} s;"
                    " if none is, it was left behind and is yours to remove"
                )
            self.told_waiting(lock)
            self._sleep(_LOOK)
            left -= _LOOK
        self.told_waiting("")

    def _attempt(self, planned: "Plan | None", transaction: Transaction | None) -> Outcome:
        if transaction is None:
            return Outcome("", None, planned, self.snapshot, frozenset())
        entry, left = self._writer.commit(transaction, self.now)
        touched = self.index.refresh(transaction.paths)
        told = (change for change in transaction.changes if isinstance(change, Remember))
        snoozed = frozenset(TaskId(one.key) for one in told if one.kind == _SNOOZE)
        return Outcome(transaction.label, entry, planned, self.snapshot, touched | snoozed, left)
