"""A list of a hundred thousand rows that draws only the lines that changed.

It is a plain `Widget` with an offset of its own, not a `ScrollView`: changing a `virtual_size` costs a
layout (40 ms), repainting one line three. It knows ids and a way to draw one; whose rows they are is
the screen's business. No work of a key grows with the rows, but for one list operation in C.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from textual import events
from textual.message import Message

from tui.widgets.movement import Movement
from tui.widgets.row_view import Render, RowState, RowView

__all__ = ["Render", "RowList", "RowState"]

_WHEEL = 3
_DOUBLE = 2


class RowList(RowView, Movement, can_focus=True):
    """Rows by id, a cursor that follows its id, and marks that survive a filter."""

    @dataclass
    class Said(Message):
        """What the messages of a list have in common."""

        row_list: "RowList"

        @property
        def control(self) -> "RowList":
            """The list that says it, for `@on(RowList.Highlighted, "#tasks")`."""
            return self.row_list

    @dataclass
    class Highlighted(Said):
        """The cursor stands on another row, or on one that may have changed; `None` in an empty list."""

        id: str | None

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters: a held key makes thirty a second."""
            return isinstance(message, RowList.Highlighted) and message.row_list is self.row_list

    @dataclass
    class Activated(Said):
        """The row is to be opened."""

        id: str

    @dataclass
    class MarksChanged(Said):
        """`count` rows are marked; `hidden` of them are not in the list now."""

        count: int
        hidden: int

    def __init__(self, draw: Render, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(draw, id=id, classes=classes)
        self._said = (0, 0)

    @property
    def ids(self) -> Sequence[str]:
        """The rows that are in the list now, in order; to be read, not changed."""
        return self.window.ids

    @property
    def cursor_id(self) -> str | None:
        """The row under the cursor, `None` in an empty list."""
        return self.window.id

    @property
    def marks(self) -> frozenset[str]:
        """Every marked row, those a filter hides and the open range included."""
        return self._marks.all(self.window.ids, self.window.cursor)

    @property
    def marked(self) -> int:
        """How many rows `marks` has."""
        return self._marks.count(self.window.ids, self.window.cursor)

    def reach(self, rows: int) -> int:
        """Let what is chosen be so many rows from the cursor on, 0: no longer; how many there are."""
        found = self._marks.reach(self.window.ids, self.window.cursor, rows)
        self.refresh()
        return found

    def mark(self, ids: Iterable[str]) -> None:
        """Mark rows beside those that are."""
        self._marks.close(self.window.ids, self.window.cursor)
        self._marks.add(ids)
        self.refresh()
        self._say_marks()

    @property
    def chosen(self) -> tuple[str, ...]:
        """What a verb acts on: the marks in list order, hidden ones last, else the cursor's row."""
        marks = self.marks
        if not marks:
            return () if self.window.id is None else (self.window.id,)
        here = tuple(filter(marks.__contains__, self.window.ids))
        return here + tuple(sorted(marks.difference(here)))

    def set_rows(self, ids: Sequence[str], *, keep: bool = True, became: str | None = None) -> None:
        """Show other rows, or the same in other words. With `keep` the cursor stays on its id and line.

        If that row is gone, the cursor goes to what it became, else to the next one that is still there,
        else to the one before.
        """
        self._marks.close(self.window.ids, self.window.cursor)
        self.window.put(ids, keep=keep, became=became)
        self._strips.clear()
        self._rows_changed()

    def drop(self, ids: Iterable[str]) -> None:
        """Take decided rows out at once: the next one comes under the cursor, the rest stands still."""
        gone = frozenset(ids)
        self._marks.close(self.window.ids, self.window.cursor)
        self._marks.forget(gone)
        window = self.window
        still = gone == {window.id} and (window.offset, window.cursor, window.thumb())
        window.drop(gone)
        # What stands above a row that leaves is not drawn again, unless the view had to move.
        stood = still == (window.offset, window.cursor, window.thumb())
        self._rows_changed(window.cursor - window.offset if stood else 0)

    def unmark(self, ids: Iterable[str]) -> None:
        """Forget marks of what is no row any more; said with the next rows."""
        self._marks.forget(ids)

    def restore(self, ids: Iterable[str]) -> None:
        """Put dropped rows back where they stood, and the cursor on the first of them."""
        self._marks.close(self.window.ids, self.window.cursor)
        if self.window.restore(ids):
            self._rows_changed()

    def go_to(self, id: str) -> bool:
        """Put the cursor on a row; `False` if it is not in the list."""
        try:
            at = self.window.ids.index(id)
        except ValueError:
            return False
        self._move_to(at)
        return True

    def move(self, lines: int) -> None:
        """Move the cursor by rows."""
        self._move_to(self.window.cursor + lines)

    def go_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_to(0)

    def go_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_to(len(self.window.ids) - 1)

    def action_activate(self) -> None:
        """Open the row under the cursor."""
        if self.window.id is not None:
            self.post_message(self.Activated(self, self.window.id))

    def action_toggle_mark(self) -> None:
        """Mark or unmark the row and step on, so that a held key marks on; ends an open range."""
        id, ranging = self.window.id, self._marks.ranging
        if id is None:
            return
        self._marks.close(self.window.ids, self.window.cursor)
        if not ranging:
            self._marks.toggle(id)
        self._refresh_rows(self.window.cursor, self.window.cursor)
        self._say_marks()
        self.move(1)

    def action_toggle_range(self) -> None:
        """Start a range at the cursor, or keep the open one as marks."""
        if self._marks.ranging:
            self._marks.close(self.window.ids, self.window.cursor)
        elif self.window.ids:
            self._marks.open(self.window.cursor)
        self._refresh_rows(self.window.cursor, self.window.cursor)
        self._say_marks()

    def action_mark_all_visible(self) -> None:
        """Mark every row that the filter leaves."""
        self.mark(self.window.ids)

    def action_turn_marks(self) -> None:
        """Mark what the filter leaves and is not marked, and unmark what is."""
        marks = self.marks
        self._marks.clear()
        self.mark([id for id in self.window.ids if id not in marks])

    def action_clear_marks(self) -> None:
        """Unmark everything, hidden rows too."""
        if self._marks.clear():
            self.refresh()
            self._say_marks()

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        event.stop()
        at = self.window.offset + event.get_content_offset_capture(self).y
        if at >= len(self.window.ids):
            return
        self._move_to(at)
        if event.chain == _DOUBLE:
            self.action_activate()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view, not the cursor."""
        event.stop()
        self._changed(partial(self.window.scroll_to, self.window.offset + _WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view, not the cursor."""
        event.stop()
        self._changed(partial(self.window.scroll_to, self.window.offset - _WHEEL))

    def _move_to(self, at: int) -> None:
        before = self.window.cursor
        self._changed(partial(self.window.move_to, at))
        if self.window.cursor != before:
            self.post_message(self.Highlighted(self, self.window.id))

    def _changed(self, change: Callable[[], None]) -> None:
        """Make a change to the window and repaint the lines it touched."""
        offset, cursor = self.window.offset, self.window.cursor
        change()
        if self.window.offset != offset:
            self.refresh()
        elif self.window.cursor != cursor:
            self._refresh_rows(cursor, self.window.cursor)
        if self._marks.ranging and self.window.cursor != cursor:
            self._say_marks()

    def _rows_changed(self, first_line: int = 0) -> None:
        self._refresh_from(max(0, first_line))
        self._marks.look(self.window.ids)
        self._say_marks()
        self.post_message(self.Highlighted(self, self.window.id))

    def _say_marks(self) -> None:
        said = (self._marks.count(self.window.ids, self.window.cursor), self._marks.hidden)
        if said != self._said:
            self._said = said
            self.post_message(self.MarksChanged(self, *said))
