"""What the pages say is what the program does."""

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
from command_line import run

from core.arranging import GROUPS, OPTIONS, SORTS
from core.problems.items import KINDS
from core.qualifiers import QUALIFIERS, STATES, TRAITS
from core.query import parse_query
from core.themes import load_themes, theme_of
from tui.cli.arguments import COMMANDS, parse
from tui.cli.listing import LISTS
from tui.cli.verbs import all_verbs
from tui.commands import verbs
from tui.keyboard.keys import remapped

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # as a script, which writes the tables anew

from docs import written  # noqa: E402 - see above

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
PAGES = README + "".join(page.read_text("utf-8") for page in sorted(DOCS.glob("*.md")))
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


@pytest.mark.parametrize(("page", "name"), written.blocks())
def test_what_is_made_from_tables_is_in_the_pages(page: str, name: str) -> None:
    found = written.between(name).search((DOCS / page).read_text("utf-8"))
    assert found is not None
    assert found[0].strip() == written.blocks()[page, name]


def test_the_manual_page_is_what_winnow_man_prints() -> None:
    assert written.MANUAL.read_text("utf-8") == run("man").out


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
def test_every_word_of_the_filter_language_is_in_the_pages(word: str) -> None:
    section = (DOCS / "filters.md").read_text("utf-8").partition("Lists of people")[0]
    assert f"`{word}`" in section


def test_keys_that_the_pages_choose_can_be_chosen() -> None:
    page = (DOCS / "keys.md").read_text("utf-8")
    chosen = [
        tomllib.loads(block)["keys"] for block in re.findall(r"```toml\n(.*?)```", page, re.S)
    ]
    assert chosen
    for keys in chosen:
        texts = {id: [said] if isinstance(said, str) else said for id, said in keys.items()}
        assert remapped(texts)[1] == ()


def test_the_theme_that_a_page_shows_is_one_and_ours_are_named() -> None:
    page = (DOCS / "themes.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.S)
    assert example is not None
    assert theme_of("moss.toml", tomllib.loads(example[1]))[1] == ()
    assert not [one.name for one in load_themes()[0] if f"`{one.name}`" not in page]


def command_lines() -> list[list[str]]:
    """The words of every command line of ours that stands by itself in a page, or is one whole span of code."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", PAGES, re.S | re.M)
    fenced = [line for block in blocks for line in block.split("\n")]
    spans = re.findall(r"`(winnow [a-z]+ [^`\n]*)`", PAGES)  # one word alone is a name
    lines = [re.split(r" [|>] |\)", line.rpartition("<(")[2])[0] for line in fenced] + spans
    words = [shlex.split(line, comments=True) for line in lines if line.startswith("winnow ")]
    return [
        found[1:] for found in words if not re.search(r"[A-Z]{2}|…|^-$|\[", " ".join(found[1:]))
    ]


@pytest.mark.parametrize("words", command_lines(), ids=" ".join)
def test_a_command_line_in_the_pages_is_one(words: list[str]) -> None:
    call = parse(words)
    if call.command == "list":
        kind, *filter = call.words
        assert kind in LISTS
        if kind == "tasks":
            parse_query(" ".join(filter))
    if call.command == "do":
        assert call.words[0] in all_verbs()


def test_files_that_the_pages_name_are_there() -> None:
    named = set(re.findall(r"`((?:core|tui|tests|themes|docs)/[\w/.-]*)`", PAGES))
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


if __name__ == "__main__":
    written.write()
