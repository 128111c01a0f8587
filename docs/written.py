"""What of these pages is made from the program's own tables.

`python tests/test_docs.py` writes it where it belongs; the tests compare.
"""

import re
from pathlib import Path

from tui.cli.arguments import COMMANDS, COMMON, SCREEN, Option, Usage
from tui.commands import table

HERE = Path(__file__).parent


def blocks() -> dict[tuple[str, str], str]:
    """What stands between `<!-- name -->` and `<!-- end of name -->`, by page and name."""
    return {
        ("keys.md", "keys"): _keys(),
        ("command-line.md", "commands"): _commands(),
        ("command-line.md", "options"): _options(COMMON),
    }


def between(name: str) -> re.Pattern[str]:
    """Finds a block in a page: group 1 is what stands in it."""
    return re.compile(rf"(?<=<!-- {name} -->\n)(.*?)(?=<!-- end of {name} -->)", re.S)


def write() -> None:
    """Write every block into its page."""
    for (page, name), made in blocks().items():
        file = HERE / page
        text = file.read_text("utf-8")
        file.write_text(between(name).sub(lambda _, said=made: f"{said}\n", text), "utf-8")


def _keys() -> str:
    sections: dict[str, list[str]] = {}
    for keys, help, section, _ in table():
        if keys:
            shown = " ".join(f"`{key}`" for key in keys.split())
            sections.setdefault(section, []).append(f"| {shown} | {help} |")
    lines = ["| key | does |", "|---|---|"]
    for section, rows in sections.items():
        lines += [f"| **{section}** | |", *rows]
    return "\n".join(lines)


def _commands() -> str:
    rows = [f"| `{_usage(usage)}` | {usage.help} |" for usage in (SCREEN, *COMMANDS)]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def _usage(usage: Usage) -> str:
    options = [f"[{option.name} {option.value}".rstrip() + "]" for option in usage.options]
    return " ".join(filter(None, ("winnow", usage.name, usage.operands, *options))).replace(
        "|", "\\|"
    )


def _options(options: tuple[Option, ...]) -> str:
    rows = [f"| `{f'{one.name} {one.value}'.rstrip()}` | {one.help} |" for one in options]
    return "\n".join(["| option | says |", "|---|---|", *rows])
