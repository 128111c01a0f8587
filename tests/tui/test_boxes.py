"""Help, palette, history and themes: what they show, what they answer, and how they are left."""

from pathlib import Path

import pytest
from desk import NOTES, read_vault, write_vault
from piloting import desk_on
from textual.theme import BUILTIN_THEMES

from core.config import Config
from core.themes import load_themes
from tui.commands import COMMANDS, HEARD
from tui.screens.help import Help

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]
TALL = (130, 240)
OURS = [theme.name for theme in load_themes()[0]]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


@pytest.mark.parametrize("key", ["f1", "f2"])
async def test_help_shows_every_command_with_its_keys_and_its_id(vault: Path, key: str) -> None:
    async with desk_on(vault, size=TALL) as desk:
        await desk.type(key)
        lines = desk.screen.split("\n")
        for each in COMMANDS:
            row = [line for line in lines if f" {each.id} " in line and each.help[:40] in line]
            if key == "f2" or each.scope in HEARD["tasks"]:
                assert row, each.id
                assert "  ".join(each.keys) in row[0]
        assert "Not now" not in desk.screen
        await desk.type(key)
        assert desk.on_main


async def test_help_says_what_cannot_be_done_now_and_why(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40)) as desk:
        await desk.do("help")
        await desk.write("redo")
        assert "There is nothing to redo." in desk.screen
        await desk.type("enter")
        assert isinstance(desk.app.screen, Help)
        assert "Not now: There is nothing to redo." in desk.screen
        await desk.type("escape", "escape")
        assert desk.on_main


@pytest.mark.parametrize("leaves", ["escape", "q", "question_mark", "f1", "enter"])
async def test_help_is_left_by_every_key_one_would_try(vault: Path, leaves: str) -> None:
    async with desk_on(vault) as desk:
        await desk.do("help")
        assert isinstance(desk.app.screen, Help)
        await desk.type(leaves)
        assert desk.on_main
        assert desk.app.is_running
    assert read_vault(vault) == NOTES


async def test_help_finds_by_words_and_by_keys_and_lets_no_decision_through(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("help")
        before = desk.screen
        await desk.type("down", "pagedown")
        assert desk.screen != before
        await desk.write("due date")
        assert "Set the due date" in desk.screen
        assert "Make the proposal" not in desk.screen
        await desk.type("escape")
        await desk.write("x")
        assert "the key x" in desk.screen
        await desk.write("zzz")
        assert "No command has these words." in desk.screen
        await desk.type("enter", "escape", "escape")
        assert desk.on_main
    assert read_vault(vault) == NOTES


async def test_enter_in_help_does_what_is_lit(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("help")
        await desk.write("x", "enter")
        assert desk.on_main
        assert desk.texts == ALL[1:]


async def test_history_lists_what_was_done_newest_first_and_what_was_undone(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("history")
        assert "Nothing was changed yet." in desk.screen
        await desk.type("H")
        await desk.do("task.accept", "task.reject", "undo", "history")
        lines = [line for line in desk.screen.split("\n") if "“" in line or "file" in line]
        text = "\n".join(lines)
        assert text.index("reject") < text.index("accept")
        assert "undone" in text
        await desk.type("a", "x", "j", "q")
        assert desk.on_main
        assert desk.app.is_running
    assert b"[R]" not in b"".join(read_vault(vault).values())


@pytest.mark.parametrize("theme", [*OURS, *BUILTIN_THEMES])
async def test_the_app_starts_in_every_theme(vault: Path, theme: str) -> None:
    async with desk_on(vault, config=Config(theme=theme)) as desk:
        assert desk.app.theme == theme
        assert desk.under == ALL[0]
        assert "theme" not in desk.toasts
