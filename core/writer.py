"""Intents carried out: planned on the notes as they are, committed, taken back.

Loaded when something is first written or left over: it is most of the core's code, and the first frame
does not need it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.actions.intents import Intent, Join, Plan, Snooze, Split
from core.actions.tasks import plan_tasks
from core.actions.verdicts import Beside
from core.clusters.ties import KIND as TIES
from core.config import Config
from core.diff import unified
from core.edit import EntryId, Transaction
from core.entries import Entry
from core.errors import PartlyDone, WriteFailed
from core.index.rows import TaskId, TaskRow
from core.journal import Journal
from core.ledger.decided import KIND, Seen
from core.ledger.notebook import Notebook
from core.ledger.takeover import forgotten
from core.note import Note
from core.path import NotePath
from core.records import reason
from core.revert import revert
from core.state import SNOOZE, State
from core.store import Recovery, check, commit, look_again, overwritten, recover, shared
from core.vault import Vault


@dataclass(frozen=True, slots=True, eq=False)
class Writer:
    """The vault and what is kept beside it. Not thread-safe: its session lets one thread in at a time."""

    vault: Vault
    config: Config
    journal: Journal
    state: State

    def plan(
        self,
        intent: Intent,
        read: Callable[[NotePath], Note],
        today: date,
        seen: Callable[[TaskRow], Seen | None],
        tasks: Mapping[TaskId, TaskRow],
    ) -> Plan:
        """What `intent` would write; nothing is written.

        Args:
            intent: What is wanted.
            read: The notes as they are now.
            today: The day that is written.
            seen: What was decided about the same task before.
            tasks: Every task there is.
        """
        snoozed = self.state.items(SNOOZE) if isinstance(intent, Snooze) else {}
        notebook = Notebook(self.state, self.vault, self.config.ledger_in_vault)
        ties = self.state.items(TIES) if isinstance(intent, Split | Join) else {}
        beside = Beside(snoozed.get, seen, notebook.changes, tasks, ties=ties)
        return plan_tasks(intent, read, self.config, self.vault.settings, today, beside)

    def diff(self, transaction: Transaction) -> str:
        """The transaction as a unified diff against the notes as they are now. Raises `Conflict`."""
        return unified(transaction, self.vault.read)

    def reverted(self, entry: Entry) -> Transaction:
        """The transaction that takes `entry` back. Raises `Conflict`."""
        back = revert(entry, self.vault.read)
        # What was taken over from the entry, which knew nothing of the ledger, goes with it.
        learned = forgotten(entry.id, self.state.items(KIND))
        return replace(back, changes=(*back.changes, *learned)) if learned else back

    def commit(self, transaction: Transaction, now: str) -> tuple[EntryId, tuple[str, ...]]:
        """Make every change, or none, durably; the entry, and a sentence for each change that was left.

        Raises:
            Conflict: A file is not as it was planned against; nothing was written.
            WinnowError: It must not, or cannot, be written; nothing was written.
        """
        try:
            return commit(self.vault, self.journal, self.state, transaction, now=now), ()
        except PartlyDone as partly:
            return EntryId(partly.entry), partly.left

    def check(self, transaction: Transaction, now: str) -> None:
        """Raise what `commit` would raise as things are. Nothing is written."""
        id = self.journal.next_id(transaction, now)
        try:
            check(self.vault, self.journal, self.state, id, transaction)
        except OSError as error:
            raise WriteFailed(reason(error)) from error

    def overwritten(self, entry: EntryId) -> tuple[NotePath, ...]:
        """The notes in which what `entry` wrote stands no longer."""
        return overwritten(self.vault, self.journal, entry)

    def shared(self, transaction: Transaction) -> tuple[NotePath, ...]:
        """The notes it edits that have other names: changed in place, which is to be asked about."""
        return shared(self.vault, transaction)

    def recover(self) -> Recovery:
        """Finish or discard what an interrupted transaction left."""
        return recover(self.vault, self.journal, self.state)

    def look_again(self, *, last: bool = False) -> tuple[str, ...]:
        """What slow writers added to notes that were replaced meanwhile; a sentence for each."""
        return look_again(self.vault, self.journal, self.state, last=last)
