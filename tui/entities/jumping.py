"""The jump: its box, and what is done with whoever was found."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from core.programs import wikilink
from tui import messages, taking
from tui.entities.work import BrowseWork
from tui.screens.jump import LINK, TASKS, Jump, JumpAnswer

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.entities.browsing import Browsing


@runtime_checkable
class ShowsFound(Protocol):
    """A box in which names are looked for."""

    def show(self, found: Sequence[messages.Found]) -> None:
        """Show the answer to what was typed last."""


class Jumping:
    """Opens the box, asks for what is typed into it, and does what it answers."""

    def __init__(self, app: "WinnowApp", browsing: "Browsing", work: BrowseWork) -> None:
        self._app = app
        self._browsing = browsing
        self._work = work

    def open(self) -> None:
        """Ask where to."""
        app = self._app
        box = Jump(self.ask, today=app.session.today, glyphs=app.config.glyphs)
        app.push_screen(box, self._answered)

    def found(self, message: messages.Jumped) -> None:
        """Show what was found, unless something else was typed since, or the box was left."""
        box = self._app.screen
        if isinstance(box, ShowsFound) and self._browsing.newest("jump", message.serial):
            box.show(message.found)
            self._app.call_next(self._app.go_on)  # keys may wait for the box to close

    def ask(self, typed: str) -> None:
        """Look for names; `found` gets the answer."""
        self._browsing.ask("jump", partial(self._work.jump, typed))

    def _answered(self, answer: JumpAnswer | None) -> None:
        if answer is None:
            return
        if answer.found is None:
            if answer.action == LINK:
                taking.copy(self._app, f"[[{answer.typed}]]")
            else:
                self._browsing.pages.create(answer.typed)
            return
        hit, row = answer.found
        self._browsing.ask("chosen", lambda _: self._work.chosen(hit.key), exclusive=False)
        if answer.action == TASKS:
            self._browsing.show_tasks(hit.name)
        elif answer.action == LINK:
            taking.copy(
                self._app, wikilink(row.path) if row is not None and row.path else f"[[{hit.name}]]"
            )
        else:
            self._browsing.open_entity(hit.key)
