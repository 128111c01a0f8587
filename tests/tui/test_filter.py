"""The filter: live, forgiving, and alone in having the keys while it is typed."""

from pathlib import Path

import pytest
from desk import NOTES, read_vault, write_vault
from piloting import desk_on
from textual.widgets import Input

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("deck", ALL[:1]),
        ("the -room", ALL[:2]),
        ("owner:me", ALL[:3]),
        ('owner:"Bo Lin"', ALL[3:]),
        ("due:<today", ALL[:1]),
        ("no:due", ALL[1:]),
        ("tag:#proposed", ALL),
        ("path:Other", ALL[1:2]),
        ("in:people", [ALL[0], ALL[2], ALL[3]]),
        ("is:open", ["Sweep"]),
        ("[/] [red]", []),
        ("   ", ALL),
    ],
)
async def test_a_filter_lists_what_it_means(vault: Path, text: str, found: list[str]) -> None:
    async with desk_on(vault) as desk:
        await desk.filter(text)
        assert desk.texts == found
        await desk.do("back")
        assert desk.texts == ALL


async def test_rows_follow_every_key_and_a_bad_filter_keeps_the_last_good_ones(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        for typed, found in (("r", 3), ("o", 1), ("o", 1), ("m", 1)):
            await desk.type(typed)
            assert len([text for text in desk.texts if typed in text]) >= found
        assert desk.texts == ["Book the room"]
        desk.app.main.tasks.line.input.value += " due:zzz"
        await desk.settle()
        assert desk.texts == ["Book the room"]
        assert "zzz" in desk.screen.split("\n")[2] + desk.screen.split("\n")[3]
        await desk.type("end", *["backspace"] * 8)
        assert "zzz" not in desk.screen


async def test_no_key_of_the_table_but_leaving_and_moving_acts_while_typing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.write("axicruUqeEoyYV1234?:.", "f2", "ctrl+r")
        await desk.type("home", "delete", "end", "ctrl+u")
        assert desk.app.is_running
        assert desk.on_main
        assert desk.texts == ALL
        await desk.type("down")
        assert desk.under == ALL[1]
        await desk.type("up", "escape")
        assert desk.under == ALL[0]
        assert not isinstance(desk.app.focused, Input)
    assert read_vault(vault) == NOTES


async def test_enter_keeps_the_filter_gives_the_list_the_keys_and_slash_goes_on(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.write("the", "enter")
        await desk.do("task.accept")
        assert desk.texts == ALL[1:3]
        assert "is:proposed the" in desk.screen
        await desk.do("filter")
        await desk.write(" roo", "enter")
        assert desk.texts == ["Book the room"]
        await desk.do("undo")
        assert desk.texts == ["Book the room"]
        await desk.do("back")
        assert desk.texts == ALL


async def test_nothing_found_says_the_filter_and_what_each_term_costs(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("owner:me badges")
        assert desk.texts == []
        assert "Nothing matches  owner:me badges" in desk.screen
        assert "1 without owner:me" in desk.screen
        assert "3 without badges" in desk.screen
        await desk.do("task.accept")
        assert "no task to act on" in desk.toasts
        await desk.do("back")
        assert desk.texts == ALL
    assert read_vault(vault) == NOTES


async def test_marks_outlive_filters_and_verbs_act_on_those_that_are_hidden_too(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.toggle")
        await desk.filter("badges")
        await desk.do("mark.toggle")
        assert "2 marked, 1 hidden by filter" in desk.screen
        await desk.do("task.accept")
        changed = read_vault(vault)
        assert b"".join(changed.values()).count(b"- [ ]") == 3
        await desk.do("undo")
        assert read_vault(vault) == NOTES
        await desk.do("mark.all", "back")
        assert desk.app.main.tasks.marked == (0, 0)
        assert desk.app.main.tasks.filter == "badges"
        await desk.do("back")
        assert desk.texts == ALL


async def test_a_click_into_the_list_ends_typing_and_keeps_the_filter(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.write("the")
        lines = desk.screen.split("\n")
        y = next(y for y, line in enumerate(lines) if "Book the room" in line)
        await desk.pilot.click(offset=(lines[y].index("Book the room"), y))
        await desk.settle()
        assert not desk.app.main.tasks.typing
        assert desk.under == "Book the room"
        await desk.do("task.accept")
        assert desk.texts == ALL[:2]


async def test_a_terminal_too_small_to_show_the_filter_makes_no_decisions_of_its_letters(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.write("the")
        await desk.pilot.resize_terminal(39, 9)
        await desk.settle()
        await desk.write("axc")
        assert read_vault(vault) == NOTES
        await desk.pilot.resize_terminal(110, 30)
        await desk.settle()
        assert isinstance(desk.app.focused, Input)
        await desk.write(" deck", "enter")
        assert desk.texts == ALL[:1]
