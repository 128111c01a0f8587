"""Looking back: what stands, any change taken back while it is clean, and what is in the way where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import Place, the

from core.actions.intents import Accept, Reject, SetDue, Snooze
from core.edit import EntryId, Transaction
from core.entries import Entry
from core.errors import Conflict, NothingToUndo
from core.history import events, named
from core.session import Session

NOTE = "Work/Ada Quill/sync.md"
NOTES = {NOTE: b"".join(b"- [?] task %d #task\n" % number for number in range(4))}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    yield (place := Place(tmp_path, NOTES))
    place.remove()


def done(session: Session, place: Place, intent: Accept | Reject | SetDue | Snooze) -> str:
    place.now += timedelta(minutes=1)
    entry = session.do(intent).entry
    assert entry is not None
    return entry


def test_any_change_is_taken_back_alone_and_done_again(place: Place) -> None:
    session = place.session()
    first = done(session, place, Accept(the(session, "task 0")))
    done(session, place, Reject(the(session, "task 1")))
    after = place.files()
    session.writing.undo(first)
    assert place.read(NOTE).startswith(b"- [?] task 0 #task\n- [R] task 1 #task ")
    assert not session.past.event(first).stands
    with pytest.raises(NothingToUndo, match="undone already"):
        session.writing.undo(first)
    session.writing.redo(first)
    assert place.files() == after
    with pytest.raises(NothingToUndo, match="stands"):
        session.writing.redo(first)
    # The newest is still what plain undo takes back: what was done again last.
    session.undo()
    session.undo()
    assert place.read(NOTE) == NOTES[NOTE]


def test_what_a_later_change_of_ours_is_in_the_way_of_is_named(place: Place) -> None:
    session = place.session()
    accepted = done(session, place, Accept(the(session, "task 0")))
    due = done(session, place, SetDue(the(session, "task 0"), date(2026, 1, 9)))
    done(session, place, Reject(the(session, "task 1")))
    before = place.files()
    way = session.writing.look_back(accepted).in_the_way
    assert way is not None
    assert way.later is not None
    assert (way.later.entry.id, way.expected) == (due, "- [ ] task 0 #task")
    assert "2026-01-09" in way.found
    with pytest.raises(Conflict):
        session.writing.undo(accepted)
    assert place.files() == before
    session.writing.undo(due)
    look = session.writing.look_back(accepted)
    assert look.in_the_way is None
    assert look.diff == (f"--- a/{NOTE}\n+++ b/{NOTE}\n-- [?] task 0 #task\n+- [ ] task 0 #task\n")


def test_what_another_program_changed_is_in_the_way_and_nobody_of_ours_is_named(
    place: Place,
) -> None:
    session = place.session()
    accepted = done(session, place, Accept(the(session, "task 0")))
    place.write(NOTE, b"nothing of it\n")
    way = session.writing.look_back(accepted).in_the_way
    assert way is not None
    assert (way.later, way.found) == (None, "nothing of it")
    (place.root / NOTE).unlink()
    way = session.writing.look_back(accepted).in_the_way
    assert way is not None
    assert "cannot be read any more" in way.sentence


def test_what_is_only_remembered_is_in_the_way_too(place: Place) -> None:
    session = place.session()
    first = done(session, place, Snooze(the(session, "task 0"), date(2026, 2, 1)))
    second = done(session, place, Snooze(the(session, "task 0"), date(2026, 3, 1)))
    way = session.writing.look_back(first).in_the_way
    assert way is not None
    assert way.later is not None
    assert way.later.entry.id == second
    assert "2026-02-01" in session.writing.look_back(first).diff


def test_a_note_without_write_permission_is_in_the_way(place: Place) -> None:
    session = place.session()
    accepted = done(session, place, Accept(the(session, "task 0")))
    (place.root / NOTE).chmod(0o400)
    way = session.writing.look_back(accepted).in_the_way
    assert way is not None
    assert "read-only" in way.sentence


def test_an_id_may_be_its_first_letters_as_long_as_one_is_meant(place: Place) -> None:
    session = place.session()
    id = done(session, place, Accept(the(session, "task 0")))
    assert session.past.event(id[:4]).entry.id == id
    for wrong in ("", id[:3], "zzzzzz"):
        with pytest.raises(NothingToUndo, match="no change"):
            session.past.event(wrong)
    two = events([entry("abcd1"), entry("abcd2")])
    with pytest.raises(NothingToUndo, match="2 begin so"):
        named("abcd", two)


def entry(id: str, undoes: str = "", *, redoes: bool = False) -> Entry:
    tx = Transaction("t", (), undoes=EntryId(undoes) if undoes else None)
    return Entry(EntryId(id), "2026-01-05T09:00:00+00:00", tx, redoes=redoes)


def test_an_undo_of_what_the_journal_forgot_begins_a_history_of_its_own() -> None:
    redo, undo = events([entry("u1", "gone"), entry("r1", "u1", redoes=True)])
    assert (undo.kind, undo.stands, undo.last) == ("undo", True, "r1")
    assert (redo.kind, redo.stands, redo.last) == ("redo", True, "r1")


@dataclass
class Model:
    """What each task's line reads by what stands."""

    stands: list[bool]

    @property
    def note(self) -> bytes:
        marks = (b" " if stands else b"?" for stands in self.stands)
        lines = (b"- [%s] task %d #task\n" % one for one in zip(marks, range(9), strict=False))
        return b"".join(lines)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=9))
def test_whatever_is_turned_back_and_forth_the_note_says_what_stands(
    tmp_path_factory: pytest.TempPathFactory, turns: list[int]
) -> None:
    place = Place(tmp_path_factory.mktemp("turns"), NOTES)
    session = place.session()
    ids = [done(session, place, Accept(the(session, f"task {number}"))) for number in range(4)]
    model = Model([True] * 4)
    for at in turns:
        act = session.writing.undo if model.stands[at] else session.writing.redo
        act(ids[at])
        model.stands[at] = not model.stands[at]
        assert place.read(NOTE) == model.note
        assert [session.past.event(id).stands for id in ids] == model.stands
    assert len(session.past.standing()) == sum(model.stands)
    place.remove()


INTENTS = {
    "accept": Accept,
    "reject": Reject,
    "due": lambda items: SetDue(items, date(2026, 1, 9)),
    "snooze": lambda items: Snooze(items, date(2026, 2, 1)),
}
TURNS = st.tuples(st.sampled_from(["turn", *INTENTS]), st.integers(0, 9), st.booleans())


@settings(max_examples=10, deadline=None)
@given(st.lists(TURNS, max_size=8))
def test_what_is_said_to_be_clean_is_and_what_is_not_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[str, int, bool]]
) -> None:
    place = Place(tmp_path_factory.mktemp("turns"), NOTES)
    session, before = place.session(), place.files()
    for what, number, both in turns:
        place.now += timedelta(minutes=1)
        past = session.past.events()
        if what != "turn":
            wanted = (
                {f"task {number % 4}", f"task {number % 3}"} if both else {f"task {number % 4}"}
            )
            rows = [row for row in session.snapshot.tasks.values() if row.text in wanted]
            session.do(INTENTS[what](tuple(rows)))
        elif past:
            event = past[number % len(past)]
            clean, stood = (
                session.writing.look_back(event.entry.id).in_the_way is None,
                place.files(),
            )
            act = session.writing.undo if event.stands else session.writing.redo
            if clean:
                act(event.entry.id)
                assert session.past.event(event.entry.id).stands is not event.stands
            else:
                with pytest.raises(Conflict):
                    act(event.entry.id)
                assert place.files() == stood
    for event in session.past.events():
        if event.kind == "done" and session.past.event(event.entry.id).stands:
            way = session.writing.look_back(event.entry.id).in_the_way
            if way is None:
                session.writing.undo(event.entry.id)
            else:
                assert way.later is not None
    while session.past.undo_label:
        session.undo()
    assert place.files() == before
    place.remove()
