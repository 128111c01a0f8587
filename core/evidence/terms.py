"""Words as they are compared across two tellings of the same: stems, numbers, ticket ids. Pure, linear."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from core.spelling import folded

_WORD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Za-z]{1,12}-[0-9]{1,9}(?![0-9])|[^\W_]+(?:['’][^\W_]{1,3}(?![^\W_]))?")  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 60
"""Characters of a word; what is longer is none."""
_ORDINAL = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th)")
_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30",
}  # fmt: skip
_NOTHING = """a about above after again all also although always am among an and any are as at away be because been
    before behind being below between both but by came can come could did do does doing done down during each
    either else enough even ever every everybody everyone everything few for from further get gets getting go
    goes going gone got had has have having he hello her here hers him his how however i if in into is it its
    itself just know least less let like little lot made make makes making many may maybe me mean might mine
    more most much must my myself near need needs neither never next no nobody none nor not nothing now of off
    often oh ok okay on once one only onto or other others ought our out over own per please quite rather really
    right said same say says see shall she should since so some somebody someone something soon still such sure
    take takes than thank thanks that the their them then there these they thing things think this those though
    through thus to together too toward under until up upon us very via want wants was way we well were what
    whatever when where whether which while who whom whose why will with within without would yeah yes yet you
    your yours yourself 'll 're 've don doesn didn isn aren wasn weren won wouldn couldn shouldn haven hasn
    und oder der die das ein eine ist sind mit für von zu im auf nicht auch wir sie ich"""
_SAY_NOTHING = frozenset(_NOTHING.split())
_GENERAL = """add address align aligned ask asked asks call check clarify complete confirm consider continue coordinate
    create day days define detail details determine develop discuss document draft drive ensure establish
    explore find finalize first follow give good group hold identify include includes including information
    initial issue item items keep last lead list look meet meeting month new note notes obtain open option
    part people plan point prepare present process project propose provide question raise reach related report
    request required review schedule second send set setup share start state status step summary support task
    team tell time today tomorrow track try understand update use used using validate verify week work write
    year"""
_SAY_LITTLE = frozenset(_GENERAL.split())
_LITTLE = 0.45
_NUMBER = 1.15
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "edly", "ed", "ies", "es", "ly", "s")  # fmt: skip
_STEM = 3
"""Letters that a word keeps at least."""


class Term(NamedTuple):
    """A word that says something."""

    stem: str
    start: int
    end: int
    """Characters of the text."""


def terms(text: str, start: int = 0, end: int | None = None) -> Iterator[Term]:
    """The words of a text that say something, in order, with their places."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        if stem := stem_of(match[0]):
            yield Term(stem, *match.span())


def stems(text: str) -> list[str]:
    """The same without their places, in a third of the time."""
    return [stem for stem in map(stem_of, _WORD.findall(text)) if stem]


@lru_cache(maxsize=65_536)  # a vault has few words, and each of them often
def stem_of(word: str) -> str:
    """What a word is compared by; `""`: it says nothing."""
    plain = _plain(word)
    if not plain or plain in _SAY_NOTHING:
        return ""
    if plain[0].isdigit():
        ordinal = _ORDINAL.fullmatch(plain)
        return (ordinal[1] if ordinal else plain).lstrip("0") or "0"
    if plain in _NUMBERS:
        return _NUMBERS[plain]
    return _stem(plain)


@lru_cache(maxsize=65_536)
def weight(stem: str) -> float:
    """How much a word says by itself, whatever the text: 1 for most of them."""
    if stem in _LITTLE_STEMS or _DAY.fullmatch(stem):
        return _LITTLE
    if stem[0].isdigit():
        return _NUMBER if len(stem) > 1 else _LITTLE
    return _NUMBER if any(map(str.isdigit, stem)) else 1.0


def _plain(word: str) -> str:
    if len(word) > _LONGEST or (len(word) == 1 and not word.isdigit()):
        return ""
    low = word.lower().replace("’", "'")
    low = low.partition("'")[0] if "'" in low else low
    return low if low.isascii() else folded(low).replace(" ", "")


def _stem(plain: str) -> str:
    """Roughly what a word is made of: the same for `order`, `ordered` and `ordering`, rarely for two words."""
    if not plain.isascii() or not plain.isalpha():
        return plain
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _STEM:
            if ending == "s" and plain[-2:] in ("ss", "us", "is"):
                break
            plain = plain[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if plain[-1:] == "e" and len(plain) > _STEM:
        plain = plain[:-1]
    if len(plain) > _STEM and plain[-1] == plain[-2] and plain[-1] not in "lsz":
        plain = plain[:-1]
    return plain


_LITTLE_STEMS = frozenset(map(_stem, _SAY_LITTLE))
