"""The Inbox: what arrived and what nobody has been through on the left; what it is and whose on the right."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from core.inbox.items import InboxRow
from core.preview import Kind
from tui.inbox_list import InboxList
from tui.inbox_messages import ItemKnown, ItemLooked, ItemOpened, ItemRead, ItemsMarked, ItemsWanted
from tui.lines.inbox import ARRIVED, HEADINGS, heading_cells, item_cells
from tui.messages import Read
from tui.screens.list_pane import ListPane
from tui.steps import Steps
from tui.visits import Visit
from tui.widgets.card_view import Card, ItemCard
from tui.widgets.inbox_row import inbox_line
from tui.widgets.note_view import Standing
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState


class InboxPane(ListPane):
    """A list and what is read in; what the user looks at out."""

    def __init__(self, glyphs: str, *, today: date, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  kind:email  is:note  entity:  date:", id=id
        )
        self.today = today
        self.listing = InboxList()
        self.unfolded: set[str] = set()
        """Heads whose others are shown."""
        self.leaving: set[str] = set()
        """Items that left at a key and are not written yet."""
        self.marked = (0, 0)
        """Items that are marked, and how many of them the filter hides."""
        self.steps: Steps | None = None
        """Where one is in the item that one goes through."""
        self.card = ItemCard()
        self.note.titled = False
        self._detail = Vertical(self.card, self.note, classes="other")
        self._looked: str | None = None
        self._read_of: str | None = None
        """Whose note is shown."""
        self.list.head(HEADINGS)
        self.list.empty = Content("The vault is being read.")

    def compose(self) -> ComposeResult:
        with Vertical(classes="side"):
            yield self.line
            yield self.list
        yield self._detail

    # What there is

    @property
    def other(self) -> Vertical:
        """What stands beside the list."""
        return self._detail

    @property
    def item(self) -> InboxRow | None:
        """The item under the cursor."""
        return self.listing.get(self.list.cursor_id)

    @property
    def chosen(self) -> tuple[InboxRow, ...]:
        """What a verb acts on: all that is marked, else the item under the cursor."""
        return tuple(row for id in self.list.chosen if (row := self.listing.get(id)) is not None)

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        if id in HEADINGS:
            return inbox_line(heading_cells(id, self._count(id), width), width, state)
        row = self.listing.get(id)
        if row is None:
            return Content("")
        folded = id not in self.unfolded
        cells = item_cells(row, width, today=self.today, glyphs=self.glyphs, folded=folded)
        return inbox_line(cells, width, state)

    def _count(self, heading: str) -> int:
        going = filter(None, map(self.listing.get, self.leaving))
        left = sum((row.kind != "note") == (heading == ARRIVED) for row in going if not row.head)
        return max(0, self.listing.size(heading) - left)

    # The list

    def wanted(self, text: str) -> None:  # noqa: ARG002 - whoever answers looks at `filter`
        """Ask for the rows of a filter."""
        self.post_message(ItemsWanted())

    def show(self, listing: InboxList, *, became: str | None = None, seek: bool = False) -> None:
        """Show another list; what is being written stays away; with `seek` go to what came back."""
        before, self.listing = self.listing, listing
        old = frozenset(self.list.ids) if seek else frozenset()
        ids = listing.ids(self.unfolded, self.leaving)
        self.list.unmark([id for id in self.list.marks if listing.get(id) is None])
        if became is not None and self._read_of == self.list.cursor_id:
            self._read_of = became
        keep = before.known and (before.filter == listing.filter or self.list.cursor_id in ids)
        if seek:  # on the same line of the screen: the rest stands as it stood
            back = (id for id in ids if id not in old and id not in HEADINGS)
            became = next(back, became)
        if became is not None or not keep or not self._stands(before, ids):
            self.list.set_rows(ids, keep=keep, became=became)
        self._headed()

    def _stands(self, before: InboxList, ids: list[str]) -> bool:
        """Whether what is on the screen is what these rows say: then nothing is drawn again."""
        if self.list.ids != ids:
            return False
        window = self.list.window
        seen = ids[window.offset : window.offset + window.height]
        return all(before.get(id) == self.listing.get(id) for id in seen)

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves."""
        self.line.say(*self.listing.words(len(self.leaving)))

    def drop(self, ids: Iterable[str]) -> None:
        """Take items out at the key that decided them."""
        gone = frozenset(ids)
        self.leaving |= gone
        self.list.drop(gone)
        self._headed()

    def settle(self, ids: Iterable[str]) -> None:
        """What was decided is written: it may come back with the next list."""
        self.leaving.difference_update(ids)

    def restore(self, ids: Iterable[str]) -> None:
        """Put items back whose decision was refused."""
        back = frozenset(ids)
        self.leaving -= back
        self.list.restore(back)
        self._headed()

    def _headed(self) -> None:
        self.list.refresh_headings()
        self.say_count()

    def fold(self, *, folded: bool) -> bool:
        """Show of notes of one source only the one to keep, or all; whether there are several."""
        row = self.item
        head = row.head or row.id if row is not None else ""
        whole = self.listing.get(head)
        if whole is None or not whole.others:
            return False
        if folded:
            self.unfolded.discard(head)
        else:
            self.unfolded.add(head)
        self.list.redraw()
        self.list.set_rows(
            self.listing.ids(self.unfolded, self.leaving), became=head if folded else None
        )
        return True

    @on(RowList.Highlighted)
    def look(self, message: RowList.Highlighted) -> None:
        """Say which item is looked at, where it is another one."""
        message.stop()
        row = self.item  # not the message's: it may be older
        id = None if row is None else row.id
        if id != self._looked:
            self._looked = id
            now = self.visits.now
            if id is None or now is None or now.home != id:
                self.visits.clear(None if id is None else Visit(id))
            self._carded(None)
            self.post_message(ItemLooked())

    @on(RowList.MarksChanged)
    def count_marks(self, message: RowList.MarksChanged) -> None:
        """Say it further up."""
        message.stop()
        self.marked = (message.count, message.hidden)
        self.post_message(ItemsMarked())

    @on(RowList.Activated)
    def open_clicked(self, message: RowList.Activated) -> None:
        """Open what was clicked twice."""
        message.stop()
        self.post_message(ItemOpened())

    # What is read

    def _carded(self, card: Card | None) -> None:
        row = self.item
        self.card.show(card or (None if row is None else Card(row)))
        if row is None:
            self.note.show(None)

    def show_item(self, message: ItemRead) -> None:
        """Show what an item says, if it is still what is looked at."""
        row, now = self.item, self.visits.now
        if row is None or row.id != message.id:
            return
        known = self.card.card if message.stay else None
        card = known or Card(row)
        self._carded(replace(card, row=row, arrival=message.arrival))
        if now is not None and not now.at_home:
            return
        self.note.show(message.page, stay=message.stay and message.id == self._read_of)
        self._read_of = message.id
        if message.page is None:
            self.note.say(message.sentence)
        elif now is not None and isinstance(now.stood, Standing):
            self.note.stand(now.stood)
            self.visits.pass_by(Visit(message.id))
        self.mark()

    def show_known(self, message: ItemKnown) -> None:
        """Show whose an item may be."""
        card = self.card.card
        if card is not None and card.row.id == message.id:
            self.card.show(replace(card, suggestions=message.suggestions, twins=message.twins))

    def show_read(self, read: Read) -> None:
        """Show a note that a link led to, or the source."""
        self._read_of = None
        super().show_read(read)

    def come_home(self, visit: Visit) -> None:
        """Show what an item says again."""
        self.list.go_to(visit.home)
        self.post_message(ItemLooked())

    def shows(self, id: str) -> bool:
        """Whether it is what this item says that is read."""
        return self._read_of == id

    # Going through an item

    def mark(self) -> None:
        """Light the line that one is at, once it is there."""
        page, now = self.note.page, self.visits.now
        here = page is not None and (now is None or now.at_home)
        if here and self.shows(self.list.cursor_id or ""):
            self.note.mark(self.steps.line if self.steps is not None else None)

    def lines(self) -> Collection[int]:
        """The lines of what is shown that say something."""
        page = self.note.page
        if page is None or not self.shows(self.list.cursor_id or ""):
            return ()
        return tuple(line.number for line in page.lines if line.kind is not Kind.BLANK)

    @property
    def line_text(self) -> str:
        """The line that one is at, as it was read."""
        page, steps = self.note.page, self.steps
        place = page.place(steps.line) if page is not None and steps is not None else None
        return page.lines[place].text if page is not None and place is not None else ""
