"""What an empty Review pane says: how the day went, what comes back when, and where there is more to do. Pure."""

from datetime import date

from textual.content import Content

from core.review.items import ReviewRows
from tui.bars import Work
from tui.progress import UNKNOWN
from tui.text import clip, short_day, shown

_FILTER, _NAME, _BACK = 60, 40, 4


def empty_review(work: Work, rows: ReviewRows | None, today: date) -> Content:
    """What stands in a list without pages and names."""
    if rows is None or (work.reading is not None and not rows.ids):
        return Content(work.reading or UNKNOWN)
    if rows.filter.strip():
        said = shown(clip(rows.filter, _FILTER)).plain
        return Content("\n").join([
            Content.assemble("Nothing matches  ", (said, "bold")),
            Content.styled(f"{rows.total:,} pages without a filter", "$text-muted"),
            Content(""),
            Content("esc clears the filter"),
        ])  # fmt: skip
    lines = [Content.styled("No page waits for a review.", "bold")]
    if work.standing is not None and work.standing.today:
        lines.append(Content(f"{work.standing.today} decided today."))
    lines.append(Content(""))
    for away in rows.away[:_BACK]:
        when = f"on {short_day(away.until, today)}" if away.until else "when it changes"
        name = shown(clip(away.row.name, _NAME)).plain
        lines.append(Content.styled(f"{when}: {name}", "$text-muted"))
    if len(rows.away) > _BACK:
        lines.append(Content.styled(f"… {len(rows.away) - _BACK} more", "$text-muted"))
    return Content("\n").join([*lines, *_next(work)])


def _next(work: Work) -> list[Content]:
    """Which pane has work."""
    counts = work.standing.counts if work.standing is not None else None
    said = []
    if counts is not None and counts.inbox:
        said.append(Content(f"{counts.inbox:,} wait in the inbox: press 1"))
    if counts is not None and counts.tasks:
        said.append(Content(f"{counts.tasks:,} proposals wait: press 3"))
    return said
