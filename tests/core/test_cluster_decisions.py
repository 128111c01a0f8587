"""Clusters decided: one transaction over all notes or nothing, one undo, kept through a kill, remembered."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sessions import Meddled, Place, the

from core.actions.clustering import taken_over
from core.actions.intents import AcceptCluster, DuplicateOf, Join, RejectCluster, Split
from core.clusters.cluster import Cluster
from core.clusters.ties import KIND
from core.config import Config
from core.decisions import Resumed, decide, keep, resume
from core.errors import Refused
from core.index.rows import TaskId
from core.ledger.decided import Seen
from core.session import Session

DECK = "Send the dated plan for Low Quay to the office"
MORE = f"{DECK}, with a map"
BELL = "Order twelve brackets for the upper weir"
BELLS = f"{BELL} and the lower one"
A, B, C = "People/Ana Ruiz/a.md", "Projects/Weir/b.md", "TASKS_INBOX.md"
NOTES = {
    A: f"---\ndate: '2026-01-02'\n---\n- [?] {DECK} @Myself 📅 2026-01-09 #proposed\n- [?] {BELL} #proposed\n",
    B: f"---\ndate: '2026-01-03'\n---\n- [?] {MORE} ⏫ 📅 2026-01-12 #proposed\n",
    C: f"- [?] {BELLS} 🔼 #proposed\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {path: text.encode() for path, text in NOTES.items()})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def clusters(session: Session) -> tuple[Cluster, ...]:
    return session.clusters.all(session.rows("is:proposed"))


def accepting(session: Session, *found: Cluster, **chosen: str) -> AcceptCluster:
    choose = tuple((name, text) for name, text in chosen.items())
    return AcceptCluster.of(found or clusters(session), session.snapshot.tasks, choose)  # type: ignore[arg-type]  # names of fields


def test_several_clusters_are_one_transaction_and_one_undo(place: Place) -> None:
    session = place.session()
    assert sorted(one.files for one in clusters(session)) == [2, 2]
    outcome = session.do(accepting(session))
    assert outcome.label == "accept all ×4"
    assert place.read(B).endswith(f"- [ ] {MORE} @Myself ⏫ 📅 2026-01-12\n".encode())
    assert b"- [R] Send" in place.read(A)
    assert b"- [R] Order" in place.read(A)
    assert place.read(C) == f"- [ ] {BELLS} 🔼\n".encode()
    assert clusters(session) == ()
    session.undo()
    assert {path: place.read(path).decode() for path in NOTES} == NOTES
    assert len(clusters(session)) == 2


def test_another_line_may_stay_and_choices_are_for_one_cluster(place: Place) -> None:
    session = place.session()
    [deck, bell] = sorted(clusters(session), key=lambda one: -len(one.conflict_fields))
    plan = session.plan(accepting(session, deck, bell, due="2026-01-09"))
    assert plan.transaction is None
    assert len(plan.refused) == 4
    other = next(id for id in deck.members if id != deck.best)
    session.do(accepting(session, replace(deck, best=other), due="2026-01-12"))
    assert f"- [ ] {DECK} @Myself 📅 2026-01-12 ⏫\n".encode() in place.read(A)
    assert b"- [R] Send" in place.read(B)


def test_nothing_is_rejected_where_the_line_that_would_stay_has_moved_on(place: Place) -> None:
    session = place.session()
    [deck] = [one for one in clusters(session) if one.conflict_fields]
    intent = accepting(session, deck)
    changed = place.read(B).replace(b"a map", b"two maps")
    place.write(B, changed)
    outcome = session.do(intent)
    assert outcome.plan is not None
    assert (outcome.entry, len(outcome.plan.refused)) == (None, 2)
    assert place.read(B) == changed
    assert place.read(A).decode() == NOTES[A]


def test_a_copy_that_moved_on_is_refused_and_the_others_are_decided(place: Place) -> None:
    session = place.session()
    intent = accepting(session, *(one for one in clusters(session) if one.conflict_fields))
    place.write(A, place.read(A).replace(b"dated plan", b"undated plan"))
    outcome = session.do(intent)
    assert outcome.plan is not None
    assert len(outcome.plan.done) == len(outcome.plan.refused) == 1
    assert b"- [ ] Send" in place.read(B)


def test_a_note_that_changes_while_it_is_planned_is_planned_again(place: Place) -> None:
    left = [b"\nonce\n", b"\ntwice\n"]

    def meddle(path: str) -> None:
        if path == A and deciding and left:
            place.append(A, left.pop())

    deciding = False
    session = place.session(Meddled(place.root, meddle))
    intent = accepting(session)
    deciding = True
    session.do(intent)
    assert b"- [R] Send" in place.read(A)
    assert place.read(A).endswith(b"\ntwice\n\nonce\n")


def test_a_cluster_that_was_only_kept_is_decided_at_the_next_start(place: Place) -> None:
    session = place.session()
    keep(
        session, "a", accepting(session, *(one for one in clusters(session) if one.conflict_fields))
    )
    keep(session, "b", Split(the(session, BELL), (the(session, BELLS)[0].id,)))
    assert place.read(A).decode() == NOTES[A]
    assert resume(place.session()).done == 2
    assert b"- [R] Send" in place.read(A)
    assert resume(place.session()) == Resumed()


def test_the_ledger_knows_of_which_a_copy_is_a_duplicate(place: Place) -> None:
    session = place.session()
    rows = {row.text: row for row in the(session, DECK, MORE, BELL, BELLS)}
    decide(session, "a", accepting(session, *(one for one in clusters(session) if one.conflict_fields)))  # fmt: skip
    decide(session, "b", DuplicateOf((rows[BELL],), rows[BELLS].id))
    session.ledger.look()
    told = {text: session.ledger.recall(rows[text]) for text in (DECK, MORE, BELL)}
    assert [_verdict(one) for one in told.values()] == ["duplicate", "accepted", "duplicate"]
    session.do(RejectCluster(the(session, BELLS)))
    session.ledger.look()
    assert _verdict(session.ledger.recall(rows[BELLS])) == "rejected"


def _verdict(seen: Seen | None) -> str:
    return "" if seen is None else seen.verdict


def test_what_is_joined_and_split_is_undone_too_and_says_which_tasks(place: Place) -> None:
    session = place.session()
    deck, bell = the(session, DECK, BELL)
    outcome = session.do(Join((deck, bell)))
    assert outcome.touched == {deck.id, bell.id}
    assert session.clusters.size(deck.id) == session.clusters.size(bell.id) == 1
    [one] = clusters(session)
    assert one.size == 4
    session.do(Split((bell,), (deck.id,)))
    assert len(clusters(session)) == 2
    session.undo()
    session.undo()
    assert [one.size for one in clusters(session)] == [2, 2]
    assert session.writing.state.items(KIND) == {}


def test_a_value_of_no_field_cannot_be_chosen(place: Place) -> None:
    session = place.session()
    intent = accepting(session, *(one for one in clusters(session) if one.conflict_fields))
    best = intent.items[0]
    with pytest.raises(Refused, match="nothing to choose of “colour”"):
        taken_over(replace(intent, choose=(("colour", "red"),)), best, Config().me)  # type: ignore[arg-type]  # as a file may have it
    plan = session.plan(replace(intent, choose=(("due", "soon"),)))
    assert plan.transaction is None
    assert "is no date" in plan.refused[0].reason + plan.refused[1].reason
    assert session.plan(DuplicateOf((best,), TaskId("nowhere"))).transaction is None
