"""Spellings taken apart: which have a word, begin with one, have its letters, by number. Pure.

Entries are numbered in the order in which equals are to be shown, so that every list of them that is
kept here is already in that order, and whoever wants the first few reads no further.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate
from typing import NamedTuple

from core.matching.slips import begun
from core.spelling import folded


class Entry(NamedTuple):
    """One spelling of something."""

    owner: int
    """Number of what is spelled so."""
    spelling: str
    folded: str
    words: tuple[int, ...]
    """Numbers of its words, in order."""
    initials: int
    """Number of its initials."""
    other: bool
    """Whether it is an alias or title and not the name."""


class Lexicon:
    """Spellings by what is in them; immutable."""

    def __init__(self, spellings: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Made of each owner's name and other spellings; an owner's number is its place."""
        written = sorted(_written(spellings))
        taken = [(one[2].split(" "), one) for one in written]
        self.words = sorted({word for words, _ in taken for word in words})
        """Distinct, sorted: a beginning is a range of them."""
        self.initials = sorted({_initials(words) for words, _ in taken})
        numbers = {word: number for number, word in enumerate(self.words)}
        places = {initials: number for number, initials in enumerate(self.initials)}
        self.entries = [
            Entry(owner, spelling, plain, tuple(map(numbers.__getitem__, words)), places[_initials(words)], other)
            for words, (other, _, plain, owner, spelling) in taken
        ]  # fmt: skip
        self._post(len(spellings))
        self._blob = "\n" + "\n".join(self.words) + "\n"
        self._at = list(accumulate((len(word) + 1 for word in self.words), initial=0))

    def _post(self, owners: int) -> None:
        self.first: list[list[int]] = [[] for _ in self.words]
        """Word → the entries that it begins."""
        self.later: list[list[int]] = [[] for _ in self.words]
        """Word → the entries that have it further on."""
        self.by_initials: list[list[int]] = [[] for _ in self.initials]
        self.by_owner: list[list[int]] = [[] for _ in range(owners)]
        bits: dict[str, bytearray] = {}
        size = len(self.entries) // 8 + 1
        for number, entry in enumerate(self.entries):
            start, *rest = entry.words
            self.first[start].append(number)
            for word in rest if len(rest) < 2 else set(rest):  # noqa: PLR2004 - one is distinct
                self.later[word].append(number)
            self.by_initials[entry.initials].append(number)
            self.by_owner[entry.owner].append(number)
            place, bit = number >> 3, 1 << (number & 7)
            for letter in set(entry.folded):
                if letter not in bits:
                    bits[letter] = bytearray(size)
                bits[letter][place] |= bit
        counts = map(len, map(list.__add__, self.first, self.later))
        self._before = list(accumulate(counts, initial=0))
        self._with = {letter: int.from_bytes(seats, "little") for letter, seats in bits.items()}

    def begun(self, start: str) -> range:
        """The words that begin so."""
        return begun(self.words, start)

    def with_inside(self, part: str) -> set[int]:
        """The words that have `part` behind their first letter."""
        found: set[int] = set()
        at = self._blob.find(part)
        while at >= 0:
            number = bisect_left(self._at, at) - 1
            if at > self._at[number] + 1:
                found.add(number)
                at = self._blob.find(part, self._at[number + 1])
            else:
                at = self._blob.find(part, at + 1)
        return found

    def count(self, words: Collection[int]) -> int:
        """How many entries have one of the words, those with several counted for each."""
        if isinstance(words, range):
            return self._before[words.stop] - self._before[words.start] if words else 0
        return sum(self._before[word + 1] - self._before[word] for word in words)

    def having(self, words: Iterable[int]) -> set[int]:
        """The entries that have one of the words."""
        chosen = list(words)
        return set().union(*(self.first[word] for word in chosen), *(self.later[word] for word in chosen))  # fmt: skip

    def with_letters(self, letters: Iterable[str], most: int) -> Iterator[int]:
        """The entries of at most so many letters that have each of these somewhere, ascending."""
        common = (1 << len(self.entries)) - 1
        for letter in set(letters):
            common &= self._with.get(letter, 0)
        seats = f"{common:b}"[::-1]
        for start, stop in self._no_longer(most):
            at = seats.find("1", start, stop)
            while at >= 0:
                yield at
                at = seats.find("1", at + 1, stop)

    def _no_longer(self, most: int) -> Iterator[tuple[int, int]]:
        """From which entry to which they are so short: among names, and among others."""
        for other in (False, True):
            start, stop = (
                bisect_left(
                    self.entries, (other, length), key=lambda one: (one.other, len(one.folded))
                )
                for length in (0, most + 1)
            )
            yield start, stop


def in_order(lists: Iterable[Sequence[int]]) -> Iterator[int]:
    """What ascending lists hold, ascending; read only as far as it is asked for."""
    return merge(*lists)


def _written(
    spellings: Sequence[tuple[str, Sequence[str]]],
) -> Iterator[tuple[bool, int, str, int, str]]:
    """Every distinct spelling, ready to be sorted: names first, shorter first, by the alphabet."""
    for owner, (name, others) in enumerate(spellings):
        seen = {""}
        for place, spelling in enumerate((name, *others)):
            plain = folded(spelling)
            if plain not in seen:
                seen.add(plain)
                yield place > 0, len(plain), plain, owner, spelling


def _initials(words: Iterable[str]) -> str:
    return "".join([word[0] for word in words])
