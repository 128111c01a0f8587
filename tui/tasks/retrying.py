"""Decisions that were not written at once: told, and tried again."""

from typing import TYPE_CHECKING

from tui import messages
from tui.text import clip

if TYPE_CHECKING:
    from tui.app import WinnowApp

_SOON, _LATEST = 2.0, 60.0
"""Seconds until what could not be written is tried again: at first, and in the long run."""
_GONE, _WORDS = 3, 60


class Retrying:
    """Takes what workers tell of such decisions; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._pause = _SOON
        self._timed = False

    def take(self, message: messages.Late) -> None:
        """Do what the message asks for."""
        match message:
            case messages.Taken():
                self._taken(message)
            case messages.Holding():
                self._holding(message)
            case messages.Again():
                self._app.decisions.again(message.intents)

    def _taken(self, message: messages.Taken) -> None:
        """Decisions of an earlier run, or that were held, were carried out, or why not."""
        resumed = message.resumed
        counts = [
            (resumed.done, "written"),
            (resumed.refused, "refused"),
            (0 if message.again else resumed.waiting, "still waiting"),
        ]
        said = ", ".join(f"{count} {what}" for count, what in counts if count)
        if said:
            whose = "Decisions that waited" if message.again else "Decisions of an earlier run"
            where = "; / is:refused shows why" if resumed.refused > len(resumed.gone) else ""
            fine = not (resumed.refused or resumed.waiting)
            self._app.tell(f"{whose}: {said}{where}.", "information" if fine else "warning")
        for refusal in resumed.gone[:_GONE]:
            line = clip(refusal.expected.strip(), _WORDS)
            self._app.tell(f"not written: {refusal.reason}\nit read  {line}", "error")

    def _holding(self, message: messages.Holding) -> None:
        """Something could not be written: try again after a while, and then after a longer one."""
        self._app.work.held = message.held
        self._app.say_bars()
        if not message.held.many:
            self._pause = _SOON
        elif not self._timed:
            self._timed = True
            self._app.set_timer(self._pause, self._retry)
            self._pause = min(2 * self._pause, _LATEST)

    def _retry(self) -> None:
        self._timed = False
        if self._app.work.held.many:
            self._app.jobs.resume()
