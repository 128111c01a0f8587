"""Intents carried out: planned on the notes as they are, committed, taken back.

Loaded when something is first written or left over: it is most of the core's code, and the first frame
does not need it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import NamedTuple

from core.actions.ground import Ground
from core.actions.intents import InboxIntent, Intent, PageIntent, Plan, ReviewIntent
from core.actions.items import plan_items
from core.actions.reviewing import plan_reviewed
from core.actions.tasks import plan_tasks
from core.backlinks import Written
from core.config import Config
from core.diff import unified
from core.directory import Directory
from core.edit import EntryId, Transaction
from core.entries import Entry
from core.errors import PartlyDone
from core.inbox.arrivals import arrival_of, attachment_arrival
from core.inbox.items import Arrival, InboxRow
from core.inbox.remembered import KIND
from core.journal import Journal
from core.note import Note
from core.path import NotePath
from core.revert import revert
from core.review.remembered import KIND as REVIEW
from core.state import State
from core.store import Recovery, commit, look_again, overwritten, recover, shared
from core.vault import Vault


class Seen(NamedTuple):
    """The vault as a session reads it."""

    note: Callable[[NotePath], Note]
    """As it is on the disk now."""
    directory: Callable[[], Directory]
    written: Written


SNOOZE = "snooze"
"""The kind under which `State` remembers until when a task is hidden."""


@dataclass(frozen=True, slots=True, eq=False)
class Writer:
    """The vault and what is kept beside it. Not thread-safe: its session lets one thread in at a time."""

    vault: Vault
    config: Config
    journal: Journal
    state: State

    def plan(self, intent: Intent, read: Callable[[NotePath], Note], today: date) -> Plan:
        """What `intent` would write. Nothing is written."""
        snoozed = self.state.items(SNOOZE)
        return plan_tasks(intent, read, self.config, self.vault.settings, today, snoozed.get)

    def plan_items(self, intent: InboxIntent | ReviewIntent, ground: Ground) -> Plan:
        """What `intent` would write. Nothing is written."""
        if isinstance(intent, PageIntent):
            return plan_reviewed(intent, ground)
        return plan_items(intent, ground)

    def ground(self, seen: Seen, today: date, zone: tzinfo | None) -> Ground:
        """What plans about the inbox stand on.

        Args:
            seen: The notes as they were read.
            today: What counts as this day.
            zone: The local one.
        """
        vault = self.vault
        return Ground(
            config=self.config,
            today=today,
            zone=zone,
            read=seen.note,
            data=vault.read,
            standing=vault.standing,
            listed=vault.names,
            is_triaged=vault.is_triaged,
            settings=vault.settings,
            directory=seen.directory,
            written=seen.written,
            arrival=self._arrival,
            remembered=self.state.items(KIND),
            snoozed=self.state.items(SNOOZE),
            reviewed=self.state.items(REVIEW),
        )

    def _arrival(self, row: InboxRow) -> Arrival:
        if row.kind == "attachment":
            return attachment_arrival(row.path)
        return arrival_of(row.path, self.vault.read(row.path))

    def diff(self, transaction: Transaction) -> str:
        """The transaction as a unified diff against the notes as they are now. Raises `Conflict`."""
        return unified(transaction, self.vault.read)

    def reverted(self, entry: Entry) -> Transaction:
        """The transaction that takes `entry` back. Raises `Conflict`."""
        return revert(entry, self.vault.read)

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
