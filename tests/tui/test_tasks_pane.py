"""Moving, marking and reading in the Tasks pane; what it says when there is nothing, or trouble."""

import os
from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import Desk, desk_on

from core.config import Config
from core.panes import PANES

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]
LONG = {
    "Long.md": b"".join(b"- [?] Task %03d @Myself\n" % number for number in range(100))
    + b"text\n\n" * 60
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


async def test_the_cursor_moves_by_lines_halves_screens_and_ends(tmp_path: Path) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", LONG), size=(110, 24)) as desk:
        rows = desk.app.main.tasks.list

        async def at(*ids: str) -> int:
            await desk.do(*ids)
            return int(desk.under.removeprefix("Task "))

        page = rows.size.height
        assert await at("cursor.down", "cursor.down", "cursor.up") == 1
        assert await at("cursor.last") == 99
        assert await at("cursor.first") == 0
        half = await at("cursor.half-down")
        assert 0 < half < page
        assert await at("cursor.half-up") == 0
        whole = await at("cursor.page-down")
        assert half < whole <= page
        assert await at("cursor.page-up", "cursor.up") == 0
        for key, where in (("down", 1), ("up", 0), ("end", 99), ("home", 0)):
            await desk.type(key)
            assert desk.under == f"Task {where:03}"
    assert read_vault(tmp_path / "Notes") == LONG


async def test_the_note_scrolls_with_the_cursor_left_where_it_is(tmp_path: Path) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", LONG), size=(110, 24)) as desk:
        before = desk.screen
        await desk.do("preview.down", "preview.down")
        assert desk.screen != before
        assert desk.under == "Task 000"
        await desk.do("preview.up", "preview.up")
        assert desk.screen == before


async def test_going_into_the_note_makes_the_movement_keys_scroll_it(tmp_path: Path) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", LONG), size=(110, 24)) as desk:
        pane = desk.app.main.tasks
        for enter, leave in (("enter", "escape"), ("l", "escape"), ("tab", "tab")):
            await desk.type(enter)
            assert pane.note.has_focus
            before = desk.screen
            await desk.do("cursor.down", "cursor.down", "cursor.half-down")
            assert desk.screen != before
            assert desk.under == "Task 000"
            await desk.type("g", leave)
            assert pane.list.has_focus
        await desk.type("shift+tab", "shift+tab", "j")
        assert desk.under == "Task 001"


async def test_the_note_gets_more_room_and_the_whole_screen_and_gives_it_back(vault: Path) -> None:
    async with desk_on(vault) as desk:
        pane, main = desk.app.main.tasks, desk.app.main
        usual = pane.note.size.width
        await desk.do("preview.larger")
        assert pane.note.size.width > usual
        await desk.do("preview.larger")
        assert pane.note.size.width == usual
        await desk.do("preview.full")
        assert pane.note.size.width > 100
        assert pane.note.has_focus
        await desk.do("task.accept")
        assert desk.app.is_running
        await desk.do("back")
        assert (main.has_class("-full"), pane.note.size.width) == (False, usual)
        assert pane.list.has_focus


async def test_below_sixty_columns_a_note_opens_over_the_list(vault: Path) -> None:
    async with desk_on(vault, size=(59, 20)) as desk:
        pane = desk.app.main.tasks
        assert not pane.other.display
        await desk.do("focus.next")
        assert pane.list.has_focus
        await desk.do("open")
        assert pane.other.display
        assert "Send the deck" in desk.screen
        await desk.do("back")
        assert pane.list.has_focus
        assert not pane.other.display


async def test_the_note_is_shown_with_its_properties_its_source_and_its_line(vault: Path) -> None:
    async with desk_on(vault, size=(140, 30)) as desk:
        for shown in ("Sync", "source_ref", "Sources/sync.md", "Book the room"):
            assert shown in desk.screen
        await desk.do("cursor.down")
        assert "Sweep" in desk.screen


async def test_marks_are_set_taken_away_and_counted(vault: Path) -> None:
    async with desk_on(vault) as desk:
        pane = desk.app.main.tasks
        await desk.do("mark.toggle")
        assert desk.under == ALL[1]
        assert "1 marked" in desk.screen
        await desk.do("cursor.up", "mark.toggle")
        assert pane.marked == (0, 0)
        await desk.do("mark.range", "cursor.last", "mark.range")
        assert pane.marked == (3, 0)
        await desk.do("back")
        assert pane.marked == (0, 0)
        await desk.do("mark.all")
        assert pane.marked == (4, 0)
        await desk.do("back")
        assert "marked" not in desk.screen


async def test_rescanning_finds_what_is_new_and_what_is_gone(vault: Path) -> None:
    async with desk_on(vault) as desk:
        (vault / "New.md").write_bytes(b"- [?] Brand new @Myself\n")
        (vault / "Other.md").unlink()
        await desk.do("rescan")
        assert set(desk.texts) == {"Brand new", ALL[0], ALL[2], ALL[3]}


async def test_a_note_that_cannot_be_shown_says_why_where_it_would_stand(vault: Path) -> None:
    async with desk_on(vault) as desk:
        (vault / "Other.md").unlink()
        await desk.do("cursor.down")
        assert desk.under == ALL[1]
        assert "Other.md" in " ".join(desk.screen.split())
        await desk.do("cursor.down")
        assert "source_ref" in desk.screen


async def test_what_cannot_be_read_is_counted_and_the_rest_works(vault: Path) -> None:
    os.mkfifo(vault / "pipe.md")
    (vault / "loop.md").symlink_to("loop.md")
    async with desk_on(vault) as desk:
        assert "2 unreadable" in desk.screen
        await desk.do("task.accept")
        assert desk.texts == ALL[1:]


async def test_settings_that_are_wrong_are_told_and_do_not_stop_anybody(vault: Path) -> None:
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    settings.write_text("{broken")
    async with desk_on(vault) as desk:
        assert desk.under == ALL[0]


@pytest.mark.parametrize("notes", [{}, {"a.md": b""}, {"a.md": b"- [ ] Open\n- [x] Done\n"}])
async def test_without_proposals_the_list_says_what_to_do_next(
    tmp_path: Path, notes: dict[str, bytes]
) -> None:
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault) as desk:
        assert "No proposed task is left." in desk.screen
        assert "is:open" in desk.screen
        await desk.do("cursor.down", "cursor.last", "mark.all", "task.reject", "edit.text", "open")
        assert desk.on_main
    assert read_vault(vault) == notes


async def test_the_last_decision_leaves_a_list_that_counts_the_day(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", {"a.md": b"- [?] One\n- [?] Two\n"})
    async with desk_on(vault) as desk:
        await desk.do("task.accept")
        assert "1 left" in desk.screen
        await desk.do("task.reject")
        assert "No proposed task is left." in desk.screen
        assert "2 decided today." in desk.screen
        assert "u undoes: reject" in desk.screen
        await desk.do("undo")
        assert (desk.texts, desk.under) == (["Two"], "Two")


async def test_every_pane_opens_by_number_and_click_and_esc_leaves_it(vault: Path) -> None:
    async with desk_on(vault) as desk:
        for number, name in enumerate(PANES, start=1):
            await desk.type(str(number))
            assert desk.app.main.pane == name
        await click(desk, "Inbox")
        assert desk.app.main.pane == "inbox"
        await click(desk, "3 Tasks")
        await click(desk, "accept")
        assert desk.texts == ALL[1:]


async def click(desk: Desk, text: str) -> None:
    y, line = next((y, line) for y, line in enumerate(desk.screen.split("\n")) if text in line)
    await desk.pilot.click(offset=(line.index(text), y))
    await desk.settle()


async def test_a_click_selects_and_the_wheel_and_clicks_decide_nothing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await click(desk, "Book the room")
        assert desk.under == "Book the room"
    assert read_vault(vault) == NOTES


async def test_the_app_may_start_in_any_pane(vault: Path) -> None:
    for pane in PANES:
        async with desk_on(vault, pane=pane) as desk:
            assert desk.app.main.pane == pane
            await desk.do("pane.tasks", "task.accept", "undo")
            assert desk.under == ALL[0]
    assert read_vault(vault) == NOTES


SIZES = [(110, 30), (1, 1), (80, 24), (39, 9), (60, 20), (2, 40), (200, 60), (300, 3), (59, 10)]


async def test_any_size_after_any_other_keeps_cursor_marks_filter_and_boxes(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("e")
        await desk.do("cursor.down", "mark.toggle", "cursor.up")
        for columns, lines in SIZES:
            await desk.pilot.resize_terminal(columns, lines)
            await desk.pilot.pause()
            assert desk.under == ALL[1]
            assert desk.app.main.tasks.marked == (1, 0)
            assert desk.app.main.tasks.filter == "e"
        for box in ("help", "task.due", "palette", "history"):
            await desk.do(box)
            for columns, lines in SIZES[1:4]:
                await desk.pilot.resize_terminal(columns, lines)
                await desk.pilot.pause()
                assert not desk.on_main, (box, columns, lines, desk.toasts)
            await desk.type("escape")
            assert desk.on_main, box
        await desk.do("task.accept")
    assert b"- [ ] Water" in (vault / "Other.md").read_bytes()
    assert (vault / SYNC).read_bytes() == NOTES[SYNC]


async def test_signs_of_plain_ascii_are_there_for_whom_the_others_are_boxes(vault: Path) -> None:
    async with desk_on(vault, config=Config(glyphs="ascii")) as desk:
        await desk.do("mark.toggle")
        assert desk.texts == ALL
        assert "●" not in "".join(desk.screen.split("\n")[3:10])


async def test_a_box_over_a_terminal_too_small_gives_the_keys_back_to_the_list(
    vault: Path,
) -> None:
    async with desk_on(vault, size=(39, 9)) as desk:
        await desk.do("help", "back")
        assert desk.app.focused is desk.app.main.tasks.list
        await desk.pilot.resize_terminal(110, 30)
        await desk.do("cursor.down", "task.accept")
        assert desk.texts == [ALL[0], *ALL[2:]]


async def test_a_list_that_is_wanted_anew_is_not_lost_to_a_later_question(vault: Path) -> None:
    async with desk_on(vault) as desk:
        app, pane = desk.app, desk.app.main.tasks
        (vault / "New.md").write_bytes(b"- [?] Mend the gate @Myself #task #proposed\n")
        app.session.rescan()
        app.jobs.rows(pane.filter, None)
        app.jobs.rows(pane.filter, pane.rows)
        await desk.settle()
        assert "Mend the gate" in desk.texts
