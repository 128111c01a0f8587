"""Which tasks of an invented vault ask for the same, and which only read alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from core.demo.meetings import Meeting
from core.demo.part import Part, plan_parts
from core.demo.tasks import Proposal, asked, is_negated, wordings
from core.demo.vault import meetings_of, shelved


class Asks(NamedTuple):
    """What the words of a task ask for."""

    action: str
    """Equal for every wording of it, and for no other action."""
    negated: bool
    """Whether it asks not to do it."""


def copies(*, notes: int, seed: int = 1, today: date) -> Mapping[str, frozenset[Asks]]:
    """Words of a task → what it asks for, in `write_demo`'s vault of these figures; mostly one action.

    Some of the tasks are not in the vault: they would come next in a larger one.
    """
    found: dict[str, set[Asks]] = defaultdict(set)
    for part in plan_parts(notes, seed, today):
        for proposal in _proposals(part):
            asks = Asks(asked(proposal), is_negated(proposal))
            for text in wordings(proposal):
                found[text].add(asks)
    return {text: frozenset(asks) for text, asks in found.items()}


def _proposals(part: Part) -> Iterator[Proposal]:
    for meeting in _meetings(part):
        yield from meeting.proposals


def _meetings(part: Part) -> Iterator[Meeting]:
    yield from islice(meetings_of(part), part.notes)
    if part.number == 0:
        yield from shelved(part)
