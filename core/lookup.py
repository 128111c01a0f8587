"""Texts and the paths they stand for, in a few bytes each. Immutable, pure.

A dictionary of a hundred thousand names costs 25 MB; sorted hashes and the paths that are there anyway
cost 2. That two different texts share a 64-bit hash happens once in a billion vaults.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from operator import itemgetter

from core.path import NotePath

_MOST = 2000
"""Changed texts that are carried on top; with more, everything is sorted once."""
Pair = tuple[str, NotePath]


class Lookup:
    """Text → the paths it stands for, sorted."""

    __slots__ = ("_hashes", "_over", "_pairs", "_paths")

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        """Each pair once."""
        self._over: Mapping[str, tuple[NotePath, ...]] = {}
        self._pairs: Callable[[], Iterable[Pair]] | None = None
        self._sort([(hash(text), path) for text, path in pairs])

    @classmethod
    def later(cls, pairs: Callable[[], Iterable[Pair]]) -> "Lookup":
        """One that is made of these pairs when it is first asked, or told to `settle`."""
        made = cls()
        made._pairs = pairs
        return made

    def settle(self) -> None:
        """Make it now, if it is not made yet. Two threads may, and make the same."""
        if self._pairs is not None:
            self._sort([(hash(text), path) for text, path in self._pairs()])
            self._pairs = None

    def _sort(self, pairs: list[tuple[int, NotePath]]) -> None:
        # By numbers alone it takes half as long, and few come twice.
        pairs.sort(key=itemgetter(0))
        hashes = array("q", [number for number, _ in pairs])
        paths = [path for _, path in pairs]
        again = (at for at, (one, other) in enumerate(pairwise(hashes)) if one == other)
        end = 0
        for start in again:
            if start >= end:
                end = bisect_right(hashes, hashes[start], start)
                paths[start:end] = sorted(paths[start:end])
        self._hashes, self._paths = hashes, paths

    def get(self, text: str) -> tuple[NotePath, ...]:
        """The paths that `text` stands for; none for a text that is not there."""
        changed = self._over.get(text)
        if changed is not None:
            return changed
        if self._pairs is not None:
            self.settle()
        number = hash(text)
        low = high = bisect_left(self._hashes, number)
        while high < len(self._hashes) and self._hashes[high] == number:
            high += 1
        return tuple(self._paths[low:high])

    def updated(self, gone: Iterable[Pair], come: Iterable[Pair]) -> "Lookup":
        """The lookup without some pairs and with others; costs by their number."""
        self.settle()
        over = dict(self._over)
        for text, path in gone:
            over[text] = tuple(one for one in self._now(over, text) if one != path)
        for text, path in come:
            over[text] = tuple(sorted({*self._now(over, text), path}))
        if over == self._over:
            return self
        made = Lookup()
        made._hashes, made._paths, made._over = self._hashes, self._paths, over
        if len(over) > max(_MOST, len(self._paths) // 8):
            changed = {hash(text) for text in over}
            kept = zip(self._hashes, self._paths, strict=True)
            fresh = [(hash(text), path) for text, paths in over.items() for path in paths]
            made._sort([pair for pair in kept if pair[0] not in changed] + fresh)
            made._over = {}
        return made

    def _now(self, over: Mapping[str, tuple[NotePath, ...]], text: str) -> tuple[NotePath, ...]:
        return over[text] if text in over else self.get(text)
