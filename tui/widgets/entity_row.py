"""An entity in one line: its name, what is open about it, when it was last met, and what is wrong."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from textual.strip import Strip

from tui.lines.row import GUTTER
from tui.text import clip, fit, short_day
from tui.widgets.one_line import OneLine, Part
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState

if TYPE_CHECKING:
    from core.browse import EntityRow

_NAME, _WHOLE_NAME, _LONG_NAME = 16, 22, 36
"""Cells that the name gets before one of the first columns, before a further one, and before the last."""
_ALSO = 16
"""Cells from which on other names are worth a column."""
_FIRST = 3
_LONGEST = 600


class Column(NamedTuple):
    """A column: what `Order.by` calls it, what stands above it, and its cells with a blank before."""

    by: str
    label: str
    width: int


COLUMNS = (
    Column("open", "open", 6),
    Column("proposals", "?", 6),
    Column("contact", "last", 8),
    Column("flags", "", 5),
    Column("mentions", "ment", 6),
    Column("backlinks", "back", 6),
    Column("notes", "notes", 6),
)
"""In the order in which they get room."""
_ALIASES = "aliases"
"""What is left over beside a long name: the other ways in which it is written, from its left side on."""
_SHOWN = ("open", "proposals", "contact", "mentions", "backlinks", "notes", "flags")

FLAGS = {
    "no-page": ("p", "no page"),
    "wrong-folder": ("f", "in no folder of its type"),
    "other-type": ("t", "says another type than its folder"),
    "same-name": ("=", "another has this name"),
    "taken-alias": ("a", "an alias is another's name"),
}
"""Code of a badge → its sign in the list, and what it means in a few words."""
_REVIEW = {"unicode": "⚑", "ascii": "!"}


def columns(width: int) -> tuple[Column, ...]:
    """The columns that fit beside a name, as they are shown from left to right."""
    left, found = width, set[str]()
    for column in COLUMNS:
        if left - column.width < (_NAME if len(found) < _FIRST else _WHOLE_NAME):
            break
        left -= column.width
        found.add(column.by)
    shown = [column for by in _SHOWN for column in COLUMNS if column.by == by and by in found]
    also = left - _LONG_NAME
    return ((Column(_ALIASES, "also written", also),) if also >= _ALSO else ()) + tuple(shown)


def flags(row: "EntityRow", glyphs: str) -> str:
    """What is wrong with it, a sign each."""
    signs = [_REVIEW[glyphs]] if row.flagged else []
    signs += [FLAGS.get(badge.code, ("+", ""))[0] for badge in row.badges]
    return "".join(dict.fromkeys(signs))


def entity_row(row: "EntityRow", width: int, state: RowState, *, today: date, glyphs: str) -> Strip:
    """The entity as one line of exactly `width` cells."""
    paint, shape = state.paint, columns(width)
    name = max(0, width - sum(column.width for column in shape))
    mark = "* " if row.pinned else ""
    cells: list[tuple[str, Style]] = [(mark, paint("mark"))] if mark else []
    cells.append((fit(row.name[:_LONGEST], name - len(mark)), paint()))
    none = "·" if glyphs == "unicode" else "."
    for column in shape:
        if column.by == _ALIASES:
            said = ", ".join(row.aliases)[:_LONGEST]
            cells.append((f" {fit(said, column.width - 1)}", paint("muted")))
            continue
        text, tone = _cell(row, column.by, today, glyphs)
        cells.append(
            (fit(text or none, column.width, right=True), paint(tone if text else "muted"))
        )
    return line_of(cells, width, paint())


def _cell(row: "EntityRow", by: str, today: date, glyphs: str) -> tuple[str, str]:
    if by == "contact":
        return short_day(row.last_contact, today), "muted"
    if by == "flags":
        return flags(row, glyphs) or " ", "broken"
    counted = {
        "open": (row.open_tasks, "today"),
        "proposals": (row.proposals, "status"),
        "mentions": (row.mentions, "muted"),
        "backlinks": (row.backlinks, "muted"),
        "notes": (row.notes, "muted"),
    }
    count, tone = counted[by]
    return _figure(count, glyphs), tone


def _figure(count: int | None, glyphs: str) -> str:
    """A number; what was not counted yet is no number, and none is none."""
    if count is None:
        return "…" if glyphs == "unicode" else "?"
    return f"{count:,}" if count else ""


def header_row(  # noqa: PLR0913 - what is drawn, where, and how it stands
    name: str, count: int, width: int, state: RowState, *, folded: bool, glyphs: str
) -> Strip:
    """The name of a type with how many there are of it."""
    paint = state.paint
    sign = ("▸" if folded else "▾") if glyphs == "unicode" else ("+" if folded else "-")
    words = clip(name[:1].upper() + name[1:_LONGEST], max(0, width - 8))
    cells = [(f"{sign} {words} ", paint("group")), (f"{count:,}", paint("muted"))]
    return line_of(cells, width, paint())


class ColumnsLine(OneLine):
    """What the columns of the list under it mean, and by which one it is in order."""

    DEFAULT_CSS = """
    ColumnsLine {
        color: $text-muted;
        & > .columns-line--sorted { color: $text-accent; text-style: bold; }
    }
    """
    PREFIX = "columns-line--"
    COMPONENT_CLASSES = {"columns-line--sorted"}  # noqa: RUF012 - Textual declares it so

    def __init__(self) -> None:
        super().__init__()
        self._by, self._sign = "", ""

    def say(self, by: str, *, descending: bool, glyphs: str) -> None:
        """Another order."""
        up, down = ("↑", "↓") if glyphs == "unicode" else ("^", "v")
        self._by, self._sign = by, down if descending else up
        self.refresh()

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """Each label over its column."""
        inner = width - GUTTER - 1
        shape = columns(inner)
        name = max(0, inner - sum(column.width for column in shape))
        parts = [Part(" " * GUTTER), self._part("name", "name", name, right=False)]
        for each in shape:
            also = each.by == _ALIASES
            label = f" {each.label}" if also else each.label
            parts.append(self._part(each.by, label, each.width, right=not also))
        return parts, ()

    def _part(self, by: str, label: str, width: int, *, right: bool) -> Part:
        lit = by == self._by
        return Part(fit(f"{label}{self._sign}" if lit else label, width, right=right), "sorted" if lit else "", by)  # fmt: skip
