"""What was written in a vault, as its journal tells it: what can be taken back, and how the day went."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from core.edit import Move
from core.entries import Entry
from core.journal import Journal
from core.path import NotePath


class Moved(NamedTuple):
    """What became of a file."""

    to: NotePath
    verb: str
    """The command that moved it."""


class Past:
    """Answers from the journal as it is; raises `Unavailable` where that cannot be read."""

    def __init__(
        self, journal: Journal, clock: Callable[[], datetime], today: Callable[[], date]
    ) -> None:
        """The past of one vault.

        Args:
            journal: Its journal.
            clock: The local time now, aware of its zone.
            today: The day that counts as this one.
        """
        self._journal = journal
        self._clock = clock
        self._today = today

    @property
    def zone(self) -> tzinfo | None:
        """Where a day begins."""
        return self._clock().tzinfo

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

    def entries(self) -> tuple[Entry, ...]:
        """Every transaction the journal still holds, newest first."""
        return self._journal.entries()[::-1]

    @property
    def decided_today(self) -> int:
        """Decisions of this day that stand."""
        today, zone = self._today(), self.zone
        return sum(entry.tx.items for entry in self.standing() if _day(entry.time, zone) == today)

    def moved(self) -> Mapping[NotePath, Moved]:
        """Files by where they were before they were moved, as far as that was not taken back."""
        return {
            change.path: Moved(change.to, entry.tx.verb)
            for entry in self.standing()
            for change in entry.tx.changes
            if isinstance(change, Move)
        }

    def standing(self) -> list[Entry]:
        """What was done and not taken back, oldest first."""
        entries = {entry.id: entry for entry in self._journal.entries()}

        def stands(entry: Entry) -> bool:
            return entry.undone_by is None or not stands(entries[entry.undone_by])

        return [one for one in entries.values() if one.tx.undoes is None and stands(one)]


def _day(time: str, zone: tzinfo | None) -> date:
    return datetime.fromisoformat(time).astimezone(zone).date()
