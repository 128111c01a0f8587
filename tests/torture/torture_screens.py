"""Every screen at every size, and in every theme: nothing breaks, and all of it can be read."""

import random
import shutil
from pathlib import Path

import pytest
from contrast import faint
from demo_vaults import MORNING
from piloting import desk_on
from torture.tally import count

from core.config import Config
from core.demo.vault import write_demo
from core.themes import load_themes

RESIZES = 100
WALK = (
    *("cursor.down mark.toggle mark.toggle mark.range cursor.down", "palette", "", "help", ""),
    *("mark.all task.reject", "", "task.due", "", "task.members", "", "history", ""),
    *("filter.saved", "", "filter.explain", "", "focus.next", ""),
    *("pane.inbox cursor.down cursor.down cursor.down", "inbox.file", "", "inbox.duplicate", ""),
    *("cursor.last open", "", "pane.entities", "jump", "", "entity.next-tab"),
    *("pane.review cursor.down", "page.merge", "", "page.fields", "", "page.rename", ""),
)
"""Commands after which is looked at what is drawn; nothing stands for `esc`."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=240, today=MORNING.date(), day=True)
    return root


@pytest.mark.parametrize("theme", [theme.name for theme in load_themes()[0] if not theme.ansi])
async def test_every_pair_of_colours_can_be_read(demo: Path, tmp_path: Path, theme: str) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    async with desk_on(root, size=(120, 36), config=Config(theme=theme)) as desk:
        for step in WALK:
            await (desk.do(*step.split()) if step else desk.type("escape", "escape"))
            assert not faint(desk.app), step
            count("screens whose every pair of colours can be read", 1)


async def test_a_terminal_of_any_size(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    chosen = random.Random(RESIZES)
    sizes = [(1, 1), (500, 200), (500, 1), (1, 200), (39, 9), (40, 10)]
    sizes += [(chosen.randint(1, 500), chosen.randint(1, 200)) for _ in range(RESIZES)]
    async with desk_on(root, size=(100, 30)) as desk:
        for at, (width, height) in enumerate(sizes):
            step = WALK[at % len(WALK)]
            await (desk.do(*step.split()) if step else desk.type("escape", "escape"))
            await desk.pilot.resize_terminal(width, height)
            await desk.settle()
            assert desk.screen
            count("sizes of the terminal, 1×1 to 500×200, with a box open or none", 1)
