"""How the app ends when nobody pressed a key for it: a signal, a terminal that is gone, a mistake."""

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from textual.app import App

from core.process import ENDING, abandon, heard, terminal_is_gone

_KEYS = (signal.SIGINT, signal.SIGQUIT)
"""Signals that keys of a terminal send to whatever has it."""
_SETTLE = 0.1
"""Seconds until they are heard again."""
_LOOK = 1.0
"""Seconds between two looks at the terminal: without them a closed one costs a whole processor."""
_GRACE = 10.0
"""Seconds that a decision has to reach the disk after the terminal went away."""


class Ending:
    """Watches over a running app. Only for one that has a terminal: a test has its own signals."""

    def __init__(self, earlier: Callable[[], int] = lambda: 0, *, looks: bool = True) -> None:
        """Nothing ended yet.

        Args:
            earlier: Which signal came before anybody watched; 0: none did.
            looks: Whether there is a terminal that may go away unsaid.
        """
        self._earlier = earlier
        self._looks = looks
        self.signal = 0
        """The signal that ended the app; 0: none did."""
        self._end: Callable[[int], object] = bool

    def watch(
        self,
        app: App[None],
        leave: Callable[[], None],
        resumed: Callable[[], None],
        writing: Callable[[], bool],
    ) -> None:
        """Begin, in the app's event loop.

        Args:
            app: The app.
            leave: Ends it as soon as everything that was decided is written.
            resumed: Looks for what changed while it was suspended.
            writing: Whether something is not written yet; asked from another thread.
        """
        look = threading.Thread(target=_look, args=(writing,), name="terminal", daemon=True)

        def begin() -> None:
            if look.ident is None:
                look.start()

        def end(number: int) -> None:
            self.signal = number
            if self._looks:
                begin()  # the terminal may be gone before the first frame was drawn
            leave()

        self._end = end
        loop = asyncio.get_running_loop()
        for number in filter(heard, ENDING):
            loop.add_signal_handler(number, end, int(number))
        if earlier := self._earlier():
            end(earlier)
        # After the first frame: to begin a thread is to wait for it.
        if self._looks:
            app.call_after_refresh(begin)
        # Without it the screen stays blank after `fg`, in tmux too.
        app.app_resume_signal.subscribe(
            app, lambda _: app.call_after_refresh(_redraw, app, resumed)
        )

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """While it lasts, `ctrl+c` and the like end the program that has the terminal, and not this one.

        They are not ignored, which that program would inherit.
        """
        loop = asyncio.get_running_loop()
        watched = [number for number in _KEYS if loop.remove_signal_handler(number)]
        for number in watched:
            signal.signal(number, lambda *_: None)

        def hear() -> None:
            for number in watched:
                loop.add_signal_handler(number, self._end, int(number))

        try:
            yield
        finally:
            # The loop looks only now at what came while it stood still.
            loop.call_later(_SETTLE, hear)


def _look(writing: Callable[[], bool]) -> None:
    """End the process when its terminal is gone.

    In a thread of its own: Textual's writer ends with the terminal, and then the event loop waits
    for ever for room in its queue.
    """
    pause = threading.Event()
    while not terminal_is_gone():
        pause.wait(_LOOK)
    end = time.monotonic() + _GRACE
    while writing() and time.monotonic() < end:
        pause.wait(_LOOK / 10)
    abandon()


def _redraw(app: App[None], resumed: Callable[[], None]) -> None:
    app.refresh(layout=True)
    resumed()
