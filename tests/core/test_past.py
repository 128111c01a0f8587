"""How the day goes: what was decided, how fast, what is left, when to stop, how to take it back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sessions import MONDAY, Place, the

from core.actions.intents import Accept, Reject
from core.past import Day, Report

NOTES = {"Work/Ada Quill/sync.md": b"".join(b"- [?] task %d\n" % number for number in range(60))}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def test_a_day_without_decisions_has_no_pace_and_nowhere_to_stop(place: Place) -> None:
    assert place.session().past.day(60, 3) == Day(0, 0, 0, 60, "")


def test_the_pace_is_that_since_the_last_break_and_a_batch_is_one_key(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, *(f"task {number}" for number in range(20)))))
    place.now = MONDAY + timedelta(minutes=30)
    for number in range(20, 40):
        session.do(Accept(the(session, f"task {number}")))
        place.now += timedelta(seconds=12)
    assert session.past.day(20, 1) == Day(40, 5, 4, 20, "")
    place.now += timedelta(minutes=6)
    assert session.past.day(20, 1) == Day(40, 0, 0, 20, "")


@pytest.mark.parametrize(
    ("left", "pressing", "minutes", "stop"),
    [
        (0, 0, 1, "Nothing waits any more."),
        (9, 0, 1, "All that is yours and due is decided: the rest can wait."),
        (9, 2, 1, ""),
        (9, 2, 27, "25 minutes at it: a good place to stop."),
        (9, 2, 60, "50 minutes at it: a good place to stop."),
    ],
)
def test_where_one_may_stop(
    place: Place, left: int, pressing: int, minutes: int, stop: str
) -> None:
    session = place.session()
    for number in range(minutes // 4 + 1):
        session.do(Accept(the(session, f"task {number}")))
        place.now += timedelta(minutes=min(4, minutes))
    place.now = MONDAY + timedelta(minutes=minutes)
    assert session.past.day(left, pressing).stop == stop


def test_the_last_screen_says_what_was_decided_and_how_to_take_it_back(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, "task 0", "task 1")))
    place.now += timedelta(minutes=1)
    opened = session.now
    session.do(Accept(the(session, "task 2")))
    session.do(Reject(the(session, "task 3", "task 4")))
    session.do(Accept(the(session, "task 5")))
    session.undo()
    assert session.past.since(opened) == Report(3, (("accept", 1), ("reject", 2)), "reject ×2")
    assert session.past.today().sentence == "5 decided: reject 4, accept 1; winnow undo takes back reject ×2"  # fmt: skip
    place.now += timedelta(days=1)
    assert session.past.today() == Report(0, (), "")
    assert session.past.today().sentence == ""
