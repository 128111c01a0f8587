"""Decisions about what waits in the inbox are made once, or come back with the reason, whenever the program is killed."""

import os
from datetime import date
from pathlib import Path

import pytest
from kills import content, done_once_or_not_at_all
from sessions import Place
from writing import Countdown, calls

from core.actions.intents import Archive, Capture, File, InboxIntent, KeepOne, MakeTask, SnoozeItem
from core.actions.records import aspect, decision_of, record_of, recorded
from core.decisions import (
    Resumed,
    decide,
    keep,
    offer_again,
    resume,
)
from core.errors import WriteFailed
from core.inbox.items import InboxRow
from core.index.rows import TaskId
from core.path import NotePath
from core.session import Session

ANA = "Work/People/Ana Ruiz"
TALK = "Inbox/talk.md"
OTHER = "Inbox/other.txt"
NOTES = {
    f"{ANA}/README.md": b"# Ana Ruiz\n\n[[talk]]\n",
    TALK: b"---\ntitle: Talk\ndate: '2026-01-03'\n---\nhello\n",
    OTHER: b"other\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def item(session: Session, path: str) -> InboxRow:
    row = session.inbox.find(path)
    assert row is not None
    return row


def test_every_kind_is_kept_as_it_was_decided(place: Place) -> None:
    session = place.session()
    rows = (item(session, TALK), item(session, OTHER))
    intents: list[InboxIntent] = [
        File(rows, ANA),
        KeepOne(rows, NotePath(TALK)),
        SnoozeItem(rows, date(2026, 1, 9)),
        Capture("buy rope"),
        MakeTask(NotePath(TALK), 4, "hello"),
    ]
    for intent in intents:
        decision = recorded(record_of(decision_of("a", session.now, intent)))
        assert decision.intent({}, session.inbox.row) == (intent, ())
    file, archive = (
        decision_of("a", "", one(rows)) for one in (lambda rows: File(rows, ANA), Archive)
    )  # type: ignore[no-untyped-call]  # two of them
    assert aspect(file.asked) == aspect(archive.asked)
    assert aspect(("Capture", "a")) != aspect(("Capture", "b"))


def test_what_was_only_kept_is_done_at_the_next_start(place: Place) -> None:
    session = place.session()
    keep(session, "a", File((item(session, TALK),), ANA), sync=True)
    keep(session, "b", Archive((item(session, OTHER),)))
    keep(session, "c", Capture("buy rope"))
    again = place.session()
    assert resume(again) == Resumed(done=3)
    assert set(again.snapshot.notes) >= {f"{ANA}/2026-01-03 - Talk.md", "TASKS_INBOX.md"}
    assert resume(place.session()) == Resumed()
    assert len(again.past.entries()) == 3


def test_what_was_gone_by_then_is_refused_and_forgotten(place: Place) -> None:
    session = place.session()
    keep(session, "a", Archive((item(session, TALK), item(session, OTHER))))
    (place.root / TALK).unlink()
    again = place.session()
    found = resume(again)
    assert (found.done, found.refused) == (0, 1)
    assert [one.reason for one in found.gone] == [f"{TALK} does not wait any more"]
    assert not (place.root / OTHER).exists()
    assert again.queue.refused == {}


def test_a_refusal_is_kept_until_it_is_decided_again(place: Place) -> None:
    session = place.session()
    (place.root / TALK).chmod(0o444)
    row = item(session, TALK)
    outcome = decide(session, "a", File((row,), ANA))
    assert outcome.entry is None
    id = TaskId(row.id)
    later = place.session()
    resume(later)
    assert later.queue.refused[id].reason == f"{TALK} is read-only"
    (place.root / TALK).chmod(0o644)
    assert decide(later, "b", File((item(later, TALK),), ANA)).entry
    assert later.queue.refused == {}


def test_what_another_program_put_back_is_offered_again(place: Place) -> None:
    session = place.session()
    intent = Archive((item(session, TALK),))
    entry = decide(session, "a", intent).entry
    assert entry
    (place.root / "Inbox/_archive/2026-01-05/talk.md").rename(place.root / TALK)
    lost = session.writing.overwritten(entry)
    assert lost
    session.refresh([NotePath(TALK), *lost])
    id = TaskId(item(session, TALK).id)
    assert offer_again(session, intent, lost, "put back") == {id}
    assert session.queue.refused[id].reason == "put back"


def test_wherever_it_is_killed_it_is_done_once_or_not_at_all(tmp_path: Path) -> None:
    def wanted(session: Session) -> InboxIntent:
        return File((item(session, TALK), item(session, OTHER)), ANA)

    done_once_or_not_at_all(tmp_path, NOTES, wanted)


def test_what_the_disk_refuses_is_held_and_tried_again(place: Place) -> None:
    session = place.session()
    session.writing.warm()
    wanted = Archive((item(session, TALK),))

    def full() -> None:
        raise OSError(28, "No space left on device")

    before = content(place)
    with calls(Countdown(1, full, sticky=True)), pytest.raises(WriteFailed):
        decide(session, "a", wanted)
    assert content(place) == before
    assert session.queue.held.many == 1
    assert resume(session).done == 1
    assert not (place.root / TALK).exists()
