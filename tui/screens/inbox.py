"""The Inbox: what arrived and what nobody has been through on the left; what it is and whose on the right."""

from collections.abc import Collection
from dataclasses import replace

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from core.inbox.items import InboxRow
from core.preview import Kind
from tui.empty import reading
from tui.inbox.messages import ItemKnown, ItemLooked, ItemRead, ItemsWanted
from tui.inbox.rows import InboxList
from tui.inbox.steps import Steps
from tui.lines.inbox import ARRIVED, HEADINGS, heading_cells, item_cells
from tui.progress import UNKNOWN
from tui.screens.deciding_pane import DecidingPane
from tui.widgets.card_view import Card, ItemCard
from tui.widgets.inbox_row import inbox_line
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState


class InboxPane(DecidingPane):
    """A list and what is read in; what the user looks at out."""

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  kind:email  is:note  entity:  date:", id=id
        )
        self.listing = InboxList()
        self.unfolded: set[str] = set()
        """Heads whose others are shown."""
        self.steps: Steps | None = None
        """Where one is in the item that one goes through."""
        self.card = ItemCard()
        self.note.titled = False
        self.other = Vertical(self.card, self.note)
        self._looked: str | None = None
        self.list.head(HEADINGS)
        self.list.empty = reading(UNKNOWN)

    # What there is

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
        if became is not None and self.read_of == self.list.cursor_id:
            self.read_of = became
        keep = before.known and (before.filter == listing.filter or self.list.cursor_id in ids)
        if seek:  # on the same line of the screen: the rest stands as it stood
            back = (id for id in ids if id not in old and id not in HEADINGS)
            became = next(back, became)
        if became is not None or not keep or not self._stands(before, ids):
            self.list.set_rows(ids, keep=keep, became=became)
        self.say_count()

    def _stands(self, before: InboxList, ids: list[str]) -> bool:
        """Whether what is on the screen is what these rows say: then nothing is drawn again."""
        if self.list.ids != ids:
            return False
        window = self.list.window
        seen = ids[window.offset : window.offset + window.height]
        return all(before.get(id) == self.listing.get(id) for id in seen)

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves, and how many are of each group."""
        self.list.refresh_headings()
        self.line.say(*self.listing.words(len(self.leaving)))

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
            self.stand_on(id)
            self._carded(None)
            self.look_home()

    # What is read

    def _carded(self, card: Card | None) -> None:
        row = self.item
        self.card.show(card or (None if row is None else Card(row)))
        if row is None:
            self.note.show(None)

    def show_item(self, message: ItemRead) -> None:
        """Show what an item says, if it is still what is looked at."""
        row = self.item
        if row is None or row.id != message.id:
            return
        known = self.card.card if message.stay else None
        card = known or Card(row)
        self._carded(replace(card, row=row, arrival=message.arrival))
        if self.show_home(message.id, message.page, message.sentence, stay=message.stay):
            self.mark()

    def show_known(self, message: ItemKnown) -> None:
        """Show whose an item may be."""
        card = self.card.card
        if card is not None and card.row.id == message.id:
            self.card.show(replace(card, suggestions=message.suggestions, twins=message.twins))

    def look_home(self) -> None:
        """Say which item is looked at."""
        self.post_message(ItemLooked())

    def shows(self, id: str) -> bool:
        """Whether it is what this item says that is read."""
        return self.read_of == id

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
