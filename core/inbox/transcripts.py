"""Recordings in words, in the dialects of those who write them: who speaks, and for how long. Pure, total, linear.

`[00:12] Ana Ruiz: …`, `**Ana Ruiz** (00:12): …`, `00:12 Ana Ruiz: …`, `Ana Ruiz  0:12` above what she says,
`Ana Ruiz: …`, WebVTT with cues and `<v Ana Ruiz>`, one line of 47,000 characters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from core.alias_tables import is_placeholder
from core.inbox.items import Person
from core.inbox.people import each_once
from core.spelling import folded

_LOOKED_AT = 64_000
"""Characters at the start in which a transcript shows that it is one."""
_LONG_LINE = 5_000
"""Characters of a line that nobody types."""
_FEW, _SOME, _MANY = 2, 3, 6
_MOST_WORDS = 5
_MOST_SPOKEN = 20_000
"""Lines that are looked at for who speaks."""

_CLOCK = r"([0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,3})?"
_WHO = r"([^\W\d_][^\n:*\[\]<>|#`]{0,59})"
_STAMPED = re.compile(rf"[\[(]{_CLOCK}[\])][ \t]{{0,4}}[-–]?[ \t]{{0,4}}\*{{0,2}}{_WHO}\*{{0,2}}:")
_STAMPED_BEHIND = re.compile(
    rf"^\*{{0,2}}{_WHO}\*{{0,2}}[ \t]{{0,4}}[\[(]{_CLOCK}[\])]\*{{0,2}}:?", re.M
)
_STAMP_FIRST = re.compile(rf"^{_CLOCK}[ \t]{{1,4}}[-–]?[ \t]{{0,4}}\*{{0,2}}{_WHO}\*{{0,2}}(?::|$)", re.M)  # fmt: skip
_STAMP_LAST = re.compile(rf"^{_WHO}[ \t]{{1,4}}{_CLOCK}$", re.M)
_CUE = re.compile(rf"^{_CLOCK}[ \t]{{0,4}}-->[ \t]{{0,4}}{_CLOCK}", re.M)
_VOICE = re.compile(r"<v(?:\.[\w.]{1,40})?[ \t]([^<>\n]{1,60})>")
_SAID = re.compile(rf"^(?:[-*>][ \t]{{1,4}})?\*{{0,2}}{_WHO}(?:\*\*:|:\*\*|:)[ \t]{{1,4}}\S", re.M)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?:full |raw )?transcript(?:ion)?\b[^\n]{0,80}$", re.M | re.I)
_FENCE = re.compile(r"^```[ \t]?(?:text|txt|transcript)[ \t]*$", re.M)
_MARK = "<!-- ai:transcript"
_LABELS = frozenset(
    ["summary", "note", "notes", "date", "attendees", "with", "participants", "subject", "from", "to", "cc",
     "bcc", "source", "sources", "action", "actions", "decision", "decisions", "http", "https", "account",
     "project", "person", "forum", "time", "location", "where", "when", "who", "why", "what", "agenda", "topic",
     "topics", "question", "answer", "todo", "duration", "recorded", "title", "status", "owner", "due", "next",
     "next steps", "important", "warning", "info", "tip", "example", "purpose", "outcome", "outcomes", "risk",
     "risks", "sent", "exported", "messages", "type", "tags", "key facts", "key information", "context"]
)  # fmt: skip
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)[ \t]?([hms])", re.I)
_PARTS = re.compile(r"([0-9]{1,3}):([0-9]{2})(?::([0-9]{2}))?")
_UNITS = {"h": 3600, "m": 60, "s": 1}
_MOST_MINUTES = 300
"""A bare number up to this is minutes, above it seconds."""


class Talk(NamedTuple):
    """What was said, as far as it is counted."""

    speakers: tuple[Person, ...]
    """In the order in which they first speak."""
    seconds: int
    """When the last of them speaks; 0: nobody says when."""


def is_transcript(text: str) -> bool:
    """Whether a text shows that it is a recording in words."""
    start = text[:_LOOKED_AT]
    if start.startswith("WEBVTT") or _MARK in start or _HEADING.search(start):
        return True
    if _is_stamped(start):
        return True
    if sum(1 for _ in zip(_CUE.finditer(start), range(_FEW), strict=False)) == _FEW:
        return True
    return has_long_line(text) or _is_conversation(start)


def has_long_line(text: str) -> bool:
    """Whether a line is longer than anybody types."""
    return len(text) >= _LONG_LINE and any(len(line) >= _LONG_LINE for line in text.split("\n"))


def read_talk(text: str) -> Talk:
    """Who speaks and for how long."""
    names, last = [], 0
    for said in _stamped(text):
        names.append(said.name)
        last = max(last, _seconds(said.clock))
    for cue in _CUE.finditer(text):
        last = max(last, _seconds(cue[2]))
    names += [match[1].strip() for match in _VOICE.finditer(text)]
    if not names:
        counted = Counter(_conversation(_spoken_part(text)))
        names = [name for name, times in counted.items() if times >= _FEW]
    # An utterance with a colon looks like a name once; a speaker speaks again, or is written as one.
    speakers = [Person(name) for name in dict.fromkeys(names) if not is_placeholder(name)]
    return Talk(each_once(speakers), last)


def minutes_of(length: str) -> int:
    """Minutes that a property says: `00:48`, `1:02:03`, `48 min`, `PT48M`, `2880`; rounded up; 0: none."""
    text = length.strip()[:40]
    parts = _PARTS.fullmatch(text)
    if parts:
        return _minutes(_seconds(text))
    if text.isascii() and text.isdigit():
        number = int(text[:9])
        return number if number <= _MOST_MINUTES else _minutes(number)
    return _minutes(sum(float(n) * _UNITS[unit.lower()] for n, unit in _LENGTH.findall(text)))


def _minutes(seconds: float) -> int:
    return -int(-seconds // 60)


def minutes_in(seconds: int) -> int:
    """Minutes that have begun."""
    return _minutes(seconds)


class Turn(NamedTuple):
    """Where somebody begins to speak."""

    who: str
    """As written; `""`: it is not told."""
    clock: str
    """The recording's time, as written; `""`: it is not told."""
    start: int
    """Of what names them."""
    end: int
    """Of that: what they say stands behind it, up to the next turn."""


def spoken_from(text: str) -> int:
    """Where the words themselves begin: below the heading of the transcript, or in its fence; else 0."""
    found = _HEADING.search(text) or _FENCE.search(text)
    return found.end() if found else 0


def turns(text: str) -> list[Turn]:
    """Who speaks where, in order; of a text in which nobody is named by their times, by name and colon."""
    found = [Turn(said.name, said.clock, said.start, said.end) for said in _stamped(text)]
    cues = [Turn("", one[1], one.start(), one.end()) for one in _CUE.finditer(text)]
    found += cues + [Turn(one[1].strip(), "", *one.span()) for one in _VOICE.finditer(text)]
    if not any(turn.who for turn in found):
        named = [(match[1].strip(), match) for match in _named_lines(text)]
        often = Counter(name for name, _ in named)
        found += [
            Turn(name, "", match.start(), match.end() - 1)
            for name, match in named
            if often[name] >= _FEW
        ]
    return sorted(found, key=lambda turn: (turn.start, -turn.end))


class _Said(NamedTuple):
    """Words of somebody."""

    name: str
    clock: str
    sure: bool
    """No list of what is to come at which time looks so."""
    start: int
    end: int


@lru_cache(maxsize=1)  # who speaks is asked first, and where they do right after it
def _stamped(text: str) -> tuple[_Said, ...]:
    """Everybody with the time at which it is written that they speak."""
    return tuple(islice(_all_stamped(text), _MOST_SPOKEN))


def _all_stamped(text: str) -> Iterator[_Said]:
    for pattern, who, clock, sure in (
        (_STAMPED, 2, 1, True),
        (_STAMPED_BEHIND, 1, 2, False),
        (_STAMP_FIRST, 2, 1, False),
        (_STAMP_LAST, 1, 2, False),
    ):
        for match in pattern.finditer(text):
            name = match[who].strip()
            if _looks_like_name(name, any_case=sure):
                yield _Said(name, match[clock], sure, *match.span())


def _is_stamped(text: str) -> bool:
    """Whether people speak at times; an agenda has times too, and nothing in it comes twice."""
    sure, others = 0, Counter[str]()
    for said in _stamped(text):
        if said.sure:
            sure += 1
        else:
            others[said.name] += 1
    again = max(others.values(), default=0)
    return sure >= _SOME or (sure + others.total() >= _SOME and again >= _FEW)


def _conversation(text: str) -> Iterator[str]:
    """Who speaks in lines that begin with a name and a colon."""
    return (match[1].strip() for match in _named_lines(text))


def _named_lines(text: str) -> Iterator[re.Match[str]]:
    """Beginnings of lines, with their first letter, that may name who speaks."""
    for number, match in enumerate(_SAID.finditer(text)):
        if number >= _MOST_SPOKEN:
            return
        name = match[1].strip()
        if folded(name) not in _LABELS and _looks_like_name(name):
            yield match


def _is_conversation(text: str) -> bool:
    """Whether most lines are somebody's words, and somebody speaks again."""
    counted = Counter(_conversation(text))
    again = sum(times for times in counted.values() if times >= _FEW)
    lines = sum(1 for line in text.split("\n") if line.strip())
    return again >= _MANY and again * 2 >= lines


def _spoken_part(text: str) -> str:
    """What stands below the heading of the transcript, or in its fence; else everything."""
    return text[spoken_from(text) :]


@lru_cache(maxsize=4096)  # whoever speaks speaks often
def _looks_like_name(name: str, *, any_case: bool = False) -> bool:
    """Whether a text before a colon can be somebody: few words, the first one with a capital, no sentence."""
    words = name.split()
    return (
        0 < len(words) <= _MOST_WORDS
        and (any_case or not name[0].islower())
        and not any(mark in name for mark in '?!;=/\\{}"')
        and not any(word[-1] in ".," for word in words[1:-1])
    )


def _seconds(clock: str) -> int:
    """A time of a recording: minutes and seconds, hours in front of them where there are three parts."""
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total
