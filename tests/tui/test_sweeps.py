"""Filters by their names: chosen by a digit or a letter, and all that one finds decided after one look."""

from pathlib import Path

import pytest
from desk import NOTES, read_vault, write_vault
from piloting import Desk, desk_on
from textual.widgets import Input

from core.config import Config
from tui.commands import key
from tui.screens.confirm import Confirm
from tui.screens.explained import Explained
from tui.screens.filters import Filters

SAVED = Config(filters={"deck only": "deck", "wrong": "due:someday"})


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


async def test_all_that_a_filter_finds_is_decided_in_four_keys_and_taken_back_in_one(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter.saved")
        assert isinstance(desk.app.screen, Filters)
        assert "1       1  somebody else's" in desk.screen
        await desk.type("1")
        assert "1 task in 1 note" in desk.screen
        assert "Order badges" in desk.screen
        await desk.type("x")
        assert isinstance(desk.app.screen, Confirm)
        assert "- - [?] Order badges" in desk.screen
        assert read_vault(vault) == NOTES
        await desk.type("y")
        assert b"- [R] Order badges" in b"".join(read_vault(vault).values())
        assert "Order badges" not in desk.texts
        await desk.do("undo")
        assert read_vault(vault) == NOTES


async def test_keys_that_come_before_the_answers_wait_for_them(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.pilot.press("F", "1", "x")
        await desk.settle()
        assert isinstance(desk.app.screen, Confirm)


async def test_a_verb_that_wants_a_value_asks_for_it_once(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("F", "1", "d")
        await desk.write("+3", "enter", "y")
        assert "2026-01-09" in read_vault(vault)[
            "Work/People/Ada Quill/2026-01-02 - Sync.md"
        ].decode("utf-8", "replace")


async def test_saved_filters_have_letters_and_a_bad_one_says_why(vault: Path) -> None:
    async with desk_on(vault, config=SAVED) as desk:
        await desk.do("filter.saved")
        assert "deck only" in desk.screen
        assert "is not a day" in desk.screen
        await desk.type("b")  # the bad one
        assert isinstance(desk.app.screen, Filters)
        await desk.type("a", "enter")
        assert desk.on_main
        assert desk.texts == ["Send the deck"]
        assert desk.app.main.tasks.filter == "deck"


async def test_the_box_is_left_by_esc_and_nothing_is_done(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("F", "1", "escape")
        assert desk.on_main
        assert read_vault(vault) == NOTES
        assert desk.app.main.tasks.filter == ""


async def test_filters_are_in_the_palette(vault: Path) -> None:
    async with desk_on(vault, config=SAVED) as desk:
        await desk.do("palette")
        desk.app.screen.query_one(Input).value = "filter deck only"
        await desk.type("enter")
        assert isinstance(desk.app.screen, Filters)
        assert "1 task in 1 note" in desk.screen


async def explained(desk: Desk, text: str) -> str:
    await desk.do("filter")
    desk.app.main.tasks.line.input.value = text
    await desk.settle()
    await desk.type(key("filter.explain"))
    assert isinstance(desk.app.screen, Explained)
    return desk.screen


async def test_what_a_filter_means_is_said_while_it_is_typed(vault: Path) -> None:
    async with desk_on(vault, size=(120, 40)) as desk:
        said = await explained(desk, "owner:me due:<today dup:yes")
        for words in ("are yours", "are due yesterday", "due before today", "# dup:yes: nothing"):
            assert words in said
        await desk.type("y")
        assert desk.app.clipboard.startswith("```tasks\nstatus.name includes Proposed\n")
        assert desk.app.main.typing
        await desk.type("escape")
        said = await explained(desk, "owner:me due:someday")
        assert "is not a day" in said
        await desk.type("y", "f3")
        assert desk.app.main.typing


async def test_a_mistake_is_underlined_where_it_stands(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        line = desk.app.main.tasks.line.input
        line.value = "deck due:someday the"
        await desk.settle()
        underlined = [
            segment.text
            for strip in desk.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline
        ]
        assert "due:someday" in "".join(underlined)
        line.value = "deck"
        await desk.settle()
        assert line.highlighter is None
        assert desk.texts == ["Send the deck"]


async def test_an_empty_list_says_what_would_be_found(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("deck owner:bo")
        assert "1 without deck" in desk.screen
        assert "1 without owner:bo" in desk.screen
        await desk.filter("sweep")
        assert "1 with is:any" in desk.screen


async def test_names_filters_and_samples_are_drawn_as_themselves(tmp_path: Path) -> None:
    ugly = "\x1b]0;x\x07 [red]\u202e"
    vault = write_vault(tmp_path / "Notes", {"a.md": f"- [?] {ugly} it @Bo #task\n".encode()})
    config = Config(filters={ugly: f'is:any "{ugly}"', f"{ugly} 2": f"{ugly}:x"})
    async with desk_on(vault, config=config, size=(120, 40)) as desk:
        await desk.do("filter.saved")
        assert "[red]" in desk.screen
        assert not desk.dangerous
        await desk.type("1")
        assert "␛]0;x␇ [red]" in desk.screen
        assert not desk.dangerous
        await desk.type("escape")
        await explained(desk, f'"{ugly}" {ugly}:x')
        assert not desk.dangerous
        await desk.type("escape", "escape")
        await explained(desk, f'"{ugly}" [a{ugly}:b]')
        assert "[red]" in desk.screen
        assert not desk.dangerous


async def test_lines_that_obsidian_misreads_are_mended_all_at_once(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "Notes", {"a.md": b"- [ ?] Send it @Myself #task\n- [? ] Get it #task\n"}
    )
    async with desk_on(vault) as desk:
        await desk.type("F", "6")
        assert "2 tasks in 1 note" in desk.screen
        await desk.type("f")
        await desk.settle()
        await desk.type("y")
        assert read_vault(vault)["a.md"] == b"- [?] Send it @Myself #task\n- [?] Get it #task\n"
