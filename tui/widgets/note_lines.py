"""One line of a note, a property or a notice as the rows it takes on the screen. Pure but for styles."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.display import safe_text
from core.preview import Kind, NoteLine
from tui.text import clip, fit
from tui.widgets.inline import Run, links, plain, runs
from tui.widgets.wrap import breaks, sliced

_MAX_CELLS = 2_000
"""Of one line; a page cuts by characters, and Chinese takes two cells each."""
_DEEPEST = 5
"""Quote marks drawn before a line; a note may hold two thousand."""
_WIDEST_COLUMN = 40
_NARROWEST = 6
"""Cells that a column keeps; a table that has no room for that is shown as its text."""
_GAP = 3
"""Cells between two columns."""
_WIDEST_KEY = 20
_MARGIN = 2
"""Cells before every row: the bar of the marked line and a blank."""


@dataclass(frozen=True, slots=True)
class Property:
    """A frontmatter field; `key_width` is that of its neighbours' keys too."""

    key: str
    value: str
    key_width: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Our own words between those of the note."""

    text: str
    tone: str = "notice"


Item = NoteLine | Property | Notice


@dataclass(frozen=True, slots=True)
class Signs:
    """What structure is drawn with."""

    bar: str
    bullet: str
    quote: str
    rule: str
    column: str


SIGNS = {"unicode": Signs("▌", "•", "▎", "─", "│"), "ascii": Signs(">", "-", "|", "-", "|")}

Paint = Callable[..., Style]


class Anchor(NamedTuple):
    """A link of an item: on which of its rows it begins, and all that stands in the note."""

    row: int
    written: str
    column: int = 0
    """The cell on that row where it begins."""
    cells: int = 0


class Drawn(NamedTuple):
    """An item as it stands on the screen."""

    strips: list[Strip]
    links: tuple[Anchor, ...]


class _Words:
    """Collects the links of the words of one item, and lights one of them."""

    def __init__(self, lit: int) -> None:
        self.links: list[Anchor] = []
        self._lit = lit

    def seen(
        self, words: Sequence[Run], rows: Sequence[tuple[int, int]], first: int, later: int
    ) -> list[Run]:
        """The words with the lit link in another tone.

        Args:
            words: What stands on the rows.
            rows: Where they break.
            first: Cells before the first row.
            later: Cells before the others.
        """
        text, found, at = "".join(run.text for run in words), [], 0
        for run in words:
            if run.link:
                row = next((row for row, (_, end) in enumerate(rows) if end > at), 0)
                lit = len(self.links) == self._lit
                before = cell_len(text[rows[row][0] : at]) + (later if row else first)
                self.links.append(Anchor(row, run.link, before, cell_len(run.text)))
                found.append(run._replace(tones=(*run.tones, "lit")) if lit else run)
            else:
                found.append(run)
            at += len(run.text)
        return found


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where rows are drawn: how wide, in which styles, with which signs."""

    width: int
    paint: Paint
    signs: Signs
    tables: Mapping[int, Sequence[int]]
    """Line number of each table row → widths of its table's columns."""

    def draw(self, item: Item, lit: int = -1) -> Drawn:
        """At least one row, each of exactly the canvas's width; `lit` is the link that has the focus."""
        seen = _Words(lit)
        return Drawn(self._item(item, seen), tuple(seen.links))

    def _item(self, item: Item, seen: _Words) -> list[Strip]:
        match item:
            case Property(key, value, key_width):
                lead = [Run(" " * _MARGIN), Run(fit(key, key_width) + "  ", ("key",))]
                return self._rows((), ("value",), lead, links(clip(value, _MAX_CELLS)), seen)
            case Notice(text, tone):
                words = [Run(clip(text, _MAX_CELLS))]
                return self._rows((), (tone,), [Run(" " * _MARGIN)], words, seen)
            case NoteLine():
                return self._line(item, seen)

    def _line(self, line: NoteLine, seen: _Words) -> list[Strip]:
        ground = ("marked",) if line.mark else ("fence",) if line.kind is Kind.FENCE else ()
        before = [Run(f"{self.signs.bar} " if line.mark else " " * _MARGIN, ("bar",))]
        if line.quotes:
            before.append(Run(f"{self.signs.quote} " * min(line.quotes, _DEEPEST), ("quote-bar",)))
        if line.depth and line.kind is not Kind.HEADING:
            before.append(Run(" " * min(line.depth, self.width // 4)))
        if line.kind is Kind.TABLE and (natural := self.tables.get(line.number)):
            cells = cells_of(clip(line.text, _MAX_CELLS))
            if widths := fitted(natural, self.width - _cells(before)):
                return self._table_row(ground, before, cells, widths, seen)
            words = runs(f" {self.signs.column} ".join(cells))
            return self._rows(ground, (), before, words, seen, before)
        hang = None if line.kind in {Kind.TASK, Kind.BULLET} else before
        lead = [*before, *self._lead(line)]
        return self._rows(ground, _tone(line), lead, self._words(line), seen, hang)

    def _lead(self, line: NoteLine) -> list[Run]:
        lead = clip(line.lead, _WIDEST_KEY)
        match line.kind:
            case Kind.TASK:
                return [Run(f"{lead} ", () if line.done else ("box",))]
            case Kind.BULLET:
                return [Run(f"{lead if lead[:1].isdigit() else self.signs.bullet} ", ("bullet",))]
            case Kind.HEADING:
                return [Run(f"{'#' * line.depth} ", ("bullet",))]
            case Kind.CALLOUT:
                return [Run(f"{lead.upper()} ", ("callout",))]
            case _:
                return []

    def _words(self, line: NoteLine) -> list[Run]:
        text = clip(line.text, _MAX_CELLS)
        match line.kind:
            case Kind.RULE | Kind.TABLE_RULE:
                room = self.width - _MARGIN
                if natural := self.tables.get(line.number):
                    widths = fitted(natural, room)
                    room = min(room, sum(widths) + _GAP * len(widths)) if widths else room
                return [Run(self.signs.rule * room, ("rule",))]
            case Kind.FENCE | Kind.HIDDEN:
                words = [Run(text)]
            case _:
                words = runs(text)
        return words if line.whole else [*words, Run("…", ("notice",))]

    def _table_row(
        self,
        ground: tuple[str, ...],
        lead: Sequence[Run],
        cells: Sequence[str],
        widths: Sequence[int],
        seen: _Words,
    ) -> list[Strip]:
        """The cells side by side, each wrapped within its column: nothing of a table is cut."""
        columns, left = [], _cells(lead)
        for cell, width in zip(cells, widths, strict=False):
            words = runs(cell)
            rows = breaks("".join(run.text for run in words), width)
            columns.append((seen.seen(words, rows, left, left), rows, width))
            left += width + _GAP
        strips = []
        for row in range(max((len(rows) for _, rows, _ in columns), default=1)):
            line = list(lead)
            for at, (words, rows, width) in enumerate(columns):
                there = list(sliced(words, *rows[row])) if row < len(rows) else []
                line += [Run(f" {self.signs.column} ", ("rule",))] if at else []
                line += [*there, Run(" " * max(0, width - _cells(there)))]
            strips.append(self._strip(ground, line))
        return strips

    def _rows(  # noqa: PLR0913, PLR0917 - what is drawn, and how
        self,
        ground: tuple[str, ...],
        tone: tuple[str, ...],
        lead: Sequence[Run],
        words: Sequence[Run],
        seen: _Words,
        hang: Sequence[Run] | None = None,
    ) -> list[Strip]:
        """Wrap `words` behind `lead`; the later rows begin with `hang`, else with a gap as wide as `lead`."""
        text = "".join(run.text for run in words)
        size = _cells(lead)
        # A marked line keeps its bar on every row, so that it is seen where it ends.
        later = [*lead[:1], Run(" " * (size - _cells(lead[:1])))] if hang is None else hang
        before, strips = lead, []
        found = breaks(text, max(1, self.width - size))
        words = seen.seen(words, found, size, _cells(later))
        for start, end in found:
            row = [
                *before,
                *(run._replace(tones=(*tone, *run.tones)) for run in sliced(words, start, end)),
            ]
            strips.append(self._strip(ground, row))
            before = later
        return strips

    def _strip(self, ground: tuple[str, ...], row: Iterable[Run]) -> Strip:
        segments = [Segment(run.text, self.paint(*ground, *run.tones)) for run in row if run.text]
        return Strip(segments).adjust_cell_length(self.width, self.paint(*ground))


def fitted(widths: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit side by side, the widest made narrower; none where that is too narrow."""
    found = list(widths)
    left = room - _GAP * (len(found) - 1)
    if left < sum(min(width, _NARROWEST) for width in found):
        return []
    while sum(found) > left:
        widest = max(found)
        found[found.index(widest)] = widest - 1
    return found


def cells_of(row: str) -> list[str]:
    """The cells of a table row; a bar within a link or behind a backslash divides nothing."""
    row = row.strip().removeprefix("|").removesuffix("|")
    row = row.replace("\\|", "\x00")
    cells, depth, start = [], 0, 0
    for at, char in enumerate(row):
        if char in "[]":
            depth = max(0, depth + (1 if char == "[" else -1))
        elif char == "|" and not depth:
            cells.append(row[start:at])
            start = at + 1
    return [cell.replace("\x00", "|").strip() for cell in (*cells, row[start:])]


def table_widths(lines: Iterable[NoteLine]) -> dict[int, Sequence[int]]:
    """Line number of each table row → widths of its table's columns, at most 40 cells each."""
    found: dict[int, Sequence[int]] = {}
    widths: list[int] = []
    for line in lines:
        if line.kind is Kind.TABLE_RULE and widths:
            found[line.number] = widths
        elif line.kind is not Kind.TABLE:
            widths = []
        else:
            found[line.number] = widths
            for column, cell in enumerate(cells_of(line.text)):
                if column == len(widths):
                    widths.append(1)
                size = cell_len(plain(safe_text(cell[: _WIDEST_COLUMN * 2])))
                widths[column] = max(widths[column], min(size, _WIDEST_COLUMN))
    return found


def properties(fields: Sequence[tuple[str, str]]) -> list[Property]:
    """Rows whose values begin in one column."""
    keys = [clip(key, _WIDEST_KEY) for key, _ in fields]
    width = max(map(cell_len, keys), default=0)
    return [Property(key, value, width) for key, (_, value) in zip(keys, fields, strict=True)]


def _tone(line: NoteLine) -> tuple[str, ...]:
    match line.kind:
        case Kind.HEADING:
            return ("heading",) if line.depth <= 2 else ("subheading",)  # noqa: PLR2004 a level
        case Kind.TASK:
            return ("done",) if line.done else () if line.mark else ("task",)
        case Kind.QUOTE:
            return ("quote",)
        case Kind.FENCE | Kind.HIDDEN:
            return ("code-block",)
        case _:
            return ()


def _cells(row: Iterable[Run]) -> int:
    return sum(cell_len(run.text) for run in row)
