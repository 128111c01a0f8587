"""What was decided is kept until it is written or refused, whatever happens to the program."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import task_row
from writing import FULL, Before, calls, fail

from core.actions.intents import (
    Accept,
    Done,
    Intent,
    Refusal,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Snooze,
    Start,
)
from core.actions.records import Decision, decision_of
from core.errors import WriteFailed
from core.index.rows import TaskId
from core.queue import Held, Queue, all_refused
from core.records import Record, pack

NOW = "2026-03-02T09:30:00+00:00"
ROWS = (task_row("a", "one"), task_row("b", "two"))
TASKS = {row.id: row for row in ROWS}
TEXTS = st.text(st.characters(codec=None), max_size=8)
DAYS = st.none() | st.dates()
INTENTS: st.SearchStrategy[Intent] = st.one_of(
    st.sampled_from([Accept, Reject, Start, Done, Reopen]).map(lambda kind: kind(ROWS)),
    st.builds(SetOwner, st.just(ROWS), st.none() | TEXTS),
    st.builds(SetDue, st.just(ROWS), DAYS),
    st.builds(SetPriority, st.just(ROWS), st.none() | TEXTS),
    st.builds(SetTag, st.just(ROWS), TEXTS, st.booleans()),
    st.builds(SetText, st.just(ROWS), TEXTS),
    st.builds(Snooze, st.just(ROWS), DAYS),
)


def accept(id: str = "a", rows: int = 2) -> Decision:
    return decision_of(id, NOW, Accept(ROWS[:rows]))


@given(intent=INTENTS)
def test_every_intent_comes_back_as_it_was(
    intent: Intent, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = str(tmp_path_factory.mktemp("queue"))
    Queue(folder).add(decision_of("a", NOW, intent))
    [kept] = Queue(folder).waiting
    assert kept.intent(TASKS) == (intent, ())


def test_a_task_that_moved_on_is_refused_and_the_other_is_asked_for() -> None:
    other = task_row("b", "two", mark="x")
    intent, refused = accept().intent({ROWS[0].id: ROWS[0], ROWS[1].id: other})
    assert intent == Accept(ROWS[:1])
    assert [(one.id, one.expected, one.found) for one in refused] == [
        (ROWS[1].id, ROWS[1].raw, other.raw)
    ]
    assert accept().intent({})[0] is None


def test_what_is_settled_waits_no_longer_and_is_not_added_by_a_latecomer(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    queue.add(accept())
    assert queue.waiting == (accept(),)
    queue.settle(accept("a"))
    queue.add(accept())
    assert queue.waiting == Queue(str(tmp_path)).waiting == ()


def test_a_refusal_is_kept_until_the_task_is_decided_again(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    why = all_refused(accept().items, "it moved on", conflict=True)
    queue.settle(accept("a"), why)
    assert Queue(str(tmp_path)).refused == {one.id: one for one in why}
    queue.add(accept("b", rows=1))
    assert queue.refused.keys() == {ROWS[1].id}
    queue.dismiss([ROWS[1].id, TaskId("other")])
    assert Queue(str(tmp_path)).refused == {}


def test_what_could_not_be_written_waits_and_says_why_while_the_program_runs(
    tmp_path: Path,
) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    queue.hold(accept(), "the disk is full")
    assert {one.reason for one in queue.refused.values()} == {"the disk is full"}
    assert Queue(str(tmp_path)).waiting == queue.waiting == (accept(),)
    queue.settle(accept("a"))
    assert queue.refused == {}


def test_a_full_disk_is_one_sentence_and_leaves_the_queue_as_it_was(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    with pytest.raises(WriteFailed, match="the disk is full"), calls(Before("write", fail(FULL))):
        queue.add(accept("b"))
    assert Queue(str(tmp_path)).waiting == (accept(),)


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path), compact_at=2000)
    refused = Refusal(ROWS[0].id, "why")
    queue.add(accept("stays"))
    queue.settle(accept("refused", rows=1), [refused])
    for number in range(200):
        decision = decision_of(str(number), NOW, SetDue((task_row("c"),), date(2026, 1, 1)))
        queue.add(decision)
        queue.settle(decision)
    assert (tmp_path / "queue.log").stat().st_size < 4000
    again = Queue(str(tmp_path))
    assert [one.id for one in again.waiting] == ["stays"]
    assert again.refused == queue.refused == {refused.id: refused}
    assert again.kept[refused.id].asked == ("Accept",)
    assert again.kept[refused.id].path == ROWS[0].note.path
    assert again.problems == ()


def test_a_damaged_record_is_told_and_the_others_count(tmp_path: Path) -> None:
    Queue(str(tmp_path)).add(accept())
    file = tmp_path / "queue.log"
    file.write_bytes(b"nonsense\n" + file.read_bytes())
    queue = Queue(str(tmp_path))
    assert queue.waiting == (accept(),)
    assert "damaged" in queue.problems[0]


@pytest.mark.parametrize(
    "record",
    [
        {"is": "dreamt"},
        {"is": "asked", "id": "b", "time": NOW, "asked": ["Merge", "x"], "items": [], "over": []},
        {"is": "asked", "id": "b", "time": NOW, "asked": ["SetDue", "soon"], "items": []},
        {"is": "asked", "id": "b"},
        {"is": "settled", "id": "a", "refused": [["a"]]},
        {"is": "forgotten", "tasks": 7, "over": []},
        {},
    ],
    ids=str,
)
def test_a_record_of_another_version_is_told_and_the_others_count(
    tmp_path: Path, record: Record
) -> None:
    Queue(str(tmp_path)).add(accept())
    with (tmp_path / "queue.log").open("ab") as file:
        file.write(pack(record))
    queue = Queue(str(tmp_path))
    queue.add(decision_of("c", NOW, SetText(ROWS, "c")))
    assert [one.id for one in queue.waiting] == ["a", "c"]
    assert "another version" in queue.problems[0]


def test_several_are_kept_in_their_order_and_the_disk_is_waited_for_once(tmp_path: Path) -> None:
    waited: list[str] = []
    queue = Queue(str(tmp_path))
    queue.add(accept("a"))
    with calls(waited.append):
        queue.add(accept("a"), accept("b"), accept("c"), sync=True)
        queue.add(accept("c"), accept("b"), sync=True)
    assert waited.count("fsync") == 1
    assert [one.id for one in Queue(str(tmp_path)).waiting] == ["a", "b", "c"]


def test_what_somebody_has_in_hand_is_not_left(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    assert queue.left == ()
    assert Queue(str(tmp_path)).left == (accept(),)
    queue.hold(accept(), "the disk is full")
    assert queue.left == (accept(),)
    assert queue.held == Held(1, "the disk is full")


def test_a_later_decision_takes_the_place_of_a_held_one_about_the_same(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    due = decision_of("due", NOW, SetDue(ROWS, date(2026, 1, 1)))
    for decision in (accept(), due):
        queue.add(decision)
        queue.hold(decision, "the disk is full")
    queue.add(decision_of("b", NOW, Reject(ROWS[:1])))
    kept = {one.id: [item.id for item in one.items] for one in Queue(str(tmp_path)).waiting}
    assert kept == {"a": [ROWS[1].id], "due": [ROWS[0].id, ROWS[1].id], "b": [ROWS[0].id]}
    queue.add(decision_of("c", NOW, Snooze(ROWS[1:], None)))
    assert "a" not in {one.id for one in queue.waiting}
    assert queue.held.many == 1


def test_two_decisions_in_hand_about_the_same_both_stay(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    queue.add(decision_of("b", NOW, Reject(ROWS)))
    assert [one.id for one in Queue(str(tmp_path)).waiting] == ["a", "b"]


def test_what_is_dismissed_is_not_written_any_more(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    queue.hold(accept(), "the disk is full")
    queue.dismiss([ROWS[0].id])
    [left] = Queue(str(tmp_path)).left
    assert [item.id for item in left.items] == [ROWS[1].id]
    queue.dismiss([ROWS[1].id])
    assert queue.left == Queue(str(tmp_path)).left == ()
    assert queue.held == Held()


def test_what_cannot_even_be_kept_waits_in_memory_and_is_counted(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    with pytest.raises(WriteFailed), calls(Before("open", fail(FULL), nth=2)):
        queue.add(accept())
    queue.hold(accept(), "the disk is full")
    assert queue.held == Held(1, "the disk is full", unsaved=1)
    assert queue.left == (accept(),)
    assert queue.refused.keys() == {row.id for row in ROWS}
    assert Queue(str(tmp_path)).waiting == ()
    queue.add(accept())
    assert queue.held.unsaved == 0
    assert Queue(str(tmp_path)).waiting == (accept(),)


def test_what_is_held_survives_a_power_cut(tmp_path: Path) -> None:
    made: list[str] = []
    queue = Queue(str(tmp_path))
    queue.add(accept())
    with calls(made.append):
        queue.hold(accept(), "git is at work")
    assert "fsync" in made


def test_only_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.settle(accept(), all_refused(accept().items, "why", conflict=True))
    asked: list[str] = []
    queue.forget(lambda id, kept: bool(asked.append(kept.path)) or id == ROWS[0].id)
    assert asked == [row.note.path for row in ROWS]
    assert Queue(str(tmp_path)).refused.keys() == {ROWS[1].id}


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "queue.log").mkdir()
    with pytest.raises(WriteFailed, match="no decision can be kept"):
        _ = Queue(str(tmp_path)).waiting
