"""The words of some sentences, and which of them say the same as another text. Pure, linear.

A word weighs the more the fewer sentences have it: what a meeting is about stands in each of them and
tells nothing. A name that a recorder misheard counts for less than one that it heard.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import cached_property
from math import log
from typing import NamedTuple

from core.evidence.terms import weight

_NEAR = 84
"""Likeness in percent from which a misheard word is the same."""
_LONG = 5
"""Letters of a word that can be misheard and known again."""
_MISHEARD = 0.6
_GIVEN = 0.3
"""What a word weighs that all of it is about."""


class Match(NamedTuple):
    """How far a sentence says what a text says."""

    number: int
    """Of the sentence."""
    covered: float
    """The share of the text's words that it has, by weight."""
    filled: float
    """The share of its own words that the text has, by weight."""
    words: float
    """How many words that is, by weight."""


class Concordance:
    """Sentences by their words."""

    def __init__(self, sentences: Iterable[Iterable[str]], given: Iterable[str] = ()) -> None:
        """Costs some microseconds a sentence.

        Args:
            sentences: The stems of each.
            given: Stems of what all of it is about: its title, who took part.
        """
        self._given = frozenset(given)
        self._heard: dict[str, str] = {}
        self._sentences = [frozenset(stems) for stems in sentences]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, stems in enumerate(self._sentences):
            for stem in stems:
                places[stem].append(number)
        self._places = dict(places)
        self._most = log(1 + len(self._sentences)) or 1.0

    def having(self, stem: str) -> Sequence[int]:
        """The sentences with that word, in order."""
        return self._places.get(stem, ())

    def having_figures(self) -> set[int]:
        """The sentences with a word that begins with a figure."""
        figures = (places for stem, places in self._places.items() if stem[0].isdigit())
        return set().union(*figures)

    def rarity(self, stem: str) -> float:
        """What a word weighs here."""
        alone = weight(stem) * (_GIVEN if stem in self._given else 1)
        places = self._places.get(stem)
        if not places:
            return alone
        return alone * log(1 + len(self._sentences) / len(places)) / self._most

    def heard(self, stem: str) -> str:
        """A word as it stands here, misheard perhaps; `""`: it does not."""
        if stem in self._places:
            return stem
        if stem not in self._heard:
            self._heard[stem] = self._near(stem)
        return self._heard[stem]

    def matches(self, stems: Iterable[str], lesser: Container[str] = ()) -> list[Match]:
        """The sentences that share a word with a text, in order.

        Args:
            stems: Of the text; each counts once.
            lesser: Those of them that count for little: names that are said of everything.
        """
        shared: dict[int, float] = {}
        less: dict[int, float] = {}
        total = 0.0
        for stem in dict.fromkeys(stems):
            whole = counts = self.rarity(stem)
            if stem in lesser and stem not in self._given:
                counts *= _GIVEN
            total += counts
            heard = self.heard(stem)
            share = counts if heard == stem else counts * _MISHEARD
            for number in self._places.get(heard, ()):
                shared[number] = shared.get(number, 0.0) + share
                less[number] = less.get(number, 0.0) + whole - counts
        if not total:
            return []
        return [
            Match(number, have / total, have / max(have, self._totals[number] - less[number]), have)
            for number, have in sorted(shared.items())
        ]

    @cached_property
    def _totals(self) -> list[float]:
        rarity = {stem: self.rarity(stem) for stem in self._places}
        return [sum(map(rarity.__getitem__, stems)) for stems in self._sentences]

    @cached_property
    def _long(self) -> list[str]:
        return [stem for stem in self._places if len(stem) >= _LONG and stem.isalpha()]

    def _near(self, stem: str) -> str:
        """A word that may be this one, misheard; `""`: there is none."""
        if len(stem) < _LONG or not stem.isalpha() or not self._long:
            return ""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 26 ms that a start does without

        found = process.extractOne(stem, self._long, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return found[0] if found else ""
