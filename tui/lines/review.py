"""A page that waits for a review in one line: what it is called, why it waits, how much is known of it. Pure.

And a name without a page: how it is written, where, how often, and whom it may mean.
"""

from typing import TYPE_CHECKING

from core.review.items import ReviewRow
from tui.cells import fit, middle

if TYPE_CHECKING:  # what compares names comes with it
    from core.names import WantedName

PAGES, NAMES = "\0pages", "\0names"
"""The ids of the two headings: no page has such a one."""
HEADINGS = {PAGES: "Pages", NAMES: "Names without a page"}
_NAME, _WHOLE = 20, 34
"""Cells that the name gets before any column, and those that it never needs more of."""
_SIGN = 2
_WHY = "why"
_COLUMNS = {_WHY: 24, "notes": 9, "type": 13, "mentions": 10}
"""Columns and their cells: the first gets its room first, and what the name leaves. Names without a page
have whom they may mean, how often, where, and in how many ways in their places: so the columns stand."""
_MOST_WHY = 48
_LONGEST = 300
WORDS = {
    "not-a-name": "not a name", "same-name": "same name", "taken-alias": "taken alias", "near-name": "near name",
    "other-type": "other type", "wrong-folder": "wrong folder", "no-page": "no page", "unknown-name": "half a name",
    "template": "template", "empty-link": "empty link", "empty-tag": "empty tag", "unknown": "unknown", "placeholder": "placeholder",
    "empty-key": "empty key", "single-name": "one name", "stub": "stub", "no-links": "no links", "auto-created": "made by program",
    "needs-review": "flagged",
}  # fmt: skip
"""Code of a reason → its words in the list."""


def review_cells(row: ReviewRow, width: int, *, near: bool) -> list[tuple[str, str]]:
    """The page as cells that fill a line of `width`, each with its tone."""
    left, widths = _columns(width)
    name = " ".join(row.name[:_LONGEST].split())
    cells = [("⚑ " if row.flagged else "  ", "broken"), (fit(middle(name, left), left), "")]
    if widths["type"]:
        cells.append((f" {fit(row.type or '–', widths['type'] - 1)}", "muted"))
    if widths[_WHY]:
        cells.append((f" {fit(_why(row, near=near), widths[_WHY] - 1)}", "mine"))
    if widths["mentions"]:
        cells.append(_figure(row.evidence.mentions, "ment", widths["mentions"]))
    if widths["notes"]:
        many = row.evidence.notes
        cells.append(_figure(many, "note " if many == 1 else "notes", widths["notes"]))
    return cells


def _figure(many: int | None, what: str, width: int) -> tuple[str, str]:
    """How many there are of something, on the right; nothing for none, and for what nobody has counted."""
    return fit(f" {many:,} {what}" if many else "", width, right=True), "muted"


def _why(row: ReviewRow, *, near: bool) -> str:
    """The strongest reasons; that it is flagged only where nothing else is to be said."""
    told = [WORDS["near-name"]] if near else []
    told += [WORDS[one.code] for one in row.why if one.code != "needs-review"]
    return ", ".join(told) or WORDS["needs-review"]


def name_cells(name: "WantedName", width: int) -> list[tuple[str, str]]:
    """The name as cells that fill a line of `width`, each with its tone."""
    left, widths = _columns(width)
    cells = [
        ("? ", "status"),
        (fit(middle(" ".join(name.name[:_LONGEST].split()), left), left), ""),
    ]
    if widths["type"]:
        cells.append((f" {fit(', '.join(name.kinds), widths['type'] - 1)}", "muted"))
    if widths[_WHY]:
        meant = f"{name.candidates[0].entity.name[:_LONGEST]}?" if name.candidates else ""
        cells.append((f" {fit(meant, widths[_WHY] - 1)}", "mine"))
    if widths["mentions"]:
        ways = len(name.spellings)
        said = f" {ways} ways" if ways > 1 else ""
        cells.append((fit(said, widths["mentions"], right=True), "muted"))
    if widths["notes"]:
        times = "times" if name.count > 1 else "time "
        cells.append(_figure(name.count, times, widths["notes"]))
    return cells


def _columns(width: int) -> tuple[int, dict[str, int]]:
    """Cells for the name, and for each column that has room beside it; 0: it has none."""
    left, widths = max(0, width - _SIGN), dict.fromkeys(_COLUMNS, 0)
    for column, room in _COLUMNS.items():
        if left - room < _NAME:
            break
        left -= room
        widths[column] = room
    more = max(0, min(left - _WHOLE, _MOST_WHY - widths[_WHY])) if widths[_WHY] else 0
    widths[_WHY] += more
    return left - more, widths
