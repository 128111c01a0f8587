"""All that is shown of one page to decide about it: what it says, who names it, whom it may be. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from core.browse import Place
from core.identity import Identity
from core.index.rows import NoteRow
from core.note import Note
from core.parse.blocks import Heading
from core.review.candidates import Candidate
from core.review.items import Reason, ReviewRow
from core.review.likeness import Likeness
from core.spelling import folded

_FACTS = ("key facts", "facts", "key information", "background")
_CONTEXT = (
    "recent context",
    "context",
    "overview",
    "status",
    "account status",
    "profile",
    "key decisions",
)
_BESIDE = frozenset({"title", "type", "tags", "created", "aliases", "auto_created", "last_contact", "date"})  # fmt: skip
_BULLETS = ("- ", "* ", "+ ")
_SAME = 85
"""Likeness in percent from which two facts are the same one."""
_MOST = 60
"""Lines of a section that are read; a page lists up to three hundred."""
_OF_NOTE = 3
"""Lines of one note that name a page and are told."""
_LONGEST_NAME = 6
"""Words."""
_MOST_WORDS = 80
"""Words of a line among which names are looked for."""


class Naming(NamedTuple):
    """A line that names an entity."""

    place: Place
    link: bool
    """Whether it links to it."""
    beside: tuple[str, ...]
    """Who else is named in it; not safe to show."""


class Compared(NamedTuple):
    """A candidate, and what the two pages have in common."""

    candidate: Candidate
    facts: int
    """Facts of the page that waits which the candidate's page has too."""


class Said(NamedTuple):
    """A line of a page, and how often the page says nearly the same."""

    text: str
    times: int = 1


class Says(NamedTuple):
    """What a page says; as written, and not safe to show."""

    properties: tuple[tuple[str, str], ...] = ()
    """Those that say something about whom it is."""
    facts: tuple["Said", ...] = ()
    context: tuple["Said", ...] = ()


class Card(NamedTuple):
    """The decision card of a page."""

    row: ReviewRow
    why: tuple[Reason, ...]
    """As the row has it, and `near-name` where there are candidates."""
    says: Says
    namings: tuple[Naming, ...]
    """The newest note first, some tens of them."""
    named: int
    """How many lines name it in all."""
    notes: tuple[NoteRow, ...]
    """In its folder, the newest first."""
    candidates: tuple[Compared, ...]
    """The likeliest first; those with a veto last."""
    words_known: bool
    """Whether it is known who is mentioned: else only links are listed."""


def says(note: Note) -> Says:
    """What a page says about whom it is."""
    properties = tuple(
        (key, value)
        for key, value in note.meta.values.items()
        if isinstance(value, str) and value.strip() and key not in _BESIDE
    )
    facts: list[str] = []
    context: list[str] = []
    headings = note.blocks.headings
    for number, heading in enumerate(headings):
        plain = folded(heading.text)
        wanted = facts if plain in _FACTS else context if plain in _CONTEXT else None
        if wanted is not None:
            last = headings[number + 1].line if number + 1 < len(headings) else len(note.source.starts)  # fmt: skip
            wanted += _lines(note, heading, last)
    return Says(properties, _folded(facts[:_MOST]), _folded(context[:_MOST]))


def _folded(lines: Iterable[str]) -> tuple[Said, ...]:
    """Lines in order, each once: a pipeline adds the same fact with every note that it reads again."""
    found: list[Said] = []
    for line in lines:
        alike = (
            at for at, one in enumerate(found) if fuzz.token_set_ratio(one.text, line) >= _SAME
        )
        at = next(alike, None)
        if at is None:
            found.append(Said(line))
        else:
            found[at] = Said(found[at].text, found[at].times + 1)
    return tuple(found)


def _lines(note: Note, heading: Heading, last: int) -> Iterator[str]:
    """What stands below a heading: bullets without their mark, other lines as they are."""
    for number in range(heading.line + 1, min(last, heading.line + 1 + _MOST)):
        span = note.source.line(number).span
        text = note.source.text(span).strip()
        if text and not text.startswith("|") and not note.blocks.is_opaque(span.start):
            yield text[2:].strip() if text.startswith(_BULLETS) else text


def in_common(facts: Iterable[Said], others: Iterable[Said]) -> int:
    """How many of some facts are among others, word for word or nearly so."""
    known = [other.text for other in others]
    return sum(
        any(fuzz.token_set_ratio(fact.text, other) >= _SAME for other in known) for fact in facts
    )


def distinct(places: Iterable[Place], most: int) -> tuple[Place, ...]:
    """Lines that say something new: a line once, however many notes have it, and few of each note."""
    seen: set[str] = set()
    of_note: dict[str, int] = {}
    found = []
    for place in places:
        plain = folded(place.text)
        if plain and plain not in seen and of_note.get(place.path, 0) < _OF_NOTE:
            seen.add(plain)
            of_note[place.path] = of_note.get(place.path, 0) + 1
            found.append(place)
    return tuple(found[:most])


def names_in(text: str, likeness: Likeness, besides: str) -> tuple[str, ...]:
    """Names of the entities that a line names, in order, but for the one that lives at `besides`."""
    words = folded(text).split(" ")[:_MOST_WORDS]
    found: dict[str, str] = {}
    at = 0
    while at < len(words):
        length = 1
        if words[at] in likeness.openings:
            length, name, home = _longest(words, at, likeness.identity)
            if home and home != besides:
                found.setdefault(home, name)
        at += length
    return tuple(found.values())


def _longest(words: list[str], at: int, identity: Identity) -> tuple[int, str, str]:
    """The longest name that begins at a word: how many words it has, whose it is and where that one lives."""
    for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        text = " ".join(words[at : at + length])
        named = identity.named(text) if identity.may_mean(text) else ()
        if len(named) == 1 and (length > 1 or text in map(folded, (named[0].name, *named[0].aliases))):  # fmt: skip
            return length, named[0].name, named[0].home
    return 1, "", ""
