import json
from pathlib import Path

import pytest

from core.known_vaults import known_vaults, lists_of_obsidian


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three vaults, of which Obsidian knows two, and one that is gone."""
    for name in ("Old", "Open", "Alone"):
        (tmp_path / name / ".obsidian").mkdir(parents=True)
    return tmp_path


def listed(home: Path, folder: str = ".config", **vaults: object) -> None:
    file = home / folder / "obsidian/obsidian.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"vaults": vaults}))


def found(home: Path, folder: str = "", **variables: str) -> list[tuple[str, str]]:
    return [(one.name, one.why) for one in known_vaults(folder, {"HOME": str(home), **variables})]


def test_those_that_are_open_come_first_and_what_is_gone_is_not_there(home: Path) -> None:
    listed(
        home,
        a={"path": str(home / "Old"), "ts": 9},
        b={"path": str(home / "Open"), "ts": 1, "open": True},
        c={"path": str(home / "Gone"), "ts": 99},
    )
    assert found(home) == [("Open", "open in Obsidian"), ("Old", "known to Obsidian")]


@pytest.mark.parametrize(
    "folder",
    [".config", ".var/app/md.obsidian.Obsidian/config", "snap/obsidian/current/.config", "Library/Application Support"],
)  # fmt: skip
def test_obsidians_list_is_found_however_it_was_installed(home: Path, folder: str) -> None:
    listed(home, folder, a={"path": str(home / "Old")})
    assert found(home) == [("Old", "known to Obsidian")]


def test_windows_and_a_config_folder_of_ones_own_are_asked_too(home: Path) -> None:
    listed(home, "roaming", a={"path": str(home / "Old")})
    listed(home, "xdg", a={"path": str(home / "Open")})
    variables = {"APPDATA": str(home / "roaming"), "XDG_CONFIG_HOME": str(home / "xdg")}
    assert [name for name, _ in found(home, **variables)] == ["Open", "Old"]
    assert lists_of_obsidian({}) == ()


def test_drives_of_windows_are_where_linux_has_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "c/Users/ada/AppData/Roaming/obsidian").mkdir(parents=True)
    (home / "d/My Notes").mkdir(parents=True)
    file = home / "c/Users/ada/AppData/Roaming/obsidian/obsidian.json"
    file.write_text(json.dumps({"vaults": {"a": {"path": "D:\\My Notes"}}}))
    monkeypatch.setattr("core.known_vaults._DRIVES", str(home))
    assert found(home, WSL_DISTRO_NAME="Debian") == [("My Notes", "known to Obsidian")]
    assert found(home) == []


def test_the_folder_one_stands_in_comes_first_and_each_once(home: Path) -> None:
    below = home / "Alone" / "Work" / "People"
    below.mkdir(parents=True)
    listed(home, a={"path": str(home / "Alone" / "..") + "/Alone", "open": True})
    assert found(home, str(below)) == [("Alone", "above the folder you are in")]
    assert found(home, str(home / "Alone")) == [("Alone", "the folder you are in")]
    plain = home / "plain"
    plain.mkdir()
    assert [name for name, _ in found(home, str(plain))] == ["Alone"]
    (plain / "a.md").touch()
    assert found(home, str(plain))[0] == ("plain", "the folder you are in, which has notes")
    assert found(home, str(home / "nowhere")) == [("Alone", "open in Obsidian")]


def test_a_note_in_the_home_folder_makes_no_vault_of_it(home: Path) -> None:
    (home / "todo.md").touch()
    assert found(home, str(home)) == []
    (home / ".obsidian").mkdir()
    assert found(home, str(home)) == [(home.name, "the folder you are in")]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"vaults": []}', '{"vaults": {"a": 1, "b": {"path": 3}, "c": {"path": "x\\u0000y"}}}',
     '{"vaults": {"a": {"path": "/", "ts": NaN}, "b": {"path": "", "ts": "x"}}}', "[" * 100_000],
    ids=range(7),
)  # fmt: skip
def test_a_list_that_is_none_costs_nothing(home: Path, text: str) -> None:
    listed(home)
    (home / ".config/obsidian/obsidian.json").write_text(text)
    assert [name for name, _ in found(home)] in ([], ["/"])
