"""What stands around a row of a list, and above the list. Pure."""

from core.tasks import UNREAD, Rows
from tui.cells import fit

GUTTER = 3
"""Cells before a row: the cursor's bar, the mark, a space."""
EDGE = 1
"""Cells after it: the scroll mark."""

Cells = list[tuple[str, str]]
"""Words with the names of their styles; `""` is that of plain text."""


def inner(width: int) -> int:
    """Cells for the row itself."""
    return max(0, width - GUTTER - EDGE)


def gutter(glyphs: str, *, cursor: bool, marked: bool) -> Cells:
    """The bar where the cursor is, and the mark."""
    bar, mark = (">", "*") if glyphs == "ascii" else ("▌", "●")
    return [
        (bar, "bar") if cursor else (" ", ""),
        (f"{mark} ", "mark") if marked else ("  ", ""),
    ]


def edge(glyphs: str, *, thumb: bool) -> Cells:
    """The scroll mark."""
    return [("|" if glyphs == "ascii" else "▐", "scroll")] if thumb else [(" ", "")]


def filter_words(
    rows: Rows, listed: int, decisions: int | None = None, by: str = "due"
) -> tuple[str, str]:
    """What the line above the list says: the filter, how many tasks it leaves, and how many rows those are."""
    words, total = rows.query.text, rows.total
    if rows.revision == UNREAD:  # the first of them: there are as many as an earlier run counted
        listed = total
    count = f"{listed:,}" if rows.query.says_status else f"{listed:,} of {total:,}"
    says = words if rows.query.says_status else f"is:proposed {words}".rstrip()
    if decisions is not None and decisions < listed:
        count = f"{count} · {decisions:,} to decide"
    sorts = rows.query.arrangement.sorts
    return says, f"{count} · by {sorts[0].key if sorts else by}"


def headed(words: str, count: int, width: int) -> Cells:
    """The name of a group, and on the right how many there are of it."""
    said = f"{count:,}"
    return [(fit(words, max(0, width - len(said))), "group"), (said[:width], "muted")]
