"""What an empty list of tasks says: why it is empty, and what to do next. Pure."""

from textual.content import Content

from tui.bars import Work
from tui.empty import Key, decided, elsewhere, nothing, page, reading
from tui.progress import UNKNOWN
from tui.text import clip

_WORDS = 60


def empty(work: Work, key: Key) -> Content:
    """What stands in a list without rows: why, and what to do next."""
    if work.rows is None or (work.reading is not None and not work.rows.ids):
        return reading(work.reading or UNKNOWN)
    if typed := work.rows.query.text.strip():
        says = [f"{count:,} {clip(change, _WORDS)}" for change, count in work.nearest]
        ways = [(key("back"), "clears the filter"), (key("filter.explain"), "says what it means")]
        return nothing(typed, says, ways)
    undo = clip(work.standing.undo, _WORDS) if work.standing else ""
    ways = [(key("undo"), f"takes back: {undo}")] if decided(work) and undo else []
    ways += [(f"{key('filter')} is:open", "what you have to do")]
    return page(
        "No proposed task is left.", decided(work), [*elsewhere(work, key, but="tasks"), *ways]
    )
