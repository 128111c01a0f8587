"""What a person said of two proposals: that they are the same, or that they are not. Values and their names. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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


def value(what: str, one: str, other: str) -> str:
    """What is remembered of a pair: what holds of it, and by what its tasks are found again where they moved.

    Args:
        what: `TOGETHER` or `APART`.
        one: The digest of the text of the task that `key` names first.
        other: That of the second one.
    """
    return f"{what} {one} {other}"


def found_again(
    pairs: Mapping[str, str],
    is_there: Callable[[TaskId], bool],
    reading: Callable[[str], Collection[TaskId]],
) -> Mapping[str, str]:
    """Pairs by the tasks as they are called now: a note that was moved gives its tasks other names.

    Where several read as one that is gone did, nobody knows which of them it is, and none is taken for it.

    Args:
        pairs: As they are remembered.
        is_there: Whether a task has that name.
        reading: The proposals whose text has a digest.
    """
    again: dict[str, str] = {}
    plain: dict[str, str] = {}
    for name, said in pairs.items():
        what, *digests = said.split()
        ids = [TaskId(id) for id in name.split()]
        if len(digests) == len(ids) and not all(map(is_there, ids)):
            for at, id in enumerate(ids):
                found = () if is_there(id) else reading(digests[at])
                if len(found) == 1:
                    ids[at] = next(iter(found))
            if len({*ids}) == len(ids):
                again[key(*ids)] = what
        else:
            plain[name] = what
    # What was said of tasks as they are called now goes before.
    return {**again, **plain}


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
        if known.get(key(one, other), "").startswith(APART):
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
