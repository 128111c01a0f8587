"""What a session shows of the vault, and how it follows what other programs do to it."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from sessions import PLUGIN, Meddled, Place, the, waiting

from core.actions.intents import Accept
from core.errors import BadQuery, OutsideVault, Unreadable
from core.index.rows import TaskId
from core.path import NotePath
from core.session import Session
from core.vault import Listing, Trouble, Vault

ADA = "Work/People/Ada Quill/2026-01-02 - Sync.md"
PAGE = "Work/People/Ada Quill/README.md"
NOTES = {
    ADA: b"---\nsource_ref: /Users/somebody/Notes/Sources/sync.md\n---\n- [?] send the deck @Myself\n- [ ] call\n",
    PAGE: b"---\ntags: [needs-review]\n---\n# Ada\n",
    "Inbox/new.md": b"- [?] read this\n",
    "TASKS_INBOX.md": b"- [?] buy tea\n",
    "Sources/sync.md": b"- [?] said in passing\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


@pytest.fixture
def session(place: Place) -> Session:
    return place.session()


def ids(session: Session, path: str) -> set[TaskId]:
    return set(session.snapshot.by_note[NotePath(path)])


def test_the_panes_are_counted_and_follow_what_is_done(session: Session) -> None:
    before = session.counts
    assert (before.inbox, before.entities, before.tasks, before.review) == (3, 1, 3, 1)
    session.do(Accept(the(session, "send the deck")))
    after = session.counts
    assert (after.inbox, after.entities, after.tasks, after.review) == (2, 1, 2, 1)
    session.undo()
    assert session.counts == before


def test_a_task_of_nobody_is_mine_in_the_capture_file_alone(session: Session) -> None:
    mine = {row.text for row in session.snapshot.tasks.values() if row.mine}
    assert mine == {"send the deck", "buy tea"}


def test_a_filter_that_does_not_parse_is_said(session: Session) -> None:
    with pytest.raises(BadQuery):
        session.rows("is:nonsense")


def test_the_source_of_a_note_made_elsewhere_is_found_here(session: Session) -> None:
    assert (
        session.snapshot.source(the(session, "send the deck")[0].note.source_ref)
        == "Sources/sync.md"
    )
    assert session.snapshot.source(the(session, "buy tea")[0].note.source_ref) is None


def test_a_note_is_read_as_it_is_now(place: Place, session: Session) -> None:
    place.append(ADA, b"- [ ] more\n")
    assert [task.text for task in session.note(NotePath(ADA)).tasks][-1] == "more"
    with pytest.raises(Unreadable):
        session.note(NotePath("gone.md"))
    with pytest.raises(OutsideVault):
        session.note(NotePath("../outside.md"))


def test_looking_again_sees_new_changed_and_deleted_notes(place: Place, session: Session) -> None:
    gone, page = ids(session, "Inbox/new.md"), session.snapshot.notes[NotePath(PAGE)]
    place.write("Work/later.md", b"- [?] later\n")
    place.append(ADA, b"- [?] another\n")
    (place.root / "Inbox/new.md").unlink()
    place.write("Sources/more.md", b"- [?] not triaged\n")
    touched = session.rescan()
    assert set(waiting(session)) == {"send the deck", "buy tea", "another", "later"}
    assert touched == gone | {the(session, "another")[0].id} | ids(session, "Work/later.md")
    assert "Sources/more.md" in session.snapshot.others
    assert session.snapshot.notes[NotePath(PAGE)] is page
    assert session.rescan() == frozenset()


def test_a_note_written_again_with_its_old_time_and_size_is_seen(
    place: Place, session: Session
) -> None:
    file = place.root / ADA
    before = file.stat()
    other = file.with_name("other")
    other.write_bytes(file.read_bytes().replace(b"send", b"sell"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    session.rescan()
    assert the(session, "sell the deck")


def test_a_list_follows_what_another_program_did(place: Place, session: Session) -> None:
    rows = session.rows("")
    place.write("Work/later.md", b"- [?] later @Myself\n")
    (place.root / "Inbox/new.md").unlink()
    folded = session.folded(rows, session.rescan())
    texts = [folded.tasks[id].text for id in folded.ids]
    assert sorted(texts) == ["buy tea", "later", "send the deck"]
    assert folded.total == 3


def test_a_note_that_is_asked_for_is_read_again(place: Place, session: Session) -> None:
    place.append(ADA, b"- [?] another\n")
    (place.root / "Inbox/new.md").unlink()
    gone = ids(session, "Inbox/new.md")
    paths = [NotePath(path) for path in (ADA, "Inbox/new.md", "Sources/sync.md", "never.md")]
    # What reads as it did is the task that was there.
    before = the(session, "send the deck")
    assert session.refresh(paths) == {the(session, "another")[0].id} | gone
    assert the(session, "send the deck") == before
    assert the(session, "send the deck")[0].note is before[0].note
    assert set(waiting(session)) == {"send the deck", "buy tea", "another"}
    assert session.refresh([NotePath("Sources/sync.md")]) == frozenset()


class Blind(Vault):
    """A vault of which a folder cannot be listed for a while, as on a disk that is not there."""

    hidden: str | None = None

    def walk(self) -> Listing:
        listing = super().walk()
        if self.hidden is None:
            return listing
        below = f"{self.hidden}/" if self.hidden else ""
        files = tuple(file for file in listing.files if not file.path.startswith(below))
        trouble = (Trouble(NotePath(self.hidden), "not permitted"),)
        return replace(listing, files=files, trouble=trouble, complete=False)


@pytest.mark.parametrize("hidden", ["Work/People", ""])
def test_a_folder_that_cannot_be_listed_deletes_nothing(place: Place, hidden: str) -> None:
    vault = Blind(place.root)
    session = place.session(vault)
    vault.hidden = hidden
    assert session.rescan() == frozenset()
    assert "send the deck" in waiting(session)
    assert session.snapshot.trouble == ((hidden, "not permitted"),)
    vault.hidden = None
    session.rescan()
    assert session.snapshot.trouble == ()


def test_a_folder_beside_one_that_cannot_be_listed_loses_what_it_lost(place: Place) -> None:
    vault = Blind(place.root)
    session = place.session(vault)
    vault.hidden = "Work/People"
    (place.root / "Inbox/new.md").unlink()
    session.rescan()
    assert set(waiting(session)) == {"send the deck", "buy tea"}


def test_a_note_that_vanishes_while_it_is_read_is_a_row_with_a_problem(place: Place) -> None:
    def vanish(path: NotePath) -> None:
        if path == "Inbox/new.md":
            (place.root / "TASKS_INBOX.md").unlink(missing_ok=True)

    session = place.session(Meddled(place.root, vanish))
    notes = session.snapshot.notes
    assert set(notes) == NOTES.keys() - {"Sources/sync.md"}
    assert [path for path, note in notes.items() if note.problems] == ["TASKS_INBOX.md"]
    session.rescan()
    assert set(waiting(session)) == {"send the deck", "read this"}


def test_a_note_that_is_too_large_is_a_row_with_a_problem(place: Place) -> None:
    session = place.session(Vault(place.root, max_bytes=20))
    [problem] = session.snapshot.notes[NotePath(ADA)].problems
    assert "too large" in problem
    assert ids(session, ADA) == set()


def test_a_scan_that_is_stopped_keeps_what_it_had(place: Place) -> None:
    session = place.unread()
    session.scan(stop=lambda: True)
    assert waiting(session) == []
    session.scan()
    assert len(waiting(session)) == 3


def test_a_scan_again_replaces_everything(place: Place, session: Session) -> None:
    before = session.snapshot
    (place.root / "Inbox/new.md").unlink()
    session.scan()
    assert session.snapshot.revision > before.revision
    assert set(waiting(session)) == {"send the deck", "buy tea"}
    assert set(waiting(session, "is:any")) == {"send the deck", "buy tea", "call"}


def test_an_older_snapshot_stays_as_it_was(session: Session) -> None:
    before, [row] = session.snapshot, the(session, "send the deck")
    session.do(Accept((row,)))
    assert before.tasks[row.id].proposed
    assert not session.snapshot.tasks[row.id].proposed


def test_settings_that_changed_hold_for_what_is_read_then(place: Place, session: Session) -> None:
    status = {"symbol": "?", "name": "Asked", "type": "NON_TASK"}
    place.write(PLUGIN, json.dumps({"statusSettings": {"customStatuses": [status]}}).encode())
    place.append(ADA, b"- [?] another\n")
    session.rescan()
    assert the(session, "another")[0].status == "Asked"
