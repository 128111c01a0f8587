"""Meetings of the last day by their shape, which decides where they belong, and how names in them were lost.

One other person: it belongs to that person. Several people of one company: to the company. People of several
houses at one piece of work: to the project. What a meeting is called and who is named in it can then be blurred
in the ways of `Way`; where it belongs stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from typing import Final, Literal, NamedTuple

from core.demo import names
from core.demo.cast import Cast, Person
from core.demo.dice import Dice
from core.demo.meetings import Channel, Kind, Meeting, Target
from core.demo.namesakes import misspelt
from core.demo.part import Part
from core.demo.stories import stories
from core.demo.tasks import Setting, draw_proposals, draw_slots

Way = Literal[
    "plain", "first names", "one first name of two people", "misspelt names", "short company name",
    "bare addresses", "title says nothing", "thread", "misfiled", "file name", "nothing",
]  # fmt: skip
WAYS: Final[Mapping[Way, str]] = {
    "plain": "everybody by full name",
    "first names": "everybody by first name",
    "one first name of two people": "by a first name that two people with a page have",
    "misspelt names": "everybody with a slip in the surname",
    "short company name": "the company by its first word",
    "bare addresses": "mail addresses without names",
    "title says nothing": "called New Recording, as its recorder does",
    "thread": "only where the thread's earlier notes are says it",
    "misfiled": "a note that lies in another entity's folder",
    "file name": "a file that is not read, by its name",
    "nothing": "nothing in it says where it belongs",
}
_TITLES: Final[dict[Kind, tuple[str, ...]]] = {
    "people": (
        "Catching up with {who}", "{thing}: a word with {who}", "{who} and Robin, every second week",
        "After the round at {site}", "The {thing} and the winter plan", "Coffee about the {thing}",
    ),
    "customer": (
        "{company}: {thing}", "Call with {company} about the {thing}", "Questions about the {thing} at {site}",
        "The {thing} and what {company} needs", "What the invoice says about the {thing}",
    ),
    "projects": (
        "{project}: {thing}", "{project} weekly, the {thing}", "Round on the {thing} for {site}",
        "Where {project} stands", "The {thing} before the next stage",
    ),
}  # fmt: skip
_SAID: Final[dict[Kind, tuple[str, ...]]] = {
    "people": (
        "Between the two of us, the {thing} is what keeps me awake.",
        "I will be away on Friday, so ask me before that.",
    ),
    "customer": (
        "At {company} the shift plan has changed, so we can only meet before noon.",
        "Everybody here at {company} would like an answer about the {thing} this week.",
        "That is how {company} has always counted them.",
    ),
    "projects": (
        "That is the last thing {project} waits for.",
        "Everything else on {project} is where the plan says it should be.",
        "For {project} we had said the end of the month, and I would keep it.",
    ),
}
_BY_HOUSE: Final = (
    "At {company} we start at seven, so mornings are best.",
    "I asked around at {company}, and nobody minds.",
)
"""What somebody says whom only the house tells apart from another."""
_TOGETHER: Final = 2
"""People who make a meeting a company's."""


@dataclass(frozen=True, slots=True)
class Affair:
    """A meeting as it was written down, and where it belongs."""

    meeting: Meeting
    """Its names are blurred already; its targets are where its notes lie."""
    true: Target
    way: Way
    said: str
    """A sentence that somebody says in it and no story has."""


class Brief(NamedTuple):
    """What is asked of an affair before it is drawn."""

    kind: Kind
    way: Way
    channel: Channel
    day: date
    proposals: int


class Stage(NamedTuple):
    """Who and what affairs are drawn from."""

    part: Part
    cast: Cast
    twins: Mapping[str, Person]
    """Name → somebody else of the same first name."""


def twins_of(cast: Cast) -> dict[str, Person]:
    """For some people of known companies somebody of the same first name at another one, who has a page too."""
    known = [person for person in cast.people[2:] if person.house in cast.companies][:3]
    found = {}
    for index, person in enumerate(known):
        surname = cast.strangers[index].partition(" ")[2]
        house = next(one for one in cast.companies[::-1] if one != person.house)
        name = f"{person.first} {surname}"
        found[person.name] = Person(name, house, "Site manager", names.address(name, house))
    return found


def _people(kind: Kind, stage: Stage, rng: Dice) -> tuple[Person, ...]:
    cast = stage.cast
    if kind == "people":
        return (rng.choice(cast.people[2:]),)
    if kind == "projects":
        crowd = rng.sample(cast.people, 3)
        houses = {person.house for person in crowd}
        colleague = next(one for one in cast.people if one.house not in houses) if len(houses) == 1 else None  # fmt: skip
        return (*crowd[:2], colleague) if colleague else tuple(crowd)
    house = rng.choice([person.house for person in cast.people if person.house in cast.companies])
    known = [person for person in cast.people if person.house == house][:3]
    guests = [Person(name, house, "Site manager", "") for name in rng.sample(cast.strangers[3:], 2)]
    return (*known, *guests[: max(0, _TOGETHER - len(known))])


def _slip(name: str, rng: Dice) -> str:
    """A name as somebody writes it who only heard it."""
    first, _, last = name.partition(" ")
    at = rng.randrange(1, max(2, len(last) - 2))
    slips = (
        misspelt(name),
        f"{first} {last[:at]}{last[at]}{last[at:]}",
        f"{first} {last[:at]}{last[at + 1 :]}",
        f"{first} {last[:at]}{'e' if last[at] != 'e' else 'a'}{last[at + 1 :]}",
    )
    return rng.choice(slips) if last else name


def _blurred(setting: Setting, way: Way, rng: Dice) -> Setting:
    people = setting.people
    match way:
        case "first names" | "one first name of two people":
            people = tuple(replace(one, name=one.first, email="") for one in people)
        case "misspelt names":
            people = tuple(replace(one, name=_slip(one.name, rng), email="") for one in people)
        case "bare addresses":
            people = tuple(replace(one, name=one.email or names.address(one.name, one.house)) for one in people)  # fmt: skip
        case "short company name":
            return replace(setting, company=setting.company.split()[0])
        case "thread":
            strangers = setting.cast.strangers[:2]
            people = tuple(Person(name, "", "", names.address(name, "Post")) for name in strangers)
            setting = replace(setting, company="the customer", project="the project")
        case _:
            pass
    return replace(setting, people=people)


def _setting(kind: Kind, way: Way, stage: Stage, story: int, rng: Dice) -> Setting:
    people = _people(kind, stage, rng)
    if way == "one first name of two people" and stage.twins:
        chosen = rng.choice(sorted(stage.twins))
        people = tuple(one for one in stage.cast.people if one.name == chosen)
    told = stories()[story % len(stories())]
    if way == "one first name of two people":
        told = replace(told, talk=(*told.talk, *_BY_HOUSE))
    if way != "thread":
        telling = tuple(f"{summary} {_SAID[kind][0]}" for summary in told.summaries)
        told = replace(told, talk=(*told.talk, *_SAID[kind]), summaries=telling)
    house = people[0].house
    known = house in stage.cast.companies and (kind == "customer" or len(people) == 1)
    return Setting(
        cast=stage.cast,
        project=rng.choice(stage.cast.projects),
        company=house if known else rng.choice(stage.cast.companies),
        site=rng.choice(stage.cast.sites),
        people=people,
        story=told,
        facts=stage.part.density.facts,
    )


def draw_affair(brief: Brief, stage: Stage, number: int) -> Affair:
    """Affair `number` of its day."""
    kind, way = brief.kind, brief.way
    rng = Dice(f"{stage.part.name} affair {number}")
    clear = _setting(kind, way, stage, number, rng)
    setting = _blurred(clear, way, rng)
    slots = draw_slots(setting, rng)
    # Somebody who only heard the name does not write it into the title.
    title = rng.choice(_TITLES[kind]).format_map(slots)
    if way in ("thread", "bare addresses"):
        title = f"The {slots['thing']} at {setting.site}"
    if way == "title says nothing":
        title = f"New Recording {number}"
    true = {
        "people": Target("people", clear.people[0].name),
        "customer": Target("customer", clear.company),
        "projects": Target("projects", clear.project),
    }[kind]
    counted = stage.part._replace(
        density=replace(stage.part.density, actions=(brief.proposals,), chores=0)
    )
    meeting = Meeting(
        number=60_000 + number,
        day=brief.day,
        channel=brief.channel,
        setting=setting,
        slots=slots,
        proposals=draw_proposals(setting, counted, rng),
        title=title,
        targets=(true,),
    )
    return Affair(meeting, true, way, _SAID[kind][0].format_map(slots))


def ways(kind: Kind, offered: Sequence[Way]) -> Iterator[Way]:
    """The ways in turn that a meeting of this shape can be blurred in."""
    barred: dict[Kind, set[Way]] = {
        "people": {"short company name", "thread"},
        "customer": {"one first name of two people"},
        "projects": {"one first name of two people", "short company name"},
    }
    return cycle([way for way in offered if way not in barred[kind]])
