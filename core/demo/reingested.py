"""What an ingest makes of meetings that it made notes of before, and which task of it is which.

The same actions come again, mostly in other words; others come that only look like them, with another
number, another name or a “not” in them; and some were never heard of. Whoever says which is which can be
compared with this.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from core.demo.cast import invent_cast
from core.demo.dice import Dice
from core.demo.meetings import Meeting, draw_meeting, render_note
from core.demo.page import Page
from core.demo.part import Density, Part
from core.demo.tasks import (
    Proposal,
    asked,
    draw_proposals,
    line,
    nearly,
    perturbed,
    wording,
)
from core.path import NotePath

Sort = Literal["first", "again", "near", "new"]

_DENSITY: Final = Density(
    actions=(3, 4, 4, 5, 6, 8), settled=2, archived=4, copies=3, facts=(2, 3), chores=0.3
)
_AGAIN: Final = 0.8
"""How often an action comes again."""
_SAME_WORDS: Final = 0.25
_NEAR: Final = 0.3
_CAST: Final = {"people": 40, "companies": 10, "projects": 8}


@dataclass(frozen=True, slots=True)
class Told:
    """A task of one of the notes."""

    path: NotePath
    line: str
    """As it stands there."""
    action: str
    """What it asks for: equal for every wording of it."""
    sort: Sort
    """Of the first notes; again; nearly one of those; never heard of."""


@dataclass(frozen=True, slots=True)
class Reingest:
    """Notes, those that were made of the same meetings later, and their tasks."""

    before: tuple[Page, ...]
    after: tuple[Page, ...]
    told: tuple[Told, ...]


def reingested(*, meetings: int, seed: int, today: date) -> Reingest:
    """The notes of so many meetings, and those of another ingest; a function of its arguments alone."""
    part = Part(0, 10 * meetings, seed, today, _DENSITY)
    cast = invent_cast(seed=seed, part=0, **_CAST)
    before: list[Page] = []
    after: list[Page] = []
    told: list[Told] = []
    for number in range(meetings):
        meeting = draw_meeting(part, cast, number)
        for copy in range(len(meeting.targets)):
            _write(before, told, meeting, copy, list(_first(meeting, part, copy)), "first")
        later = replace(meeting, targets=meeting.targets[:1])
        for sort, actions in _later(meeting, part):
            _write(after, told, later, 0, actions, f"later {sort}")
    return Reingest(tuple(before), tuple(after), tuple(told))


_Action = tuple[str, str, Sort]
"""What it asks for, the line, and the sort."""


def _write(  # noqa: PLR0913, PLR0917 - one line each
    pages: list[Page], told: list[Told], meeting: Meeting, copy: int, actions: list[_Action], run: str
) -> None:  # fmt: skip
    lines = [text for _, text, _ in actions]
    found = render_note(meeting, copy, meeting.day, seed=f"{run} {copy}", tasks=lines)
    stem = found.path.removesuffix(".md")
    path = f"{stem} ({run} {meeting.number} {copy}).md"
    pages.append(Page(path, found.data))
    told += [Told(NotePath(path), text, action, sort) for action, text, sort in actions]


def _first(meeting: Meeting, part: Part, copy: int) -> Iterator[_Action]:
    rng = Dice(f"first {part.name} {meeting.number} {copy}")
    for proposal in meeting.proposals:
        if not copy or rng.happens(_AGAIN):
            said = perturbed(proposal, part.today, rng) if copy else proposal
            text = wording(said, rng if copy else None)
            yield asked(proposal), line(said, text), "first"


def _later(meeting: Meeting, part: Part) -> Iterator[tuple[str, list[_Action]]]:
    """The tasks of each later note, with what sets them apart in their name."""
    rng = Dice(f"later {part.name} {meeting.number}")
    again: list[_Action] = []
    others: list[_Action] = []
    for proposal in meeting.proposals:
        if rng.happens(_AGAIN):
            said = perturbed(proposal, part.today, rng)
            text = wording(said, None if rng.happens(_SAME_WORDS) else rng)
            again.append((asked(proposal), line(said, text), "again"))
        if rng.happens(_NEAR):
            near = wording(nearly(proposal, meeting.setting, rng))
            others.append((f"near: {near}", line(proposal, near), "near"))
    unheard = _unheard(meeting, part, rng)
    others += [(asked(one), line(one, wording(one)), "new") for one in unheard]
    yield "again", again
    yield "others", others


def _unheard(meeting: Meeting, part: Part, rng: Dice) -> list[Proposal]:
    known = {proposal.text for proposal in meeting.proposals}
    drawn = draw_proposals(meeting.setting, part, rng)
    return [one for one in drawn if one.text not in known]
