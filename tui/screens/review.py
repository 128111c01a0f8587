"""The Review pane: pages that wait for a look and names without a page, and the card to decide about one by."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual import on
from textual.content import Content
from textual.strip import Strip

from core.names import WantedName
from core.review.items import ReviewRow, ReviewRows
from tui.empty import reading
from tui.lines.review import HEADINGS, name_cells, review_cells
from tui.lines.row import headed
from tui.progress import UNKNOWN
from tui.review.messages import CardRead, PageLooked, PagesWanted
from tui.review.rows import ReviewList, is_name, named
from tui.screens.deciding_pane import DecidingPane
from tui.widgets.inbox_row import inbox_line
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState


class ReviewPane(DecidingPane):
    """A list and what is read in; what the user looks at out."""

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  why:near-name  in:people  has:candidates", id=id
        )
        self.listing = ReviewList()
        self.near: frozenset[str] = frozenset()
        """Pages that have nearly the name of another, as far as that is known."""
        self._settled: set[str] = set()
        """Names that are written, and that the next list of names has no more."""
        self._became: tuple[str, str] | None = None
        """What a page was called, and what it is called in the next list."""
        self._looked: str | None = None
        self._head(())
        self.list.empty = reading(UNKNOWN)

    # What there is

    def get(self, key: str | None) -> ReviewRow | None:
        """The page of a key; `None` for what waits no longer."""
        return self.listing.page(key)

    @property
    def item(self) -> ReviewRow | None:
        """The page under the cursor."""
        return self.get(self.list.cursor_id)

    @property
    def wanted_name(self) -> WantedName | None:
        """The name without a page under the cursor."""
        return self.listing.name(self.list.cursor_id)

    @property
    def chosen(self) -> tuple[ReviewRow, ...]:
        """What a verb acts on: all that is marked, else the page under the cursor."""
        return tuple(row for id in self.list.chosen if (row := self.get(id)) is not None)

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        if id in HEADINGS:
            size = self.listing.size(id, self._away)
            return inbox_line(headed(HEADINGS[id], size, width), width, state)
        if (name := self.listing.name(id)) is not None:
            return inbox_line(name_cells(name, width), width, state)
        row = self.get(id)
        if row is None:
            return Content("")
        return inbox_line(review_cells(row, width, near=id in self.near), width, state)

    @property
    def _away(self) -> frozenset[str]:
        """The rows that are not shown although the lists have them."""
        return self.leaving | self._settled

    def _head(self, names: Iterable[str]) -> None:
        """Headings the cursor goes past; names are decided one by one, and not marked."""
        self.list.head(HEADINGS, unmarked=names)

    # The list

    def wanted(self, text: str) -> None:  # noqa: ARG002 - whoever answers looks at `filter`
        """Ask for the rows of a filter."""
        self.post_message(PagesWanted())

    def show(self, rows: ReviewRows, order: tuple[str, ...], *, seek: bool = False) -> None:
        """Show other pages; what is being written stays away; with `seek` go to what came back."""
        before = self.listing
        self.listing = replace(before, rows=rows, order=order)
        old = frozenset(self.list.ids) if seek else frozenset()
        ids = self.listing.ids(self._away)
        self.list.unmark([id for id in self.list.marks if self.get(id) is None])
        same = before.rows is not None and before.rows.filter == rows.filter
        keep = before.rows is not None and (same or self.list.cursor_id in ids)
        back = next((id for id in ids if id not in old and id not in HEADINGS), None) if seek else None  # fmt: skip
        now = self._now_called(ids)
        self.list.set_rows(ids, keep=keep, became=back or now)
        if back is not None:
            self.list.go_to(back)
        self.say_count()

    def show_names(self, names: Sequence[WantedName], *, keep: bool) -> None:
        """Show other names under the pages; with `keep` in the order they have."""
        base = tuple(self.listing.names) if keep else ()
        self.listing = replace(self.listing, names=named(names, base))
        self._settled.clear()
        self._head(self.listing.names)
        self.list.redraw()
        if self.listing.rows is not None:
            self.list.set_rows(self.listing.ids(self._away), keep=bool(self.list.ids))
        self.say_count()

    def became(self, old: str, new: str) -> None:
        """A page is called otherwise: it keeps its place, and the cursor that stands on it stays with it."""
        self._became = old, new

    @property
    def base(self) -> tuple[str, ...]:
        """The order that the next list is to keep."""
        old, new = self._became or ("", "")
        return tuple(new if key == old else key for key in self.listing.order)

    def _now_called(self, ids: Sequence[str]) -> str | None:
        """What the row under the cursor is called in these, where it is called otherwise."""
        if self._became is None or self._became[0] in ids:
            return None
        old, new = self._became
        self._became = None
        return new if self.list.cursor_id == old and new in ids else None

    def show_near(self, keys: frozenset[str]) -> None:
        """Say of which pages the name is nearly another's."""
        self.near = keys
        self.list.redraw()

    @property
    def waiting(self) -> int | None:
        """How many pages wait, filtered or not; `None`: not known yet."""
        return self.listing.waiting(self.leaving)

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves, and how many are of each group."""
        self.list.refresh_headings()
        if self.listing.rows is not None:
            self.line.say(*self.listing.words(self.leaving))

    def settle(self, ids: Iterable[str]) -> None:
        """What was decided is written: it may come back with the next list, a name with that of names."""
        super().settle(ids)
        self._settled.update(filter(is_name, ids))

    def restore(self, ids: Iterable[str]) -> None:
        """Put rows back whose decision was refused."""
        self._settled.difference_update(ids)
        super().restore(ids)

    @on(RowList.Highlighted)
    def look(self, message: RowList.Highlighted) -> None:
        """Say which page is looked at, where it is another one."""
        message.stop()
        key = self.list.cursor_id  # not the message's: it may be older
        if key != self._looked:
            self._looked = key
            self.stand_on(key)
            self.look_home()

    # What is read

    def show_card(self, message: CardRead) -> None:
        """Show a card, if its page is still what is looked at."""
        self.show_home(message.key, message.page, "It waits no longer.", stay=message.stay)

    def look_home(self) -> None:
        """Say which page is looked at."""
        self.post_message(PageLooked())
