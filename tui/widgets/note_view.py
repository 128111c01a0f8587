"""The note around a line, to be read: scrolled, and gone through from link to link.

A page holds no more than some thousand lines of a note; where one scrolls to its end the view asks
for those beyond.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from textual import events
from textual.message import Message

from core.path import NotePath
from core.preview import NoteLine, NotePage
from tui.widgets.movement import Movement
from tui.widgets.page_links import Numbered
from tui.widgets.page_view import ABOVE, PageView

_WHEEL = 3

_PARTS = (
    *("title", "crumbs", "key", "value", "notice", "heading", "subheading", "task", "done", "box"),
    *("marked", "bar", "bullet", "quote", "quote-bar", "callout", "fence", "code-block", "rule"),
    *("code", "link", "lit", "strong", "emphasis", "strike", "marker", "tag", "owner", "field"),
    "scroll",
)


class Standing(NamedTuple):
    """Where a page is scrolled to."""

    line: int | None = None
    """The number of the note's line on top; `None`: what is on top is no line of it."""
    item: int = 0
    row: int = 0
    lit: Numbered | None = None
    """Item and number of the link that has the focus."""


class NoteView(PageView, Movement, can_focus=True):
    """A page of a note with its title above it and the line it was opened for marked."""

    DEFAULT_CSS = """
    NoteView {
        height: 1fr;
        width: 1fr;
        & > .note-view--title { color: $text; text-style: bold; }
        & > .note-view--crumbs { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--key { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--value { color: $foreground; }
        & > .note-view--notice { color: $text-warning; text-style: italic; }
        & > .note-view--heading { color: $text-accent; text-style: bold; }
        & > .note-view--subheading { text-style: bold; }
        & > .note-view--task { color: $foreground; }
        & > .note-view--done { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--box { color: $text-accent; }
        & > .note-view--marked { background: $line-ground; color: $text; }
        & > .note-view--bar { color: $accent; text-style: bold; }
        & > .note-view--bullet { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--quote { color: $text-muted; text-style: italic; }
        & > .note-view--quote-bar { color: $accent; }
        & > .note-view--callout { color: $text-warning; text-style: bold; }
        & > .note-view--fence { background: $code-ground; }
        & > .note-view--code-block { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--rule { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--code { color: $text-warning; }
        & > .note-view--link { color: $text-accent; text-style: underline; }
        & > .note-view--lit { text-style: bold reverse; }
        & > .note-view--strong { text-style: bold; }
        & > .note-view--emphasis { text-style: italic; }
        & > .note-view--strike { text-style: strike; }
        & > .note-view--marker { text-style: reverse; }
        & > .note-view--tag { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--owner { color: $text-success; }
        & > .note-view--field { color: $text-muted; text-style: $quiet-text-style; }
        & > .note-view--scroll { color: $text-muted; text-style: $quiet-text-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"note-view--{part}" for part in _PARTS}
    PREFIX = "note-view--"

    @dataclass
    class More(Message):
        """Lines of the note beyond those of the page are wanted: those around one."""

        path: NotePath
        line: int
        mark: int | None
        """The line that is marked."""

    _goal: Standing | None = None
    """Where to stand when the lines come that were asked for."""

    @dataclass
    class Clicked(Message):
        """The link that is lit was clicked."""

    @property
    def page(self) -> NotePage | None:
        """What is shown."""
        return self._page

    def show(self, page: NotePage | None, *, stay: bool = False) -> None:
        """Show a page, the line it was made for a third from the top; `None` shows nothing.

        With `stay` it is the page that is shown, read again: what somebody scrolled stays scrolled.
        """
        stood = self.standing if stay and self._sought is None else None
        self._page, self._sentence, self._unfolded = page, "", stay and self._unfolded
        self._links.lit = stood.lit if stood else None
        self._wanted = self._end = self._goal = None
        self._fill(scrolled=stood is not None)
        if stood is not None:
            self.stand(stood)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a page: why there is none."""
        self._page, self._sentence, self._links.lit = None, sentence, None
        self._fill()

    @property
    def standing(self) -> Standing:
        """Where the page is scrolled to and which link is lit, for `stand`."""
        item, row = self._flow.item, self._flow.row
        top = self._items[item] if item < len(self._items) else None
        line = top.number if isinstance(top, NoteLine) and top.number >= 0 else None
        return Standing(line, item, row, self._links.lit)

    def stand(self, standing: Standing) -> None:
        """Scroll the page that is shown to where one stood before, as soon as it has that line."""
        item = standing.item if standing.line is None else self._item_of(standing.line)
        if item is None:
            self._goal = standing
            self._want(standing.line)
            return
        lit = standing.lit
        if lit is not None:
            lit = lit[0] + item - standing.item, lit[1]
        self._sought, self._links.lit = None, lit
        self._flow.item, self._flow.row = item, standing.row
        self._lay_out()

    def show_more(self, page: NotePage) -> None:
        """Show the same note around other lines: what is in sight stays there."""
        stood, end = self._goal or self.standing._replace(lit=None), self._end
        self._page, self._links.lit = page, None
        self._wanted = self._end = self._goal = None
        self._fill(scrolled=True)
        if end is not None:
            self.go_last() if end > 0 else self.go_first()
        elif stood.line is not None and self._item_of(stood.line) is not None:
            self.stand(stood)

    @property
    def link(self) -> str:
        """The link that has the focus, as it stands in the note; `""` for none."""
        return self._links.written

    def next_link(self, step: int) -> bool:
        """Light the next link, or with -1 the one before; `False`: there is none, and none is lit."""
        found = self._links.beside(step, self._lines)
        self._light(found)
        return found is not None

    def mark(self, line: int | None) -> None:
        """Mark another line, and scroll only where it is out of sight; `None`: none is marked."""
        page = self._page
        marked = () if page is None else tuple(each for each in page.lines if each.mark)
        if page is None or [each.number for each in marked] == [line]:
            return
        lines, first = list(page.lines), len(self._items) - len(page.lines)
        place = None if line is None else page.place(line)
        begin = lines[0].number if lines else 0
        for at in (*(each.number - begin for each in marked), *([] if place is None else [place])):
            lines[at] = replace(lines[at], mark=at == place)
            self._items[first + at] = lines[at]
            self._drawings.pop(first + at, None)
        self._page, self._sought = replace(page, lines=tuple(lines)), None
        if place is not None:
            self._see(first + place)
        elif line is not None:
            self._wanted = line
            self.post_message(self.More(page.path, line, line))
        self._look()

    def _see(self, item: int) -> None:
        """Scroll to an item, unless it is in sight as a whole."""
        last = item, self._rows_of(item) - 1
        if (item, 0) not in self._lines or last not in self._lines:
            self._flow.seek(item, self._flow.height // ABOVE)

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
        page = self._page
        if page is None or not self._lines:
            return
        if page.after and lines > 0 and self._lines[-1][0] == len(self._items) - 1:
            self._want(page.lines[-1].number + 1)
        elif page.before and lines < 0 and self._lines[0][0] <= len(self._items) - len(page.lines):
            self._want(page.lines[0].number - 1)

    def go_first(self) -> None:
        """Scroll to the properties."""
        self._sought = None
        self._flow.seek(0, 0)
        self._look()
        if self._page is not None and self._page.before:
            self._end = -1
            self._want(self._page.lines[0].number - self._page.before)

    def go_last(self) -> None:
        """Scroll to the end of the note."""
        self._sought = None
        self._flow.last()
        self._look()
        if self._page is not None and self._page.after:
            self._end = 1
            self._want(self._page.lines[-1].number + self._page.after)

    def on_click(self, event: events.Click) -> None:
        """A click on a link is as good as `enter`."""
        place = event.get_content_offset_capture(self)
        at = place.y - len(self._head)
        if 0 <= at < len(self._lines):
            item, row = self._lines[at]
            for number, link in enumerate(self._drawn(item).links):
                if link.row == row and 0 <= place.x - link.column < link.cells:
                    event.stop()
                    self._light((item, number))
                    self.post_message(self.Clicked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll what is under the pointer."""
        event.stop()
        self.move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll what is under the pointer."""
        event.stop()
        self.move(-_WHEEL)

    def _want(self, line: int | None) -> None:
        """Ask for the lines around one, once."""
        page = self._page
        if page is not None and line is not None and line != self._wanted:
            self._wanted = line
            mark = next((each.number for each in page.lines if each.mark), None)
            self.post_message(self.More(page.path, line, mark))

    def _item_of(self, line: int) -> int | None:
        """Where a line of the note stands among the items."""
        page = self._page
        place = page.place(line) if page else None
        return None if page is None or place is None else len(self._items) - len(page.lines) + place

    def _light(self, lit: Numbered | None) -> None:
        for old in (self._links.lit, lit):
            if old is not None:
                self._drawings.pop(old[0], None)
        self._links.lit = lit
        place = self._links.place
        if place is not None:
            self._sought = None
            if place not in self._lines:
                self._flow.seek(place[0], self._flow.height // ABOVE)
                if place not in self._flow.lines():
                    self._flow.step(place[1])
        self._look()
