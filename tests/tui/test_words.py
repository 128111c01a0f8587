"""Words of bodies on the screen: indexed in the background, told in the bar, never silently too few."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from desk import NOTES, write_vault
from piloting import Desk, desk_on

from tui import messages

LONG = 30.0


def vault_in(folder: Path) -> Path:
    return write_vault(
        folder / "Notes", {**NOTES, "Long.md": b"- [?] Ask them\nAbout the harbour.\n"}
    )


async def until(desk: Desk, come: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not come():
            await asyncio.to_thread(desk.app.session.words.wait, 1)
            await desk.settle()


async def test_a_filter_finds_what_bodies_say_once_they_are_indexed(tmp_path: Path) -> None:
    async with desk_on(vault_in(tmp_path), cached=True) as desk:
        await desk.filter("text:harb")
        assert desk.app.work.lacking
        desk.app.jobs.warm()  # which a screen does once its first rows are shown
        await until(desk, lambda: not desk.app.work.lacking)
        await until(desk, lambda: desk.texts == ["Ask them"])
        assert "indexing" not in desk.screen
        await desk.do("back")
        assert len(desk.texts) == 5


async def test_how_far_it_is_stands_in_the_bar(tmp_path: Path) -> None:
    async with desk_on(vault_in(tmp_path)) as desk:
        desk.app.post_message(messages.Indexed(1200, 6000))
        await desk.settle()
        assert "indexing words 1,200 of 6,000" in desk.screen
        desk.app.post_message(messages.Indexed(6000, 6000))
        await desk.settle()
        assert "indexing" not in desk.screen


async def test_a_filter_that_may_find_too_little_says_so(tmp_path: Path) -> None:
    async with desk_on(vault_in(tmp_path)) as desk:
        await desk.filter("text:harb")
        assert "the words of notes are not indexed" in desk.screen
        await desk.do("back")
        assert "not indexed" not in desk.screen
