"""Texts that share most of their words with another, found among tens of thousands without comparing each with each.

A word weighs by its length. Two texts overlap where the words that both have weigh at least a share of the
lighter one's. That is exact, and depends on the two alone: the order in which texts come does not matter.

A text is one bit of a whole number, `_BLOCK` of them beside each other, and a word is the number of the texts
that have it. Weights are summed for all texts of a block at once: a number for the ones, a number for the twos,
one for the fours, and so on, as an adder does it.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

_BLOCK: Final = 1 << 14
_LETTERS: Final = 4
"""Of so many letters each adds one to what a word weighs."""


class _Block:
    """So many texts."""

    __slots__ = ("needs", "texts")

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        """Word → the texts that have it."""
        self.needs: list[int] = []
        """By power of two: the texts in whose least shared weight it is."""


class Overlaps:
    """Texts by their words. Numbers are given out from 0; nothing is taken out."""

    def __init__(self, share: float) -> None:
        """None yet.

        Args:
            share: How much of the lighter text the other must have, from above 0 to 1.
        """
        self._share = share
        self._blocks: list[_Block] = []
        self._size = 0

    def __len__(self) -> int:
        """How many texts."""
        return self._size

    def find(self, words: Iterable[str]) -> list[int]:
        """The texts that one with these words overlaps, by number; none where it has no words."""
        weights, need = self._weighed(words)
        found = [_overlapping(block, weights, need) for block in self._blocks]
        return [one for at, bits in enumerate(found) for one in _set(bits, at * _BLOCK)]

    def add(self, words: Iterable[str]) -> None:
        """Take a text in under the next number."""
        weights, need = self._weighed(words)
        at = self._size % _BLOCK
        if at == 0:
            self._blocks.append(_Block())
        _put(self._blocks[-1], 1 << at, weights, need)
        self._size += 1

    def _weighed(self, words: Iterable[str]) -> tuple[dict[str, int], int]:
        """What each word weighs, and how much of that another text must have."""
        weights = {word: -(-len(word) // _LETTERS) for word in words}
        return weights, max(1, round(self._share * sum(weights.values())))


def _put(block: _Block, bit: int, words: Iterable[str], need: int) -> None:
    for word in words:
        block.texts[word] = block.texts.get(word, 0) | bit
    while need >> len(block.needs):
        block.needs.append(0)
    for power, texts in enumerate(block.needs):
        if need >> power & 1:
            block.needs[power] = texts | bit


def _overlapping(block: _Block, weights: dict[str, int], need: int) -> int:
    """The texts whose shared words weigh `need`, or what they need themselves."""
    most = max(weights.values(), default=0)
    columns: list[list[int]] = [[] for _ in range(most.bit_length())]
    for word, weight in weights.items():
        texts = block.texts.get(word)
        if texts:
            for power in _powers(weight):
                columns[power].append(texts)
    sums = _sums(columns)
    some = 0
    for texts in sums:
        some |= texts
    if not some:
        return 0
    enough = _at_least(sums, some, need)
    return enough | _at_least_own(sums, some, block.needs)


@cache
def _powers(weight: int) -> tuple[int, ...]:
    """The powers of two that a weight is the sum of."""
    return tuple(power for power in range(weight.bit_length()) if weight >> power & 1)


def _sums(columns: list[list[int]]) -> list[int]:
    """What each text's words weigh, as an adder adds: three of one power are one of it and one of the next.

    Args:
        columns: By power of two, the texts of each word of whose weight it is part; used up.
    """
    sums: list[int] = []
    carried: list[int] = []
    power = 0
    while power < len(columns) or carried:
        column = columns[power] + carried if power < len(columns) else carried
        carried = []
        while len(column) > 2:  # noqa: PLR2004 - an adder takes three
            one, other, third = column.pop(), column.pop(), column.pop()
            either = one ^ other
            column.append(either ^ third)
            carried.append(one & other | either & third)
        if len(column) > 1:
            one, other = column
            column = [one ^ other]
            carried.append(one & other)
        sums.append(column[0] if column else 0)
        power += 1
    return sums


def _at_least(sums: list[int], some: int, need: int) -> int:
    """Those of the texts whose sum is `need` or more."""
    more, equal = 0, some
    for power in reversed(range(max(len(sums), need.bit_length()))):
        ones = equal & sums[power] if power < len(sums) else 0
        if need >> power & 1:
            equal = ones
        else:
            more |= ones
            equal ^= ones
    return more | equal


def _at_least_own(sums: list[int], some: int, needs: list[int]) -> int:
    """Those of the texts whose sum is what they need, or more."""
    more, equal = 0, some
    for power in reversed(range(max(len(sums), len(needs)))):
        ones = sums[power] if power < len(sums) else 0
        need = needs[power] if power < len(needs) else 0
        apart = equal & (ones ^ need)
        more |= apart & ones
        equal ^= apart
        if not equal:
            break
    return more | equal


def _set(bits: int, start: int) -> Iterator[int]:
    """Which bits are set, from the lowest."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield start + at
        at = digits.find("1", at + 1)
