import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from desk import NOTES, read_vault, write_vault
from ptys import Screen, given_back, screens
from textual.pilot import Pilot
from textual.widgets import OptionList

from core.config import Config, load_config
from core.known_vaults import KnownVault
from tui.lines.surveyed import Promises
from tui.welcome import WelcomeApp

__all__ = ["screens"]
HOSTILE = "evil [red]\x1b]0;x\x07[-] name"


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> list[KnownVault]:
    folder = tmp_path_factory.mktemp("vaults")
    write_vault(folder / "Work", {**NOTES, "Inbox/a.md": b"", "x/_archive/b.md": b""})
    (folder / HOSTILE).mkdir()
    gone = folder / "Gone"
    return [
        KnownVault(str(folder / "Work"), "open in Obsidian"),
        KnownVault(str(folder / HOSTILE), "known to Obsidian"),
        KnownVault(str(gone), "known to Obsidian"),
    ]


@asynccontextmanager
async def welcome(
    vaults: list[KnownVault], size: tuple[int, int] = (110, 34), glyphs: str = "unicode"
) -> AsyncIterator[tuple[WelcomeApp, Pilot[None]]]:
    promises = Promises("/home/ada/.local/state/winnow", "/home/ada/winnow.toml", "/home/ada")
    app = WelcomeApp(Config(glyphs=glyphs), vaults, "/", promises)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: WelcomeApp, pilot: Pilot[None]) -> None:
    for _ in range(2):
        await pilot.pause()
        await app.workers.wait_for_complete()
    await pilot.pause()


def text(app: WelcomeApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_what_would_be_touched_is_said_of_the_one_that_is_lit(
    vaults: list[KnownVault],
) -> None:
    async with welcome(vaults) as (app, pilot):
        said = text(app)
        for line in ("5 notes", "3  may be decided", "2  are left alone:", "1  **/_archive/**",
                     "Inbox: 1 file to file", "rejects with [R]", "~/.local/state/winnow", "~/winnow.toml"):  # fmt: skip
            assert line in said
        await pilot.press("j")
        await settled(app, pilot)
        assert "No notes yet" in text(app)
        assert "evil [red]" in text(app)
        await pilot.press("j")
        await settled(app, pilot)
        assert "no vault at" in text(app)
        await pilot.press("enter")
        assert app.answer is None
        await pilot.press("j")
        assert "An invented vault:" in text(app)


@pytest.mark.parametrize(
    ("keys", "number", "remember"),
    [(["enter"], 0, True), (["o"], 0, False), (["j", "enter"], 1, True), (["d"], None, False),
     (["G", "k", "enter"], None, False)],
)  # fmt: skip
async def test_a_key_is_the_answer(
    vaults: list[KnownVault], keys: list[str], number: int | None, remember: bool
) -> None:
    async with welcome(vaults) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        root = None if number is None else vaults[number].root
        assert app.answer == (root, remember)


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+c", "ctrl+q"])
async def test_one_can_leave_without_an_answer(
    vaults: list[KnownVault], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with welcome(vaults) as (app, pilot):
        left: list[object] = []
        monkeypatch.setattr(app, "exit", lambda: left.append(app.answer))
        await pilot.press(key)
        await pilot.pause()
        assert left == [None]


async def test_a_click_lights_and_a_second_one_opens(vaults: list[KnownVault]) -> None:
    async with welcome(vaults) as (app, pilot):
        for answer in (None, (vaults[1].root, True)):
            await pilot.click(OptionList, offset=(5, 3))
            await settled(app, pilot)
            assert "No notes yet" in text(app)
            assert app.answer == answer


async def test_the_one_that_is_lit_is_in_sight() -> None:
    many = [KnownVault(f"/nowhere/{number}", "known to Obsidian") for number in range(30)]
    async with welcome(many, (100, 20)) as (app, pilot):
        await pilot.press("G", "k", "k")
        await settled(app, pilot)
        assert "▌ 29" in text(app)
        await pilot.press("g")
        await settled(app, pilot)
        assert "▌ 0" in text(app)


async def test_another_folder_is_asked_for_and_checked(vaults: list[KnownVault]) -> None:
    async with welcome([]) as (app, pilot):
        assert "No vault was found" in text(app)
        await pilot.press("/")
        await pilot.pause()
        app.screen.line.value = f"{vaults[0].root}x"
        await pilot.press("enter")
        assert "no vault at" in text(app)
        app.screen.line.value = vaults[0].root
        await pilot.press("enter")
        await settled(app, pilot)
        assert "the folder you named" in text(app)
        assert "5 notes" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.answer == (vaults[0].root, True)


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 16), (200, 60)])
async def test_no_size_and_no_terminal_is_too_small(
    vaults: list[KnownVault], size: tuple[int, int]
) -> None:
    async with welcome(vaults[:1], size, glyphs="ascii") as (app, pilot):
        await pilot.press("j", "k", "J", "K")
        assert text(app).isascii() or size[0] < 2


def test_the_first_start_ends_in_the_vault_and_is_the_only_one(
    screens: list[Screen], tmp_path: Path
) -> None:
    vault = write_vault(tmp_path / "Notes", NOTES)
    listed = tmp_path / "config/obsidian/obsidian.json"
    listed.parent.mkdir(parents=True)
    listed.write_text(json.dumps({"vaults": {"a": {"path": str(vault)}}}))
    variables = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    before = read_vault(vault)
    screen = Screen([], f"import os; os.chdir({str(tmp_path)!r})", **variables)
    screens.append(screen)
    screen.read_until(b"be decided")
    screen.press(b"\r")
    screen.read_until(b"saved")
    screen.press(b"q")
    assert screen.end() == 0
    given_back(screen)
    config, problems = load_config(str(tmp_path / "config/winnow/winnow.toml"), None)
    assert (config.vault, problems) == (str(vault), ())
    assert read_vault(vault) == before


@pytest.mark.parametrize(
    ("theme", "size", "keys"),
    [("winnow-dark", (110, 32), ""), ("winnow-light", (70, 22), "j")],
    ids=["dark", "small"],
)
def test_how_it_looks(
    snap_compare: Callable[..., bool],
    vaults: list[KnownVault],
    theme: str,
    size: tuple[int, int],
    keys: str,
) -> None:
    home = str(Path(vaults[0].root).parent)
    promises = Promises(f"{home}/.local/state/winnow", f"{home}/.config/winnow/winnow.toml", home)
    app = WelcomeApp(Config(theme=theme), [vaults[0]], "/", promises)
    app.animation_level = "none"

    async def look(pilot: Pilot[None]) -> None:
        await settled(app, pilot)
        await pilot.press(*keys)
        await settled(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)


async def test_any_size_after_any_other(vaults: list[KnownVault]) -> None:
    dice = random.Random(5)
    async with welcome(vaults) as (app, pilot):
        for _ in range(12):
            await pilot.resize_terminal(dice.choice([1, 5, 39, 76, 150]), dice.choice([1, 3, 10, 60]))  # fmt: skip
            await pilot.press(dice.choice("jkGgJK"))
        for size, said in ((30, 8), "Winnow needs 40 columns"), ((100, 30), "Which vault?"):
            await pilot.resize_terminal(*size)
            await settled(app, pilot)
            assert said in text(app)
