"""Long work in steps between which others may go on.

Python lets one thread run at a time: what walks over all notes of a large vault makes every other thread as slow
as itself. A thread that nobody waits for does so `at_pace`, and its walks rest now and then; any other thread's do
not.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")
_STEP: Final = 64
"""Things between two rests: a millisecond or two."""


class _Pace(threading.local):
    rest: Callable[[], object] | None = None


_PACE = _Pace()


@contextmanager
def at_pace(rest: Callable[[], object]) -> Iterator[None]:
    """Let this thread's long walks rest now and then while it lasts.

    Args:
        rest: Sleeps a little, or not where nobody else wants to go on.
    """
    before, _PACE.rest = _PACE.rest, rest
    try:
        yield
    finally:
        _PACE.rest = before


def paced(things: Iterable[T]) -> Iterable[T]:
    """The things, with rests between them where this thread goes at a pace."""
    return things if _PACE.rest is None else _resting(things, _PACE.rest)


def _resting(things: Iterable[T], rest: Callable[[], object]) -> Iterator[T]:
    left = iter(things)
    while some := list(islice(left, _STEP)):
        yield from some
        if len(some) == _STEP:
            rest()
