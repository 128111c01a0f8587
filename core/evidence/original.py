"""A source taken apart: its sentences, who says them and when. Pure, total, linear.

Recordings in words in all their dialects, mails with bare CRs, and any other note. Text has exactly as
many characters as the file's own, so that each place in it is one in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from core.inbox.arrivals import arrival_of
from core.inbox.items import Arrival, Person
from core.inbox.mail import letters
from core.inbox.transcripts import spoken_from, turns
from core.parse.frontmatter import parse_frontmatter
from core.path import NotePath
from core.text import Span, char_span, decode

_MOST_READ = 1_000_000
"""Bytes; no meeting says more."""
_MOST = 20_000
"""Sentences of it."""
_LONGEST = 420
"""Characters: what is longer without a full stop is cut, as recorders leave them out."""
_CUT = 260
_JOINED = 48
"""Characters of a line that goes on in the next one: mail programs break them, people who speak do not."""
_LINE = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?…][\"'”’)\]*_]{0,4}(?=[ \t\n]|\Z)")
_ABBREVIATED = frozenset(
    [
        "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "st", "vs", "approx", "no", "inc", "ltd", "co", "etc", "cf",
        "z.b", "bzw",
    ]
)  # fmt: skip
_LONGEST_ABBREVIATION = 8
"""Characters, with what stands before it."""
_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+)?(?:\[[^\[\]\n]{1,2}\][ \t]+)?")
_LISTED = re.compile(r"[ \t>]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]")
_NO_WORDS = re.compile(
    r"[ \t>]*(?:#{1,6}[ \t]|```|~~~|-{3,}|\*{3,}|={3,}|WEBVTT|NOTE\b|<!--|\[![a-z]+\]|[0-9]+[ \t]*$"
    r"|\*{0,2}(?:From|To|Cc|Bcc|Subject|Date|Sent|With|Attendees|Participants|Account|Project|Person|Forum|Source)(?::\*\*|\*\*:|:)"
    r"|- (?:Exported|Messages):|\|[-: |]+\|?[ \t]*$)",
    re.I,
)
_TAG = re.compile(r"</?v[^<>\n]{0,60}>|<[0-9:.]{5,15}>")
_QUOTED = re.compile(r"\n[ \t>]*")
_MARKS = re.compile(r"\*\*|__|`")


class Sentence(NamedTuple):
    """Where a sentence stands, in characters."""

    start: int
    end: int
    who: str
    """Who says or writes it, as written; `""`: it is not told."""
    when: str
    """The recording's time, or the mail's day, as written; `""`: it is not told."""
    spoken: bool
    """Whether somebody says or writes it; else it stands in a recorder's own summary."""


class _Stretch(NamedTuple):
    """A part of the text of which one thing is true."""

    start: int
    end: int
    who: str = ""
    when: str = ""
    spoken: bool = True


@dataclass(frozen=True, eq=False)
class Original:
    """A source."""

    path: NotePath
    data: bytes
    text: str
    """A character of the file each, lines ending in LF."""
    said: Arrival
    """What it says of itself."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Everything that is said in it, in order."""
        found = (
            Sentence(start, end, part.who, part.when, part.spoken)
            for part in self._stretches()
            for start, end in _sentences(self.text, part.start, part.end)
        )
        return tuple(islice(found, _MOST))

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, as it tells itself."""
        return (*self.said.senders, *self.said.people)

    def shown(self, sentence: Sentence) -> str:
        """A sentence on one line, without marks of quoting; not safe to show."""
        return plain(self.text[sentence.start : sentence.end])

    def span(self, start: int, end: int) -> Span:
        """The bytes of these characters."""
        return char_span(self.text, start, end)

    def line(self, span: Span) -> int:
        """On which line of the file bytes begin: from 0, counting LF only."""
        return self.data.count(b"\n", 0, span.start)

    def _stretches(self) -> Iterator[_Stretch]:
        body = len(decode(self.data[: parse_frontmatter(_same_length(self.data)).body]))
        if self.said.kind == "email":
            yield from self._mails(body)
        elif self.said.kind in ("transcript", "voice"):
            yield from self._spoken(body)
        else:
            yield _Stretch(body, len(self.text))

    def _mails(self, body: int) -> Iterator[_Stretch]:
        at = _Stretch(body, body)
        for one in letters(self.text):
            yield at._replace(end=one.start)
            who = one.sender.name or one.sender.address if one.sender else ""
            at = _Stretch(one.end, one.end, who, one.day)
        yield at._replace(end=len(self.text))

    def _spoken(self, body: int) -> Iterator[_Stretch]:
        """What a recorder made of it, and what was said."""
        text = self.text[body:]
        begin = spoken_from(text)
        if begin:
            yield _Stretch(body, body + begin, spoken=False)
        at = _Stretch(body + begin, body)
        for one in turns(text):
            if body + one.start < at.start:
                continue  # a name within a name, or one in the summary
            yield at._replace(end=body + one.start)
            at = _Stretch(body + one.end, body, one.who, one.clock or at.when)
        yield at._replace(end=len(self.text))


def original(path: NotePath, data: bytes) -> Original:
    """The source at `path`. Never raises."""
    data = data[:_MOST_READ]
    return Original(path, data, decode(_same_length(data)), arrival_of(path, data))


def plain(text: str) -> str:
    """Some text of a file on one line, without marks of quoting, captions and emphasis."""
    lines = _QUOTED.sub(" ", text) if "\n" in text else text
    if "<" in lines:
        lines = _TAG.sub(" ", lines)
    return " ".join(_MARKS.sub("", lines).split())


def _same_length(data: bytes) -> bytes:
    """The bytes with every line ending in LF, none of them moved."""
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b" \n").replace(b"\r", b"\n")


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each sentence of a stretch begins and ends; one that a line break cuts is one."""
    begin, last = -1, start
    for line in _LINE.finditer(text, start, end):
        at, stop = line.span()
        if begin >= 0 and not _goes_on(text, begin, last, line):
            yield from _short(text, begin, last)
            begin = -1
        if at > start or not at or text[at - 1] == "\n":  # else it is the rest of a line
            if _NO_WORDS.match(text, at, stop):
                if begin >= 0:
                    yield from _short(text, begin, last)
                begin = -1
                continue
            lead = _LEAD.match(text, at, stop)
            at = lead.end() if lead else at
        begin = at if begin < 0 else begin
        for full in _END.finditer(text, at, stop):
            if not _is_abbreviated(text, begin, full.start()):
                yield from _short(text, begin, full.end())
                begin = full.end()
        last = stop
        if not text[begin:last].strip():
            begin = -1
    if begin >= 0:
        yield from _short(text, begin, last)


def _is_abbreviated(text: str, begin: int, end: int) -> bool:
    """Whether the word before a full stop is none that ends a sentence: `e.g`, or a letter."""
    start = max(begin, end - _LONGEST_ABBREVIATION)
    window = text[start:end]
    at = max(window.rfind(" "), window.rfind("\t"), window.rfind("("))
    if at < 0 < start:
        return False
    word = window[at + 1 :].lower()
    return (len(word) == 1 and word.isascii() and word.isalpha()) or word in _ABBREVIATED


def _goes_on(text: str, begin: int, last: int, line: re.Match[str]) -> bool:
    """Whether a sentence that has no end yet goes on in the next line."""
    if (
        line.start() != last + 1
        or last - begin > _LONGEST
        or _LISTED.match(text, line.start(), line.end())
    ):
        return False
    first = _LEAD.match(text, line.start(), line.end())
    at = first.end() if first else line.start()
    return at < line.end() and (text[at].islower() or last - begin >= _JOINED)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence without the blanks around it; in parts where nobody could read it."""
    while start < end and text[start] in " \t\n>":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _CUT)
        cut = start + _CUT if cut < 0 else cut
        yield start, cut
        start = cut + 1
    if end - start > 1:
        yield start, end
