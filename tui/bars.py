"""What the bars say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.panes import Counts
from core.queue import Held
from core.tasks import Rows
from tui.cells import clip
from tui.lines.parts import Part
from tui.progress import UNKNOWN

_LOCK = 24
_WHY = 40
_REASON = 160


class Standing(NamedTuple):
    """What the bars say about the work as a whole."""

    counts: Counts
    undo: str
    redo: str
    today: int
    """Decisions of today that stand."""
    pace: int = 0
    """Decisions a minute since the last break; 0: too few to say."""
    stop: str = ""
    """Why this is a good place to stop; `""`: it is none."""


@dataclass(slots=True)
class Work:
    """The state of things, as the bars show it; the app keeps one and brings it up to date."""

    standing: Standing | None = None
    rows: Rows | None = None
    waiting: int | None = None
    """What waits in the Inbox or for a review, where that is in front."""
    browsing: bool = False
    """Whether what is in front is there to be read, and not to be gone through."""
    at: tuple[int, int] | None = None
    """At which stop of an item one is, and of how many."""
    begun: str = ""
    """A number that was begun, and what it would do."""
    marked: int = 0
    hidden: int = 0
    """Marked rows that the filter hides."""
    leaving: int = 0
    """Decided and not written yet."""
    writing: int = 0
    conflicts: int = 0
    refused: int = 0
    """Tasks whose last decision could not be written."""
    held: Held = field(default_factory=Held)
    """What of that is tried again."""
    reason: str = ""
    """Why not, of the task under the cursor."""
    flaw: str = ""
    """What is wrong with the line under the cursor."""
    holder: str = ""
    """Who has the vault open on another screen."""
    lock: str = ""
    """What a write waits for."""
    trouble: int = 0
    """Files and folders that could not be read."""
    copies: int = 0
    """Copies that a sync client left."""
    reading: str | None = UNKNOWN
    """How far the reading of the vault is; `None` when that is over."""
    indexing: str = ""
    """How far the indexing of words is; `""` when that is over."""
    lacking: str = ""
    """Why the filter may find too little."""
    nearest: Sequence[tuple[str, int]] = ()
    """Of a filter that finds nothing: how it might be changed, and what would be found then."""


def day(work: Work) -> str:
    """The right end of the title line: `37 today · ● saved`."""
    today = f"{work.standing.today} today · " if work.standing and work.standing.today else ""
    if work.holder:
        return f"{today}read-only"
    if work.lock:
        return f"{today}✎ waits for {clip(work.lock.rpartition('/')[2], _LOCK)}"
    if work.writing:
        return f"{today}✎ writing"
    if work.held.many:
        return f"{today}⚠ {work.held.many} not saved"
    if work.conflicts:
        return f"{today}⚠ {work.conflicts} conflict{'s' * (work.conflicts != 1)}"
    return f"{today}● saved"


def status(work: Work) -> tuple[Part, ...]:
    """The left end of the status line."""
    parts = []
    if work.begun:
        return (Part(work.begun, "strong"),)
    if work.reading is not None:
        parts.append(Part(work.reading, "warning"))
    if work.marked:
        hidden = f", {work.hidden} hidden by filter" if work.hidden else ""
        parts.append(Part(f"{work.marked} marked{hidden}", "strong"))
    if work.at is not None:
        parts.append(Part("{:,} of {:,}".format(*work.at), "strong"))
    if work.waiting is not None:
        parts.append(Part(f"{work.waiting:,} left"))
    elif work.rows is not None and not work.browsing:
        parts.append(Part(f"{max(0, work.rows.total - work.leaving):,} left"))
    if work.lacking:
        parts.append(Part(f"⚠ {clip(work.lacking, _REASON)}", "warning"))
    elif work.indexing:
        parts.append(Part(work.indexing, "muted"))
    parts += _going(work.standing)
    parts += _trouble(work)
    if said := work.reason or work.flaw:
        # Last: of a long reason the end is cut.
        parts.append(Part(f"⚠ {clip(said, _REASON)}", "error" if work.reason else "warning"))
    return tuple(parts)


def _going(standing: Standing | None) -> list[Part]:
    """How fast it goes, and whether one may well stop here."""
    if standing is None:
        return []
    pace = f"{standing.pace}/min" if standing.pace else ""
    stop = standing.stop if standing.counts.tasks else ""  # else the list itself says it
    return [Part(said, "muted") for said in (pace, stop) if said]


def _trouble(work: Work) -> list[Part]:
    parts = []
    if work.conflicts:
        parts.append(Part(f"⚠ {work.conflicts} moved on: R reads again", "error"))
    if work.held.many:
        parts.append(Part(_held(work.held), "error"))
    elif work.refused > bool(work.reason):  # the one under the cursor is said anyway
        where = "" if work.reason else ": / is:refused"
        parts.append(Part(f"⚠ {work.refused} refused{where}", "error"))
    if work.trouble:
        parts.append(Part(f"{work.trouble} unreadable", "warning"))
    if work.copies:
        copies = "cop" + ("ies" if work.copies > 1 else "y")
        parts.append(Part(f"{work.copies} conflict {copies}", "warning"))
    return parts


def _held(held: Held) -> str:
    why = clip(held.why.rpartition(": ")[2], _WHY)
    if held.unsaved:
        return f"⚠ {held.unsaved} can be kept nowhere: {why}"
    return f"⚠ {held.many} kept and tried again: {why}"
