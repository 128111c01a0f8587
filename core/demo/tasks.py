"""Proposed tasks: one base action, the ways it is repeated, and the line it is written as."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from core.demo.cast import Cast, Person
from core.demo.chores import chore
from core.demo.dice import Dice
from core.demo.part import Part
from core.demo.stories import Action, Story

_OWNERS: Final = {
    "Myself": 48,
    "page": 27,
    "TBD": 13,
    "no page": 6,
    "archived": 3,
    "first name": 2,
}
_DATED: Final = 0.79
_ON_ONE_DAY: Final = 0.40
_ONE_DAY: Final = -11
"""Days from today to the due date that the invented extraction gives when it knows none."""
_DUE_DAYS: Final = (-48, -27, -13, -6, -4, -2, -1, 0, 0, 0, 1, 1, 2, 3, 6, 8, 10, 14, 17, 30)
_TAILED: Final = 0.6
_SUPPORTED: Final = 0.75
_OWNER_CHANGES: Final = 0.14
_DUE_CHANGES: Final = 0.14
_PRIORITY_CHANGES: Final = 0.19
_PRIORITIES: Final = ("⏫",) * 53 + ("",) * 38 + ("🔽",) * 8 + ("🔼",)
_DIGITS: Final = re.compile("[0-9]+")
_NUMBERS: Final = ("ticket", "n")
_NOT: Final = "Do not "
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a meeting's sentences have in common: the values of their slots."""

    cast: Cast
    project: str
    company: str
    site: str
    people: tuple[Person, ...]
    story: Story
    facts: tuple[int, ...]
    """Counts of facts of a note, to choose from."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A base action; copies of it differ in wording, and sometimes in owner, due or priority."""

    text: str
    tail: str
    evidence: str
    slots: dict[str, str]
    when: date
    owner: str
    """As written after the `@`; empty for nobody."""
    due: date | None
    priority: str
    house: str
    """Who employs the person named in the text."""


def spoken(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def draw_slots(setting: Setting, rng: Dice) -> dict[str, str]:
    people = setting.people
    who = rng.choice(people)
    other = rng.choice([person for person in people if person != who] or people)
    return {
        "project": setting.project,
        "company": setting.company,
        "site": setting.site,
        "who": who.name,
        "other": other.name,
        "thing": rng.choice(setting.story.nouns),
        "n": str(rng.randrange(3, 29)),
        "ticket": f"TARN-{rng.randrange(1000, 9999)}",
        "length": "one hour",
        "when": "the end of the week",
    }


def draw_owner(setting: Setting, rng: Dice) -> str:
    owner = rng.one_of(_OWNERS)
    match owner:
        case "page":
            return rng.choice(setting.people).name
        case "no page":
            return rng.choice(setting.cast.strangers)
        case "archived":
            return rng.choice(setting.cast.archived)
        case "first name":
            return f"{rng.choice(setting.cast.strangers).split()[0]} (last name unknown)"
        case _:
            return owner


def draw_due(today: date, rng: Dice) -> date | None:
    if not rng.happens(_DATED):
        return None
    late = rng.happens(_ON_ONE_DAY)
    return today + timedelta(days=_ONE_DAY if late else rng.choice(_DUE_DAYS))


def _draw_proposal(
    action: Action, own: dict[str, str], setting: Setting, today: date, rng: Dice
) -> Proposal:
    slots = draw_slots(setting, rng) | own
    due = draw_due(today, rng)
    return Proposal(
        text=action.text,
        tail=action.tail if rng.happens(_TAILED) else "",
        evidence=action.evidence if rng.happens(_SUPPORTED) else "",
        slots=slots,
        when=due or today + timedelta(days=rng.randrange(2, 20)),
        owner=draw_owner(setting, rng),
        due=due,
        priority=rng.choice(_PRIORITIES),
        house=next(person.house for person in setting.people if person.name == slots["who"]),
    )


def draw_proposals(setting: Setting, part: Part, rng: Dice) -> tuple[Proposal, ...]:
    """Different actions of the meeting's story, some replaced by chores where the part is large."""
    story = setting.story
    count = min(rng.choice(part.density.actions), len(story.actions))
    drawn = []
    for told in rng.sample(story.actions, count):
        action, own = chore(rng) if rng.happens(part.density.chores) else (told, {})
        drawn.append(_draw_proposal(action, own, setting, part.today, rng))
    return (*drawn, *_near(drawn, setting, part))


def _near(drawn: list[Proposal], setting: Setting, part: Part) -> Iterator[Proposal]:
    """By dice of its own: whatever else is drawn does not depend on it."""
    if part.density.near and drawn:
        rng = Dice(f"near {part.name} {drawn[0]}")
        if rng.happens(part.density.near):
            yield nearly(rng.choice(drawn), setting, rng)


def nearly(proposal: Proposal, setting: Setting, rng: Dice) -> Proposal:
    """One that reads like it and asks for something else: another number or name, or not to do it."""
    numbered = [slot for slot in _NUMBERS if f"{{{slot}}}" in proposal.text]
    named = "{who}" in proposal.text
    if numbered:
        slot = rng.choice(numbered)
        other = _DIGITS.sub(lambda found: str(int(found[0]) + 1), proposal.slots[slot])
        return replace(proposal, slots={**proposal.slots, slot: other})
    if named and rng.happens(0.5):
        others = [one for one in setting.cast.people if one.name != proposal.slots["who"]]
        who = rng.choice(others)
        slots = {**proposal.slots, "who": who.name}
        return replace(proposal, slots=slots, house=who.house)
    return replace(proposal, text=f"{_NOT}{proposal.text[0].lower()}{proposal.text[1:]}")


def asked(proposal: Proposal) -> str:
    """What the action asks for, whenever: in two meetings it may be the same."""
    return proposal.text.format_map({**proposal.slots, "when": ""})


def is_negated(proposal: Proposal) -> bool:
    """Whether it asks not to do something."""
    return proposal.text.startswith(_NOT)


def perturbed(proposal: Proposal, today: date, rng: Dice) -> Proposal:
    """The same action as a second extraction might have read it."""
    if rng.happens(_OWNER_CHANGES):
        proposal = replace(proposal, owner="TBD" if proposal.owner == "Myself" else "Myself")
    if rng.happens(_DUE_CHANGES):
        proposal = replace(proposal, due=None if proposal.due else draw_due(today, rng))
    if rng.happens(_PRIORITY_CHANGES):
        proposal = replace(proposal, priority=rng.choice(("⏫", "", "🔼")))
    return proposal


def wording(proposal: Proposal, rng: Dice | None = None) -> str:
    """The action in words: as drawn, or with `rng` as a paraphrase of it."""
    told = proposal.when.isoformat()
    if rng is None:
        return _worded(proposal, when=told)
    tail = "" if rng.happens(0.5) else proposal.tail
    length = "60 minutes" if rng.happens(0.4) else ""
    when = spoken(proposal.when) if rng.happens(0.5) else told
    house = proposal.house if rng.happens(0.3) else ""
    return _worded(replace(proposal, tail=tail), when=when, length=length, house=house)


def wordings(proposal: Proposal) -> frozenset[str]:
    """Every way in which it may be written."""
    return frozenset(
        _worded(replace(proposal, tail=tail), when=when, length=length, house=house)
        for tail in ("", proposal.tail)
        for when in (proposal.when.isoformat(), spoken(proposal.when))
        for length in ("", "60 minutes")
        for house in ("", proposal.house)
    )


def _worded(proposal: Proposal, *, when: str, length: str = "", house: str = "") -> str:
    slots = dict(proposal.slots, when=when)
    if length:
        slots["length"] = length
    if house:
        slots["who"] = f"{slots['who']} ({house})"
    text = proposal.text.format_map(slots)
    if proposal.tail:
        text = f"{text}, {proposal.tail.format_map(slots)}"
    return f"{text}."


def line(proposal: Proposal, text: str, *, mark: str = "?", done: date | None = None) -> str:
    """The task in the order owner, date, priority, tags; a done one carries ✅ and no tags."""
    parts = [f"- [{mark}] {text}"]
    if proposal.owner:
        parts.append(f"@{proposal.owner}")
    if done:
        parts += [proposal.priority, f"✅ {done.isoformat()}"]
    else:
        parts += [f"📅 {proposal.due.isoformat()}" if proposal.due else "", proposal.priority]
        parts.append("#task #proposed #auto" if mark == "?" else "#task #auto")
    return " ".join(part for part in parts if part)
