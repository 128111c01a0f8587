"""A source made ready to be asked which of its sentences support a proposal. Pure.

No model: a sentence supports a proposal by the rare words, names, numbers and days that both have, and
the more if it asks or promises something. How sure that is, figures of the invented vaults say
(`tests/bench/evidence.py`); that people speak otherwise than they write no figure takes away.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import chain
from math import exp, log10, sqrt
from typing import NamedTuple

from core.evidence.concordance import Concordance, Match
from core.evidence.days import Said, days_in
from core.evidence.original import Original, Sentence, plain
from core.evidence.support import STRONG, WEAK, Support
from core.evidence.terms import stems, terms
from core.subjects import apart
from core.text import Span, char_span

_MOST_ASKED = 2_000
"""Characters of a task; what is longer is a whole text."""
_MOST = 3
"""Sentences that are shown."""
_ASKED = re.compile(
    r"\b(?:need|should|must|have to|has to|let'?s|let us|let me|please|(?:can|could|would|will) (?:you|we|somebody|someone)"
    r"|i'?ll|we'?ll|(?:i|we|they) (?:will|can|want|would)|somebody|someone|make sure|remember|don'?t forget"
    r"|going to|action|asks?|send|try|take|give|show|tell|promised?)\b|\?",
    re.I,
)
"""What people say who want something done."""
_NAME = re.compile(r"\b[^\W\d_a-z][\w'’-]{1,30}(?: [^\W\d_a-z][\w'’-]{1,30}){1,4}")
_FOR_ASKING = 1.35
_FEWEST = 3
"""Words of a sentence that says anything."""
_ANY = date(2000, 1, 1)
_USUAL = 15
"""Sentences of a short mail; among more of them some fits by chance."""
_BY_CHANCE = 0.22
_HALF, _STEEP = 0.535, 1.304
"""Put the likeness from which two of three were right at the border to weak, nine of ten at that to strong."""
_ENOUGH, _ENOUGH_SAID = 6.0, 7.0
"""Words, by weight, of a long task and of a long sentence that would be all of it: nobody says every word again."""
_FOR_DAY = 8
"""For saying the due date, too."""
_AS_GOOD = 0.6
"""What a further sentence scores at least, as a share of the best."""
_DAYS = frozenset(
    stems(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
        " january february march april june july august september october november december"
        " jan feb mar apr jun jul aug sep sept oct nov dec"
        " today tonight tomorrow asap week month quarter year days weeks months eow eom eoq eod cob"
    )
)
_FIGURES = re.compile(r"[0-9](?:st|nd|rd|th)\b|[0-9][/.][0-9]|[0-9]{4}-[0-9]{2}-[0-9]|[0-9] (?:of )?[Mm]ay\b|\b[Mm]ay (?:the )?[0-9]")  # fmt: skip
"""Days without a word that only days have."""


class Asked(NamedTuple):
    """What a proposal says."""

    text: str
    """Its words: no fields, owners or tags."""
    due: date | None


class Hearing:
    """A source, asked for what supports proposals; costs its size once, and little for each of them."""

    def __init__(self, original: Original) -> None:
        """Nothing is read yet."""
        self.original = original

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return self.original.sentences

    @cached_property
    def _words(self) -> Concordance:
        text, said = self.original.text, self.original.said
        names = (stems(one.name) for one in self.original.people)
        links = (stems(target.rpartition("/")[2]) for target in said.links)
        given = chain(stems(said.title), *names, *links)
        return Concordance((stems(text[one.start : one.end]) for one in self._sentences), given)

    @cached_property
    def _spoken(self) -> bool:
        """Whether anything is; else the summary is all there is."""
        return any(one.spoken for one in self._sentences)

    @cached_property
    def _on(self) -> date:
        said = self.original.said.date
        return date.fromisoformat(said) if said else date.min

    @cached_property
    def _days(self) -> tuple[tuple[int, Said], ...]:
        """Every day that is said, with the number of its sentence."""
        return tuple(self._said_days())

    def supports(self, asked: Asked) -> tuple[int, tuple[Support, ...]]:
        """How far any sentence supports a proposal, from 0 to 100; and those that do, the best first."""
        text = without_days(asked.text[:_MOST_ASKED])
        wanted = stems(text)
        matches = self._words.matches(wanted, names_in(text))
        scored = [
            one
            for one in self._scored_all(matches, asked.due)
            if not self._is_another(text, self._sentences[one[1]])
        ]
        if not scored:
            return 0, ()
        most = max(score for score, _ in scored)
        least = max(WEAK, most * _AS_GOOD)
        heard = {self._words.heard(stem) for stem in wanted}
        shown = sorted((one for one in scored if one[0] >= least), key=self._place)[:_MOST]
        return most, tuple(self._shown(number, score, heard) for score, number in shown)

    def _is_another(self, text: str, sentence: Sentence) -> bool:
        """Whether a recorder made it of something else that was asked for, in the words of this."""
        if sentence.spoken or not self._spoken:
            return False
        return apart(text, self.original.text[sentence.start : sentence.end])

    def _place(self, scored: tuple[int, int]) -> tuple[bool, int, int]:
        """What is shown first: what somebody says, before what a recorder made of it; then the best."""
        score, number = scored
        return not self._sentences[number].spoken, -score, number

    def _scored_all(self, matches: Iterable[Match], due: date | None) -> list[tuple[int, int]]:
        """Score and number of the sentences that support a proposal; where there is none, of what comes nearest.

        What a sentence asks and which day it names is looked for only where it would tell: in most it would not.
        """
        hoped = [
            (self._scored(likeness * _FOR_ASKING) + _FOR_DAY, likeness, match.number)
            for match in matches
            if (likeness := self._likeness(match)) * _FOR_ASKING >= _HALF / 4
        ]
        hoped.sort(key=lambda one: (-one[0], one[2]))
        found: list[tuple[int, int]] = []
        most = 0
        for hope, likeness, number in hoped:
            if hope < WEAK and hope <= most:
                break
            if score := self._score(number, likeness, due):
                found.append((score, number))
                most = max(most, score)
        return found

    def dated(self, due: date) -> Support | None:
        """The first sentence that names a day, preferably one that somebody says."""
        found = [number for number, said in self._days if said.means(due)]
        if not found:
            return None
        number = next((one for one in found if self._sentences[one].spoken), found[0])
        sentence = self._sentences[number]
        places = [
            (sentence.start + said.start, sentence.start + said.end)
            for at, said in self._days
            if at == number and said.means(due)
        ]
        return self._support(number, 100, places)

    def _likeness(self, match: Match) -> float:
        """How far a sentence says what is asked for, whether or not it asks for something."""
        covered = max(match.covered, min(1.0, match.words / _ENOUGH))
        return sqrt(covered * max(match.filled, min(1.0, match.words / _ENOUGH_SAID)))

    def _scored(self, likeness: float) -> int:
        """The same from 0 to 100, among so many sentences."""
        return round(100 * (1 - exp(-((likeness / self._crowd / _HALF) ** _STEEP))))

    @cached_property
    def _crowd(self) -> float:
        """What likeness is worth less by, where there are many sentences."""
        return 1 + _BY_CHANCE * log10(max(1.0, len(self._sentences) / _USUAL))

    def _score(self, number: int, likeness: float, due: date | None) -> int:
        """From 0 to 100."""
        sentence = self._sentences[number]
        said = self.original.text[sentence.start : sentence.end]
        if len(said.split()) < _FEWEST:
            return 0
        score = self._scored(likeness * _FOR_ASKING if _ASKED.search(said) else likeness)
        if due and score >= WEAK and self._names_day(number, due):
            score += _FOR_DAY
        if not sentence.spoken and self._spoken:
            score = min(score, STRONG - 1)
        return min(100, score)

    def _names_day(self, number: int, due: date) -> bool:
        """Whether a sentence, or the next one, names that day."""
        at = bisect_left(self._days, number, key=lambda one: one[0])
        while at < len(self._days) and self._days[at][0] <= number + 1:
            if self._days[at][1].means(due):
                return True
            at += 1
        return False

    def _said_days(self) -> Iterator[tuple[int, Said]]:
        words, text = self._words, self.original.text
        likely = {number for stem in _DAYS for number in words.having(stem)}
        for number in words.having_figures() - likely:
            sentence = self._sentences[number]
            if _FIGURES.search(text, sentence.start, sentence.end):
                likely.add(number)
        for number in sorted(likely):
            sentence = self._sentences[number]
            on = self._day_of(sentence)
            for said in days_in(text[sentence.start : sentence.end], on):
                yield number, said

    def _day_of(self, sentence: Sentence) -> date:
        """When it was said: a mail has its own day."""
        try:
            return date.fromisoformat(sentence.when)
        except ValueError:
            return self._on

    def _shown(self, number: int, score: int, heard: Iterable[str]) -> Support:
        sentence, lit = self._sentences[number], frozenset(heard)
        found = terms(self.original.text, sentence.start, sentence.end)
        return self._support(
            number, score, [(one.start, one.end) for one in found if one.stem in lit]
        )

    def _support(self, number: int, score: int, places: list[tuple[int, int]]) -> Support:
        sentence = self._sentences[number]
        whole = self.original.span(sentence.start, sentence.end)
        text = self.original.text[sentence.start : sentence.end]
        return Support(
            plain(text), self.original.line(whole), whole,
            spans(text, sentence.start, whole.start, places),
            sentence.who, sentence.when, score, sentence.spoken,
        )  # fmt: skip


def without_days(text: str) -> str:
    """A text without the days that it names: they are compared as days, and others are made of the same words."""
    parts, at = [], 0
    for said in days_in(text, _ANY):
        parts.append(text[at : said.start])
        at = said.end
    return " ".join([*parts, text[at:]])


def names_in(text: str) -> frozenset[str]:
    """Stems of names of several words: whoever asks for something names who and where, and so does all else that is said."""
    return frozenset(stem for name in _NAME.findall(text) for stem in stems(name))


def spans(text: str, start: int, base: int, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Bytes of places in a text.

    Args:
        text: Whose first character is character `start` of the whole, and byte `base` of it.
        start: See `text`.
        base: See `text`.
        places: Characters of the whole, from and to.
    """
    return tuple(char_span(text, one - start, end - start, base=base) for one, end in places)
