"""How fast decisions are being made."""

from collections import deque
from collections.abc import Callable
from time import monotonic

_WINDOW = 120.0
"""Seconds that are looked back at."""
_LEAST = 20.0
"""Before so many seconds have passed a rate would be a guess."""


class Pace:
    """Decisions a minute, over the last two minutes of this sitting."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._made: deque[tuple[float, int]] = deque()

    def decided(self, count: int) -> None:
        """So many were decided now."""
        if count:
            self._made.append((self._clock(), count))

    @property
    def a_minute(self) -> int | None:
        """`None` where there is nothing to tell yet."""
        now = self._clock()
        while self._made and now - self._made[0][0] > _WINDOW:
            self._made.popleft()
        if not self._made:
            return None
        passed = now - self._made[0][0]
        if passed < _LEAST:
            return None
        return round(sum(count for _, count in self._made) * 60 / passed)
