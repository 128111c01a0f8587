"""What an item says about whom it concerns: who took part, which companies they are of, who is named. Pure.

Names that say too little (a first name, a slip, an address) are settled by what else the item says, and
stay unsettled where that says nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.alias_tables import is_placeholder
from core.entities import Entity
from core.errors import WinnowError
from core.identity import Identity
from core.inbox.items import Arrival, Person
from core.inbox.spelled import Named, Spelled
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.links import Links
from core.parse.frontmatter import parse_frontmatter
from core.path import NotePath
from core.spelling import bare, folded
from core.text import decode, encode

_MOST_PEOPLE = 24
"""A meeting of more is nobody's in particular."""
_MOST_COMPANIES = 12
"""A text that names more is about none of them."""
_MOST_KEPT = 2000
_MOST_OF_PAGE = 20_000
"""Characters of a page in which a name is looked for."""
_CLEARLY = 0.1
"""How much better than another somebody fits who is meant: a slip less, or any sign of the company."""
_MOST_EQUALS = 4
_PRESENT = ("participants", "attendees", "people")
_PUT = ("person", "customer", "account", "project")
_HEAD = re.compile(r"^\*\*(?:Account|Customer|Project|Person|Forum)\*\*:[^\n]*$|^\*Source:[^\n]*$", re.M)  # fmt: skip
_FLIPPED = re.compile(r"([^,()]+), ([^,()]+)")


class Somebody(NamedTuple):
    """Somebody who took part."""

    home: str | None
    """Of whom that is, where it is known."""
    certainty: float
    """1: named in full."""
    company: str | None
    """Home of the company they are of."""
    house: str
    """Whom they work for, be it nobody who is known here; `""`: that is not known."""
    how: str
    """Why it is thought to be them, where that is not plain."""
    instead: tuple[str, ...] = ()
    """Homes of others who are just as likely."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an item says about whom it concerns."""

    people: tuple[Somebody, ...]
    """Who took part, without the user and without those whom nobody knows by name."""
    others: int
    """How many took part, those whom nobody knows included; without the user."""
    present: bool
    """Whether it says who took part; else they are those whom its text names."""
    named: Named
    """In its text."""
    titled: Named
    """In its title."""
    title_words: frozenset[str]
    """Of its title, folded."""
    linked: frozenset[str]
    """Homes that it links to."""
    said: frozenset[str]
    """Homes of those whose its properties say it is; nothing of a note that lies with somebody."""
    written: tuple[str, ...]
    """Names and addresses of those who took part, as written."""


@dataclass(slots=True)
class Pages:
    """What pages say, as it is compared; read when first asked for, and again when they changed."""

    read: Callable[[NotePath], bytes]
    """The bytes of a note; may raise `WinnowError`."""
    _known: dict[NotePath, tuple[int, str]] = field(default_factory=dict)

    def text(self, row: NoteRow) -> str:
        """The page of a row, with a blank at each end; `""` where it cannot be read."""
        known = self._known.get(row.path)
        if known is None or known[0] != row.crc:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[row.path] = (row.crc, self._read(row.path))
        return known[1]

    def _read(self, path: NotePath) -> str:
        try:
            data = self.read(path)
        except (WinnowError, OSError):
            return ""
        return f" {folded(decode(data)[:_MOST_OF_PAGE])} "


class Witness(NamedTuple):
    """What is asked to make sense of an item."""

    spelled: Spelled
    links: Links
    snapshot: Snapshot
    pages: Pages
    me: frozenset[str]
    """Names that mean the user, folded."""

    @property
    def identity(self) -> Identity:
        """Who is who."""
        return self.spelled.identity

    def house_of(self, home: str | None, company: str | None) -> str:
        """Whom a person works for, in whatever words."""
        entity = self.identity.at(home) if home and not company else None
        return company or (folded(self._said_company(entity)) if entity else "")

    def _said_company(self, entity: Entity) -> str:
        """The company that a person's page names, as written; `""`: none."""
        page = self._page(entity)
        return page.said.company if page is not None and page.said is not None else ""

    def _page(self, entity: Entity) -> NoteRow | None:
        return self.snapshot.notes.get(entity.path) if entity.path else None

    def company_of(self, home: str) -> str | None:
        """Home of the company that a person is of: by the address on the page, else by what that says."""
        entity = self.identity.at(home)
        if entity is None:
            return None
        for address in entity.emails:
            if found := self.spelled.of_domain(address):
                return found
        said = self._said_company(entity)
        return self.spelled.of_company(said) if said else None

    def names(self, company: str, home: str) -> bool:
        """Whether the page of a company names a person."""
        entity, person = self.identity.at(company), self.identity.at(home)
        if entity is None or person is None:
            return False
        page = self._page(entity)
        return page is not None and f" {folded(person.name)} " in self.pages.text(page)


def gathered(arrival: Arrival, text: str, path: NotePath, witness: Witness) -> Evidence:
    """What an item says.

    Args:
        arrival: What was read of it.
        text: The whole of it; `""` where it is not read.
        path: Where it lies; of a note that is what is in question, and no evidence.
        witness: Who there is.
    """
    spelled = witness.spelled
    present = [*arrival.senders, *arrival.people]
    said = frozenset[str]()
    if _is_filed(path, witness):
        text, put = _placeless(text)
        present = [one for one in present if folded(one.name) not in put]
    else:
        said = frozenset(_said(text, witness))
    named, titled = spelled.named(text), spelled.named(arrival.title)
    present = [one for one in dict.fromkeys(present) if _took_part(one, witness.me)]
    companies = _companies(present, named, titled, spelled)
    people = _each_once(_settled(present[:_MOST_PEOPLE], companies, witness))
    if not present:
        people = _each_once(_settled(_heard(named, witness), companies, witness))
    others = len(people) + max(0, len(present) - _MOST_PEOPLE)
    written = tuple(text for one in present for text in (one.name, one.address) if text)
    linked = _linked(arrival, path, witness)
    words = frozenset(folded(arrival.title).split(" "))
    return Evidence(people, others, bool(present), named, titled, words, linked, said, written)


def _heard(named: Named, witness: Witness) -> list[Person]:
    """The people whom a text names in which nobody says who speaks."""
    spelled, identity = witness.spelled, witness.identity
    whole = [home for home in named.whole if spelled.is_person(home)]
    found = [entity.name for home in whole if (entity := identity.at(home))]
    known = {folded(name).split(" ")[0] for name in found}
    found += [first for first in named.first if first not in known and first not in witness.me]
    return [Person(name) for name in found[:_MOST_PEOPLE]]


def _each_once(people: Iterable[Somebody]) -> tuple[Somebody, ...]:
    """Everybody once, as surely as anywhere: by first name here, and in full there."""
    found: dict[str, Somebody] = {}
    for number, one in enumerate(people):
        key = one.home or str(number)
        if key not in found or found[key].certainty < one.certainty:
            found[key] = one
    return tuple(found.values())


def _took_part(one: Person, me: frozenset[str]) -> bool:
    """Whether it is somebody, and not the user."""
    mine = folded(bare(one.name)) in me or (bool(one.address) and one.address in me)
    return not mine and (bool(one.address) or not is_placeholder(one.name))


def _is_filed(path: NotePath, witness: Witness) -> bool:
    """Whether a note lies with somebody: then it is in question whether it belongs there."""
    row = witness.snapshot.notes.get(path)
    return row is not None and not row.arrived and witness.identity.of_note(path) is not None


def _said(text: str, witness: Witness) -> Iterator[str]:
    """Homes of those whose an item's properties say it is."""
    meta = parse_frontmatter(encode(text)) if text.startswith("---") else None
    for value in (text for key in _PUT for text in meta.texts(key)) if meta else ():
        named = witness.identity.named(value.strip().removeprefix("[[").removesuffix("]]"))
        known = [one.home for one in named if witness.spelled.knows(one.home)]
        if len(known) == 1:
            yield known[0]


def _placeless(text: str) -> tuple[str, frozenset[str]]:
    """A note without what says where it was put, and the names that only its properties put it under."""
    data = encode(text)
    meta = parse_frontmatter(data)
    body = _HEAD.sub("", decode(data[meta.body :]))
    there = {folded(one) for key in _PRESENT for one in meta.texts(key)}
    put = {folded(one) for key in _PUT for one in meta.texts(key)} - there
    return body, frozenset(one for one in put if one and one not in folded(body))


def _companies(
    present: Sequence[Person], named: Named, titled: Named, spelled: Spelled
) -> Counter[str]:
    """Homes of companies that the item has to do with, and how much."""
    found = Counter[str]()
    for one in present:
        if home := spelled.of_domain(one.address):
            found[home] += 3
    for part, weight in ((titled, 3), (named, 1)):
        for counted in (part.whole, part.short):
            for home, count in counted.items():
                if not spelled.is_person(home):
                    found[home] += min(count, 4) * weight
    return Counter(dict(found.most_common(_MOST_COMPANIES)))


def _settled(
    present: Sequence[Person], companies: Counter[str], witness: Witness
) -> Iterable[Somebody]:
    """Who those are that took part: first whoever is certain, then whoever may be several."""
    spelled = witness.spelled
    for one in present:
        home, certainty, how = _certain(one, spelled)
        company = spelled.of_domain(one.address) or (witness.company_of(home) if home else None)
        if home is None:
            yield _likely(one, company, companies, witness)
        else:
            yield Somebody(home, certainty, company, witness.house_of(home, company), how)


def _certain(one: Person, spelled: Spelled) -> tuple[str | None, float, str]:
    """Who somebody is by a full name or an address that is one person's."""
    flipped = _FLIPPED.fullmatch(one.name)
    names = (one.name, f"{flipped[2]} {flipped[1]}") if flipped else (one.name,)
    for name in names:
        found = [each.home for each in spelled.identity.named(name) if spelled.is_person(each.home)]
        if len(found) == 1 and " " in folded(bare(name)):
            return found[0], 1.0, ""
    if one.address:
        known = spelled.of_address(one.address)
        if len(known) == 1:
            return known[0], 0.95, f"by {one.address}"
    return None, 0.0, ""


def _likely(
    one: Person, company: str | None, companies: Counter[str], witness: Witness
) -> Somebody:
    """Who somebody is by a slip or a first name, as far as the companies that are spoken of tell."""
    spelled = witness.spelled
    name = bare(one.name) or one.name
    offered = list(spelled.of_slip(name)) if " " in folded(name) else []
    if not offered:
        called = spelled.of_first_name(name) if " " not in folded(name) else ()
        local = spelled.of_first_name(one.address.partition("@")[0]) if one.address else ()
        offered = [(home, 0.8) for home in dict.fromkeys((*called, *local))]
    if not offered:
        return Somebody(None, 0.0, company, company or "", "")
    rated = sorted(
        ((like + _fits(home, company, companies, witness), home) for home, like in offered),
        reverse=True,
    )
    best, home = rated[0]
    like = dict(offered)[home]
    equals = tuple(other for score, other in rated[1:] if best - score < _CLEARLY)[:_MOST_EQUALS]
    how = f"{one.name or one.address} is taken for them"
    if equals:
        how = f"may be {one.name or one.address}"
        return Somebody(home, like / (1 + len(equals)), company, company or "", how, equals)
    company = company or witness.company_of(home)
    return Somebody(home, min(0.9, like), company, witness.house_of(home, company), how)


def _fits(home: str, company: str | None, companies: Counter[str], witness: Witness) -> float:
    """How well somebody goes with the companies of an item, up to 1."""
    own = witness.company_of(home)
    if company is not None:
        return 1.0 if own == company or witness.names(company, home) else 0.0
    total = sum(companies.values())
    if own is not None:
        return 0.8 * companies[own] / total if total else 0.0
    beside = sum(count for one, count in companies.items() if witness.names(one, home))
    return 0.6 * beside / total if total else 0.0


def _linked(arrival: Arrival, path: NotePath, witness: Witness) -> frozenset[str]:
    """Homes of the entities whose pages it links to; of a note's own only where it is no header."""
    own = witness.identity.of_note(path)
    found = set()
    for target in arrival.links:
        to = witness.links.resolve(target, path).path
        entity = witness.identity.of_page(to) if to else None
        if entity is not None and not (arrival.kind == "note" and own and entity.home == own.home):
            found.add(entity.home)
    return frozenset(found)
