"""Themes as data: those that come with Winnow, and the person's own beside the settings.

A theme may say as little as it likes: whatever it leaves out, or says wrongly, is derived from the rest.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from core import checks
from core.checks import BadValue
from core.config import read_toml
from core.display import safe_text

AUTO, TERMINAL = "auto", "terminal"
"""What `theme` may be beside a theme's name: as dark as the terminal; the theme without colours of its own."""
_BY_GROUND = {True: "winnow-dark", False: "winnow-light"}
_FOLDER = "themes"
_ENDING = ".toml"
_MOST = 100
"""Files of a folder; it may be one that was not meant."""
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_TERMINALS = frozenset(
    ["ansi_default", *(f"ansi_{bright}{name}" for name in _ANSI for bright in ("", "bright_"))]
)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SHARE = re.compile(r"(\S+) (\d{1,2}|100)%")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")
_STYLES = frozenset(["none", "bold", "dim", "italic", "underline", "reverse", "strike"])


@dataclass(frozen=True, slots=True)
class ThemeSpec:
    """A theme as its file says it; a colour that is `None` is derived from the others."""

    name: str
    dark: bool = True
    ansi: bool = False
    """Whether its colours are the terminal's own sixteen."""
    primary: str | None = None
    secondary: str | None = None
    accent: str | None = None
    foreground: str | None = None
    background: str | None = None
    surface: str | None = None
    panel: str | None = None
    success: str | None = None
    warning: str | None = None
    error: str | None = None
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


_COLOURS = tuple(
    each.name
    for each in fields(ThemeSpec)
    if each.name not in {"name", "dark", "ansi", "variables"}
)
_KEYS = ("name", "dark", "ansi", *_COLOURS, "variables")


def load_themes(folder: str | None = None) -> tuple[tuple[ThemeSpec, ...], tuple[str, ...]]:
    """The themes that there are, by name, and a sentence for all that does not count in their files.

    Args:
        folder: Where the person's own are, whether or not it is there; one of the name of ours stands
            in its place. `None`: ours alone.
    """
    themes: dict[str, ThemeSpec] = {}
    problems: list[str] = []
    for theme, found in (*_shipped(), *(_own(folder) if folder else ())):
        problems += found
        if theme is not None:
            themes[theme.name] = theme
    return tuple(themes[name] for name in sorted(themes)), tuple(problems)


def theme_folder(settings_file: str) -> str:
    """Where the person's own themes lie, whether or not there are any: beside the settings."""
    return str(Path(settings_file).parent / _FOLDER)


def worn(chosen: str, *, dark: bool | None, colours: bool) -> str:
    """The name of the theme to draw in.

    Args:
        chosen: What the settings say.
        dark: Whether the terminal's ground is dark; `None`: nobody knows.
        colours: Whether colours are wanted at all.
    """
    if not colours:
        return TERMINAL
    return _BY_GROUND[dark is not False] if chosen == AUTO else chosen


_Read = tuple[ThemeSpec | None, Iterable[str]]


def _shipped() -> Iterator[_Read]:
    for file in sorted(resources.files("themes").iterdir(), key=_name):
        if file.name.endswith(_ENDING):
            yield theme_of(file.name, tomllib.loads(file.read_text("utf-8")))


def _name(file: Traversable) -> str:
    return file.name


def _own(folder: str) -> Iterator[_Read]:
    files: list[str] = []
    with suppress(OSError):  # nobody has to have any
        files = sorted(str(file) for file in Path(folder).iterdir() if file.suffix == _ENDING)
    for file in files[:_MOST]:
        document, problem = read_toml(file)
        if problem:
            said, _, _ = problem.rpartition(";")
            yield None, (f"theme {said}; it is left out",)
        else:
            yield theme_of(Path(file).name, document)


def theme_of(file: str, document: Mapping[str, object]) -> tuple[ThemeSpec, tuple[str, ...]]:
    """The theme that a file says, and a sentence for each of its lines that does not count.

    Args:
        file: The file's name; without its ending it is that of a theme that has none.
        document: What it says.
    """
    said: dict[str, object] = {"name": safe_text(Path(file).stem)}
    problems = []
    ansi = document.get("ansi") is True
    for key, value in document.items():
        try:
            said[key] = _variables(value) if key == "variables" else _read(key, value, ansi=ansi)
        except BadValue as bad:
            problems.append(f"theme {safe_text(file)}: {safe_text(key)} {bad}; it is left out")
    said["variables"], wrong = _usable(said.get("variables"), ansi=ansi)
    problems += [f"theme {safe_text(file)}: {bad}; it is left out" for bad in wrong]
    return ThemeSpec(**said), tuple(problems)  # type: ignore[arg-type]  # each was read by its own check


def _read(key: str, value: object, *, ansi: bool) -> object:
    if key not in _KEYS:
        raise BadValue("is no key of a theme")
    if key in _COLOURS:
        if not _is_colour(value, ansi=ansi):
            raise BadValue(f"must be {_wanted(ansi=ansi)}")
        return value
    try:
        return safe_text(checks.word(value)) if key == "name" else checks.truth(value)
    except BadValue as bad:
        raise BadValue(f"must be {bad}") from bad


def _variables(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadValue("must be a table of names and values")
    return value


def _usable(found: object, *, ansi: bool) -> tuple[Mapping[str, str], list[str]]:
    """The variables whose values can be drawn with, and what is wrong with the others."""
    fine, wrong = {}, []
    for name, value in found.items() if isinstance(found, dict) else ():
        if not _NAME.fullmatch(name):
            good, wanted = False, "a variable's name, such as rule"
        elif name.endswith("-style"):
            good = isinstance(value, str) and {*value.split()} <= _STYLES and value.strip() != ""
            wanted = "words such as bold or underline, or none"
        else:
            share = _SHARE.fullmatch(value) if isinstance(value, str) else None
            base = share[1] if share else value
            good = _is_colour(base, ansi=ansi) or (base == "auto" and share is not None)
            wanted = f"{_wanted(ansi=ansi)}, with a share such as 30% if it is to shine through"
        if good:
            fine[name] = str(value)
        else:
            wrong.append(f"{safe_text(name)} must be {wanted}")
    return MappingProxyType(fine), wrong


def _is_colour(value: object, *, ansi: bool) -> bool:
    if not isinstance(value, str):
        return False
    return value in _TERMINALS if ansi else bool(_COLOUR.fullmatch(value))


def _wanted(*, ansi: bool) -> str:
    if ansi:
        return "a colour of the terminal such as ansi_blue"
    return "a colour such as #1e1e2e"
