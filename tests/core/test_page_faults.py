"""A page with many links is renamed wholly or not at all, whatever call goes wrong; no line of others is lost."""

import os

import pytest
from many_links import FAULTS, Linked, broken, meddled


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    return Linked(tmp_path_factory.mktemp("linked"), files=24, references=60)


@pytest.mark.parametrize("fault", FAULTS)
def test_all_of_it_or_nothing(linked: Linked, fault: str) -> None:
    for number in linked.sample(4, seed=len(fault)):
        broken(linked, fault, number)


def test_what_others_write_meanwhile_stands(linked: Linked) -> None:
    notes = sorted(linked.notes)[1:]
    for at, number in enumerate(linked.sample(6, seed=1)):
        meddled(linked, number, notes[at * 4])
