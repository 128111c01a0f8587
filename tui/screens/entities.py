"""The Entities pane: types and names on the left; who it is, and all that is known, on the right."""

from itertools import pairwise

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from core.browse import EntityRow, Place
from core.index.rows import NoteRow, TaskRow
from core.path import NotePath
from tui.empty import Key, nothing, page, reading
from tui.entities.rows import PINNED, Group, Listing, Order
from tui.entities.visits import BACKLINKS, MENTIONS, NOTES, PAGE, TABS, TASKS, Visit
from tui.messages import Passed, Read, Tabbed, Wanted
from tui.progress import UNKNOWN
from tui.screens.list_pane import ListPane
from tui.text import clip, day
from tui.widgets.detail import Head, Tab, TabLine, leading_row
from tui.widgets.entity_row import FLAGS, ColumnsLine, entity_row, header_row
from tui.widgets.movement import Movement
from tui.widgets.note_view import Standing
from tui.widgets.one_line import Part
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

Leading = TaskRow | NoteRow | Place
_ALIASES = 8
_WORDS = 200


class EntitiesPane(ListPane):
    """A list and what is read in; what the user looks at out."""

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  in:people  open:>2  no:page", id=id
        )
        self.listing = Listing()
        self.order = Order()
        """How the list is wanted."""
        self.folded: set[str] = set()
        """Types of which only the header is shown."""
        self.entity: EntityRow | None = None
        """Whom the right side is about."""
        self.stood_on: str | None = None
        """Who was under the cursor when what is read was last decided on."""
        self.tab = PAGE
        self.rows = RowList(self._draw_row, id=f"{id}-rows")
        self.rows.glyphs = glyphs
        self.rows.display = False
        self._things: dict[str, Leading] = {}
        self._again: set[str] = set()
        """Rows that are of the same note as the one above."""
        self._sought: str | None = None
        self._passed: str | None = None
        self._columns, self._tabs, self._head = ColumnsLine(), TabLine(), Head()
        self.above = (self._columns,)
        self._about = Head(classes="about")
        self.other = Vertical(self._head, self._about, self._tabs, self.note, self.rows)
        self.note.titled = False
        self.list.empty = page("Who is who is being worked out", [])

    # What there is

    @property
    def read(self) -> Movement:
        """What is read there: a note, or rows that lead into notes."""
        return self.rows if self.rows.display else self.note

    @property
    def marking(self) -> RowList:
        """The lines that mention an entity can be marked; entities cannot."""
        return self.rows if self.mentions else self.list

    @property
    def mentions(self) -> bool:
        """Whether the lines that mention an entity are what is read."""
        now = self.visits.now
        return now is not None and now.at_home and now.tab == MENTIONS and self.rows.display

    @property
    def places(self) -> tuple[tuple[NotePath, int], ...] | None:
        """The marked ones of them; `None`: none is."""
        marked = self.rows.marks if self.mentions else frozenset()
        found = [thing for id in marked if isinstance(thing := self._things.get(id), Place)]
        return tuple((one.path, one.line) for one in found) or None

    @property
    def key(self) -> str | None:
        """The entity under the cursor."""
        id = self.list.cursor_id
        return id if id in self.listing.rows else None

    @property
    def moved(self) -> bool:
        """Whether the cursor stands elsewhere than what is read tells: keys may be faster than messages."""
        return self.key != self.stood_on

    @property
    def about(self) -> EntityRow | None:
        """Whom a key means: under the cursor, or, where a link led to one that the list hides, that one."""
        now = self.visits.now
        home = self.key if self.moved or now is None else now.home
        return None if home is None else self.listing.rows.get(home)

    @property
    def group(self) -> Group | None:
        """The type whose header is under the cursor."""
        id = self.list.cursor_id
        return None if id is None else self.listing.group(id)

    @property
    def thing(self) -> Leading | None:
        """The row of the tab under its cursor."""
        return self._things.get(self.rows.cursor_id or "") if self.rows.display else None

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        row = self.listing.rows.get(id)
        if row is not None:
            return entity_row(row, width, state, today=self.today, glyphs=self.glyphs)
        group = self.listing.group(id)
        if group is None:
            return Content("")
        name = "Pinned" if group.type == PINNED else group.type
        folded = group.type in self.folded
        return header_row(name, len(group.keys), width, state, folded=folded, glyphs=self.glyphs)

    def draw_with(self, glyphs: str) -> None:
        """Draw the tabs' rows with other signs, too."""
        super().draw_with(glyphs)
        self.rows.glyphs = glyphs

    def _draw_row(self, id: str, width: int, state: RowState) -> Strip | Content:
        thing = self._things.get(id)
        if thing is None:
            return Content("")
        again = id in self._again
        return leading_row(thing, width, state, today=self.today, glyphs=self.glyphs, again=again)

    # The list

    def wanted(self, text: str) -> None:  # noqa: ARG002 - whoever answers looks at `filter`
        """Ask for the rows of a filter."""
        self.post_message(Wanted())

    def show(self, listing: Listing) -> None:
        """Show another list; where only its rows changed the cursor stays."""
        before, self.listing = self.listing, listing
        again = (before.filter, before.order) == (listing.filter, listing.order)
        self._fill(keep=again and bool(before.groups))
        order = listing.order
        self._columns.say(order.by, descending=order.descending, glyphs=self.glyphs)
        count = (
            f"{listing.count:,} of {listing.total:,}" if listing.filter else f"{listing.total:,}"
        )
        self.line.say(listing.filter or "all", f"{count} · by {_WORD_OF[order.by]}")
        self.list.empty = _empty(listing, self.key_of)
        self.list.refresh()
        now = self.visits.now
        if now is not None and (row := listing.rows.get(now.home)) is not None:
            # It was counted later than what is read was.
            self.entity = row
            self._say_head(now)

    def _fill(self, *, keep: bool) -> None:
        ids = self.listing.ids(self.folded)
        self.list.set_rows(ids, keep=keep)
        if self._sought is not None and self._sought in self.listing.rows:
            self.seek(self._sought)
        elif not keep:
            first = next((id for id in ids if id in self.listing.rows), None)
            if first is not None:
                self.list.go_to(first)

    def seek(self, key: str, *, wait: bool = False) -> bool:
        """Put the cursor on an entity, with `wait` as soon as it is in the list; `False`: it is not."""
        group = self.listing.group_of(key)
        waits = wait or key == self._sought
        self._sought = key if waits and group is None else None
        if group is None:
            return False
        if group.type in self.folded:
            self.folded.discard(group.type)
            self.list.set_rows(self.listing.ids(self.folded))
        return self.list.go_to(key)

    def fold(self, group: Group, *, folded: bool) -> None:
        """Show of a type only its header, or all."""
        if folded:
            self.folded.add(group.type)
        else:
            self.folded.discard(group.type)
        self.list.redraw()
        self.list.set_rows(self.listing.ids(self.folded))

    @on(RowList.Highlighted)
    def pass_by(self, message: RowList.Highlighted) -> None:
        """Say who is looked at, where it is somebody else."""
        message.stop()
        if message.row_list is self.list and self.key != self._passed:
            self._passed = self.key
            self.post_message(Passed(self.key))

    @on(TabLine.Selected)
    def tab_clicked(self, message: TabLine.Selected) -> None:
        """Show the tab."""
        message.stop()
        self.post_message(Tabbed(message.name))

    # What is read

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        visit, self.entity = read.visit, read.entity
        self._say_head(visit)
        rows = visit.at_home and visit.tab != PAGE
        reading = self.reading
        self.rows.display, self.note.display = rows, not rows
        if reading:
            self.give_keys(self.read)
        if rows:
            self._show_rows(read)
            return
        self.note.titled = not visit.at_home
        if read.page is None:
            self.note.say(read.sentence)
            return
        self.note.show(read.page, stay=read.stay)
        if isinstance(visit.stood, Standing) and not read.stay:
            self.note.stand(visit.stood)

    def show_nothing(self) -> None:
        """No entity is under the cursor."""
        self.entity = None
        self.visits.clear()
        group = self.group
        self._head.say([Part(" "), Part(group.type if group else "", "name")])
        self._about.say(())
        self._tabs.say((), "")
        self.rows.display, self.note.display = False, True
        self.note.show(None)

    @property
    def standing(self) -> object:
        """Where one stands in what is read, for the way back."""
        return self.rows.cursor_id if self.rows.display else self.note.standing

    def _show_rows(self, read: Read) -> None:
        ids = [f"{number}" for number in range(len(read.rows))]
        keys = [_key_of(thing) for thing in read.rows]
        if len(set(keys)) == len(keys):
            ids = keys
        self._things = dict(zip(ids, read.rows, strict=True))
        pairs = zip(ids[1:], pairwise(read.rows), strict=True) if ids else ()
        self._again = {
            id
            for id, (one, two) in pairs
            if isinstance(one, Place) and isinstance(two, Place) and one.path == two.path
        }
        self.rows.unmark([id for id in self.rows.marks if id not in self._things])
        self.rows.empty = Content(read.sentence)
        self.rows.redraw()
        self.rows.set_rows(ids, keep=read.stay)
        if isinstance(read.visit.stood, str) and not read.stay:
            self.rows.go_to(read.visit.stood)

    def _say_head(self, visit: Visit) -> None:
        entity = self.entity
        if entity is None:
            name = visit.home.rpartition("/")[2]
            self._head.say([Part(" "), Part(name, "name")])
            self._about.say(())
            self._tabs.say((), "")
            return
        last = f"last {day(entity.last_contact)} " if entity.last_contact else ""
        self._head.say(
            [
                Part(" "),
                Part(clip(entity.name, _WORDS), "name"),
                Part(f"   {entity.type}{' · pinned' if entity.pinned else ''}", "about"),
            ],
            [Part(last, "about")],
        )
        about = _about(entity, self.glyphs)
        self._about.set_class(not about, "-nothing")
        self._about.say(about)
        active = visit.tab if visit.at_home else ""
        self._tabs.say(_tabs(entity), active, "" if visit.at_home else "esc back")


_WORD_OF = {
    "name": "name",
    "open": "open tasks",
    "proposals": "proposals",
    "contact": "last contact",
    "mentions": "mentions",
    "backlinks": "backlinks",
    "notes": "notes",
}


def _tabs(entity: EntityRow) -> list[Tab]:
    counts = {
        TASKS: entity.open_tasks + entity.proposals,
        BACKLINKS: entity.backlinks,
        MENTIONS: entity.mentions,
        NOTES: entity.notes,
    }
    return [Tab(name, counts.get(name)) for name in TABS]


def _about(entity: EntityRow, glyphs: str) -> list[Part]:
    """What is wrong with it, in words, and how else it is written."""
    wrong = [f"{'⚑ ' if glyphs == 'unicode' else ''}waits for a review"] if entity.flagged else []
    wrong += [FLAGS[each.code][1] if each.code in FLAGS else each.says for each in entity.badges]
    also = ", ".join(entity.aliases[:_ALIASES])
    parts = [Part(f" {' · '.join(wrong)}", "wrong")] if wrong else []
    if also:
        parts.append(Part(f" {'· ' if wrong else ''}also written: {also}", "about"))
    return parts


def _key_of(thing: Leading) -> str:
    """What tells a row of a tab apart when it is read again."""
    if isinstance(thing, TaskRow):
        return thing.id
    return thing.path if isinstance(thing, NoteRow) else f"{thing.path}\0{thing.line}"


def _empty(listing: Listing, key: Key) -> Content:
    if not listing.ready:
        return reading(UNKNOWN)
    if listing.filter:
        ways = [(key("back"), "clears the filter")]
        return nothing(listing.filter, [f"{listing.total:,} without a filter"], ways)
    says = ["The setting `entities` says which folders hold them."]
    return page("No people, projects or customers here.", says)
