"""A notice goes when its time is over, and never stops the program."""

from pathlib import Path
from time import time

import pytest
from desk import NOTES, write_vault
from piloting import desk_on
from textual.widgets._toast import Toast

from tui.notice import Notice


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", NOTES)


def test_what_ran_out_a_moment_ago_begins_no_timer_that_never_ends() -> None:
    notice = Notice("said", timeout=5)
    for age in (4.95, 5.0, 5.0001, 60):
        notice.raised_at = time() - age
        assert Toast(notice)._timeout > 0, age


def test_it_is_over_when_its_time_is() -> None:
    notice = Notice("said", timeout=5)
    assert not notice.has_expired
    assert 4 < notice.time_left <= 5
    notice.raised_at = time() - 5.01
    assert notice.has_expired


async def test_what_the_app_says_is_such_a_notice(vault: Path) -> None:
    async with desk_on(vault) as desk:
        desk.app.tell("said")
        await desk.settle()
        assert all(isinstance(one, Notice) for one in desk.app._notifications)
        assert "said" in desk.screen
