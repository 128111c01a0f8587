import json
from pathlib import Path

import pytest
from desk import NOTES, write_vault

from core.config import Config
from core.errors import NoVault
from core.survey import Stopped, survey


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    more = {
        "Work/_archive/a.md": b"",
        "Work/_archive/deep/b.md": b"",
        "TASKS.md": b"",
        "Trips/c.md": b"",
        "Inbox/Email/pumps.md": b"",
        "Inbox/scan.png": b"",
        "Inbox/_archive/old.md": b"",
        "Inbox/_drafts/note.md": b"",
    }
    write_vault(tmp_path, {**NOTES, **more})
    (tmp_path / ".obsidian/app.json").write_text(json.dumps({"userIgnoreFilters": ["Trips/"]}))
    return tmp_path


def test_each_note_that_is_left_alone_has_what_says_so(vault: Path) -> None:
    found = survey(str(vault), Config())
    assert dict(found.left) == {
        "**/_archive/**": 3,
        "/Sources/": 1,
        "/TASKS.md": 1,
        "Obsidian's excluded files: Trips/": 1,
    }
    assert (found.notes, found.triaged, found.others) == (10, 4, 1)
    assert found.notes == sum(1 for _ in vault.rglob("*.md"))
    assert found.writable
    assert found.trouble == ()


def test_what_is_there_is_counted(vault: Path) -> None:
    found = survey(str(vault), Config())
    assert found.inbox == (("Inbox", 2), ("Inbox/_drafts", 1))
    assert found.entities == (("People", 1),)
    (tasks,) = found.settings
    assert [one.symbol for one in tasks.statuses if one.type == "CANCELLED"] == ["R"]


def test_nested_settings_are_found_and_none_is_none(tmp_path: Path) -> None:
    assert survey(str(tmp_path), Config()).settings == ()
    write_vault(tmp_path / "Personal")
    (settings,) = survey(str(tmp_path), Config()).settings
    assert settings.where == "Personal"


def test_a_pattern_that_takes_something_out_again_counts(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a/x.md": b"", "a/y.md": b"", "b.md": b""})
    found = survey(str(tmp_path), Config(exclude=("/a/*", "!/a/y.md")))
    assert (found.triaged, found.left) == (2, (("/a/*", 1),))


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    write_vault(tmp_path, {})
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    assert survey(str(tmp_path), Config()).trouble == ("loop.md is a link that leads in a circle",)
    with pytest.raises(NoVault):
        survey(str(tmp_path / "nowhere"), Config())


def test_one_can_stop_looking(vault: Path) -> None:
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(Stopped):
        survey(str(vault), Config(), stop)
    assert len(asked) == 3
