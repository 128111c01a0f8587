"""`f` in the Tasks pane: what is wrong with a line is shown, and mended at a key."""

from pathlib import Path

import pytest
from desk import read_vault, write_vault
from piloting import desk_on

from tui.screens.mend import Mend

NOTE = "Work/People/Ada Quill/2026-01-02 - Sync.md"
LINES = {
    NOTE: "".join(
        f"{line}\n"
        for line in (
            "# Sync",
            "- [ ?] Call the mill @Myself",
            "- [?] Oil the hinges 📅 2026-01-10 and ask at the lock @Myself",
            "- [ ?] Draw the plan @Myself",
            "- [?] Rest 📅 2026-13-01 @Myself",
            "- [?] Walk @Myself",
        )
    ).encode()
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", LINES)


def lines(vault: Path) -> list[str]:
    return read_vault(vault)[NOTE].decode().split("\n")


async def test_a_line_is_shown_as_it_would_be_and_mended_at_a_key(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("hinges")
        await desk.do("task.fix")
        assert isinstance(desk.app.screen, Mend)
        await desk.type("enter")
        assert lines(vault) == LINES[NOTE].decode().split("\n")
        await desk.type("y")
        assert lines(vault)[2] == "- [?] Oil the hinges and ask at the lock @Myself 📅 2026-01-10"
        assert desk.under == "Oil the hinges and ask at the lock"
        await desk.do("undo")
        assert read_vault(vault) == LINES


async def test_all_of_a_kind_are_asked_about_and_mended_at_once(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("mill")
        await desk.do("task.fix")
        await desk.type("A")
        assert isinstance(desk.app.screen, Mend)
        await desk.type("A")
        assert lines(vault) == LINES[NOTE].decode().split("\n")
        await desk.type("y")
        assert [line[:5] for line in lines(vault)[1:6]] == ["- [?]"] * 5
        await desk.do("undo")
        assert read_vault(vault) == LINES


async def test_marked_lines_are_mended_together_and_what_cannot_be_is_said(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.all", "task.fix")
        assert isinstance(desk.app.screen, Mend)
        await desk.type("y")
        assert "Rest 📅 2026-13-01" in lines(vault)[4]
        assert "fix ×3" in desk.toasts
        await desk.type("escape", "escape")
        await desk.filter("Rest")
        await desk.do("task.fix")
        assert "a date is no day of the calendar" in desk.toasts
        assert "Only a person can tell" in desk.toasts


async def test_where_nothing_is_wrong_it_says_so(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("Walk")
        await desk.do("task.fix")
        assert "Nothing is wrong with this line" in desk.toasts
        await desk.do("mark.toggle", "task.fix")
        assert "Nothing is wrong with it" in desk.toasts
        assert lines(vault) == LINES[NOTE].decode().split("\n")
