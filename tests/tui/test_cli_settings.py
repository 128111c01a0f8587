import tomllib
from pathlib import Path

import pytest
from command_line import SYNC, Winnow, run, winnow

from core.config import Config, load_config
from core.themes import load_themes
from tui.cli.keys import meaning, pressed, spelled
from tui.commands import COMMANDS

__all__ = ["winnow"]


def test_the_printed_settings_are_those_in_force(winnow: Winnow, tmp_path: Path) -> None:
    (winnow.vault / ".winnow.toml").write_text('me = ["Ada Quill"]\n[keys]\n"task.accept" = "A"')
    printed = tmp_path / "printed.toml"
    printed.write_text(winnow("config").out)
    config, problems = load_config(str(printed), None)
    assert problems == ()
    assert config.me == ("Ada Quill",)
    assert config.keys == {"task.accept": ("A",)}


def test_the_defaults_are_printed_whatever_is_set(winnow: Winnow, tmp_path: Path) -> None:
    (winnow.vault / ".winnow.toml").write_text('me = ["Ada Quill"]')
    printed = tmp_path / "printed.toml"
    printed.write_text(winnow("config", "--defaults").out)
    assert load_config(str(printed), None) == (Config(), ())


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("theme", "nord", 'theme = "nord"'),
        ("confirm.items", "7", "confirm.items = 7"),
        ("watch", "poll", 'watch = "poll"'),
        ("auto_advance", "false", "auto_advance = false"),
        ("me", '["Ada", "Addie"]', 'me = ["Ada", "Addie"]'),
        ("filters.not mine", "-owner:me", 'filters."not mine" = "-owner:me"'),
        ("keys.task.accept", '["y"]', 'keys."task.accept" = ["y"]'),
    ],
)
def test_one_setting_is_written_and_read(
    winnow: Winnow, tmp_path: Path, key: str, value: str, says: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("# mine\n")
    done = winnow("config", "--config", str(own), key, value)
    assert (done.code, done.out) == (0, f"{says}\n")
    assert winnow("config", "--config", str(own), key).out == f"{says}\n"
    assert own.read_text().startswith("# mine\n")


def test_what_cannot_be_is_not_written(winnow: Winnow, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("# mine\n")
    for key, value, said in (
        ("colour", "red", "colour is no setting of Winnow"),
        ("glyphs", "nerd", 'glyphs must be "unicode" or "ascii"'),
        ("confirm.items", "many", "confirm.items must be a whole number"),
    ):
        done = winnow("config", "--config", str(own), key, value)
        assert done.code == 1
        assert said in done.err
    assert winnow("config", "colour").code == 1
    assert winnow("config", "filters.none").out == 'filters.none = ""\n'
    assert winnow("config", "entities").out.startswith("[entities]\n")
    (winnow.vault / ".winnow.toml").write_text('theme = "nord"')
    done = winnow("config", "--config", str(own), "theme", "dracula")
    assert "of this vault says otherwise" in done.err
    assert own.read_text() == '# mine\ntheme = "dracula"\n'


def test_where_things_lie_is_printed(winnow: Winnow) -> None:
    found = winnow("config", "--places", "--json").json
    assert found["vault"] == str(winnow.vault)
    assert found["vault settings"] == f"{winnow.vault}/.winnow.toml"
    assert Path(found["vault state"]).is_relative_to(winnow.state)
    assert found["settings"].endswith("winnow.toml")
    lines = winnow("config", "--places").out.rstrip().split("\n")
    assert [line.split("  ")[0] for line in lines] == list(found)
    # To ask makes nothing.
    assert not any(Path(place).exists() for name, place in found.items() if "cache" in name)


def test_settings_need_no_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("config", "keys", "themes"):
        assert run(command).code == 0
    assert tomllib.loads(run("config").out)["me"] == ["Myself"]


def test_what_does_not_count_is_said_by_every_command(winnow: Winnow) -> None:
    (winnow.vault / ".winnow.toml").write_text('editor = "x"\nnonsense = 1')
    for command in (["config"], ["list", "tasks"], ["history"]):
        done = winnow(*command)
        assert done.code == 0
        assert done.err.count("\n") == 2
        assert "winnow: .winnow.toml: nonsense is no setting of Winnow; it is ignored\n" in done.err


def test_the_users_settings_can_be_named(winnow: Winnow, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f'vault = "{winnow.vault}"')
    done = run("--config", str(own), "--state", str(winnow.state), "list", "tasks", "--json")
    assert {row["path"] for row in done.json} == {SYNC}


def test_the_environment_names_the_vault(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_VAULT", str(winnow.vault))
    assert len(run("list", "tasks", "--json").json) == 2


def test_the_folder_one_is_in_names_the_vault(
    winnow: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(winnow.vault / "Work")
    assert len(run("list", "tasks", "--json").json) == 2


def test_every_command_of_the_screen_is_in_the_keys(winnow: Winnow) -> None:
    lines = winnow("keys").out.rstrip("\n").split("\n")
    assert [line.split()[-1] for line in lines] == [command.id for command in COMMANDS]


def test_keys_are_printed_as_json(winnow: Winnow) -> None:
    (winnow.vault / ".winnow.toml").write_text('[keys]\n"task.accept" = "B"')
    rows = {row["id"]: row for row in winnow("keys", "--json").json}
    assert list(rows) == [each.id for each in COMMANDS]
    assert rows["task.accept"] == {
        "id": "task.accept",
        "keys": ["B"],
        "default": ["a"],
        "does": "Make the proposal an open task",
        "section": "Tasks: decide",
        "verb": "accept",
    }


def test_keys_are_tested_in_a_terminal_only(winnow: Winnow) -> None:
    said = winnow("keys", "--test")
    assert said.code == 2
    assert "wants a terminal" in said.err


def sent(*chunks: bytes) -> list[tuple[str, str]]:
    """What is said of bytes that come one after the other."""
    left = [*chunks, *[b""] * 700]
    found = pressed(lambda _: left.pop(0))
    return [(spelled(data), key) for data, key in found]


def test_what_a_terminal_sends_is_said_key_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    # No time passes in this test, and an `esc` is one by itself when some has.
    monkeypatch.setattr("textual.constants.ESCAPE_DELAY", 0)
    assert sent(b"a", b"\x1b[A", b"\x04", " é".encode(), b"\x7f") == [
        ("a", "a"),
        ("ESC [ A", "up"),
        ("^D", "ctrl+d"),
        ("SP c3 a9", "space"),
        ("", "é"),
        ("DEL", "backspace"),
    ]
    assert sent(b"\x1bx") == [("ESC x", "alt+x")]
    assert sent(b"\x1b[200~hello\x1b[201~")[0][1] == "paste"
    assert spelled(b"x" * 99).endswith("…")


def test_what_a_key_means_is_said_with_the_places() -> None:
    assert meaning("ctrl+d", COMMANDS) == "Go down half a screen (cursor.half-down)"
    assert meaning("a", COMMANDS) == "stepping, tasks: accept (task.accept) · review: keep (review.keep)"  # fmt: skip
    assert meaning("=", COMMANDS).endswith("(task.as-before, tasks)")
    assert meaning("f12", COMMANDS) == "means nothing"
    assert meaning("n", COMMANDS, before=",").endswith("(mark.note, tasks)")
    assert meaning("alt+x", COMMANDS).startswith("esc, and then x: ")
    assert meaning("paste", COMMANDS).startswith("pasted text")


def test_keys_are_printed_as_they_were_remapped(winnow: Winnow) -> None:
    (winnow.vault / ".winnow.toml").write_text('[keys]\n"task.accept" = "B"')
    line = next(line for line in winnow("keys").out.split("\n") if line.endswith("task.accept"))
    assert line.startswith("B ")


def test_the_theme_in_force_is_marked(winnow: Winnow) -> None:
    (winnow.vault / ".winnow.toml").write_text('theme = "nord"')
    lines = winnow("themes").out.split("\n")
    assert "nord  *" in lines
    assert {theme.name for theme in load_themes()[0]} <= set(lines)


def test_version_and_help_need_nothing() -> None:
    assert run("--version").out.startswith("winnow ")
    assert "winnow list KIND" in run("--help").out
    assert "--dry-run" in run("do", "--help").out


def test_without_a_vault_and_a_terminal_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run()
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("winnow: no vault: nothing names one")
    (tmp_path / ".obsidian").mkdir()
    assert run().code == 2


def test_themes_of_ones_own_lie_beside_the_settings_and_are_checked(tmp_path: Path) -> None:
    own = tmp_path / "winnow.toml"
    own.write_text('theme = "sea"\n')
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/sea.toml").write_text('accent = "teal"\n')
    listed = run("--config", str(own), "themes")
    assert "sea  *" in listed.out.split("\n")
    assert "theme sea.toml: accent must be a colour such as #1e1e2e; it is left out" in listed.err
    own.write_text('theme = "see"\n')
    checked = run("--config", str(own), "check", "--json").json
    said = [one["message"] for one in checked if one.get("message", "").startswith("theme")]
    assert len(said) == 2
