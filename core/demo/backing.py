"""Which sentence each proposal of an invented vault was made from, and what of it nobody said."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from core.demo import names
from core.demo.meetings import Meeting
from core.demo.part import plan_parts
from core.demo.sources import deadline, evidence, original
from core.demo.tasks import Proposal, wordings
from core.demo.vault import meetings_of
from core.text import decode


class Backed(NamedTuple):
    """What is true of a proposal."""

    sentence: str
    """In which somebody asked for it; `""`: nobody did."""
    due: date | None
    """The day that somebody named for it; every other one is invented."""
    people: frozenset[str]
    """Who took part: any other owner is invented."""


def backing(*, notes: int, seed: int = 1, today: date) -> Mapping[tuple[str, str], Backed]:
    """Path of the source and words of the task → what is true of it, in `write_demo`'s vault of these figures.

    Some of the sources are not in the vault: they would come next in a larger one.
    """
    found: dict[tuple[str, str], Backed] = {}
    for part in plan_parts(notes, seed, today):
        for meeting in islice(meetings_of(part), part.notes):
            heard = decode(original(meeting, settled=part.density.settled, seed=part.name).data)
            for proposal, backed in _backed(meeting, heard):
                for text in wordings(proposal):
                    found[meeting.source, text] = backed
    return found


def _backed(meeting: Meeting, heard: str) -> Iterator[tuple[Proposal, Backed]]:
    people = frozenset(["Myself", names.AUTHOR, *(one.name for one in meeting.setting.people)])
    for proposal in meeting.proposals:
        sentence = evidence(proposal)
        # An export of several mails may lose its last lines.
        sentence = sentence if sentence and sentence in heard else ""
        named = sentence and deadline(proposal, meeting)
        yield proposal, Backed(sentence, proposal.due if named and named in heard else None, people)
