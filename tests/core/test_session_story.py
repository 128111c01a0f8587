import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import NOON, NOTES, SYNC, TODAY, read_vault, rows_named, session_on, write_vault

from core.actions.intents import Accept, Reject, SetDue, Snooze
from core.errors import Conflict, NothingToUndo
from core.index.rows import TaskId
from core.panes import Counts
from core.path import NotePath
from core.programs import editor_command, obsidian_url, wikilink


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def test_a_decision_changes_its_characters_and_undo_gives_every_byte_back_after_a_restart(
    vault: Path,
) -> None:
    with session_on(vault) as session:
        deck, plant = rows_named(session, "deck", "plant")
        outcome = session.do(Accept((deck, plant)))
        assert outcome.label == "accept ×2"
        assert not outcome.left
    changed = read_vault(vault)
    assert changed[SYNC] == NOTES[SYNC].replace(
        b"[?] Send the deck @Myself \xf0\x9f\x93\x85 2026-01-03 #task #proposed",
        b"[ ] Send the deck @Myself \xf0\x9f\x93\x85 2026-01-03 #task",
    )
    assert changed["Other.md"] == b"- [ ] Water the plant @Myself #task\n- [ ] Sweep\n"
    with session_on(vault) as session:
        assert session.past.undo_label == "accept ×2"
        session.undo()
        assert read_vault(vault) == NOTES
        assert (session.past.undo_label, session.past.redo_label) == (None, "accept ×2")
        session.redo()
        assert read_vault(vault) == changed
        with pytest.raises(NothingToUndo, match="redo"):
            session.redo()


def test_the_snapshot_follows_what_was_written(vault: Path) -> None:
    with session_on(vault) as session:
        rows = session.rows("")
        assert [rows.tasks[id].text for id in rows.ids] == [
            "Send the deck", "Water the plant", "Book the room", "Order badges",
        ]  # fmt: skip
        assert session.counts == Counts(inbox=1, entities=0, tasks=4, review=0)
        deck = rows_named(session, "deck")
        outcome = session.do(Reject(deck))
        rows = session.folded(rows, outcome.touched)
        assert deck[0].id not in rows.ids
        assert (len(rows.ids), rows.total, session.counts.tasks) == (3, 3, 3)
        assert session.past.decided_today == 1
        session.undo()
        assert session.past.decided_today == 0
        session.redo()
        assert session.past.decided_today == 1


def test_doing_it_again_makes_no_entry(vault: Path) -> None:
    with session_on(vault) as session:
        session.do(Accept(rows_named(session, "deck")))
        again = session.do(Accept(rows_named(session, "deck")))
        assert again.entry is None
        assert again.plan is not None
        assert again.plan.unchanged
        assert len(session.past.entries()) == 1


def test_a_row_that_only_moved_is_found(vault: Path) -> None:
    with session_on(vault) as session:
        plant = rows_named(session, "plant")
        (vault / "Other.md").write_bytes(b"new first line\n" + NOTES["Other.md"])
        session.do(Accept(plant))
    assert (vault / "Other.md").read_bytes() == (
        b"new first line\n- [ ] Water the plant @Myself #task\n- [ ] Sweep\n"
    )


def test_a_line_that_reads_otherwise_is_refused_with_both_texts(vault: Path) -> None:
    other = b"- [?] Water the cactus @Myself #task #proposed\n"
    with session_on(vault) as session:
        plant, deck = rows_named(session, "plant", "deck")
        (vault / "Other.md").write_bytes(other)
        plan = session.do(Accept((plant, deck))).plan
        assert plan is not None
        [refusal] = plan.refused
        assert refusal.conflict
        assert ("plant" in refusal.expected, "cactus" in refusal.found) == (True, True)
        assert plan.done == (deck.id,)
    assert (vault / "Other.md").read_bytes() == other


def test_undo_is_refused_where_its_line_is_gone(vault: Path) -> None:
    with session_on(vault) as session:
        session.do(Accept(rows_named(session, "plant")))
        (vault / "Other.md").write_bytes(b"rewritten\n")
        with pytest.raises(Conflict):
            session.undo()
    assert (vault / "Other.md").read_bytes() == b"rewritten\n"


def test_undo_leaves_what_another_program_wrote_since(vault: Path) -> None:
    with session_on(vault) as session:
        session.do(Accept(rows_named(session, "plant")))
        (vault / "Other.md").write_bytes(
            b"above\n" + (vault / "Other.md").read_bytes() + b"below\n"
        )
        session.undo()
    assert (vault / "Other.md").read_bytes() == b"above\n" + NOTES["Other.md"] + b"below\n"


def test_a_snooze_hides_until_its_day_and_is_undone_like_anything(vault: Path) -> None:
    with session_on(vault) as session:
        plant = rows_named(session, "plant")
        outcome = session.do(Snooze(plant, TODAY + timedelta(2)))
        assert outcome.touched == {plant[0].id}
        assert plant[0].id not in session.rows("").ids
        assert session.rows("is:snoozed").ids == (plant[0].id,)
        assert session.counts.tasks == 3
    assert read_vault(vault) == NOTES
    with session_on(vault, now=NOON + timedelta(2)) as session:
        assert plant[0].id in session.rows("").ids
    with session_on(vault) as session:
        session.undo()
        assert plant[0].id in session.rows("").ids


def test_a_rescan_sees_what_came_changed_and_went(vault: Path) -> None:
    with session_on(vault) as session:
        (vault / "New.md").write_bytes(b"- [?] Brand new\n")
        (vault / "Other.md").unlink()
        (vault / SYNC).write_bytes(NOTES[SYNC].replace(b"deck", b"slides"))
        session.rescan()
        texts = {row.text for row in session.snapshot.tasks.values()}
        assert texts == {"Brand new", "Send the slides", "Book the room", "Order badges"}


def test_a_note_is_refreshed_or_gone(vault: Path) -> None:
    with session_on(vault) as session:
        (vault / "Other.md").write_bytes(b"- [?] Else\n")
        touched = session.refresh([NotePath("Other.md")])
        assert len(touched) == 3
        (vault / "Other.md").unlink()
        session.refresh([NotePath("Other.md"), NotePath("Sources/sync.md")])
        assert NotePath("Other.md") not in session.snapshot.notes


def test_a_source_of_another_machine_is_found_here(vault: Path) -> None:
    with session_on(vault) as session:
        deck, plant = rows_named(session, "deck", "plant")
        assert session.snapshot.source(deck.note.source_ref) == "Sources/sync.md"
        assert session.snapshot.source(plant.note.source_ref) is None


KILLED = """
import os, sys
from pathlib import Path
from desk import open_vault, rows_named
from core import store
from core.actions.intents import Accept
session = open_vault(Path(sys.argv[1]))
session.scan()
store._make_all = lambda *_: os._exit(9)
session.do(Accept(rows_named(session, "plant")))
"""


def test_an_interrupted_transaction_is_finished_first(vault: Path) -> None:
    tests = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}
    killed = subprocess.run([sys.executable, "-c", KILLED, vault], env=environment, check=False)
    assert killed.returncode == 9
    assert read_vault(vault) == NOTES
    with session_on(vault) as session:
        assert b"- [ ] Water the plant @Myself #task\n" in read_vault(vault)["Other.md"]
        assert session.past.undo_label == "accept “Water the plant”"
        session.undo()
    assert read_vault(vault) == NOTES


def test_a_plan_is_shown_as_a_diff_and_writes_nothing(vault: Path) -> None:
    with session_on(vault) as session:
        plan = session.plan(Accept(rows_named(session, "plant")))
        assert plan.transaction is not None
        assert "+- [ ] Water the plant @Myself #task\n" in session.writing.diff(plan.transaction)
        assert session.past.entries() == ()
    assert read_vault(vault) == NOTES


def test_ids_stay_while_words_and_place_do(vault: Path) -> None:
    def ids() -> dict[str, TaskId]:
        with session_on(vault) as session:
            return {row.text: row.id for row in session.snapshot.tasks.values()}

    before = ids()
    with session_on(vault) as session:
        deck = rows_named(session, "deck")
        session.do(SetDue(deck, date(2026, 2, 2)))
        session.do(Accept(rows_named(session, "deck", "room")))
    (vault / "Other.md").write_bytes(b"\n\n" + NOTES["Other.md"])
    assert ids() == before


@pytest.mark.parametrize("below", [False, True])
def test_the_next_occurrence_never_takes_the_id_of_the_one_done(
    vault: Path, *, below: bool
) -> None:
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    text = settings.read_text()
    settings.write_text(text[:-1] + f', "recurrenceOnNextLine": {str(below).lower()}}}')
    (vault / "Other.md").write_bytes("- [ ] Water 🔁 every day 📅 2026-01-05\n".encode())
    with session_on(vault) as session:
        [first] = rows_named(session, "Water")
    lines = ["- [ ] Water 🔁 every day 📅 2026-01-06", "- [x] Water 🔁 every day 📅 2026-01-05"]
    (vault / "Other.md").write_bytes("\n".join(lines[::-1] if below else lines).encode())
    with session_on(vault) as session:
        [done] = rows_named(session, "[x] Water")
        assert done.id == first.id


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["vim", "+3", "/v/a b.md"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+3", "/v/a b.md"]),
        ("code -n", ["code", "-n", "--wait", "--goto", "/v/a b.md:3"]),
        ("hx", ["hx", "/v/a b.md:3"]),
        ("'my editor' $(x)", ["my editor", "$(x)", "/v/a b.md"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(editor: str, expected: list[str]) -> None:
    assert editor_command(editor, "/v/a b.md", 3) == expected


@pytest.mark.parametrize("editor", ["", "vim 'x"])
def test_an_editor_that_cannot_be_read_is_an_error(editor: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        editor_command(editor, "/v/a.md", 1)


def test_links_name_a_note_as_obsidian_does() -> None:
    assert wikilink(NotePath("People/Ada Quill/README.md")) == "[[Ada Quill]]"
    assert wikilink(NotePath("a/2026 - Sync.md")) == "[[2026 - Sync]]"
    assert wikilink(NotePath("README.md")) == "[[README]]"
    assert obsidian_url("/v/a b&c.md") == "obsidian://open?path=%2Fv%2Fa%20b%26c.md"
