"""When two tasks say the same: their words compared, and what tells them apart however alike they are. Pure.

Copies of one action are re-worded: a clause comes or goes, a date is written out, a name gets its employer.
A number or a ticket's id that both have and that differ makes two tasks of them; so does a “not” where one
has it, for whoever decides instead of a person.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.spelling import folded

_LINK = re.compile(r"!?\[\[([^\[\]|]*+)(?:\|([^\[\]]*+))?\]\]")
_MARKDOWN = re.compile(r"!?\[([^\[\]]*+)\]\([^()\s]*+\)")
_ADDRESS = re.compile(r"https?://\S++")
_MARKUP = re.compile(r"[*_`~=^]++")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = rf"""(?x)
    \b(?:
        [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}
      | (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ])?
        (?: [0-9]{{1,2}}(?:st|nd|rd|th)?[ ](?:{_MONTH}) | (?:{_MONTH})[ ][0-9]{{1,2}}(?:st|nd|rd|th)? )
        (?:,?[ ][0-9]{{4}})?
      | [0-9]{{1,2}}:[0-9]{{2}}
      | [0-9]{{1,4}}[ -]?(?:minutes?|mins?|hours?|hrs?)
    )\b"""
_WHEN = re.compile(_DAY)
"""Days, times of day and lengths of time, in lower case: the same ones are written in several ways."""
_DIGIT = re.compile("[0-9]")
_TICKET = re.compile(r"\b[a-z][a-z0-9]{0,15}-[0-9]{1,12}\b|#[0-9]{1,12}\b")
_NUMBER = re.compile(r"\b[a-z]{0,3}[0-9][0-9.,/]{0,15}")
_CLAUSE = re.compile(r"[,;:—–(]| (?:because|so that|since|otherwise|unless|instead) ")
_NOT = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "dont",
        "doesnt",
        "didnt",
        "cannot",
        "cant",
        "wont",
        "isnt",
        "arent",
        "shouldnt",
        "mustnt",
        "neither",
        "nor",
        "nicht",
        "kein",
        "keine",
    ]
)


class Said(NamedTuple):
    """What a task says, as it is compared."""

    key: str
    """Its words, folded, one blank between them: equal where nothing but spelling differs."""
    words: frozenset[str]
    tickets: frozenset[str]
    """Ids of tickets, in lower case."""
    numbers: frozenset[str]
    """All other numbers but days, times of day and lengths of time."""
    negated: bool
    """Whether its first clause says “not”; what follows a comma comes and goes with the wording."""


@lru_cache(maxsize=1 << 12)
def said(text: str) -> Said:
    """What the words of a task say, without markup, addresses of links, case, accents and punctuation.

    Args:
        text: Without fields, owners and tags, as `TaskRow.text` has it.
    """
    plain = unlinked(text)
    key = folded(plain)
    words = frozenset(key.split())
    tickets = numbers = frozenset[str]()
    if _DIGIT.search(key):
        low = plain.lower()
        tickets = frozenset(_TICKET.findall(low))
        rest = _TICKET.sub(" ", _WHEN.sub(" ", low))
        numbers = frozenset(one.rstrip(".,/") for one in _NUMBER.findall(rest))
    return Said(key, words, tickets, numbers, not words.isdisjoint(_NOT) and _is_negated(plain))


def _is_negated(plain: str) -> bool:
    first = _CLAUSE.split(plain.lower(), 1)[0]
    return not _NOT.isdisjoint(folded(first).split())


def unlinked(text: str) -> str:
    """The text that a reader sees."""
    if "[" in text:
        text = _LINK.sub(lambda link: link[2] or link[1], text)
        text = _MARKDOWN.sub(r"\1", text)
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    return _MARKUP.sub(" ", text)


def differ(one: Said, other: Said) -> bool:
    """Whether both name numbers, or tickets, and not the same ones: then they are two tasks, however alike.

    One that names some of the other's may be the shorter wording of it.
    """
    return _apart(one.tickets, other.tickets) or _apart(one.numbers, other.numbers)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not (one <= other or other <= one)
