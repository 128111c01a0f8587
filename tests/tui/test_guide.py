import random
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import open_vault, write_vault
from piloting import Desk, desk_on
from textual.pilot import Pilot

from core.config import Config
from tui.app import WinnowApp
from tui.guide import STEPS


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def strip(desk: Desk) -> str:
    """What the guide says."""
    found = desk.app.main.query("#guide")
    return str(found.first().content) if found else ""


async def begun(desk: Desk) -> None:
    desk.app.guide.begin()
    await desk.settle()


async def test_each_step_is_over_when_the_thing_is_done(vault: Path) -> None:
    async with desk_on(vault, pane="inbox") as desk:
        await begun(desk)
        for number, doing in enumerate(
            ("pane.tasks", "task.accept", "task.reject", "undo"), start=1
        ):
            assert strip(desk).startswith(f"Guide {number} of 5")
            await desk.do(doing)
        assert strip(desk).startswith("Guide 5 of 5   ctrl+o jumps")
        await desk.do("help")  # to look around is no step
        await desk.type("escape")
        await desk.do("pane.entities")  # nor is that how one jumps
        assert strip(desk).startswith("Guide 5 of 5")
        await desk.do("pane.tasks", "jump")
        await desk.write("ad", "enter")
        assert strip(desk).startswith("That was it.")
        await desk.do("guide.skip")
        assert strip(desk) == ""


async def test_it_covers_nothing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        before = desk.app.main.tasks.region
        await begun(desk)
        lines = desk.app.main.query_one("#guide").region
        assert lines.height >= 1
        assert desk.app.main.tasks.region.height == before.height - lines.height
        assert not any(
            lines.overlaps(other.region)
            for other in (desk.app.main.tasks, desk.app.main._status, desk.app.main._keys)
        )


async def test_it_is_closed_with_a_key_and_not_where_there_is_none(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("guide.skip")
        assert "There is no guide here" in desk.toasts
        await begun(desk)
        await desk.do("guide.skip", "task.accept")
        assert strip(desk) == ""


async def test_a_step_that_was_not_asked_for_yet_is_not_asked_for_again(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await begun(desk)
        assert strip(desk).startswith("Guide 2 of 5")
        await desk.do("task.reject")
        assert strip(desk).startswith("Guide 4 of 5")


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (200, 60)])
async def test_there_is_room_for_it_at_every_size(vault: Path, size: tuple[int, int]) -> None:
    async with desk_on(vault, size=size) as desk:
        await begun(desk)
        assert "Guide 2 of 5" in desk.screen
        assert len(desk.app.main.tasks.list.ids) > 0


def test_every_step_fits_in_one_line_of_a_hundred_cells() -> None:
    assert all(len(step.says) < 66 for step in STEPS)


def test_how_it_looks(snap_compare: Callable[..., bool], vault: Path) -> None:
    app = WinnowApp(open_vault(vault), Config(), "inbox")
    app.guided, app.animation_level = True, "none"

    async def look(pilot: Pilot[None]) -> None:
        for _ in range(3):
            await pilot.pause()
            await app.workers.wait_for_complete()

    assert snap_compare(app, terminal_size=(100, 24), run_before=look)


async def test_any_size_after_any_other(vault: Path) -> None:
    dice = random.Random(6)
    async with desk_on(vault) as desk:
        await begun(desk)
        for _ in range(8):
            await desk.pilot.resize_terminal(dice.choice([1, 5, 39, 60, 150]), dice.choice([1, 3, 10, 17, 60]))  # fmt: skip
            await desk.pilot.press(dice.choice("jk3241"))
        await desk.pilot.resize_terminal(100, 30)
        await desk.settle()
        assert "Guide" in desk.screen
