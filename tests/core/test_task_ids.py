"""Ids of tasks: what a list, a snooze and `winnow do ID` hold on to while the line changes."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from task_notes import TODAY, VAULT

from core.actions.intents import (
    Accept,
    Done,
    Intent,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    Start,
)
from core.actions.tasks import plan_tasks
from core.actions.verdicts import Beside
from core.config import Config
from core.edit import Patch, apply
from core.index.build import note_rows
from core.index.rows import TaskId, TaskRow
from core.note import parse_note
from core.path import NotePath
from core.statuses import TaskSettings
from core.vault import FileStat

NOTE = NotePath("Work/Ship/plan.md")
ABOVE, BELOW = VAULT, TaskSettings(VAULT.statuses, recurrence_on_next_line=True)


def rows_of(data: bytes, settings: TaskSettings = VAULT, path: NotePath = NOTE) -> list[TaskRow]:
    note = parse_note(path, data, settings)
    return list(note_rows(note, FileStat(path, len(data), 1, 1), settings, Config()).tasks)


def ids_of(text: str, settings: TaskSettings = VAULT, path: NotePath = NOTE) -> list[TaskId]:
    return [row.id for row in rows_of(text.encode(), settings, path)]


def done(data: bytes, intent: Intent, settings: TaskSettings = VAULT) -> bytes:
    """The note after a decision."""
    plan = plan_tasks(
        intent,
        lambda path: parse_note(path, data, settings),
        Config(),
        lambda _: settings,
        TODAY,
        Beside(lambda _: None),
    )
    for change in plan.transaction.changes if plan.transaction else ():
        assert isinstance(change, Patch)
        data = apply(data, change.edits)
    return data


@pytest.mark.parametrize(
    "line",
    [
        "- [x] call the printer",
        "- [?] call the printer #proposed #task",
        "* [/] call the printer @Ada Quill",
        "1. [ ] call the printer 🔺 📅 2026-02-01 ✅ 2026-02-02",
        "> - [R] call  the printer ^ref",
        "- [ ?] call the printer",
        "  - [ ] call the printer\r",
        "- [ ] call the printer 🔁 every day 🏁 delete",
    ],
)
def test_the_same_words_in_the_same_note_are_the_same_task(line: str) -> None:
    assert ids_of(f"# Plan\n\n{line}\n") == ids_of("- [ ] call the printer\n")


def test_other_words_another_note_or_place_among_equals_is_another_task() -> None:
    first, second = ids_of("- [ ] call\n- [ ] call\n")
    ids = {first, second, *ids_of("- [ ] Call\n"), *ids_of("- [ ] call\n", path=NotePath("b.md"))}
    assert len(ids) == 4


def test_words_that_differ_in_blanks_only_are_equal_words_and_still_two_tasks() -> None:
    assert ids_of("- [ ] call  Ada\n- [ ] call Ada\n") == ids_of("- [ ] call Ada\n- [ ] call Ada\n")


@pytest.mark.parametrize("settings", [ABOVE, BELOW])
def test_a_task_keeps_its_id_when_other_tasks_come_and_go(settings: TaskSettings) -> None:
    [call] = ids_of("- [ ] call\n", settings)
    assert ids_of("- [ ] write\n- [ ] call\n- [x] sleep\n- [ ] eat\n", settings)[1] == call


@pytest.mark.parametrize("settings", [ABOVE, BELOW], ids=["above", "below"])
@pytest.mark.parametrize("around", ["{}", "- [ ] before\n{}- [ ] after\n"])
def test_the_next_occurrence_does_not_take_the_id_of_the_one_just_done(
    settings: TaskSettings, around: str
) -> None:
    data = around.format("- [ ] water plants 🔁 every day 📅 2026-01-05\n").encode()
    [row] = [row for row in rows_of(data, settings) if row.due]
    after = {one.id: one for one in rows_of(done(data, Done((row,)), settings), settings)}
    assert after[row.id].mark == "x"
    [following] = after.keys() - {one.id for one in rows_of(data, settings)}
    assert (after[following].due, after[following].mark) == ("2026-01-06", "?")


WORDS = st.sampled_from(["call", "write the report", "Zoë ☃", "a  b", "a b"])
LINES = st.builds(
    "{}[{}] {}{}".format,
    st.sampled_from(["- ", "* ", "> - ", "  1. ", "  - "]),
    st.sampled_from([" ", "?", " ?", "x", "/", "R", "? "]),
    WORDS,
    st.sampled_from(["", " @Ada Quill", " #task #proposed", " 📅 2026-01-09 ⏫", " ✅ 2026-01-01"]),
)
DECISIONS = st.sampled_from(
    [
        Accept,
        Reject,
        Start,
        Done,
        Reopen,
        lambda rows: SetDue(rows, date(2026, 3, 4)),
        lambda rows: SetDue(rows, None),
        lambda rows: SetOwner(rows, "Bo Lind"),
        lambda rows: SetOwner(rows, None),
        lambda rows: SetPriority(rows, "high"),
        lambda rows: SetTag(rows, "#later", present=True),
    ]
)


@given(
    st.lists(st.one_of(LINES, st.sampled_from(["", "text", "# Head"])), max_size=8),
    st.sampled_from([ABOVE, BELOW]),
    st.data(),
)
def test_ids_are_distinct_and_survive_every_decision(
    lines: list[str], settings: TaskSettings, data: st.DataObject
) -> None:
    note = "".join(f"{line}\n" for line in lines).encode()
    rows = rows_of(note, settings)
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids)
    assume(rows)
    chosen = tuple(data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3)))
    after = rows_of(done(note, data.draw(DECISIONS)(chosen), settings), settings)
    assert [row.id for row in after] == ids


@given(st.lists(LINES, min_size=1, max_size=6), st.integers(0, 6), st.booleans())
def test_ids_do_not_depend_on_where_the_lines_stand(lines: list[str], at: int, crlf: bool) -> None:
    text = "".join(f"{line}\n" for line in lines)
    moved = [*lines[:at], "", "a word", *lines[at:]]
    end = "\r\n" if crlf else "\n"
    assert ids_of("# Head\n" + "".join(f"{line}{end}" for line in moved)) == ids_of(text)
