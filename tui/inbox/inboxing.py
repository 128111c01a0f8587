"""The Inbox: what its keys ask for beside verbs, and what is done with what workers tell.

In the UI's thread. Loaded when it is first needed.
"""

from collections.abc import Collection
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from core.inbox.items import InboxRow
from core.index.rows import TaskId
from tui.inbox import messages
from tui.inbox.deciding import ItemDecisions
from tui.inbox.empty import empty_inbox
from tui.inbox.rows import InboxList
from tui.inbox.stepping import Stepping
from tui.inbox.work import InboxWork
from tui.questions import Questions
from tui.screens.inbox import InboxPane
from tui.tasks.sourcing import Source, Sourcing

if TYPE_CHECKING:
    from tui.app import WinnowApp

_HELD = 0.08
"""Seconds between two items when a key is held."""


class Inboxing(Questions):
    """Answers keys of the Inbox, and takes what workers tell of it."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = InboxWork(app.post_message, app.session)
        self.decisions: ItemDecisions = ItemDecisions(app, self, self._work)
        self.stepping: Stepping = Stepping(app)
        self.sources: Sourcing = Sourcing(app, self.pane, self._source)
        self._seek = False
        self._passed = 0.0
        """When an item was read last."""
        self._waiting: Timer | None = None
        self._refiled: InboxRow | None = None
        """A note that moves: it stays under the cursor, whatever it is called then."""

    @property
    def pane(self) -> InboxPane:
        """The Inbox."""
        return self._app.main.inbox

    def take(self, message: messages.InboxMessage) -> None:
        """Do what a message asks for."""
        match message:
            case messages.ItemsListed():
                self._listed(message)
            case messages.ItemRead():
                self._read(message)
            case messages.ItemKnown():
                self._known(message)
            case messages.ItemLooked():
                self._looked()
            case messages.ItemsWanted():
                self.list()
            case _:
                self._answered(message)

    def _answered(self, message: messages.InboxMessage) -> None:
        """What a box waits for."""
        match message:
            case messages.TogetherKnown() if self.newest("together", message.serial):
                self.decisions.suggested(message.suggestions)
            case messages.TwinsKnown() if self.newest("twins", message.serial):
                self.decisions.twins(message.id, message.twins)
            case messages.Compared():
                self.decisions.compared(message)
            case messages.Places():
                self.decisions.places(message)
            case messages.TwinFound():
                self.decisions.found(message)
            case _:
                pass

    # The list

    def list(self, *, anew: bool = False) -> None:
        """Ask for the list; in the order it has, unless the filter changed or it is wanted `anew`."""
        pane = self.pane
        base = pane.listing if pane.listing.known and not anew else None
        same = base is not None and base.filter == pane.filter
        self.ask("items", partial(self._work.list, pane.filter, base if same else None))

    def shown(self) -> None:
        """The pane came forward."""
        self.list()
        self.again()

    def changed(self, *, anew: bool = False) -> None:
        """The vault is another one: what is shown follows, and stays where it is."""
        if self._app.main.pane != "inbox":
            return
        if not self.pane.typing:  # nothing moves under somebody who types
            self.list(anew=anew)
        self.again()

    def seek(self, tasks: Collection[TaskId] = ()) -> None:
        """Go to what comes back with the next list."""
        self._seek = True
        self.stepping.seek(tasks)

    def moves(self, row: InboxRow | None) -> None:
        """Know a note again that goes to another place; `None`: none does."""
        self._refiled = row

    def _listed(self, message: messages.ItemsListed) -> None:
        if not self.newest("items", message.serial):
            return
        if message.listing is None:
            self.pane.bad_filter(message.sentence, message.place)
            return
        pane = self.pane
        pane.show(message.listing, became=self._became(message.listing), seek=self._seek)
        self._seek = False
        self.stepping.follow()
        self.say_empty()
        self._app.say_bars()

    def _became(self, listing: InboxList) -> str | None:
        """What the note under the cursor is called now that it lies elsewhere."""
        row = self._refiled
        if row is None or row.id in listing.heads:
            return None
        self._refiled = None
        known = set(self.pane.listing.heads)
        new = (each for id in listing.heads if id not in known and (each := listing.get(id)))
        found = next((each for each in new if each.title == row.title), None)
        return None if found is None else found.id

    def say_empty(self) -> None:
        """Say in an empty list what was done and what comes next."""
        pane = self.pane
        app = self._app
        pane.list.empty = empty_inbox(app.work, pane.listing, app.session.today, app.main.key)
        pane.list.refresh()

    # What is read

    def _looked(self) -> None:
        """The cursor stands elsewhere. Where, is asked and not told: keys may be faster than messages."""
        row = self.pane.item
        self.stepping.looked(row)
        if row is not None:
            # The row first: reading must not take the time in which it is drawn.
            self._app.call_after_refresh(self.read, row.id)

    def read(self, id: str, *, stay: bool = False) -> None:
        """Have an item read, if it is what is looked at; with `stay` it is what is shown already."""
        row = self.pane.item
        if row is not None and row.id == id:
            self.ask("item", partial(self._work.read, row, stay=stay))

    def again(self) -> None:
        """Have what is shown read again."""
        row, now = self.pane.item, self.pane.visits.now
        if row is not None:
            self.read(row.id, stay=True)
        if now is not None and not now.at_home:
            self._app.browsing.reading.again()

    def _source(self) -> Source | None:
        """The source of the item under the cursor."""
        row, snapshot = self.pane.item, self._app.session.snapshot
        if row is None:
            return None
        note = snapshot.notes.get(row.path)
        return (snapshot.source(note.source_ref) if note is not None else None), None

    def _known(self, message: messages.ItemKnown) -> None:
        if self.newest("whose", message.serial):
            self.pane.show_known(message)
            self.decisions.known(message)

    def _read(self, message: messages.ItemRead) -> None:
        if self.newest("item", message.serial):
            self.pane.show_item(message)
            self.stepping.come(message.id)
            self._know(message.id)
            self.sources.follow()

    def _know(self, id: str) -> None:
        """Have it found out whose the item may be: at once, but of a held key's items only the last."""
        now = monotonic()
        held, self._passed = now - self._passed < _HELD, now
        if self._waiting is not None:
            self._waiting.stop()
        if held and self._app.screen is self._app.main:
            self._waiting = self._app.set_timer(_HELD, partial(self.know, id))
        else:
            self.know(id)

    def know(self, id: str) -> None:
        """Have it found out whose an item may be, if it is still what is looked at."""
        row = self.pane.item
        if row is not None and row.id == id:
            self.ask("whose", partial(self._work.know, row))
