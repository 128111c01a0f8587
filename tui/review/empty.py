"""What an empty Review pane says: how the day went, what comes back when, and where there is more to do. Pure."""

from datetime import date

from textual.content import Content

from core.review.items import ReviewRows
from tui.bars import Work
from tui.empty import Key, decided, elsewhere, nothing, page, reading
from tui.progress import UNKNOWN
from tui.text import clip, short_day

_NAME, _BACK = 40, 4


def empty_review(work: Work, rows: ReviewRows | None, today: date, key: Key) -> Content:
    """What stands in a list without pages and names."""
    if rows is None or (work.reading is not None and not rows.ids):
        return reading(work.reading or UNKNOWN)
    if typed := rows.filter.strip():
        ways = [(key("back"), "clears the filter")]
        return nothing(
            typed, [f"{rows.total:,} page{'s' * (rows.total != 1)} without a filter"], ways
        )
    says = []
    for away in rows.away[:_BACK]:
        when = f"back on {short_day(away.until, today)}" if away.until else "back when it changes"
        says.append(f"{when}: {clip(away.row.name, _NAME)}")
    if len(rows.away) > _BACK:
        says.append(f"… {len(rows.away) - _BACK} more")
    ways = elsewhere(work, key, but="review")
    return page("No page waits for a review.", [*decided(work), *says], ways)
