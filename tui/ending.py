"""How the app ends when nobody pressed a key for it: a signal, a terminal that is gone, a mistake."""

import asyncio
from typing import Protocol

from textual.app import App

from core.process import ENDING, abandon, heard, terminal_is_gone

_LOOK = 1.0
"""Seconds between two looks at the terminal: without them a closed one costs a whole processor."""


class Leaving(Protocol):
    """An app that can end in order."""

    def leave(self) -> None:
        """End as soon as everything that was decided is written."""


class Ending:
    """Watches over a running app. Only for one that has a terminal: a test has its own signals."""

    def __init__(self) -> None:
        """Nothing ended yet."""
        self.signal = 0
        """The signal that ended the app; 0: none did."""
        self._app: Leaving | None = None

    def watch(self, app: App[None], leaving: Leaving) -> None:
        """Begin, in the app's event loop."""
        self._app = leaving
        loop = asyncio.get_running_loop()
        for number in filter(heard, ENDING):
            loop.add_signal_handler(number, self._end, int(number))
        app.set_interval(_LOOK, _look)
        # Without it the screen stays blank after `fg`, in tmux too.
        app.app_resume_signal.subscribe(app, lambda _: app.call_after_refresh(_redraw, app))

    def _end(self, number: int) -> None:
        self.signal = number
        if self._app is not None:
            self._app.leave()


def _look() -> None:
    if terminal_is_gone():
        abandon()


def _redraw(app: App[None]) -> None:
    app.refresh(layout=True)
