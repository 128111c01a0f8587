"""Meetings and mail threads, and the notes that an extraction made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from core.demo import names
from core.demo.cast import Cast
from core.demo.dialects import Dialect, Value, frontmatter
from core.demo.dice import Dice
from core.demo.page import Page, page
from core.demo.part import Part
from core.demo.stories import Story, stories
from core.demo.tasks import (
    Proposal,
    Setting,
    draw_proposals,
    draw_slots,
    line,
    perturbed,
    wording,
)

Kind = Literal["people", "customer", "projects"]
Channel = Literal["email", "transcript"]
FOLDERS: Final[dict[Kind, str]] = {
    "people": "Work/People",
    "customer": "Work/Customers and Partners",
    "projects": "Work/Projects",
}
_OWN_FIELD: Final[dict[Kind, str]] = {
    "people": "person",
    "customer": "account",
    "projects": "project",
}
_OTHER_MACHINE: Final = "/Users/r.tarnfield/Documents/Notes/"
_KINDS: Final[tuple[Kind, ...]] = ("people",) * 50 + ("customer",) * 29 + ("projects",) * 21
_COPIES: Final = (1,) * 63 + (2,) * 10 + (3,) * 6 + (4,) * 7 + (5,) * 9 + (6, 6, 7, 7, 8)
_MARKS: Final = {"?": 95, "x": 3, " ": 1.2, "/": 0.8}
_SPREAD: Final = 0.39
_DAYS_BACK: Final = 75
_MAIL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Target:
    kind: Kind
    name: str

    @property
    def folder(self) -> str:
        return f"{FOLDERS[self.kind]}/{names.folder_name(self.name)}"


@dataclass(frozen=True, slots=True)
class Meeting:
    number: int
    day: date
    channel: Channel
    setting: Setting
    slots: dict[str, str]
    proposals: tuple[Proposal, ...]
    title: str
    targets: tuple[Target, ...]
    """One a note; the same target twice means the thread was extracted twice."""

    @property
    def story(self) -> Story:
        return self.setting.story

    @property
    def stem(self) -> str:
        """The name of its original, without folder and `.md`."""
        if self.channel == "transcript":
            return f"{self.day.isoformat()} - {names.folder_name(self.title)}"
        clock = f"{8 + self.number % 9:02}{self.number * 7 % 60:02}{self.number * 13 % 60:02}"
        slug = names.slug(self.title)[:60].rstrip("-")
        return f"{self.day.isoformat()}_{clock}_{self.number % 10000:04}_{slug}"

    @property
    def source(self) -> str:
        folder = "Email" if self.channel == "email" else "Transcripts"
        return f"Sources/{folder}/{self.day.year}/{self.stem}.md"


def tailed(items: tuple[str, ...], rng: Dice) -> str:
    """One of the items, early ones far more often (a few entities have most of the notes)."""
    return items[int(len(items) * rng.random() ** 1.6)]


def workday(today: date, back: int) -> date:
    """The day `back` days before `today`, or the Friday before where that is a weekend."""
    day = today - timedelta(days=back)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _targets(setting: Setting, limit: int, rng: Dice) -> tuple[Target, ...]:
    kinds: dict[Kind, Target] = {
        "people": Target("people", setting.people[0].name),
        "customer": Target("customer", setting.company),
        "projects": Target("projects", setting.project),
    }
    first = kinds[rng.choice(_KINDS)]
    copies = min(limit, rng.choice(_COPIES))
    if copies == 1 or not rng.happens(_SPREAD):
        return (first,) * copies
    return tuple(rng.choice((first, *kinds.values())) for _ in range(copies))


def _title(setting: Setting, slots: dict[str, str], rng: Dice) -> str:
    """A title with a name in it, so that two parts of the vault never have the same one."""
    title = rng.choice(setting.story.titles).format_map(slots)
    known = (setting.project, setting.company, setting.site, slots["who"])
    return title if any(name in title for name in known) else f"{title} for {setting.site}"


def draw_meeting(part: Part, cast: Cast, number: int) -> Meeting:
    """Meeting `number` of this part of the vault."""
    rng = Dice(f"{part.name} meeting {number}")
    # Stories are dealt in turn, so that a small vault has some of each.
    story = stories()[number % len(stories())]
    crowd = [int(len(cast.people) * rng.random() ** 1.6) for _ in range(rng.randrange(2, 5))]
    setting = Setting(
        cast=cast,
        project=tailed(cast.projects, rng),
        company=tailed(cast.companies, rng),
        site=rng.choice(cast.sites),
        people=tuple(cast.people[i] for i in dict.fromkeys(crowd)),
        story=story,
        facts=part.density.facts,
    )
    slots = draw_slots(setting, rng)
    return Meeting(
        number=number,
        day=workday(part.today, int(_DAYS_BACK * rng.random() ** 1.7) + 1),
        channel="email" if rng.happens(_MAIL) else "transcript",
        setting=setting,
        slots=slots,
        proposals=draw_proposals(setting, part, rng),
        title=_title(setting, slots, rng),
        targets=_targets(setting, part.density.copies, rng),
    )


def _reworded(meeting: Meeting, rng: Dice) -> str:
    """The title as one more run of the extraction words it."""
    noun, second = rng.sample(meeting.story.nouns, 2)
    firsts = names.joined([person.first for person in meeting.setting.people])
    return meeting.title + rng.choice(
        (
            "",
            f" - {noun}, {second} and next steps",
            f" ({noun} and {second}) with {firsts}",
            f" - {firsts} on the {noun} and what happens next",
            f", open actions around the {noun} for {meeting.setting.company}",
        )
    )


def _fields(meeting: Meeting, target: Target, title: str) -> dict[str, Value]:
    people = tuple(person.name for person in meeting.setting.people)
    own = _OWN_FIELD[target.kind]
    return {
        "type": target.kind,
        "title": title,
        "date": meeting.day.isoformat(),
        own: target.name,
        "participants": (names.AUTHOR, *people),
        "source": meeting.channel,
        "source_ref": _OTHER_MACHINE + meeting.source,
        "tags": (f"type/{target.kind}", f"{own}/{names.slug(target.name)}", "generated"),
    }


def bullets(items: Iterable[str], *, loose: bool) -> str:
    return ("\n\n" if loose else "\n").join(f"- {item}" for item in items) + "\n"


def _marked(proposal: Proposal, text: str, day: date, rng: Dice) -> str:
    mark = rng.one_of(_MARKS)
    done = day + timedelta(days=rng.randrange(1, 9)) if mark == "x" else None
    return line(proposal, text, mark=mark, done=done)


def action_lines(meeting: Meeting, today: date, copy: int, rng: Dice) -> list[str]:
    """The tasks as copy number `copy` has them; one copy in twelve repeats some of them."""
    lines = []
    for proposal in meeting.proposals:
        if copy and rng.happens(0.2):
            continue
        again = perturbed(proposal, today, rng) if copy else proposal
        lines.append(_marked(again, wording(again, rng if copy else None), meeting.day, rng))
        if rng.happens(0.08):
            lines.append(line(again, wording(again, rng)))
    return lines


def _facts(meeting: Meeting, rng: Dice) -> list[str]:
    """What was said beside: the story's own facts first, then what other stories tell."""
    own = meeting.story.facts
    count = rng.choice(meeting.setting.facts)
    chosen = rng.sample(own, min(count, len(own)))
    if count > len(own):
        more = [fact for story in stories() for fact in story.facts if fact not in own]
        chosen += rng.sample(tuple(more), count - len(own))
    return [fact.format_map(meeting.slots) for fact in chosen]


def render_note(  # noqa: PLR0913 - all but the first three are named by the caller
    meeting: Meeting,
    copy: int,
    today: date,
    *,
    seed: str,
    dialect: Dialect = "P",
    tasks: list[str] | None = None,
) -> Page:
    """The note that the extraction wrote into `meeting.targets[copy]`; with these tasks, or its own."""
    rng = Dice(f"{seed} note {meeting.number} {copy}")
    target = meeting.targets[copy]
    title = _reworded(meeting, rng)
    loose = rng.happens(0.97)
    gap = "\n\n\n" if rng.happens(0.5) else "\n"
    slots = meeting.slots
    people = ", ".join(person.name for person in meeting.setting.people)
    story = meeting.story
    head = [frontmatter(_fields(meeting, target, title), dialect), f"\n# {title}\n\n"]
    head.append(f"**Date**: {meeting.day.isoformat()}\n**With**: {names.AUTHOR}, {people}\n")
    if target.kind != "people":
        head.append(f"**{_OWN_FIELD[target.kind].title()}**: [[{target.name}]]\n")
    summary = rng.choice(story.summaries).format_map(slots)
    parts = [*head, f"\n## Summary\n\n{summary}\n{gap}"]
    tasks = action_lines(meeting, today, copy, rng) if tasks is None else tasks
    if tasks:
        parts.append("## Action Items\n\n" + ("\n\n" if loose else "\n").join(tasks) + f"\n{gap}")
    if rng.happens(0.53):
        decisions = [
            d.format_map(slots) for d in rng.sample(story.decisions, rng.choice((1, 1, 2)))
        ]
        parts.append("## Decisions\n\n" + bullets(decisions, loose=loose) + gap)
    parts.append("## Key Information\n\n" + bullets(_facts(meeting, rng), loose=loose))
    if rng.happens(0.71):
        parts.append(f"\n---\n\n*Source: [[{meeting.stem}]]*\n")
    text = "".join(parts)
    path = f"{target.folder}/{meeting.day.isoformat()} - {names.folder_name(title)}.md"
    return page(path, text.rstrip("\n") if rng.happens(0.18) else text)
