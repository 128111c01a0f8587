"""The Tasks pane: a list with its filter, and the note around the row under the cursor."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from core.index.rows import TaskId, TaskRow
from core.preview import NotePage
from core.tasks import Rows
from tui.lines.row import filter_words
from tui.messages import Read
from tui.screens.list_pane import ListPane
from tui.visits import Visit
from tui.widgets.note_view import Standing
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState
from tui.widgets.task_row import task_row


class TasksPane(ListPane):
    """Rows and a page in, what the user looks at and types out."""

    rows: var[Rows | None] = var(None)
    """The newest rows, those included that left at a key and wait to be written."""

    @dataclass
    class Looked(Message):
        """The cursor stands on this row now."""

        row: TaskRow | None

    @dataclass
    class Typed(Message):
        """Another filter is wanted."""

        text: str

    @dataclass
    class Marked(Message):
        """Other rows are marked now."""

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  owner:me  due:<today  in:people", id=id
        )
        self.note.add_class("other")
        self.today = date.min
        self.marked = (0, 0)
        """Rows that are marked, and how many of them the filter hides."""
        self._shown: TaskRow | None = None
        self._page_of: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="side"):
            yield self.line
            yield self.list
        yield self.note

    # What there is

    @property
    def row(self) -> TaskRow | None:
        """The row under the cursor."""
        return self._row(self.list.cursor_id)

    @property
    def chosen(self) -> tuple[TaskRow, ...]:
        """What a verb acts on: all that is marked, else the row under the cursor."""
        return tuple(row for id in self.list.chosen if (row := self._row(id)) is not None)

    def _row(self, id: str | None) -> TaskRow | None:
        return None if id is None or self.rows is None else self.rows.tasks.get(TaskId(id))

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        row = self._row(id)
        if row is None:
            return Content("")
        refused = self.rows is not None and row.id in self.rows.refused
        return task_row(row, width, state, today=self.today, glyphs=self.glyphs, refused=refused)

    # Rows

    def show(self, rows: Rows, leaving: Collection[TaskId], seek: Collection[TaskId]) -> None:
        """Show other rows, without those that are being written; go to a sought one that is new."""
        fresh = self.rows is None or rows.query.text != self.rows.query.text
        old = frozenset(self.list.ids) if seek else frozenset()
        here = self.row
        self.rows = rows
        ids = [id for id in rows.ids if id not in leaving] if leaving else rows.ids
        reworded = _reworded(here, rows, old=self.list.ids) if not fresh else None
        self.list.unmark([id for id in self.list.marks if id not in rows.tasks])
        if reworded is not None and self._page_of == self.list.cursor_id:
            self._page_of = reworded
        keep = not fresh or self.list.cursor_id in ids
        self.list.set_rows(ids, keep=keep, became=reworded)
        back = next((id for id in ids if id in seek and id not in old), None) if seek else None
        if back is not None:
            self.list.go_to(back)
        self._say_count()

    def drop(self, ids: Sequence[TaskId]) -> None:
        """Take decided rows out at the key."""
        self.list.drop(ids)
        self._say_count()

    def restore(self, ids: Sequence[TaskId]) -> None:
        """Put rows back whose decision was refused."""
        self.list.restore(ids)
        self._say_count()

    def _say_count(self) -> None:
        if self.rows is None:
            return
        self.line.say(*filter_words(self.rows, len(self.list.ids)))

    def next_proposal(self, step: int) -> bool:
        """Go to the next undecided proposal, or with -1 the one before; `False` if there is none."""
        ids = self.list.ids
        at = self.list.window.cursor + step
        while 0 <= at < len(ids):
            row = self._row(ids[at])
            if row is not None and row.proposed:
                return self.list.go_to(ids[at])
            at += step
        return False

    @on(RowList.MarksChanged)
    def count_marks(self, message: RowList.MarksChanged) -> None:
        """Say it further up."""
        message.stop()
        self.marked = (message.count, message.hidden)
        self.post_message(self.Marked())

    # The note

    def show_page(self, id: TaskId, page: NotePage | None, sentence: str) -> None:
        """Show a note that was asked for, if the cursor is still on its row."""
        now = self.visits.now
        if self.list.cursor_id == id and (now is None or now.at_home):
            self.note.show(page, stay=id == self._page_of)
            self._page_of = id
            if page is None:
                self.note.say(sentence)
            elif now is not None and isinstance(now.stood, Standing):
                self.note.stand(now.stood)
                self.visits.pass_by(Visit(id))

    def show_read(self, read: Read) -> None:
        """Show a note that a link led to."""
        self._page_of = None
        self.note.show(read.page, stay=read.stay)
        if read.page is None:
            self.note.say(read.sentence)
        elif isinstance(read.visit.stood, Standing) and not read.stay:
            self.note.stand(read.visit.stood)

    def come_home(self, visit: Visit) -> None:
        """Show the note of a task again."""
        self.list.go_to(visit.home)
        self.post_message(self.Looked(self.row))

    @on(RowList.Highlighted)
    def look(self, message: RowList.Highlighted) -> None:
        """Say which row is looked at, where it is another one or reads otherwise."""
        message.stop()
        row = self._row(message.id)
        if row is self._shown and row is not None:
            return
        self._shown = row
        now = self.visits.now
        if row is None or now is None or now.home != row.id:
            self.visits.clear(None if row is None else Visit(row.id))
        if row is None:
            self.note.show(None)
        self.post_message(self.Looked(row))

    def wanted(self, text: str) -> None:
        """Ask for the rows of a filter."""
        self.post_message(self.Typed(text))


def _reworded(row: TaskRow | None, rows: Rows, *, old: Sequence[str]) -> TaskId | None:
    """The row's line in other words, where the row itself is gone: another id, and the same task to a person."""
    if row is None or row.id in rows.tasks:
        return None
    place = (row.note.path, row.line)
    # A note that was moved meanwhile may have taken a listed task along: the next rows know.
    there = ((id, now) for id in rows.ids if (now := rows.tasks.get(id)) is not None)
    same = (id for id, now in there if (now.note.path, now.line) == place)
    return next((id for id in same if id not in old), None)
