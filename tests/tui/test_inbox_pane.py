"""The Inbox: its list, what it shows of each item, what each key does, and how one goes through a note."""

from pathlib import Path

import pytest
from arrivals import (
    CHAT,
    MAIL,
    PLAN,
    SYNC,
    SYNC_TOO,
    TALK,
    TITLES,
    as_bytes,
    files,
    go_to,
    headings,
    lit,
    pane,
    rows,
    titles,
    under,
)
from desk import write_vault
from piloting import Desk, desk_on, textual_key
from textual import events

from core.config import Config
from tui.keyboard import typed_ahead
from tui.screens.copies import Copies
from tui.screens.file_to import FileTo


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", as_bytes())


def send(desk: Desk, *keys: str) -> None:
    """Keys that come all at once, faster than any answer."""
    for key in keys:
        character = {"enter": "\r", "escape": "\x1b"}.get(key, key)
        desk.app.post_message(events.Key(textual_key(key), character))


# The list


async def test_what_waits_stands_in_two_groups_and_notes_of_one_source_in_one_row(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        assert headings(desk) == ["Arrived", "New notes"]
        assert titles(desk) == TITLES
        assert under(desk) == TITLES[0]
        await desk.do("cursor.down", "cursor.down", "cursor.down")
        assert under(desk) == "Sync"
        await desk.do("cursor.up")
        assert under(desk) == "Talk"
        await desk.do("cursor.first", "cursor.up")
        assert under(desk) == TITLES[0]
        await desk.do("cursor.last")
        assert under(desk) == "Chat"
    assert files(vault) == as_bytes()


async def test_a_folded_row_unfolds_and_folds_and_the_cursor_stays_with_what_it_stood_on(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Sync")
        await desk.do("inbox.unfold")
        assert titles(desk)[3:] == ["Sync", "Sync on the pilot", "Chat"]
        await desk.do("cursor.down")
        assert under(desk) == "Sync on the pilot"
        await desk.do("inbox.fold")
        assert (titles(desk), under(desk)) == (TITLES, "Sync")
        await go_to(desk, "Chat")
        await desk.do("inbox.unfold")
        assert "No other note is of its source." in desk.toasts


async def test_each_item_says_what_it_is_and_the_card_whose_it_may_be(vault: Path) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        await go_to(desk, "Racks")
        lines = desk.screen.split("\n")
        line = next(line for line in lines if line.startswith("▌"))
        assert line.split("│")[0].split() == ["▌", "✉", "Racks", "e-mail", "1", "msg", "5", "Jan"]
        assert "file to 1 Ada Quill" in desk.screen
        assert "Please count the racks." in desk.screen
        await go_to(desk, "Sync")
        line = next(line for line in desk.screen.split("\n") if line.startswith("▌"))
        assert "▸ Sync ×2" in line
        assert "3 ?" in line
        assert "×2 notes of one source" in desk.screen


async def test_the_list_is_filtered_as_one_types_and_esc_brings_all_back(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await desk.do("filter")
        await desk.write("kind:email")
        assert titles(desk) == ["Racks"]
        await desk.write(" (")
        assert titles(desk) == ["Racks"]
        await desk.type("escape")
        assert titles(desk) == TITLES
        await desk.do("filter")
        await desk.write("zzz", "enter")
        assert "Nothing matches  zzz" in desk.screen
        await desk.do("back")
        assert titles(desk) == TITLES


@pytest.mark.parametrize("size", [(200, 50), (120, 36), (80, 24), (60, 16), (45, 12)])
async def test_no_title_breaks_a_row(tmp_path: Path, size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit] \x1b]0;evil\x07 \u202e日本語 \U0001f469\u200d\U0001f680 " * 9
    vault = write_vault(
        tmp_path / "Notes",
        as_bytes()
        | {
            "Inbox/a [b].md": f"# {hostile}\n\nx\n".encode(),
            "Work/People/Bo Lin/2026-01-02 - x.md": f"---\ntitle: '{hostile}'\nsource_ref: q.md\n---\n- [?] Go\n".encode(),
        },
    )
    async with desk_on(vault, pane="inbox", size=size) as desk:
        for _ in range(len(rows(desk))):
            await desk.do("cursor.down")
            width = pane(desk).list.size.width
            strips = [pane(desk).list.render_line(y) for y in range(pane(desk).list.size.height)]
            assert {strip.cell_length for strip in strips} == {width}
            assert desk.dangerous == set()


async def test_plain_ascii_is_enough(vault: Path) -> None:
    async with desk_on(vault, pane="inbox", config=Config(glyphs="ascii")) as desk:
        side = [line[: pane(desk).list.size.width] for line in desk.screen.split("\n")[2:-3]]
        assert all(part.isascii() for part in side)
        assert any("e Racks" in part for part in side)


# What the verbs do


async def test_filing_takes_two_keys_and_undo_brings_back_every_byte_under_the_cursor(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        await go_to(desk, "Racks")
        await desk.type("f", "1")
        now = files(vault)
        assert MAIL not in now
        assert "Work/People/Ada Quill/2026-01-05 - Racks.md" in now
        assert titles(desk) == ["plan.pdf", "Talk", "Sync ×2", "Chat"]
        assert under(desk) == "Talk"
        assert "u undoes: file" in desk.screen
        await desk.do("undo")
        assert files(vault) == as_bytes()
        assert (titles(desk), under(desk)) == (TITLES, "Racks")
        await desk.do("redo")
        assert MAIL not in files(vault)


async def test_keys_faster_than_suggestions_mean_what_they_will_be(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "plan.pdf")
        send(desk, "j", "f", "1", "j")
        await desk.settle()
        assert "Work/People/Ada Quill/2026-01-05 - Racks.md" in files(vault)
        assert under(desk) == "Sync"
        assert desk.on_main


async def test_enter_takes_nobody_whom_nothing_speaks_for(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "plan.pdf")
        await desk.type("f")
        box = desk.app.screen
        assert isinstance(box, FileTo)
        assert not box.waits
        assert "Nobody is suggested" in desk.screen
        await desk.type("enter", "1")
        assert desk.app.screen is box
        await desk.type("escape")
    assert files(vault) == as_bytes()


async def test_of_several_items_those_are_offered_whom_most_suggest(vault: Path) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        await go_to(desk, "plan.pdf")
        await desk.type("space", "space", "space", "f")
        assert "of 3 items" in desk.screen
        await desk.type("enter")
        now = files(vault)
        assert sum(path.startswith("Work/People/Ada Quill/") for path in now) > 3
        await desk.do("undo")
    assert files(vault) == as_bytes()


async def test_somebody_is_found_by_letters_and_a_page_is_made_for_somebody_new(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Racks")
        await desk.do("inbox.file")
        assert isinstance(desk.app.screen, FileTo)
        await desk.write("bo", "enter")
        assert "Work/People/Bo Lin/2026-01-05 - Racks.md" in files(vault)
        await go_to(desk, "Talk")
        await desk.do("inbox.file")
        await desk.write("Cy Dell")
        await desk.type("down", "down", "down", "enter")
        assert "new page" in desk.screen
        await desk.type("1")
        now = files(vault)
        assert "Work/People/Cy Dell/README.md" in now
        assert "Work/People/Cy Dell/2026-01-04 - Talk.md" in now
        await desk.do("undo", "undo")
    assert files(vault) == as_bytes()


async def test_a_note_that_goes_to_another_entity_stays_under_the_cursor(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Chat")
        await desk.do("inbox.file")
        await desk.write("pilot", "enter")
        assert "Work/Projects/Pilot/2026-01-03 - Chat.md" in files(vault)
        assert CHAT not in files(vault)
        assert (titles(desk), under(desk)) == (TITLES, "Chat")


async def test_done_archives_what_arrived_and_takes_a_note_out_of_the_list(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Racks")
        await desk.do("inbox.done")
        assert files(vault)["Inbox/_archive/2026-01-06/2026-01-05_mail.md"] == as_bytes()[MAIL]
        await go_to(desk, "Chat")
        await desk.do("inbox.done")
        assert titles(desk) == ["plan.pdf", "Talk", "Sync ×2"]
        await go_to(desk, "Sync")
        await desk.do("inbox.done")
        assert titles(desk) == ["plan.pdf", "Talk"]
        await desk.do("undo", "undo", "undo")
        assert titles(desk) == TITLES
    assert files(vault) == as_bytes()


async def test_of_notes_of_one_meeting_one_is_kept(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Sync")
        await desk.do("inbox.duplicate")
        assert isinstance(desk.app.screen, Copies)
        await desk.type("1")
        now = files(vault)
        assert SYNC_TOO not in now
        assert f".trash/{SYNC_TOO}" in now
        assert "Sync" in titles(desk)
        await desk.do("undo")
    assert files(vault) == as_bytes()


async def test_a_copy_is_put_away_as_one(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", as_bytes() | {"Inbox/again.md": as_bytes()[TALK]})
    async with desk_on(vault, pane="inbox") as desk:
        row = next(row for row in rows(desk) if row.path == "Inbox/again.md")
        pane(desk).list.go_to(row.id)
        await desk.settle()
        await desk.do("inbox.duplicate")
        assert TALK in desk.screen
        assert "no byte differs" in desk.screen
        await desk.type("enter")
        assert "Inbox/_archive/duplicates/again.md" in files(vault)
        assert titles(desk) == TITLES


async def test_a_marked_file_that_is_not_looked_at_is_a_copy_too(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", as_bytes() | {"Inbox/again.md": as_bytes()[TALK]})
    async with desk_on(vault, pane="inbox") as desk:
        row = next(row for row in rows(desk) if row.path == "Inbox/again.md")
        pane(desk).list.go_to(row.id)
        await desk.settle()
        await desk.do("mark.toggle")
        assert pane(desk).list.cursor_id != row.id
        await desk.pilot.press("D", "enter")
        await desk.settle()
        assert "Inbox/_archive/duplicates/again.md" in files(vault)


async def test_escape_leaves_a_box_whose_answer_never_comes(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_ahead, "_PATIENCE", 0.0)
    async with desk_on(vault, pane="inbox") as desk:
        box = Copies("of what", "nothing", None)
        desk.app.push_screen(box)
        await desk.type("1", "j")
        assert desk.app.screen is box
        await desk.type("escape")
        assert desk.on_main
        await desk.do("cursor.down")


async def test_trash_asks_and_only_y_does_it(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Racks")
        await desk.do("inbox.trash")
        await desk.type("enter", "delete")
        assert not desk.on_main
        assert files(vault) == as_bytes()
        await desk.type("y")
        assert f".trash/{MAIL}" in files(vault)
        assert titles(desk) == ["plan.pdf", "Talk", "Sync ×2", "Chat"]


async def test_what_is_snoozed_is_out_of_sight_and_comes_back_when_it_is_undone(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Talk")
        await desk.do("inbox.snooze")
        await desk.write("tom", "enter")
        await go_to(desk, "Chat")
        await desk.do("inbox.snooze")
        await desk.write("until", "enter")
        assert titles(desk) == ["plan.pdf", "Racks", "Sync ×2"]
        await desk.do("undo", "undo")
        assert titles(desk) == TITLES
    assert files(vault) == as_bytes()


async def test_a_line_is_captured_and_a_line_of_a_source_becomes_a_task(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await desk.do("inbox.capture")
        await desk.write("buy tape", "enter")
        assert b"- [?] buy tape #task #proposed #inbox" in files(vault)["TASKS_INBOX.md"]
        await go_to(desk, "Talk")
        await desk.do("open", "cursor.down", "cursor.down")
        assert "I will paint the door." in lit(desk)
        await desk.do("inbox.make-task")
        assert b"I will paint the door" in files(vault)["TASKS_INBOX.md"]
        assert "I will paint the door." in lit(desk)
        await desk.do("back")
        assert not pane(desk).reading
        assert "No line is lit" not in desk.toasts
        await desk.do("inbox.make-task")
        assert "No line is lit" in desk.toasts


async def test_a_note_is_made_of_a_source(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Talk")
        await desk.do("inbox.note")
        await desk.write("ada", "enter")
        made = [path for path in files(vault) if path not in as_bytes()]
        assert [path for path in made if path.startswith("Work/People/Ada Quill/")] == made
        assert TALK in files(vault)


async def test_all_of_a_note_is_accepted_or_rejected_with_its_number_and_one_undo(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Chat")
        await desk.do("inbox.accept-all")
        assert files(vault)[CHAT].count(b"- [ ]") == 2
        assert titles(desk) == ["plan.pdf", "Racks", "Talk", "Sync ×2"]
        assert "accept ×2 in 1 file" in desk.toasts
        await desk.do("undo")
        assert files(vault) == as_bytes()
        assert (titles(desk), under(desk)) == (TITLES, "Chat")
        await desk.do("inbox.reject-all")
        assert files(vault)[CHAT].count(b"- [R]") == 2
        await go_to(desk, "Talk")
        await desk.do("inbox.accept-all")
        assert "No undecided proposal is in it." in desk.toasts


async def test_verbs_act_on_what_is_marked_and_the_last_one_is_done_again(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Racks")
        await desk.do("mark.toggle", "mark.toggle")
        assert "2 marked" in desk.screen
        await desk.do("inbox.file")
        await desk.write("pilot", "enter")
        now = files(vault)
        assert "Work/Projects/Pilot/2026-01-05 - Racks.md" in now
        assert "Work/Projects/Pilot/2026-01-04 - Talk.md" in now
        await go_to(desk, "plan.pdf")
        await desk.do("repeat")
        assert "Work/Projects/Pilot/plan.pdf" in files(vault)
        await desk.do("undo", "undo")
        assert files(vault) == as_bytes()


async def test_nobody_marks_a_heading(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await desk.do("mark.all")
        assert "5 marked" in desk.screen
        await desk.do("back")
        await desk.do("mark.range", "cursor.last", "mark.range")
        assert "5 marked" in desk.screen


async def test_what_cannot_be_done_comes_back_with_the_reason(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Racks")
        (vault / MAIL).unlink()
        await desk.type("f", "1")
        assert "refused" in desk.toasts
        assert "Work/People/Ada Quill/2026-01-05 - Racks.md" not in files(vault)


# Going through a note


async def test_one_goes_through_a_note_with_the_keys_of_tasks_and_on_to_the_next(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 36)) as desk:
        await go_to(desk, "Sync")
        await desk.do("open")
        assert lit(desk).startswith("Send the deck")
        assert "1 of 3" in desk.screen
        await desk.do("cursor.down")
        assert lit(desk).startswith("Book the room")
        await desk.do("task.reject")
        assert lit(desk).startswith("Order badges")
        await desk.do("task.accept")
        assert lit(desk).startswith("Send the deck")
        await desk.do("task.due")
        await desk.write("fri", "enter")
        assert lit(desk).startswith("Send the deck")
        assert "📅 2026-01-09" in lit(desk)
        await desk.do("task.accept")
        assert under(desk) == "Chat"
        assert lit(desk).startswith("Water the plant")
        await desk.do("task.done", "task.start")
        assert not pane(desk).reading
        text = files(vault)[SYNC].decode()
        assert "- [ ] Send the deck @Myself #task 📅 2026-01-09" in text or "- [ ] Send" in text
        assert "- [R] Book the room" in text
        assert "- [x] Water the plant" in files(vault)[CHAT].decode()


async def test_undo_goes_back_to_the_proposal_that_was_decided(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Chat")
        await desk.do("open", "task.reject", "task.accept")
        assert "Chat" not in titles(desk)
        await desk.do("undo")
        assert "Chat" in titles(desk)
        assert under(desk) == "Chat"
        await desk.do("undo")
        assert files(vault) == as_bytes()


async def test_keys_that_come_at_once_decide_what_they_were_typed_for(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Talk")
        send(desk, "j", "j", "enter", "x", "a")
        await desk.settle()
        text = files(vault)[CHAT].decode()
        assert "- [R] Water the plant" in text
        assert "- [ ] Sweep" in text
        assert files(vault)[SYNC] == as_bytes()[SYNC]


async def test_a_key_means_another_command_in_another_place(vault: Path) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        await go_to(desk, "Chat")
        assert "d done" in desk.screen
        await desk.type("a")
        assert "enter goes through them" in desk.toasts
        await desk.do("open")
        assert "d due" in desk.screen
        assert "a accept" in desk.screen
        await desk.type("d")
        assert not desk.on_main
        await desk.type("escape", "escape")
        assert "d done" in desk.screen
        await desk.do("pane.tasks")
        await desk.type("D")
        assert "1 shows it" in desk.toasts
    assert files(vault) == as_bytes()


async def test_steps_go_over_into_the_next_item_both_ways(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Sync")
        await desk.do("open", "cursor.last", "cursor.down")
        assert (under(desk), lit(desk)[:5]) == ("Chat", "Water")
        await desk.do("cursor.up")
        assert (under(desk), lit(desk)[:5]) == ("Sync", "Order")
        await desk.do("cursor.first")
        assert lit(desk).startswith("Send")
        await desk.do("back")
        assert (under(desk), pane(desk).reading) == ("Sync", False)


async def test_the_source_stands_beside_and_the_note_again(vault: Path) -> None:
    async with desk_on(vault, pane="inbox", size=(120, 30)) as desk:
        await go_to(desk, "Sync")
        await desk.do("inbox.source")
        assert "what was said at the sync" in desk.screen
        await desk.do("inbox.source")
        assert "Send the deck" in desk.screen
        await go_to(desk, "Talk")
        await desk.do("inbox.source")
        assert "This is the source itself." in desk.toasts


async def test_an_empty_inbox_says_what_comes_back_and_where_there_is_more_to_do(
    tmp_path: Path,
) -> None:
    notes = {"Inbox/mail.md": b"# Mail\n\nx\n", "Other.md": b"- [?] Go @Myself\n"}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault, pane="inbox") as desk:
        await desk.do("inbox.snooze")
        await desk.write("fri", "enter")
        assert "The inbox is empty." in desk.screen
        assert "back on 9 Jan: Mail" in desk.screen
        assert "3  1 proposed task waits" in desk.screen
        await desk.do("undo")
        assert titles(desk) == ["Mail"]


async def test_files_that_come_from_outside_take_their_place_and_the_cursor_stays(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "Talk")
        (vault / "Inbox/2026-01-06 new.md").write_text("# New\n\nx\n")
        await desk.do("rescan")
        assert "New" in titles(desk)
        assert under(desk) == "Talk"


async def test_an_attachment_is_opened_by_its_own_program(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    for opener in ("xdg-open", "open"):
        path = tmp_path / "bin" / opener
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nprintf "%s|" "$#" "$@" > {said}\n')
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    async with desk_on(vault, pane="inbox") as desk:
        await go_to(desk, "plan.pdf")
        await desk.do("open")
        count, path_said, _ = said.read_text().split("|")
        assert count == "1"
        assert path_said == str((vault / PLAN).resolve())
