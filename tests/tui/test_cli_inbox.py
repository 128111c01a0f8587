import pytest
from arriving import EXPORT
from command_line import SYNC, Winnow, winnow

__all__ = ["winnow"]

MAIL = "Inbox/Email/2026-01-02_173100_0001_sizing.md"
FILES = {
    MAIL: EXPORT,
    "Inbox/plan \x1b[31m.pdf": "%PDF",
    "Work/People/Ana Ruiz/README.md": "---\nemail: ana@harbor.example\n---\n# Ana Ruiz\n",
}


@pytest.fixture
def inbox(winnow: Winnow) -> Winnow:
    winnow.write(FILES)
    return winnow


def test_items_are_listed_with_every_field(inbox: Winnow) -> None:
    done = inbox("list", "inbox", "kind:email", "--json")
    assert (done.code, done.err) == (0, "")
    [row] = done.json
    suggested = row.pop("suggested")
    assert row == {
        "id": row["id"],
        "path": MAIL,
        "kind": "email",
        "arrived": True,
        "title": "Sizing for the pilot",
        "date": "2026-01-02",
        "size": len(EXPORT.encode()),
        "proposals": 0,
        "entity": None,
        "entity_type": None,
        "source": None,
        "flags": [],
        "head": None,
        "members": [],
        "messages": 1,
        "minutes": 0,
    }
    assert suggested[0]["name"] == "Ana Ruiz"
    assert suggested[0]["why"]


def test_items_for_people_are_a_line_each_and_safe(inbox: Winnow) -> None:
    done = inbox("list", "inbox")
    assert done.code == 0
    assert "\x1b" not in done.out
    lines = done.out.rstrip("\n").split("\n")
    assert len(lines) == 3
    assert "Sync with Ada" in lines[-1]
    assert "2 ?" in lines[-1]
    assert inbox("list", "inbox", "--limit", "1").out.count("\n") == 1


def test_a_bad_filter_is_one_line(inbox: Winnow) -> None:
    done = inbox("list", "inbox", "kind:letter")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("winnow: there is no “kind:letter”")


def test_an_item_is_shown_by_its_id_and_by_its_path(inbox: Winnow) -> None:
    [row] = inbox("list", "inbox", "kind:email", "--json").json
    done = inbox("show", MAIL, "--json")
    assert (done.code, done.json) == (0, inbox("show", row["id"], "--json").json)
    assert done.json["senders"] == [{"name": "Ana Ruiz", "address": "ana@harbor.example"}]
    assert done.json["text"].startswith("# Sizing for the pilot\n")
    shown = inbox("show", row["id"]).out
    assert "Ana Ruiz <ana@harbor.example>" in shown
    assert "file to  1 Ana Ruiz" in shown


def test_a_note_is_shown_by_its_id_as_an_item_and_by_its_path_as_a_note(inbox: Winnow) -> None:
    [row] = inbox("list", "inbox", "is:note", "--json").json
    done = inbox("show", row["id"], "--json")
    assert (done.code, done.json["path"], len(done.json["tasks"])) == (0, SYNC, 2)
    assert "backlinks" in inbox("show", SYNC, "--json").json
    assert inbox("show", row["id"]).out.count("Send the deck") == 2


def test_an_attachment_is_shown_without_its_bytes(inbox: Winnow) -> None:
    [row] = inbox("list", "inbox", "kind:attachment", "--json").json
    done = inbox("show", row["id"], "--json")
    assert (done.code, done.json["text"], done.json["size"]) == (0, "", 4)
