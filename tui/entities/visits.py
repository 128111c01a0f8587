"""Where one has been: what was read, and the way back and forward. Pure.

As in a browser: going somewhere drops what was ahead; what the cursor of a list passes by is not a visit.
"""

from dataclasses import dataclass, field, replace

from core.path import NotePath

PAGE, TASKS, BACKLINKS, MENTIONS, NOTES = TABS = ("Page", "Tasks", "Backlinks", "Mentions", "Notes")  # fmt: skip
"""What there is to see of an entity, in the order of the tabs."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Something to be read: what a row of the list is about, or a note that was opened from there."""

    home: str
    """The row of the list: an entity's key, a task's id."""
    tab: str = PAGE
    path: NotePath | None = None
    """A note that was opened; `None`: what the row is about."""
    line: int | None = None
    """The line it was opened at, from 0."""
    heading: str | None = None
    """What stood behind the `#` of the link that led there."""
    stood: object = field(default=None, compare=False)
    """Where one stood when one left: what the widgets said of themselves."""

    @property
    def at_home(self) -> bool:
        """Whether it is what the row is about."""
        return self.path is None


_MOST = 200


class Visits:
    """A history with a place in it."""

    def __init__(self) -> None:
        self.now: Visit | None = None
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []

    def go(self, visit: Visit, stood: object = None) -> None:
        """Visit something on purpose; `stood` is where one stands now, to come back to."""
        if self.now is not None and self.now != visit:
            self._behind.append(replace(self.now, stood=stood))
            del self._behind[:-_MOST]
        self.now = visit
        self._ahead.clear()

    def pass_by(self, visit: Visit) -> None:
        """The cursor of the list stands elsewhere: that is what is seen, and no step to go back."""
        self.now = visit

    def back(self, stood: object = None) -> Visit | None:
        """Go back a step; `None` where there is none."""
        return self._step(self._behind, self._ahead, stood)

    def forward(self, stood: object = None) -> Visit | None:
        """Go forward again; `None` where there is nothing ahead."""
        return self._step(self._ahead, self._behind, stood)

    def clear(self, visit: Visit | None = None) -> None:
        """Begin anew."""
        self.now = visit
        self._behind.clear()
        self._ahead.clear()

    def _step(self, there: list[Visit], here: list[Visit], stood: object) -> Visit | None:
        if not there:
            return None
        if self.now is not None:
            here.append(replace(self.now, stood=stood))
        self.now = there.pop()
        return self.now
