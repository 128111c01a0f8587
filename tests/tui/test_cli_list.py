import re
from pathlib import Path

import pytest
from command_line import SYNC, Winnow, run, winnow
from hypothesis import given, settings
from hypothesis import strategies as st

__all__ = ["winnow"]


def test_a_filter_is_explained(winnow: Winnow) -> None:
    said = winnow("explain", "owner:me", "-tag:#auto", "dup:yes").out
    for line in (
        "  are yours",
        "NOT (tags include #auto)",
        "# dup:yes: nothing in Obsidian Tasks says so",
    ):
        assert f"{line}\n" in said
    explained = winnow("explain", "is:any", "due:today", "--json").json
    assert explained["tasks"] == ["due on today"]
    assert explained["words"][0] == {"text": "have any status", "deep": 0}
    assert winnow("explain", "colour:red").code == 2


def test_a_list_in_groups_has_their_names(winnow: Winnow) -> None:
    said = winnow("list", "tasks", "group:owner").out
    assert "Myself (" in said


def test_a_list_holds_the_proposals_with_every_field(winnow: Winnow) -> None:
    done = winnow("list", "tasks", "--json")
    assert (done.code, done.err) == (0, "")
    assert [row["text"] for row in done.json] == ["Send the deck", "Book the room"]
    first = done.json[0]
    assert re.fullmatch("[a-z0-9]+", first.pop("id"))
    assert first == {
        "path": SYNC,
        "line": 9,
        "mark": "?",
        "status": "Proposed",
        "status_type": "TODO",
        "proposed": True,
        "mine": True,
        "text": "Send the deck",
        "owners": ["Myself"],
        "due": "2026-01-09",
        "scheduled": None,
        "start": None,
        "created": None,
        "ended": None,
        "priority": "high",
        "tags": ["#task", "#proposed"],
        "heading": "Action Items",
        "note_title": "Sync with Ada",
        "note_date": "2026-01-02",
        "entity": "Ada Quill",
        "entity_type": "people",
        "source": "Sources/sync.md",
        "cluster": None,
        "seen": None,
        "problems": [],
        "raw": "- [?] Send the deck @Myself 📅 2026-01-09 ⏫ #task #proposed",
    }


def test_a_broken_mark_is_a_proposal_that_reads_todo(winnow: Winnow) -> None:
    row = winnow("list", "tasks", "room", "--json").json[0]
    assert (row["mark"], row["status_type"], row["owners"]) == (" ?", "TODO", ["Ada Quill"])


def test_a_list_for_people_is_one_aligned_line_a_task(winnow: Winnow) -> None:
    lines = winnow("list", "tasks").out.rstrip("\n").split("\n")
    assert len(lines) == 2
    assert lines[0].index("Send the deck") == lines[1].index("Book the room")


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["is:any"], {"Send the deck", "Book the room", "Count the chairs", "Buy tea"}),
        (["-tag:#proposed"], {"Book the room"}),
        (["owner:me", "prio:high"], {"Send the deck"}),
        (["is:any path:INBOX"], {"Buy tea"}),
        (["nothing like it"], set()),
    ],
)
def test_a_filter_is_one_word_or_several(winnow: Winnow, words: list[str], texts: set[str]) -> None:
    assert {row["text"] for row in winnow("list", "tasks", *words, "--json").json} == texts


def test_a_limit_cuts_the_list(winnow: Winnow) -> None:
    assert len(winnow("list", "tasks", "is:any", "--limit", "2", "--json").json) == 2


def test_ids_stay_when_everything_but_the_words_changes(winnow: Winnow) -> None:
    before = winnow.id("Send the deck")
    winnow.write({SYNC: "# New\n\n- [ ] Send the deck @Ada Quill 📅 2027-01-01\n"})
    assert winnow.id("Send the deck") == before


def test_copies_of_a_sync_client_are_told_in_one_line_and_not_listed(winnow: Winnow) -> None:
    before = winnow("list", "tasks").out
    note = winnow.vault / SYNC
    for second in (10, 11, 12):
        name = f"{note.stem}.sync-conflict-20260102-1230{second}-ABCDEF7.md"
        note.with_name(name).write_bytes(note.read_bytes())
    done = winnow("list", "tasks")
    assert (done.code, done.out) == (0, before)
    assert done.err.count("\n") == 1
    assert f"is a sync client's copy of {SYNC} and not listed, and 2 more are" in done.err


HOSTILE = st.text(
    st.characters() | st.sampled_from('[]?x #@📅\x1b\x9b\u202e\udcff"\\\r\n'), max_size=60
).map(lambda text: text.replace("\ud800", ""))


@settings(max_examples=40)
@given(words=HOSTILE, title=HOSTILE)
def test_a_list_of_hostile_notes_is_ascii_json(
    words: str, title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    note = f"---\ntitle: {title}\n---\n# {title}\n- [?] {words}\n- [?] end"
    (folder / "n.md").write_bytes(note.encode("utf-8", "surrogatepass"))
    done = run("--vault", str(folder), "--state", str(folder / ".s"), "list", "tasks", "--json")
    assert done.code == 0
    assert done.out.isascii()
    assert "end" in [row["text"] for row in done.json]


def test_without_a_place_for_the_index_the_list_is_right_and_that_is_said(
    winnow: Winnow, tmp_path: Path
) -> None:
    right = winnow("list", "tasks", "--json").json
    (tmp_path / "in the way").touch()
    done = winnow("list", "tasks", "--json", "--cache", str(tmp_path / "in the way"))
    assert (done.code, done.json) == (0, right)
    assert done.err.startswith("winnow: the index is kept in memory only: ")
    assert done.err.count("\n") == 1


def test_a_second_list_says_the_same_as_the_first(winnow: Winnow, tmp_path: Path) -> None:
    place = ["--cache", str(tmp_path / "kept")]
    first = winnow("list", "tasks", "is:any", "--json", *place)
    assert winnow("list", "tasks", "is:any", "--json", *place).json == first.json
    [file] = (tmp_path / "kept").rglob("index.sqlite")
    file.write_bytes(b"rubbish" * 1000)
    again = winnow("list", "tasks", "is:any", "--json", *place)
    assert (again.json, again.err) == (first.json, "")
