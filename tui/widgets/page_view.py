"""The lines of a page as they stand on the screen: only those in sight are ever wrapped or drawn.

It knows the values of `core.preview` and nothing of files. Textual's own `Markdown` mounts a widget a
block and takes minutes for a note of 100 KB.
"""

from collections.abc import Iterator

from rich.segment import Segment
from textual.reactive import var
from textual.strip import Strip

from core.preview import Kind, NoteLine, NotePage
from tui.text import clip, day, middle
from tui.widgets.flow import Flow
from tui.widgets.note_lines import (
    SIGNS,
    Canvas,
    Drawn,
    Item,
    Notice,
    properties,
    table_widths,
)
from tui.widgets.page_links import PageLinks
from tui.widgets.paint import Painted
from tui.widgets.selected import Selected, Words

_ROWS = 4096
"""More than an item has: what the number of an item is multiplied by to number its rows."""
FOLDED = 6
"""Properties that are shown of a note that has more."""

ABOVE = 3
"""The marked line stands a third from the top, if it stands lower than the middle unscrolled."""
_SMALL, _TALL = 6, 14
"""Lines from which there is room for the folders under the title, and for the source under those."""


class PageView(Selected, Painted):
    """A page, its title above it, and a place in it."""

    glyphs: var[str] = var("unicode")
    """`unicode` or `ascii`."""
    titled: var[bool] = var(True)  # noqa: FBT003 - what it is at first
    """Whether the title stands above the page; somebody else may say it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._page: NotePage | None = None
        self._sentence = ""
        self._unfolded = False
        self._items: list[Item] = []
        self._sought: int | None = 0
        """The item to keep in its place when the size changes, until somebody scrolls."""
        self._canvas: Canvas | None = None
        self._drawings: dict[int, Drawn] = {}
        self._links = PageLinks(lambda item: self._drawn(item).links)
        self._flow = Flow(0, self._rows_of, 1)
        self._lines: list[tuple[int, int]] = []
        self._head: list[Strip] = []
        self._wanted: int | None = None
        """The line that was asked for, beyond those of the page."""
        self._end: int | None = None
        """Which end of the note one wants to go to when it comes: 1 the last line, -1 the first."""

    def draw_line(self, y: int) -> Strip:
        """A line of the title, or of what is in sight of the page."""
        width = self.size.width
        if y < len(self._head):
            return self._head[y]
        at = y - len(self._head)
        if at >= len(self._lines) or not width:
            return Strip.blank(width, self.paint())
        item, row = self._lines[at]
        top, end = self._thumb()
        sign = ("▐" if self.glyphs == "unicode" else "|") if top <= at < end else " "
        segments = [*self._drawn(item).strips[row], Segment(sign, self.paint("scroll"))]
        return Strip(segments, width) if width > 1 else Strip(segments[-1:], width)

    def number_of(self, y: int) -> int:
        """Which row of which item is drawn at `y`; those of the title come before all items."""
        at = y - len(self._head)
        if at < 0:
            return y
        item, row = self._lines[min(at, len(self._lines) - 1)] if self._lines else (0, 0)
        return (item + 1) * _ROWS + min(row, _ROWS - 1)

    def margin_of(self, number: int) -> int:
        """The title stands a cell from the edge, a line of the note behind the bar."""
        return 1 if number < _ROWS else 2

    def lines_between(self, first: int | None, last: int | None) -> Iterator[Words]:
        """The rows of the title and of the items between two of them, as they are wrapped now."""
        first, last = first or 0, (len(self._items) + 1) * _ROWS if last is None else last
        for y, strip in enumerate(self._head):
            if first <= y <= last:
                yield Words(y, strip.text)
        for item in range(max(0, first // _ROWS - 1), min(last // _ROWS, len(self._items))):
            for row, strip in enumerate(self._drawn(item).strips):
                if first <= (number := (item + 1) * _ROWS + row) <= last:
                    yield Words(number, strip.text, goes_on=row > 0)

    def on_resize(self) -> None:
        """Wrap anew; the marked line stays where it was put, unless somebody scrolled."""
        self._lay_out()

    def watch_glyphs(self) -> None:
        """Draw with the other signs."""
        self._lay_out()

    def watch_titled(self) -> None:
        """The page gets the title's lines, or gives them back."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """A theme changed: every line is drawn anew."""
        super().notify_style_update()
        if self.is_attached:
            self._lay_out()

    def _fill(self, *, scrolled: bool = False) -> None:
        """Put the items of a page together: properties, notices, lines."""
        self.unselect()
        page = self._page
        self._items = [Notice(self._sentence)] if self._sentence else []
        self._sought = 0
        if page is not None:
            shown = page.properties if self._unfolded else page.properties[:FOLDED]
            more = len(page.properties) - len(shown)
            self._items += properties(shown)
            self._items += [Notice(f"… {more} more properties", "key")] if more else []
            self._items += map(Notice, filter(None, (*page.problems, page.cut)))
            self._items += [NoteLine(Kind.BLANK, "", -1)] if self._items else []
            marked = next((at for at, line in enumerate(page.lines) if line.mark), None)
            self._sought = 0 if marked is None else marked + len(self._items)
            self._items += page.lines
        self._links.items = self._items
        if scrolled:
            self._sought = None
        self._lay_out()

    def _lay_out(self) -> None:
        """Start drawing anew for the size, the styles and the page there are now."""
        width, height = self.size
        if not width or not height:
            self._lines = []  # it may be drawn again before it is told of its size, and of other items
            return
        tables = table_widths(self._page.lines) if self._page else {}
        self._canvas = Canvas(max(1, width - 1), self.paint, SIGNS[self.glyphs], tables)
        self._drawings.clear()
        self._head = self._title(width, height)
        flow = Flow(len(self._items), self._rows_of, height - len(self._head))
        if self._sought is None:
            flow.item, flow.row = self._flow.item, self._flow.row
            flow.settle()
        # Where the line can be seen without scrolling, the properties stay in sight.
        elif flow.distance(self._sought, flow.height) > flow.height // 2:
            flow.seek(self._sought, flow.height // ABOVE)
        self._flow = flow
        self._look()

    def _title(self, width: int, height: int) -> list[Strip]:
        """The lines that stay while the page scrolls, at most a half of them all."""
        page = self._page
        if page is None or not self.titled or height < _SMALL - 2:
            return []
        rows = [(middle(page.title, width - 2), "", "title")]
        if height >= _SMALL:
            date = day(page.date)
            rows.append((clip(page.breadcrumbs, width - len(date) - 4), date, "crumbs"))
        if height >= _TALL and page.source:
            rows.append((middle(f"from {page.source}", width - 2), "", "crumbs"))
        if height >= _SMALL:
            rows.append(("", "", "crumbs"))
        return [self._title_line(*row, width) for row in rows]

    def _title_line(self, left: str, right: str, part: str, width: int) -> Strip:
        style = self.paint(part)
        begin = Segment(f" {left}", style)
        end = Segment(f"{clip(right, max(0, width - begin.cell_length - 2))} ", style)
        gap = max(0, width - begin.cell_length - end.cell_length)
        return Strip([begin, Segment(" " * gap, style), end]).adjust_cell_length(width, style)

    def _rows_of(self, item: int) -> int:
        return len(self._drawn(item).strips)

    def _drawn(self, item: int) -> Drawn:
        drawn = self._drawings.get(item)
        if drawn is None:
            drawn = Drawn([Strip.blank(1)], ())
            if self._canvas is not None:
                drawn = self._canvas.draw(self._items[item], self._links.lit_of(item))
            self._drawings[item] = drawn
        return drawn

    def _look(self) -> None:
        self._lines = self._flow.lines()
        self.refresh()

    def _thumb(self) -> tuple[int, int]:
        """Lines of the scroll mark, by items: rows that were never in sight are not counted."""
        count, shown = len(self._items), self._lines
        first, last = shown[0], shown[-1]
        if first == (0, 0) and last[0] == count - 1 and last[1] == self._rows_of(last[0]) - 1:
            return 0, 0
        height = self._flow.height
        size = max(1, min(height, height * (last[0] - first[0] + 1) // count))
        top = (height - size) * first[0] // max(1, count - (last[0] - first[0] + 1))
        return min(top, height - size), min(top, height - size) + size
