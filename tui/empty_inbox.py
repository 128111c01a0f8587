"""What an empty Inbox says: how the day went, what comes back when, and where there is more to do. Pure."""

from datetime import date

from textual.content import Content

from tui.bars import Work
from tui.inbox_list import InboxList
from tui.progress import UNKNOWN
from tui.text import clip, short_day, shown

_FILTER, _TITLE, _BACK = 60, 40, 4


def empty_inbox(work: Work, listing: InboxList, today: date) -> Content:
    """What stands in a list without items."""
    if not listing.known or (work.reading is not None and not listing.count):
        return Content(work.reading or UNKNOWN)
    if listing.filter.strip():
        return Content("\n").join(
            [
                Content.assemble(
                    "Nothing matches  ", (shown(clip(listing.filter, _FILTER)).plain, "bold")
                ),
                Content.styled(f"{listing.total:,} without a filter", "$text-muted"),
                Content(""),
                Content("esc clears the filter"),
            ]
        )
    lines = [Content.styled("The inbox is empty.", "bold")]
    if work.standing is not None and work.standing.today:
        lines.append(Content(f"{work.standing.today} decided today."))
    lines.append(Content(""))
    for back in listing.snoozed[:_BACK]:
        when = f"on {short_day(back.day, today)}" if back.day else "when it changes"
        more = f" and {back.items - 1} more" if back.items > 1 else ""
        lines.append(Content.styled(f"{when}: {clip(back.title, _TITLE)}{more}", "$text-muted"))
    if len(listing.snoozed) > _BACK:
        lines.append(Content.styled(f"… {len(listing.snoozed) - _BACK} days more", "$text-muted"))
    lines += _next(work)
    return Content("\n").join(lines)


def _next(work: Work) -> list[Content]:
    """Which pane has work."""
    if work.standing is None:
        return []
    counts = work.standing.counts
    said = []
    if counts.tasks:
        said.append(Content(f"{counts.tasks:,} proposals wait: press 3"))
    if counts.review:
        said.append(Content(f"{counts.review:,} pages ask for a look: press 4"))
    return said
