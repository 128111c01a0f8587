"""Whom a page may be the same as: near names, what speaks for it and what against. Pure.

Offered to whoever decides, and never taken. What speaks against is a veto: such a candidate comes last and
says why, because a pipeline did mix up two people of nearly one name. Names that differ in a number are none.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from core.entities import Entity, same_type
from core.review.likeness import (
    Likeness,
    Plain,
    is_nobody,
    names_of,
    plainly,
    soundex,
    unlegal,
)
from core.spelling import folded

_LEAST = 85
_LEAST_APART = 75
"""Likeness of what is left of two names without the words that both have."""
_SHORT, _LEAST_SHORT = 4, 60
"""Of so few letters one may differ: `Jon` and `Jan`."""
_COLLEAGUES = 6
"""What it costs that only the first names differ: two of one surname are often two people."""
_MOST = 8
"""Candidates of one page."""
_NUMBER = re.compile("[0-9]+")
_LETTERS = re.compile("[a-z]+")
_PEOPLE = "people"
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CONFIRMED = {
    "same-address": 100,
    "address-says": 8,
    "same-company": 4,
    "company-says": 8,
    "other-type": -10,
}
"""What a name that is nearly the same gains by it; the first settles it."""
_MET, _CERTAIN = 2, 96
"""Notes that name both as two, from which on they are two; but where the name is the same one."""
_MANY = 5
_STEP = 5


class Sign(NamedTuple):
    """Something that speaks for two pages being the same, or against it."""

    code: str
    says: str
    """In few words; not safe to show."""


class Candidate(NamedTuple):
    """Whom a page may be the same as."""

    entity: Entity
    score: int
    """0 to 100; comparable within one page."""
    signals: tuple[Sign, ...]
    """How the names are near, then what confirms it."""
    vetoes: tuple[Sign, ...]
    """What speaks against it: to be looked at before anything is merged."""

    @property
    def why(self) -> str:
        """All of that in a line; not safe to show."""
        return "; ".join(one.says for one in (*self.signals, *self.vetoes))


Together = Callable[[Entity, Sequence[Entity]], Mapping[str, int]]


class Details(NamedTuple):
    """What is known of somebody beside the name."""

    company: str = ""
    weight: float = 0.0
    """How much is known of it: of two equals the one that is known better is meant."""


def candidates(
    entity: Entity,
    likeness: Likeness,
    details: Callable[[Entity], Details],
    together: Together = lambda _entity, _others: {},
    limit: int = _MOST,
) -> tuple[Candidate, ...]:
    """Whom `entity` may be the same as: the likeliest first, those with a veto last.

    Args:
        entity: Whose page waits.
        likeness: The names of everybody.
        details: What is known of somebody.
        together: Home of each of some others → in how many notes both took part.
        limit: How many at most.
    """
    if is_nobody(entity.name):
        return ()
    best: dict[str, tuple[int, Sign]] = {}
    for own in names_of(entity):
        for plain in likeness.near(own.text):
            found = None if plain.entity == entity.home else _compared(entity, own, plain, likeness)
            if found and found[0] > best.get(plain.entity, (0,))[0]:
                best[plain.entity] = found
    near = [
        (other, *found) for home, found in best.items() if (other := likeness.identity.at(home))
    ]
    met = together(entity, [other for other, _, _ in near]) if near else {}
    made = [
        _judged(entity, other, score, sign, details, met.get(other.home, 0))
        for other, score, sign in near
    ]
    made.sort(key=lambda one: (bool(one.vetoes), -one.score, -details(one.entity).weight, one.entity.key))  # fmt: skip
    return tuple(made[:limit])


def _compared(
    entity: Entity, own: Plain, other: Plain, likeness: Likeness
) -> tuple[int, Sign] | None:
    """How near two ways of being written are, and in what."""
    who = likeness.identity.at(other.entity)
    if who is None or _NUMBER.findall(own.text) != _NUMBER.findall(other.text):
        return None  # Speaker 1 is not Speaker 3, phase 2 not phase 3
    if own.text == other.text:
        if other.alias or own.alias:
            return 98, Sign("alias", f"{other.text} is another name of one of them")
        return 97, Sign("same-name", "the same name, but for accents, dashes or brackets")
    words, others = own.text.split(" "), other.text.split(" ")
    found = [_spelled(words, others)]
    # That somebody is called Ana for short makes no other Ana the same.
    short = (own.alias and len(words) == 1) or (other.alias and len(others) == 1)
    if same_type(entity.type) == same_type(who.type) and not short:
        found.append(_in_parts(words, others, likeness, person=same_type(who.type) == _PEOPLE))
    return max(filter(None, found), default=None)


def _spelled(words: list[str], others: list[str]) -> tuple[int, Sign] | None:
    said = " ".join(others)
    if (essence := unlegal(words)) and essence == unlegal(others):
        return 96, Sign("legal-form", f"the same company, with another legal form: {said}")
    score = fuzz.ratio(" ".join(words), said, score_cutoff=_LEAST)
    mine, theirs = [" ".join(one for one in some if one not in rest) for some, rest in ((words, others), (others, words))]  # fmt: skip
    short = max(len(mine), len(theirs)) <= _SHORT
    least = _LEAST_SHORT if short else _LEAST_APART
    if not score or (mine and theirs and fuzz.ratio(mine, theirs) < least):
        return None  # two of one surname, or of one trade
    several = len(words) > 1 and len(others) > 1
    surname = several and words[0] != others[0] and words[-1] == others[-1]
    return round(score) - _COLLEAGUES * surname, Sign("spelling", f"spelled nearly so: {said}")


def _in_parts(
    words: list[str], others: list[str], likeness: Likeness, *, person: bool
) -> tuple[int, Sign] | None:
    mine, theirs = set(words), set(others)
    if mine == theirs and words != others:
        return 94, Sign("order", f"the same words in another order: {' '.join(others)}")
    if mine < theirs or theirs < mine:
        return _part(words, others, likeness, person=person)
    several = min(len(words), len(others)) > 1
    return _first_and_last(words, others) if person and several else None


def _first_and_last(words: list[str], others: list[str]) -> tuple[int, Sign] | None:
    last, surname = words[-1], others[-1]
    if words[0] == others[0] and last[0] == surname[0] and 1 in {len(last), len(surname)}:
        return 84, Sign("initial", f"one has only the initial of {max(last, surname, key=len)}")
    if words[0] == others[0] and soundex(last) and soundex(last) == soundex(surname):
        score = 60 + round(fuzz.ratio(last, surname) * 0.3)
        return score, Sign("sounds-alike", f"the same first name, and {surname} sounds like {last}")
    if last == surname and words[0][0] == others[0][0] and 1 in {len(words[0]), len(others[0])}:
        return 82, Sign(
            "initial", f"one has only the initial of {max(words[0], others[0], key=len)}"
        )
    return None


def _part(
    words: list[str], others: list[str], likeness: Likeness, *, person: bool
) -> tuple[int, Sign] | None:
    short, long = sorted((words, others), key=len)
    said = " ".join(short)
    if len(short) > 1:
        return 88, Sign("part", f"{' '.join(long)} has all words of {said}")
    if person and short[0] in {long[0], long[-1]}:
        if short[0] == long[-1]:
            return 72, Sign("surname", f"{said} is the surname of {' '.join(long)}")
        holders = len(likeness.first_names.get(said, ())) - 1
        score = 90 - _STEP * min(max(holders - 1, 0), _MANY)
        which = "the only other" if holders <= 1 else f"one of {holders}"
        return score, Sign("first-name", f"{which} whose first name is {said}")
    if person:
        return None
    # `Alpha` may be an `Alpha Something`, or something else.
    return 75 if short[0] == long[0] else 65, Sign("part", f"{' '.join(long)} holds {said}")


def _judged(  # noqa: PLR0913, PLR0917 - all that is known of two pages
    entity: Entity,
    other: Entity,
    score: int,
    near: Sign,
    details: Callable[[Entity], Details],
    met: int,
) -> Candidate:
    mine, theirs = details(entity), details(other)
    confirmed = tuple(_beside(entity, other, mine.company, theirs.company))
    vetoes = tuple(_against(entity, other, mine.company, theirs.company))
    if met >= _MET and score < _CERTAIN:
        vetoes = (*vetoes, Sign("together", f"both are named in {met} notes, beside each other"))
    score = min(100, max(1, score + sum(_CONFIRMED[one.code] for one in confirmed)))
    return Candidate(other, score, (near, *confirmed), vetoes)


def _beside(entity: Entity, other: Entity, company: str, theirs: str) -> Iterator[Sign]:
    shared = [one for one in entity.emails if one in other.emails]
    if shared:
        yield Sign("same-address", f"both have the address {shared[0]}")
    for one, two in ((entity, other), (other, entity)):
        if address := _spells(two.emails, one.name):
            yield Sign("address-says", f"the address {address} says {one.name}")
            break
    if company and theirs and _same_company(company, theirs):
        yield Sign("same-company", f"both of {theirs}")
    for one, other_company in ((entity, theirs), (other, company)):
        named = [text for text in _BRACKETS.findall(one.name) if other_company and _same_company(text, other_company)]  # fmt: skip
        if named:
            yield Sign("company-says", f"{one.name} names the company {other_company}")
    if same_type(entity.type) != same_type(other.type):
        yield Sign("other-type", f"of another type: {other.type}")


def _against(entity: Entity, other: Entity, company: str, theirs: str) -> Iterator[Sign]:
    if entity.emails and other.emails and not set(entity.emails) & set(other.emails):
        yield Sign("two-addresses", f"two addresses: {entity.emails[0]} and {other.emails[0]}")
    people = same_type(entity.type) == same_type(other.type) == _PEOPLE
    if people and company and theirs and not _same_company(company, theirs):
        yield Sign("two-companies", f"two companies: {company} and {theirs}")


def _spells(addresses: tuple[str, ...], name: str) -> str:
    """The address whose first part spells a full name."""
    words = _LETTERS.findall(plainly(name))
    for address in addresses if len(words) > 1 else ():
        if _LETTERS.findall(address.partition("@")[0]) == words:
            return address
    return ""


def _same_company(one: str, two: str) -> bool:
    """Whether two texts name one company: equal but for the legal form, or the one a part of the other."""
    first, second = set(unlegal(folded(one).split(" "))), set(unlegal(folded(two).split(" ")))
    return bool(first and second) and (first <= second or second <= first)
