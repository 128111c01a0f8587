"""Somebody who presses anything, for a long time."""

import shutil
from pathlib import Path

import pytest
from demo_vaults import MORNING
from monkey import play, play_in_company
from torture.tally import count

from core.demo.vault import write_demo

STEPS = 250
SEEDS = 16


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=240, today=MORNING.date(), day=True)
    return root


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_whatever_is_pressed(demo: Path, tmp_path: Path, seed: int) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    changes = await play(root, f"{seed}", STEPS)
    count("things pressed, clicked and typed at random on any screen", STEPS)
    count("changes so made, undone, made again and undone", changes)


@pytest.mark.parametrize("seed", range(SEEDS // 2))
async def test_whatever_is_pressed_while_another_program_writes(
    demo: Path, tmp_path: Path, seed: int
) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    lines = await play_in_company(root, f"{seed}", STEPS)
    count("lines that another program wrote into notes meanwhile", lines)
