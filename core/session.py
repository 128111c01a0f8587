"""A vault being worked on: the only stateful object, and all that a front end knows of the core.

Every method may wait for the disk, so a front end calls them from a worker; the properties answer
from memory. Writing is serial: one lock, one transaction at a time.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from core.config import Config
from core.errors import WriteFailed
from core.index.cache import Cache
from core.index.index import Index
from core.index.reader import Reading
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.index.words import words_of
from core.instance import Instance
from core.known import Known
from core.panes import Counts, counted
from core.path import NotePath
from core.qualifiers import Context
from core.query import Query, parse_query
from core.sieve import Sieve
from core.state import SNOOZE
from core.tasks import Rows, fold, waiting
from core.vault import Vault
from core.writing import Outcome, Writing

if TYPE_CHECKING:
    from core.actions.intents import AnyIntent, Plan
    from core.browsing import Browsing
    from core.clerk import Clerk
    from core.clusters.clusters import Clusters
    from core.evidence.gathering import Gathering
    from core.inbox.inbox import Inbox
    from core.ledger.ledger import Ledger
    from core.note import Note
    from core.ordering import Ordering
    from core.recent import Recent
    from core.repairs import Repairs
    from core.review.review import Review

_FIRST = 200
"""More tasks than any screen has lines."""


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
        self.sieve = Sieve()
        """Answers filters; whoever is about to type one lets it `prepare`."""
        self.known = Known(self)
        """What filters ask that no row says."""
        self.writing = Writing(self, state_folder, clock, instance, sleep)
        """Plans, writes and takes back."""
        self._lock, self._state = self.writing.lock, self.writing.state
        self.past, self.queue = self.writing.past, self.writing.queue
        reading = self._recovered(reading)
        self.cache = Cache(cache_folder, config, vault.root)
        """What was read; none of it is needed, all of it can be read again."""
        self.index = Index(vault, config, self.cache, reading)
        """Whoever asks the cache lets it `keep` what was read first."""
        self.words = words_of(vault.root, config, cache_folder, self.index.holdable)
        self.index.kept = self.words.look

    def _recovered(self, reading: Reading | None) -> Reading | None:
        """Finish or discard what was cut short; a reading is of no use that may have read before that."""
        if self.writing.recover() and reading is not None:
            reading.close()
            return None
        return reading

    @cached_property
    def browse(self) -> "Browsing":
        """Entities, names and links."""
        from core.browsing import Browsing  # noqa: PLC0415 - the first frame can do without
        from core.habits import MOVED, Habits  # noqa: PLC0415 - as `browse`

        return Browsing(self, Habits(self._state.folder), lambda: self._state.items(MOVED))

    @cached_property
    def recent(self) -> "Recent":
        """What was chosen lately by its name."""
        from core.recent import Recent  # noqa: PLC0415 - as `browse`

        return Recent(self._state.folder)

    @cached_property
    def inbox(self) -> "Inbox":
        """What arrived, and the notes that nobody has been through."""
        from core.inbox.inbox import Inbox  # noqa: PLC0415 - as `browse`

        return Inbox(self, self._state.items)

    @cached_property
    def review(self) -> "Review":
        """Pages that wait for a review."""
        from core.review.review import Review  # noqa: PLC0415 - as `browse`

        return Review(self, self._state.items)

    @cached_property
    def problems(self) -> "Repairs":
        """What is wrong with lines, and what they would become."""
        from core.repairs import Repairs  # noqa: PLC0415 - as `browse`

        return Repairs(self, self._state.items)

    @cached_property
    def ledger(self) -> "Ledger":
        """What was decided before, and comes again."""
        from core.ledger.ledger import Ledger  # noqa: PLC0415 - as `browse`

        return Ledger(self)

    @property
    def _clerk(self) -> "Clerk | None":
        """Who does what takes minutes; `None` where nothing is kept that a process of its own could read."""
        from core.clerk import Clerk  # noqa: PLC0415 - as `browse`

        path = self.cache.path
        folder = None if path is None else path.rpartition("/")[0]
        return Clerk(self.vault.root, self.config, folder) if folder else None

    @cached_property
    def clusters(self) -> "Clusters":
        """Proposals that say the same."""
        from core.clusters.clusters import Clusters  # noqa: PLC0415 - as `browse`

        return Clusters(self, self._state.items, self.cache.remembered, self._clerk)

    @cached_property
    def evidence(self) -> "Gathering":
        """What speaks for each proposal."""
        from core.evidence.gathering import Gathering  # noqa: PLC0415 - as `browse`

        def copies(id: TaskId) -> tuple[TaskId, ...]:
            cluster = self.clusters.cluster_of(id)
            return () if cluster is None else cluster.members

        return Gathering(self, self.cache.remember, self.cache.remembered, copies, self._clerk)

    @cached_property
    def order(self) -> "Ordering":
        """In what order tasks stand."""
        from core.ordering import Ordering  # noqa: PLC0415 - as `browse`

        return Ordering(self, self.cache.remember, self.cache.remembered)

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
        from core.note import parse_note  # noqa: PLC0415 - as `browse`

        return parse_note(path, self.vault.read(path), self.vault.settings(path))

    @property
    def context(self) -> Context:
        """What a filter needs to know: the day, what is snoozed, and what was refused."""
        snoozed = {TaskId(key): day for key, day in self._state.items(SNOOZE).items()}
        refused: dict[TaskId, str] = {}
        with suppress(WriteFailed):  # nothing is refused because of a reason that cannot be read
            refused = {id: one.reason for id, one in self.queue.refused.items()}
        return self.known.context(self.today, snoozed, refused)

    def rows(self, query: str | Query) -> Rows:
        """The tasks a filter means.

        Raises:
            BadQuery: The filter does not parse.
        """
        parsed = parse_query(query) if isinstance(query, str) else query
        _ = self.order
        self.known.look(parsed)
        return self.sieve.rows(self.snapshot, parsed, self.context)

    def _first(self) -> Iterator[TaskRow]:
        """What the list of all that waits begins with."""
        if self.order.now is not None:
            rows = self.rows("")
            yield from map(rows.tasks.__getitem__, rows.ids[:_FIRST])

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

    @property
    def read_only(self) -> str:
        """Who has the vault open on another screen; `""`: this session may write."""
        return self.writing.read_only

    def plan(self, intent: "AnyIntent") -> "Plan":
        """What `intent` would write, were it carried out now; nothing is. Raises `Conflict` while it cannot be known."""
        return self.writing.plan(intent)

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
        return self.writing.do(intent, decision)

    def undo(self) -> Outcome:
        """Take back the newest transaction that was not taken back.

        Raises:
            NothingToUndo: There is none.
            Conflict: What it wrote is no longer there exactly once.
        """
        return self.writing.undo()

    def redo(self) -> Outcome:
        """Do again what was undone last. Raises as `undo` does."""
        return self.writing.redo()

    def close(self) -> None:
        """End a scan that still runs, and look a last time at what was replaced."""
        with self._lock:
            self.index.close()
            # First what somebody wrote, then what can be read again.
            self.writing.close()
            self.index.keep()
            if "order" in vars(self):
                self.order.keep(self._first())
            if "inbox" in vars(self):
                self.inbox.keep(self.cache.remember)
            if "evidence" in vars(self):
                self.evidence.close()
            if "clusters" in vars(self):
                self.clusters.keep(self.cache.remember)
            if "review" in vars(self):
                self.review.keep(self.cache.remember)
            self.words.close()
            self.cache.close()
