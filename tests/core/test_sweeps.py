"""Filters by their names: what there is to choose from, how much each finds, and a sample of it."""

from datetime import date

import pytest
from rows import note_row, task_row

from core.errors import BadQuery
from core.index.snapshot import NoteRows, Snapshot
from core.qualifiers import Context
from core.query import parse_query
from core.sweeps import FIXED, Sweep, counted, ready_made, sample, shared_days, sweeps
from core.tasks import Rows, select

TODAY = date(2026, 1, 6)
NOTES = [note_row(f"Work/People/Ada/{number}.md") for number in range(4)]
TASKS = [
    task_row(
        f"{number:02}",
        f"Task {number:02}",
        note=NOTES[number % 4],
        due="2025-11-01" if number < 24 else "2026-01-09" if number < 30 else None,
        mine=number % 2 == 0,
        owners=("Myself",) if number % 2 == 0 else ("Bo",) if number % 3 else ("TBD",),
    )
    for number in range(40)
]
VAULT = Snapshot().folded(
    NoteRows(note, tuple(row for row in TASKS if row.note is note)) for note in NOTES
)


def rows(filter: str) -> Rows:
    return select(VAULT, parse_query(filter), Context(TODAY, {}))


@pytest.mark.parametrize(("name", "many"), [(FIXED[0].name, 13), (FIXED[1].name, 7), (FIXED[2].name, 24)])  # fmt: skip
def test_ready_made_filters_find_what_their_names_say(name: str, many: int) -> None:
    sweep = next(each for each in ready_made(VAULT) if each.name == name)
    assert counted(sweep, rows).count == many


@pytest.mark.parametrize("sweep", FIXED)
def test_every_ready_made_filter_parses(sweep: Sweep) -> None:
    assert parse_query(sweep.filter).clauses


def test_a_day_that_many_proposals_share_is_one_that_nobody_chose() -> None:
    assert shared_days(VAULT) == ("2025-11-01",)
    assert ready_made(VAULT)[-1].filter == "due:2025-11-01"


def test_the_filters_of_the_settings_follow_by_name_and_a_bad_one_says_why() -> None:
    found = sweeps(VAULT, {"zeal": "prio:high", "Alps": "colour:red"})
    assert [each.name for each in found if each.saved] == ["Alps", "zeal"]
    assert "colour:" in counted(found[-2], rows).problem
    with pytest.raises(BadQuery):
        rows("colour:red")


def test_a_sample_is_of_the_whole_list() -> None:
    found = sample(rows("sort:text"))
    assert (found.notes, len(found.shown)) == (4, 8)
    assert (found.shown[0], found.shown[-1]) == ("Task 00", "Task 39")
    assert sample(rows("sort:text limit:3")).shown == ("Task 00", "Task 01", "Task 02")
    assert sample(rows("nothing")).shown == ()
