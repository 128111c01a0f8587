"""What is done to items of the inbox where the vault or another program is in the way."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sessions import Meddled, Place

from core.actions.intents import (
    Accept,
    Archive,
    Capture,
    Duplicate,
    File,
    InboxIntent,
    KeepOne,
    MakeNote,
    MakeTask,
    Plan,
    Review,
    Snooze,
    SnoozeItem,
    Trash,
)
from core.errors import Conflict, Unsettled
from core.inbox.items import InboxRow
from core.path import NotePath
from core.session import Session
from core.vault import Standing, Vault

TODAY = date(2026, 1, 5)
ANA = "Work/People/Ana Ruiz"
TALK = "Inbox/Transcripts/talk.md"
CALL = f"{ANA}/2026-01-02 - Call.md"
NOTES = {
    f"{ANA}/README.md": b"---\ntype: people\ntitle: Ana Ruiz\n---\n# Ana Ruiz\n",
    "Work/Customers/Acme/README.md": b"---\ntype: customer\ntitle: Acme\n---\n# Acme\n",
    TALK: b"---\ntype: transcript\ntitle: Talk\ndate: '2026-01-03'\n---\nhello\n",
    "Inbox/photo.jpg": b"jpg",
    CALL: b"---\nperson: Ana Ruiz\nsource_ref: Sources/call.md\n---\n# Call\n\n- [?] ring\n- [?] write\n",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def item(session: Session, path: str) -> InboxRow:
    row = session.inbox.find(path)
    assert row is not None
    return row


def everything(place: Place) -> dict[str, bytes | None]:
    """Files and folders: a folder that was made must go, too."""
    return {
        str(one.relative_to(place.root)): one.read_bytes() if one.is_file() else None
        for one in sorted(place.root.rglob("*"))
    }


def refused(plan: Plan) -> str:
    assert plan.transaction is None
    [refusal] = plan.refused
    return refusal.reason


FILING: list[Callable[[tuple[InboxRow, ...]], InboxIntent]] = [
    lambda rows: File(rows, ANA),
    Archive,
    Trash,
    lambda rows: Duplicate(rows, NotePath(CALL)),
    lambda rows: MakeNote(rows, ANA),
]


@pytest.mark.parametrize("intent", FILING)
@pytest.mark.parametrize("path", [TALK, "Inbox/photo.jpg"])
def test_every_way_out_of_the_inbox_is_taken_back_and_made_again(
    place: Place, path: str, intent: Callable[[tuple[InboxRow, ...]], InboxIntent]
) -> None:
    session, before = place.session(today=TODAY), everything(place)
    outcome = session.do(intent((item(session, path),)))
    after = everything(place)
    assert outcome.plan is not None
    assert len(outcome.plan.done) == 1
    assert after != before
    session.undo()
    assert everything(place) == before
    session.redo()
    assert everything(place) == after
    assert set(session.snapshot.others) == set(place.session().snapshot.others)
    assert set(session.snapshot.notes) == set(place.session().snapshot.notes)


@pytest.mark.parametrize("intent", FILING)
@pytest.mark.parametrize("path", [TALK, "Inbox/photo.jpg"])
def test_a_file_that_vanished_is_a_conflict(
    place: Place, path: str, intent: Callable[[tuple[InboxRow, ...]], InboxIntent]
) -> None:
    session = place.session(today=TODAY)
    row = item(session, path)
    (place.root / path).unlink()
    plan = session.plan(intent((row,)))
    assert "not there any more" in refused(plan)
    assert plan.refused[0].conflict


@pytest.mark.parametrize("path", [TALK, "Inbox/photo.jpg"])
def test_a_file_that_vanishes_while_it_is_filed_is_a_conflict(place: Place, path: str) -> None:
    def vanish(_: NotePath) -> None:
        (place.root / path).unlink(missing_ok=True)

    class Vanishing(Vault):
        def standing(self, path: NotePath) -> Standing | None:
            found = super().standing(path)
            if path == f"{ANA}":
                vanish(path)
            return found

    session = place.session(Vanishing(place.root), today=TODAY)
    row, before = item(session, path), everything(place)
    plan = session.plan(File((row,), ANA))
    if plan.transaction is not None:
        with pytest.raises(Conflict, match="is gone"):
            session.writing.writer.commit(plan.transaction, session.now)
    assert everything(place) == {p: data for p, data in before.items() if p != path}


def test_a_link_is_left_where_it_is(place: Place) -> None:
    (place.root / "Inbox/link.jpg").symlink_to(place.root / "Inbox/photo.jpg")
    session = place.session(today=TODAY)
    assert "is a link" in refused(session.plan(Archive((item(session, "Inbox/link.jpg"),))))


def test_a_folder_that_leads_out_of_the_vault_is_refused(place: Place, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (place.root / "Inbox/_archive").symlink_to(tmp_path / "outside")
    session = place.session(today=TODAY)
    assert "out of the vault" in refused(session.plan(Archive((item(session, TALK),))))


def test_a_read_only_note_is_not_filed_and_is_archived_all_the_same(place: Place) -> None:
    (place.root / TALK).chmod(0o444)
    session = place.session(today=TODAY)
    row = item(session, TALK)
    assert "read-only" in refused(session.plan(File((row,), ANA)))
    session.do(Archive((row,)))
    session.undo()
    assert (place.root / TALK).stat().st_mode & 0o777 == 0o444


def test_another_file_system_is_refused(place: Place) -> None:
    class Mounted(Vault):
        def standing(self, path: NotePath) -> Standing | None:
            found = super().standing(path)
            return found._replace(device=-1) if found and path == ANA else found

    session = place.session(Mounted(place.root), today=TODAY)
    plan = session.plan(File((item(session, TALK), item(session, "Inbox/photo.jpg")), ANA))
    assert plan.transaction is None
    assert all("another file system" in one.reason for one in plan.refused)


def test_a_file_that_is_never_read_is_moved_unread(tmp_path: Path) -> None:
    film = "Inbox/film.mov"
    place = Place(tmp_path, {**NOTES, film: b""})
    with (place.root / film).open("wb") as file:
        file.truncate(2_000_000_000)

    def fail(path: NotePath) -> None:
        assert path != film

    session = place.session(Meddled(place.root, fail), today=TODAY)
    assert session.do(File((item(session, film),), ANA)).label == "file “film.mov” to Ana Ruiz"
    assert (place.root / ANA / "film.mov").stat().st_size == 2_000_000_000
    session.undo()
    assert (place.root / film).stat().st_size == 2_000_000_000


def test_a_note_that_is_too_large_to_be_read_is_archived_unread(tmp_path: Path) -> None:
    place = Place(tmp_path, {**NOTES, "Inbox/large.md": b"x" * 6_000_000})
    session = place.session(today=TODAY)
    row = item(session, "Inbox/large.md")
    assert "too large" in refused(session.plan(File((row,), ANA)))
    session.do(Archive((row,)))
    session.undo()
    assert place.read("Inbox/large.md") == b"x" * 6_000_000


def test_what_another_program_adds_while_it_is_filed_is_not_lost(place: Place) -> None:
    def add(path: NotePath) -> None:
        if path == TALK and b"late" not in place.read(TALK):
            place.append(TALK, b"late\n")

    session = place.session(Meddled(place.root, add), today=TODAY)
    session.do(File((item(session, TALK),), ANA))
    assert place.read(f"{ANA}/2026-01-03 - Talk.md").endswith(b"hello\nlate\n")


def test_undo_days_later_keeps_what_was_written_meanwhile(place: Place) -> None:
    link = f"{ANA}/README.md"
    place.append(link, b"- [[talk]]\n")
    session = place.session(today=TODAY)
    session.do(File((item(session, TALK),), ANA))
    filed = f"{ANA}/2026-01-03 - Talk.md"
    place.append(filed, b"mine\n")
    place.write(link, b"new first line\n" + place.read(link))
    place.now += timedelta(days=3)
    later = place.session()
    later.undo()
    assert place.read(TALK) == NOTES[TALK] + b"mine\n"
    assert place.read(link) == b"new first line\n" + NOTES[link] + b"- [[talk]]\n"
    later.redo()
    assert place.read(filed).endswith(b"hello\nmine\n")
    assert b"- [[2026-01-03 - Talk]]" in place.read(link)


def test_a_page_that_was_made_and_written_into_is_not_taken_back(place: Place) -> None:
    session = place.session(today=TODAY)
    new = "Work/People/Zoé Weir"
    session.do(File((item(session, TALK),), new))
    place.append(f"{new}/README.md", b"mine\n")
    with pytest.raises(Conflict, match="changed since it was made"):
        session.undo()
    assert place.read(f"{new}/README.md").endswith(b"mine\n")


def test_what_is_hidden_stays_hidden_in_a_note_that_moves(place: Place) -> None:
    session = place.session(today=TODAY)
    ring = next(one for one in session.snapshot.tasks.values() if one.text == "ring")
    session.do(Snooze((ring,), date(2026, 1, 9)))
    session.do(File((item(session, CALL),), "Work/Customers/Acme"))
    moved = next(one for one in session.snapshot.tasks.values() if one.text == "ring")
    assert moved.note.path == "Work/Customers/Acme/2026-01-02 - Call.md"
    assert moved.id in session.context.snoozed
    assert ring.id not in session.context.snoozed
    session.undo()
    assert ring.id in session.context.snoozed
    assert moved.id not in session.context.snoozed


def test_what_is_remembered_of_an_item_follows_its_file(place: Place) -> None:
    session = place.session(today=TODAY)
    session.do(SnoozeItem((item(session, "Inbox/photo.jpg"),), date(2026, 1, 9)))
    session.do(Review((item(session, CALL),)))
    [snoozed] = session.inbox.rows().snoozed
    assert snoozed.day == "2026-01-09"
    values = session._state.items("inbox")
    session.do(File((item(session, CALL), item(session, "Inbox/photo.jpg")), "Work/Customers/Acme"))
    moved = session._state.items("inbox")
    assert moved["path Work/Customers/Acme/photo.jpg"] == values["path Inbox/photo.jpg"]
    assert "path Inbox/photo.jpg" not in moved
    assert moved["source call|Work/Customers/Acme"] == values[f"source call|{ANA}"]
    session.undo()
    assert session._state.items("inbox") == values


def test_a_note_reviewed_again_is_unchanged_until_there_is_more_in_it(place: Place) -> None:
    session = place.session(today=TODAY)
    session.do(Review((item(session, CALL),)))
    assert session.plan(Review((item(session, CALL),))).unchanged
    place.append(CALL, b"- [?] more\n")
    session.rescan()
    assert session.plan(Review((item(session, CALL),))).done
    session.do(Review((item(session, CALL),), done=False))
    assert session._state.items("inbox") == {}


def test_a_day_that_is_over_is_no_day_to_hide_until(place: Place) -> None:
    session = place.session(today=TODAY)
    rows = (item(session, TALK),)
    assert "not a day to come" in refused(session.plan(SnoozeItem(rows, TODAY)))
    session.do(SnoozeItem(rows, until_changed=True))
    assert session.plan(SnoozeItem(rows, until_changed=True)).unchanged
    session.do(SnoozeItem(rows))
    assert session.plan(SnoozeItem(rows)).unchanged


def test_accepting_what_was_kept_and_undoing_it_step_by_step(place: Place) -> None:
    other = f"{ANA}/2026-01-02 - Call again.md"
    place.write(other, b"---\nsource_ref: Sources/call.md\n---\n- [?] paint\n- [?] ring\n")
    place.append(f"{ANA}/README.md", b"[[2026-01-02 - Call again]]\n")
    session, before = place.session(today=TODAY), everything(place)
    session.do(KeepOne((item(session, CALL), item(session, other)), NotePath(CALL)))
    assert place.read(CALL).endswith(b"- [?] write\n\n## Action Items\n\n- [?] paint\n")
    assert place.read(f"{ANA}/README.md").endswith(b"[[2026-01-02 - Call]]\n")
    session.do(Accept(session.inbox.tasks(item(session, CALL))))
    assert session.inbox.rows().notes == 0
    session.undo()
    session.undo()
    assert everything(place) == before


def test_of_notes_that_cannot_go_the_others_go(place: Place) -> None:
    other = f"{ANA}/2026-01-02 - Call again.md"
    place.write(other, b"---\nsource_ref: Sources/call.md\n---\n- [?] paint\n")
    session = place.session(today=TODAY)
    rows = (item(session, other), item(session, TALK))
    plan = session.plan(KeepOne(rows, NotePath(CALL)))
    assert (len(plan.done), len(plan.refused)) == (1, 1)
    (place.root / CALL).chmod(0o444)
    plan = session.plan(KeepOne(rows, NotePath(CALL)))
    assert plan.transaction is None
    assert [one.reason for one in plan.refused] == [f"{CALL} is read-only"] * 2


def test_a_line_that_is_gone_makes_no_task(place: Place) -> None:
    session = place.session(today=TODAY)
    plan = session.plan(MakeTask(NotePath(TALK), 5, "good bye"))
    assert "not in Inbox/Transcripts/talk.md any more" in refused(plan)
    assert plan.refused[0].expected == "good bye"


@pytest.mark.parametrize("text", ["", "  \n ", "- [ ] ", "> > "])
def test_a_task_wants_words(place: Place, text: str) -> None:
    assert refused(place.session(today=TODAY).plan(Capture(text))) == "a task wants words"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"- [?] buy rope #task #proposed #inbox\n"),
        (b"---\na: b\n---\n", b"---\na: b\n---\n- [?] buy rope #task #proposed #inbox\n"),
        (b"\xef\xbb\xbftext\n", b"\xef\xbb\xbf- [?] buy rope #task #proposed #inbox\ntext\n"),
        (b"text\n", b"- [?] buy rope #task #proposed #inbox\ntext\n"),
        (b"# Tasks", b"# Tasks\n\n- [?] buy rope #task #proposed #inbox"),
        (b"# Tasks\n", b"# Tasks\n\n- [?] buy rope #task #proposed #inbox\n"),
        (b"# Tasks\n\n", b"# Tasks\n\n- [?] buy rope #task #proposed #inbox\n"),
        (b"# Tasks\n\ntext\n", b"# Tasks\n\n- [?] buy rope #task #proposed #inbox\n\ntext\n"),
        (
            b"# Tasks\n\n```\n## Inbox\n```\n- [ ] old\n",
            b"# Tasks\n\n```\n## Inbox\n```\n- [?] buy rope #task #proposed #inbox\n- [ ] old\n",
        ),
        (
            b"## Inbox\r\n- [ ] old\r\n",
            b"## Inbox\r\n- [?] buy rope #task #proposed #inbox\r\n- [ ] old\r\n",
        ),
    ],
)
def test_where_a_captured_line_goes(tmp_path: Path, before: bytes, after: bytes) -> None:
    place = Place(tmp_path, {"TASKS_INBOX.md": before})
    session = place.session(today=TODAY)
    session.do(Capture("buy rope"))
    assert place.read("TASKS_INBOX.md") == after
    session.undo()
    assert place.read("TASKS_INBOX.md") == before


def test_a_captured_line_that_would_be_no_task_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path, {"TASKS_INBOX.md": b"\xff\xfe#\0\n\0"})
    session = place.session(today=TODAY)
    assert "left alone: the note is UTF-16" in refused(session.plan(Capture("buy rope")))


def test_a_note_of_two_names_is_brought_along_once(place: Place) -> None:
    place.write("plain.md", b"[[talk]]\n")
    (place.root / "hard.md").hardlink_to(place.root / "plain.md")
    (place.root / "link.md").symlink_to("plain.md")
    session, before = place.session(today=TODAY), everything(place)
    outcome = session.do(File((item(session, TALK),), ANA))
    assert outcome.left == ()
    for name in ("plain.md", "hard.md", "link.md"):
        assert place.read(name) == b"[[2026-01-03 - Talk]]\n"
    session.undo()
    assert everything(place) == before


def test_a_note_that_is_being_written_and_names_the_file_is_waited_for(place: Place) -> None:
    naming = NotePath(f"{ANA}/README.md")
    place.append(naming, b"[[talk]]\n")
    tries = iter([True, True, False])

    class Busy(Vault):
        busy = False

        def read(self, path: NotePath) -> bytes:
            if self.busy and path == naming and next(tries, False):
                raise Unsettled(f"{path} is being written by another program")
            return super().read(path)

    vault = Busy(place.root)
    session = place.session(vault, today=TODAY)
    row = item(session, TALK)
    vault.busy = True
    with pytest.raises(Conflict, match="being written by another program"):
        session.plan(File((row,), ANA))
    session.do(File((row,), ANA))
    assert place.read(naming).endswith(b"[[2026-01-03 - Talk]]\n")


def test_a_note_that_cannot_be_written_keeps_the_old_name_and_that_is_said(place: Place) -> None:
    place.append(f"{ANA}/README.md", b"[[talk]]\n")
    (place.root / ANA / "README.md").chmod(0o444)
    session = place.session(today=TODAY)
    plan = session.plan(File((item(session, TALK),), ANA))
    assert plan.done
    assert plan.remarks == (f"{ANA}/README.md still has the old name of a file: it is read-only",)


BO = "Work/People/Bo Lin"
RETARGETED = [
    # A property that is a link stays one.
    (b'---\nperson: "[[Ana Ruiz]]"\n---\n', b'---\nperson: "[[Bo Lin]]"\n---\n'),
    (b"---\r\nperson: ana ruiz\r\n---\r\n", b"---\r\nperson: Bo Lin\r\n---\r\n"),
    # What names her by another key, in a list or in the text is not the note's own.
    (b"---\nwith: Ana Ruiz\nparticipants: [Ana Ruiz]\n---\nAna Ruiz\n", None),
    (b"---\ntags: [person/ana-ruiz, x]\n---\n", b"---\ntags: [person/bo-lin, x]\n---\n"),
    (b"---\ntags:\n- '#person/ana-ruiz'\n---\n", b"---\ntags:\n- '#person/bo-lin'\n---\n"),
    (b"**Person**: [[Ana Ruiz]]\n\n## A\n\n**Person**: [[Ana Ruiz]]\n", b"**Person**: [[Bo Lin]]\n\n## A\n\n**Person**: [[Ana Ruiz]]\n"),
    (b"**Person:** [[Work/People/Ana Ruiz/README|Ana]]\n", b"**Person:** [[Bo Lin]]\n"),
    (b"**Person**: [[Acme]]\n**With**: [[Ana Ruiz]]\n", None),
    (b"```\n**Person**: [[Ana Ruiz]]\n```\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("data", "after"), RETARGETED)
def test_what_of_a_note_says_whose_it_is(tmp_path: Path, data: bytes, after: bytes | None) -> None:
    call = f"{ANA}/2026-01-02 - Call.md"
    place = Place(tmp_path, {**NOTES, f"{BO}/README.md": b"# Bo Lin\n", call: data})
    session = place.session(today=TODAY)
    session.do(File((item(session, call),), BO))
    assert place.read(f"{BO}/2026-01-02 - Call.md") == (data if after is None else after)
    session.undo()
    assert place.read(call) == data


def test_a_note_that_lies_there_already_is_unchanged(place: Place) -> None:
    session = place.session(today=TODAY)
    row = item(session, CALL)
    plan = session.plan(File((row,), f"{ANA}/README.md"))
    assert (plan.transaction, plan.unchanged) == (None, (row.id,))


def test_a_page_is_no_note_that_could_be_filed(place: Place) -> None:
    place.write(
        "Work/Customers/Acme/README.md", b"---\nsource_ref: Sources/call.md\n---\n- [?] x\n"
    )
    session = place.session(today=TODAY)
    row = item(session, "Work/Customers/Acme/README.md")
    assert "is the page of Acme" in refused(session.plan(File((row,), ANA)))


def test_a_note_of_nobody_becomes_somebodys(place: Place) -> None:
    place.write("Notes/2026-01-02 - Call.md", b"---\nsource_ref: Sources/call.md\n---\n- [?] x\n")
    session = place.session(today=TODAY)
    session.do(File((item(session, "Notes/2026-01-02 - Call.md"),), "Work/Customers/Acme"))
    filed = place.read("Work/Customers/Acme/2026-01-02 - Call.md")
    assert (
        filed
        == b"---\nsource_ref: Sources/call.md\naccount: Acme\ntags:\n- account/acme\n---\n- [?] x\n"
    )


def test_whom_a_link_would_not_mean_is_named_by_the_path(place: Place) -> None:
    place.write("Other/People/Bo Lin/README.md", b"# Bo Lin\n")
    place.write(f"{BO}/README.md", b"# Bo Lin\n")
    place.write(CALL, b"**Person**: [[Ana Ruiz]]\n- [?] x\n")
    session = place.session(today=TODAY)
    session.do(File((item(session, CALL),), "Other/People/Bo Lin"))
    filed = place.read("Other/People/Bo Lin/2026-01-02 - Call.md")
    assert filed.startswith((b"**Person**: [[Bo Lin]]\n", b"**Person**: [[Other/People/Bo Lin/README|Bo Lin]]\n"))  # fmt: skip


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("Work/People/_new", "cannot be the name of a folder"),
        ("Work/People/a|b", "ab can"),
        ("Work/_archive/People/Zoe", "excluded from what is triaged"),
        ("Work/People/Flat.md", "a page without a folder"),
        ("Inbox", "nobody lives in Inbox"),
        ("", "no folder in the vault"),
    ],
)
def test_where_nothing_can_be_filed_to(place: Place, to: str, said: str) -> None:
    place.write("Work/People/Flat.md", b"# Flat\n")
    session = place.session(today=TODAY)
    assert said in refused(session.plan(File((item(session, TALK),), to)))
