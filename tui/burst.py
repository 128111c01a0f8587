"""Keys that nobody meant: what was typed for another window and lands here with the focus."""

from collections import deque
from collections.abc import Callable

WINDOW = 0.12
"""Seconds; nobody decides this fast, and a terminal hands over buffered keys faster."""
MOST = 6
"""Deciding keys in one window that may still be a person's."""


class BurstGuard:
    """Holds deciding keys back for one window after the focus came, and drops them if they are a burst."""

    def __init__(
        self,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        dropped: Callable[[int], None],
    ) -> None:
        """A guard.

        Args:
            clock: Seconds since whenever.
            later: Calls something after so many seconds.
            dropped: Told how many keys were dropped.
        """
        self._clock = clock
        self._later = later
        self._dropped = dropped
        self._until = float("-inf")
        self._dropping = False
        self._held: deque[Callable[[], None]] = deque()

    def focused(self) -> None:
        """The terminal has the focus again."""
        self._until = self._clock() + WINDOW
        self._dropping = False
        self._later(WINDOW, self._decide)

    def decide(self, act: Callable[[], None]) -> None:
        """Do it now, or after the window, or never."""
        now = self._clock()
        if now >= self._until and not self._held:
            self._dropping = False
            act()
            return
        if self._dropping:
            self._until = now + WINDOW
            return
        self._held.append(act)
        if len(self._held) > MOST:
            self._dropping = True
            self._until = now + WINDOW

    def _decide(self) -> None:
        held, self._held = self._held, deque()
        if self._dropping:
            self._dropped(len(held))
            return
        for act in held:
            act()
