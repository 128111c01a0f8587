"""The history: the journal as a list, what each entry wrote, and any of it taken back."""

from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import Desk, desk_on
from textual.widgets import Input

from tui.screens.history import History


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def history(desk: Desk) -> History:
    assert isinstance(desk.app.screen, History)
    return desk.app.screen


async def three_decisions(desk: Desk) -> None:
    """The deck accepted, the plant rejected, the room accepted."""
    await desk.do("task.accept", "task.reject", "task.accept", "history")


async def test_any_change_is_undone_where_it_stands_and_done_again(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await three_decisions(desk)
        after = read_vault(vault)
        assert "Today" in desk.screen
        assert "+ - [ ] Book the room" in desk.screen
        await desk.type("j", "j")
        assert "+ - [ ] Send the deck" in desk.screen
        assert "u takes it back" in desk.screen
        await desk.type("u")
        assert b"- [?] Send the deck" in read_vault(vault)[SYNC]
        assert b"- [ ] Book the room" in read_vault(vault)[SYNC]
        assert "U does it again" in desk.screen
        assert "undo: accept" in desk.screen
        cursor = history(desk).cursor
        assert cursor is not None
        assert "Send the deck" in cursor.label
        await desk.type("u")
        assert "undone already" in desk.toasts
        await desk.type("U")
        assert read_vault(vault) == after
        await desk.type("U")
        assert "It stands" in desk.toasts
        await desk.type("escape")
        assert desk.on_main
        assert "Send the deck" not in desk.texts


async def test_what_is_in_the_way_is_said_with_its_lines(vault: Path) -> None:
    async with desk_on(vault, size=(140, 40)) as desk:
        await desk.do("task.accept", "history")
        (vault / SYNC).write_bytes(NOTES[SYNC].replace(b"Send the deck", b"Send [red]it[/red]"))
        await desk.type("H")
        await desk.do("history")
        assert "cannot be undone as it is" in desk.screen
        assert "expected" in desk.screen
        assert "[red]it[/red]" in desk.screen
        before = read_vault(vault)
        await desk.type("u")
        assert "in the way" in desk.toasts
        assert read_vault(vault) == before


async def test_words_find_what_was_done(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await three_decisions(desk)
        await desk.write("/", *"plant")
        assert len(history(desk)._rows) == 3
        assert "1 of 3 changes" in desk.screen
        assert "Send the deck" not in desk.screen
        await desk.type("enter", "u")
        assert read_vault(vault)["Other.md"] == NOTES["Other.md"]
        await desk.type("escape")
        assert history(desk).query_one(Input).display is False
        await desk.write("/", *"nothing has this")
        assert "No change has these words." in desk.screen


async def test_a_small_screen_shows_one_side_at_a_time(vault: Path) -> None:
    async with desk_on(vault, size=(50, 14)) as desk:
        await three_decisions(desk)
        assert "[ ] Book" not in desk.screen
        await desk.type("enter")
        assert "[ ] Book" in desk.screen
        await desk.type("j", "G", "g", "pagedown", "ctrl+u", "escape")
        assert "[ ] Book" not in desk.screen
        for size in ((20, 5), (1, 1), (200, 60)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
        assert "[ ] Book" in desk.screen


async def test_a_click_looks_and_a_double_click_reads(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await three_decisions(desk)
        list = history(desk)._list
        await desk.pilot.click(list, offset=(12, 3))
        await desk.settle()
        assert "+ - [ ] Send the deck" in desk.screen
        await desk.pilot.click(list, offset=(12, 2), times=2)
        await desk.settle()
        assert history(desk).has_class("-reading")


async def test_words_of_what_was_written_are_selected_and_copied(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await three_decisions(desk)
        screen, scroll = history(desk), history(desk)._scroll
        await desk.type("y")
        assert desk.app.clipboard == ""
        line = next(y for y, text in enumerate(desk.screen.split("\n")) if "+ - [ ] Book" in text)
        left = scroll.content_region.x
        await desk.pilot.mouse_down(screen, offset=(left + 2, line))
        await desk.pilot.hover(screen, offset=(left + 8, line))
        await desk.pilot.mouse_up(screen, offset=(left + 8, line))
        await desk.settle()
        assert desk.app.clipboard == ""
        await desk.type("y")
        assert desk.app.clipboard == "- [ ] B"
