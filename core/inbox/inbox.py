"""The inbox of a vault being worked on: what waits, whose each item may be, what it may be a copy of.

Made from the newest snapshot when it is first asked for, and from then on kept up by what changed. Every
method may wait for the disk.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from core.desk import Desk
from core.errors import Unreadable, WinnowError
from core.inbox.arrived import ArrivedFiles
from core.inbox.filter import parse_filter
from core.inbox.items import Arrival, InboxRow, InboxRows, Suggestion, Twin
from core.inbox.kept import KEPT, packed
from core.inbox.listed import View, listed
from core.inbox.queue import Ids, Queue, is_generated
from core.inbox.remembered import KIND, Memory
from core.index.rows import TaskRow
from core.index.snapshot import Snapshot
from core.path import NotePath

if TYPE_CHECKING:
    from core.inbox.suggest import Suggester
    from core.inbox.twins import Twins

_ID = 16
"""Characters of an id."""


class Inbox:
    """What arrived, and the notes that nobody has been through."""

    def __init__(self, session: Desk, remembered: Callable[[str], Mapping[str, str]]) -> None:
        """Nothing is read yet.

        Args:
            session: The vault being worked on.
            remembered: What is remembered of a kind, by key; see `core.inbox.remembered`.
        """
        self._session = session
        self._remembered = remembered
        self._files = ArrivedFiles(session.vault, session.config)
        self._ids = Ids()
        self._lock = threading.Lock()
        self._view: View | None = None
        self._asking, self._comparing = threading.Lock(), threading.Lock()
        self._suggester: Suggester | None = None
        self._twins: Twins | None = None
        self._notes: frozenset[NotePath] = frozenset()
        """Those of the view's snapshot that arrived."""

    def rows(self, filter: str = "") -> InboxRows:
        """What waits and a filter means.

        Raises:
            BadQuery: The filter does not parse.
        """
        today, inbox = self._session.today, self._session.config.inbox
        test = parse_filter(filter, today, inbox) if filter.strip() else None
        return listed(self._now(look=True), filter, test)

    def waiting(self) -> int:
        """How many items wait: files that arrived, and heads of new notes."""
        view = self._now()
        return len(view.waiting) + len(view.queue.order)

    def row(self, id: str) -> InboxRow | None:
        """The item of an id, whether or not it is out of sight; `None` where there is none."""
        return self._row(self._now(), id)

    def present(self, items: Iterable[InboxRow]) -> tuple[InboxRow, ...]:
        """Items as they are now; one that is gone as it was. For many of them quicker than `row`."""
        view = self._now()
        return tuple(self._row(view, item.id) or item for item in items)

    def _row(self, view: View, id: str) -> InboxRow | None:
        if (found := view.arrived.get(id)) is not None:
            return found
        path = self._ids.path(id)
        if path is None and len(id) == _ID:
            notes = view.queue.snapshot.notes.values()
            generated = (one.path for one in notes if is_generated(one))
            path = next((one for one in generated if self._ids[one] == id), None)
        return view.row(path) if path is not None else None

    def find(self, word: str) -> InboxRow | None:
        """The item of an id or at a path of the vault; `None` where there is none."""
        # An id that is none is looked for in every note.
        view = self._now()
        return view.row(NotePath(word)) or self._row(view, word)

    def arrival(self, row: InboxRow) -> Arrival:
        """What an item says of itself; of one that cannot be read what its name says."""
        note = self._session.snapshot.notes.get(row.path)
        stamp = (note.size, note.mtime_ns, note.inode) if note is not None else (row.size, 0, 0)
        found = self._files.arrival(row.path, stamp)
        return found._replace(kind=row.kind) if row.kind in {"note", "capture"} else found

    def text(self, row: InboxRow) -> str:
        """What an item says, lines ending in LF; nothing of an attachment.

        Raises:
            Unreadable: It cannot be read.
        """
        return self._files.text(row.path)

    def tasks(self, row: InboxRow) -> tuple[TaskRow, ...]:
        """Its undecided proposals, in the order of the file."""
        snapshot = self._session.snapshot
        tasks = (snapshot.tasks[id] for id in snapshot.by_note.get(row.path, ()))
        return tuple(sorted((one for one in tasks if one.proposed), key=lambda one: one.line))

    def suggested(self, row: InboxRow, limit: int = 5) -> tuple[Suggestion, ...]:
        """The entities that an item may belong to, the likeliest first; none where nothing says."""
        suggester = self._suggesting()
        text = ""
        with suppress(Unreadable):
            text = self.text(row)
        return suggester.suggest(self.arrival(row), text, row.path, limit)

    def _suggesting(self) -> "Suggester":
        """What suggests entities, of the newest snapshot."""
        from core.inbox.suggest import Suggester  # noqa: PLC0415 - 20 ms that a list can do without

        session = self._session
        directory = session.browse.directory()
        with self._asking:
            old = self._suggester
            made = old.updated(directory) if old else Suggester(
                directory, session.cache, session.vault.read, me=session.config.me
            )  # fmt: skip
            self._suggester = made
            return made

    def twins(self, row: InboxRow) -> tuple[Twin, ...]:
        """The files that an item may be a copy of, the likeliest first."""
        threads = self._suggesting().threads
        arrival, beside = self.arrival(row), self._now().arrived.values()
        with self._comparing:
            if self._twins is None:
                from core.inbox.twins import Twins  # noqa: PLC0415 - as in `_suggesting`

                self._twins = Twins(self._session.vault.read, self._sized)
            return self._twins.of(row, arrival, threads, beside)

    def _sized(self, path: NotePath) -> int | None:
        with suppress(WinnowError):
            return self._session.vault.stat(path).size
        return None

    def keep(self, remember: Callable[[str, str], None]) -> None:
        """Keep what the next start shows first, if anybody looked at it."""
        if self._view is not None and self._view.queue.snapshot.revision:
            with suppress(WinnowError):  # it can be read again
                remember(KEPT, packed(self.rows()))

    def _now(self, *, look: bool = False) -> View:
        """Everything as it is now; with `look` files that are no notes are looked at again."""
        with self._lock:
            old, snapshot = self._view, self._session.snapshot
            memory = self._memory(old)
            queue = self._queue(old, snapshot, memory)
            self._notes = self._arrived(old, snapshot)
            arrived = self._files.rows(snapshot, self._notes, memory, look=look)
            if old is None or queue is not old.queue or arrived is not old.arrived:
                self._view = View(queue, arrived)
            return self._view or View(queue, arrived)

    def _memory(self, old: View | None) -> Memory:
        today = self._session.today.isoformat()
        values = self._remembered(KIND)
        if old is not None and old.memory.today == today and old.memory.values == values:
            return old.memory
        return Memory.of(values, today)

    def _queue(self, old: View | None, snapshot: Snapshot, memory: Memory) -> Queue:
        if old is None or old.memory.today != memory.today or _is_other(old.queue.snapshot, snapshot):  # fmt: skip
            return Queue.of(snapshot, memory, self._session.config.entities, self._ids)
        return old.queue.updated(snapshot, memory)

    def _arrived(self, old: View | None, snapshot: Snapshot) -> frozenset[NotePath]:
        if old is None or _is_other(old.queue.snapshot, snapshot):
            return frozenset(note.path for note in snapshot.notes.values() if note.arrived)
        if snapshot is old.queue.snapshot:
            return self._notes
        changed = set(snapshot.notes.differing(old.queue.snapshot.notes))
        come = {path for path in changed if (note := snapshot.notes.get(path)) and note.arrived}
        # The same object says that none of them changed.
        same = not come and self._notes.isdisjoint(changed)
        return self._notes if same else (self._notes - changed) | come


def _is_other(old: Snapshot, new: Snapshot) -> bool:
    """Whether so much changed that everything is made anew sooner."""
    return len(new.notes) > 2 * len(old.notes)
