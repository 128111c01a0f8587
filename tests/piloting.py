"""The app on a small vault, under a pilot, spoken to by the names of commands."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import textual._wait
from desk import open_vault
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from core.config import Config
from core.display import DANGEROUS
from core.instance import Instance
from tui.app import WinnowApp
from tui.commands import LEADER, key
from tui.keyboard.keymap import SPELLED
from tui.keyboard.keys import is_in_turn

# How long the program must have done nothing before a key has had its effect. Workers are waited for
# by themselves (`Desk.rest`), so what Textual waits, 20 ms, twice a key, is most of what tests would take.
textual._wait.SLEEP_GRANULARITY = 0.005
textual._wait.SLEEP_IDLE = 0.005 / 20

_OPENED = count(1)
_TOGETHER = 10
"""Apps whose leavings are collected at once: a collection takes as long as a small test."""

NAMES = {" ": "space", "#": "number_sign", "-": "minus", "+": "plus", ":": "colon", "/": "slash"}

SOON = 0.1
"""Seconds; what is put off for less is part of what a key does."""
_NAMED = {key: name for name, key in SPELLED.items()}


def textual_key(key: str) -> str:
    """What Textual calls a key of the table; it knows single characters itself."""
    *modifiers, base = [key] if len(key) == 1 else key.split("+")
    return "+".join([*modifiers, _NAMED.get(base, base)])


def presses(key: str) -> tuple[str, ...]:
    """What Textual calls a key of the table, or each of two in a row."""
    if is_in_turn(key, LEADER):
        return textual_key(LEADER), textual_key(key.removeprefix(LEADER))
    return (textual_key(key),)


class Desk:
    """The app under a pilot, spoken to by the names of commands."""

    def __init__(self, app: WinnowApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        for _ in range(3):
            await self.rest()
            await self.pilot.pause()
        while self.is_about_to_act:
            await self.pilot.pause()
            await self.rest()

    async def until(self, so: Callable[[], object]) -> None:
        """Wait for what comes by itself; a test that waits in vain is stopped."""
        async with asyncio.timeout(30):
            while not so():
                await self.settle()

    @property
    def is_about_to_act(self) -> bool:
        """Whether the app put something off, but not for long."""
        timers = ((timer, timer._task) for timer in self.app._timers if timer._repeat == 0)
        return any(task and not task.done() and timer._interval < SOON for timer, task in timers)

    async def rest(self) -> None:
        """Until no worker has anything to do."""
        while not all(worker.is_finished for worker in self.app.workers):
            with suppress(WorkerCancelled):  # a newer one took its place
                await self.app.workers.wait_for_complete()

    async def do(self, *ids: str) -> None:
        for id in ids:
            await self.pilot.press(*presses(key(id)))
            await self.settle()

    async def type(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def write(self, text: str, *keys: str) -> None:
        """Type the characters of a text, then some keys by name."""
        await self.type(*(NAMES.get(each, each) for each in text), *keys)

    async def filter(self, text: str) -> None:
        """Filter by a text, and go back to the list."""
        await self.do("filter")
        self.app.main.tasks.line.input.value = text
        await self.type("enter")

    async def filter_here(self, text: str) -> None:
        """Filter the pane that is in front by a text, and go back to its list."""
        await self.do("filter")
        self.app.main.here.line.input.value = text
        await self.type("enter")

    @property
    def texts(self) -> list[str]:
        """The words of the rows in the list."""
        rows = self.app.main.tasks.rows
        assert rows is not None
        return [rows.tasks[id].text for id in self.app.main.tasks.list.ids]

    @property
    def under(self) -> str:
        """The words of the row under the cursor."""
        row = self.app.main.tasks.row
        return row.text if row else ""

    @property
    def toasts(self) -> str:
        """Everything that was said lately."""
        return " ".join(notification.message for notification in self.app._notifications)

    @property
    def screen(self) -> str:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def dangerous(self) -> set[str]:
        """Characters on the screen that no note may bring there."""
        return DANGEROUS & set(self.screen.replace("\n", ""))

    @property
    def on_main(self) -> bool:
        """Whether no box stands over the panes."""
        return self.app.screen is self.app.main


@asynccontextmanager
async def desk_on(  # noqa: PLR0913 - all but the first are named
    folder: Path,
    *,
    size: tuple[int, int] = (110, 30),
    config: Config | None = None,
    pane: str = "tasks",
    editor: str = "vi",
    instance: Instance | None = None,
    cached: bool = False,
) -> AsyncIterator[Desk]:
    session = open_vault(folder, config=config, instance=instance, cached=cached)
    app = WinnowApp(session, config or Config(), pane, editor)
    async with app.run_test(size=size, notifications=True) as pilot:
        desk = Desk(app, pilot)
        await desk.settle()
        yield desk
    session.close()
    app.idle.stop()  # else what one test leaves is left out of every look, and a run needs gigabytes
    if next(_OPENED) % _TOGETHER == 0:
        gc.collect()
