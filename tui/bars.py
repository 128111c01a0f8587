"""What the bars and an empty list say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.content import Content

from core.queue import Held
from core.tasks import Rows
from tui.messages import Standing
from tui.progress import UNKNOWN
from tui.text import clip, shown
from tui.widgets.one_line import Part

_FILTER = 60
_LOCK = 24
_WHY = 40
_REASON = 160


@dataclass(slots=True)
class Work:
    """The state of things, as the bars show it; the app keeps one and brings it up to date."""

    standing: Standing | None = None
    rows: Rows | None = None
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
    holder: str = ""
    """Who has the vault open on another screen."""
    lock: str = ""
    """What a write waits for."""
    trouble: int = 0
    """Files and folders that could not be read."""
    copies: int = 0
    """Copies that a sync client left."""
    a_minute: int | None = None
    reading: str | None = UNKNOWN
    """How far the reading of the vault is; `None` when that is over."""
    nearest: Sequence[tuple[str, int]] = ()
    """Of a filter that finds nothing: its terms, and what would be found without each."""


def day(work: Work) -> str:
    """The right end of the title line: `37 today · ● saved`."""
    today = f"{work.standing.today} today · " if work.standing and work.standing.today else ""
    if work.holder:
        return f"{today}read-only"
    if work.lock:
        return f"{today}✎ waits for {shown(clip(work.lock.rpartition('/')[2], _LOCK)).plain}"
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
    if work.reading is not None:
        parts.append(Part(work.reading, "warning"))
    if work.marked:
        hidden = f", {work.hidden} hidden by filter" if work.hidden else ""
        parts.append(Part(f"{work.marked} marked{hidden}", "strong"))
    if work.rows is not None:
        parts.append(Part(f"{max(0, work.rows.total - work.leaving):,} left"))
    if work.a_minute is not None:
        parts.append(Part(f"{work.a_minute}/min", "muted"))
    parts += _trouble(work)
    if work.reason:
        # Last: of a long reason the end is cut.
        parts.append(Part(f"⚠ {shown(clip(work.reason, _REASON)).plain}", "error"))
    return tuple(parts)


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
    why = shown(clip(held.why.rpartition(": ")[2], _WHY)).plain
    if held.unsaved:
        return f"⚠ {held.unsaved} can be kept nowhere: {why}"
    return f"⚠ {held.many} kept and tried again: {why}"


def empty(work: Work) -> Content:
    """What stands in a list without rows: why, and what to do next."""
    if work.rows is None or (work.reading is not None and not work.rows.ids):
        return Content(work.reading or UNKNOWN)
    if work.rows.query.text.strip():
        return _filtered(work.rows.query.text, work.nearest)
    return _cleared(work)


def _filtered(typed: str, nearest: Sequence[tuple[str, int]]) -> Content:
    lines = [Content.assemble("Nothing matches  ", (shown(clip(typed, _FILTER)).plain, "bold"))]
    lines += [
        Content.styled(f"{count:,} without {clip(term, _FILTER)}", "$text-muted")
        for term, count in nearest
    ]
    lines += [Content(""), Content("esc clears the filter")]
    return Content("\n").join(lines)


def _cleared(work: Work) -> Content:
    lines = [Content.styled("No proposed task is left.", "bold")]
    if work.standing is not None:
        counts = work.standing.counts
        if work.standing.today:
            lines.append(Content(f"{work.standing.today} decided today."))
        if counts.review:
            lines.append(Content(f"{counts.review} pages ask for a look: press 4."))
    lines += [Content(""), Content.styled("/ is:open shows what you have to do", "$text-muted")]
    return Content("\n").join(lines)
