"""What an empty list says: why it is empty, and what to do next. Pure."""

from collections.abc import Sequence

from textual.content import Content

from tui.bars import Work
from tui.progress import UNKNOWN
from tui.text import clip

_FILTER = 60


def empty(work: Work) -> Content:
    """What stands in a list without rows: why, and what to do next."""
    if work.rows is None or (work.reading is not None and not work.rows.ids):
        return Content(work.reading or UNKNOWN)
    if work.rows.query.text.strip():
        return _filtered(work.rows.query.text, work.nearest)
    return _cleared(work)


def _filtered(typed: str, nearest: Sequence[tuple[str, int]]) -> Content:
    lines = [Content.assemble("Nothing matches  ", (clip(typed, _FILTER), "bold"))]
    lines += [
        Content.styled(f"{count:,} {clip(change, _FILTER)}", "$text-muted")
        for change, count in nearest
    ]
    lines += [Content(""), Content("esc clears the filter · f3 says what it means")]
    return Content("\n").join(lines)


def _cleared(work: Work) -> Content:
    lines = [Content.styled("No proposed task is left.", "bold")]
    if work.standing is not None:
        counts = work.standing.counts
        if work.standing.today:
            undo = clip(work.standing.undo, _FILTER)
            back = f" u takes back: {undo}." if undo else ""
            lines.append(Content(f"{work.standing.today:,} decided today.{back}"))
        if counts.review:
            lines.append(Content(f"{counts.review} pages ask for a look: press 4."))
    lines += [Content(""), Content.styled("/ is:open shows what you have to do", "$text-muted")]
    return Content("\n").join(lines)
