"""What of these pages is made from the program's own tables.

`python tests/test_docs.py` writes it where it belongs; the tests compare.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.config import Config
from core.config_keys import SETTINGS
from core.parse.toml import key_text, value_text
from tui.cli.arguments import COMMANDS, COMMON, SCREEN, Option, Usage
from tui.cli.manual import manual
from tui.commands import sections

HERE = Path(__file__).parent
MANUAL = HERE / "winnow.1"
FIRST = ("Tasks: decide", "Tasks list: decide", "Lists: mark", "Undo")
"""The sections of the table of keys that the README shows."""


def blocks() -> dict[tuple[str, str], str]:
    """What stands between `<!-- name -->` and `<!-- end of name -->`, by page and name."""
    return {
        ("../README.md", "keys"): _keys(FIRST),
        ("keys.md", "keys"): _keys(sections()),
        ("command-line.md", "commands"): _commands(),
        ("command-line.md", "options"): _options(COMMON),
        ("configuration.md", "settings"): _settings(),
    }


def between(name: str) -> re.Pattern[str]:
    """Finds a block in a page: group 1 is what stands in it."""
    return re.compile(rf"(?<=<!-- {name} -->\n)(.*?)(?=<!-- end of {name} -->)", re.S)


def write() -> None:
    """Write every block into its page, and the manual page."""
    MANUAL.write_text(f"{manual()}\n", "utf-8")
    for (page, name), made in blocks().items():
        file = HERE / page
        text = file.read_text("utf-8")
        file.write_text(between(name).sub(lambda _, said=made: f"{said}\n", text), "utf-8")


def _keys(which: Iterable[str]) -> str:
    lines = ["| key | does |", "|---|---|"]
    for section in which:
        lines.append(f"| **{section}** | |")
        for keys, help in sections()[section]:
            shown = " ".join(f"`{key}`" for key in keys.split())
            lines.append(f"| {shown} | {help} |")
    return "\n".join(lines)


def _commands() -> str:
    rows = [f"| `{_usage(usage)}` | {usage.help} |" for usage in (SCREEN, *COMMANDS)]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def _usage(usage: Usage) -> str:
    options = [f"[{option.name} {option.value}".rstrip() + "]" for option in usage.options]
    return " ".join(filter(None, ("winnow", usage.name, usage.operands, *options))).replace(
        "|", "\\|"
    )


def _settings() -> str:
    lines = []
    for setting in SETTINGS:
        value = getattr(Config(), setting.name)
        shown = "empty" if value in (None, "", ()) or value == {} else f"`{_default(value)}`"
        more = ["Taken from your own file only."] if setting.personal else []
        more += ["The entries of both files count."] if setting.merged else []
        lines += [
            f"- **`{setting.key}`**: {' '.join([setting.says, *more])}",
            f"  *{setting.wanted[0].upper()}{setting.wanted[1:]}; default: {shown}*",
        ]
    return "\n".join(lines)


def _default(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key_text((name,))} = {value_text(one)}" for name, one in value.items())
    return value_text(value)


def _options(options: tuple[Option, ...]) -> str:
    rows = [f"| `{f'{one.name} {one.value}'.rstrip()}` | {one.help} |" for one in options]
    return "\n".join(["| option | says |", "|---|---|", *rows])
