"""The journal on the screen: listed, looked at, any of it undone or done again. In the UI's thread."""

from functools import partial
from typing import TYPE_CHECKING

from tui.conditions import held
from tui.history.messages import Happened, HistoryListed, HistoryLooked, HistoryMessage
from tui.history.work import HistoryWork
from tui.questions import Questions
from tui.screens.history import History
from tui.taking import copy_selected
from tui.what_is import state_of

if TYPE_CHECKING:
    from tui.app import WinnowApp

_NEITHER = "What another program wrote is kept there; nobody takes that back."


class LookingBack(Questions):
    """Opens the history, and answers what it asks."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = HistoryWork(app.post_message, app.session)
        self._clean: dict[str, bool] = {}
        """Whether nothing is in the way of entries that were looked at."""

    @property
    def _screen(self) -> History | None:
        return next((one for one in self._app.screen_stack if isinstance(one, History)), None)

    def open(self) -> None:
        """Show the journal."""
        copy = partial(copy_selected, self._app)
        self._app.push_screen(History(self._look, self._turn, copy, self._app.config.glyphs))
        self.ask("history", self._work.listed)

    def again(self) -> None:
        """Something was written: the journal, if it is shown, is a longer one."""
        if self._screen is not None:
            self.ask("history", self._work.listed)

    def take(self, message: HistoryMessage) -> None:
        """Show what a worker found."""
        screen = self._screen
        if screen is None:
            return
        match message:
            case HistoryListed() if self.newest("history", message.serial):
                self._clean.clear()
                screen.fill(message.rows)
            case HistoryLooked() if self.newest("look", message.serial):
                self._clean[message.id] = message.clean
                screen.show(message.id, message.shown)
            case _:
                pass

    def _look(self, id: str) -> None:
        # The keys of a box are fixed, wherever those of the table are.
        self.ask("look", partial(self._work.look, id, ("u", "U")))

    def _turn(self, what: str, one: Happened) -> None:
        """Undo an entry, or do it again, or say why not."""
        if (why := held(state_of(self._app))) is not None:
            self._app.tell(why)
        elif one.kind == "kept":
            self._app.tell(_NEITHER)
        elif one.stands != (what == "undo"):
            self._app.tell("It is undone already: U does it again." if what == "undo" else "It stands: u undoes it.")  # fmt: skip
        elif self._clean.get(one.id) is False:
            self._app.tell("It cannot be: what is in the way stands beside it.", "warning")
        else:
            self._app.decisions.submit(what, one.id)
