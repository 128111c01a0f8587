"""A seeded random generator that speaks of shares."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice(Random):
    def happens(self, share: float) -> bool:
        """True in `share` of all cases (0 never, 1 always)."""
        return self.random() < share

    def one_of(self, shares: Mapping[T, float]) -> T:
        """One key, each as often as its share of the sum says."""
        return self.choices(tuple(shares), tuple(shares.values()))[0]
