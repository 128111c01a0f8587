"""Tasks by something that a few of them have in common, in few bytes: most stand alone, and a set of one weighs 216."""

from collections.abc import Collection, Hashable
from typing import Final, Generic, TypeVar

from core.index.rows import TaskId

K = TypeVar("K", bound=Hashable)
_FEW: Final = 8


class Several(Generic[K]):
    """Key → the tasks under it, in no order that means anything. One thread at a time."""

    __slots__ = ("_by_key",)

    def __init__(self) -> None:
        """None yet."""
        self._by_key: dict[K, TaskId | tuple[TaskId, ...] | set[TaskId]] = {}

    def __contains__(self, key: object) -> bool:
        """Whether there is a task under a key."""
        return key in self._by_key

    def of(self, key: K) -> Collection[TaskId]:
        """The tasks under a key; none where there are none."""
        found = self._by_key.get(key, ())
        return (TaskId(found),) if isinstance(found, str) else found

    def add(self, key: K, id: TaskId) -> None:
        """Put a task under a key, under which it is not yet."""
        here = self.of(key)
        if isinstance(here, set):
            here.add(id)
        elif here:
            more = (*here, id)
            self._by_key[key] = more if len(more) <= _FEW else set(more)
        else:
            self._by_key[key] = id

    def drop(self, key: K, id: TaskId) -> None:
        """Take a task from under a key, if it is there."""
        here = self.of(key)
        if isinstance(here, set):
            here.discard(id)
            left: Collection[TaskId] = here
        else:
            left = tuple(one for one in here if one != id)
            self._by_key[key] = left
        if not left:
            self._by_key.pop(key, None)
