"""The repair queue of a vault: what is in it, what mending writes, and what stays whatever happens meanwhile."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from sessions import Place, the
from writing import Countdown, Killed, be_killed, calls

from core.actions.intents import Fix, SetText
from core.actions.records import decision_of, record_of, recorded
from core.decisions import Resumed, decide, keep, offer_again, resume
from core.demo.flaws import FLAWS
from core.errors import BadQuery
from core.path import NotePath
from core.problems.filter import parse_filter
from core.problems.items import KINDS, Problem
from core.session import Session

NOTE, OTHER = NotePath("Work/Ada Quill/sync.md"), NotePath("Other.md")
FLAWED = "# Sync\n\n" + "".join(f"{one.line}\n\n" for one in FLAWS)
MEANT = "# Sync\n\n" + "".join(f"{one.line if one.meant is None else one.meant}\n\n" for one in FLAWS)  # fmt: skip
BROKEN = b"- [ ?] sweep\n- [?] rest\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {NOTE: FLAWED.encode(), OTHER: BROKEN})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def listed(session: Session, filter: str = "") -> list[Problem]:
    found = session.problems.rows(filter)
    return [found.rows[id] for id in found.ids]


def test_lines_of_every_kind_are_found_and_become_what_they_were_meant_to_be(place: Place) -> None:
    session = place.session()
    found = [one for one in listed(session) if one.path == NOTE]
    assert [(one.code, one.raw, one.fix) for one in found] == [
        (one.code, one.line, one.meant) for one in FLAWS
    ]
    of_proposals = {"mark", "two-marks", "no-bullet", "twin", "note"}
    assert {one.code for one in FLAWS} == KINDS.keys() - of_proposals
    outcome = session.do(Fix(tuple(found)))
    assert place.read(NOTE).decode() == MEANT
    assert outcome.plan is not None
    assert [one.id for one in outcome.plan.refused] == [one.id for one in found if one.fix is None]
    left = [one for one in listed(session) if one.path == NOTE]
    assert [one.raw for one in left] == [one.line for one in FLAWS if one.meant is None]

    again = session.plan(Fix(tuple(found)))
    assert again.transaction is None
    assert set(again.unchanged) == {one.id for one in found if one.fix is not None}
    session.undo()
    assert place.read(NOTE).decode() == FLAWED


def test_what_changed_elsewhere_leaves_the_rest_as_it_is_known(place: Place) -> None:
    session = place.session()
    before = listed(session)
    place.append(OTHER, b"- [X] hum\n- [?] rest\n")
    session.refresh([OTHER])
    after = listed(session)
    assert [one for one in after if one.path == NOTE] == [one for one in before if one.path == NOTE]
    assert [one.code for one in after if one.path == OTHER] == ["mark", "status", "twin"]
    anew = listed(place.session())
    assert [one._replace(task=None) for one in after] == [one._replace(task=None) for one in anew]
    [sweep] = [one for one in after if one.code == "mark"]
    assert session.problems.find(sweep.id) == sweep
    assert session.problems.of([sweep.task.id] if sweep.task else []) == (sweep,)
    assert session.problems.alike(["mark", "status"]) == tuple(one for one in after if one.code in {"mark", "status"} and one.fix)  # fmt: skip
    assert session.problems.find("nobody") is None


def test_a_line_that_moved_is_mended_there_and_one_that_reads_otherwise_is_not(
    place: Place,
) -> None:
    session = place.session()
    found = {one.code: one for one in listed(session, "kind:mark,open-link")}
    place.write(OTHER, b"# Above\n" + BROKEN)
    place.write(NOTE, FLAWED.replace("- [[The list", "- [[The map").encode())
    outcome = session.do(Fix((found["mark"],)))
    assert place.read(OTHER) == b"# Above\n- [?] sweep\n- [?] rest\n"
    assert outcome.touched
    plan = session.plan(Fix(tuple(listed(session, "kind:open-link fix:yes"))))
    [refusal] = plan.refused
    assert refusal.conflict
    assert refusal.found.startswith("- [[The map")
    (place.root / NOTE).unlink()
    plan = session.plan(Fix((found["open-link"],)))
    assert plan.refused[0].conflict


def test_a_fix_is_kept_like_every_decision_and_done_once(place: Place) -> None:
    session = place.session()
    [sweep] = listed(session, "kind:mark")
    keep(session, "a", Fix((sweep,)), sync=True)
    decision = decision_of("a", session.now, Fix((sweep,)))
    assert recorded(record_of(decision)) == decision
    assert resume(place.session()) == Resumed(done=1)
    assert place.read(OTHER) == BROKEN.replace(b"[ ?]", b"[?]")
    assert resume(place.session()) == Resumed()


def test_a_fix_of_a_line_that_reads_otherwise_comes_back_with_its_reason(place: Place) -> None:
    session = place.session()
    [sweep] = listed(session, "kind:mark")
    keep(session, "a", Fix((sweep,)), sync=True)
    place.write(OTHER, b"- [ ?] sing\n")
    again = place.session()
    assert resume(again) == Resumed(refused=1)
    assert place.read(OTHER) == b"- [ ?] sing\n"


@pytest.mark.parametrize("number", [3, 9, 15, 21, 27, 33, 39, 45])
def test_wherever_it_is_killed_a_fix_is_done_once_or_not_at_all(place: Place, number: int) -> None:
    session = place.session()
    wanted = Fix(tuple(listed(session, "kind:mark,text-after,repeated")))
    killed = place.session()
    with suppress(Killed), calls(Countdown(number, be_killed)):
        decide(killed, "a", wanted)
    after = place.session()
    resume(after)
    done = place.read(OTHER) != BROKEN
    assert done == (not listed(after, "kind:mark,text-after,repeated"))
    assert place.read(OTHER) == (BROKEN.replace(b"[ ?]", b"[?]") if done else BROKEN)
    assert len([one for one in after.past.entries() if one.tx.verb == "fix"]) == done


def test_what_another_program_wrote_an_older_copy_over_is_wrong_again(place: Place) -> None:
    session = place.session()
    wanted = Fix(tuple(listed(session, "kind:mark")))
    decide(session, "a", wanted)
    place.write(OTHER, BROKEN)
    session.refresh([OTHER])
    assert offer_again(session, wanted, [OTHER], "overwritten") == {wanted.items[0].id}
    assert session.do(wanted).plan is not None
    assert place.read(OTHER) == BROKEN.replace(b"[ ?]", b"[?]")


def test_several_problems_of_one_line_are_one_edit_and_neighbours_stay(place: Place) -> None:
    place.write(OTHER, b"- [X] [?] oil 2026 \xf0\x9f\x93\x85 2026-02-31 and rest\r\n- [?] rest")
    session = place.session()
    wanted = Fix(tuple(one for one in listed(session) if one.path == OTHER))
    assert {one.code for one in wanted.items} == {"status", "two-marks", "no-day"}
    session.do(wanted)
    assert place.read(OTHER) == "- [x] oil 2026 and rest 📅 2026-02-28\r\n- [?] rest".encode()


def test_what_mends_another_problem_too_mends_both(place: Place) -> None:
    place.write(OTHER, "- [ ] row 📅 2026-01-01 #t\u00a0call Bob\n".encode())
    session = place.session()
    wanted = Fix(tuple(one for one in listed(session) if one.path == OTHER))
    assert [one.code for one in wanted.items] == ["no-break-space", "text-after"]
    outcome = session.do(wanted)
    assert outcome.plan is not None
    assert len(outcome.plan.done) == 2
    assert place.read(OTHER) == "- [ ] row #t call Bob 📅 2026-01-01\n".encode()


def test_what_the_global_filter_hides_is_no_task_without_its_bullet(tmp_path: Path) -> None:
    notes = {OTHER: b"[?] why\n [?] call #task\n- [ ?] rest\n- [ ?] sing #task\n"}
    session = Place(tmp_path, notes, globalFilter="#task").session()
    assert [(one.code, one.line) for one in listed(session)] == [("no-bullet", 1), ("mark", 3)]


def test_a_task_keeps_its_snooze_where_its_words_stay(place: Place) -> None:
    session = place.session()
    [row] = the(session, "sweep")
    session.do(Fix(tuple(listed(session, "kind:mark"))))
    assert the(session, "sweep")[0].id == row.id
    session.do(SetText(the(session, "sweep"), "sweep up"))


@pytest.mark.parametrize(
    ("filter", "codes"),
    [
        ("kind:no-day,mark", {"no-day", "mark"}),
        ("code:no- fix:no", {"no-day"}),
        ("is:proposed", {"mark"}),
        ("-is:task -is:proposed", {"open-link"}),
        ("path:other", {"mark"}),
        ("entity:ada kind:glued", set()),
        ("winch", {"no-break-space"}),
        ('"calendar" fix:yes', {"no-day"}),
    ],
)
def test_a_filter_means_what_it_says(place: Place, filter: str, codes: set[str]) -> None:
    assert {one.code for one in listed(place.session(), filter)} == codes


@pytest.mark.parametrize(("filter", "says"), [("kind:x", "no kind"), ("fix:maybe", "yes no"), ("is:odd", "task"), ("kind:", "wants a value")])  # fmt: skip
def test_a_mistake_in_a_filter_is_a_sentence(filter: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        parse_filter(filter)
