"""Whatever is drawn can be read: in colours, in the terminal's own, and without any."""

from datetime import date
from pathlib import Path

import pytest
from contrast import faint, on_screen
from desk import write_vault
from piloting import desk_on
from rich.color import Color

from core.config import Config
from core.demo import write_demo
from core.themes import load_themes

THEMES = load_themes()[0]
WALK = (
    *("cursor.down mark.toggle mark.toggle cursor.down", "palette", "", "mark.all task.reject", ""),
    *("pane.inbox cursor.down cursor.down", "inbox.file", "", "pane.review"),
)
"""Commands after which is looked at what is drawn; nothing stands for `esc`."""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=240, seed=1, today=date(2026, 1, 6), day=True, backlog=False)
    return root


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES if not theme.ansi])
async def test_every_pair_of_colours_can_be_read(vault: Path, theme: str) -> None:
    async with desk_on(vault, size=(120, 36), config=Config(theme=theme)) as desk:
        for step in WALK:
            await (desk.do(*step.split()) if step else desk.type("escape", "escape"))
            assert not faint(desk.app), step


async def test_the_theme_of_the_terminal_has_its_colours_and_no_ground_of_its_own(
    vault: Path,
) -> None:
    default = Color.default()
    async with desk_on(vault, size=(120, 36), config=Config(theme="terminal")) as desk:
        for step in WALK:
            await (desk.do(*step.split()) if step else desk.type("escape", "escape"))
            for segment in on_screen(desk.app):
                assert segment.style is not None
                assert (segment.style.bgcolor or default).is_default, segment
                assert (segment.style.color or default).is_system_defined, segment


async def test_without_colours_all_is_said_by_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    notes = {
        "A.md": b"- [?] Late \xf0\x9f\x93\x85 2026-01-01\n- [?] Soon \xf0\x9f\x93\x85 2026-01-09\n- [ ?] Broken\n"
    }
    async with desk_on(write_vault(tmp_path / "Notes", notes), size=(120, 20)) as desk:
        await desk.do("mark.toggle")
        late, soon, broken = desk.screen.split("\n")[3:6]
        assert "[3 Tasks 3]" in desk.screen
        assert late.startswith(" ● ")
        assert "-5d" in late
        assert soon.startswith("▌  ")
        assert " 3d" in soon
        assert not broken[:3].strip()
        for segment in on_screen(desk.app):
            assert segment.style is not None
            assert segment.style.color is None or segment.style.color.is_default, segment
            assert segment.style.bgcolor is None or segment.style.bgcolor.is_default, segment
        desk.app.theme = "winnow-light"  # and whatever is chosen stays without
        await desk.settle()
        for segment in on_screen(desk.app):
            assert segment.style is None or (segment.style.color or Color.default()).is_default
