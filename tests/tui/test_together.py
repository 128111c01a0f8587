"""Copies of one proposal on the screen: one row, decided with one key, looked at, split, joined; and its source."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from desk import read_vault, write_vault
from piloting import Desk, desk_on

from core.config import Config
from tui.screens.members import Members
from tui.tasks.rows import AGAIN

CABLE = "Order the long red cable for the pump house and test it"
SOURCE = b"# Call\n\nAda: Hello.\nAda: I will order the long red cable for the pump house.\n"
NOTES = {
    "Work/Projects/Pump/2026-01-02 - Sync.md": (
        b"---\ntitle: Sync\ndate: '2026-01-02'\nsource_ref: Sources/Call.md\n---\n# Sync\n\n## Action Items\n\n"
        b"- [?] Order the long red cable for the pump house and test it @Myself #task #proposed\n"
        b"- [?] Paint the door blue @Myself #task #proposed\n"
    ),
    "Work/Projects/Pump/2026-01-03 - Sync again.md": (
        b"# Sync again\n\n- [?] Order the long red cable for the pump house and test it @Myself #task #proposed\n"
    ),
    "Work/Projects/Pump/2026-01-04 - Third.md": (
        b"# Third\n\n- [?] Order the long red cable for the pump house and test it then @Myself #task #proposed\n"
    ),
    "Sources/Call.md": SOURCE,
}
DIFFER = {
    "A.md": b"- [?] Order the long red cable for the pump house @Ada \xf0\x9f\x93\x85 2026-01-09 #task #proposed\n",
    "B.md": b"- [?] Order the long red cable for the pump house @Bo \xf0\x9f\x93\x85 2026-01-12 #task #proposed\n",
}


USUAL = Config()


@asynccontextmanager
async def caught_up(
    vault: Path, size: tuple[int, int] = (120, 36), config: Config = USUAL
) -> AsyncIterator[Desk]:
    async with desk_on(vault, size=size, config=config) as desk:
        desk.app.triaging.catch_up()
        await desk.settle()
        yield desk


async def until(desk: Desk, so: Callable[[], bool]) -> None:
    """Wait for what follows from one worker's answer to the next."""
    for _ in range(50):
        if so():
            return
        await desk.settle()
    assert so()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", NOTES)


async def test_copies_are_one_row_that_unfolds(vault: Path) -> None:
    async with caught_up(vault) as desk:
        pane = desk.app.main.tasks
        await desk.do("cursor.first")
        assert len(pane.list.ids) == 2
        assert "×3" in desk.screen
        assert "4 · 2 to decide" in desk.screen.replace(" of 4", "")
        if not desk.under.startswith(CABLE):
            await desk.do("cursor.down")
        await desk.do("task.unfold")
        assert len(pane.list.ids) == 4
        await desk.do("cursor.down", "task.fold")
        assert len(pane.list.ids) == 2
        assert desk.under.startswith(CABLE)


async def go_to_cable(desk: Desk) -> None:
    await desk.do("cursor.first")
    if not desk.under.startswith(CABLE):
        await desk.do("cursor.down")


async def test_one_key_accepts_the_best_and_rejects_the_copies_and_one_undo_takes_it_back(
    vault: Path,
) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.do("task.accept-cluster")
        now = b"".join(read_vault(vault).values())
        assert now.count(b"- [ ] Order the long red cable") == 1
        assert now.count(b"- [R] Order the long red cable") == 2
        assert desk.texts == ["Paint the door blue"]
        await desk.do("undo")
        assert read_vault(vault) == NOTES
        assert len(desk.app.main.tasks.list.ids) == 2


async def test_one_key_rejects_all_copies(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.do("task.reject-cluster")
        now = b"".join(read_vault(vault).values())
        assert now.count(b"- [R] Order the long red cable") == 3
        assert desk.texts == ["Paint the door blue"]


async def test_where_copies_disagree_it_is_asked_what_is_to_stand(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", DIFFER)
    async with caught_up(vault) as desk:
        await desk.do("task.accept-cluster")
        assert isinstance(desk.app.screen, Members)
        assert "2026-01-09" in desk.screen
        assert read_vault(vault) == DIFFER
        sides = desk.app.screen._sides
        wanted = next(key for key, (name, text) in sides.items() if (name, text) == ("due", "2026-01-12"))  # fmt: skip
        await desk.type(wanted, "A")
        now = b"".join(read_vault(vault).values())
        accepted = next(line for line in now.split(b"\n") if line.startswith(b"- [ ]"))
        assert b"2026-01-12" in accepted
        assert now.count(b"- [R]") == 1
        await desk.do("undo")
        assert read_vault(vault) == DIFFER


async def test_a_member_is_split_off_and_stays_apart(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.do("task.members")
        await desk.type("minus")
        assert desk.on_main
        assert len(desk.app.main.tasks.list.ids) == 3
        assert read_vault(vault) == NOTES
        await desk.do("undo")
        assert len(desk.app.main.tasks.list.ids) == 2


async def test_keys_typed_before_the_members_are_known_wait(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.type("b", "X")
        now = b"".join(read_vault(vault).values())
        assert now.count(b"- [R] Order the long red cable") == 3
        assert desk.on_main


async def test_the_source_is_shown_at_the_sentence_and_the_note_again(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.do("task.unfold")
        pane = desk.app.main.tasks
        row = next(id for id in pane.list.ids if (each := pane.listing and pane.listing.get(id)) and each.note.source_ref)  # fmt: skip
        pane.list.go_to(row)
        await desk.settle()
        assert "strong   “Ada: I will order" in desk.screen
        note = pane.note.page
        assert note is not None
        await desk.do("task.source")
        # Where there is room it stands under the note, scrolls and follows the cursor.
        page = pane.views[-1].page
        assert page is not None
        assert page.path == "Sources/Call.md"
        assert [line.number for line in page.lines if line.mark] == [3]
        assert pane.note.page == note
        assert pane.scrolled is pane.views[-1]
        await desk.do("cursor.first")
        assert pane.beside
        pane.list.go_to(row)
        await desk.settle()
        assert "Ada: I will order" in desk.screen.split("─ ")[-1]
        await desk.do("back")
        assert not pane.beside
        # Where there is none it takes the note's place.
        await desk.pilot.resize_terminal(110, 22)
        await desk.settle()
        await desk.do("task.source")
        assert pane.note.page is not None
        assert pane.note.page.path == "Sources/Call.md"
        await desk.do("task.source")
        assert pane.note.page is not None
        assert pane.note.page.path != "Sources/Call.md"


async def test_what_was_decided_before_stands_apart_and_is_decided_so_again(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await desk.do("cursor.last")
        if desk.under.startswith(CABLE):
            await desk.do("cursor.first")
        assert desk.under == "Paint the door blue"
        await desk.do("task.reject")
        again = "Work/Projects/Pump/2026-01-05 - Again.md"
        text = b"# Again\n\n- [?] Paint the door blue @Myself #task #proposed\n"
        (vault / again).write_bytes(text)
        await desk.do("rescan")
        pane = desk.app.main.tasks
        await until(desk, lambda: AGAIN in pane.list.ids)
        assert "Decided before" in desk.screen
        await desk.do("cursor.last", "mark.range", "task.owner")
        assert desk.on_main
        assert "no task to act on" in desk.toasts
        await desk.do("back", "task.unfold", "cursor.down")
        assert desk.under == "Paint the door blue"
        assert "rejected" in desk.screen
        await desk.do("task.as-before")
        assert b"- [R] Paint the door blue" in (vault / again).read_bytes()
        await desk.do("undo")
        assert (vault / again).read_bytes() == text


async def test_a_task_is_said_to_be_a_copy_of_another(vault: Path) -> None:
    async with caught_up(vault) as desk:
        await go_to_cable(desk)
        await desk.do("task.unfold", "cursor.down", "task.duplicate")
        await desk.write("paint door", "enter")
        now = b"".join(read_vault(vault).values())
        assert now.count(b"- [R] Order the long red cable") == 1
        assert b"- [?] Paint the door blue" in now


async def test_mending_a_folded_row_mends_every_copy_and_of_an_unfolded_one_the_line(
    tmp_path: Path,
) -> None:
    notes = dict.fromkeys("ab", b"- [ ?] Order the long red cable for the pump house\n")
    vault = write_vault(tmp_path / "Notes", {f"{name}.md": data for name, data in notes.items()})
    async with caught_up(vault) as desk:
        assert len(desk.app.main.tasks.list.ids) == 1
        await desk.do("task.fix")
        await until(desk, lambda: not desk.on_main)
        assert "2 problems in 2 files" in desk.screen
        await desk.type("escape")
        await desk.do("task.unfold", "task.fix")
        await until(desk, lambda: not desk.on_main)
        assert "1 problem in 1 file" in desk.screen


async def test_the_question_about_a_filter_names_the_copies_that_it_does_not_find(
    vault: Path,
) -> None:
    async with caught_up(vault, config=Config(filters={"then": "then"})) as desk:
        await desk.do("filter.saved")
        await desk.type("a", "A")
        await until(desk, lambda: "which the filter does not find" in desk.screen)
        assert "2 copies besides, which the filter does not find:" in desk.screen
        assert f"“{CABLE}” in Sync" in desk.screen
        await desk.type("y")
        assert b"".join(read_vault(vault).values()).count(b"- [R] Order the long red cable") == 2
