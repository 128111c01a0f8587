"""What a person said of two proposals: that they are the same, or that they are not. Values and their names. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Final

from core.index.rows import TaskId

KIND: Final = "cluster"
"""The kind under which `core.state` keeps them."""
TOGETHER, APART = "together", "apart"
_Pairs = dict[TaskId, set[TaskId]]


def key(one: TaskId, other: TaskId) -> str:
    """What a pair is called, whichever comes first."""
    return " ".join(sorted((one, other)))


def split(items: Iterable[TaskId], rest: Iterable[TaskId]) -> Iterator[tuple[str, str]]:
    """What is remembered where some members shall stand apart from the rest: pair and what holds of it."""
    for one, other in product(dict.fromkeys(items), dict.fromkeys(rest)):
        if one != other:
            yield key(one, other), APART


def join(items: Iterable[TaskId], known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """What is remembered where tasks shall be one: each with the first, and nothing of them apart any more.

    Args:
        items: The tasks.
        known: What is remembered so far, by pair.
    """
    first, *others = dict.fromkeys(items)
    for other in others:
        yield key(first, other), TOGETHER
    for one, other in combinations(others, 2):
        if known.get(key(one, other)) == APART:
            yield key(one, other), None


class Ties:
    """Pairs as they are remembered; immutable."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        """The pairs of a state, by key; what is no pair is nothing."""
        self._pairs = pairs
        self._together: _Pairs = defaultdict(set)
        self._apart: _Pairs = defaultdict(set)
        for name, what in pairs.items():
            one, _, other = name.partition(" ")
            table = {TOGETHER: self._together, APART: self._apart}.get(what)
            if table is not None and one and other:
                table[TaskId(one)].add(TaskId(other))
                table[TaskId(other)].add(TaskId(one))

    def __bool__(self) -> bool:
        """Whether there is any pair."""
        return bool(self._pairs)

    def together(self, id: TaskId) -> Iterable[TaskId]:
        """The tasks that are the same as this one, as somebody said."""
        return self._together.get(id, ())

    def apart(self, id: TaskId) -> Iterable[TaskId]:
        """The tasks that are not."""
        return self._apart.get(id, ())

    def differing(self, pairs: Mapping[str, str]) -> set[TaskId]:
        """The tasks of whom `pairs` say something else."""
        names = {one for one, _ in self._pairs.items() ^ pairs.items()}
        return {TaskId(id) for name in names for id in name.split()}
