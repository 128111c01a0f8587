import io
import json
import os
import sys
from pathlib import Path

import pytest
from command_line import SYNC, Winnow, run, winnow

__all__ = ["winnow"]

DECK = "- [?] Send the deck @Myself 📅 2026-01-09 ⏫ #task #proposed"
ROOM = "- [ ?] Book the room @Ada Quill #task"

WRITTEN = {
    "accept": ("- [ ] Send the deck @Myself 📅 2026-01-09 ⏫ #task", None),
    "reject": ("- [R] Send the deck @Myself 📅 2026-01-09 ⏫ #task #proposed ❌ 2026-01-05", None),
    "start": ("- [/] Send the deck @Myself 📅 2026-01-09 ⏫ #task", None),
    "done": ("- [x] Send the deck @Myself 📅 2026-01-09 ⏫ #task ✅ 2026-01-05", None),
    "due": ("- [?] Send the deck @Myself 📅 2026-01-08 ⏫ #task #proposed", "+3"),
    "priority": ("- [?] Send the deck @Myself 📅 2026-01-09 🔽 #task #proposed", "low"),
    "owner": ("- [?] Send the deck @Ada Quill 📅 2026-01-09 ⏫ #task #proposed", "@Ada Quill"),
}


@pytest.mark.parametrize("verb", WRITTEN)
def test_a_verb_writes_its_line_and_no_other_byte(winnow: Winnow, verb: str) -> None:
    line, value = WRITTEN[verb]
    before = winnow.notes()
    done = winnow("do", verb, winnow.id("Send the deck"), *(["--to", value] if value else []))
    assert (done.code, done.err) == (0, "")
    expected = before[SYNC].replace(DECK.encode(), line.encode())
    assert winnow.notes() == {**before, SYNC: expected}


def test_a_tag_is_added_and_taken_off(winnow: Winnow) -> None:
    id, before = winnow.id("Send the deck"), winnow.notes()
    assert winnow("do", "tag", id, "--to", "#later").code == 0
    assert "#later" in winnow.text()
    assert winnow("do", "tag", id, "--to", "-#later").code == 0
    assert winnow.notes() == before


def test_a_snooze_writes_nothing_into_the_vault(winnow: Winnow) -> None:
    id, before = winnow.id("Send the deck"), winnow.notes()
    assert winnow("do", "snooze", id, "--to", "tomorrow").code == 0
    assert winnow.notes() == before
    assert id not in [row["id"] for row in winnow("list", "tasks", "--json").json]
    assert winnow("undo").code == 0
    assert id in [row["id"] for row in winnow("list", "tasks", "--json").json]


def test_a_decision_on_a_broken_mark_writes_a_whole_one(winnow: Winnow) -> None:
    assert winnow("do", "accept", winnow.id("Book the room")).code == 0
    assert "- [ ] Book the room @Ada Quill #task\n" in winnow.text()


def test_done_twice_says_so_and_makes_no_second_entry(winnow: Winnow) -> None:
    id = winnow.id("Send the deck")
    first, second = winnow("do", "done", id, "--json"), winnow("do", "done", id, "--json")
    assert (first.code, first.json["done"], first.json["unchanged"]) == (0, [id], [])
    assert (second.code, second.json["done"], second.json["unchanged"]) == (0, [], [id])
    assert second.json["transaction"] is None
    assert len(winnow("history", "--json").json) == 1
    assert "already so" in winnow("do", "done", id).out


def test_items_of_one_call_are_one_transaction_and_one_undo(winnow: Winnow) -> None:
    before = winnow.notes()
    ids = [winnow.id(text) for text in ("Send the deck", "Book the room", "Buy tea")]
    done = winnow("do", "done", *ids, "--json").json
    assert sorted(done["done"]) == sorted(ids)
    assert sorted(done["files"]) == sorted([SYNC, "TASKS_INBOX.md"])
    assert [entry["id"] for entry in winnow("history", "--json").json] == [done["transaction"]]
    assert winnow("undo").code == 0
    assert winnow.notes() == before
    assert winnow("redo").code == 0
    assert winnow.text("TASKS_INBOX.md") == "- [x] Buy tea ✅ 2026-01-05\n"


def test_items_come_from_standard_input_too(winnow: Winnow) -> None:
    ids = [row["id"] for row in winnow("list", "tasks", "--json").json]
    done = winnow("do", "accept", "-", "--json", stdin="\n".join([*ids, "", ids[0]]))
    assert (done.code, sorted(done.json["done"])) == (0, sorted(ids))


def test_a_filter_stands_for_all_that_it_matches(winnow: Winnow) -> None:
    done = winnow("do", "reject", "--filter", "is:proposed -tag:#proposed", "--json")
    assert (done.code, len(done.json["done"])) == (0, 1)
    assert "- [R] Book the room" in winnow.text()
    assert DECK in winnow.text()


def test_a_filter_that_matches_nothing_does_nothing(winnow: Winnow) -> None:
    done = winnow("do", "reject", "--filter", "no such words")
    assert (done.code, done.out) == (0, "reject: nothing matches\n")


def test_a_dry_run_is_a_diff_and_writes_nothing(winnow: Winnow) -> None:
    before = winnow.notes()
    id = winnow.id("Send the deck")
    done = winnow("do", "accept", id, "--dry-run", "--json").json
    assert (done["done"], done["transaction"]) == ([id], None)
    assert f"-{DECK}\n" in done["diff"]
    assert done["diff"] == winnow("do", "accept", id, "--dry-run").out
    assert winnow.notes() == before
    assert winnow("history", "--json").json == []


def test_an_unknown_item_alone_fails(winnow: Winnow) -> None:
    done = winnow("do", "accept", "nosuchtask", "--json")
    assert (done.code, done.json["done"]) == (1, [])
    assert done.json["refused"] == [{"id": "nosuchtask", "reason": "there is no such task"}]
    assert done.err == "winnow: nosuchtask: there is no such task\n"


def test_an_unknown_item_among_others_is_refused_alone(winnow: Winnow) -> None:
    done = winnow("do", "accept", "nosuchtask", winnow.id("Send the deck"))
    assert done.code == 4
    assert DECK not in winnow.text()


def test_rejecting_where_no_status_is_cancelled_fails_with_the_reason(winnow: Winnow) -> None:
    plugin = winnow.vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    settings = json.loads(plugin.read_text())
    settings["statusSettings"]["customStatuses"].pop()
    plugin.write_text(json.dumps(settings))
    before = winnow.notes()
    done = winnow("do", "reject", winnow.id("Send the deck"))
    assert done.code == 1
    assert done.err.startswith("winnow: ")
    assert winnow.notes() == before


WRONG = {
    "do": "winnow do wants VERB ITEM…",
    "do accept": "winnow do wants items, or --filter",
    "do accept x --filter y": "winnow do wants items, or --filter",
    "do forget x": "winnow do knows no “forget”; there are accept",
    "do accept x --to y": "accept takes no --to",
    "do due x": "due wants --to VALUE",
    "do due x --to gestern": "gestern",
    "do priority x --to urgent": "“urgent” is no priority",
    "do tag x --to #": "“#” is no tag",
    "do tag x --to #a,b": "“#a,b” is no tag",
    "do owner x --to a@b": "“a@b” is no owner",
    "do accept --filter (": "“(”",
    "undo --steps none": "--steps wants a number from 1",
    "list tasks is:lost": "there is no “is:lost”",
    "list things": "winnow list knows no “things”",
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.items(), ids=WRONG)
def test_wrong_usage_is_one_line_and_exit_2(winnow: Winnow, line: str, sentence: str) -> None:
    before = winnow.notes()
    done = winnow(*line.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("winnow: ")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert winnow.notes() == before


class Typing(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def many(winnow: Winnow) -> Winnow:
    winnow.write({f"n{number}.md": "- [?] Again\n" for number in range(4)})
    return winnow


def test_many_changes_want_yes(many: Winnow) -> None:
    before = many.notes()
    done = many("do", "accept", "--filter", "Again")
    assert (done.code, done.out) == (2, "")
    assert "accept 4 tasks in 4 files" in done.err
    assert many.notes() == before
    assert many("do", "accept", "--filter", "Again", "--yes").code == 0
    assert many.text("n0.md") == "- [ ] Again\n"


def test_a_note_with_other_names_wants_yes(winnow: Winnow) -> None:
    winnow.write({"pair.md": "- [?] Shared\n"})
    (winnow.vault / "same.txt").hardlink_to(winnow.vault / "pair.md")
    id = winnow.id("Shared")
    done = winnow("do", "accept", id)
    assert (done.code, done.out) == (2, "")
    assert "in place, because pair.md has other names (hard links)" in done.err
    assert winnow.text("pair.md") == "- [?] Shared\n"
    assert winnow("do", "accept", id, "--yes").code == 0
    assert winnow.text("same.txt") == "- [ ] Shared\n"


@pytest.mark.parametrize(
    ("answer", "code", "text"), [("y\n", 0, "- [ ] Again\n"), ("\n", 1, "- [?] Again\n")]
)
def test_many_changes_are_asked_about_at_a_terminal(
    many: Winnow, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, text: str
) -> None:
    from tui.__main__ import main  # noqa: PLC0415 - its streams are terminals here

    err = Typing()
    monkeypatch.setattr(sys, "stdin", Typing(answer))
    monkeypatch.setattr(sys, "stderr", err)
    assert main([*many.place, "do", "accept", "--filter", "Again"]) == code
    assert "accept 4 tasks in 4 files? [y/N]" in err.getvalue()
    assert "-- [?] Again" in err.getvalue()
    assert many.text("n0.md") == text


def test_the_limit_is_a_setting(many: Winnow) -> None:
    (many.vault / ".winnow.toml").write_text("[confirm]\nfiles = 4")
    assert many("do", "accept", "--filter", "Again").code == 0


# undo, redo, history


def test_nothing_to_undo_fails_with_a_sentence(winnow: Winnow) -> None:
    assert winnow("undo") == winnow("undo")
    assert (winnow("undo").code, winnow("undo").err) == (1, "winnow: nothing to undo\n")
    assert winnow("redo").code == 1


def test_several_steps_are_undone_one_by_one(winnow: Winnow) -> None:
    before = winnow.notes()
    for text in ("Send the deck", "Book the room"):
        winnow("do", "accept", winnow.id(text))
    assert winnow("undo", "--steps", "2").code == 0
    assert winnow.notes() == before
    done = winnow("redo"), winnow("redo"), winnow("redo")
    assert [one.code for one in done] == [0, 0, 1]


def test_more_steps_than_there_are_is_partly_done(winnow: Winnow) -> None:
    winnow("do", "accept", winnow.id("Send the deck"))
    done = winnow("undo", "--steps", "3")
    assert (done.code, done.err) == (4, "winnow: 1 of 3 undone: nothing to undo\n")


def test_undo_of_a_line_that_moved_on_is_a_conflict(winnow: Winnow) -> None:
    winnow("do", "accept", winnow.id("Send the deck"))
    winnow.write({SYNC: "everything else\n"})
    done = winnow("undo")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("winnow: ")
    assert winnow.text() == "everything else\n"


def test_history_tells_what_was_done_newest_first(winnow: Winnow) -> None:
    winnow("do", "accept", winnow.id("Send the deck"))
    winnow("do", "reject", winnow.id("Book the room"))
    winnow("undo")
    entries = winnow("history", "--json").json
    assert [entry["verb"] for entry in entries if entry["undoes"] is None] == ["reject", "accept"]
    undone = next(entry for entry in entries if entry["verb"] == "reject")
    assert undone["undone_by"] in {entry["id"] for entry in entries}
    assert undone["files"] == [SYNC]
    lines = winnow("history").out
    assert "Send the deck" in lines
    assert "undone" in lines


def test_any_change_is_undone_by_its_name_the_newer_first(winnow: Winnow) -> None:
    before = winnow.notes()
    for text in ("Send the deck", "Book the room"):
        winnow("do", "accept", winnow.id(text))
    newer, older = (entry["id"] for entry in winnow("history", "--json").json)
    assert winnow("undo", older).code == 0
    assert "- [ ] Book the room" in winnow.text()
    assert DECK in winnow.text()
    assert winnow("redo", older[:6]).code == 0
    assert winnow("undo", older, newer).out.startswith("accept “Book the room")
    assert winnow.notes() == before
    assert (winnow("undo", newer).code, winnow("redo", "nothing").code) == (1, 1)
    assert winnow("redo", older, newer).code == 0
    assert winnow("undo", newer, "--steps", "2").code == 2


def test_history_of_one_change_is_its_diff_and_what_is_in_the_way(winnow: Winnow) -> None:
    winnow("do", "accept", winnow.id("Send the deck"))
    [entry] = winnow("history", "--json").json
    look = winnow("history", entry["id"], "--json").json
    assert (look["in_the_way"], look["stands"]) == (None, True)
    assert f"-{DECK}\n+- [ ] Send the deck" in look["diff"]
    assert f"winnow undo {entry['id']} takes it back" in winnow("history", entry["id"]).out
    (winnow.vault / SYNC).write_text("everything else\n")
    look = winnow("history", entry["id"][:5], "--json-lines").json
    assert look["in_the_way"]["expected"].startswith("- [ ] Send the deck")
    shown = winnow("history", entry["id"]).out
    assert "cannot be undone as it is" in shown
    assert "found     nothing" in shown
    assert winnow("history", "nosuchid").code == 1
    assert winnow("history", entry["id"], "--decisions").code == 2


# What stops a command


def test_notes_that_cannot_be_read_do_not_stop_a_list(winnow: Winnow) -> None:
    winnow.write(
        {"sixteen.md": "\udcff\udcfe- [?] x\n", "latin.md": "caf\udce9\n- [?] caf\udce9\n"}
    )
    os.mkfifo(winnow.vault / "pipe.md")
    (winnow.vault / "loop.md").symlink_to("loop.md")
    texts = [row["text"] for row in winnow("list", "tasks", "--json").json]
    assert sorted(texts) == ["Book the room", "Send the deck", "caf\ufffd"]


def test_a_mistake_in_the_program_is_one_line_and_debug_shows_where(
    winnow: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.settings.dump_config", lambda _: 1 // 0)
    done = run("config")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.startswith("winnow: a mistake in Winnow: ZeroDivisionError")
    assert "Traceback" in winnow("config", "--debug").err


@pytest.mark.parametrize("named", ["gone", "file"])
def test_no_vault_fails_with_the_path_that_was_tried(tmp_path: Path, named: str) -> None:
    (tmp_path / "file").touch()
    done = run("--vault", str(tmp_path / named), "list", "tasks")
    assert done.code == 1
    assert done.err.startswith(f"winnow: no vault at {tmp_path / named} (--vault): ")


# What was decided before


MAP = "Send the deck to the office with the map on the back"
AGAIN = f"---\nsource_ref: /elsewhere/Sources/sync.md\n---\n- [?] {MAP}, by noon @Ada Quill\n"


def test_what_comes_again_is_known_and_decided_so_again(winnow: Winnow) -> None:
    first = "Work/People/Ada Quill/2026-01-03 - Deck.md"
    winnow.write({first: AGAIN.replace(", by noon", "")})
    [task] = winnow("list", "tasks", "path:Deck", "--json").json
    assert task["seen"] is None
    assert winnow("do", "reject", task["id"]).code == 0
    winnow.write({"Work/People/Ada Quill/2026-01-04 - Again.md": AGAIN})
    [again] = winnow("list", "tasks", "seen:rejected", "--json").json
    assert again["seen"] == {
        "verdict": "rejected", "date": "2026-01-05", "path": first, "exact": False, "score": 100, "text": MAP,
    }  # fmt: skip
    assert f"rejected on 2026-01-05 in {first}" in winnow("show", again["id"]).out
    assert winnow("do", "as-before", again["id"]).out == "as-before: 1 task in 1 file\n"
    assert winnow("do", "as-before", "--filter", "is:proposed path:Sync").code == 1


def test_decisions_are_told_to_whoever_made_the_proposals(winnow: Winnow) -> None:
    winnow("do", "reject", "--filter", "deck")
    [one] = [json.loads(line) for line in winnow("history", "--decisions", "--json-lines").out.splitlines()]  # fmt: skip
    assert one == winnow("history", "--decisions", "--json").json[0]
    assert (one["verdict"], one["words"], one["source"]) == ("rejected", "send the deck", "sync")
    assert "rejected  Myself  Send the deck" in winnow("history", "--decisions").out
    assert len(winnow("history", "--json-lines").out.splitlines()) == 1
