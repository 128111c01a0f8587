"""Every hostile case on the screen: each row visited, its note shown, nothing of it obeyed."""

import asyncio
from pathlib import Path

import pytest
from desk import write_vault
from hostile_cases import build
from hostile_runs import Group, groups, state_of
from piloting import Desk, desk_on

GROUPS = groups(60)
SIZES = ((160, 40), (64, 20), (40, 10))


async def frame(desk: Desk) -> None:
    """Until everything that was posted is dealt with, and drawn."""
    drawn = asyncio.Event()
    desk.app.call_after_refresh(drawn.set)
    await drawn.wait()


async def visit(desk: Desk) -> int:
    """Go down all rows, each with its note beside it; how many there are. Every frame is looked at."""
    pane = desk.app.main.tasks
    pane.list.go_first()
    rows = len(pane.list.ids)
    for at in range(rows):
        await frame(desk)
        await desk.app.workers.wait_for_complete()
        await frame(desk)
        assert pane.row is not None
        assert pane.list.window.cursor == at
        assert pane.note.page is not None, desk.under
        assert not desk.dangerous, f"{desk.dangerous!r} at row {at}: {desk.under!a}"
        pane.note.go_last()
        assert not desk.dangerous, f"{desk.dangerous!r} below row {at}: {desk.under!a}"
        pane.list.move(1)
    return rows


@pytest.mark.parametrize(
    ("group", "size"),
    [(group, SIZES[at % len(SIZES)]) for at, group in enumerate(GROUPS.values())],
    ids=GROUPS,
)
async def test_every_row_is_shown(group: Group, size: tuple[int, int], tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {}), group)
    before = state_of(vault)
    async with desk_on(vault, size=size) as desk:
        await desk.filter("is:any")
        assert await visit(desk) >= sum(bool(case.proposals) for case in group.values())
    assert state_of(vault) == before
