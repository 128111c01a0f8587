"""The ways in which what is typed finds a spelling, the best way first. Pure.

Each way is asked only while the better ones did not fill the list.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, chain
from typing import NamedTuple

from core.matching.lexicon import Entry, Lexicon, in_order
from core.matching.pairing import paired, pieces, scattered
from core.matching.slips import Slips, agreeing

_MOST_WORDS = 8
"""Words that are looked at of what was typed."""
_LEAST_INSIDE = 2
"""Letters from which a word is looked for inside others; one letter is inside nearly all."""
_LEAST_PIECES = 3
"""Letters from which beginnings are put together; two of them are initials."""
_LEAST_WHOLE = 4
"""Letters from which a slip is looked for in whole names."""
_FEWER = 4
"""A set this many times larger is not built to be intersected: the smaller one is looked through."""


class Tier(IntEnum):
    """How a name was found; lower is better."""

    WHOLE = 0
    START = 1
    """Its first words, begun in order."""
    WORDS = 2
    """Some of its words, begun in order."""
    ANY_ORDER = 3
    INITIALS = 4
    FIRST_INITIALS = 5
    """Initials of its first words; it has more."""
    BEGINNINGS = 6
    """`johsmi`: beginnings of its first words, run together."""
    INSIDE = 7
    SLIP = 8
    """One letter missing, too many, wrong, or two exchanged."""
    SCATTERED = 9


class Step(NamedTuple):
    """The entries that are found in one way."""

    tier: Tier
    entries: Iterable[int]
    """Ascending; lazy where there may be many. May hold one twice."""
    holds: Callable[[int], bool]
    """Whether an entry is one of them."""
    letters: Callable[[Entry], Iterable[int]]
    """Where in an entry's folded spelling the typed letters stand."""


class Tiers:
    """Spellings ready to be searched; immutable."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Adds what slips are looked for in."""
        self._lexicon = lexicon
        self._entries = lexicon.entries
        self._slips = Slips(lexicon.words, beginnings=True)
        self._whole: dict[str, list[int]] = {}
        """Spelling without blanks → its entries."""
        for number, entry in enumerate(self._entries):
            self._whole.setdefault(entry.folded.replace(" ", ""), []).append(number)
        self._whole_slips = Slips(tuple(self._whole), beginnings=False)

    def steps(self, typed: str) -> Iterator[Step]:
        """Every way, best first; of each only what is asked for is looked up.

        Args:
            typed: Folded, not empty.
        """
        words = typed.split(" ")[:_MOST_WORDS]
        begun = [self._lexicon.begun(word) for word in words]
        yield self._same(Tier.WHOLE, typed, [typed.replace(" ", "")])
        yield from self._single(typed, begun[0]) if len(words) == 1 else self._several(words, begun)
        yield from self._inside(words, begun)
        yield from self._slipped(words, begun)
        if len(typed) >= _LEAST_WHOLE:
            near = self._whole_slips.near(typed.replace(" ", ""))
            yield self._same(Tier.SLIP, typed, [text for _, text in sorted(near)])
        yield self._scattered(typed.replace(" ", ""))

    def _same(self, tier: Tier, typed: str, texts: Iterable[str]) -> Step:
        """Spellings that are one of `texts` but for blanks."""
        found = [number for text in texts for number in self._whole.get(text, ())]

        def letters(entry: Entry) -> Iterator[int]:
            bare = typed.replace(" ", "")
            seats = [at for at, letter in enumerate(entry.folded) if letter != " "]
            return (seats[at] for at in agreeing(bare, entry.folded.replace(" ", "")))

        return Step(tier, sorted(found), set(found).__contains__, letters)

    def _single(self, typed: str, begun: range) -> Iterator[Step]:
        """One typed word: it begins a word, or is initials, or beginnings run together."""
        lexicon, entries = self._lexicon, self._entries

        def letters(entry: Entry) -> Iterable[int]:
            return self._word_letters([typed], [begun], entry)

        first = (lexicon.first[word] for word in begun)
        yield Step(Tier.START, in_order(first), lambda one: entries[one].words[0] in begun, letters)
        later = (lexicon.later[word] for word in begun)
        yield Step(Tier.WORDS, in_order(later), lambda one: any(word in begun for word in entries[one].words[1:]), letters)  # fmt: skip
        if len(typed) > 1:
            yield from self._initials(typed)
        if len(typed) >= _LEAST_PIECES:
            yield self._beginnings(typed)

    def _initials(self, typed: str) -> Iterator[Step]:
        lexicon, entries = self._lexicon, self._entries
        low = bisect_left(lexicon.initials, typed)
        exact = range(low, low + (lexicon.initials[low : low + 1] == [typed]))
        high = bisect_left(lexicon.initials, typed + chr(0x10FFFF), low)

        def letters(entry: Entry) -> Iterable[int]:
            return self._starts(entry)[: len(typed)]

        for tier, numbers in (
            (Tier.INITIALS, exact),
            (Tier.FIRST_INITIALS, range(exact.stop, high)),
        ):
            lists = (lexicon.by_initials[number] for number in numbers)
            yield Step(tier, in_order(lists), _among(numbers, entries), letters)

    def _beginnings(self, typed: str) -> Step:
        lexicon, entries = self._lexicon, self._entries
        low = bisect_left(lexicon.initials, typed[0])
        high = bisect_left(lexicon.initials, typed[0] + chr(0x10FFFF), low)
        rest = set(typed[1:])
        likely = {
            number
            for number in range(low, high)
            if len(lexicon.initials[number]) > 1 and lexicon.initials[number][1] in rest
        }

        def lengths(entry: Entry) -> tuple[int, ...] | None:
            return pieces(typed, [lexicon.words[word] for word in entry.words])

        def letters(entry: Entry) -> Iterator[int]:
            taken = zip(self._starts(entry), lengths(entry) or (), strict=False)
            return (at for start, length in taken for at in range(start, start + length))

        def holds(one: int) -> bool:
            return entries[one].initials in likely and lengths(entries[one]) is not None

        maybe = in_order(lexicon.by_initials[number] for number in likely)
        return Step(
            Tier.BEGINNINGS, (one for one in maybe if lengths(entries[one])), holds, letters
        )

    def _several(self, words: Sequence[str], begun: Sequence[range]) -> Iterator[Step]:
        """Several typed words, each the beginning of another one of the name."""
        graded: dict[Tier, list[int]] = {Tier.START: [], Tier.WORDS: [], Tier.ANY_ORDER: []}
        for one in sorted(self._having_all(begun)):
            places = paired(begun, self._entries[one].words)
            if places is None:
                continue
            graded[_order(places)].append(one)
        for tier, found in graded.items():
            yield self._of_words(tier, words, begun, found)

    def _inside(self, words: Sequence[str], begun: Sequence[range]) -> Iterator[Step]:
        """Letters inside of words: at least one typed word is no beginning."""
        inside = [
            self._lexicon.with_inside(word) if len(word) >= _LEAST_INSIDE else set[int]()
            for word in words
        ]
        if len(words) == 1:
            yield self._of_word(Tier.INSIDE, words, inside[0])
        elif any(inside):
            wanted = [{*start, *within} for start, within in zip(begun, inside, strict=True)]
            found = sorted(self._having_all(wanted))
            yield self._of_words(Tier.INSIDE, words, wanted, found)

    def _slipped(self, words: Sequence[str], begun: Sequence[range]) -> Iterator[Step]:
        """One word mistyped, the others begun; the likeliest slips first, finished words before."""
        by_cost: dict[tuple[bool, int], list[tuple[int, set[int]]]] = {}
        for place, word in enumerate(words):
            others = [*begun[:place], *begun[place + 1 :]]
            if all(others):
                for cost, near in self._near(word).items():
                    by_cost.setdefault(cost, []).append((place, near))
        for _, meant in sorted(by_cost.items()):
            for place, near in meant:
                if len(words) == 1:
                    yield self._of_word(Tier.SLIP, words, near)
                else:
                    wanted = [*begun[:place], near, *begun[place + 1 :]]
                    found = sorted(self._having_all(wanted))
                    yield self._of_words(Tier.SLIP, words, wanted, found)

    def _near(self, word: str) -> dict[tuple[bool, int], set[int]]:
        """The words one slip from `word`, by whether they go on behind it and what slipped."""
        found: dict[tuple[bool, int], set[int]] = {}
        for slip, start in self._slips.near(word):
            for number in self._lexicon.begun(start):
                longer = len(self._lexicon.words[number]) > len(start)
                found.setdefault((longer, slip), set()).add(number)
        return found

    def _scattered(self, typed: str) -> Step:
        entries = self._entries

        def holds(one: int) -> bool:
            return scattered(typed, entries[one].folded) is not None

        return Step(
            Tier.SCATTERED,
            filter(holds, self._lexicon.with_letters(typed)),
            holds,
            lambda entry: scattered(typed, entry.folded) or (),
        )

    def _having_all(self, wanted: Sequence[Collection[int]]) -> set[int]:
        """The entries with a word of each set; one word may still stand for two of them."""
        count = self._lexicon.count
        first, *others = sorted(wanted, key=count)
        found = self._lexicon.having(first)
        for words in others:
            if found and count(words) < _FEWER * len(found):
                found &= self._lexicon.having(words)
        return found

    def _of_word(self, tier: Tier, words: Sequence[str], ids: Collection[int]) -> Step:
        lexicon, entries = self._lexicon, self._entries
        lists = chain.from_iterable((lexicon.first[word], lexicon.later[word]) for word in ids)
        return Step(
            tier,
            in_order(lists),
            lambda one: any(word in ids for word in entries[one].words),
            lambda entry: self._word_letters(words, [ids], entry),
        )

    def _of_words(
        self,
        tier: Tier,
        words: Sequence[str],
        wanted: Sequence[Container[int]],
        found: Sequence[int],
    ) -> Step:
        entries = self._entries
        held = [one for one in found if paired(wanted, entries[one].words)]
        return Step(
            tier,
            held,
            set(held).__contains__,
            lambda entry: self._word_letters(words, wanted, entry),
        )

    def _word_letters(
        self, typed: Sequence[str], wanted: Sequence[Container[int]], entry: Entry
    ) -> Iterator[int]:
        """The letters of the words that the typed ones stand for."""
        starts = self._starts(entry)
        for word, place in zip(typed, paired(wanted, entry.words) or (), strict=False):
            whole = self._lexicon.words[entry.words[place]]
            at = whole.find(word)
            found = range(at, at + len(word)) if at >= 0 else agreeing(word, whole[: len(word) + 1])
            yield from (starts[place] + one for one in found)

    def _starts(self, entry: Entry) -> list[int]:
        """Where the words of its folded spelling begin."""
        lengths = (len(self._lexicon.words[word]) + 1 for word in entry.words)
        return list(accumulate(lengths, initial=0))[:-1]


def _among(numbers: range, entries: Sequence[Entry]) -> Callable[[int], bool]:
    return lambda one: entries[one].initials in numbers


def _order(places: tuple[int, ...]) -> Tier:
    if places == tuple(range(len(places))):
        return Tier.START
    return Tier.WORDS if list(places) == sorted(places) else Tier.ANY_ORDER
