"""The palette: what it offers, in which order, what it does, and how it looks before one has chosen."""

from pathlib import Path

import pytest
from desk import NOTES, read_vault, write_vault
from piloting import Desk, desk_on
from rows import note_row
from textual.widgets import Input

from core.config import Config
from core.places import user_file
from tui.commands import COMMANDS, command
from tui.conditions import UiState
from tui.palette.offers import (
    COMMAND,
    NOTE,
    SURE,
    THEME,
    Offer,
    merged,
    of_command,
    of_note,
    ranked,
)
from tui.palette.palette import Palette

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def box(desk: Desk) -> Palette:
    found = desk.app.screen
    assert isinstance(found, Palette)
    return found


def settings() -> str:
    return Path(user_file()).read_text("utf-8")


def offered(desk: Desk) -> list[str]:
    return [id for id in box(desk)._list.ids if not id.startswith("\0")]


async def test_the_palette_does_what_is_chosen_on_the_row_under_the_cursor(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("ctrl+p")
        await desk.write("reject", "enter")
        assert desk.on_main
        assert desk.texts == ALL[1:]
        await desk.type("colon")
        await desk.write("undo", "enter")
        assert desk.texts == ALL
        await desk.do("palette")
        await desk.write("due", "enter")
        assert not desk.on_main
        await desk.write("none", "enter")
        assert b"2026-01-03" not in b"".join(read_vault(vault).values())
        await desk.do("undo")
    assert read_vault(vault) == NOTES


async def test_the_palette_lists_all_but_itself_with_keys_and_why_not(vault: Path) -> None:
    async with desk_on(vault, size=(140, 90)) as desk:
        await desk.do("palette")
        ids = {id for id in offered(desk) if id.startswith(COMMAND)}
        assert ids == {f"{COMMAND}:{each.id}" for each in COMMANDS} - {f"{COMMAND}:palette"}
        await desk.write("redo")
        assert "There is nothing to redo." in desk.screen
        assert "U  ctrl+r" in desk.screen
        await desk.type("enter")
        assert not desk.on_main
        await desk.type("down", "up", "tab", "escape")
        assert desk.on_main
        await desk.do("palette")
        await desk.write("qqqqqqqq", "enter")
        assert "Nothing is called so." in desk.screen
        assert not desk.on_main


async def test_keys_typed_at_once_after_the_palettes_are_its_words(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("ctrl+p", *"axc")
        assert desk.app.screen.query_one(Input).value == "axc"
    assert read_vault(vault) == NOTES


async def test_the_palette_changes_the_theme_and_keeps_everything_else(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("cursor.down", "mark.toggle", "palette")
        await desk.write("theme nord", "enter")
        assert desk.app.theme == "nord"
        assert desk.app.main.tasks.marked == (1, 0)
        assert "Book the room" in desk.screen


async def test_what_was_chosen_comes_first_the_next_time_also_after_a_restart(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("palette")
        await desk.write("help for", "enter")
        await desk.type("escape")
        await desk.do("palette")
        assert offered(desk)[0] == f"{COMMAND}:help"
        assert "Lately" in desk.screen
    async with desk_on(vault) as desk:
        await desk.do("palette")
        assert offered(desk)[0] == f"{COMMAND}:help"
        await desk.write("ada qui", "enter")
        await desk.do("palette")
        await desk.write("water the", "escape")
    async with desk_on(vault) as desk:
        await desk.do("palette")
        assert [box(desk)._offers[id].name for id in offered(desk)[:2]] == ["Ada Quill", "all keys"]
        await desk.type("up", "enter")  # what was lit while it was found stays lit
        assert desk.app.main.pane == "entities"


async def test_a_theme_that_is_lit_is_shown_kept_by_enter_and_put_back_by_escape(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        before = desk.app.theme
        await desk.do("themes")
        assert box(desk)._list.cursor_id == f"{THEME}:{before}"
        await desk.write("nord")
        assert desk.app.theme == "nord"
        await desk.type("escape")
        assert desk.app.theme == before
        await desk.do("themes")
        await desk.write("nord", "enter")
        assert desk.app.theme == "nord"
    assert 'theme = "nord"' in settings()


async def test_a_setting_is_chosen_and_written_down(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("settings")
        await desk.write("auto advance false", "enter")
        assert desk.app.config.auto_advance is False
    assert "auto_advance = false" in settings()


@pytest.mark.parametrize("pane", ["tasks", "inbox", "entities", "review"])
async def test_a_note_is_found_by_its_title_and_read_beside_the_list(
    vault: Path, pane: str
) -> None:
    (vault / "Water rights.md").write_bytes(b"# Water rights\n\nwho owns the brook\n")
    async with desk_on(vault, pane=pane) as desk:
        await desk.do("palette")
        await desk.write("water righ")
        assert f"{NOTE}:Water rights.md" in offered(desk)
        await desk.type("enter")
        assert desk.on_main
        assert "who owns the brook" in desk.screen
        await desk.do("palette")
        assert offered(desk)[0] == f"{NOTE}:Water rights.md"


async def test_what_is_lit_stays_lit_when_others_are_found(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("palette")
        await desk.write("rescan")
        palette = box(desk)
        assert palette._list.cursor_id == f"{COMMAND}:rescan"
        palette.show([Offer("entity", "k", "rescan", type="people")])
        assert palette._list.cursor_id == f"{COMMAND}:rescan"
        assert "entity:k" in offered(desk)


async def test_names_in_the_palette_are_shown_as_they_are(vault: Path) -> None:
    name = "[b]Zed[/b] \x1b[31m"
    (vault / "z.md").write_text(f"---\ntitle: '{name}'\n---\n", "utf-8", newline="")
    async with desk_on(vault, config=Config(filters={"[u]zed[/u]": "is:open"})) as desk:
        await desk.do("palette")
        await desk.write("zed")
        assert "[u]zed[/u]" in desk.screen
        assert not desk.dangerous


# The order


def names(typed: str, *offers: Offer, recent: tuple[str, ...] = ()) -> list[str]:
    return [each.name for each, _ in ranked(offers, typed, recent)]


def test_names_stand_before_sentences_and_what_cannot_be_done_behind() -> None:
    accept = Offer(COMMAND, "a", "accept", "make it open")
    every = Offer(COMMAND, "b", "accept all", "accept the best")
    other = Offer(COMMAND, "c", "keep", "accept the page as it is")
    never = Offer(COMMAND, "d", "accept more", "", why_not="No.")
    assert names("accept", never, other, every, accept) == ["accept", "accept all", "accept more", "keep"]  # fmt: skip
    assert names("acept", other, accept) == ["accept"]
    assert names("best accept", accept, every) == ["accept all"]
    assert names("zzz", accept, every) == []


def test_what_was_chosen_lately_stands_before_its_equals() -> None:
    one, two, three = (Offer(COMMAND, id, f"go {id}") for id in "xyz")
    assert names("go", one, two, three, recent=("command:z",)) == ["go z", "go x", "go y"]
    assert names("", one, two, three, recent=("command:z", "command:y")) == ["go z", "go y", "go x"]


def test_every_command_is_found_by_its_label_its_id_and_its_kind() -> None:
    every = [of_command(each, UiState()) for each in COMMANDS]
    for each in COMMANDS:
        for typed in (each.label, each.id, f"command {each.label}"):
            found = [offer.value for offer, _ in ranked(every, typed)]
            assert each.id in found, (each.id, typed)
        label = [(offer, worth) for offer, worth in ranked(every, each.label) if offer.value == each.id]  # fmt: skip
        assert label[0][1] >= SURE or label[0][0].why_not is not None


def test_what_others_found_stands_where_its_name_belongs() -> None:
    known = ranked([of_command(command("filter"), UiState())], "filter")
    note = of_note(note_row("Filter paper.md", title="Filter paper"))
    found = merged(known, (note, Offer("entity", "k", "Philippa")), "filter")
    assert [each.name for each, _ in found] == ["filter", "Filter paper", "Philippa"]
