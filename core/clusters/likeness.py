"""Which texts are like which: a graph that grows by what is new, and is the same whatever came first.

Two are alike from so many percent of `token_set_ratio` on; a few percent below they may be. Numbers and ids of
tickets that differ part them wholly; where they speak of different people or things they are `near` at most.
"""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Final

from core.alike import Said, differ, said
from core.clusters.overlap import Overlaps
from core.subjects import SMALL, apart

_VERSION: Final = 3
"""Of what is alike to this program: what another one kept is found anew."""
_BELOW: Final = 5
"""Percent below the threshold down to which two may be alike."""
_SHARE: Final = 0.6
"""Of the words of the shorter text the longer has so much, wherever they are 80 % alike; found by comparing all."""
_USUAL, _LESS, _LEAST = 85, 0.015, 0.25
_PAUSE: Final = 32
_READ: Final = 2_000
"""Characters of a text that are compared."""
_NO_WORDS: Final = frozenset[str]()
_STRANGE = (ValueError, TypeError, LookupError, AttributeError)
"""What comes of a text that this program did not write."""


class Likeness:
    """Texts by number, and which are like which."""

    def __init__(self, threshold: int) -> None:
        """No text yet.

        Args:
            threshold: Percent from which two are alike.
        """
        self._threshold = threshold
        share = max(_LEAST, _SHARE - _LESS * max(0, _USUAL - threshold))
        self._overlaps = Overlaps(share)
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self._said: list[Said] = []
        """What they say; of texts that an earlier run compared not before there is a new one."""
        self._like: dict[int, list[int]] = {}
        self._nearly: dict[int, list[int]] = {}
        self._digests: dict[str, int] = {}
        """Filled when somebody asks, which few do."""
        self._negated: list[bool] = []
        self._bare: dict[str, list[int]] = {}
        """Texts of small words only, which overlap nothing: alike where they are the same."""

    def __len__(self) -> int:
        """How many texts are known."""
        return len(self._texts)

    def number(self, text: str) -> int:
        """The number of a text that was taken in. Raises `KeyError` where it was not."""
        return self._numbers[text]

    def find(self, digest: str) -> int | None:
        """The number of the text with that digest; `None` where it was not taken in."""
        for number in range(len(self._digests), len(self._texts)):
            self._digests[digest_of(self._texts[number])] = number
        return self._digests.get(digest)

    def negated(self, number: int) -> bool:
        """Whether a text says “not”, as `core.alike` tells it."""
        return self._negated[number]

    def like(self, number: int) -> Sequence[int]:
        """The texts that are like a text."""
        return self._like.get(number, ())

    def nearly(self, number: int) -> Sequence[int]:
        """The texts that may be like a text, and are not."""
        return self._nearly.get(number, ())

    def take(self, texts: Iterable[str], stop: Callable[[], bool] = lambda: False) -> bool:
        """Take in the texts that are not known yet; false where `stop` said so before the last one."""
        for text in texts:
            if text in self._numbers:
                continue
            if stop():
                return False
            if len(self._texts) % _PAUSE == 0:
                # Whoever waits for this thread goes on first: a key is to be answered.
                time.sleep(0)
            self._find_again()
            self._enter(text)
        return True

    def _find_again(self) -> None:
        """Let texts be found that an earlier run compared: before the first new one, and not without one."""
        for number in range(len(self._overlaps), len(self._texts)):
            one = said(self._texts[number][:_READ])
            self._put(number, one)

    def _enter(self, text: str) -> None:
        one = said(text[:_READ])
        number = len(self._texts)
        same = self._bare.get(one.key)
        for other, alike in self._compared(one, text, same or self._overlaps.find(_words(one))):
            self._tie(number, other, alike=alike)
        self._name(text, negated=one.negated)
        self._put(number, one)

    def _name(self, text: str, *, negated: bool) -> None:
        self._numbers[text] = len(self._texts)
        self._texts.append(text)
        self._negated.append(negated)

    def _put(self, number: int, one: Said) -> None:
        words = _words(one)
        self._overlaps.add(words)
        self._said.append(one._replace(words=_NO_WORDS))
        if one.key and not words:
            self._bare.setdefault(one.key, []).append(number)

    def _tie(self, one: int, other: int, *, alike: bool) -> None:
        edges = self._like if alike else self._nearly
        edges.setdefault(one, []).append(other)
        edges.setdefault(other, []).append(one)

    def _compared(self, one: Said, text: str, others: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Those of known texts that one is like, or nearly like, and which of that."""
        if not others:
            return
        # 26 ms that a list does without where nothing is to be compared.
        from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415 - as above
        from rapidfuzz.process import extract  # noqa: PLC0415 - as above

        found = extract(
            one.key,
            [self._said[other].key for other in others],
            scorer=token_set_ratio,
            limit=None,
            score_cutoff=self._threshold - _BELOW,
        )
        for _, score, at in found:
            other = others[at]
            if not differ(one, self._said[other]):
                alike = score >= self._threshold
                if alike:
                    alike = _holds(text, self._texts[other]) or not apart(text, self._texts[other])
                yield other, alike

    def packed(self, texts: Iterable[str]) -> str:
        """What is known of these texts, for another run of the program; lines of JSON, none of them long."""
        kept = [self._numbers[text] for text in dict.fromkeys(texts) if text in self._numbers]
        places = {number: at for at, number in enumerate(kept)}
        negated = [at for at, number in enumerate(kept) if self._negated[number]]
        digests = [digest_of(self._texts[number]) for number in kept]
        told: list[object] = [[_VERSION, self._threshold, len(kept)]]
        told += ["".join(digests[at : at + _LINE]) for at in range(0, len(digests), _LINE)]
        told.append(negated)
        for edges in (self._like, self._nearly):
            ends = [*_ends(edges, kept, places)]
            told.append(-(-len(ends) // _LINE))
            told += [ends[at : at + _LINE] for at in range(0, len(ends), _LINE)]
        return "\n".join(json.dumps(one, separators=(",", ":")) for one in told)

    def recall(self, packed: str, texts: Iterable[str]) -> None:
        """Know again what was packed of these texts; nothing where that cannot be told, or was made otherwise.

        Only before the first text was taken in.
        """
        try:
            lines = map(json.loads, packed.split("\n"))
            version, threshold, many = next(lines)
            if (version, threshold) != (_VERSION, self._threshold):
                return
            digests = "".join(islice(lines, -(-many // _LINE)))
            places = {
                digests[at : at + _DIGITS]: at // _DIGITS for at in range(0, len(digests), _DIGITS)
            }
            negated = frozenset(next(lines))
            like = [end for line in islice(lines, next(lines)) for end in line]
            nearly = [end for line in islice(lines, next(lines)) for end in line]
            whole = len(like) % 2 == len(nearly) % 2 == 0
            if whole and {*map(type, like), *map(type, nearly)} <= {int}:
                self._recall(places, negated, (like, nearly), texts)
        except (*_STRANGE, StopIteration):
            return

    def _recall(
        self,
        places: Mapping[str, int],
        negated: Collection[int],
        edges: tuple[Sequence[int], Sequence[int]],
        texts: Iterable[str],
    ) -> None:
        numbers: dict[int, int] = {}
        for text in dict.fromkeys(texts):
            place = places.get(digest_of(text))
            if place is not None and place not in numbers:
                numbers[place] = len(self._texts)
                self._name(text, negated=place in negated)
        for kept, found in zip(edges, (self._like, self._nearly), strict=True):
            pairs = dict.fromkeys(zip(kept[::2], kept[1::2], strict=True))
            for first, second in pairs:
                if first in numbers and second in numbers and first != second:
                    one, other = numbers[first], numbers[second]
                    found.setdefault(one, []).append(other)
                    found.setdefault(other, []).append(one)


def _ends(
    edges: Mapping[int, Iterable[int]], kept: Iterable[int], places: Mapping[int, int]
) -> Iterator[int]:
    """The ends of edges between kept texts by their places, each edge once: its two ends one behind the other."""
    for at, number in enumerate(kept):
        for other in edges.get(number, ()):
            if other < number and other in places:
                yield at
                yield places[other]


_DIGITS: Final = 16
_LINE: Final = 4_000
"""Numbers, or texts, of a line that is packed: one long line would hold up every thread while it is read."""


def digest_of(text: str) -> str:
    """What stands for a text where it is kept: 16 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_DIGITS // 2).hexdigest()


def _holds(one: str, other: str) -> bool:
    """Whether one text is the other and more: then it cannot speak of something else.

    Asked of the letters: it spares most copies a closer look.
    """
    short, long = sorted((one, other), key=len)
    return long.startswith(short.rstrip(" .!"))


def _words(one: Said) -> frozenset[str]:
    """The words that a text is found by."""
    return one.words - SMALL
