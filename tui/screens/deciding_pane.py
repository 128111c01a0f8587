"""What panes have in common whose rows leave at a key, and come back where what was decided is refused."""

from collections.abc import Iterable

from core.preview import NotePage
from tui.entities.visits import Visit
from tui.messages import Read
from tui.screens.list_pane import ListPane
from tui.widgets.movement import Movement
from tui.widgets.note_view import NoteView, Standing
from tui.widgets.row_list import Render
from tui.widgets.source_view import SourceView

_WIDE, _TALL = 40, 24
"""Cells and lines of what is beside the list from which the note and its source both have room."""


class DecidingPane(ListPane):
    """A list that is decided on row by row, and the note that says what a row is about."""

    def __init__(self, draw: Render, glyphs: str, *, placeholder: str, id: str) -> None:
        super().__init__(draw, glyphs, placeholder=placeholder, id=id)
        self.leaving: frozenset[str] = frozenset()
        """Rows that left at a key and are not written yet."""
        self.read_of: str | None = None
        """The row whose note is shown; `None`: another note is, or none."""

        self._source: SourceView | None = None

    # The source, under the note

    @property
    def has_room(self) -> bool:
        """Whether there is room for a source under the note."""
        width, height = self.other.size
        return self.other.display and width >= _WIDE and height >= _TALL

    @property
    def beside(self) -> bool:
        """Whether a source stands under the note."""
        return self._source is not None and self._source.display

    @property
    def views(self) -> tuple[NoteView, ...]:
        """What shows notes."""
        return (self.note,) if self._source is None else (self.note, self._source)

    @property
    def scrolled(self) -> Movement:
        """What scrolls while the keys stay in the list: the source while it is there, it is what one looks for."""
        return self._source if self.beside and self._source is not None else self.read

    def show_beside(self, page: NotePage | None, sentence: str) -> None:
        """Show a source under the note, or why there is none."""
        view = self._source
        if view is None:
            view = self._source = SourceView(id=f"{self.id}-source")
            view.glyphs = self.glyphs
            self.other.mount(view)
        view.display = True
        view.show(page)
        if page is None:
            view.say(sentence)

    def leave_beside(self) -> bool:
        """Give the note its room back; whether a source had it."""
        if not self.beside or self._source is None:
            return False
        self._source.display = False
        return True

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves."""
        raise NotImplementedError

    def drop(self, ids: Iterable[str]) -> None:
        """Take rows out at the key that decided them."""
        gone = frozenset(ids)
        self.leaving |= gone
        self.list.drop(gone)
        self.say_count()

    def settle(self, ids: Iterable[str]) -> None:
        """What was decided is written: it may come back with the next list."""
        self.leaving -= frozenset(ids)

    def restore(self, ids: Iterable[str]) -> None:
        """Put rows back whose decision was refused."""
        back = frozenset(ids)
        self.leaving -= back
        self.list.restore(back)
        self.say_count()

    # What is read

    def stand_on(self, id: str | None) -> None:
        """Another row is looked at: what was read before is forgotten, where it was not read from here."""
        now = self.visits.now
        if id is None or now is None or now.home != id:
            self.visits.clear(None if id is None else Visit(id))
        if id is None:
            self.note.show(None)

    def show_home(self, id: str, page: NotePage | None, sentence: str, *, stay: bool) -> bool:
        """Show the note that a row is about, unless one went on from it, or the cursor did.

        Args:
            id: The row.
            page: The note; `None`: it cannot be read.
            sentence: Why not.
            stay: Whether one stays where one is in it, if it is what is shown.
        """
        now = self.visits.now
        if self.list.cursor_id != id or (now is not None and not now.at_home):
            return False
        self.note.show(page, stay=stay and id == self.read_of)
        self.read_of = id
        if page is None:
            self.note.say(sentence)
        elif now is not None and isinstance(now.stood, Standing):
            self.note.stand(now.stood)
            self.visits.pass_by(Visit(id))
        return True

    def show_read(self, read: Read) -> None:
        """Show a note that a link led to, or the source."""
        self.read_of = None
        super().show_read(read)

    def look_home(self) -> None:
        """Say what is looked at."""
        raise NotImplementedError

    def come_home(self, visit: Visit) -> None:
        """Show again what a row is about."""
        self.list.go_to(visit.home)
        self.look_home()
