"""Draws docs/screenshots: each pane on the invented vault, some decisions made.

`make screenshots` calls it; everything that could differ from day to day is pinned. Beside each picture lies what it
says as text, which a test compares with the program of today.
"""

import asyncio
import gc
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot
from textual.widgets import Input

from core.config import Config
from core.demo import write_demo
from core.session import Session
from core.vault import Vault
from tui.app import WinnowApp

FOLDER = Path(__file__).parent / "screenshots"
TODAY = date(2026, 1, 6)
NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
SIZE = (118, 34)
HELD = 0.15
"""Seconds after which no key counts as held any more, and what is asked only of the last of many rows is asked."""
BEHIND = 2.2
"""Seconds after which what is worked out behind the list has begun."""
STEPS = (
    ("inbox", (*"jjjjj",)),
    ("file", ("f",)),
    ("entities", ("escape", "2", *"jjj")),
    ("tasks", ("3", "R", "g", "a", "x", "space", "space", "j")),
    ("same", ("k", "b")),
    ("review", ("escape", "4")),
    ("merge", ("m",)),
    ("history", ("escape", "H")),
)
"""Pictures in the order in which they are taken, and what is typed before each."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen."""

    name: str
    svg: str
    text: str
    """Its lines, without blanks at their ends."""


async def pictures(folder: str, *, patience: float = 0) -> AsyncIterator[Picture]:
    """Every picture, of one run of the program on a vault that is written into `folder`.

    Args:
        folder: An empty one.
        patience: Seconds to wait for what was drawn the last time, on a machine that is slow.
    """
    write_demo(f"{folder}/Notes", notes=240, seed=7, today=TODAY, day=True)
    session = _open(folder)
    _look_through(session)
    gc.disable()  # as the program does until its first rows stand; then work behind the list begins
    Input.cursor_blink._default = False  # noqa: SLF001 - a picture is of one moment
    app = WinnowApp(session, Config(), "inbox")
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(BEHIND)
        for name, keys in STEPS:
            for key in keys:
                await pilot.press(key)
                await _rest(pilot)
            await pilot.pause(HELD)
            await _rest(pilot)
            end = monotonic() + patience
            while monotonic() < end and _text(app) != text_of(name):
                await pilot.pause(HELD)
            svg = app.export_screenshot(title="winnow", simplify=True)
            yield Picture(name, svg, _text(app))
    session.close()


def text_of(name: str) -> str:
    """What a picture that was drawn says."""
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def _open(folder: str) -> Session:
    config = Config()
    return Session(
        Vault(f"{folder}/Notes", config.exclude),
        config,
        state_folder=folder,
        cache_folder=folder,
        clock=lambda: NOON,
    )


def _look_through(session: Session) -> None:
    """Have found what is otherwise found behind the list: who is mentioned, what speaks for each proposal."""
    session.scan()
    session.index.keep()
    session.words.start(lambda _, __: None)
    session.words.wait()
    session.clusters.look()
    session.evidence.fill(progress=lambda _, __: None)


async def _rest(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def _text(app: WinnowApp) -> str:
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - what is on the screen
    lines = ("".join(segment.text for segment in strip).rstrip() for strip in strips)
    return "".join(f"{line}\n" for line in lines)


async def _draw(folder: str) -> None:
    async for picture in pictures(folder):
        (FOLDER / f"{picture.name}.svg").write_text(picture.svg, "utf-8")
        (FOLDER / f"{picture.name}.txt").write_text(picture.text, "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(_draw(place))
