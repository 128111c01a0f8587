"""The Review pane: what its keys ask for, and what is done with what workers tell.

In the UI's thread. Loaded when it is first needed.
"""

from functools import partial
from typing import TYPE_CHECKING, Literal

from tui.entities.visits import Visit
from tui.questions import Questions
from tui.review import messages
from tui.review.empty import empty_review
from tui.review.work import ReviewWork
from tui.screens.review import ReviewPane

if TYPE_CHECKING:
    from tui.app import WinnowApp

_SHORT, _REST = 0.2, 3
"""Seconds to find names in, after which the next question waits so many times as long."""


class Reviewing(Questions):
    """Answers keys of the Review pane, and takes what workers tell of it."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = ReviewWork(app.post_message, app.session)
        self._seek = False
        self._names: Literal["", "asked", "again", "waits"] = ""
        """How far a question for names is."""
        self._anew = True
        """Whether the list that is asked for is to be in an order of its own."""

    @property
    def pane(self) -> ReviewPane:
        """The Review pane."""
        return self._app.main.review

    def take(self, message: messages.ReviewMessage) -> None:
        """Do what a message asks for."""
        match message:
            case messages.PagesListed():
                self._listed(message)
            case messages.NearKnown() if self.newest("pages", message.serial):
                self.pane.show_near(message.keys)
            case messages.NamesListed():
                self._named(message)
            case messages.CardRead() if self.newest("card", message.serial):
                self.pane.show_card(message)
            case _:
                self._asked(message)

    def _asked(self, message: messages.ReviewMessage) -> None:
        """The pane asks for something."""
        match message:
            case messages.PageLooked():
                self._looked()
            case messages.PagesWanted():
                self.list()
            case _:
                pass

    # The list

    def list(self, *, anew: bool = False) -> None:
        """Ask for the list; in the order it has, unless the filter changed or it is wanted `anew`."""
        pane = self.pane
        rows = pane.listing.rows
        self._anew = anew or rows is None or rows.filter != pane.filter
        base = None if self._anew else pane.base
        self.ask("pages", partial(self._work.list, pane.filter, base))
        self._ask_names()

    def shown(self) -> None:
        """The pane came forward."""
        self.list()
        self.again()

    def changed(self, *, anew: bool = False) -> None:
        """The vault is another one: what is shown follows, and stays where it is."""
        if self._app.main.pane != "review":
            return
        if not self.pane.typing:  # nothing moves under somebody who types
            self.list(anew=anew)
        self.again()

    def seek(self) -> None:
        """Go to what comes back with the next list."""
        self._seek = True

    def _listed(self, message: messages.PagesListed) -> None:
        if not self.newest("pages", message.serial):
            return
        if message.rows is None:
            self.pane.bad_filter(message.sentence, message.place)
            return
        self.pane.show(message.rows, message.ids, seek=self._seek)
        self._seek = False
        self._say_empty()
        self._app.say_bars()

    def _ask_names(self) -> None:
        """One question at a time: all that changes meanwhile is one question more."""
        self._names = "again" if self._names else "asked"
        if self._names == "asked":
            self.ask("names", partial(self._work.names, self.pane.filter), exclusive=False)

    def _named(self, message: messages.NamesListed) -> None:
        if message.names is not None and message.filter == self.pane.filter:
            self.pane.show_names(message.names, keep=not self._anew)
            self._say_empty()
        again, self._names = self._names == "again", ""
        if again and message.seconds < _SHORT:
            self._ask_names()
        elif again:  # in a large vault whoever decides page after page has most of the time
            self._names = "waits"
            self._app.set_timer(message.seconds * _REST, self._names_next)

    def _names_next(self) -> None:
        self._names = ""
        self._ask_names()

    def _say_empty(self) -> None:
        """Say in an empty list what comes back when, and where there is more to do."""
        pane, app = self.pane, self._app
        today, key = app.session.today, app.main.key
        pane.list.empty = empty_review(app.work, pane.listing.rows, today, key)
        pane.list.refresh()

    # What is read

    def _looked(self) -> None:
        key = self.pane.list.cursor_id
        self._app.say_bars()
        if key is not None:
            # The row first: reading must not take the time in which it is drawn.
            self._app.call_after_refresh(self._read, key)

    def _read(self, key: str, *, stay: bool = False) -> None:
        if key != self.pane.list.cursor_id:
            return
        name = self.pane.wanted_name
        if name is not None:
            self.ask("card", partial(self._work.name, name, key, stay=stay))
        else:
            self.ask("card", partial(self._work.card, key, stay=stay))

    def again(self) -> None:
        """Have what is shown read again."""
        key, now = self.pane.list.cursor_id, self.pane.visits.now
        if key is not None:
            self._read(key, stay=True)
        if now is not None and not now.at_home:
            self._app.browsing.reading.again()

    def open(self) -> None:
        """Read the page itself; from there its links are followed."""
        row, name, pane = self.pane.item, self.pane.wanted_name, self.pane
        reading = self._app.browsing.reading
        if pane.reading or pane.away:
            reading.open()
            return
        if name is not None and name.where:
            newest = name.where[0]
            reading.go(Visit(pane.list.cursor_id or "", path=newest.path, line=newest.line))
        elif row is not None and row.path is not None:
            reading.visit_note(row.path)
        else:
            reading.open()
            return
        if not pane.other.display:
            self._app.main.fill()
        pane.give_keys(pane.read)
