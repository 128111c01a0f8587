"""Names that are nearly those of entities: offered to whoever decides, never taken. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from core.entities import Entity
from core.identity import Identity
from core.spelling import bare, folded

_LEAST = 85
"""Likeness in percent from which two spellings are the same name more often than not (measured)."""
_PART = 90.0
"""What it counts that all words of the one are words of the other."""
_MOST_WORDS = 12
"""A text of more words is no name, and has too many parts to look each of them up."""
_NUMBER = re.compile("[0-9]+")


class Offer(NamedTuple):
    """Whom a name may mean."""

    entity: Entity
    score: float
    """Likeness in percent."""
    why: str
    """A sentence; not safe to show."""


class NearNames:
    """The spellings of an identity, ready to be compared with names that are none; immutable."""

    def __init__(self, identity: Identity) -> None:
        """Costs some microseconds a spelling."""
        self._identity = identity
        self._spelled = tuple(identity.spelled())
        self._with_word: dict[str, list[str]] = {}
        for spelling in self._spelled:
            for word in set(spelling.split(" ")):
                self._with_word.setdefault(word, []).append(spelling)

    def offers(self, name: str, limit: int = 5) -> tuple[Offer, ...]:
        """Whom `name` may mean, the likeliest first; each entity once."""
        plain = folded(bare(name)) or folded(name)
        best: dict[str, Offer] = {}
        for spelling, score, why in self._alike(plain) if plain else ():
            if _NUMBER.findall(spelling) != _NUMBER.findall(plain):
                continue  # Speaker 1 is not Speaker 3
            for entity in self._identity.named(spelling):
                offer = Offer(entity, score, f"{why} {spelling}")
                if entity.key not in best or best[entity.key].score < score:
                    best[entity.key] = offer
        ranked = sorted(best.values(), key=lambda one: (-one.score, len(one.entity.name), one.entity.key))  # fmt: skip
        return tuple(ranked[:limit])

    def _alike(self, plain: str) -> Iterator[tuple[str, float, str]]:
        found = process.extract(plain, self._spelled, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=20)  # fmt: skip
        for spelling, score, _ in found:
            yield spelling, score, "is nearly"
        words = plain.split(" ")
        if len(words) > _MOST_WORDS:
            return
        rarest = min(words, key=lambda word: len(self._with_word.get(word, ())))
        for spelling in self._with_word.get(rarest, ()):
            if set(words) < set(spelling.split(" ")):
                yield spelling, _PART, "is a part of"
        for length in range(len(words) - 1, 1, -1):
            for start in range(len(words) - length + 1):
                part = " ".join(words[start : start + length])
                if self._identity.named(part):
                    yield part, _PART, "holds"
        if len(words) > 2 and self._identity.named(f"{words[0]} {words[-1]}"):  # noqa: PLR2004 - with a middle name
            yield f"{words[0]} {words[-1]}", _PART, "holds"
