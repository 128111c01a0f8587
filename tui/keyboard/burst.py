"""Keys that nobody meant: what was typed for another window and lands here with the focus."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

WINDOW = 0.12
"""Seconds; nobody types so much so fast, and a terminal hands over buffered keys faster."""
MOST = 6
"""Keys in one window that may still be a person's."""

_T = TypeVar("_T")


class BurstGuard(Generic[_T]):
    """Holds keys back for one window after the focus came, and drops them if they are a burst."""

    def __init__(
        self,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        release: Callable[[Sequence[_T]], None],
        dropped: Callable[[int], None],
    ) -> None:
        """A guard.

        Args:
            clock: Seconds since whenever.
            later: Calls something after so many seconds.
            release: Given the keys that were a person's, in their order.
            dropped: Told how many keys were dropped, when no more come.
        """
        self._clock = clock
        self._later = later
        self._release = release
        self._dropped = dropped
        self._until = float("-inf")
        self._held: list[_T] = []
        self._waits = False
        """Whether it will be looked at what is held."""

    def focused(self) -> None:
        """The terminal has the focus again."""
        self._until = self._clock() + WINDOW
        self._wait()

    def holds(self, key: _T) -> bool:
        """Keep a key back; `False`: it may be taken now."""
        now = self._clock()
        if now >= self._until and not self._held:
            return False
        self._held.append(key)
        if len(self._held) > MOST:
            self._until = now + WINDOW  # the burst goes on: its end is waited for
        self._wait()
        return True

    def _wait(self) -> None:
        if not self._waits:
            self._waits = True
            self._later(max(0.0, self._until - self._clock()), self._decide)

    def _decide(self) -> None:
        self._waits = False
        if self._clock() < self._until:
            self._wait()
            return
        held, self._held = self._held, []
        if len(held) > MOST:
            self._dropped(len(held))
        elif held:
            self._release(held)
