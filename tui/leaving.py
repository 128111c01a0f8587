"""Leaving: not before everything that was decided is written, or at least kept for the next start."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import WinnowApp

_PATIENCE = 3.0
"""Seconds that it waits for other programs' locks."""


class Leaving:
    """How far the app is in leaving."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._begun = self._warned = False

    def ask(self) -> None:
        """Leave; the first time only where no decision would be lost by it."""
        held = self._app.work.held
        if held.unsaved and not self._warned:
            self._warned = True
            many = f"{held.unsaved} decisions are" if held.unsaved > 1 else "1 decision is"
            self._app.tell(f"{many} kept nowhere: {held.why}. Once more leaves without.", "error")
        else:
            self._app.leave()

    def begin(self) -> None:
        """Leave as soon as nothing is being written; asked for again, wait for no other program."""
        if not self._app.jobs.writing:
            self._app.exit()
        elif self._begun:
            self._hurry()
        else:
            self._app.tell("Writing what was decided, then Winnow leaves.")
            self._app.set_timer(_PATIENCE, self._hurry)
        self._begun = True

    def go_on(self) -> None:
        """A job is over."""
        if self._begun and not self._app.jobs.writing:
            self._app.exit()

    def _hurry(self) -> None:
        """What waits for another program waits in the queue, for the next start."""
        self._app.session.writing.patient = False
