"""What is read beside a list: pages and tabs, the links that lead on, and the way back.

In the UI's thread; what a worker read is shown if it is still what is wanted.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from core.index.rows import NoteRow, TaskRow
from core.path import NotePath
from tui import messages
from tui.entities.leading import explained
from tui.entities.visits import PAGE, Visit
from tui.entities.work import BrowseWork
from tui.screens.deciding_pane import DecidingPane
from tui.screens.entities import EntitiesPane
from tui.screens.list_pane import ListPane

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Questions(Protocol):
    """Who asks workers, and knows which question of a kind is the newest."""

    def ask(self, group: str, work: Callable[[int], None]) -> None:
        """Start a question; an older one of its kind is not wanted any more."""

    def newest(self, group: str, serial: int) -> bool:
        """Whether this answers the newest question of its kind."""


class Reading:
    """Shows what is looked at, and follows links from there."""

    def __init__(self, app: "WinnowApp", questions: Questions, work: BrowseWork) -> None:
        self._app = app
        self._questions = questions
        self._work = work

    @property
    def _here(self) -> ListPane | None:
        return self._app.main.here

    def passed(self, key: str | None) -> None:
        """The cursor of the list of entities stands elsewhere."""
        pane = self._app.main.entities
        pane.stood_on = pane.key
        if key is None:
            pane.show_nothing()
            return
        now = pane.visits.now
        if now is not None and now.home == key:
            return  # that is what led here
        visit = Visit(key, pane.tab)
        pane.visits.pass_by(visit)
        # The row first: reading must not take the time in which it is drawn.
        self._app.call_after_refresh(self.show, visit)

    def show(self, visit: Visit, *, stay: bool = False) -> None:
        """Have it read, if it is what is looked at; with `stay` it is what is shown already."""
        here = self._here
        if here is not None and here.visits.now == visit:
            self._questions.ask("read", partial(self._work.read, visit, stay=stay))

    def again(self) -> None:
        """Have what is shown read again."""
        here = self._here
        if here is not None and here.visits.now is not None:
            self.show(here.visits.now, stay=True)

    def read(self, message: messages.Read) -> None:
        """Show what was read, if it is still what is looked at."""
        here = self._here
        if here is None or not self._questions.newest("read", message.serial):
            return
        if here.visits.now == message.visit:
            here.show_read(message)

    def go_beyond(self, message: messages.Beyond) -> None:
        """Have other lines of the same note read."""
        work = partial(self._work.beyond, message.path, message.line, message.mark)
        self._questions.ask("beyond", work)

    def further(self, message: messages.Further) -> None:
        """Show them, if the note is still what is read."""
        here, page = self._here, message.page
        if here is None or page is None or not self._questions.newest("beyond", message.serial):
            return
        for view in here.views:
            if view.page is not None and view.page.path == page.path:
                view.show_more(page)

    def beside(self, path: NotePath, line: int | None) -> None:
        """Have a source read, to be shown under the note that was made from it."""
        self._questions.ask("beside", partial(self._work.source, path, line))

    def sourced(self, message: messages.Sourced) -> None:
        """Show it, if it is still the one that is wanted."""
        here = self._here
        if isinstance(here, DecidingPane) and self._questions.newest("beside", message.serial):
            here.show_beside(message.page, message.sentence)

    def go(self, visit: Visit) -> None:
        """Visit something on purpose."""
        here = self._here
        if here is None:
            return
        here.visits.go(visit, here.standing)
        self._arrived(visit)

    def step(self, step: int) -> bool:
        """Back, or forward; whether there was anything."""
        here = self._here
        if here is None:
            return False
        visits = here.visits
        visit = visits.back(here.standing) if step < 0 else visits.forward(here.standing)
        if visit is None:
            return False
        self._arrived(visit)
        return True

    def _arrived(self, visit: Visit) -> None:
        here = self._here
        if isinstance(here, EntitiesPane):
            here.tab = visit.tab
            if here.key != visit.home:
                here.seek(visit.home)
            here.stood_on = here.key
            self.show(visit)
        elif here is not None and visit.at_home:
            here.come_home(visit)
        else:
            self.show(visit)

    def open(self) -> None:
        """Go into what is under the cursor: unfold a type, read an entity, open a row, follow a link."""
        here = self._here
        if here is None:
            return
        if here.reading:
            self._go_in(here)
        elif isinstance(here, EntitiesPane) and here.group is not None:
            here.fold(here.group, folded=here.group.type not in here.folded)
        else:
            if not here.other.display:
                self._app.main.fill()
            here.give_keys(here.read)

    def _go_in(self, here: ListPane) -> None:
        now = here.visits.now
        if isinstance(here, EntitiesPane) and here.thing is not None and now is not None:
            self.go(_place_of(here.thing, now))
        elif here.read is not here.note:
            return  # an empty tab
        elif here.note.link:
            page = here.note.page
            if page is not None:
                self._questions.ask("link", partial(self._work.follow, page.path, here.note.link))
        elif here.note.page is not None and not here.note.next_link(1):
            self._app.tell("No link here.")

    def followed(self, message: messages.Followed) -> None:
        """Go where a link leads, or say why that cannot be."""
        if not self._questions.newest("link", message.serial):
            return
        found = message.resolution
        if found.certain and found.path is not None:
            self.visit_note(found.path, message.heading)
            return
        sentence, offers = explained(message)
        if not offers:
            self._app.tell(sentence, severity="warning")
            return
        from tui.screens.choose import Choose, numbered  # noqa: PLC0415 - not needed before

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self.visit_note(NotePath(answer), message.heading)

        self._app.push_screen(Choose(sentence, numbered(offers)), chosen)

    def visit_note(self, path: NotePath, heading: str | None = None) -> None:
        """Read a note: whose page it is, that entity is under the cursor."""
        here = self._here
        if here is None or here.visits.now is None:
            return
        now = here.visits.now
        if isinstance(here, EntitiesPane) and str(path) in here.listing.rows:
            self.go(Visit(str(path), PAGE, path if heading else None, heading=heading))
        else:
            self.go(Visit(now.home, now.tab, path, heading=heading))


def _place_of(thing: "messages.Leading", now: Visit) -> Visit:
    """Where a row of a tab leads."""
    if isinstance(thing, TaskRow):
        return Visit(now.home, now.tab, thing.note.path, thing.line)
    line = None if isinstance(thing, NoteRow) else thing.line
    return Visit(now.home, now.tab, thing.path, line)
