"""Other programs in the same vault: a screen that has it, a lock that a write waits for, what they change."""

from typing import TYPE_CHECKING

from textual.timer import Timer

from tui import messages

if TYPE_CHECKING:
    from tui.app import WinnowApp

_ASK = 1.0
"""Seconds between two questions whether another screen has ended."""


class Company:
    """Says who else is there, and takes the vault over when it is free; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._asking: Timer | None = None

    def begin(self) -> None:
        """Say so, if somebody else has the vault, and ask from now on whether they still have."""
        if holder := self._app.session.read_only:
            self._hold(holder)
            self._asking = self._app.set_interval(_ASK, self._app.jobs.ask_to_write)

    def take(self, message: messages.Company) -> None:
        """Do what the message asks for."""
        match message:
            case messages.Writable():
                self._hold(message.holder)
            case messages.Waiting():
                self._app.work.lock = message.lock
                self._app.say_bars()
            case messages.Changed():
                self._look_around(message)

    def _look_around(self, message: messages.Changed) -> None:
        """Another program changed something, or may have."""
        if message.paths is None:
            self._app.jobs.look_around()
        else:
            self._app.jobs.refresh(message.paths)

    def _hold(self, holder: str) -> None:
        """Another screen has the vault open, or has it no longer."""
        self._app.work.holder = holder
        if holder:
            self._app.tell(f"Read-only: {holder}.", severity="warning")
        else:
            self._app.tell("The vault is free: what you decide is written now.")
            if self._asking is not None:
                self._asking.stop()
        self._app.say_bars()
