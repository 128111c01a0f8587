"""Entities, links and pages: what keys about them ask for, and what is done with the answers.

In the UI's thread; threads do the work (`tui.entities.work`), and what is not the answer to the newest
question is dropped. Loaded when it is first needed.
"""

from functools import partial
from typing import TYPE_CHECKING

from core.pace import at_pace
from tui import messages
from tui.entities.jumping import Jumping
from tui.entities.reading import Reading
from tui.entities.visits import PAGE, TABS, Visit
from tui.entities.work import BrowseWork
from tui.progress import Progress
from tui.questions import Questions
from tui.screens.entities import EntitiesPane

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.pages.deciding import PageDecisions


class Browsing(Questions):
    """Answers keys of the Entities pane and of pages, and takes what workers tell."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = BrowseWork(app.post_message, app.session)
        self._progress = Progress(doing="indexing words")
        self.reading: Reading = Reading(app, self, self._work)
        self.jumping: Jumping = Jumping(app, self, self._work)
        self._pages: PageDecisions | None = None

    @property
    def pages(self) -> "PageDecisions":
        """Verbs about pages."""
        if self._pages is None:
            from tui.pages.deciding import PageDecisions  # noqa: PLC0415 - no list needs it

            self._pages = PageDecisions(self._app, self)
        return self._pages

    @property
    def last(self) -> str:
        """The last verb about pages, with its answer."""
        return "" if self._pages is None else self._pages.last

    @property
    def pane(self) -> EntitiesPane:
        """The Entities pane."""
        return self._app.main.entities

    def take(self, message: messages.Browsed) -> None:
        """Do what a message asks for."""
        match message:
            case messages.Listed():
                self._listed(message)
            case messages.Read():
                self.reading.read(message)
            case messages.Further():
                self.reading.further(message)
            case messages.Sourced():
                self.reading.sourced(message)
            case messages.Followed():
                self.reading.followed(message)
            case messages.Jumped():
                self.jumping.found(message)
            case messages.Told():
                self._app.tell(message.sentence)
            case messages.Indexed():
                self._indexed(message)
            case _:
                self._asked(message)

    def _asked(self, message: messages.Asked) -> None:
        """The pane asks for something."""
        match message:
            case messages.Passed():
                self.reading.passed(message.key)
            case messages.Wanted():
                self.list()
                if message.again:
                    self.reading.again()
            case messages.Tabbed():
                self.show_tab(message.name)
            case messages.Opened():
                self.reading.open()
            case messages.Beyond():
                self.reading.go_beyond(message)

    def prepare(self) -> None:
        """Let it be worked out who is who."""
        self.ask("prepare", self._prepare)

    def _prepare(self, _serial: int) -> None:
        with at_pace(self._app.idle.give_way):
            self._app.session.browse.settle()

    def _indexed(self, message: messages.Indexed) -> None:
        """Words are known of more notes: say how many; when they are of all, count mentions anew."""
        over = message.done >= message.total
        work = self._app.work
        work.indexing = "" if over else self._progress.words(message.done, message.total)
        if work.lacking:
            work.lacking = self._app.session.words.lacking
            if over and not self._app.main.tasks.typing:
                self._app.jobs.rows(self._app.main.tasks.filter, None, ())
        self._app.say_bars()
        if over:
            self.changed(anew=False)
            if self._app.main.pane == "review":
                self._app.reviewing.changed()

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
        self.reading.again()

    def changed(self, *, anew: bool) -> None:
        """The vault is another one: what is shown follows, and stays where it is."""
        if self._app.main.pane != "entities":
            return
        if not self.pane.typing:  # nothing moves under somebody who types
            self.list(anew=anew)
        self.reading.again()

    def sort(self, *, turn: bool) -> None:
        """By the next column, or the other way round."""
        pane = self.pane
        pane.order = pane.order.other if turn else pane.order.next
        self.list()

    def pin(self) -> None:
        """Pin the entity, or take the pin off."""
        if (entity := self.pane.about) is not None:
            work = partial(self._work.pin, entity.key, entity.name)
            self.ask("pin", lambda _: work(), exclusive=False)

    def _listed(self, message: messages.Listed) -> None:
        if not self.newest("list", message.serial):
            return
        if message.listing is None:
            self.pane.bad_filter(message.sentence, message.place)
        else:
            self.pane.show(message.listing)
            self._app.say_bars()

    # Tabs

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
        self.reading.show(visit)

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
        self.reading.go(Visit(key, PAGE))
        if self._app.main.has_class("-narrow"):
            self._app.main.fill()

    def show_tasks(self, name: str) -> None:
        """Show the tasks of an entity in their own pane."""
        tasks = self._app.main.tasks
        quoted = name.replace('"', " ").strip()
        tasks.filter = f'entity:"{quoted}"'
        self._app.show_pane("tasks")
        tasks.wanted(tasks.filter)
