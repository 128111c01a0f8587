"""Threads of mail as mail programs export them: who wrote when to whom, about what. Pure, total, linear.

    # Subject
    - Exported: 2026-01-02 18:04:11
    - Messages: 2
    ## 2026-01-02 17:31:00 — Ana Ruiz <ana@harbor.example>
    **Subject:** Re: Subject

Lines may end in CR, LF or both; the text that is read here has LF only.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.inbox.days import day_of
from core.inbox.items import Person
from core.inbox.people import each_once, people_in, person_of, without
from core.spelling import folded

_LOOKED_AT = 6_000
"""Characters at the start in which an export says that it is one."""
_TITLE = re.compile(r"^#[ \t]+([^\n]{1,1000})", re.M)
_EXPORTED = re.compile(r"^- Exported:[ \t]*([^\n]{0,60})", re.M | re.I)
_COUNT = re.compile(r"^- Messages:[ \t]*([0-9]{1,6})", re.M | re.I)
_MESSAGE = re.compile(
    r"^#{2,3}[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]?[0-9:.]{0,16}[ \t]?[A-Za-z+0-9:-]{0,9}"
    r"[ \t]*[—–|-]+[ \t]*([^\n]{1,400})",
    re.M,
)
_FIELD = re.compile(
    r"^\*{0,2}(From|To|Cc|Bcc|Subject|Date|Sent)(?::\*\*|\*\*:|:)[ \t]*([^\n]{0,4000})", re.M | re.I
)
_PREFIX = re.compile(
    r"(?:(?:re|aw|fw|fwd|wg|antw|antwort|sv|vs|tr|rv|res)(?:\[[0-9]{1,3}\])?[ \t]*:|\[[^\[\]]{1,20}\])[ \t]*",
    re.I,
)
_NO_SUBJECT = frozenset({"", "no subject", "none", "without subject", "kein betreff", "untitled"})
_MOST = 500
"""Messages that are looked at; a longer thread is counted by what it says of itself."""


class Mail(NamedTuple):
    """A thread of mail."""

    subject: str
    date: str | None
    """Day of its newest message, else of the export."""
    messages: int
    senders: tuple[Person, ...]
    people: tuple[Person, ...]
    """Who else got it."""


class Letter(NamedTuple):
    """Where a mail of a thread begins."""

    day: str
    """ISO; not always a real one."""
    sender: Person | None
    start: int
    end: int
    """Of the line that says so."""


def is_mail(text: str) -> bool:
    """Whether a text says that it is mail."""
    start = text[:_LOOKED_AT]
    if _EXPORTED.search(start) and _COUNT.search(start):
        return True
    if any("@" in match[2] for match in _MESSAGE.finditer(start)):
        return True
    named = {match[1].lower() for match in _FIELD.finditer(start) if match[2].strip()}
    return "subject" in named and bool(named & {"from", "to"})


def read_mail(text: str) -> Mail:
    """What a thread says of itself; nothing is raised where it says nothing."""
    messages = list(letters(text))
    fields = [(match[1].lower(), match[2].strip()) for match in _fields(text)]
    subjects = [value for name, value in fields if name == "subject" and value]
    title = _TITLE.search(text[:_LOOKED_AT])
    subject = " ".join(title[1].split()) if title else ""
    senders = each_once([*(one.sender for one in messages if one.sender), *_named(fields, "from")])
    others = each_once(who for name in ("to", "cc", "bcc") for who in _named(fields, name))
    return Mail(
        subject or (subjects[0] if subjects else ""),
        _newest(text, [one.day for one in messages], fields),
        max(len(messages), _said(text)),
        senders,
        without(others, senders),
    )


def thread_name(subject: str) -> str:
    """What the subjects of one thread have in common: without `Re:` and `[EXTERNAL]`, folded."""
    at = 0
    while found := _PREFIX.match(subject, at):
        at = found.end()
    plain = folded(subject[at:])
    return "" if plain in _NO_SUBJECT else plain


def letters(text: str) -> Iterator[Letter]:
    """The mails of an export, in order, as its headings tell them."""
    for number, match in enumerate(_MESSAGE.finditer(text)):
        if number >= _MOST:
            return
        yield Letter(match[1], person_of(match[2]), *match.span())


def _fields(text: str) -> Iterator[re.Match[str]]:
    for number, match in enumerate(_FIELD.finditer(text)):
        if number >= _MOST * 4:
            return
        yield match


def _named(fields: list[tuple[str, str]], name: str) -> Iterator[Person]:
    for key, value in fields:
        if key == name:
            yield from people_in(value)


def _newest(text: str, days: list[str], fields: list[tuple[str, str]]) -> str | None:
    sent = [day_of(value) for name, value in fields if name in {"date", "sent"}]
    real = [day for day in (*map(day_of, days), *sent) if day]
    if real:
        return max(real)
    exported = _EXPORTED.search(text[:_LOOKED_AT])
    return day_of(exported[1]) if exported else None


def _said(text: str) -> int:
    found = _COUNT.search(text[:_LOOKED_AT])
    return int(found[1]) if found else 1
