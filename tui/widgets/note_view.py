"""The note around a task, to be read: only the lines in sight are ever wrapped or drawn.

It knows the values of `core.preview` and nothing of files. Textual's own `Markdown` mounts a widget a
block and takes minutes for a note of 100 KB.
"""

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.reactive import var
from textual.strip import Strip

from core.preview import Kind, NoteLine, NotePage
from tui.text import clip, day, middle
from tui.widgets.flow import Flow
from tui.widgets.movement import Movement
from tui.widgets.note_lines import (
    SIGNS,
    Canvas,
    Drawn,
    Item,
    Notice,
    properties,
    table_widths,
)
from tui.widgets.page_links import Numbered, PageLinks
from tui.widgets.paint import Painted

FOLDED = 6
"""Properties that are shown of a note that has more."""

_WHEEL = 3
_ABOVE = 3
"""The marked line stands a third from the top, if it stands lower than the middle unscrolled."""
_SMALL, _TALL = 6, 14
"""Lines from which there is room for the folders under the title, and for the source under those."""

_PARTS = (
    *("title", "crumbs", "key", "value", "notice", "heading", "subheading", "task", "done", "box"),
    *("marked", "bar", "bullet", "quote", "quote-bar", "callout", "fence", "code-block", "rule"),
    *(
        "code",
        "link",
        "lit",
        "strong",
        "emphasis",
        "strike",
        "marker",
        "tag",
        "owner",
        "field",
        "scroll",
    ),
)


class Standing(NamedTuple):
    """Where a page is scrolled to."""

    item: int = 0
    row: int = 0
    lit: Numbered | None = None
    """Item and number of the link that has the focus."""


class NoteView(Painted, Movement, can_focus=True):
    """A page of a note with its title above it and the line it was opened for marked."""

    DEFAULT_CSS = """
    NoteView {
        height: 1fr;
        width: 1fr;
        & > .note-view--title { color: $text; text-style: bold; }
        & > .note-view--crumbs { color: $text-muted; }
        & > .note-view--key { color: $text-muted; }
        & > .note-view--value { color: $foreground; }
        & > .note-view--notice { color: $text-warning; text-style: italic; }
        & > .note-view--heading { color: $text-accent; text-style: bold; }
        & > .note-view--subheading { text-style: bold; }
        & > .note-view--task { color: $foreground; }
        & > .note-view--done { color: $text-muted; }
        & > .note-view--box { color: $text-accent; }
        & > .note-view--marked { background: $accent 18%; color: $text; }
        & > .note-view--bar { color: $accent; text-style: bold; }
        & > .note-view--bullet { color: $text-muted; }
        & > .note-view--quote { color: $text-muted; text-style: italic; }
        & > .note-view--quote-bar { color: $accent; }
        & > .note-view--callout { color: $text-warning; text-style: bold; }
        & > .note-view--fence { background: $foreground 5%; }
        & > .note-view--code-block { color: $text-muted; }
        & > .note-view--rule { color: $text-muted; }
        & > .note-view--code { color: $text-warning; }
        & > .note-view--link { color: $text-accent; text-style: underline; }
        & > .note-view--lit { text-style: bold reverse; }
        & > .note-view--strong { text-style: bold; }
        & > .note-view--emphasis { text-style: italic; }
        & > .note-view--strike { text-style: strike; }
        & > .note-view--marker { text-style: reverse; }
        & > .note-view--tag { color: $text-muted; }
        & > .note-view--owner { color: $text-success; }
        & > .note-view--field { color: $text-muted; }
        & > .note-view--scroll { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"note-view--{part}" for part in _PARTS}
    PREFIX = "note-view--"
    ALLOW_SELECT = False  # its lines are drawn without the offsets that a selection needs

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

    @property
    def page(self) -> NotePage | None:
        """What is shown."""
        return self._page

    def show(self, page: NotePage | None, *, stay: bool = False) -> None:
        """Show a page, the line it was made for a third from the top; `None` shows nothing.

        With `stay` it is the page that is shown, read again: what somebody scrolled stays scrolled.
        """
        scrolled = stay and self._sought is None
        if not stay:
            self._links.lit = None
        self._page, self._sentence, self._unfolded = page, "", stay and self._unfolded
        self._fill(scrolled=scrolled)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a page: why there is none."""
        self._page, self._sentence, self._links.lit = None, sentence, None
        self._fill()

    @property
    def standing(self) -> Standing:
        """Where the page is scrolled to and which link is lit, for `stand`."""
        return Standing(self._flow.item, self._flow.row, self._links.lit)

    def stand(self, standing: Standing) -> None:
        """Scroll the page that is shown to where one stood before."""
        self._sought, self._links.lit = None, standing.lit
        self._flow.item, self._flow.row = standing.item, standing.row
        self._lay_out()

    @property
    def link(self) -> str:
        """The link that has the focus, as it stands in the note; `""` for none."""
        return self._links.written

    def next_link(self, step: int) -> bool:
        """Light the next link, or with -1 the one before; `False`: there is none, and none is lit."""
        found = self._links.beside(step, self._lines)
        self._light(found)
        return found is not None

    def action_toggle_properties(self) -> None:
        """Show all properties of the note, or the first few again."""
        self._unfolded = not self._unfolded
        self._fill()
        self.go_first()

    def move(self, lines: int) -> None:
        """Scroll by rows."""
        self._sought = None
        self._flow.step(lines)
        self._look()

    def go_first(self) -> None:
        """Scroll to the properties."""
        self._sought = None
        self._flow.seek(0, 0)
        self._look()

    def go_last(self) -> None:
        """Scroll to the end of the page."""
        self._sought = None
        self._flow.last()
        self._look()

    def render_line(self, y: int) -> Strip:
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

    def on_resize(self) -> None:
        """Wrap anew; the marked line stays where it was put, unless somebody scrolled."""
        self._lay_out()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll what is under the pointer."""
        event.stop()
        self.move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll what is under the pointer."""
        event.stop()
        self.move(-_WHEEL)

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
            flow.seek(self._sought, flow.height // _ABOVE)
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

    def _light(self, lit: Numbered | None) -> None:
        for old in (self._links.lit, lit):
            if old is not None:
                self._drawings.pop(old[0], None)
        self._links.lit = lit
        place = self._links.place
        if place is not None:
            self._sought = None
            if place not in self._lines:
                self._flow.seek(place[0], self._flow.height // _ABOVE)
                if place not in self._flow.lines():
                    self._flow.step(place[1])
        self._look()

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
