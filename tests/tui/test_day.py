"""A day's arc by keys alone: what arrived and what was written of the meetings, to zero, undone and done again."""

from datetime import date
from pathlib import Path

import pytest
from arrivals import files, pane, rows
from piloting import Desk, desk_on
from textual import events

from core.demo import write_demo

TODAY = date(2026, 1, 6)
ARRIVED = 20
MOST = 135
"""Keys that the day may take: two for what arrived, four to decide a note one by one, one for a whole note."""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "Notes"
    write_demo(str(folder), notes=240, seed=1, today=TODAY, day=True, backlog=False)
    return folder


class Fingers:
    """Keys, counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.desk.type(*keys)

    async def item(self) -> None:
        """Whatever is right for the item under the cursor, by what its card says."""
        row, card = pane(self.desk).item, pane(self.desk).card.card
        assert row is not None
        assert card is not None
        if row.kind != "note":
            if card.twins and card.twins[0].keep:
                await self.press("D", "enter")
            elif card.suggestions:
                await self.press("f", "1")
            else:
                await self.press("d")
        elif row.others:
            await self.press("D", "enter")
            if not self.desk.on_main:  # more files than are changed without a question
                await self.press("y")
        elif self.keys % 3:
            await self.press("A")
        else:
            await self.press("enter")
            for _ in range(row.proposals):
                await self.press("x" if self.keys % 2 else "a")
            if pane(self.desk).reading:
                await self.press("escape")


async def test_a_day_goes_to_zero_by_keys_alone_and_back_and_forth_again(vault: Path) -> None:
    before = files(vault)
    async with desk_on(vault, pane="inbox", size=(120, 36)) as desk:
        fingers = Fingers(desk)
        assert sum(row.kind != "note" for row in rows(desk)) == ARRIVED
        for _ in range(MOST):
            if pane(desk).item is None:
                break
            await fingers.item()
        assert "The inbox is empty." in desk.screen
        after = files(vault)
        assert fingers.keys <= MOST
        many = len(desk.app.session.past.entries())
        for key, wanted in (("u", before), ("U", after)):
            for _ in range(many):
                desk.app.post_message(events.Key(key, key))
            await desk.settle()
            while desk.app.jobs.writing:
                await desk.settle()
            assert files(vault) == wanted
