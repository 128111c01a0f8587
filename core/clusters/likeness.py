"""Which texts are like which: a graph that grows by what is new, and is the same whatever came first.

Two are alike from so many percent of `token_set_ratio` on; a few percent below they may be. Numbers and ids of
tickets that differ part them wholly; where they speak of different people or things they are `near` at most.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from core.alike import Said, differ, said
from core.clusters.overlap import Overlaps
from core.subjects import SMALL, apart

_VERSION: Final = 1
"""Of what is alike to this program: what another one kept is found anew."""
_BELOW: Final = 5
"""Percent below the threshold down to which two may be alike."""
_SHARE: Final = 0.6
"""Of the words of the shorter text the longer has so much, wherever they are 80 % alike; found by comparing all."""
_USUAL, _LESS, _LEAST = 85, 0.015, 0.25
_PAUSE: Final = 32
_READ: Final = 2_000
"""Characters of a text that are compared."""
_NOWHERE: Final[Mapping[int, bool]] = MappingProxyType({})
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
        self._edges: dict[int, dict[int, bool]] = {}
        self._bare: defaultdict[str, list[int]] = defaultdict(list)
        """Texts of small words only, which overlap nothing: alike where they are the same."""

    def __len__(self) -> int:
        """How many texts are known."""
        return len(self._texts)

    def number(self, text: str) -> int:
        """The number of a text that was taken in. Raises `KeyError` where it was not."""
        return self._numbers[text]

    def others(self, number: int) -> Mapping[int, bool]:
        """The texts that are like a text, and those that may be: whether they are."""
        return self._edges.get(number, _NOWHERE)

    def take(self, texts: Iterable[str], stop: Callable[[], bool] = lambda: False) -> bool:
        """Take in the texts that are not known yet; false where `stop` said so before the last one."""
        for text in texts:
            if text in self._numbers:
                continue
            if stop():
                return False
            if len(self._texts) % _PAUSE == 0:
                time.sleep(
                    0
                )  # whoever waits for this thread goes on first: a key is to be answered
            for at in range(len(self._overlaps), len(self._texts)):
                self._overlaps.add(_words(self._known(at)))
            self._enter(text)
        return True

    def _enter(self, text: str) -> None:
        one = said(text[:_READ])
        words = _words(one)
        number = len(self._texts)
        same = self._bare[one.key] if one.key and not words else []
        for other in [*self._overlaps.find(words), *same]:
            alike = self._compared(one, text, other)
            if alike is not None:
                self._tie(number, other, alike=alike)
        if one.key and not words:
            same.append(number)
        self._overlaps.add(words)
        self._name(text, one._replace(words=_NO_WORDS))

    def _tie(self, one: int, other: int, *, alike: bool) -> None:
        self._edges.setdefault(one, {})[other] = alike
        self._edges.setdefault(other, {})[one] = alike

    def _name(self, text: str, one: Said) -> None:
        self._numbers[text] = len(self._texts)
        self._texts.append(text)
        self._said.append(one)

    def _known(self, number: int) -> Said:
        return said(self._texts[number][:_READ])

    def _compared(self, one: Said, text: str, other: int) -> bool | None:
        """Whether a text is like a known one; `None` where it is not even nearly."""
        second = self._said[other]
        score = token_set_ratio(one.key, second.key, score_cutoff=self._threshold - _BELOW)
        if not score or differ(one, second):
            return None
        return score >= self._threshold and not apart(text, self._texts[other])

    def packed(self, texts: Iterable[str]) -> str:
        """What is known of these texts, for another run of the program."""
        kept = [self._numbers[text] for text in dict.fromkeys(texts) if text in self._numbers]
        places = {number: at for at, number in enumerate(kept)}
        edges = [
            [at, places[other], int(alike)]
            for at, number in enumerate(kept)
            for other, alike in self.others(number).items()
            if other < number and other in places
        ]
        digests = "".join(_digest(self._texts[number]) for number in kept)
        return json.dumps([_VERSION, self._threshold, digests, edges], separators=(",", ":"))

    def recall(self, packed: str, texts: Iterable[str]) -> None:
        """Know again what was packed of these texts; nothing where that cannot be told, or was made otherwise.

        Only before the first text was taken in.
        """
        try:
            version, threshold, digests, edges = json.loads(packed)
            if (version, threshold) != (_VERSION, self._threshold):
                return
            places = {digests[at : at + _DIGITS]: at // _DIGITS for at in range(0, len(digests), _DIGITS)}  # fmt: skip
            self._recall(places, [(int(a), int(b), bool(alike)) for a, b, alike in edges], texts)
        except _STRANGE:
            return

    def _recall(
        self,
        places: Mapping[str, int],
        edges: Iterable[tuple[int, int, bool]],
        texts: Iterable[str],
    ) -> None:
        numbers: dict[int, int] = {}
        for text in dict.fromkeys(texts):
            place = places.get(_digest(text))
            if place is not None:
                numbers[place] = len(self._texts)
                one = said(text[:_READ])
                if one.key and not _words(one):
                    self._bare[one.key].append(len(self._texts))
                self._name(text, one._replace(words=_NO_WORDS))
        for first, second, alike in edges:
            if first in numbers and second in numbers:
                self._tie(numbers[first], numbers[second], alike=alike)


_DIGITS: Final = 16


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_DIGITS // 2).hexdigest()


def _words(one: Said) -> frozenset[str]:
    """The words that a text is found by."""
    return one.words - SMALL
