"""The inbox of a vault on disk: what waits, and how it follows what happens to the files."""

import os
import time
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest
from arriving import EXPORT, TALK
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import MONDAY, Place
from strategies import notes

from core.actions.intents import Accept, Archive, Review, SnoozeItem
from core.config import Config
from core.edit import EntryId, Remember
from core.errors import BadQuery, Unsettled
from core.inbox.listed import Back
from core.path import NotePath
from core.session import Session
from core.vault import Vault

ADA = "Work/People/Ada Quill"
MAIL = "Inbox/Email/2026-01-02_173100_0001_sizing.md"
NOTES: dict[str, bytes] = {
    MAIL: EXPORT.encode(),
    "Inbox/Transcripts/New Recording.md": TALK.encode(),
    "Inbox/2026-01-04 plan.pdf": b"%PDF-1.7",
    "Inbox/film.mov.part": b"",
    "Inbox/_drafts/2026-01-03_reply.md": b"---\ntype: draft-reply\nsubject: 'Re: Sizing for the pilot'\n---\n",
    "Inbox/_bins/prompt.md": b"Not this one.\n",
    "Inbox/.hidden.pdf": b"x",
    "Sources/call.md": b"# Call\n",
    "TASKS_INBOX.md": b"# Captured\n- [?] Buy tea #task\n",
    f"{ADA}/README.md": b"# Ada\n- [?] Ask #task\n",
    f"{ADA}/2026-01-02 - Call.md": b"---\nsource_ref: /x/Sources/call.md\n---\n- [?] One #task\n- [?] Two #task\n",
    f"{ADA}/2026-01-02 - Call again.md": b"---\nsource_ref: Sources/call.md\n---\n- [?] One #task\n",
    "Work/Projects/Kite/2026-01-05 - Plan.md": b"- [?] Fly #task\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path, NOTES)
    dated(place, "Inbox/Transcripts/New Recording.md", 0)
    dated(place, "Inbox/film.mov.part", 1)
    return place


def titles(session: Session, filter: str = "") -> list[str]:
    listed = session.inbox.rows(filter)
    return [listed.rows[id].title for id in listed.ids]


def dated(place: Place, path: str, day: int) -> None:
    """The file as it was written that many days after 1 January 1970."""
    os.utime(place.root / path, (day * 86_400, day * 86_400))


def test_what_waits_stands_in_two_groups_newest_first(place: Place) -> None:
    session = place.session()
    listed = session.inbox.rows()
    assert titles(session) == [
        "plan.pdf", "Re: Sizing for the pilot", "Sizing for the pilot", "film.mov.part", "New Recording", "Captured",
        "2026-01-05 - Plan", "2026-01-02 - Call", "2026-01-02 - Call again",
    ]  # fmt: skip
    assert (listed.arrived, listed.notes, listed.total) == (6, 2, 8)
    assert [listed.rows[id].kind for id in listed.ids[:6]] == [
        "attachment", "draft", "email", "attachment", "transcript", "capture",
    ]  # fmt: skip
    assert session.counts.inbox == listed.total


def test_rows_say_what_files_say(place: Place) -> None:
    session = place.session()
    inbox = session.inbox
    mail, film = inbox.find(MAIL), inbox.find("Inbox/film.mov.part")
    assert mail is not None
    assert film is not None
    assert (mail.kind, mail.date, mail.messages, mail.key) == ("email", "2026-01-02", 1, f"path {MAIL}")  # fmt: skip
    assert (mail.crc, film.crc, film.flags) != (0, 0, ())
    assert inbox.arrival(mail).thread == "sizing for the pilot"
    assert inbox.row(mail.id) == inbox.find(mail.id) == mail
    assert "\r" not in inbox.text(mail)
    assert inbox.text(film) == ""
    capture = inbox.find("TASKS_INBOX.md")
    assert capture is not None
    assert [task.text for task in inbox.tasks(capture)] == ["Buy tea"]
    assert inbox.arrival(capture).kind == "capture"


def test_what_is_no_item_is_not_found(place: Place) -> None:
    inbox = place.session().inbox
    for word in (
        "",
        "nothing",
        f"{ADA}/README.md",
        "Inbox/_bins/prompt.md",
        "Sources/call.md",
        "f" * 16,
    ):
        assert inbox.find(word) is None
        assert inbox.row(word) is None


def test_an_id_is_the_same_on_every_run_and_while_out_of_sight(place: Place) -> None:
    first = place.session()
    ids = first.inbox.rows().ids
    row = first.inbox.rows().rows[ids[0]]
    first.do(SnoozeItem((row,), until_changed=True))
    again = place.session()
    assert again.inbox.rows().ids == ids[1:]
    assert again.inbox.row(ids[0]) == row


def test_a_snoozed_item_comes_back_on_its_day_or_when_its_file_changes(place: Place) -> None:
    session = place.session()
    inbox = session.inbox
    pdf, mail = inbox.find("Inbox/2026-01-04 plan.pdf"), inbox.find(MAIL)
    assert pdf is not None
    assert mail is not None
    before = inbox.rows()
    session.do(SnoozeItem((pdf, mail), until_changed=True))
    listed = inbox.rows()
    assert listed.ids == tuple(id for id in before.ids if id not in {pdf.id, mail.id})
    assert listed.snoozed == (Back("", "Sizing for the pilot", 2),)
    assert session.counts.inbox == listed.total == before.total - 2
    place.append(MAIL, b"\r> More.\r")
    place.append("Inbox/2026-01-04 plan.pdf", b"more")
    session.refresh([NotePath(MAIL)])
    assert inbox.rows().ids == before.ids


def test_a_reviewed_note_comes_back_with_more_proposals(place: Place) -> None:
    session = place.session()
    path = NotePath("Work/Projects/Kite/2026-01-05 - Plan.md")
    row = session.inbox.find(path)
    assert row is not None
    session.do(Review((row,)))
    assert row.id not in session.inbox.rows().ids
    assert row.id not in place.session().inbox.rows().ids
    place.append(path, b"- [?] Land #task\n")
    session.refresh([path])
    assert row.id in session.inbox.rows().ids


def test_the_list_follows_files_that_come_change_and_go(place: Place) -> None:
    session = place.session()
    before = session.inbox.rows().ids
    new = place.write(
        "Inbox/Email/2026-01-05_090000_0002_hello.md", b"# Hello\r\r- Exported: x\r- Messages: 1\r"
    )
    session.refresh([new])
    assert titles(session)[0] == "Hello"
    place.write(new, b"# Other words\r\r- Exported: x\r- Messages: 1\r")
    session.refresh([new])
    assert titles(session)[0] == "Other words"
    (place.root / new).unlink()
    session.refresh([new])
    assert session.inbox.rows().ids == before
    one, two = session.inbox.tasks(session.inbox.rows().rows[before[-2]])
    session.do(Accept((one, two)))
    assert titles(session)[-2:] == ["2026-01-02 - Call again", "2026-01-02 - Call"]


def test_an_attachment_that_comes_or_goes_is_followed(place: Place) -> None:
    session = place.session()
    new = place.write("Inbox/2026-01-06 photo.JPG", b"x")
    session.refresh([new])
    assert titles(session)[0] == "photo.JPG"
    (place.root / new).unlink()
    assert titles(session)[0] == "plan.pdf"  # that it is gone is seen at once
    place.write("Inbox/2026-01-07 other.JPG", b"x")
    session.rescan()
    assert titles(session)[0] == "other.JPG"


def test_a_copy_of_what_arrived_is_said_to_be_one(place: Place) -> None:
    place.write("Inbox/Email/copy.md", EXPORT.encode())
    session = place.session()
    assert sorted(titles(session, "is:duplicate is:arrived")) == ["Sizing for the pilot"] * 2


def test_a_copy_of_what_was_put_away_is_said_to_be_one(place: Place) -> None:
    session = place.session()
    assert titles(session, "is:duplicate is:arrived") == []
    place.write(f"Sources/Email/2026/{MAIL.rpartition('/')[2]}", EXPORT.encode())
    place.write("Sources/Transcripts/New Recording.md", b"x" * len(TALK))
    session.rescan()
    assert titles(session, "is:duplicate is:arrived") == ["Sizing for the pilot"]


def test_the_capture_file_is_one_item_wherever_it_lies(tmp_path: Path) -> None:
    place = Place(tmp_path, {"Inbox/Later.md": b"- [?] Buy tea #task\n- [?] And cake #task\n"})
    config = replace(Config(), capture_file="Inbox/Later.md")
    session = place.session(config=config)
    [row] = (session.inbox.rows().rows[id] for id in session.inbox.rows().ids)
    assert (row.kind, row.proposals) == ("capture", 2)
    session.do(Accept(session.inbox.tasks(row)))
    assert session.inbox.rows().ids == ()


FILES = (
    MAIL,
    "Inbox/b.md",
    "Inbox/c.pdf",
    "Sources/b.md",
    f"{ADA}/2026-01-02 - d.md",
    "e.md",
    "TASKS_INBOX.md",
)
BYTES = (
    None, EXPORT.encode(), b"", b"---\nsource_ref: x\n---\n- [?] a #task\n", b"- [?] a #task\n- [?] b #task\n", b"\x00",
)  # fmt: skip
KEYS = (*(f"path {path}" for path in FILES), "source x|", f"source x|{ADA}")
VALUES = (
    None, "until 2026-01-09", "reviewed 2026-01-05 1", *(f"until 2026-01-09 {crc32(data or b''):x}" for data in BYTES),
    *(f"until changed {crc32(data or b''):x}" for data in BYTES),
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(FILES), st.sampled_from(BYTES), max_size=2),
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=2),
    ),
    max_size=4,
)


@settings(max_examples=40)
@given(STEPS)
def test_an_inbox_that_is_kept_up_is_the_one_of_a_new_start(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[dict[str, bytes | None], dict[str, str | None]]],
) -> None:
    place = Place(tmp_path_factory.mktemp("vault"), {})
    session = place.session()
    for number, (files, values) in enumerate(steps):
        for path, data in files.items():
            (place.root / path).unlink(missing_ok=True)
            if data is not None:
                # What changes out of scope is not told: it is looked at when it comes.
                place.write(path, EXPORT.encode() if path.startswith("Sources") else data)
                os.utime(place.root / path, (number * 86_400, number * 86_400))
        changes = tuple(Remember("inbox", key, None, value) for key, value in values.items())
        session._state.apply(EntryId(str(number)), changes)
        session.refresh(map(NotePath, files))
        kept, fresh = session.inbox.rows(), place.session().inbox.rows()
        assert kept.ids == fresh.ids
        assert [kept.rows[id] for id in kept.ids] == [fresh.rows[id] for id in fresh.ids]
        assert (kept.arrived, kept.notes, kept.total) == (fresh.arrived, fresh.notes, fresh.total)
        assert kept.snoozed == fresh.snoozed
    place.remove()


def test_a_copy_of_what_is_out_of_sight_elsewhere_waits(place: Place) -> None:
    session = place.session()
    mail, plan = (
        session.inbox.find(MAIL),
        session.inbox.find("Work/Projects/Kite/2026-01-05 - Plan.md"),
    )
    assert mail is not None
    assert plan is not None
    session.do(SnoozeItem((mail,), until=MONDAY.date().replace(day=9)))
    session.do(Review((plan,)))
    assert len(session.inbox.rows().ids) == 7
    session.do(Archive((mail,)))
    place.write("Inbox/Email/again.md", EXPORT.encode())
    place.write("Inbox/plan.md", place.read(plan.path))
    found = place.session().inbox.rows("is:arrived path:.md")
    assert {"Inbox/Email/again.md", "Inbox/plan.md"} <= {found.rows[id].path for id in found.ids}


def test_a_file_that_is_being_written_is_unfinished(place: Place) -> None:
    class Busy(Vault):
        def read(self, path: NotePath) -> bytes:
            if path == MAIL:
                raise Unsettled(path)
            return super().read(path)

    mail = place.session(vault=Busy(place.root)).inbox.find(MAIL)
    assert mail is not None
    assert (mail.kind, mail.title, mail.flags) == ("email", "sizing", ("unfinished",))


def test_a_thousand_items_are_asked_for_at_once(place: Place) -> None:
    for number in range(300):
        place.write(f"Inbox/Email/2026-01-05_090000_{number:04}_hello.md", EXPORT.encode())
    session = place.session()
    ids = session.inbox.rows().ids
    begun = time.process_time()
    for _ in range(4):
        assert all(session.inbox.row(id) is not None for id in ids)
    assert time.process_time() - begun < 1


def test_a_file_that_cannot_be_read_is_listed_by_its_name(place: Place) -> None:
    place.write("Inbox/2026-01-05 big.md", b"x" * 6_000_000)
    place.write("Inbox/empty.md", b"")
    place.write("Inbox/junk.md", b"\x00\x01")
    session = place.session()
    inbox = session.inbox
    big, empty, junk = (
        inbox.find(f"Inbox/{name}.md") for name in ("2026-01-05 big", "empty", "junk")
    )
    assert big is not None
    assert empty is not None
    assert junk is not None
    assert (big.title, big.kind, big.flags) == ("big", "note", ())
    assert (empty.title, empty.kind, empty.flags) == ("empty", "note", ())
    assert (junk.title, junk.kind) == ("junk.md", "attachment")


FILTERS = {
    "sizing": ["Re: Sizing for the pilot", "Sizing for the pilot"],
    "SIZING kind:email": ["Sizing for the pilot"],
    "kind:attach": ["plan.pdf", "film.mov.part"],
    "is:arrived -kind:attachment -kind:capture date:2026-01-02..": ["Re: Sizing for the pilot", "Sizing for the pilot"],
    "is:note": ["2026-01-05 - Plan", "2026-01-02 - Call", "2026-01-02 - Call again"],
    "in:project": ["2026-01-05 - Plan"],
    "in:people": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    'entity:"ada quill"': ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "again": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "has:others": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "is:unfinished": ["film.mov.part"],
    "no:source is:note": ["2026-01-05 - Plan"],
    "source:call": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "proposals:>1": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "proposals:>9": [],
    "members:2": ["2026-01-02 - Call", "2026-01-02 - Call again"],
    "file:recording OR title:captured": ["New Recording", "Captured"],
    "path:kite date:today": ["2026-01-05 - Plan"],
    "date:none -kind:capture": ["film.mov.part", "New Recording"],
}  # fmt: skip


@pytest.mark.parametrize("filter", FILTERS)
def test_a_filter_means(place: Place, filter: str) -> None:
    assert titles(place.session(), filter) == FILTERS[filter]


@pytest.mark.parametrize(
    ("filter", "says"),
    [
        ("kind:letter", "there is no “kind:letter”"), ("is:nice", "there is no “is:nice”"), ("owner:me", "there is no “owner:”"),
        ("date:soon", "date"), ("proposals:many", "wants a number"), ("has:", "wants a value"), ("no:time", "there is no “no:time”"),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_says_why(place: Place, filter: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says.replace("(", r"\(")):
        place.session().inbox.rows(filter)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["Inbox/a.md", "Inbox/Email/b.md", "Inbox/c.bin", "TASKS_INBOX.md"]), notes()), max_size=4))  # fmt: skip
def test_whatever_arrives_is_listed_and_shown(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]]
) -> None:
    place = Place(tmp_path_factory.mktemp("vault"), dict(files))
    session = place.session()
    listed = session.inbox.rows()
    assert len(set(listed.ids)) == len(listed.ids)
    for id in listed.ids:
        row = listed.rows[id]
        session.inbox.arrival(row)
        session.inbox.suggested(row)
        session.inbox.twins(row)
        assert row.title
    assert {path for path, _ in files if path != "TASKS_INBOX.md"} == {
        listed.rows[id].path for id in listed.ids if listed.rows[id].kind != "capture"
    }
    place.remove()
