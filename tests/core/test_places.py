import stat
from pathlib import Path

import pytest

from core.errors import NoVault, Refused, WinnowError
from core.places import cache_folder, find_vault, is_first_time, state_folder, user_file
from core.settings import Request, settings


def test_the_first_vault_that_is_named_is_it(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    named = [
        (None, "--vault"),
        (str(tmp_path / "b"), "$WINNOW_VAULT"),
        (str(tmp_path / "a"), "vault"),
    ]
    assert find_vault(named, "/") == str(tmp_path / "b")


def test_a_relative_vault_counts_from_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert find_vault([("a", "--vault")], str(tmp_path)) == str(tmp_path / "a")


def test_a_vault_is_known_by_its_real_path(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to("a")
    assert find_vault([(str(tmp_path / "b"), "--vault")], "") == str(tmp_path / "a")


def test_the_nearest_folder_above_that_obsidian_knows_is_the_vault(tmp_path: Path) -> None:
    for folder in (".obsidian", "a/.obsidian", "a/b/c"):
        (tmp_path / folder).mkdir(parents=True)
    assert find_vault([], str(tmp_path / "a/b/c")) == str(tmp_path / "a")
    assert find_vault([], str(tmp_path / "a")) == str(tmp_path / "a")


def test_a_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Notes").mkdir()
    assert find_vault([("~/Notes", "vault")], "/") == str(tmp_path / "Notes")


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("gone", "there is no such folder"),
        ("file", "that is a file, not a folder"),
        ("a\0b", "that is no path"),
        ("~nobody-of-that-name/x", "that is no path"),
        ("loop/x", "that is no path|there is no such folder"),  # Python 3.13 resolves a loop
    ],
)
def test_a_named_vault_that_is_none_says_why_and_who_named_it(
    tmp_path: Path, named: str, reason: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(NoVault, match=reason) as raised:
        find_vault([(named, "$WINNOW_VAULT")], str(tmp_path))
    assert "$WINNOW_VAULT" in str(raised.value)


@pytest.mark.parametrize("folder", ["", "/"])
def test_no_vault_at_all_says_so(folder: str) -> None:
    with pytest.raises(NoVault, match="nothing names one"):
        find_vault([], folder)


def test_each_vault_has_a_private_folder_of_its_own(tmp_path: Path) -> None:
    one = state_folder("/x/My Notes!", str(tmp_path))
    two = state_folder("/y/My Notes!", str(tmp_path))
    assert one != two
    assert Path(one).name.startswith("my-notes-")
    assert stat.S_IMODE(Path(one).stat().st_mode) == 0o700
    assert state_folder("/x/My Notes!", str(tmp_path)) == one


@pytest.mark.parametrize("root", ["/", "/x/\udcff", "/x/日本語", "/" + "n" * 255])
def test_any_vault_can_have_a_folder(tmp_path: Path, root: str) -> None:
    assert Path(state_folder(root, str(tmp_path))).is_dir()


def test_state_and_cache_are_kept_where_the_platform_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert state_folder("/x", None).startswith(str(tmp_path / "state" / "winnow"))
    assert cache_folder("/x", None).startswith(str(tmp_path / "cache" / "winnow"))
    assert user_file() == str(tmp_path / "config" / "winnow" / "winnow.toml")


def test_the_users_settings_may_name_the_vault_whose_settings_come_over_them(
    tmp_path: Path,
) -> None:
    vault = tmp_path / "Notes"
    vault.mkdir()
    (vault / ".winnow.toml").write_text('theme = "theirs"')
    own = tmp_path / "own.toml"
    own.write_text(f'vault = "{vault}"\ntheme = "mine"\nglyphs = "ascii"')
    found = settings(Request((), "/", config=str(own)))
    assert (found.root, found.config.theme, found.config.glyphs) == (str(vault), "theirs", "ascii")
    assert found.problems == ()


def test_without_a_vault_the_users_settings_are_in_force(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('glyphs = "ascii"')
    found = settings(Request((), "/", config=str(own)))
    assert found.root is None
    assert found.config.glyphs == "ascii"
    assert "nothing names one" in found.no_vault


def test_settings_that_were_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WinnowError, match="there is no such file"):
        settings(Request((), "/", config=str(tmp_path / "gone.toml")))


def test_the_state_of_a_vault_never_lies_in_it_but_hidden(tmp_path: Path) -> None:
    vault = tmp_path / "Notes"
    vault.mkdir()
    (tmp_path / "link").symlink_to(vault)
    for inside in (vault, vault / "State", tmp_path / "link" / "State"):
        with pytest.raises(Refused, match="must not lie in it"):
            state_folder(str(vault), str(inside))
    assert [*vault.iterdir()] == []
    for outside in (tmp_path, tmp_path / "Notes State", vault / ".local" / "state"):
        assert Path(state_folder(str(vault), str(outside))).is_dir()
        assert Path(cache_folder(str(vault), str(outside))).is_dir()


def test_the_index_of_a_vault_never_lies_in_it_and_may_be_nowhere(tmp_path: Path) -> None:
    vault = tmp_path / "Notes"
    vault.mkdir()
    with pytest.raises(Refused, match="the index of a vault must not lie in it"):
        cache_folder(str(vault), str(vault / "Index"))
    assert [*vault.iterdir()] == []
    (tmp_path / "file").touch()
    assert not Path(cache_folder(str(vault), str(tmp_path / "file"))).exists()


def test_it_is_shown_once(tmp_path: Path) -> None:
    folder = str(tmp_path / "state")
    assert [is_first_time("guide", folder) for _ in range(3)] == [True, False, False]
    assert is_first_time("other", folder)
    (tmp_path / "file").touch()
    assert is_first_time("guide", str(tmp_path / "file" / "below"))


def test_nothing_named_and_nothing_set_is_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.settings.user_file", lambda: str(tmp_path / "winnow.toml"))
    nowhere = str(tmp_path)
    assert settings(Request((), nowhere)).is_first
    assert not settings(Request(((nowhere, "--vault"),), nowhere)).is_first
    (tmp_path / "winnow.toml").touch()
    assert settings(Request((), nowhere)).is_first
    (tmp_path / ".obsidian").mkdir()
    assert not settings(Request((), nowhere)).is_first
    (tmp_path / "winnow.toml").write_text('vault = "/nowhere"')
    assert not settings(Request((), nowhere)).is_first
