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
from core.errors import WriteFailed
from core.index.rows import TaskId
from core.queue import Decision, Queue, all_refused, decision_of

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
    queue.settle("a")
    queue.add(accept())
    assert queue.waiting == Queue(str(tmp_path)).waiting == ()


def test_a_refusal_is_kept_until_the_task_is_decided_again(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    why = all_refused(accept().items, "it moved on", conflict=True)
    queue.settle("a", why)
    assert Queue(str(tmp_path)).refused == {one.id: one for one in why}
    queue.add(accept("b", rows=1))
    assert queue.refused.keys() == {ROWS[1].id}
    queue.forget([ROWS[1].id, TaskId("other")])
    assert Queue(str(tmp_path)).refused == {}


def test_what_could_not_be_written_waits_and_says_why_while_the_program_runs(
    tmp_path: Path,
) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    queue.hold(accept(), "the disk is full")
    assert {one.reason for one in queue.refused.values()} == {"the disk is full"}
    assert Queue(str(tmp_path)).waiting == queue.waiting == (accept(),)
    queue.settle("a")
    assert queue.refused == {}


def test_a_full_disk_is_one_sentence_and_leaves_the_queue_as_it_was(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path))
    queue.add(accept())
    with pytest.raises(WriteFailed, match="no space left"), calls(Before("write", fail(FULL))):
        queue.add(accept("b"))
    assert Queue(str(tmp_path)).waiting == (accept(),)


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path), compact_at=20)
    refused = Refusal(ROWS[0].id, "why")
    queue.settle("", [refused])
    queue.add(accept("stays", rows=2))
    queue.settle("", [refused])
    for number in range(200):
        queue.add(decision_of(str(number), NOW, SetDue((task_row("c"),), date(2026, 1, 1))))
        queue.settle(str(number))
    assert (tmp_path / "queue.log").stat().st_size < 8000
    again = Queue(str(tmp_path))
    assert [one.id for one in again.waiting] == ["stays"]
    assert again.refused == {refused.id: refused}
    assert again.problems == ()


def test_a_damaged_record_is_told_and_the_others_count(tmp_path: Path) -> None:
    Queue(str(tmp_path)).add(accept())
    file = tmp_path / "queue.log"
    file.write_bytes(b"nonsense\n" + file.read_bytes())
    queue = Queue(str(tmp_path))
    assert queue.waiting == (accept(),)
    assert "damaged" in queue.problems[0]
