"""The garbage collector, at moments when nobody waits for the screen.

Left to itself it ran in the middle of a decision and held a key up for 30 ms in a large vault. What has
survived a collection is left out of the next ones, so that each looks at what is new; now and then, when
nobody is there, all is looked at.
"""

import gc
from time import monotonic, sleep

from textual.app import App

from core.process import give_back_memory

_EVERY = 0.5
"""Seconds between looks: each key leaves 3,000 objects, and what many leave is long to look at, and much memory."""
_QUIET = 1.0
"""Seconds without a key before it is idle."""
_AWAY = 20.0
"""Seconds without a key before nobody is there."""
_BUSY = 0.4
"""Seconds between collections while somebody is at work, each of some milliseconds."""
_REST = 0.004
"""Seconds between two steps of long work behind the list while keys are pressed."""
_WHOLE = 300.0
"""Seconds between looks at everything."""
_FEW = 2_000
"""Objects that are not worth a collection."""
_SOME = 60_000
"""Objects that take about as long to look at as a key may."""
_OWED = 2_000_000
"""Objects left out without a look, among which so much may be garbage that all is looked at as soon as nobody presses a key."""
_MANY = 200_000
"""Objects that take longer to look at than a key may. Those are what work behind the list made, which stays: it is left
out of what is looked at, until nobody is there."""


class IdleCollector:
    """Collects while no key is pressed. Start-up is spared altogether: what it made is not garbage."""

    def __init__(self) -> None:
        self._key = self._collected = self._whole = monotonic()
        self._owed = 0

    def start(self, app: App[None]) -> None:
        """Take over from the automatic collection, once the first rows are on the screen."""
        gc.disable()
        gc.freeze()
        app.set_interval(_EVERY, self._look)

    def stop(self) -> None:
        """Give back what `start` took: nothing is left out any more, and the automatic collection works again."""
        gc.unfreeze()
        gc.enable()

    def key(self) -> None:
        """Somebody is at work."""
        self._key = monotonic()

    def give_way(self) -> None:
        """Sleep a little where somebody is at work: between two steps of what nobody waits for, in any thread."""
        if not self.quiet:
            sleep(_REST)

    @property
    def quiet(self) -> bool:
        """Whether nobody pressed a key lately; from any thread."""
        return monotonic() - self._key > _QUIET

    def _look(self) -> None:
        now = monotonic()
        idle = now - self._key > _QUIET
        new = gc.get_count()[0]
        due = idle or now - self._collected > _BUSY
        if new < _FEW or not due:
            return
        away = now - self._key > _AWAY
        if (away and (self._owed or now - self._whole > _WHOLE)) or (idle and self._owed > _OWED):
            gc.unfreeze()
            self._whole, self._owed, new = now, 0, 0
        if away or new < (_MANY if idle else _SOME):
            gc.collect()
        else:
            self._owed += new
        gc.freeze()
        if idle:
            give_back_memory()
        self._collected = now
