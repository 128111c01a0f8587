"""Somebody who presses anything, for a moment; `make torture` lets them do so for long."""

from pathlib import Path

import arrivals
import pytest
import townsfolk
from desk import write_vault
from monkey import play, play_in_company

STEPS = 30


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", arrivals.as_bytes() | townsfolk.as_bytes())


async def test_whatever_is_pressed_nothing_breaks_and_everything_comes_back(vault: Path) -> None:
    await play(vault, "a morning", STEPS)


async def test_what_another_program_writes_meanwhile_is_not_lost(vault: Path) -> None:
    assert await play_in_company(vault, "an evening", STEPS)
