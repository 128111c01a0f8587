"""Decisions through the façade: what is on the disk after, and after undo in another start of the program."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from sessions import MONDAY, Meddled, Place, the, waiting
from writing import Before, calls, die, in_child

from core.actions.intents import Accept, Done, Reject, Reopen, SetDue, SetText, Snooze, Start
from core.config import Config
from core.errors import Conflict, NothingToUndo
from core.path import NotePath
from core.session import Session

SYNC = "Work/Ada Quill/sync.md"
SHIP = "Work/Ship/plan.md"
NOTES = {
    SYNC: b"---\ntitle: Sync   # keep\n---\r\n# Sync\n- [?] send the deck @Myself #proposed\n"
    b"- [ ?] book the room @Ada Quill\n- [x] count chairs \xe2\x9c\x85 2026-01-01",
    SHIP: b"\xef\xbb\xbf* [?] paint the hull @TBD #task\r\n* [ ] buy rope\r\nlate \xff byte\r\n",
    "Sources/sync.md": b"- [?] said in passing\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def test_a_scan_lists_what_waits_and_says_how_far_it_is(place: Place) -> None:
    session, told = place.unread(), []
    session.scan(lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((0, 2), (2, 2))
    assert waiting(session) == ["send the deck", "book the room", "paint the hull"]
    assert session.counts.tasks == 3
    assert session.snapshot.others == {"Sources/sync.md"}


def test_undo_and_redo_in_later_starts_of_the_program_give_every_byte_back(place: Place) -> None:
    before = place.files()
    session = place.session()
    done = session.do(Accept(the(session, "send the deck")))
    after = place.files()
    assert after[SYNC] == before[SYNC].replace(
        b"[?] send the deck @Myself #proposed", b"[ ] send the deck @Myself"
    )
    assert (done.label, done.left) == ("accept “send the deck”", ())
    assert done.entry == session.past.entries()[0].id
    session.close()

    session = place.session()
    assert (session.past.undo_label, session.past.redo_label) == ("accept “send the deck”", None)
    session.undo()
    assert place.files() == before
    session.close()

    session = place.session()
    assert session.past.undo_label is None
    assert session.past.redo_label
    session.redo()
    assert place.files() == after
    session.close()

    session = place.session()
    session.undo()
    assert place.files() == before


def test_tasks_of_several_notes_are_one_entry_and_one_undo(place: Place) -> None:
    before, session = place.files(), place.session()
    done = session.do(Reject(the(session, "send the deck", "book the room", "paint the hull")))
    assert done.plan
    assert (len(done.plan.done), len(session.past.entries())) == (3, 1)
    assert waiting(session) == []
    assert {path for path, data in place.files().items() if data != before[path]} == {SYNC, SHIP}
    session.undo()
    assert place.files() == before
    assert len(waiting(session)) == 3


def test_a_row_that_is_only_further_down_is_found(place: Place) -> None:
    session = place.session()
    rows = the(session, "send the deck")
    place.write(
        SYNC, b"---\na: b\n---\nfirst\n\n- [ ] new\n- [?] send the deck @Myself #proposed\n"
    )
    session.do(Accept(rows))
    assert place.read(SYNC).endswith(b"- [ ] new\n- [ ] send the deck @Myself\n")
    assert the(session, "send the deck")[0].line == 6


def test_a_row_of_an_older_list_is_taken_as_the_newest_list_has_it(place: Place) -> None:
    path = place.write("twins.md", b"- [ ] ring\nA\n- [ ] ring\nB\n")
    session = place.session()
    second = session.snapshot.tasks[session.snapshot.by_note[path][1]]
    place.write(path, b"- [ ] ring\nC\n- [ ] ring\nB\n")
    assert session.plan(Start((second,))).refused
    session.rescan()
    session.do(Start((second,)))
    assert place.read(path) == b"- [ ] ring\nC\n- [/] ring\nB\n"


def test_a_note_that_moved_on_is_refused_with_what_stands_there(place: Place) -> None:
    session = place.session()
    rows = the(session, "send the deck", "paint the hull")
    place.write(SYNC, place.read(SYNC).replace(b"send the deck", b"sell the deck"))
    before = place.files()
    plan = session.plan(Accept(rows))
    [refusal] = plan.refused
    assert refusal.conflict
    assert refusal.expected == "- [?] send the deck @Myself #proposed"
    assert refusal.found == "- [?] sell the deck @Myself #proposed"
    assert place.files() == before
    session.do(Accept(rows))
    assert place.files()[SYNC] == before[SYNC]
    assert place.files()[SHIP] != before[SHIP]


def test_a_refusal_alone_writes_nothing_and_makes_no_entry(place: Place) -> None:
    session = place.session()
    rows = the(session, "send the deck")
    (place.root / SYNC).unlink()
    before = place.files()
    outcome = session.do(Accept(rows))
    assert outcome.plan
    assert [refusal.conflict for refusal in outcome.plan.refused] == [True]
    assert (outcome.label, outcome.entry, outcome.touched) == ("", None, frozenset())
    assert (place.files(), session.past.entries()) == (before, ())


def test_doing_it_twice_makes_no_second_entry(place: Place) -> None:
    session = place.session()
    session.do(Start(the(session, "buy rope")))
    after, again = place.files(), session.do(Start(the(session, "buy rope")))
    assert again.plan
    assert again.plan.unchanged == (the(session, "buy rope")[0].id,)
    assert (again.entry, len(session.past.entries()), place.files()) == (None, 1, after)


def test_a_note_changed_between_plan_and_commit_is_planned_again(place: Place) -> None:
    times = count()

    def meddle(path: NotePath) -> None:
        if path == SYNC and next(times) == 1:  # the first time is the scan
            place.write(SYNC, b"above\n" + place.read(SYNC))

    session = place.session(Meddled(place.root, meddle))
    session.do(Accept(the(session, "send the deck")))
    assert place.read(SYNC) == b"above\n" + NOTES[SYNC].replace(
        b"[?] send the deck @Myself #proposed", b"[ ] send the deck @Myself"
    )


def test_a_note_that_never_rests_is_left_alone(place: Place) -> None:
    session = place.session(Meddled(place.root, lambda path: place.append(path, b"\nmore")))
    rows = the(session, "send the deck")
    with pytest.raises(Conflict):
        session.do(Accept(rows))
    assert b"- [?] send the deck @Myself #proposed\n" in place.read(SYNC)
    assert session.past.entries() == ()


def test_undo_is_refused_with_both_texts_where_its_line_is_gone(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, "paint the hull")))
    theirs = place.read(SHIP).replace(b"paint the hull", b"sand the hull")
    place.write(SHIP, theirs)
    with pytest.raises(Conflict) as refused:
        session.undo()
    assert "paint the hull" in refused.value.expected
    assert "sand the hull" in refused.value.found
    assert place.read(SHIP) == theirs
    assert session.past.undo_label


def test_undo_finds_its_line_in_a_note_that_grew(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, "paint the hull")))
    place.append(SHIP, b"more\r\n")
    session.undo()
    assert place.read(SHIP) == NOTES[SHIP] + b"more\r\n"


def test_there_may_be_nothing_to_undo_or_redo(place: Place) -> None:
    session = place.session()
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        session.undo()
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        session.redo()
    session.do(Accept(the(session, "send the deck")))
    session.undo()
    session.do(Accept(the(session, "book the room")))
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        session.redo()


def test_a_snooze_hides_until_its_day_and_undo_brings_back(place: Place) -> None:
    before, session = place.files(), place.session()
    rows = session.rows("")
    row = the(session, "send the deck")
    done = session.do(Snooze(row, date(2026, 1, 7)))
    assert done.touched == {row[0].id}
    assert "send the deck" not in waiting(session)
    assert session.folded(rows, done.touched).ids == session.rows("").ids
    assert session.counts.tasks == 2
    assert session.context.snoozed == {row[0].id: "2026-01-07"}
    place.now = MONDAY + timedelta(days=2)
    assert "send the deck" in waiting(session)
    place.now = MONDAY
    session = place.session()
    assert "send the deck" not in waiting(session)
    session.do(Snooze(row, None))
    assert "send the deck" in waiting(session)
    session.undo()
    session.undo()
    assert "send the deck" in waiting(session)
    assert place.files() == before


def test_the_days_count_is_of_decisions_that_stand(place: Place) -> None:
    session = place.session()
    session.do(Accept(the(session, "send the deck")))
    session.do(Reject(the(session, "book the room")))
    counted = [session.past.decided_today]
    session.undo()
    counted.append(session.past.decided_today)
    session.redo()
    counted.append(session.past.decided_today)
    session.undo()
    session.undo()
    counted.append(session.past.decided_today)
    assert counted == [2, 1, 2, 0]


def test_the_days_count_is_of_the_local_day(place: Place) -> None:
    east = timezone(timedelta(hours=10))
    place.now = datetime(2026, 1, 5, 23, 30, tzinfo=east)
    session = place.session()
    session.do(Accept(the(session, "send the deck")))
    place.now = datetime(2026, 1, 6, 0, 30, tzinfo=east)  # the same day in UTC
    session.do(Accept(the(session, "book the room")))
    assert (session.today, session.past.decided_today) == (date(2026, 1, 6), 1)
    session.undo()
    session.undo()
    session.redo()
    assert session.past.decided_today == 0
    place.now = datetime(2026, 1, 5, 23, 59, tzinfo=east)
    assert session.past.decided_today == 1


def test_a_day_that_was_asked_for_stands_over_the_clocks(place: Place) -> None:
    session = place.session(today=date(2027, 2, 3))
    session.do(Done(the(session, "buy rope")))
    assert b"buy rope \xe2\x9c\x85 2027-02-03\r\n" in place.read(SHIP)
    assert session.context.today == date(2027, 2, 3)


def test_a_diff_shows_what_a_plan_would_write(place: Place) -> None:
    session = place.session()
    before = place.files()
    plan = session.plan(SetDue(the(session, "buy rope"), date(2026, 2, 1)))
    assert plan.transaction
    diff = session.writing.diff(plan.transaction)
    assert "-* [ ] buy rope" in diff
    assert "+* [ ] buy rope 📅 2026-02-01" in diff
    assert (place.files(), session.past.entries()) == (before, ())


def test_what_another_program_made_impossible_halfway_is_told(place: Place) -> None:
    session = place.session()
    rows = the(session, "send the deck", "paint the hull")
    swap = Before("renameat2", lambda: place.write(SYNC, b"all theirs\n"))
    with calls(swap):
        outcome = session.do(Accept(rows))
    assert len(outcome.left) == 1
    assert SYNC in outcome.left[0]
    assert place.read(SYNC) == b"all theirs\n"
    assert b"[ ] paint the hull" in place.read(SHIP)
    session.undo()
    assert (place.read(SYNC), place.read(SHIP)) == (b"all theirs\n", NOTES[SHIP])


def test_what_a_kill_left_is_finished_by_the_next_start(place: Place) -> None:
    def killed() -> None:
        session = place.session()
        with calls(Before("renameat2", die, 2)):
            session.do(Accept(the(session, "send the deck", "paint the hull")))

    assert in_child(killed) == 9
    assert b"[?] paint the hull" in place.read(SHIP)
    session = place.session()
    assert session.writing.troubles == ()
    assert waiting(session) == ["book the room"]
    session.undo()
    assert {path: place.read(path) for path in NOTES} == NOTES


def test_what_can_no_longer_be_finished_is_told_at_the_next_start(place: Place) -> None:
    def killed() -> None:
        session = place.session()
        with calls(Before("renameat2", die)):
            session.do(Accept(the(session, "send the deck")))

    assert in_child(killed) == 9
    place.write(SYNC, b"all theirs\n")
    session = place.session()
    assert len(session.writing.troubles) == 1
    assert SYNC in session.writing.troubles[0]
    assert (place.read(SYNC), session.past.entries()) == (b"all theirs\n", ())


def test_what_a_slow_program_wrote_into_a_replaced_note_is_kept(place: Place) -> None:
    session = place.session()
    with (place.root / SHIP).open("ab") as slow:
        session.do(Accept(the(session, "paint the hull")))
        slow.write(b"theirs\r\n")
    [told] = session.writing.look_again()
    assert SHIP in told
    assert place.read(SHIP).endswith(b"byte\r\ntheirs\r\n")
    assert session.writing.look_again() == ()


def test_closing_looks_a_last_time(place: Place) -> None:
    session = place.session()
    with (place.root / SHIP).open("ab") as slow:
        session.do(Accept(the(session, "paint the hull")))
        slow.write(b"theirs\r\n")
    session.close()
    session.close()
    assert place.read(SHIP).endswith(b"byte\r\ntheirs\r\n")


def test_warming_up_changes_nothing(place: Place) -> None:
    before, session = place.files(), place.unread()
    session.writing.warm()
    session.scan()
    session.do(Reopen(the(session, "count chairs")))
    session.undo()
    assert place.files() == before


def test_other_words_make_it_another_task_and_undo_the_same_again(place: Place) -> None:
    session = place.session()
    [old] = the(session, "buy rope")
    done = session.do(SetText((old,), "buy twine"))
    [new] = the(session, "buy twine")
    assert old.id != new.id
    assert done.touched >= {old.id, new.id}
    assert session.undo().touched >= {old.id, new.id}
    assert the(session, "buy rope")[0].id == old.id


def test_the_settings_of_the_session_are_those_that_decide(place: Place) -> None:
    session = place.session(config=Config(accept_remove_tags=("#task",)))
    session.do(Accept(the(session, "send the deck", "paint the hull")))
    assert b"[ ] send the deck @Myself #proposed\n" in place.read(SYNC)
    assert b"[ ] paint the hull @TBD\r\n" in place.read(SHIP)


@pytest.mark.parametrize("threads", [2, 5])
def test_one_transaction_at_a_time(place: Place, threads: int) -> None:
    session = place.session()
    intents = [Accept(the(session, text)) for text in waiting(session)]
    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(pool.map(session.do, intents))
    assert len({outcome.entry for outcome in outcomes}) == 3
    assert waiting(session) == []
    for _ in outcomes:
        session.undo()
    assert {path: place.read(path) for path in NOTES} == NOTES


def test_the_clock_is_kept_as_utc(place: Place) -> None:
    place.now = datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(hours=-5)))
    session: Session = place.session()
    session.do(Accept(the(session, "send the deck")))
    assert datetime.fromisoformat(session.past.entries()[0].time) == datetime(
        2026, 1, 5, 14, tzinfo=UTC
    )
