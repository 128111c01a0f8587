"""Texts and the paths they stand for, in a few bytes each. Immutable, pure.

A dictionary of a hundred thousand names costs 25 MB; sorted hashes and the paths that are there anyway
cost 2. That two different texts share a 64-bit hash happens once in a billion vaults.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from core.path import NotePath

_MOST = 2000
"""Changed texts that are carried on top; with more, everything is sorted once."""
Pair = tuple[str, NotePath]


class Lookup:
    """Text → the paths it stands for, sorted."""

    __slots__ = ("_hashes", "_over", "_paths")

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        """Each pair once."""
        self._over: Mapping[str, tuple[NotePath, ...]] = {}
        self._sort([(hash(text), path) for text, path in pairs])

    def _sort(self, pairs: list[tuple[int, NotePath]]) -> None:
        pairs.sort()
        self._hashes = array("q", [number for number, _ in pairs])
        self._paths = [path for _, path in pairs]

    def get(self, text: str) -> tuple[NotePath, ...]:
        """The paths that `text` stands for; none for a text that is not there."""
        changed = self._over.get(text)
        if changed is not None:
            return changed
        number = hash(text)
        low = high = bisect_left(self._hashes, number)
        while high < len(self._hashes) and self._hashes[high] == number:
            high += 1
        return tuple(self._paths[low:high])

    def updated(self, gone: Iterable[Pair], come: Iterable[Pair]) -> "Lookup":
        """The lookup without some pairs and with others; costs by their number."""
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
