"""The ways in which what is typed finds a spelling, the best way first. Pure.

Each way is asked only while the better ones did not fill the list.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, chain
from typing import NamedTuple

from core.matching.lexicon import Entry, Lexicon, in_order
from core.matching.pairing import paired, pieces, scattered
from core.matching.slips import Slip, agreeing, begun, near

_MOST_WORDS = 8
"""Words that are looked at of what was typed."""
_LEAST_INSIDE = 2
"""Letters from which a word is looked for inside others; one letter is inside nearly all."""
_LEAST_PIECES = 3
"""Letters from which beginnings are put together; two of them are initials."""
_LEAST_WHOLE = 4
"""Letters from which a slip is looked for in whole names."""
_SPREAD = 5
"""How many times longer a name may be than what is typed, to have its letters anywhere."""
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
        """Adds the spellings as a whole."""
        self._lexicon = lexicon
        self._entries = lexicon.entries
        self._whole: dict[str, list[int]] = {}
        """Spelling without blanks → its entries."""
        for number, entry in enumerate(self._entries):
            self._whole.setdefault(entry.folded.replace(" ", ""), []).append(number)
        self._wholes = sorted(self._whole)

    def steps(self, typed: str) -> Iterator[Step]:
        """Every way, best first; of each only what is asked for is looked up.

        Args:
            typed: Folded, not empty.
        """
        words = typed.split(" ")[:_MOST_WORDS]
        squeezed = typed.replace(" ", "")
        starts = [self._lexicon.begun(word) for word in words]
        yield self._same(Tier.WHOLE, squeezed, [squeezed])
        yield from (
            self._single(typed, starts[0]) if len(words) == 1 else self._several(words, starts)
        )
        yield from self._inside(words, starts)
        yield from self._slipped(words, starts)
        if len(typed) >= _LEAST_WHOLE:
            yield from self._slipped_whole(squeezed)
        yield self._scattered(squeezed)

    def _same(self, tier: Tier, squeezed: str, texts: Iterable[str]) -> Step:
        """Spellings that are one of `texts` but for blanks."""
        found = {number for text in texts for number in self._whole.get(text, ())}

        def letters(entry: Entry) -> Iterator[int]:
            seats = [at for at, letter in enumerate(entry.folded) if letter != " "]
            return (seats[at] for at in agreeing(squeezed, entry.folded.replace(" ", "")))

        return Step(tier, sorted(found), found.__contains__, letters)

    def _slipped_whole(self, squeezed: str) -> Iterator[Step]:
        """One slip in a whole spelling, blanks left out: it may have been at a blank."""
        found: dict[Slip, set[str]] = {}
        for slip, texts, whole in near(self._wholes, squeezed):
            if whole:
                found.setdefault(slip, set()).add(self._wholes[texts.start])
        # What is longer by one letter at its end is one slip away too.
        for number in begun(self._wholes, squeezed):
            if len(self._wholes[number]) == len(squeezed) + 1:
                found.setdefault(Slip.MISSING, set()).add(self._wholes[number])
        for _, meant in sorted(found.items()):
            yield self._same(Tier.SLIP, squeezed, meant)

    def _single(self, typed: str, start: range) -> Iterator[Step]:
        """One typed word: it begins a word, or is initials, or beginnings run together."""
        lexicon, entries = self._lexicon, self._entries

        def begins(one: int) -> bool:
            return entries[one].words[0] in start

        def goes_on(one: int) -> bool:
            return any(word in start for word in entries[one].words[1:])

        def letters(entry: Entry) -> Iterable[int]:
            return self._word_letters([typed], [start], entry)

        yield Step(Tier.START, in_order(lexicon.first[word] for word in start), begins, letters)
        yield Step(Tier.WORDS, in_order(lexicon.later[word] for word in start), goes_on, letters)
        if len(typed) > 1:
            yield from self._initials(typed)
        if len(typed) >= _LEAST_PIECES:
            yield self._beginnings(typed)

    def _initials(self, typed: str) -> Iterator[Step]:
        lexicon, entries = self._lexicon, self._entries
        there = begun(lexicon.initials, typed)
        exact = there[: bool(there) and lexicon.initials[there.start] == typed]

        def letters(entry: Entry) -> Iterable[int]:
            return self._starts(entry)[: len(typed)]

        for tier, numbers in (
            (Tier.INITIALS, exact),
            (Tier.FIRST_INITIALS, there[len(exact) :]),
        ):
            lists = (lexicon.by_initials[number] for number in numbers)
            yield Step(tier, in_order(lists), _among(numbers, entries), letters)

    def _beginnings(self, typed: str) -> Step:
        lexicon, entries = self._lexicon, self._entries
        rest = set(typed[1:])
        likely = {
            number
            for number in begun(lexicon.initials, typed[0])
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

    def _several(self, words: Sequence[str], starts: Sequence[range]) -> Iterator[Step]:
        """Several typed words, each the beginning of another one of the name."""
        entries = self._entries
        found = sorted(self._having_all(starts))

        def order(one: int) -> Tier | None:
            return _order(paired(starts, entries[one].words))

        def letters(entry: Entry) -> Iterator[int]:
            return self._word_letters(words, starts, entry)

        first = (one for one in found if order(one) is Tier.START)
        yield Step(Tier.START, first, lambda one: order(one) is Tier.START, letters)
        rest: dict[Tier | None, list[int]] = {}
        for one in found:
            rest.setdefault(order(one), []).append(one)
        for tier in (Tier.WORDS, Tier.ANY_ORDER):
            held = rest.get(tier, [])
            yield Step(tier, held, set(held).__contains__, letters)

    def _inside(self, words: Sequence[str], starts: Sequence[range]) -> Iterator[Step]:
        """Letters inside of words: at least one typed word is no beginning."""
        inside = [
            self._lexicon.with_inside(word) if len(word) >= _LEAST_INSIDE else set[int]()
            for word in words
        ]
        if len(words) == 1:
            yield self._of_word(Tier.INSIDE, words, inside[0])
        elif any(inside):
            wanted = [{*begins, *within} for begins, within in zip(starts, inside, strict=True)]
            found = sorted(self._having_all(wanted))
            yield self._of_words(Tier.INSIDE, words, wanted, found)

    def _slipped(self, words: Sequence[str], starts: Sequence[range]) -> Iterator[Step]:
        """One word mistyped, the others begun; the likeliest slips first, finished words before."""
        by_cost: dict[tuple[bool, int], list[tuple[int, set[int], set[int] | None]]] = {}
        for place, word in enumerate(words):
            others = [*starts[:place], *starts[place + 1 :]]
            if all(others):
                those = self._having_all(others) if others else None
                for cost, meant in self._near(word).items():
                    by_cost.setdefault(cost, []).append((place, meant, those))
        for _, slips in sorted(by_cost.items(), key=lambda pair: pair[0]):
            for place, meant, those in slips:
                if those is None:
                    yield self._of_word(Tier.SLIP, words, meant)
                else:
                    wanted = [*starts[:place], meant, *starts[place + 1 :]]
                    found = sorted(self._lexicon.having(meant) & those)
                    yield self._of_words(Tier.SLIP, words, wanted, found)

    def _near(self, word: str) -> dict[tuple[bool, int], set[int]]:
        """The words one slip from `word`, by whether they go on behind it and what slipped."""
        found: dict[tuple[bool, int], set[int]] = {}
        for slip, texts, whole in near(self._lexicon.words, word):
            if whole:
                found.setdefault((False, slip), set()).add(texts.start)
            if len(texts) > whole:
                found.setdefault((True, slip), set()).update(texts[whole:])
        return found

    def _scattered(self, typed: str) -> Step:
        """Its letters in order anywhere, in what is not so long that it holds nearly any letters."""
        entries = self._entries
        most = _SPREAD * (len(typed) + 1)

        def places(one: int) -> tuple[int, ...] | None:
            text = entries[one].folded
            return scattered(typed, text) if len(text) <= most else None

        maybe = self._lexicon.with_letters(typed, most)
        return Step(
            Tier.SCATTERED,
            (one for one in maybe if places(one)),
            lambda one: places(one) is not None,
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


def _order(places: tuple[int, ...] | None) -> Tier | None:
    """How typed words stand for those of a name; `None` where they do not."""
    if places is None:
        return None
    if places == tuple(range(len(places))):
        return Tier.START
    return Tier.WORDS if list(places) == sorted(places) else Tier.ANY_ORDER
