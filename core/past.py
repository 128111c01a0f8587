"""What was written in a vault, as its journal tells it: what can be taken back, and how the day went."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from core.edit import Move
from core.entries import Entry
from core.history import Event, events, named
from core.journal import RESCUE, Journal
from core.path import NotePath

_MINUTE = timedelta(minutes=1)
_BREAK = timedelta(minutes=5)
"""A longer pause begins another stretch of work."""
_STRETCH = 25
"""Minutes after which one may well stop."""


class Moved(NamedTuple):
    """What became of a file."""

    to: NotePath
    verb: str
    """The command that moved it."""


CALLED: Mapping[str, str] = MappingProxyType(
    {
        "accept-cluster": "accept all",
        "reject-cluster": "reject all",
        "as-before": "as before",
    }
)
"""Commands that people know by other words than those of the command line."""


class Day(NamedTuple):
    """How the day goes."""

    decided: int
    """Decisions of today that stand."""
    pace: int
    """Decisions a minute since the last break, each batch as one; 0: too few to say."""
    minutes: int
    """Since the last break."""
    left: int
    """What waits still."""
    stop: str
    """Why this is a good place to stop, as a sentence; `""`: it is none. The same one as long as it is the same place."""


class Report(NamedTuple):
    """What was decided since some moment, and how it is taken back."""

    decided: int
    by_verb: tuple[tuple[str, int], ...]
    """Command → how many decisions, in the order in which they were first made."""
    undo: str
    """What `undo` takes back next; `""`: nothing."""

    @property
    def sentence(self) -> str:
        """For the last screen; `""` where nothing was decided. Not safe to show, it quotes a task."""
        if not self.decided:
            return ""
        verbs = ", ".join(f"{CALLED.get(verb, verb)} {many:,}" for verb, many in self.by_verb)
        undo = f"; winnow undo takes back {self.undo}" if self.undo else ""
        return f"{self.decided:,} decided: {verbs}{undo}"


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

    def events(self) -> tuple[Event, ...]:
        """Every transaction the journal still holds, and what became of it, newest first."""
        return events(self._journal.entries())

    def event(self, id: str) -> Event:
        """The one of that id, or whose id begins so. Raises `NothingToUndo`."""
        return named(id, self.events())

    @property
    def decided_today(self) -> int:
        """Decisions of this day that stand."""
        today, zone = self._today(), self.zone
        return sum(entry.tx.items for entry in self.standing() if _day(entry.time, zone) == today)

    def day(self, left: int, pressing: int) -> Day:
        """How the day goes.

        Args:
            left: How many proposals wait.
            pressing: How many of them are the user's and due by today.
        """
        times = self._since_the_break()
        now = self._clock()
        minutes = int((now - times[0]) / _MINUTE) if times else 0
        pace = round(len(times) / max(1.0, (now - times[0]) / _MINUTE)) if len(times) > 1 else 0
        decided = self.decided_today
        stop = _stop(left, pressing, minutes) if times else ""
        return Day(decided, pace, minutes, left, stop)

    def _since_the_break(self) -> list[datetime]:
        """When decisions were made, oldest first, as far as no break lies between them and now."""
        found: list[datetime] = []
        later = self._clock()
        for entry in reversed(self.standing()):
            time = datetime.fromisoformat(entry.time)
            if later - time > _BREAK:
                break
            found.append(time)
            later = time
        return found[::-1]

    def since(self, time: str) -> Report:
        """What was decided since a moment, UTC, ISO, and stands."""
        by_verb: dict[str, int] = {}
        for entry in self.standing():
            if entry.time >= time and entry.tx.verb != RESCUE:
                verb = entry.tx.verb or entry.tx.label
                by_verb[verb] = by_verb.get(verb, 0) + entry.tx.items
        undo = self.undo_label if by_verb else None
        return Report(sum(by_verb.values()), tuple(by_verb.items()), undo or "")

    def today(self) -> Report:
        """What was decided today."""
        zone = self.zone
        midnight = datetime.combine(self._today(), datetime.min.time(), zone)
        return self.since(midnight.astimezone(UTC).isoformat())

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
        done = (one for one in reversed(self.events()) if one.entry.tx.undoes is None)
        return [one.entry for one in done if one.stands]


def _stop(left: int, pressing: int, minutes: int) -> str:
    if not left:
        return "Nothing waits any more."
    if not pressing:
        return "All that is yours and due is decided: the rest can wait."
    if minutes >= _STRETCH:
        long = minutes // _STRETCH * _STRETCH
        return f"{long} minutes at it: a good place to stop."
    return ""


def _day(time: str, zone: tzinfo | None) -> date:
    return datetime.fromisoformat(time).astimezone(zone).date()
