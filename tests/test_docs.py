"""What the pages say is what the program does."""

import re
import sys
from pathlib import Path

import pytest

from core.arranging import GROUPS, OPTIONS, SORTS
from core.problems.items import KINDS
from core.qualifiers import QUALIFIERS, STATES, TRAITS
from tui.cli.arguments import COMMANDS
from tui.commands import table, verbs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = README + "".join(page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md")))
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def key_table() -> str:
    """The table between `<!-- keys -->` and `<!-- end of keys -->` in the README."""
    sections: dict[str, list[str]] = {}
    for keys, help, section, _ in table():
        if keys:
            shown = " ".join(f"`{key}`" for key in keys.split())
            sections.setdefault(section, []).append(f"| {shown} | {help} |")
    lines = ["| key | does |", "|---|---|"]
    for section, rows in sections.items():
        lines += [f"| **{section}** | |", *rows]
    return "\n".join(lines)


def test_the_key_table_of_the_readme_is_the_command_table() -> None:
    found = re.search(r"<!-- keys -->\n(.*?)\n<!-- end of keys -->", README, re.S)
    assert found is not None
    assert found[1].strip() == key_table()


@pytest.mark.parametrize("name", [usage.name for usage in COMMANDS])
def test_every_command_is_in_the_pages(name: str) -> None:
    assert f"winnow {name}" in PAGES


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_in_the_pages(verb: str) -> None:
    assert re.search(rf"`[^`\n]*\b{verb}\b[^`\n]*`|do {verb}\b", PAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_is_in_the_pages(kind: str) -> None:
    assert f"`{kind}`" in PAGES


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_readme_says_how_to_begin_and_how_to_check(target: str) -> None:
    assert f"make {target}" in README


@pytest.mark.parametrize(
    "module",
    [
        file.relative_to(ROOT / "core").as_posix()
        for file in sorted((ROOT / "core").rglob("*.py"))
        if file.name != "__init__.py" and "demo" not in file.parts
    ],
)
def test_the_plan_of_the_house_names_every_room(module: str) -> None:
    assert f"`{module}`" in ARCHITECTURE


@pytest.mark.parametrize(
    "word",
    [*(f"{key}:" for key in (*QUALIFIERS, *OPTIONS) if key.isalpha()), *STATES, *TRAITS, *SORTS, *GROUPS],
)  # fmt: skip
def test_every_word_of_the_filter_language_is_in_the_readme(word: str) -> None:
    section = README.partition("## Filters")[2].partition("Lists of people")[0]
    assert f"`{word}`" in section


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


if __name__ == "__main__":
    sys.stdout.write(f"{key_table()}\n")
