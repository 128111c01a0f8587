"""`winnow do` on what is in the inbox."""

import pytest
from command_line import Winnow, winnow

__all__ = ["winnow"]

ANA = "Work/People/Ana Ruiz"
TALK = "Inbox/Transcripts/talk.md"
MAIL = "Inbox/Email/mail.md"
FILES = {
    f"{ANA}/README.md": "# Ana Ruiz\n\n[[talk]]\n",
    "Work/Customers/Acme/README.md": "# Acme\n",
    "Other/People/Acme/README.md": "# Acme\n",
    TALK: "---\ntype: transcript\ntitle: Talk\ndate: '2026-01-03'\n---\n[00:01] Ana Ruiz: hello\n",
    MAIL: "# Pumps\r\r- Exported: 2026-01-04 06:00:00\r- Messages: 1\r---\r\r## 2026-01-03 09:15:00 — Ana Ruiz <ana@weir.example>\r**Subject:** Pumps\r\r> Hello\r",
    "Inbox/photo.jpg": "jpg",
    f"{ANA}/2026-01-02 - Call.md": "---\nsource_ref: Sources/call.md\n---\n- [?] ring #task\n- [?] write #task\n",
    f"{ANA}/2026-01-02 - Call again.md": "---\nsource_ref: Sources/call.md\n---\n- [?] ring\n",
}  # fmt: skip


@pytest.fixture
def inbox(winnow: Winnow) -> Winnow:
    winnow.write(FILES)
    return winnow


def ids(winnow: Winnow) -> dict[str, str]:
    return {row["path"]: row["id"] for row in winnow("list", "inbox", "--json").json}


def test_an_item_is_filed_by_its_id_and_once_more_is_already_so(inbox: Winnow) -> None:
    id, before = ids(inbox)[TALK], inbox.notes()
    done = inbox("do", "file", id, "--to", "Ana Ruiz", "--json")
    assert (done.code, done.json["done"], done.json["refused"]) == (0, [id], [])
    assert sorted(done.json["files"]) == [TALK, f"{ANA}/2026-01-03 - Talk.md", f"{ANA}/README.md"]
    assert inbox.notes()[f"{ANA}/README.md"] == b"# Ana Ruiz\n\n[[2026-01-03 - Talk]]\n"
    for word in (id, TALK):
        again = inbox("do", "file", word, "--to", ANA)
        assert (again.code, again.out) == (0, "file: 1 item already so, left as they are\n")
    assert inbox("do", "file", id, "--to", "Work/Customers/Acme").code == 1
    assert inbox("do", "archive", id).code == 1
    assert inbox("undo").code == 0
    assert inbox.notes() == before
    assert inbox("do", "archive", id, "--dry-run").code == 0
    assert inbox.notes() == before


def test_a_dry_run_shows_where_everything_goes(inbox: Winnow) -> None:
    before = inbox.notes()
    shown = inbox("do", "file", MAIL, "Inbox/photo.jpg", "--to", ANA, "--dry-run").out
    assert f"rename from {MAIL}\nrename to {ANA}/2026-01-03 - Pumps.md\n" in shown
    assert f"rename from Inbox/photo.jpg\nrename to {ANA}/photo.jpg\n" in shown
    assert "+title: Pumps\n" in shown
    assert inbox.notes() == before
    assert inbox("history").out == ""


def test_all_that_a_filter_means(inbox: Winnow) -> None:
    assert (
        inbox("do", "archive", "--filter", "is:arrived", "--yes").out
        == "archive: 3 items in 3 files\n"
    )
    assert {path for path in ids(inbox) if path.startswith("Inbox/")} == set()
    assert inbox("do", "archive", "--filter", "is:arrived").out == "archive: nothing matches\n"
    assert inbox("undo").code == 0
    assert {path for path in ids(inbox) if path.startswith("Inbox/")} == {
        TALK,
        MAIL,
        "Inbox/photo.jpg",
    }


def test_more_files_than_may_be_moved_unasked(inbox: Winnow) -> None:
    words = ["do", "trash", TALK, MAIL, "Inbox/photo.jpg", f"{ANA}/2026-01-02 - Call.md"]
    asked = inbox(*words)
    assert (asked.code, "trash 4 items in 4 files" in asked.err) == (2, True)
    assert inbox(*words, "--yes").code == 0


def test_notes_of_one_meeting(inbox: Winnow) -> None:
    head = f"{ANA}/2026-01-02 - Call.md"
    before = inbox.notes()
    assert inbox("do", "keep-one", head).out.startswith("keep-one: 1 item in 1 file\n")
    assert f".trash/{ANA}/2026-01-02 - Call again.md" in inbox.notes()
    assert inbox("do", "accept", head).out == "accept: 2 tasks in 1 file\n"
    assert inbox("do", "reviewed", head).out == "reviewed: 1 item\n"
    assert inbox("do", "reviewed", head).out == "reviewed: 1 item already so, left as they are\n"
    assert inbox("do", "accept", head).out == "accept: 1 task already so, left as they are\n"
    assert inbox("undo", "--steps", "3").code == 0
    assert inbox.notes() == before
    other = f"{ANA}/2026-01-02 - Call again.md"
    assert inbox("do", "keep-one", head, other, "--to", other).code == 0
    assert head not in inbox.notes()


def test_what_waits_until_later(inbox: Winnow) -> None:
    before = inbox.notes()
    assert inbox("do", "snooze", TALK, "--to", "tomorrow").code == 0
    assert TALK not in ids(inbox)
    assert inbox("do", "snooze", TALK, "--to", "changed").code == 0
    assert TALK not in ids(inbox)
    assert inbox("do", "snooze", TALK, "--to", "none").code == 0
    assert TALK in ids(inbox)
    assert inbox.notes() == before


def test_a_note_a_line_and_a_thought(inbox: Winnow) -> None:
    assert inbox("do", "note", MAIL, "--to", "Ana Ruiz").code == 0
    assert b"source_ref: Inbox/Email/mail.md\n" in inbox.notes()[f"{ANA}/2026-01-03 - Pumps.md"]
    assert inbox("do", "note", MAIL, "--to", "Ana Ruiz").out.endswith(
        "already so, left as they are\n"
    )
    assert inbox("do", "capture", "buy", "a", "rope").out == "capture: 1 line in 1 file\n"
    assert inbox("do", "make-task", f"{TALK}:6").code == 0
    captured = inbox.text("TASKS_INBOX.md")
    assert captured.startswith(
        "- [?] Ana Ruiz: hello [[talk]] #task #proposed #inbox\n- [?] buy a rope "
    )
    assert inbox("do", "duplicate", MAIL, "--to", TALK).code == 0
    assert "Inbox/_archive/duplicates/mail.md" in inbox.notes()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["file", TALK], 2, "file wants --to VALUE"),
        (["archive", TALK, "--to", "x"], 2, "archive takes no --to"),
        (["reviewed", TALK, "--to", "x"], 2, "reviewed takes no --to but none"),
        (["file", TALK, "--to", "Acme"], 1, "“Acme” is the name of 2 pages"),
        (["file", TALK, "--to", "Anna Ruiz"], 1, "is “Ana Ruiz” meant?"),
        (["file", TALK, "--to", "../x"], 1, "no folder in the vault"),
        (["file", "nothing", "--to", ANA], 1, "nothing: nothing in the inbox is called so"),
        (["duplicate", TALK, "--to", "nowhere.md"], 1, "there is no item and no file “nowhere.md”"),
        (["keep-one", TALK], 2, "the only note of its source"),
        (["keep-one", TALK, MAIL], 2, "notes of one source, or --to ITEM"),
        (["make-task", TALK], 2, "make-task wants PATH:LINE"),
        (["make-task", f"{TALK}:99"], 1, "has only 7 lines"),
        (["capture", "x", "--to", "y"], 2, "capture takes the words of a task"),
        (["snooze", TALK, "--to", "yesterday"], 1, "not a day to come"),
        (["snooze", "TASKS_INBOX.md", TALK, "--to", "mañana"], 2, "is not a day"),
        (["nonsense", TALK], 2, "there are"),
    ],
)
def test_what_means_nothing(inbox: Winnow, words: list[str], code: int, said: str) -> None:
    before = inbox.notes()
    done = inbox("do", *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert inbox.notes() == before


def test_items_and_tasks_are_two_commands(inbox: Winnow) -> None:
    mixed = inbox("do", "snooze", inbox.id("Send the deck"), TALK, "--to", "tomorrow")
    assert (mixed.code, "two commands" in mixed.err) == (2, True)


def test_some_are_done_and_some_are_refused(inbox: Winnow) -> None:
    done = inbox("do", "archive", TALK, f"{ANA}/2026-01-02 - Call.md", "nothing", "--json")
    assert done.code == 4
    assert len(done.json["done"]) == 1
    assert [one["reason"] for one in done.json["refused"]][1:] == [
        "nothing in the inbox is called so"
    ]
