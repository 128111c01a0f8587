"""Draws the rows that a window shows: each line once, then from a cache until it changes."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive, var
from textual.strip import Strip

from tui.lines.row import EDGE, GUTTER, edge, gutter, inner
from tui.widgets.marks import Marks
from tui.widgets.paint import Painted, content_line
from tui.widgets.row_window import RowWindow

_PARTS = (
    *("cursor", "cursor-blurred", "bar", "mark", "marked", "status", "broken", "done", "priority"),
    *("overdue", "today", "mine", "muted", "group", "letter", "scroll", "empty"),
)


class RowState(NamedTuple):
    """How a row stands in the list when it is drawn."""

    cursor: bool
    marked: bool
    focused: bool
    paint: Callable[..., Style]
    """Style of a part by its name, `overdue` for `row-list--overdue`, on the row's own background;
    without a name, that of plain text."""


Render = Callable[[str, int, RowState], Strip | Content]
"""Draws the row of an id within a width in cells. A `Strip` is drawn as it is; a `Content` gets the
row's own style beneath its spans."""


class RowView(Painted):
    """The lines of a list: rows with their gutter, the scroll mark, or what an empty list says."""

    DEFAULT_CSS = """
    RowView {
        height: 1fr;
        width: 1fr;
        & > .row-list--cursor { background: $cursor-ground; text-style: $cursor-text-style; }
        & > .row-list--cursor-blurred { background: $cursor-blurred-ground; text-style: $cursor-blurred-text-style; }
        & > .row-list--bar { color: $accent; text-style: bold; }
        & > .row-list--mark { color: $text-accent; text-style: bold; }
        & > .row-list--marked { background: $marked-ground; }
        & > .row-list--status { color: $text-accent; text-style: bold; }
        & > .row-list--broken { color: $text-warning; text-style: bold; }
        & > .row-list--done { color: $text-muted; text-style: $quiet-text-style; }
        & > .row-list--priority { color: $text-warning; }
        & > .row-list--overdue { color: $text-error; }
        & > .row-list--today { color: $text-warning; text-style: bold; }
        & > .row-list--mine { color: $text-accent; }
        & > .row-list--muted { color: $text-muted; text-style: $quiet-text-style; }
        & > .row-list--group { color: $text-muted; text-style: bold; }
        & > .row-list--letter { color: $text-accent; text-style: bold underline; }
        & > .row-list--scroll { color: $text-muted; text-style: $quiet-text-style; }
        & > .row-list--empty { color: $text-muted; text-style: $quiet-text-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row-list--{part}" for part in _PARTS}
    PREFIX = "row-list--"
    ALLOW_SELECT = False  # a drag over rows would select columns, not the words of a note

    empty: reactive[Content] = reactive(Content(""))
    """What stands in the list when it has no rows."""
    glyphs: var[str] = var("unicode")
    """`unicode` or `ascii`: what the bar, the mark and the scroll mark are drawn with."""

    def __init__(self, draw: Render, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._marks = Marks()
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(2048)
        self.window = RowWindow()
        """Where the cursor and the view are; to be read, not changed."""

    def head(self, headings: Iterable[str], *, unmarked: Iterable[str] = ()) -> None:
        """These rows are headings: the cursor goes past them, and nobody marks them, nor those that are `unmarked`."""
        self.window.headings = frozenset(headings)
        self._marks.never = self.window.headings.union(unmarked)

    def refresh_headings(self) -> None:
        """Repaint the headings that are in sight."""
        window, width = self.window, self.size.width
        seen = window.ids[window.offset : window.offset + window.height]
        lines = [y for y, id in enumerate(seen) if id in window.headings]
        if lines:
            self.refresh(*(Region(0, y, width, 1) for y in lines))

    def redraw(self) -> None:
        """Draw rows anew whose looks changed while ids and order did not."""
        self._strips.clear()
        self.refresh()

    def redraw_rows(self, ids: Iterable[str]) -> None:
        """Draw some of them anew."""
        stale = frozenset(ids)
        for key in [key for key in self._strips.keys() if key[0] in stale]:  # noqa: SIM118 - it is no mapping
            self._strips.discard(key)
        window = self.window
        shown = window.ids[window.offset : window.offset + window.height]
        if not stale.isdisjoint(shown):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: a row with its gutter and the scroll mark, or the words of an empty list."""
        window, width = self.window, self.size.width
        if window.height != max(1, self.size.height):
            window.resize(self.size.height)  # the first frame comes before the event
        if not window.ids:
            return self._empty_line(y, width)
        at = window.offset + y
        if at >= len(window.ids):
            return Strip.blank(width, self.paint())
        top, end = window.thumb()
        id, cursor = window.ids[at], at == window.cursor
        ranged = self._marks.covers(at, window.cursor) and id not in window.headings
        marked = ranged or id in self._marks
        key = (id, cursor, marked, self.has_focus, width, top <= y < end)
        # What a heading counts changes while its rows stay as they are.
        strip = None if id in window.headings else self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._row(
                id, cursor=cursor, marked=marked, thumb=top <= y < end
            )
        return strip

    def _row(self, id: str, *, cursor: bool, marked: bool, thumb: bool) -> Strip:
        ground = (
            ("cursor" if self.has_focus else "cursor-blurred",)
            if cursor
            else ("marked",)
            if marked
            else ()
        )
        paint = partial(self.paint, *ground)
        width, rest = self.size.width, paint()
        room = inner(width)
        row = self._draw(id, room, RowState(cursor, marked, self.has_focus, paint))
        if isinstance(row, Content):
            row = content_line(row, room, rest)
        before, after = (
            [Segment(text, paint(tone) if tone else rest) for text, tone in cells]
            for cells in (
                gutter(self.glyphs, cursor=cursor, marked=marked),
                edge(self.glyphs, thumb=thumb),
            )
        )
        cells = (*before, *row.adjust_cell_length(room, rest), *after)
        # Neighbours of one style become one segment: colours are most of what a line costs over ssh.
        return Strip(cells, room + GUTTER + EDGE).simplify().adjust_cell_length(width)

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self.empty.split(allow_blank=True)
        top = max(0, (self.size.height - len(lines)) // 3)
        if not top <= y < top + len(lines):
            return Strip.blank(width, self.paint())
        line = lines[y - top]
        # As one block: its columns stand.
        left = max(0, (width - max(each.cell_length for each in lines)) // 2)
        return content_line(line.pad_left(left), width, self.paint("empty"))

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight if it was."""
        self.window.resize(event.size.height)
        self.refresh()

    def watch_glyphs(self) -> None:
        """Draw with the other signs."""
        self.redraw()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor's line looks different in a list without the focus."""
        super().watch_has_focus(_has_focus)
        self._refresh_rows(self.window.cursor, self.window.cursor)

    def notify_style_update(self) -> None:
        """A theme changed: every row is drawn anew."""
        super().notify_style_update()
        self._strips.clear()

    def _refresh_from(self, y: int) -> None:
        """Repaint the lines from `y` on."""
        height = self.size.height
        if y < height:
            self.refresh(Region(0, y, self.size.width, height - y))

    def _refresh_rows(self, one: int, other: int) -> None:
        """Repaint two rows; in a range all between them, for they may change their mark."""
        offset, width = self.window.offset, self.size.width
        rows = range(min(one, other), max(one, other) + 1) if self._marks.ranging else {one, other}
        lines = [row - offset for row in rows if offset <= row < offset + self.window.height]
        if lines:
            self.refresh(*(Region(0, y, width, 1) for y in lines))
