"""Words that mean a page become links: what a reader sees stays, and so does whatever else is written there."""

import re

import pytest
from following_links import directory_of, parsed
from hypothesis import given
from hypothesis import strategies as st
from vaults import SETTINGS

from core.actions.mentioning import mention_edits, sought_of
from core.edit import apply
from core.errors import Refused

ANA = "Work/People/Ana Ruiz/README.md"
PAGES = {
    ANA: "---\naliases: [Annie]\n---\n# Ana Ruiz\n",
    "Work/People/Ana Ruiz Soto/README.md": "# Ana Ruiz Soto\n",
    "Work/People/Maria Ana Ruiz/README.md": "# Maria Ana Ruiz\n",
}
PIECES = (
    "Ana Ruiz", "ana ruiz", "Annie", "Ana", "Ruiz", "Soto", "Maria", " ", "  ", "\n", "\n\n", "- [ ] ", "- ", "# ", "| ",
    "`", "```\n", "%%", "[[", "]]", "[", "]", "(x.md)", "|", "@", "#", "'s", "’s", ".", ",", "-", "/", "é", "📅 2026-01-05",
    "\\", "$$", "<!--", "-->", "[[Ana Ruiz]]", "> ", "\t", "    ",
)  # fmt: skip
LINK = re.compile(r"\[\[Ana Ruiz(?:\\?\|([^\[\]\n]*))?\]\]")


def linked(text: str, lines: list[int] | None = None) -> str:
    directory = directory_of(PAGES, {})
    entity = directory.identity.of_key(ANA)
    assert entity is not None
    note = parsed("n.md", text)
    edits = mention_edits(note, sought_of(entity, directory), SETTINGS, lines)
    return apply(note.data, edits).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ana Ruiz\n", "[[Ana Ruiz]]\n"),
        ("(ANA RUIZ), Annie.\n", "([[Ana Ruiz|ANA RUIZ]]), [[Ana Ruiz|Annie]].\n"),
        ("Ana Ruiz Soto, Maria Ana Ruiz, Maria  Ana Ruiz\n", "Ana Ruiz Soto, Maria Ana Ruiz, Maria  Ana Ruiz\n"),
        ("Annie@x.org x/Annie Annie.md #Annie @Annie [Annie]\n", "Annie@x.org x/Annie Annie.md #Annie @Annie [Annie]\n"),
        ("> Annie\n", "> [[Ana Ruiz|Annie]]\n"),
        ("> | Annie |\n", "> | [[Ana Ruiz\\|Annie]] |\n"),
        ("é Annie\r\n", "é [[Ana Ruiz|Annie]]\r\n"),
        ("---\nx: Annie\n---\nno\n", "---\nx: Annie\n---\nno\n"),
        ("# Annie\n", "# Annie\n"),
    ],
)  # fmt: skip
def test_what_is_linked(old: str, new: str) -> None:
    assert linked(old) == new
    assert linked(new) == new


def test_only_the_lines_that_are_chosen() -> None:
    assert linked("Annie\nAnnie\n", [1, 9]) == "Annie\n[[Ana Ruiz|Annie]]\n"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_reader_sees_what_was_there_and_twice_is_once(text: str) -> None:
    try:
        made = linked(text)
    except Refused:
        return
    shown = [LINK.sub(lambda one: one[1] or "Ana Ruiz", said) for said in (text, made)]
    assert shown[0] == shown[1]
    assert linked(made) == made
