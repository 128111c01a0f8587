"""Every state of the four panes, at the sizes that people have, as text; each was looked at in colour too."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from desk import write_vault
from piloting import Desk, desk_on
from syrupy.assertion import SnapshotAssertion

from core.config import Config
from core.demo import write_demo
from tui import messages

PANES = ("inbox", "entities", "tasks", "review")
SIZES = ((80, 24), (120, 36), (200, 60))
OF_NOTES = set("📅⏫🔼🔽⏬é")
"""What stands in notes is theirs."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=240, seed=1, today=date(2026, 1, 6), day=True, backlog=False)
    return root


async def panes(desk: Desk, *keys: str) -> str:
    """All four panes one below the other, each after some keys."""
    drawn = []
    for name in PANES:
        await desk.do(f"pane.{name}")
        if keys:
            await desk.type(*keys)
        drawn.append("\n".join(line.rstrip() for line in desk.screen.split("\n")))
    return "\n".join(drawn)


async def resize(desk: Desk, width: int, height: int) -> None:
    await desk.pilot.resize_terminal(width, height)
    await desk.pilot.pause()


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
async def test_every_pane_at_every_size(
    demo: Path, tmp_path: Path, snapshot: SnapshotAssertion, glyphs: str
) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    sizes = SIZES if glyphs == "unicode" else SIZES[:1]
    config = Config(glyphs="ascii" if glyphs == "ascii" else "unicode")
    async with desk_on(root, size=sizes[0], config=config) as desk:
        for size in sizes:
            await resize(desk, *size)
            drawn = await panes(desk)
            assert drawn == snapshot
            if glyphs == "ascii":
                assert {each for each in drawn if not each.isascii()} <= OF_NOTES


async def test_an_empty_vault(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", {}), size=(80, 24)) as desk:
        assert await panes(desk) == snapshot


async def test_a_vault_that_is_being_read(
    demo: Path, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.workers.SessionWorkers.scan", lambda *_: None)
    async with desk_on(demo, size=(80, 24)) as desk:
        desk.app.post_message(messages.Progress(1_204, 9_870))
        await desk.settle()
        assert await panes(desk) == snapshot


async def test_a_filter_that_finds_nothing(
    demo: Path, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    async with desk_on(root, size=(80, 24)) as desk:
        drawn = []
        for name in PANES:
            await desk.do(f"pane.{name}")
            await desk.filter_here("zzq")
            drawn.append(desk.screen)
        assert "\n".join(drawn) == snapshot


async def test_a_vault_that_another_screen_has(
    demo: Path, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    async with desk_on(root, size=(80, 24)) as desk:
        desk.app.post_message(messages.Writable("another Winnow has it open"))
        await desk.settle()
        assert desk.screen == snapshot


async def test_a_decision_that_was_refused(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    root = write_vault(tmp_path / "Notes", {"A.md": b"- [?] Send the deck @Myself #task\n"})
    async with desk_on(root, size=(80, 24)) as desk:
        (root / "A.md").write_bytes(b"- [?] Send the slides @Myself #task\n")
        await desk.do("task.accept")
        assert desk.screen == snapshot


async def test_no_size_is_too_small_or_too_large(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root)
    chosen = random.Random(20)
    sizes = [(1, 1), (2, 40), (300, 2), (40, 10), (500, 200)]
    sizes += [(chosen.randint(1, 220), chosen.randint(1, 70)) for _ in range(5)]
    async with desk_on(root, size=(100, 30)) as desk:
        for at, size in enumerate(sizes):
            await desk.do(f"pane.{PANES[at % len(PANES)]}")
            await resize(desk, *size)
            assert desk.screen
        await resize(desk, 100, 30)
        assert "all keys" in desk.screen
