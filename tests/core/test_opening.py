from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.config import Config
from core.errors import NoVault, Refused
from core.opening import DEMO_NOTES, demo_vault, open_session
from core.settings import Request, Settings

TODAY = date(2026, 1, 5)


def test_a_demo_goes_away_with_its_state() -> None:
    with demo_vault(None, TODAY) as (root, state):
        folder = Path(root).parent
        assert state is not None
        assert folder in Path(state).parents
        assert len(list(Path(root).rglob("*.md"))) > DEMO_NOTES // 2
    assert not folder.exists()


def test_a_demo_goes_away_whatever_happened_in_it() -> None:
    with pytest.raises(ZeroDivisionError), demo_vault(None, TODAY) as (root, _):
        _ = 1 // 0
    assert not Path(root).exists()


def test_a_demo_that_is_kept_stays(tmp_path: Path) -> None:
    with demo_vault(str(tmp_path / "a" / "b"), TODAY) as (root, state):
        pass
    assert (root, state) == (str(tmp_path / "a" / "b"), None)
    assert list(Path(root).rglob("*.md"))


@pytest.mark.parametrize("name", ["full", "full/note.md"])
def test_a_demo_is_written_over_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.md").write_text("mine")
    with pytest.raises(Refused, match="is not empty"), demo_vault(str(tmp_path / name), TODAY):
        pass
    assert (tmp_path / "full" / "note.md").read_text() == "mine"


def test_without_a_vault_there_is_no_session() -> None:
    found = Settings(Config(), (), None, "no vault: because")
    with pytest.raises(NoVault, match="because"):
        open_session(Request((), "/"), found, lambda: datetime(2026, 1, 5, tzinfo=UTC))
