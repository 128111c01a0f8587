"""A decision is written once, or comes back with its reason, whenever the program is killed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sessions import Place, the
from writing import FULL, Before, Countdown, Killed, be_killed, calls, changes, fail

from core.actions.intents import Accept, Refusal, Reject, SetOwner, SetText
from core.actions.records import decision_of
from core.decisions import Resumed, asked_again, decide, keep, offer_again, resume
from core.errors import Busy, Conflict, Refused, WriteFailed
from core.index.rows import TaskId
from core.instance import Instance
from core.queue import Queue
from core.session import Session
from core.vault import Vault

NOTE = "People/Ana Ruiz/README.md"
OTHER = "Other.md"
BEFORE = b"- [?] call\n- [?] write\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {NOTE: BEFORE, OTHER: b"- [?] sweep\n"})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def test_what_is_written_waits_no_longer(place: Place) -> None:
    session = place.session()
    decide(session, "a", Accept(the(session, "call")))
    assert session.queue.waiting == ()
    assert session.past.entries()[0].tx.decision == "a"
    assert resume(place.session()) == Resumed()


def test_what_was_only_kept_is_written_at_the_next_start(place: Place) -> None:
    session = place.session()
    keep(session, "a", Accept(the(session, "call")), sync=True)
    keep(session, "b", Reject(the(session, "write", "sweep")))
    assert place.read(NOTE) == BEFORE
    assert resume(place.session()) == Resumed(done=2)
    assert place.read(NOTE).startswith(b"- [ ] call\n- [R] write")
    assert place.read(OTHER).startswith(b"- [R] sweep")
    assert resume(place.session()) == Resumed()


def test_what_was_written_by_then_is_not_written_twice(place: Place) -> None:
    session = place.session()
    [row] = the(session, "call")
    keep(session, "a", SetText((row,), "call again"))
    session.do(SetText((row,), "call again"), "a")
    before = place.files()
    assert resume(place.session()) == Resumed(done=1)
    assert place.files() == before


def test_what_moved_on_meanwhile_is_refused_and_its_reason_is_kept(place: Place) -> None:
    session = place.session()
    keep(session, "a", Accept(the(session, "call", "sweep")))
    place.write(NOTE, b"- [x] call\n- [?] write\n")
    again = place.session()
    assert resume(again) == Resumed(refused=1)
    assert place.read(OTHER) == b"- [ ] sweep\n"
    [row] = the(again, "call")
    assert again.queue.refused[row.id].found == "- [x] call"
    assert [again.rows("is:refused").tasks[id].text for id in again.rows("is:refused").ids] == [
        "call"
    ]
    decide(again, "b", Reject((row,)))
    assert again.queue.refused == {}


def test_why_a_task_that_is_gone_was_refused_is_forgotten(place: Place) -> None:
    session = place.session()
    keep(session, "a", Accept(the(session, "call")))
    place.write(NOTE, b"other\n")
    again = place.session()
    assert resume(again) == Resumed(refused=1)
    assert again.queue.refused == {}


def test_a_conflict_and_a_refusal_come_back_with_their_reason(place: Place) -> None:
    session = place.session()
    [row] = the(session, "call")
    place.write(NOTE, b"- [x] call\n")
    outcome = decide(session, "a", Accept((row,)))
    assert outcome.plan is not None
    assert outcome.plan.refused[0].conflict
    assert session.queue.refused[row.id].expected == row.raw
    assert session.queue.waiting == ()


def test_a_full_disk_leaves_the_decision_waiting(place: Place) -> None:
    session = place.session()
    [row] = the(session, "call")
    keep(session, "a", Accept((row,)))
    with (
        pytest.raises(WriteFailed, match="the disk is full"),
        calls(Before("write", fail(FULL), nth=1)),
    ):
        decide(session, "a", Accept((row,)))
    assert place.read(NOTE) == BEFORE
    assert "the disk is full" in session.queue.refused[row.id].reason
    assert resume(session) == Resumed(done=1)
    assert session.queue.refused == {}
    assert place.read(NOTE).startswith(b"- [ ] call\n")


def test_another_screen_keeps_its_vault(place: Place) -> None:
    config = place.session().config
    holder = Instance(str(place.state), "the first")
    session = Session(
        Vault(place.root),
        config,
        state_folder=str(place.state),
        clock=lambda: place.now,
        instance=Instance(str(place.state), "the second"),
    )
    session.scan()
    rows = the(session, "call")
    for act in (
        lambda: decide(session, "a", Accept(rows)),
        lambda: session.do(Accept(rows)),
        session.undo,
        session.redo,
    ):
        with pytest.raises(Refused, match="the first"):
            act()
    assert resume(session) == Resumed()
    assert session.queue.waiting == ()
    holder.release()
    assert session.writing.instance is not None
    assert session.writing.instance.take()
    decide(session, "a", Accept(rows))
    assert place.read(NOTE).startswith(b"- [ ] call\n")


def test_wherever_it_is_killed_the_decision_is_made_once_or_still_undecided(tmp_path: Path) -> None:
    after = b"- [ ] call\n- [?] write\n"
    for number in range(1, 500):
        place = Place(tmp_path / str(number), {NOTE: BEFORE})
        session = place.session()
        session.writing.warm()
        kept = False
        try:
            with changes(Countdown(number, be_killed)):
                keep(session, "a", Accept(the(session, "call")))
                kept = True
                decide(session, "a", Accept(the(session, "call")))
        except Killed:
            again = place.session()
            resume(again)
            assert place.read(NOTE) in ({after} if kept else {BEFORE, after}), number
            assert again.queue.waiting == ()
            assert again.queue.refused == {}
            assert sum(entry.tx.decision == "a" for entry in again.past.entries()) <= 1
            assert not list(place.root.rglob(".winnow*"))
        else:
            assert number > 12
            return
    pytest.fail("the calls do not end")


def overwrite(place: Place) -> None:
    place.write(NOTE, BEFORE + b"- theirs\n")


def decided_again(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, "call")))


def appended(place: Place) -> None:
    place.append(NOTE, b"- theirs\n")


def gone(place: Place) -> None:
    (place.root / NOTE).unlink()


@pytest.mark.parametrize(
    ("act", "lost"),
    [(overwrite, (NOTE,)), (decided_again, ()), (appended, ()), (gone, ())],
    ids=["an older copy", "decided again by us", "something added", "gone"],
)
def test_what_another_program_wrote_over_is_seen(
    place: Place, act: Callable[[Place], None], lost: tuple[str, ...]
) -> None:
    session = place.session()
    outcome = decide(session, "a", Accept(the(session, "call")))
    assert outcome.entry is not None
    assert session.writing.overwritten(outcome.entry) == ()
    act(place)
    assert session.writing.overwritten(outcome.entry) == lost


def test_what_was_written_over_is_offered_again(place: Place) -> None:
    session = place.session()
    wanted = Accept(the(session, "call"))
    decide(session, "a", wanted)
    overwrite(place)
    lost = session.writing.overwritten(session.past.entries()[0].id)
    # Whatever told of it before: the watch, or a decision elsewhere in the note.
    session.refresh(lost)
    [row] = the(session, "call")
    assert offer_again(session, wanted, lost, "written over") == {row.id}
    again = place.session()
    assert again.context.refused == {row.id: "written over"}
    assert asked_again(again, {row.id}) == (Accept(the(again, "call")),)


def test_a_note_that_cannot_be_looked_at_is_not_gone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = place.session()
    stat = os.lstat

    def failing(path: str, **options: bool) -> os.stat_result:
        if str(path).endswith("Other.md"):
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(os, "lstat", failing)
    assert (
        session.refresh([session.snapshot.notes[next(iter(session.snapshot.notes))].path])
        == frozenset()
    )
    session.refresh([row.note.path for row in the(session, "sweep")])
    assert the(session, "sweep")


def test_undo_is_refused_with_both_sides(place: Place) -> None:
    session = place.session()
    decide(session, "a", Accept(the(session, "call")))
    place.write(NOTE, b"- [x] call\n- [?] write\n")
    with pytest.raises(Conflict) as caught:
        session.undo()
    assert (caught.value.expected, caught.value.found) == ("- [ ] call", "- [x] call")


def test_what_this_run_has_in_hand_is_left_to_it(place: Place) -> None:
    session = place.session()
    wanted = SetText(the(session, "call"), "call again")
    keep(session, "a", wanted)
    assert resume(session) == Resumed()
    assert place.read(NOTE) == BEFORE
    outcome = decide(session, "a", wanted)
    assert outcome.plan is not None
    assert outcome.plan.refused == ()


def test_in_a_folder_that_cannot_be_listed_nothing_counts_as_gone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = place.session()
    keep(session, "a", Accept(the(session, "call")))
    decide(session, "b", Reject(the(session, "write")))
    session.queue.settle(
        decision_of("b", session.now, Accept(the(session, "write"))),
        [Refusal(row.id, "why") for row in the(session, "write")],
    )
    scandir = os.scandir

    def failing(path: str | int) -> object:
        if "People" in str(path):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", failing)
        again = place.session()
        assert resume(again) == Resumed(waiting=1)
        assert "cannot be read" in again.queue.held.why
    again.rescan()
    assert resume(again) == Resumed(done=1)
    assert [one.reason for one in again.queue.refused.values()] == ["why"]


def test_a_task_that_is_gone_is_told_with_its_words(place: Place) -> None:
    session = place.session()
    keep(session, "a", Accept(the(session, "call")))
    place.write(NOTE, b"other\n")
    [gone] = resume(place.session()).gone
    assert gone.expected == "- [?] call"
    assert NOTE in gone.reason


def test_what_cannot_even_be_kept_is_not_written_and_is_tried_again(place: Place) -> None:
    session = place.session()
    rows = the(session, "call")
    with pytest.raises(WriteFailed, match="the disk is full"), calls(Before("write", fail(FULL))):
        decide(session, "a", Accept(rows))
    assert place.read(NOTE) == BEFORE
    assert session.queue.held.unsaved == 1
    assert resume(session) == Resumed(done=1)
    assert session.queue.held.many == 0
    assert place.read(NOTE).startswith(b"- [ ] call\n")
    assert resume(place.session()) == Resumed()


def test_after_a_mistake_of_ours_the_decision_waits(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = place.session()
    rows = the(session, "call")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            decide(session, "a", Accept(rows))
    assert [one.id for one in session.queue.left] == ["a"]
    assert "mistake" in session.queue.held.why


@pytest.mark.parametrize("killed", [False, True])
def test_what_another_program_made_impossible_halfway_is_refused_and_the_rest_written(
    place: Place, killed: bool
) -> None:
    session = place.session()
    wanted = Accept(the(session, "call", "sweep"))
    swaps = iter([lambda: None, lambda: place.write(OTHER, b"- [x] sweep\n")])

    def step(name: str) -> None:
        if name == "renameat2":
            next(swaps, lambda: None)()

    with calls(step):
        outcome = decide(session, "a", wanted)
    assert outcome.left
    if killed:
        # As it stands in the queue where the program ends before the decision is settled.
        queue = Queue(str(place.state))
        queue.dismiss(queue.refused)
        queue.add(decision_of("a", session.now, wanted))
        session = place.session()
        assert resume(session) == Resumed(refused=1)
    assert place.read(NOTE).startswith(b"- [ ] call\n")
    [refusal] = session.queue.refused.values()
    assert (refusal.expected, refusal.found) == ("- [?] sweep", "- [x] sweep")
    assert session.queue.waiting == ()


def test_what_was_refused_is_asked_again_of_the_line_as_it_reads_now(place: Place) -> None:
    session = place.session()
    rows = the(session, "call", "sweep")
    place.write(NOTE, b"- [?] call #urgent\n- [?] write\n")
    place.write(OTHER, b"- [?] sweep #urgent\n")
    decide(session, "a", SetOwner(rows, "Bo"))
    session.rescan()
    assert session.queue.refused.keys() == {row.id for row in rows}
    [wanted] = asked_again(session, [rows[1].id, TaskId("other")])
    assert wanted == SetOwner(the(session, "sweep"), "Bo")
    decide(session, "b", wanted)
    assert place.read(OTHER) == b"- [?] sweep @Bo #urgent\n"
    assert session.queue.refused.keys() == {rows[0].id}


def test_what_is_dismissed_is_not_written_when_the_disk_has_room_again(place: Place) -> None:
    session = place.session()
    rows = the(session, "call")
    with pytest.raises(WriteFailed), calls(Before("fsync", fail(FULL))):
        decide(session, "a", Accept(rows))
    session.queue.dismiss([row.id for row in rows])
    assert resume(session) == resume(place.session()) == Resumed()
    assert place.read(NOTE) == BEFORE


def test_whoever_is_in_a_hurry_waits_for_no_lock_and_the_decision_stays(place: Place) -> None:
    place.write(".git/index.lock", b"")
    session = place.session()
    session.writing.patient = False
    with pytest.raises(Busy, match=r"index\.lock"):
        decide(session, "a", Accept(the(session, "call")))
    (place.root / ".git/index.lock").unlink()
    assert resume(place.session()) == Resumed(done=1)
