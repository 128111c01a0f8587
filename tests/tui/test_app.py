from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import desk_on, textual_key
from textual.widgets import Input

from core.config import Config
from core.panes import PANES
from tui.commands import COMMANDS, key


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]


async def test_one_key_decides_the_row_leaves_and_the_next_is_under_the_cursor(vault: Path) -> None:
    async with desk_on(vault) as desk:
        assert desk.texts == ALL
        await desk.do("task.accept")
        assert (desk.texts, desk.under) == (ALL[1:], "Water the plant")
        await desk.do("task.reject")
        assert (desk.texts, desk.under) == (ALL[2:], "Book the room")
    assert b"- [ ] Send the deck @Myself" in (vault / SYNC).read_bytes()
    assert (
        (vault / "Other.md")
        .read_bytes()
        .startswith("- [R] Water the plant @Myself #task #proposed ❌ 2026-01-06\n".encode())
    )


async def test_undo_and_redo_work_after_a_restart_and_go_to_the_row(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.accept", "task.done")
    async with desk_on(vault) as desk:
        assert desk.texts == ALL[2:]
        await desk.do("undo")
        assert desk.under == "Water the plant"
        await desk.do("undo")
        assert read_vault(vault) == NOTES
        assert desk.texts == ALL
        await desk.do("redo")
        assert "Send the deck" not in desk.texts


async def test_a_verb_acts_on_all_that_is_marked_as_one_step(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.toggle", "cursor.down", "mark.toggle", "task.start")
        assert desk.texts == ["Water the plant", "Order badges"]
        assert b"- [/] Send" in (vault / SYNC).read_bytes()
        await desk.do("undo")
        assert read_vault(vault) == NOTES


async def test_many_files_are_asked_about_and_only_y_says_yes(tmp_path: Path) -> None:
    notes = {f"{number}.md": b"- [?] Task %d @Myself\n" % number for number in range(5)}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault) as desk:
        await desk.do("mark.all", "task.reject")
        assert desk.app.screen is not desk.app.main
        await desk.type("enter", textual_key(key("task.reject")))
        assert read_vault(vault) == notes
        await desk.type("escape")
        assert desk.app.screen is desk.app.main
        assert read_vault(vault) == notes
        await desk.do("task.reject")
        await desk.type("y")
        assert {data[:5] for data in read_vault(vault).values()} == {b"- [R]"}
        await desk.do("undo")
        assert read_vault(vault) == notes


async def test_a_note_that_moved_on_is_refused_and_its_row_comes_back(vault: Path) -> None:
    async with desk_on(vault) as desk:
        (vault / "Other.md").write_bytes(b"- [?] Water the cactus\n")
        await desk.do("cursor.down", "task.accept")
        assert "Other.md" in desk.toasts
        assert "Water the" in " ".join(desk.texts)
    assert (vault / "Other.md").read_bytes() == b"- [?] Water the cactus\n"


async def test_the_filter_is_live_and_keeps_the_last_good_rows(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.type(*"owner")
        await desk.type("colon", *"bo")
        assert desk.texts == ["Order badges"]
        await desk.type("space", "quotation_mark")
        assert desk.texts == ["Order badges"]
        await desk.type("escape")
        assert desk.texts == ALL
        assert not isinstance(desk.app.focused, Input)


async def test_keys_typed_ahead_of_the_filter_are_no_decisions(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("slash", *"axicu")
        assert desk.app.main.tasks.filter == "axicu"
    assert read_vault(vault) == NOTES


async def test_marks_survive_a_filter(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.toggle", "filter")
        await desk.type(*"badges", "enter")
        assert desk.app.main.tasks.marked == (1, 1)
        await desk.do("back", "back")
        assert desk.app.main.tasks.marked[0] in {0, 1}


@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("task.due", "fri", "📅 2026-01-09"),
        ("task.due", "none", "@Myself #task"),
        ("task.owner", "Bo Lin", "deck @Bo Lin"),
        ("task.tag", "#new", "#new"),
        ("task.tag", "-#task", "2026-01-03 #proposed"),
    ],
)
async def test_a_prompt_changes_one_field(
    vault: Path, command: str, answer: str, expected: str
) -> None:
    names = {" ": "space", "#": "number_sign", "-": "minus"}
    async with desk_on(vault) as desk:
        await desk.do(command)
        await desk.type(*(names.get(each, each) for each in answer), "enter")
        assert expected in (vault / SYNC).read_bytes().split(b"\r\n")[1].decode()
        await desk.do("undo")
    assert read_vault(vault) == NOTES


async def test_priority_snooze_words_and_repeat(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.priority")
        await desk.type("h")
        assert "⏫" in (vault / SYNC).read_text("utf-8")
        await desk.do("cursor.down", "repeat")
        assert "⏫" in (vault / "Other.md").read_text("utf-8")
        await desk.do("task.snooze")
        await desk.type(*"tomorrow", "enter")
        assert "Water the plant" not in desk.texts
        await desk.do("cursor.first", "edit.text")
        await desk.type("end", *"xx", "enter")
        assert b"Send the deckxx @Myself" in (vault / SYNC).read_bytes()


async def test_every_pane_help_palette_and_history_open_and_close(vault: Path) -> None:
    async with desk_on(vault) as desk:
        for number, name in enumerate(PANES, start=1):
            await desk.type(str(number))
            assert desk.app.main.pane == name
        await desk.type("3")
        for id in ("help", "help.all", "palette", "history"):
            await desk.do(id)
            assert desk.app.screen is not desk.app.main
            await desk.type("escape")
            assert desk.app.screen is desk.app.main


async def test_movement_preview_and_copy_keys_change_no_note(vault: Path) -> None:
    quiet = [
        each.id
        for each in COMMANDS
        if each.id.startswith(("cursor.", "preview.", "focus.", "copy.", "task.next", "rescan"))
    ]
    async with desk_on(vault) as desk:
        await desk.do(*quiet)
        assert "Sync" in desk.app.clipboard
    assert read_vault(vault) == NOTES


async def test_the_users_keys_replace_the_default_ones(vault: Path) -> None:
    async with desk_on(vault, config=Config(keys={"task.accept": ("B",)})) as desk:
        await desk.type("a")
        assert desk.texts == ALL
        await desk.type("B")
        assert desk.texts == ALL[1:]


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (39, 9), (40, 10), (60, 20), (200, 60)])
async def test_no_size_is_too_small_or_large(vault: Path, size: tuple[int, int]) -> None:
    async with desk_on(vault, size=size) as desk:
        await desk.do("cursor.down")
        await desk.pilot.resize_terminal(110, 30)
        await desk.settle()
        assert desk.under == "Water the plant"
        await desk.pilot.resize_terminal(*size)
        await desk.settle()
        assert desk.texts == ALL


async def test_a_vault_with_nothing_to_decide_says_so(tmp_path: Path) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", {})) as desk:
        assert desk.texts == []
        await desk.do("task.accept")
        assert desk.toasts


HOSTILE = {
    "a.md": b"---\ntitle: '[/] [@click=app.quit] [red]t'\n---\n"
    b"- [?] [@click=app.quit] [/] [red]x \x1b]0;evil\x07 \xe2\x80\xae\xc2\x9b \xff @[/b] #[/t]\n",
    "b\x1b]0;x\x07[bold].md": b"- [?] two\n",
}


async def test_hostile_notes_are_drawn_as_themselves_on_every_screen(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", HOSTILE)
    async with desk_on(vault) as desk:
        seen = []
        for id in ("help", "palette", "history", "task.due", "task.owner", "edit.text"):
            await desk.do(id)
            seen.append(desk.app.export_screenshot())
            await desk.type("escape")
        await desk.do("task.reject", "undo", "history")
        seen.append(desk.app.export_screenshot())
        await desk.type("escape", "1")
        seen.append(desk.app.export_screenshot())
        text = "".join(seen)
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
        assert "[@click=app.quit]" in text.replace("&#160;", " ")
        assert desk.app.is_running
    assert read_vault(vault) == HOSTILE


@pytest.mark.parametrize(
    "theme", ["winnow-dark", "winnow-light", "winnow-contrast", "nord", "none"]
)
async def test_a_theme_is_taken_or_complained_about(vault: Path, theme: str) -> None:
    async with desk_on(vault, config=Config(theme=theme)) as desk:
        assert (desk.app.theme == theme) is (theme != "none")
        assert ("there is no" in desk.toasts) is (theme == "none")
