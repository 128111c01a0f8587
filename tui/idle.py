"""The garbage collector, at moments when nobody waits for the screen.

Left to itself it ran in the middle of a decision and held a key up for 30 ms in a large vault.
"""

import gc
from time import monotonic

from textual.app import App

_EVERY = 2.0
_QUIET = 1.0
_LONGEST = 300.0
"""Seconds between looks; without a key before it is idle; without a collection at the most."""


class IdleCollector:
    """Collects while no key is pressed. Start-up is spared altogether: what it made is not garbage."""

    def __init__(self) -> None:
        self._key = self._collected = monotonic()

    def start(self, app: App[None]) -> None:
        """Take over from the automatic collection, once the first rows are on the screen."""
        gc.disable()
        gc.freeze()
        app.set_interval(_EVERY, self._look)

    def key(self) -> None:
        """Somebody is at work."""
        self._key = monotonic()

    def _look(self) -> None:
        now = monotonic()
        if now - self._key > _QUIET < now - self._collected or now - self._collected > _LONGEST:
            gc.collect()
            self._collected = now
