"""The Tasks pane: a list with its filter, and the note around the row under the cursor."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import is_

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from core.clusters.cluster import Cluster
from core.index.rows import NoteRow, TaskId, TaskRow
from core.path import NotePath
from core.preview import NotePage
from core.tasks import Rows
from tui.lines.row import filter_words
from tui.lines.task import Beside
from tui.lines.task_card import TaskCard
from tui.screens.deciding_pane import DecidingPane
from tui.tasks.rows import AGAIN, GROUP, TaskList
from tui.widgets.card_view import TaskCardView
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState
from tui.widgets.task_row import heading_row, task_row


class TasksPane(DecidingPane):
    """Rows and a page in, what the user looks at and types out."""

    listing: var[TaskList | None] = var(None)
    """The newest rows, those included that left at a key and wait to be written."""

    @dataclass
    class Looked(Message):
        """The cursor stands on this row now."""

        row: TaskRow | None

    @dataclass
    class Typed(Message):
        """Another filter is wanted."""

        text: str

    def __init__(self, glyphs: str, *, id: str) -> None:
        super().__init__(
            self._draw, glyphs, placeholder="words  owner:me  due:<today  in:people", id=id
        )
        self.card = TaskCardView()
        self.other = Vertical(self.card, self.note)
        self.keys: Mapping[str, str] = {}
        """Commands that the card names, and their keys."""
        self.unfolded: set[str] = set()
        """Clusters whose members are shown, by their ids; `AGAIN`."""
        self.strength: Callable[[TaskId], str | None] = lambda _: None
        """How well the source of a task supports it, in a word, as far as that is known."""
        self._said: dict[str, str | None] = {}
        """What of that stands in the rows that were drawn."""
        self._shown: tuple[TaskRow | None, NoteRow | None] = (None, None)
        self.note_of: Callable[[NotePath], NoteRow | None] = lambda _: None
        """The newest row of a note: another one where the note was read anew."""

    # What there is

    @property
    def rows(self) -> Rows | None:
        """Every task that the filter means."""
        return None if self.listing is None else self.listing.rows

    @property
    def row(self) -> TaskRow | None:
        """The row under the cursor."""
        return self._row(self.list.cursor_id)

    @property
    def chosen(self) -> tuple[TaskRow, ...]:
        """What a verb acts on: all that is marked, else the row under the cursor."""
        return tuple(row for id in self.list.chosen if (row := self._row(id)) is not None)

    def _row(self, id: str | None) -> TaskRow | None:
        return None if self.listing is None else self.listing.get(id)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that the row under the cursor stands for, or is a member of."""
        return None if self.listing is None else self.listing.cluster(self.list.cursor_id)

    @property
    def seen(self) -> bool:
        """Whether what is under the cursor was decided before."""
        row, listing = self.row, self.listing
        return row is not None and listing is not None and row.id in listing.folding.seen

    def _draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        listing, row = self.listing, self._row(id)
        if listing is None:
            return Content("")
        if row is None:
            return heading_row(*self._heading(listing, id), width, state)
        cluster = listing.folding.clusters.get(row.id)
        self._said[id] = evidence = self.strength(row.id)
        beside = Beside(
            refused=row.id in listing.rows.refused,
            evidence=evidence,
            size=1 if cluster is None else cluster.size,
            folded=cluster is None or cluster.id not in self.unfolded,
            below=listing.is_below(row.id),
        )
        return task_row(row, width, state, today=self.today, glyphs=self.glyphs, beside=beside)

    def _heading(self, listing: TaskList, id: str) -> tuple[str, int]:
        if id.startswith(GROUP):
            return listing.group(id)
        fold = ("▾", "▸") if self.glyphs == "unicode" else ("v", ">")
        return f"{fold[AGAIN not in self.unfolded]} Decided before", len(listing.again)

    # Rows

    def show(
        self,
        rows: Rows,
        leaving: Collection[TaskId],
        seek: Collection[TaskId],
        listing: TaskList | None = None,
    ) -> None:
        """Show other rows, without those that are being written; go to a sought one that is new."""
        fresh = self.rows is None or rows.query.text != self.rows.query.text
        old = frozenset(self.list.ids) if seek else frozenset()
        here = self.row
        self.leaving = frozenset[str](leaving)
        self.listing = listing = listing or TaskList(rows)
        if fresh:
            self.unfolded.clear()
        ids = listing.ids(self.unfolded, leaving)
        became = None
        if not fresh:
            became = _reworded(here, rows, old=self.list.ids) or self._head(here)
        self.list.unmark([id for id in self.list.marks if id not in rows.tasks])
        if became is not None and self.read_of == self.list.cursor_id:
            self.read_of = became
        keep = not fresh or self.list.cursor_id in ids
        self.list.head([id for id in ids if id.startswith(GROUP)] if rows.groups else ())
        self.list.set_rows(ids, keep=keep, became=became)
        back = next((id for id in ids if id in seek and id not in old), None) if seek else None
        if back is not None:
            self.list.go_to(back)
        self.say_count()
        self._carded()

    def say_strength(self) -> None:
        """Draw rows anew of which something else is known now of how well their sources support them."""
        stale = [id for id, said in self._said.items() if self.strength(TaskId(id)) != said]
        for id in stale:
            del self._said[id]
        self.list.redraw_rows(stale)

    def fold(self, *, folded: bool) -> bool:
        """Hide or show the other members of a cluster, or what was decided before; whether there is any."""
        listing, here = self.listing, self.list.cursor_id
        if listing is None or here is None:
            return False
        cluster = self.cluster
        id = here if here == AGAIN else None if cluster is None or cluster.size == 1 else cluster.id
        if id is None:
            return False
        head = here if cluster is None else listing.folding.head_of.get(TaskId(here), here)
        if folded:
            self.unfolded.discard(id)
        else:
            self.unfolded.add(id)
        self.list.redraw()
        ids = listing.ids(self.unfolded, self.leaving)
        self.list.set_rows(ids, became=head if folded else None)
        return True

    def _head(self, here: TaskRow | None) -> TaskId | None:
        """The row that stands now for the one under the cursor, where that was folded away."""
        listing = self.listing
        if here is None or listing is None:
            return None
        head, cluster = listing.folding.head_of.get(here.id), listing.cluster(here.id)
        open_ = cluster is not None and cluster.id in self.unfolded
        return None if head is None or head == here.id or open_ else head

    def say_count(self) -> None:
        """Say above the list what it is filtered by and how many that leaves."""
        listing = self.listing
        if listing is None:
            return
        gone = sum(id in listing.rows.tasks for id in self.leaving)
        rows = listing.decisions(self.leaving) if gone or listing.folding.ids is not None else None
        self.line.say(*filter_words(listing.rows, listing.whole - gone, rows, listing.folding.by))

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

    # The note

    def show_page(self, id: TaskId, page: NotePage | None, sentence: str) -> None:
        """Show a note that was asked for, if the cursor is still on its row."""
        self.show_home(id, page, sentence, stay=True)

    def look_home(self) -> None:
        """Say which row is looked at."""
        self.post_message(self.Looked(self.row))

    @on(RowList.Highlighted)
    def look(self, message: RowList.Highlighted) -> None:
        """Say which row is looked at, where it is another one or reads otherwise."""
        message.stop()
        row = self._row(message.id)
        shown = row, None if row is None else self.note_of(row.note.path)
        if row is not None and all(map(is_, shown, self._shown)):
            return
        self._shown = shown
        self.stand_on(None if row is None else row.id)
        self._carded()
        self.post_message(self.Looked(row))

    def show_card(self, card: TaskCard) -> None:
        """Show what is known of a task, if the cursor is still on it."""
        if self.list.cursor_id == card.row.id:
            self.card.show(card)

    def _carded(self) -> None:
        """Show at once what is known of the row under the cursor; a worker finds out the rest."""
        row, shown, listing = self.row, self.card.card, self.listing
        if row is None or listing is None:
            self.card.show(None)
        elif shown is None or shown.row.id != row.id:
            seen = listing.folding.seen.get(row.id)
            self.card.show(TaskCard(row, self.today, None, self.cluster, seen, keys=self.keys))

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
