"""The Review pane: pages that wait for a look, and the card to decide about one by."""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from core.review.items import ReviewRow, ReviewRows
from tui.lines.review import review_cells
from tui.messages import Read
from tui.review_messages import CardRead, PageLooked, PageOpened, PagesMarked, PagesWanted
from tui.screens.list_pane import ListPane
from tui.visits import Visit
from tui.widgets.inbox_row import inbox_line
from tui.widgets.note_view import Standing
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState


class ReviewPane(ListPane):
    """A list and what is read in; what the user looks at out."""

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  why:near-name  in:people  has:candidates", id=id
        )
        self.note.add_class("other")
        self.rows: ReviewRows | None = None
        """`None`: not known yet."""
        self.order: tuple[str, ...] = ()
        """The keys that the filter means, those that are being written included."""
        self.near: frozenset[str] = frozenset()
        """Pages that have nearly the name of another, as far as that is known."""
        self.leaving: set[str] = set()
        """Pages that left at a key and are not written yet."""
        self.marked = (0, 0)
        """Pages that are marked, and how many of them the filter hides."""
        self._looked: str | None = None
        self._read_of: str | None = None
        """Whose card is shown."""
        self.list.empty = Content("The vault is being read.")

    def compose(self) -> ComposeResult:
        with Vertical(classes="side"):
            yield self.line
            yield self.list
        yield self.note

    # What there is

    def get(self, key: str | None) -> ReviewRow | None:
        """The page of a key; `None` for what waits no longer."""
        return None if key is None or self.rows is None else self.rows.rows.get(key)

    @property
    def item(self) -> ReviewRow | None:
        """The page under the cursor."""
        return self.get(self.list.cursor_id)

    @property
    def chosen(self) -> tuple[ReviewRow, ...]:
        """What a verb acts on: all that is marked, else the page under the cursor."""
        return tuple(row for id in self.list.chosen if (row := self.get(id)) is not None)

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        row = self.get(id)
        return (
            Content("")
            if row is None
            else inbox_line(review_cells(row, width, near=id in self.near), width, state)
        )

    # The list

    def wanted(self, text: str) -> None:  # noqa: ARG002 - whoever answers looks at `filter`
        """Ask for the rows of a filter."""
        self.post_message(PagesWanted())

    def show(self, rows: ReviewRows, order: tuple[str, ...], *, seek: bool = False) -> None:
        """Show other rows; what is being written stays away; with `seek` go to what came back."""
        before, self.rows, self.order = self.rows, rows, order
        old = frozenset(self.list.ids) if seek else frozenset()
        ids = [key for key in order if key not in self.leaving]
        self.list.unmark([id for id in self.list.marks if self.get(id) is None])
        keep = before is not None and (before.filter == rows.filter or self.list.cursor_id in ids)
        back = next((key for key in ids if key not in old), None) if seek else None
        self.list.set_rows(ids, keep=keep, became=back)
        if back is not None:
            self.list.go_to(back)
        self.say_count()

    def show_near(self, keys: frozenset[str]) -> None:
        """Say of which pages the name is nearly another's."""
        self.near = keys
        self.list.redraw()

    @property
    def waiting(self) -> int | None:
        """How many pages wait, filtered or not; `None`: not known yet."""
        if self.rows is None:
            return None
        return max(0, len(self.rows.rows) - len(self.rows.away) - len(self.leaving))

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves."""
        if self.rows is None:
            return
        total = f"{self.waiting or 0:,}"
        filtered = self.rows.filter.strip()
        count = f"{len(self.list.ids):,} of {total}" if filtered else total
        self.line.say(self.rows.filter or "all", f"{count} · by evidence")

    def drop(self, keys: Iterable[str]) -> None:
        """Take pages out at the key that decided them."""
        gone = frozenset(keys)
        self.leaving |= gone
        self.list.drop(gone)
        self.say_count()

    def restore(self, keys: Iterable[str]) -> None:
        """Put pages back whose decision was refused."""
        back = frozenset(keys)
        self.leaving -= back
        self.list.restore(back)
        self.say_count()

    @on(RowList.Highlighted)
    def look(self, message: RowList.Highlighted) -> None:
        """Say which page is looked at, where it is another one."""
        message.stop()
        key = self.list.cursor_id  # not the message's: it may be older
        if key != self._looked:
            self._looked = key
            now = self.visits.now
            if key is None or now is None or now.home != key:
                self.visits.clear(None if key is None else Visit(key))
            if key is None:
                self.note.show(None)
            self.post_message(PageLooked())

    @on(RowList.MarksChanged)
    def count_marks(self, message: RowList.MarksChanged) -> None:
        """Say it further up."""
        message.stop()
        self.marked = (message.count, message.hidden)
        self.post_message(PagesMarked())

    @on(RowList.Activated)
    def open_clicked(self, message: RowList.Activated) -> None:
        """Open what was clicked twice."""
        message.stop()
        self.post_message(PageOpened())

    # What is read

    def show_card(self, message: CardRead) -> None:
        """Show a card, if its page is still what is looked at."""
        now = self.visits.now
        if message.key != self.list.cursor_id or (now is not None and not now.at_home):
            return
        self.note.show(message.page, stay=message.stay and message.key == self._read_of)
        self._read_of = message.key
        if message.page is None:
            self.note.say("It waits no longer.")
        elif now is not None and isinstance(now.stood, Standing):
            self.note.stand(now.stood)
            self.visits.pass_by(Visit(message.key))

    def show_read(self, read: Read) -> None:
        """Show the page itself, or a note that a link led to."""
        self._read_of = None
        self.note.show(read.page, stay=read.stay)
        if read.page is None:
            self.note.say(read.sentence)
        elif isinstance(read.visit.stood, Standing) and not read.stay:
            self.note.stand(read.visit.stood)

    def come_home(self, visit: Visit) -> None:
        """Show the card again."""
        self.list.go_to(visit.home)
        self.post_message(PageLooked())
