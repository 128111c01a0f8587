"""What an item of the inbox says of itself: subject, thread, who wrote, spoke or got it, day, origin. Pure, total, linear.

Properties go before the text, the text before the file's name. What cannot be read is left empty: a file
that is cut off, empty or no text at all has a title all the same.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.inbox.days import day_of, day_of_name, undated
from core.inbox.items import Arrival, Kind, Person
from core.inbox.kinds import is_binary, is_note_name, kind_said, with_line_feeds
from core.inbox.mail import read_mail, thread_name
from core.inbox.people import each_once, person_of, without
from core.inbox.transcripts import minutes_in, minutes_of, read_talk
from core.parse.frontmatter import Frontmatter, Value, parse_frontmatter
from core.path import NotePath, name_of, stem_of
from core.spelling import folded
from core.text import decode

_MOST_READ = 600_000
"""Bytes; what a file says of itself stands in front of that."""
_LONGEST_TITLE = 500
_MOST_LINKS = 200
_LINK = re.compile(r"\[\[([^\[\]\n|#]{1,300})")
_HEADING = re.compile(r"^#{1,6}[ \t]+([^\n]{1,1000})", re.M)
_FENCED = re.compile(r"^(?:```|~~~)", re.M)
_DAY_LINE = re.compile(r"^\*{0,2}(?:Date|When|Recorded)(?::\*\*|\*\*:|:)[ \t]*([^\n]{1,60})", re.M | re.I)  # fmt: skip
_ATTENDED = re.compile(
    r"^\*{0,2}(?:With|Attendees|Participants|Present)(?::\*\*|\*\*:|:)[ \t]*([^\n]{1,4000})", re.M | re.I
)  # fmt: skip
_ORIGIN = re.compile(r"^[ \t]?[*_]{0,2}Source[*_]{0,2}:[*_]{0,2}[ \t]?\[\[([^\[\]\n|#]{1,300})", re.M | re.I)  # fmt: skip
_DAYS = ("date", "day", "recorded", "created", "sent", "exported")
_SENDERS = ("to", "from", "sender", "author", "speaker", "recipient")
_PRESENT = ("participants", "attendees", "people", "counterpart", "with", "cc")
_PEOPLE = (*_PRESENT, "person", "customer")
"""Where a note lies it says with `person` and `customer`: that is in question, and no sign of who was there."""
_LENGTHS = ("duration", "duration_min", "duration_minutes", "length", "minutes")
_SOURCES = ("source_ref", "source_file", "transcript_path", "source_path")
_SUBJECTS = ("subject", "title")
_EMPTY_HEADINGS = frozenset({"transcript", "summary", "notes", "key points", "draft response"})


class _Read(NamedTuple):
    """A file that was taken apart."""

    path: NotePath
    meta: Frontmatter
    text: str
    """Its body, lines ending in LF."""


def attachment_arrival(path: NotePath) -> Arrival:
    """What a file that is not read says: its name."""
    name = name_of(path)
    return Arrival("attachment", undated(name) or path, day_of_name(name))


def arrival_of(path: NotePath, data: bytes) -> Arrival:
    """What the file at `path` says of itself. Never raises.

    Args:
        path: Its name counts where the file says nothing.
        data: Its bytes; of an attachment they are not looked at.
    """
    if not is_note_name(path) or is_binary(data):
        return attachment_arrival(path)
    data = with_line_feeds(data[:_MOST_READ])
    meta = parse_frontmatter(data)
    read = _Read(path, meta, decode(data[meta.body :]))
    return _of_kind(kind_said(path, meta, read.text), read)


def _of_kind(kind: Kind, read: _Read) -> Arrival:
    said = Arrival(
        kind,
        _title(read),
        _date(read),
        links=_links(read),
        source=_source(read),
        minutes=_minutes(read.meta),
    )
    if kind == "email":
        return _email(said, read)
    if kind == "draft":
        return _draft(said, read)
    return _talk(said, read)


def _email(said: Arrival, read: _Read) -> Arrival:
    mail = read_mail(read.text)
    subject = _first(read.meta, _SUBJECTS) or mail.subject or said.title
    senders = each_once([*mail.senders, *_people(read.meta, ("from", "sender", "author"))])
    others = each_once([*mail.people, *_people(read.meta, ("to", *_PEOPLE))])
    return said._replace(
        title=_shown(subject),
        date=_property_day(read.meta) or mail.date or said.date,
        thread=thread_name(subject),
        senders=senders,
        people=without(others, senders),
        messages=mail.messages,
    )


def _draft(said: Arrival, read: _Read) -> Arrival:
    subject = _first(read.meta, _SUBJECTS) or said.title
    senders = each_once(_people(read.meta, _SENDERS))
    others = each_once(_people(read.meta, _PEOPLE))
    return said._replace(
        title=_shown(subject),
        thread=thread_name(subject) if read.meta.text("subject") else "",
        senders=senders,
        people=without(others, senders),
    )


def _talk(said: Arrival, read: _Read) -> Arrival:
    """A transcript, a voice note, and a note, which says it in the same words."""
    talk = read_talk(read.text) if said.kind != "note" else None
    speakers = talk.speakers if talk else ()
    senders = each_once([*speakers, *_people(read.meta, ("speaker", "author"))])
    keys = _PRESENT if said.kind == "note" else _PEOPLE
    others = each_once([*_people(read.meta, keys), *_entities(read.meta), *_attended(read.text)])
    return said._replace(
        senders=senders,
        people=without(others, senders),
        minutes=said.minutes or minutes_in(talk.seconds if talk else 0),
    )


def _title(read: _Read) -> str:
    said = _first(read.meta, ("title",)) or _heading(read.text)
    return _shown(said) or _shown(undated(stem_of(read.path))) or read.path


def _shown(text: str) -> str:
    """A title on one line, of a length that can be shown; as written otherwise."""
    return " ".join(text[: 2 * _LONGEST_TITLE].split())[:_LONGEST_TITLE].strip()


def _heading(text: str) -> str:
    """The first heading that says something, above any fence."""
    fence = _FENCED.search(text)
    for match in _HEADING.finditer(text, 0, fence.start() if fence else len(text)):
        found = match[1].strip().strip("#").strip()
        if found and folded(found) not in _EMPTY_HEADINGS:
            return found
    return ""


def _date(read: _Read) -> str | None:
    line = _DAY_LINE.search(read.text)
    return (
        _property_day(read.meta)
        or (day_of(line[1]) if line else None)
        or day_of_name(stem_of(read.path))
    )


def _property_day(meta: Frontmatter) -> str | None:
    days = (day_of(meta.text(key) or "") for key in _DAYS)
    return next(filter(None, days), None)


def _first(meta: Frontmatter, keys: Iterable[str]) -> str:
    texts = ((meta.text(key) or "").strip() for key in keys)
    return next(filter(None, texts), "")


def _minutes(meta: Frontmatter) -> int:
    said = (minutes_of(meta.text(key) or "") for key in _LENGTHS)
    return next(filter(None, said), 0)


def _people(meta: Frontmatter, keys: Iterable[str]) -> Iterator[Person]:
    for key in keys:
        for text in meta.texts(key):
            if found := person_of(text):
                yield found


def _entities(meta: Frontmatter) -> Iterator[Person]:
    """Whom a transcript's map of entities names as people."""
    value = meta.values.get("entities")
    if value is None or isinstance(value, (str, tuple)):
        return
    for text in _texts(value.get("people", ())):
        if found := person_of(text):
            yield found


def _texts(value: Value) -> Iterator[str]:
    """Every text in a value, however nested."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        else:
            below = one if isinstance(one, tuple) else tuple(one.values())
            waiting += reversed(below)


def _attended(text: str) -> Iterator[Person]:
    """Whom the line below the title names; one who is named with brackets or a comma is not taken apart."""
    match = _ATTENDED.search(text)
    if match is None or "(" in match[1]:
        return
    for part in match[1].split(","):
        if found := person_of(part):
            yield found


def _links(read: _Read) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in (read.meta.block, read.text):
        for match in _LINK.finditer(text):
            if target := match[1].strip().rstrip("\\").strip():
                found.setdefault(target)
            if len(found) >= _MOST_LINKS:
                return tuple(found)
    return tuple(found)


def _source(read: _Read) -> str:
    if said := _first(read.meta, _SOURCES):
        return said
    match = _ORIGIN.search(read.text)
    return match[1].strip() if match else ""
