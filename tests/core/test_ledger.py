"""Decisions outlive their lines: remembered in the same step, taken back with it, found again re-worded."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import note_row, task_row
from sessions import Place, the, waiting
from writing import FULL, Countdown, Killed, be_killed, changes, fail

from core.actions.intents import Accept, AnyIntent, AsBefore, Done, Reject, Reopen, SetDue, Start
from core.config import Config
from core.demo.reingested import reingested
from core.edit import EntryId, Patch, Remember
from core.entries import Entry
from core.errors import WinnowError
from core.ledger.decided import KIND, Decided, Verdict, before_text, decided, packed, unpacked
from core.ledger.ledger import Ledger
from core.ledger.memory import Memory
from core.path import NotePath
from core.session import Session

FIRST = "Send Ana the dated plan for Low Quay, with the map on the back."
AGAIN = "Send Ana Tarn the dated plan for Low Quay."
OTHER = "Order 12 brackets and have them delivered to the workshop at Low Quay."
MEETING = "Work/People/Ana Tarn/2026-01-02 - Plan.md"
LATER = "Work/People/Ana Tarn/2026-01-03 - The plan again.md"
ELSEWHERE = "Work/People/Bo Reed/2026-01-03 - Something else.md"


def note(*tasks: str, source: str = "sync") -> bytes:
    lines = "".join(f"- [?] {task} @Myself #task #proposed\n" for task in tasks)
    return f"---\nsource_ref: /Users/a/Notes/Sources/{source}.md\n---\n{lines}".encode()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(
        tmp_path,
        {MEETING: note(FIRST, OTHER), LATER: note(AGAIN), ELSEWHERE: note(AGAIN, source="other")},
    )


def verdicts(session: Session) -> dict[tuple[str, str], str]:
    """What is known of each proposal, by note and words."""
    session.ledger.look()
    found = ((row, session.ledger.seen(row)) for row in session.snapshot.tasks.values())
    return {(row.note.path, row.text): seen.verdict for row, seen in found if seen is not None}


def at(session: Session, path: str, text: str) -> tuple[AnyIntent, ...]:
    [row] = [row for row in session.snapshot.tasks.values() if (row.note.path, row.text) == (path, text)]  # fmt: skip
    return (row,)


# Remembered


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(Accept, "accepted"), (Start, "accepted"), (Done, "done"), (Reject, "rejected")],
)
def test_a_decision_is_remembered_with_it_and_taken_back_with_it(
    place: Place, kind: type[Accept], verdict: str
) -> None:
    session = place.session()
    assert verdicts(session) == {}
    session.do(kind(the(session, FIRST)))
    assert verdicts(session) == {(LATER, AGAIN): verdict}
    session.undo()
    assert verdicts(session) == {}
    assert session.ledger.decided() == ()
    session.redo()
    assert verdicts(place.session()) == {(LATER, AGAIN): verdict}


def test_the_last_decision_counts_and_a_change_of_a_field_is_none(place: Place) -> None:
    session = place.session()
    session.do(SetDue(the(session, FIRST), date(2026, 1, 9)))
    assert session.ledger.decided() == ()
    session.do(Reject(the(session, FIRST)))
    session.do(Reopen(the(session, FIRST)))
    [one] = session.ledger.decided()
    assert (one.verdict, one.source, one.owner, one.entity) == ("accepted", "sync", "Myself", "Ana Tarn")  # fmt: skip
    session.undo()
    assert verdicts(session) == {(LATER, AGAIN): "rejected"}


def test_what_was_seen_says_when_and_where(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, FIRST)))
    session.ledger.look()
    [row] = at(session, LATER, AGAIN)
    seen = session.ledger.seen(row)
    assert seen is not None
    assert (seen.date, seen.note, seen.exact, seen.text) == ("2026-01-05", MEETING, False, FIRST)
    assert before_text(seen) == f"rejected on 2026-01-05 in {MEETING}, in other words: {FIRST}"
    assert waiting(session, "seen:rejected") == [AGAIN]
    assert AGAIN not in waiting(session, "-seen:yes path:again")


def test_a_decision_in_a_note_that_had_to_be_left_is_not_remembered(place: Place) -> None:
    session = place.session()
    rows = (*the(session, FIRST), *at(session, ELSEWHERE, AGAIN))
    tx = session.plan(Reject(rows)).transaction
    assert tx is not None
    entry = Entry(EntryId("1"), session.now, tx)
    [number] = [number for number, one in entry.numbered if isinstance(one, Patch) and one.path == MEETING]  # fmt: skip
    left = {number, *entry.going_with([number])}
    assert [one.about for one in entry.remembered(left)] == [ELSEWHERE]
    assert [one.about for one in entry.remembered([])] == [MEETING, ELSEWHERE]


# As before


def test_as_before_decides_as_the_last_time_and_refuses_what_is_new(place: Place) -> None:
    session = place.session()
    session.do(Reject(the(session, FIRST)))
    outcome = session.do(AsBefore((*at(session, LATER, AGAIN), *the(session, OTHER))))
    assert outcome.plan is not None
    assert outcome.label == f"as before “{' '.join(AGAIN.split()[:6])}…”"
    assert [one.reason for one in outcome.plan.refused] == ["nothing like it was decided before"]
    assert b"[R] Send Ana Tarn" in place.read(LATER)
    again = session.do(AsBefore(at(session, LATER, AGAIN)))
    assert again.plan is not None
    assert (again.entry, len(again.plan.unchanged)) == (None, 1)


# Kept in the vault


def test_decisions_may_travel_with_the_vault(place: Place) -> None:
    config = Config(ledger_in_vault=True)
    session = place.session(config=config)
    before = place.files()
    session.do(Reject(the(session, FIRST)))
    session.do(Done(the(session, OTHER)))
    file = ".winnow/decisions-2026-01.jsonl"
    lines = place.read(file).decode("ascii").splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["rejected", "done"]
    place.state = place.state.with_name("of another machine")
    assert verdicts(place.session()) == {(LATER, AGAIN): "rejected"}
    session.undo()
    session.undo()
    assert place.files() == before
    session.redo()
    session.redo()
    assert len(place.read(file).splitlines()) == 2


def test_lines_of_the_vault_that_are_no_decisions_are_passed_over(place: Place) -> None:
    good = Decided(FIRST, "sync", "Myself", "Ana Tarn", "rejected", "2026-01-04", NotePath(MEETING))
    bad = [
        b"", b"[]", b"{", b"\xff\xfe", b"[" * 5_000, b'{"verdict":"rejected"}', b"<<<<<<< HEAD",
        b'{"text":"x","verdict":"burnt","date":"2026-01-01"}',
        b'{"text":["x"],"verdict":"done","date":"2026-01-01"}',
        packed(replace(good, text="x" * 3_000)).encode(),
    ]  # fmt: skip
    file = place.write(
        ".winnow/decisions-2026-01.jsonl", b"\n".join([*bad, packed(good).encode(), b""])
    )
    session = place.session()
    assert verdicts(session) == {(MEETING, FIRST): "rejected", (LATER, AGAIN): "rejected"}
    assert session.ledger.decided() == (good,)
    place.append(
        file, packed(replace(good, verdict="done", date="2026-01-05")).encode() + b"\n{torn"
    )
    assert verdicts(session) == {(MEETING, FIRST): "done", (LATER, AGAIN): "done"}
    place.append(file, b"\n" + packed(replace(good, date="2025-12-31")).encode() + b"\n")
    assert verdicts(session) == {(MEETING, FIRST): "done", (LATER, AGAIN): "done"}
    place.write(file, packed(good).encode() + b"\n")
    assert verdicts(session) == {(MEETING, FIRST): "rejected", (LATER, AGAIN): "rejected"}


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from(["accepted", "rejected"]))
def test_a_decision_reads_back_as_it_was_written(text: str, other: str, verdict: str) -> None:
    one = Decided(text or "x", other, other, other, verdict, "2026-01-05", NotePath("a.md"))
    assert unpacked(packed(one)) == one
    assert packed(one).isascii()


# Of a time before


def old_start(place: Place, intent: type[Reject], *words: str) -> None:
    """What a version did that remembered nothing."""
    session = place.session()
    for word in words:
        plan = session.plan(intent(the(session, word)))
        assert plan.transaction is not None
        files = tuple(one for one in plan.transaction.changes if not isinstance(one, Remember))
        session.writing.writer.commit(replace(plan.transaction, changes=files), session.now)
        session.rescan()


def test_decisions_that_only_the_journal_knows_are_taken_over_once(place: Place) -> None:
    old_start(place, Reject, FIRST, OTHER)
    session = place.session()
    assert {one.text for one in session.ledger.decided()} == {FIRST, OTHER}
    assert verdicts(session) == {(LATER, AGAIN): "rejected"}
    session.undo()
    session.undo()
    assert verdicts(session) == {}
    assert place.session().ledger.decided() == ()
    session.redo()
    assert verdicts(session) == {(LATER, AGAIN): "rejected"}


def test_nothing_is_taken_over_while_notes_are_still_unread(place: Place) -> None:
    old_start(place, Reject, FIRST)
    session = place.unread()
    session.ledger.look()
    session.refresh([NotePath(ELSEWHERE)])  # a part of the vault
    assert session.ledger.decided() == ()
    session.scan()
    [one] = session.ledger.decided()
    assert (one.source, one.entity) == ("sync", "Ana Tarn")


# Found again


def seen_as(text: str, source: str, entity: str | None) -> str | None:
    memory = Memory(["Myself"])
    one = Decided(FIRST, "sync", "Myself", "Ana Tarn", "rejected", "2026-01-05", NotePath(MEETING))
    memory.put(one.fingerprint, one)
    note = note_row(entity=entity, source_ref=f"/b/{source}.md" if source else None)
    seen = memory.seen(task_row(text=text, note=note))
    return None if seen is None else ("the same" if seen.exact else "re-worded")


@pytest.mark.parametrize(
    ("text", "source", "entity", "found"),
    [
        (FIRST, "sync", "Bo Reed", "the same"),
        (FIRST, "other", "Ana Tarn", "the same"),
        (FIRST.upper(), "sync", None, "the same"),
        (FIRST, "", None, "the same"),  # the capture file copies lines of notes
        (FIRST, "other", "Bo Reed", None),
        (AGAIN, "sync", "Bo Reed", "re-worded"),
        (AGAIN, "", None, None),
        (AGAIN, "other", "Bo Reed", None),
        ("Do not send Ana the dated plan for Low Quay.", "sync", "Ana Tarn", None),
        ("Send Bo the dated plan for Low Quay.", "sync", "Ana Tarn", None),
        ("Send Ana the plan.", "sync", "Ana Tarn", None),
        ("Call Ana.", "sync", "Ana Tarn", None),
    ],
)
def test_a_proposal_is_the_same_by_words_and_place(
    text: str, source: str, entity: str | None, found: str | None
) -> None:
    assert seen_as(text, source, entity) == found


@pytest.mark.parametrize(
    ("owner", "verdict", "mine", "found"),
    [
        ("Bo Reed", "rejected", True, False),
        ("TBD", "rejected", True, False),
        ("Bo Reed, myself", "rejected", True, True),
        ("Bo Reed", "accepted", True, True),
        ("Bo Reed", "rejected", False, True),
        ("", "rejected", True, True),
    ],
)
def test_what_was_rejected_as_somebody_elses_says_nothing_of_ones_own(
    owner: str, verdict: Verdict, mine: bool, found: bool
) -> None:
    memory = Memory(["Myself"])
    one = Decided(FIRST, "sync", owner, "Ana Tarn", verdict, "2026-01-05", NotePath(MEETING))
    memory.put(one.fingerprint, one)
    note = note_row(entity="Ana Tarn", source_ref="/b/sync.md")
    for text in (FIRST, AGAIN):
        row = task_row(
            text=text, note=note, mine=mine, owners=("Myself",) if mine else ("Bo Reed",)
        )
        assert (memory.seen(row) is not None) == found


def test_among_many_decisions_of_one_place_each_is_found() -> None:
    things = [f"{one} {two}" for one in ("old", "red", "wet", "new", "odd", "dry", "big", "flat") for two in ("pump", "gate", "sluice", "rope", "buoy", "lamp", "hull", "mast")]  # fmt: skip
    memory = Memory()
    for thing in things:
        text = f"Ask the yard to mend the {thing} before the tide turns, and tell Ana."
        one = Decided(text, "sync", "", "Ana Tarn", "rejected", "2026-01-05", NotePath(MEETING))
        memory.put(one.fingerprint, one)
    note = note_row(source_ref="sync.md", entity="Ana Tarn")
    for thing in things:
        text = f"Ask the yard to mend the {thing} before the tide turns."
        seen = memory.seen(task_row(text=text, note=note))
        assert seen is not None
        assert (seen.exact, thing in seen.text) == (False, True)


WORDS = st.sampled_from([FIRST, AGAIN, OTHER, "Call Ana.", "Send the map of Low Quay to the office now."])  # fmt: skip
PLACES = st.sampled_from([MEETING, LATER, ELSEWHERE, "TASKS_INBOX.md"])


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(WORDS, PLACES, st.sampled_from(["accepted", "rejected"]), st.booleans()),
        max_size=40,
    )
)
def test_what_was_put_and_taken_leaves_what_is_there(steps: list[tuple[str, str, str, bool]]) -> None:  # fmt: skip
    kept: dict[str, Decided] = {}
    memory = Memory()
    for text, path, verdict, stays in steps:
        here = note_row(path, entity=path.split("/")[2] if "/" in path else None)
        one = decided(task_row(text=text, note=here), verdict, "2026-01-05")
        key = one.fingerprint
        if stays:
            memory.put(key, one)
            kept[key] = one
        elif key in kept:
            memory.take(key)
            del kept[key]
    anew = Memory()
    for key, one in kept.items():
        anew.put(key, one)
    assert len(memory) == len(anew) == len(kept)
    for text in {step[0] for step in steps}:
        for path in {step[1] for step in steps}:
            row = task_row(text=text, note=note_row(path, entity=path.split("/")[2] if "/" in path else None))  # fmt: skip
            one, other = memory.seen(row), anew.seen(row)
            assert (one is None) == (other is None)
            assert one is None or other is None or (one.score, one.exact) == (other.score, other.exact)  # fmt: skip


def test_a_ledger_kept_up_says_what_one_made_anew_says(place: Place) -> None:
    session = place.session()
    steps = [
        lambda: session.do(Reject(the(session, FIRST))),
        lambda: place.write(LATER, note(AGAIN, OTHER, source="sync")) and session.rescan(),
        lambda: session.do(Accept(the(session, FIRST))) and None,
        lambda: place.write("TASKS_INBOX.md", note(FIRST)) and session.rescan(),
        lambda: session.do(Done(at(session, MEETING, OTHER))),
        session.undo,
        session.undo,
        lambda: (place.root / LATER).unlink() or session.rescan(),
        session.undo,
        session.redo,
    ]
    for step in steps:
        step()
        session.ledger.look()
        anew = Ledger(session)
        anew.look()
        assert session.ledger.answers.known == anew.answers.known


def test_what_an_ingest_makes_again_is_known_and_what_looks_like_it_is_not(tmp_path: Path) -> None:
    made = reingested(meetings=24, seed=77, today=date(2026, 1, 6))
    place = Place(tmp_path, {page.path: page.data for page in (*made.before, *made.after)})
    session = place.session()
    rows = {(row.note.path, row.raw): row for row in session.snapshot.tasks.values()}
    first = {one.action: rows[one.path, one.line] for one in made.told if one.sort == "first"}
    rejected = {action for number, action in enumerate(first) if number % 2}
    session.do(Reject(tuple(rows[one.path, one.line] for one in made.told if one.sort == "first" and one.action in rejected)))  # fmt: skip
    session.ledger.look()
    again = [one for one in made.told if one.sort == "again" and one.action in rejected]
    others = [one for one in made.told if one.sort in {"near", "new"} and one.action not in first]
    known = [one for one in again if session.ledger.seen(rows[one.path, one.line])]
    wrong = [one.line for one in others if session.ledger.seen(rows[one.path, one.line])]
    assert len(known) >= 0.95 * len(again) > 30
    assert len(others) > 60
    assert wrong == []


def test_nothing_is_kept_that_was_not_decided_by_a_person(place: Place) -> None:
    session = place.session()
    session.ledger.look()
    assert session.writing.state.items(KIND) == {}
    assert session.ledger.revision == 0


@pytest.mark.parametrize("act", [fail(FULL), be_killed], ids=["full disk", "killed"])
@pytest.mark.parametrize("in_vault", [False, True], ids=["beside the vault", "in the vault"])
def test_wherever_it_is_cut_short_a_decision_and_its_memory_are_both_there_or_neither(
    tmp_path: Path, act: Callable[[], None], in_vault: bool
) -> None:
    config = Config(ledger_in_vault=in_vault)
    for number in range(1, 300, 2):
        place = Place(tmp_path / str(number), {MEETING: note(FIRST)})
        session = place.session(config=config)
        fault = Countdown(number, act)
        with suppress(WinnowError, Killed), changes(fault):
            session.do(Reject(the(session, FIRST)))
        later = place.session(config=config)
        is_rejected = b"[R]" in place.read(MEETING)
        assert bool(later.ledger.decided()) is is_rejected, number
        if not fault.reached:
            assert is_rejected
            break
    else:
        pytest.fail("the calls do not end")
