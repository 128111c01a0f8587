"""When two tasks say the same: their words compared, and what tells them apart however alike they are. Pure.

Copies of one action are re-worded: a clause comes or goes, a date is written out, a name gets its employer.
A number or a ticket's id that both have and that differ makes two tasks of them. Where nobody looks at what
is taken for the same, so does a “not” that one has, and a name that each has instead of the other's.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.spelling import bare, folded

_LINK = re.compile(r"!?\[\[([^\[\]|]*+)(?:\|([^\[\]]*+))?\]\]")
_MARKDOWN = re.compile(r"!?\[([^\[\]]*+)\]\([^()\s]*+\)")
_ADDRESS = re.compile(r"https?://\S++")
_MARKUP = re.compile(r"[*_`~=^]++")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WHEN = re.compile(
    rf"""
    \b(?:
        [0-9]{{4}}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})
      | (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ])?
        (?: (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ](?P<month2>{_MONTH})
          | (?P<month3>{_MONTH})[ ](?P<day3>[0-9]{{1,2}})(?:st|nd|rd|th)? )
        (?:,?[ ][0-9]{{4}})?
      | (?P<clock>[0-9]{{1,2}}:[0-9]{{2}})
      | (?P<many>[0-9]{{1,4}}|an?|one|two|three)[ -]?(?P<unit>minutes?|mins?|hours?|hrs?)
    )\b""",
    re.X,
)
"""Days, times of day and lengths of time, in lower case: the same ones are written in several ways."""
_DATES = frozenset(
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", *_MONTHS,
    ]
)  # fmt: skip
_MANY = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_HOUR = 60
_SPAN = re.compile(r"\bspan[0-9]++")
_NAME = re.compile(r"(?<=[^.!?] )[^\W\d_a-z][\w’'-]*+")
_DIGIT = re.compile("[0-9]")
_TICKET = re.compile(r"\b[a-z][a-z0-9]{0,15}-[0-9]{1,12}\b|#[0-9]{1,12}\b")
_NUMBER = re.compile(r"\b[a-z]{0,3}[0-9][0-9.,/]{0,15}")
_CLAUSE = re.compile(r"[,;:—–]| (?:because|so that|since|otherwise|unless|instead) ")
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
    """Its words, folded, days and lengths of time in one spelling, one blank between them."""
    words: frozenset[str]
    tickets: frozenset[str]
    """Ids of tickets, in lower case."""
    numbers: frozenset[str]
    """All other numbers but days and times of day."""
    spans: frozenset[str]
    """Lengths of time, an hour as sixty minutes."""
    names: frozenset[str]
    """Words with a capital that do not begin the text, folded."""
    negations: int
    """How often its first clause says “not”; what follows a comma comes and goes with the wording."""

    @property
    def negated(self) -> bool:
        """Whether it says so at all."""
        return self.negations > 0


@lru_cache(maxsize=1 << 9)
def said(text: str) -> Said:
    """What the words of a task say, without markup, addresses of links, case, accents and punctuation.

    Args:
        text: Without fields, owners and tags, as `TaskRow.text` has it.
    """
    plain = unlinked(text)
    low = plain.lower()
    tickets = numbers = spans = frozenset[str]()
    if "hour" in low or _DIGIT.search(low):
        low = _WHEN.sub(_spelled, low)
        tickets = frozenset(_TICKET.findall(low))
        rest = _TICKET.sub(" ", low) if tickets else low
        numbers = frozenset(one.rstrip(".,/") for one in _NUMBER.findall(rest))
        spans = frozenset(_SPAN.findall(rest))
    key = folded(low)
    words = frozenset(key.split())
    names = frozenset(map(folded, _NAME.findall(plain))) - _DATES
    negations = 0 if words.isdisjoint(_NOT) else _negations(low)
    return Said(key, words, tickets, numbers, spans, names, negations)


def _spelled(when: re.Match[str]) -> str:
    """A day or a length of time in the one way in which they are compared; days without their year."""
    if when["many"]:
        many = _MANY.get(when["many"]) or int(when["many"])
        return f"span{many * _HOUR if when['unit'][0] == 'h' else many}"
    day = when["day"] or when["day2"] or when["day3"]
    if not day:
        return f"time{when[0].replace(':', '')}"
    named = when["month2"] or when["month3"]
    month = _MONTHS.index(named[:3]) + 1 if named else int(when["month"])
    return f"date{month:02}{int(day):02}"


def _negations(low: str) -> int:
    first = _CLAUSE.split(bare(low), maxsplit=1)[0]
    return sum(word in _NOT for word in folded(first).split())


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
    return (
        _apart(one.tickets, other.tickets)
        or _apart(one.numbers, other.numbers)
        or _apart(one.spans, other.spans)
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not (one <= other or other <= one)
