"""Themes: what a file may say, and that a mistake costs a sentence and nothing else."""

from pathlib import Path

import pytest

from core.config import Config
from core.themes import ThemeSpec, load_themes, theme_of


def test_the_themes_that_ship_are_themes() -> None:
    themes, problems = load_themes()
    assert problems == ()
    assert [theme.name for theme in themes] == sorted(theme.name for theme in themes)
    assert {theme.dark for theme in themes} == {True, False}
    assert {theme.ansi for theme in themes} == {True, False}
    assert Config().theme in {theme.name for theme in themes}


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"primary": "red"}, "primary must be a colour such as #1e1e2e"),
        ({"primary": "#12345"}, "primary must be a colour such as #1e1e2e"),
        ({"accent": 7}, "accent must be a colour such as #1e1e2e"),
        ({"accent": "ansi_red"}, "accent must be a colour such as #1e1e2e"),
        ({"ansi": True, "accent": "#fff"}, "accent must be a colour of the terminal such as"),
        ({"ansi": 1}, "ansi must be true or false"),
        ({"name": ""}, "name must be a string that is not empty"),
        ({"dark": 1}, "dark must be true or false"),
        ({"border": "#123"}, "border is no key of a theme"),
        ({"variables": 1}, "variables must be a table of names and values"),
        ({"variables": {"rule": "nonsense"}}, "rule must be a colour such as #1e1e2e, with a"),
        ({"variables": {"rule": ["#fff"]}}, "rule must be a colour such as #1e1e2e, with a"),
        ({"variables": {"rule": "auto"}}, "rule must be a colour such as #1e1e2e, with a"),
        ({"variables": {"rule": "#fff 101%"}}, "rule must be a colour such as #1e1e2e, with a"),
        ({"variables": {"tab-text-style": "loud"}}, "tab-text-style must be words such as bold"),
        ({"variables": {"a;} *": "#fff"}}, "a;} * must be a variable's name, such as rule"),
        ({"\x1b[2J": 1}, "␛[2J is no key of a theme"),
    ],
)
def test_a_line_that_is_wrong_costs_a_sentence_and_itself(
    document: dict[str, object], problem: str
) -> None:
    sound = "ansi_cyan" if document.get("ansi") is True else "#aabbcc"
    theme, problems = theme_of("mine.toml", {"secondary": sound, **document})
    assert len(problems) == 1
    assert problems[0].startswith(f"theme mine.toml: {problem}")
    assert problems[0].endswith("; it is left out")
    assert (theme.name, theme.secondary, theme.variables) == ("mine", sound, {})


def test_variables_are_colours_shares_of_them_and_styles() -> None:
    fine = {
        "rule": "#abc",
        "cursor-ground": "#aabbcc 30%",
        "quiet": "auto 60%",
        "tab-text-style": "bold underline",
    }
    theme, problems = theme_of("mine.toml", {"name": "sea", "variables": fine})
    assert (theme, problems) == (ThemeSpec("sea", variables=fine), ())


def test_a_folder_of_ones_own_adds_themes_and_may_replace_ours(tmp_path: Path) -> None:
    ours, _ = load_themes()
    (tmp_path / "sea.toml").write_text('accent = "#00aaaa"\n')
    (tmp_path / "other.toml").write_text('name = "winnow-light"\nprimary = "#123456"\n')
    (tmp_path / "broken.toml").write_text("accent = ")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    themes, problems = load_themes(str(tmp_path))
    assert {theme.name for theme in themes} == {"sea", *(theme.name for theme in ours)}
    assert ThemeSpec("winnow-light", primary="#123456") in themes
    assert [said.split(":")[0] for said in problems] == [
        f"theme {name}.toml" for name in ("broken", "folder", "loop")
    ]
    assert all(said.endswith("; it is left out") for said in problems)


def test_no_folder_is_no_mistake(tmp_path: Path) -> None:
    assert load_themes(str(tmp_path / "none")) == load_themes()
