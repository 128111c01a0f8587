"""A page that waits for a review in one line: what it is called, why it waits, how much is known of it. Pure.

And a name without a page: how it is written, where, how often, and whom it may mean.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.review.items import ReviewRow
from tui.cells import fit, middle

if TYPE_CHECKING:  # what compares names comes with it
    from core.names import WantedName

PAGES, NAMES = "\0pages", "\0names"
"""The ids of the two headings: no page has such a one."""
HEADINGS = {PAGES: "Pages", NAMES: "Names without a page"}
_WHY, _TYPE, _MENTIONS, _NOTES = 21, 10, 9, 10
_NAME = 20
"""Cells that the name gets before any column."""
_SIGN = 2
_TIMES, _KINDS, _MEANT, _SPELLED = 8, 14, 26, 12
_OF_PAGES = {"why": _WHY, "mentions": _MENTIONS, "notes": _NOTES, "type": _TYPE}
_OF_NAMES = {"times": _TIMES, "meant": _MEANT, "kinds": _KINDS, "spelled": _SPELLED}
"""Columns and their cells: the first gets its room first."""
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
    left, widths = _columns(width, _OF_PAGES)
    name = " ".join(row.name[:_LONGEST].split())
    cells = [("⚑ " if row.flagged else "  ", "broken"), (fit(middle(name, left), left), "")]
    if widths["type"]:
        cells.append((f" {fit(row.type or '–', widths['type'] - 1)}", "muted"))
    if widths["why"]:
        cells.append((f" {fit(_why(row, near=near), widths['why'] - 1)}", "status"))
    for what, key in (("ment", "mentions"), ("notes", "notes")):
        if widths[key]:
            many = getattr(row.evidence, key)
            said = f"{many:,} {what}" if many else ""
            cells.append((fit(f" {said}", widths[key], right=True), "muted"))
    return cells


def _why(row: ReviewRow, *, near: bool) -> str:
    """The strongest reasons; that it is flagged only where nothing else is to be said."""
    told = [WORDS["near-name"]] if near else []
    told += [WORDS[one.code] for one in row.why if one.code != "needs-review"]
    return ", ".join(told) or WORDS["needs-review"]


def name_cells(name: "WantedName", width: int) -> list[tuple[str, str]]:
    """The name as cells that fill a line of `width`, each with its tone."""
    left, widths = _columns(width, _OF_NAMES)
    cells = [
        ("? ", "status"),
        (fit(middle(" ".join(name.name[:_LONGEST].split()), left), left), ""),
    ]
    if widths["spelled"]:
        ways = len(name.spellings)
        cells.append((f" {fit(f'{ways} ways' if ways > 1 else '', _SPELLED - 1)}", "muted"))
    if widths["kinds"]:
        cells.append((f" {fit(', '.join(name.kinds), _KINDS - 1)}", "muted"))
    if widths["meant"]:
        meant = f"{name.candidates[0].entity.name[:_LONGEST]}?" if name.candidates else ""
        cells.append((f" {fit(meant, _MEANT - 1)}", "status"))
    if widths["times"]:
        cells.append((fit(f" ×{name.count:,}", _TIMES, right=True), "muted"))
    return cells


def _columns(width: int, wanted: Mapping[str, int]) -> tuple[int, dict[str, int]]:
    """Cells for the name, and for each column that has room beside it; 0: it has none."""
    left, widths = max(0, width - _SIGN), dict.fromkeys(wanted, 0)
    for column, room in wanted.items():
        if left - room < _NAME:
            break
        left -= room
        widths[column] = room
    return left, widths
