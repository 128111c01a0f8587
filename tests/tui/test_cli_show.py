import pytest
from command_line import SYNC, Winnow, winnow

__all__ = ["winnow"]


def test_a_task_is_shown_with_its_lines_properties_and_source(winnow: Winnow) -> None:
    shown = winnow("show", winnow.id("Book the room"), "--json").json
    assert (shown["text"], shown["line"], shown["source"]) == (
        "Book the room",
        10,
        "Sources/sync.md",
    )
    assert shown["properties"]["date"] == "2026-01-02"
    assert [line["line"] for line in shown["context"]] == [7, 8, 9, 10, 11, 12]
    assert [line["text"] for line in shown["context"] if line["item"]] == [
        "- [ ?] Book the room @Ada Quill #task"
    ]


def test_a_task_for_people_has_its_line_marked(winnow: Winnow) -> None:
    lines = winnow("show", winnow.id("Book the room")).out.split("\n")
    assert lines[0] == "Book the room"
    assert [line for line in lines if line.startswith(">")] == [
        ">    10  - [ ?] Book the room @Ada Quill #task"
    ]


def test_a_page_is_shown_by_its_path_with_its_tasks(winnow: Winnow) -> None:
    shown = winnow("show", SYNC, "--json").json
    assert (shown["title"], len(shown["tasks"])) == ("Sync with Ada", 3)
    assert "Send the deck" in winnow("show", SYNC).out


def test_a_page_is_shown_by_its_entitys_name_where_that_is_unique(winnow: Winnow) -> None:
    winnow.write({"Work/People/Ada Quill/README.md": "# Ada\n"})
    assert winnow("show", "Ada Quill", "--json").json["path"] == "Work/People/Ada Quill/README.md"
    winnow.write({"Other/People/Ada Quill/README.md": "# Ada\n"})
    done = winnow("show", "Ada Quill")
    assert (done.code, done.out) == (1, "")
    assert "is the name of 2 pages" in done.err


@pytest.mark.parametrize("item", ["nosuchtask", "No/such.md", "../x.md", ""])
def test_what_is_not_there_is_not_shown(winnow: Winnow, item: str) -> None:
    done = winnow("show", item)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("winnow: there is no task, page or entity")


def test_hostile_lines_are_shown_as_themselves(winnow: Winnow) -> None:
    winnow.write({"h.md": '---\nx: "\\e]0;a\\a"\n---\n- [?] a\x1b[31mb [/] [red]\n'})
    shown = winnow("show", "h.md").out
    assert "\x1b" not in shown
    assert "a␛[31mb [/] [red]" in shown


HEARD = b"""## Transcript

[00:02] Ada Quill: Somebody should send the deck to everybody, please.
[00:09] Bo Lin: The heron came back.
"""


def test_a_task_is_shown_with_what_speaks_for_it(winnow: Winnow) -> None:
    winnow.write({"Sources/sync.md": HEARD.decode()})
    deck = winnow.id("Send the deck")
    evidence = winnow("show", deck, "--json").json["evidence"]
    assert (evidence["word"], evidence["flags"]) == ("strong", ["date"])
    assert evidence["source"] == "Sources/sync.md"
    [said] = evidence["sentences"]
    assert (said["who"], said["when"], said["line"]) == ("Ada Quill", "00:02", 3)
    start, end = said["span"]
    assert HEARD[start:end].decode() == said["text"]
    assert [HEARD[slice(*one)] for one in said["lights"]] == [b"send", b"deck"]
    out = winnow("show", deck).out
    assert "evidence: strong, " in out
    assert "! the source does not name its date\n" in out
    assert "3  Ada Quill 00:02: Somebody should send the deck to everybody, please." in out


def test_tasks_are_listed_by_what_speaks_for_them(winnow: Winnow) -> None:
    winnow.write({"Sources/sync.md": HEARD.decode()})
    strong = winnow("list", "tasks", "evidence:strong", "--json").json
    assert [row["text"] for row in strong] == ["Send the deck"]
    weak = winnow("list", "tasks", "-evidence:strong", "--json").json
    assert [row["text"] for row in weak] == ["Book the room"]
