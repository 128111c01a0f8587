"""The jump: letters in, somebody out, and no key lost however fast one types."""

from pathlib import Path

import pytest
from desk import read_vault, write_vault
from piloting import Desk, desk_on
from townsfolk import as_bytes, names, pane, read, under

from tui.screens.jump import Jump


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", as_bytes())


def found(desk: Desk) -> list[str]:
    """What the box lists."""
    box = desk.app.screen
    assert isinstance(box, Jump)
    return [box._found[id].hit.name if id in box._found else "+" for id in box._list.ids]


@pytest.mark.parametrize("opens", ["ctrl+o", "semicolon"])
async def test_letters_find_and_enter_opens_in_the_entities_pane(vault: Path, opens: str) -> None:
    async with desk_on(vault) as desk:
        await desk.type(opens)
        assert set(found(desk)) == {"Ada Quill", "Bo Lin", "Cai Moss", "Bare", "Pilot"}
        await desk.write("bl")
        assert found(desk)[0] == "Bo Lin"
        assert found(desk)[-1] == "+"
        assert "people" in desk.screen
        await desk.type("enter")
        assert desk.app.main.pane == "entities"
        assert (under(desk), read(desk)) == ("Bo Lin", "Bo Lin")
    assert read_vault(vault) == as_bytes()


async def test_keys_typed_ahead_count_those_behind_enter_too(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("ctrl+o", *"xbo", "left", "left", "backspace", "enter", "j", "right")
        assert under(desk) == "Cai Moss"
        assert pane(desk).tab == "Tasks"
        await desk.type("ctrl+o", *"a", "down", "up", "enter")
        assert under(desk) == "Ada Quill"


async def test_the_spelling_that_was_found_stands_beside_the_name(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("jump")
        await desk.write("quilla")
        assert found(desk)[0] == "Ada Quill"
        assert "Ada Quill  Quilla" in desk.screen
        box = desk.app.screen
        assert isinstance(box, Jump)
        strip = box._list.render_line(0)
        lit = "".join(part.text for part in strip if part.style and part.style.underline)
        assert lit == "Quilla"


async def test_tab_shows_its_tasks_and_ctrl_y_copies_its_link(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("jump")
        await desk.write("ada", "tab")
        assert desk.app.main.pane == "tasks"
        assert desk.app.main.tasks.filter == 'entity:"Ada Quill"'
        assert desk.texts == ["Send the deck"]
        await desk.do("jump")
        await desk.write("pil", "ctrl+y")
        assert desk.on_main
        assert desk.app.clipboard == "[[Pilot]]"
        await desk.do("jump")
        await desk.write("bare", "ctrl+y")
        assert desk.app.clipboard == "[[Bare]]"


async def test_who_is_not_there_is_a_link_to_copy_or_a_page_to_make(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("jump")
        await desk.write("Zed Zorn")
        assert "+ create “Zed Zorn”" in desk.screen
        await desk.type("tab")
        assert not desk.on_main
        await desk.type("ctrl+y")
        assert desk.app.clipboard == "[[Zed Zorn]]"
        await desk.do("jump")
        await desk.write("Zed Zorn", "enter")
        assert "new page “Zed Zorn” among" in desk.screen
        await desk.type("escape")
    assert read_vault(vault) == as_bytes()


async def test_it_is_left_as_it_was_found_and_no_letter_is_a_decision(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("jump")
        await desk.write("axu;q")
        await desk.type("pagedown", "pageup", "ctrl+n", "ctrl+p", "home", "end", "delete", "f5")
        await desk.type("escape")
        assert desk.on_main
        assert desk.app.main.pane == "tasks"
    assert read_vault(vault) == as_bytes()


async def test_whom_a_filter_hides_is_shown_all_the_same(vault: Path) -> None:
    async with desk_on(vault, pane="entities") as desk:
        await desk.do("filter")
        await desk.write("cai", "enter")
        assert names(desk) == ["# people", "Cai Moss"]
        await desk.type("ctrl+o", *"ada", "enter")
        assert under(desk) == "Ada Quill"
        await desk.do("page.back")
        assert read(desk) == "Cai Moss"


async def test_it_opens_while_a_filter_is_typed_but_a_semicolon_is_text(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.write("a;")
        assert desk.app.main.tasks.filter == "a;"
        await desk.type("ctrl+o", *"ada", "enter")
        assert under(desk) == "Ada Quill"
        await desk.do("cursor.down")
        assert under(desk) == "Bo Lin"


async def test_who_is_chosen_often_or_pinned_comes_first_when_nothing_is_typed(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        for _ in range(2):
            await desk.type("ctrl+o", *"cai", "enter")
        await desk.do("jump")
        assert found(desk)[0] == "Cai Moss"
        await desk.type("escape", "ctrl+o", *"pilot", "enter")
        await desk.do("entity.pin", "jump")
        assert found(desk)[0] == "Pilot"


@pytest.mark.parametrize("size", [(40, 10), (59, 20), (39, 9)])
async def test_it_works_where_there_is_little_room(vault: Path, size: tuple[int, int]) -> None:
    async with desk_on(vault, size=size) as desk:
        await desk.do("jump")
        await desk.write("cai", "enter")
        assert under(desk) == "Cai Moss"


async def test_the_palette_finds_entities_too(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("palette")
        await desk.write("cai mo")
        assert "Cai Moss" in desk.screen
        await desk.type("end", *["backspace"] * 6)
        await desk.write("quilla", "up", "enter")
        assert under(desk) == "Ada Quill"
