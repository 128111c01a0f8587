"""Entities, links and pages: what keys about them ask for, and what is done with the answers.

In the UI's thread; threads do the work (`tui.browse_work`), and what is not the answer to the newest
question is dropped. Loaded when it is first needed.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.index.rows import NoteRow, TaskRow
from core.path import NotePath
from tui import messages
from tui.browse_work import BrowseWork
from tui.jumping import Jumping
from tui.leading import explained
from tui.screens.entities import EntitiesPane
from tui.screens.list_pane import ListPane
from tui.visits import TABS, Visit

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Browsing:
    """Answers keys of the Entities pane and of pages, and takes what workers tell."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._work = BrowseWork(app.post_message, app.session)
        self._serials: dict[str, int] = {}
        self.jumping: Jumping = Jumping(app, self, self._work)

    @property
    def pane(self) -> EntitiesPane:
        """The Entities pane."""
        return self._app.main.entities

    @property
    def _here(self) -> ListPane | None:
        return self._app.main.here

    def ask(self, group: str, work: Callable[[int], None], *, exclusive: bool = True) -> None:
        """Start a question of a kind: an older one of that kind is not wanted any more."""
        self._serials[group] = serial = self._serials.get(group, 0) + 1
        self._app.run_worker(
            partial(work, serial),
            name=group,
            group=group,
            thread=True,
            exclusive=exclusive,
            exit_on_error=False,
        )

    def newest(self, group: str, serial: int) -> bool:
        """Whether this answers the newest question of its kind."""
        return self._serials.get(group) == serial

    def take(self, message: messages.Browsed) -> None:
        """Do what a message asks for."""
        match message:
            case messages.Listed():
                self._listed(message)
            case messages.Read():
                self._read(message)
            case messages.Followed():
                self._followed(message)
            case messages.Jumped():
                self.jumping.found(message)
            case messages.Told():
                self._app.tell(message.sentence)
            case _:
                self._asked(message)

    def _asked(self, message: messages.Asked) -> None:
        """The pane asks for something."""
        match message:
            case messages.Passed():
                self._passed(message.key)
            case messages.Wanted():
                self.list()
                if message.again:
                    self._reread()
            case messages.Tabbed():
                self.show_tab(message.name)
            case messages.Opened():
                self.open()

    # The list

    def list(self, *, anew: bool = False) -> None:
        """Ask for the list; in the order it has, unless that or the filter changed or it is wanted `anew`."""
        pane = self.pane
        shown = pane.listing
        same = (shown.filter, shown.order) == (pane.filter, pane.order) and bool(shown.groups)
        base = shown if same and not anew else None
        self.ask("list", partial(self._work.list, pane.filter, pane.order, base))

    def shown(self) -> None:
        """The pane came forward."""
        self.list()
        self._reread()

    def changed(self, *, anew: bool) -> None:
        """The vault is another one: what is shown follows, and stays where it is."""
        if self._app.main.pane != "entities":
            return
        if not self.pane.typing:  # nothing moves under somebody who types
            self.list(anew=anew)
        self._reread()

    def sort(self, *, turn: bool) -> None:
        """By the next column, or the other way round."""
        pane = self.pane
        pane.order = pane.order.other if turn else pane.order.next
        self.list()

    def pin(self) -> None:
        """Pin the entity, or take the pin off."""
        if (entity := self.pane.entity) is not None:
            work = partial(self._work.pin, entity.key, entity.name)
            self.ask("pin", lambda _: work(), exclusive=False)

    def _listed(self, message: messages.Listed) -> None:
        if not self.newest("list", message.serial):
            return
        if message.listing is None:
            self.pane.bad_filter(message.sentence)
        else:
            self.pane.show(message.listing)
            self._app.say_bars()

    # What is read

    def _passed(self, key: str | None) -> None:
        pane = self.pane
        if key is None:
            self._serials["read"] = self._serials.get("read", 0) + 1
            pane.show_nothing()
            return
        now = pane.visits.now
        if now is not None and now.home == key:
            return  # that is what led here
        visit = Visit(key, pane.tab)
        pane.visits.pass_by(visit)
        # The row first: reading must not take the time in which it is drawn.
        self._app.call_after_refresh(self._show, visit)

    def _show(self, visit: Visit, *, stay: bool = False) -> None:
        here = self._here
        if here is not None and here.visits.now == visit:
            self.ask("read", partial(self._work.read, visit, stay=stay))

    def _reread(self) -> None:
        here = self._here
        if here is not None and here.visits.now is not None:
            self._show(here.visits.now, stay=True)

    def _read(self, message: messages.Read) -> None:
        here = self._here
        if here is None or not self.newest("read", message.serial):
            return
        if here.visits.now == message.visit:
            here.show_read(message)

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
            self._show(visit)
        elif here is not None and visit.at_home:
            here.come_home(visit)
        else:
            self._show(visit)

    def tab(self, step: int) -> None:
        """The next tab, or the one before; of a type's header, unfold or fold it."""
        pane = self.pane
        group = pane.group if not pane.reading else None
        if group is not None:
            pane.fold(group, folded=step < 0)
            return
        now = pane.visits.now
        if now is not None:
            # Tabs are looked at, not visited: the way back leads past them.
            self.show_tab(TABS[(TABS.index(now.tab) + step) % len(TABS)])

    def show_tab(self, name: str) -> None:
        """Show another tab of the same entity."""
        pane = self.pane
        now = pane.visits.now
        if now is None:
            return
        pane.tab = name
        visit = Visit(now.home, name)
        if now.at_home:
            pane.visits.pass_by(visit)
        else:
            pane.visits.go(visit, pane.standing)
        self._show(visit)

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
        elif here.note.link:
            page = here.note.page
            if page is not None:
                self.ask("link", partial(self._work.follow, page.path, here.note.link))
        elif here.note.page is not None and not here.note.next_link(1):
            self._app.tell("No link here.")

    # Links

    def _followed(self, message: messages.Followed) -> None:
        if not self.newest("link", message.serial):
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
            self.go(Visit(str(path), TABS[0], path if heading else None, heading=heading))
        else:
            self.go(Visit(now.home, now.tab, path, heading=heading))

    def open_entity(self, key: str) -> None:
        """Show an entity in its pane."""
        self._app.show_pane("entities")
        pane = self.pane
        if pane.listing.groups and pane.listing.group_of(key) is None and pane.filter:
            pane.filter = ""
            self.list()
        if pane.typing:
            pane.leave_filter(clear=False)
        pane.give_keys(pane.list)
        pane.seek(key, wait=True)
        self.go(Visit(key, TABS[0]))
        if self._app.main.has_class("-narrow"):
            self._app.main.fill()

    def show_tasks(self, name: str) -> None:
        """Show the tasks of an entity in their own pane."""
        tasks = self._app.main.tasks
        quoted = name.replace('"', " ").strip()
        tasks.filter = f'entity:"{quoted}"'
        self._app.show_pane("tasks")
        tasks.wanted(tasks.filter)


def _place_of(thing: "messages.Leading", now: Visit) -> Visit:
    """Where a row of a tab leads."""
    if isinstance(thing, TaskRow):
        return Visit(now.home, now.tab, thing.note.path, thing.line)
    line = None if isinstance(thing, NoteRow) else thing.line
    return Visit(now.home, now.tab, thing.path, line)
