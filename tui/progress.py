"""How far the reading of the vault, or of its words, is, in words, on the screen and on the command line."""

from collections.abc import Callable
from time import monotonic

UNKNOWN = "reading the vault"
_LEAST = 0.3
"""Seconds before which an estimate would be a guess."""


class Progress:
    """One reading, from its first word on."""

    def __init__(self, clock: Callable[[], float] = monotonic, doing: str = "reading") -> None:
        self._clock = clock
        self._doing = doing
        self._begun: tuple[float, int] | None = None

    def words(self, done: int, total: int) -> str:
        """`reading 1,204 of 9,870 · 3 s left`; the rest is left out where it is not known yet."""
        if not total:
            return UNKNOWN
        now = self._clock()
        if self._begun is None or done < self._begun[1]:
            self._begun = now, done
        since, first = self._begun
        said = f"{self._doing} {done:,} of {total:,}"
        if now - since < _LEAST or done <= first or done >= total:
            return said
        left = (now - since) * (total - done) / (done - first)
        return f"{said} · {max(1, round(left))} s left"
