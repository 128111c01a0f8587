"""Every hostile case on the screen: each row visited, its note shown, nothing of it obeyed."""

from pathlib import Path

import pytest
from desk import write_vault
from hostile_cases import build
from hostile_runs import Group, groups, state_of, visit
from piloting import desk_on

GROUPS = groups(60)
SIZES = ((160, 40), (64, 20), (40, 10))


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
