"""A mapping that shares most of itself with the one it was made from."""

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from itertools import chain, filterfalse
from typing import TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

_MOST = 2000
"""Changes that are carried on top; with more, everything is copied once."""


class Layered(Mapping[K, V]):
    """Immutable. What `with_changes` makes costs by the changes, not by the size of the whole.

    A decision makes a new snapshot of a hundred thousand notes; copying their dictionaries held every
    other thread up for 20 ms.
    """

    __slots__ = ("_base", "_over", "_size")

    def __init__(self) -> None:
        """An empty one."""
        self._base: dict[K, V] = {}
        self._over: dict[K, V | None] = {}
        self._size = 0

    @classmethod
    def of(cls, values: dict[K, V]) -> "Layered[K, V]":
        """With these values; nobody may change `values` afterwards."""
        made: Layered[K, V] = Layered()
        made._base, made._size = values, len(values)
        return made

    def with_changes(self, changes: Mapping[K, V | None]) -> "Layered[K, V]":
        """The same with these values set; `None` takes a key away."""
        made: Layered[K, V] = Layered()
        made._base, made._over = self._base, {**self._over, **changes}
        made._size = self._size + sum(
            (value is not None) - (key in self) for key, value in changes.items()
        )
        if len(made._over) > max(_MOST, len(self._base) // 8):
            made._base, made._over = dict(made.items()), {}
        return made

    def __getitem__(self, key: K) -> V:
        """The value; `KeyError` where there is none."""
        if key not in self._over:
            return self._base[key]
        value = self._over[key]
        if value is None:
            raise KeyError(key)
        return value

    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V | D, /) -> V | D: ...
    def get(self, key: K, default: V | D | None = None, /) -> V | D | None:
        """The value, or `default`; asked for each row of a list, and so without an exception."""
        if key not in self._over:
            return self._base.get(key, default)
        value = self._over[key]
        return default if value is None else value

    def __contains__(self, key: object) -> bool:
        """Whether it has the key."""
        return self._over[key] is not None if key in self._over else key in self._base

    def __iter__(self) -> Iterator[K]:
        """The keys, the changed ones last."""
        if not self._over:
            return iter(self._base)
        kept = (key for key in self._base if key not in self._over)
        return chain(kept, (key for key, value in self._over.items() if value is not None))

    def __len__(self) -> int:
        """How many keys."""
        return self._size

    def differing(self, older: "Layered[K, V]") -> Iterator[K]:
        """The keys whose values are not the same objects as in `older`.

        Costs by the changes, unless everything was copied since then.
        """
        base, over = older._base, older._over  # noqa: SLF001 - one of its own kind
        shared = self._base is base
        keys = self._over.keys() | over.keys() if shared else self.keys() | older.keys()
        return (key for key in keys if self.get(key) is not older.get(key))

    def lacking(self, keys: Iterable[K]) -> set[K]:
        """Those that it does not have; asked of whole lists, and so without a step in Python for each."""
        gone = {key for key, value in self._over.items() if value is None}
        found = gone.intersection(keys) if gone else set[K]()
        unknown = filterfalse(self._base.__contains__, keys)
        return found.union(key for key in unknown if key not in self)

    def values(self) -> ValuesView[V]:
        """The values; as fast as a dictionary's where nothing changed since the last copy."""
        return self._base.values() if not self._over else super().values()
