"""Tests of one value of a task row, which many rows share: each value is looked at once. Pure."""

from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any, TypeVar

from core.index.rows import TaskRow

K = TypeVar("K", bound=Hashable)

# Known to be of these types, which attrgetter does not tell.
OWNERS: Callable[[TaskRow], tuple[str, ...]] = attrgetter("owners")
TAGS: Callable[[TaskRow], tuple[str, ...]] = attrgetter("tags")
PRIORITY: Callable[[TaskRow], str | None] = attrgetter("priority")
STATUS: Callable[[TaskRow], str] = attrgetter("status")
TYPE: Callable[[TaskRow], str] = attrgetter("status_type")
PROPOSED: Callable[[TaskRow], bool] = attrgetter("proposed")
MINE: Callable[[TaskRow], bool] = attrgetter("mine")
USUAL: tuple[Callable[[TaskRow], Hashable], ...] = (OWNERS, TAGS, PRIORITY, PROPOSED, MINE)
"""Values that filters ask for most, as `Valued` gets them."""


class Known(dict[Hashable, bool]):
    """Value → whether a test holds of it, found out when it is met."""

    def __init__(self, test: Callable[[Any], bool]) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, value: Hashable) -> bool:
        found = self[value] = self._test(value)
        return found


class Valued:
    """A test of one value of a row, which many rows share: each value is looked at once."""

    __slots__ = ("get", "known")

    def __init__(self, get: Callable[[TaskRow], K], test: Callable[[K], bool]) -> None:
        self.get = get
        self.known = Known(test)

    def __call__(self, row: TaskRow) -> bool:
        """Whether the test holds of the row's value."""
        return self.known[self.get(row)]
