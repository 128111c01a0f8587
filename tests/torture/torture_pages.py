"""A page with 1,000 references in 400 notes called otherwise, while it is killed, the disk fails, or others write."""

import os

import pytest
from many_links import FAULTS, Linked, broken, meddled
from torture.tally import count

EACH = 25
"""Calls of each kind of fault, spread over all that a rename makes."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    return Linked(tmp_path_factory.mktemp("linked"), files=400, references=1000)


@pytest.mark.parametrize("fault", FAULTS)
def test_all_of_a_thousand_references_or_none(linked: Linked, fault: str) -> None:
    for number in linked.sample(EACH, seed=len(fault)):
        broken(linked, fault, number)
    count("faults injected in renames of pages with 1,000 references", EACH)


def test_what_others_write_into_a_thousand_references(linked: Linked) -> None:
    notes = sorted(linked.notes)[1:]
    for at, number in enumerate(linked.sample(EACH, seed=1)):
        meddled(linked, number, notes[at * 16])
    count("foreign edits injected in renames of pages with 1,000 references", EACH)
