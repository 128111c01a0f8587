"""Draws docs/screenshot.svg: the Tasks pane on the invented vault, some decisions made.

`make screenshot` calls it; everything that could differ from day to day is pinned.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from core.config import Config
from core.demo import write_demo
from core.session import Session
from core.vault import Vault
from tui.app import WinnowApp

HERE = Path(__file__).parent
TODAY = date(2026, 1, 6)
SIZE = (118, 34)
KEYS = ("a", "a", "x", "space", "space", "j")


async def draw(folder: str) -> str:
    """The screen as SVG."""
    write_demo(f"{folder}/Notes", notes=120, seed=1, today=TODAY)
    config = Config()
    session = Session(
        Vault(f"{folder}/Notes", config.exclude),
        config,
        state_folder=f"{folder}/state",
        clock=lambda: datetime(2026, 1, 6, 9, 0, tzinfo=UTC),
    )
    app = WinnowApp(session, config, "tasks")
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in KEYS:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        return app.export_screenshot(title="winnow", simplify=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        picture = asyncio.run(draw(place))
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "screenshot.svg"
    target.write_text(picture, encoding="utf-8")
