"""What is said for a few seconds; never for less than none.

Textual begins a timer with the time that a notification has left, also where that has just become
negative: between its looking and its asking a moment passes. Such a timer never ends and never lets go:
nothing else of the program runs again.
"""

from textual.notifications import Notification

_LEAST = 0.1
"""Seconds that are left of a notice until nothing is."""


class Notice(Notification):
    """A notification whose time cannot be negative."""

    @property
    def time_left(self) -> float:
        """Seconds until it goes."""
        return max(_LEAST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether it is over."""
        return super().time_left <= 0
