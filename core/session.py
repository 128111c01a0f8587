"""A vault being worked on: the only stateful object, and all that a front end knows of the core.

Every method may wait for the disk, so a front end calls them from a worker; the properties answer
from memory. Writing is serial: one lock, one transaction at a time.
"""

import shlex
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import quote

from core.actions.intents import Intent, Plan, TaskIntent
from core.actions.tasks import plan_tasks
from core.config import Config
from core.diff import unified
from core.edit import EntryId, Remember, Transaction
from core.errors import Conflict, NothingToUndo, Unreadable
from core.index.reader import Found, Reading, look, read_one
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import NoteRows, Snapshot
from core.journal import Entry, Journal
from core.note import Note, parse_note
from core.panes import Counts, PanePreview, counts, preview
from core.path import NotePath, stem_of
from core.qualifiers import Context
from core.query import Query, parse_query
from core.revert import revert
from core.state import State
from core.store import Recovery, commit, recover
from core.tasks import Rows, fold, select, waiting
from core.vault import Vault

_ATTEMPTS = 5
_SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an intent, an undo or a redo."""

    label: str
    """What was done, as the journal names it; `""` where nothing changed."""
    entry: EntryId | None
    plan: Plan | None
    """`None` for undo and redo."""
    snapshot: Snapshot
    touched: frozenset[TaskId]
    """Every task that may differ from what was shown before."""


class Session:
    """Reads, decides, writes, undoes, in one vault."""

    def __init__(
        self,
        vault: Vault,
        config: Config,
        *,
        state_folder: str,
        clock: Callable[[], datetime],
        today: date | None = None,
    ) -> None:
        """Open a vault and finish or discard what an interrupted transaction left.

        Args:
            vault: The folder of notes.
            config: The settings in force.
            state_folder: Where this vault's journal and snoozes are kept; made where missing.
            clock: The local time now, aware of its zone.
            today: The date to work with instead of the clock's.
        """
        self.vault = vault
        self.config = config
        self._clock = clock
        self._today = today
        self._writing = threading.Lock()
        self._reading: Reading | None = None
        self._snapshot = Snapshot()
        self._journal = Journal(state_folder)
        self._state = State(state_folder)
        self.recovery: Recovery = recover(vault, self._journal, self._state)

    # Reading

    @property
    def snapshot(self) -> Snapshot:
        """The newest one."""
        return self._snapshot

    @property
    def today(self) -> date:
        """The day that dates are relative to."""
        return self._today or self._clock().date()

    def start_scan(self, *, processes: int | None = None) -> None:
        """Begin to read the vault in the background; `scan` collects what was read.

        Call it before a second thread exists, so that processes can be forked.
        """
        self._reading = Reading(self.vault, self.config, processes=processes)

    def scan(
        self,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Snapshot:
        """Read every note in scope; `progress` hears how many of how many were read."""
        reading = self._reading or Reading(self.vault, self.config, processes=0)
        self._reading = None
        found = Found((), frozenset(), ())

        def listed(listing: Found) -> None:
            nonlocal found
            found = listing
            progress(0, len(listing.notes))

        rows: list[NoteRows] = []
        try:
            for batch in reading.collect(listed, stop):
                rows += batch
                progress(len(rows), len(found.notes))
        finally:
            reading.close()
        with self._writing:
            empty = Snapshot(self._snapshot.revision)
            self._snapshot = empty.folded(rows, others=found.others, trouble=found.trouble)
            return self._snapshot

    def rescan(self) -> frozenset[TaskId]:
        """Walk again and read what changed; the tasks that may differ."""
        found = look(self.vault)
        with self._writing:
            old = self._snapshot.notes
            changed = [
                file
                for file in found.notes
                if (row := old.get(file.path)) is None
                or (row.size, row.mtime_ns, row.inode) != (file.size, file.mtime_ns, file.inode)
            ]
            present = {file.path for file in found.notes}
            # What lies below a folder that could not be listed is not gone, only unseen.
            unseen = tuple(path for path, _ in found.trouble)
            gone = [
                path
                for path in old.keys() - present
                if not any(path == one or path.startswith(f"{one}/") for one in unseen)
            ]
            rows = [read_one(self.vault, self.config, file) for file in changed]
            return self._fold(rows, gone, found)

    def refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        """Read these notes again; the tasks that may differ."""
        with self._writing:
            return self._refresh(paths)

    def note(self, path: NotePath) -> Note:
        """The note as it is on the disk now.

        Raises:
            Unreadable: It is gone, too large, or not a file to be read.
        """
        return parse_note(path, self.vault.read(path), self.vault.settings(path))

    @property
    def context(self) -> Context:
        """What a filter needs to know: the day, and what is snoozed."""
        return Context(self.today, _as_tasks(self._state.items(_SNOOZE)))

    def rows(self, query: str | Query) -> Rows:
        """The tasks a filter means.

        Raises:
            BadQuery: The filter does not parse.
        """
        parsed = parse_query(query) if isinstance(query, str) else query
        return select(self._snapshot, parsed, self.context)

    def folded(self, rows: Rows, touched: Iterable[TaskId]) -> Rows:
        """The same list on the newest snapshot, in the same order."""
        return fold(rows, self._snapshot, touched, self.context)

    def pane(self, name: str) -> PanePreview:
        """What a pane that is still to come will hold, counted from this vault."""
        return preview(name, self._snapshot)

    @property
    def counts(self) -> Counts:
        """How much waits in each pane."""
        return counts(self._snapshot, waiting(self._snapshot, self.context))

    def source_of(self, row: TaskRow) -> NotePath | None:
        """The file that the task's note was made from, where it is in this vault."""
        return self._source(row.note.source_ref)

    def _source(self, reference: str | None) -> NotePath | None:
        """An absolute path of another machine is cut from the left until it names a note here."""
        if not reference:
            return None
        parts = reference.strip().removeprefix("[[").removesuffix("]]").split("/")
        for at in range(len(parts)):
            path = NotePath("/".join(parts[at:]))
            if path in self._snapshot.others or path in self._snapshot.notes:
                return path
        return None

    # Writing

    def plan(self, intent: Intent) -> Plan:
        """What `intent` would write, were it carried out now. Nothing is written."""
        return plan_tasks(
            self._current(intent),
            self.note,
            self.config,
            self.vault.settings,
            self.today,
            lambda task: self._state.get(_SNOOZE, task),
        )

    def diff(self, transaction: Transaction) -> str:
        """The transaction as a unified diff against the notes as they are now."""
        return unified(transaction, self.vault.read)

    def do(self, intent: Intent) -> Outcome:
        """Carry `intent` out, durably; items that cannot be done are in the outcome's plan.

        Raises:
            Conflict: Another program kept changing the notes; nothing was written.
        """
        with self._writing:
            for _ in range(_ATTEMPTS):
                plan = self.plan(intent)
                if plan.transaction is None:
                    return Outcome("", None, plan, self._snapshot, frozenset())
                try:
                    return self._commit(plan.transaction, plan)
                except Conflict as conflict:
                    last = conflict
            raise last

    def undo(self) -> Outcome:
        """Take back the newest transaction that was not taken back.

        Raises:
            NothingToUndo: There is none.
            Conflict: What it wrote is no longer there exactly once.
        """
        with self._writing:
            return self._revert(self._journal.to_undo(), "nothing to undo")

    def redo(self) -> Outcome:
        """Do again what was undone last. Raises as `undo` does."""
        with self._writing:
            return self._revert(self._journal.to_redo(), "nothing to redo")

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        entry = self._journal.to_undo()
        return None if entry is None else entry.tx.label

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        entry = self._journal.to_redo()
        return None if entry is None else entry.tx.label

    def history(self) -> tuple[Entry, ...]:
        """Every transaction the journal still holds, newest first."""
        return self._journal.entries()[::-1]

    @property
    def decided_today(self) -> int:
        """Decisions of this day that stand."""
        today, undone = (
            self.today.isoformat(),
            {entry.tx.undoes for entry in self._journal.entries()},
        )
        return sum(
            entry.tx.items
            for entry in self._journal.entries()
            if entry.tx.undoes is None
            and entry.id not in undone
            and self._local_day(entry.time) == today
        )

    def close(self) -> None:
        """End a scan that still runs."""
        if self._reading is not None:
            self._reading.close()

    def _local_day(self, time: str) -> str:
        return datetime.fromisoformat(time).astimezone(self._clock().tzinfo).date().isoformat()

    def _current(self, intent: Intent) -> Intent:
        """The intent on the rows as they are, where only their surroundings moved."""
        if not isinstance(intent, TaskIntent):
            return intent
        tasks = self._snapshot.tasks
        items = tuple(
            now if (now := tasks.get(item.id)) is not None and now.raw == item.raw else item
            for item in intent.items
        )
        return replace(intent, items=items)

    def _revert(self, entry: Entry | None, nothing: str) -> Outcome:
        if entry is None:
            raise NothingToUndo(nothing)
        return self._commit(revert(entry, self.vault.read), None)

    def _commit(self, transaction: Transaction, plan: Plan | None) -> Outcome:
        now = self._clock().astimezone(UTC).isoformat()
        entry = commit(self.vault, self._journal, self._state, transaction, now=now)
        touched = self._refresh(transaction.paths)
        remembered = frozenset(
            TaskId(change.key) for change in transaction.changes if isinstance(change, Remember)
        )
        return Outcome(transaction.label, entry, plan, self._snapshot, touched | remembered)

    def _refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        rows, gone = [], []
        for path in paths:
            if not self.vault.is_triaged(path):
                continue
            try:
                file = self.vault.stat(path)
            except Unreadable:
                gone.append(path)
                continue
            rows.append(read_one(self.vault, self.config, file))
        return self._fold(rows, gone)

    def _fold(
        self, rows: Sequence[NoteRows], gone: Sequence[NotePath], found: Found | None = None
    ) -> frozenset[TaskId]:
        if not rows and not gone and found is None:
            return frozenset()
        before = self._snapshot
        self._snapshot = before.folded(
            rows,
            gone,
            others=found.others if found else None,
            trouble=found.trouble if found else None,
        )
        paths = [*(row.note.path for row in rows), *gone]
        return frozenset(before.touched(paths) | self._snapshot.touched(paths))

    # Other programs

    def editor_command(self, path: NotePath, line: int, fallback: str) -> list[str]:
        """The arguments that open the note at a line, from 1, in the user's editor."""
        command = shlex.split(self.config.editor or fallback)
        return [*command, *_at_line(command[0], self.vault.resolve(path), line)]

    def obsidian_url(self, path: NotePath) -> str:
        """A link that opens the note in Obsidian, by its place on this machine."""
        return f"obsidian://open?path={quote(self.vault.resolve(path), safe='')}"


def wikilink(path: NotePath) -> str:
    """The link that means this note: a folder's page is called by its folder."""
    stem = stem_of(path)
    folder = path.split("/")[-2:-1]
    return f"[[{folder[0] if stem == 'README' and folder else stem}]]"


def _as_tasks(items: Mapping[str, str]) -> Mapping[TaskId, str]:
    return {TaskId(key): value for key, value in items.items()}


def _at_line(program: str, path: str, line: int) -> list[str]:
    name = program.rpartition("/")[2]
    if name in {"code", "codium", "cursor", "windsurf"}:
        return ["--wait", "--goto", f"{path}:{line}"]
    if name in {"hx", "helix", "subl", "zed"}:
        return [f"{path}:{line}"]
    if name in {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"}:
        return [f"+{line}", path]
    return [path]
