"""What an empty Inbox says: how the day went, what comes back when, and where there is more to do. Pure."""

from datetime import date

from textual.content import Content

from tui.bars import Work
from tui.empty import Key, decided, elsewhere, nothing, page, reading
from tui.inbox.rows import InboxList
from tui.progress import UNKNOWN
from tui.text import clip, short_day

_TITLE, _BACK = 40, 4


def empty_inbox(work: Work, listing: InboxList, today: date, key: Key) -> Content:
    """What stands in a list without items."""
    if not listing.known or (work.reading is not None and not listing.count):
        return reading(work.reading or UNKNOWN)
    if typed := listing.filter.strip():
        ways = [(key("back"), "clears the filter")]
        return nothing(typed, [f"{listing.total:,} without a filter"], ways)
    says = []
    for back in listing.snoozed[:_BACK]:
        when = f"back on {short_day(back.day, today)}" if back.day else "back when it changes"
        more = f" and {back.items - 1} more" if back.items > 1 else ""
        says.append(f"{when}: {clip(back.title, _TITLE)}{more}")
    if len(listing.snoozed) > _BACK:
        says.append(f"… {len(listing.snoozed) - _BACK} days more")
    ways = [*elsewhere(work, key, but="inbox"), (key("inbox.capture"), "writes down a thought")]
    return page("The inbox is empty.", [*decided(work), *says], ways)
