"""What a page leaves open, and what asks for a review, in every way that it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes
from vaults import SETTINGS, rows

from core.note import Note, parse_note
from core.path import NotePath
from core.unfilled import CODES, asks_for_review, facts_of, inline_flags, left_open

PAGE = "Work/People/Ada Quill/README.md"


def note(text: str | bytes) -> Note:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_note(NotePath(PAGE), data, SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntags: [needs-review]\n---\n",
        "---\ntags: ['type/people', \"needs-review\"]\n---\n",
        "---\ntags:\n- type/people\n- needs-review\n---\n",
        "---\ntags:\n    - '#needs-review'\n---\n",
        "---\ntags: type/people, needs-review\n---\n",
        "---\ntags: needs-review\r\n---\r\n",
        "---\ntag: needs-review\n---\n",
        "---\ntags: [Needs-Review]\n---\n",
        "---\ncreated: { { DATE } }\ntags:\n- needs-review\n---\n",
        "text #needs-review\n",
        "#needs-review\n",
        "- a (#needs-review)\n",
        "a `#no` #needs-review `#no`\n",
        b"Subject\r#needs-review\r",
    ],
)
def test_a_review_is_asked_for_in_any_style(text: str | bytes) -> None:
    assert asks_for_review(note(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "needs-review\n", "a#needs-review\n", "#needs-reviewer\n", "#needs-review/later\n", "`#needs-review`\n",
        "```\n#needs-review\n```\n", "<!-- #needs-review -->\n", "---\ntags: [needs-identification]\n---\n",
        "---\nnote: needs-review\n---\n", "## needs-review\n",
    ],
)  # fmt: skip
def test_what_only_speaks_of_it_asks_for_nothing(text: str) -> None:
    assert not asks_for_review(note(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\nemail: ''\nrole:\nphone: \"\"\nlinkedin: null\n---\n",
         ["empty-key email", "empty-key role", "empty-key phone", "empty-key linkedin"]),
        ("---\nindustry: _Unknown_\nlast_contact: unknown\n---\n", ["unknown industry", "unknown last_contact"]),
        ("---\ntags: [type/people, person/]\n---\n", ["empty-tag person/"]),
        ("# A\n\n**Account**: [[]]\n", ["empty-link [[]]", "unknown Account"]),
        ("# A\n\n**Role**: \n**Relationship**: _Unknown_\n", ["unknown Role", "unknown Relationship"]),
        ("# A\n_Unknown_\n", ["unknown _Unknown_"]),
        ("# A\n\n**Background**:\n- Began on the boats.\n", []),
        ("# A\n| **Industry** | _Unknown_ |\n| **Owner** |  |\n| **Status** | active |\n", ["unknown Industry", "unknown Owner"]),
        ("# A\n\n_No known blockers._\n\n_No next steps defined._\n", ["placeholder _No known blockers._", "placeholder _No next steps defined._"]),
        ("# A\n_Project description and goals..._\n_Brief description of it_\n",
         ["placeholder _Project description and goals..._", "placeholder _Brief description of it_"]),
        ("# A\n\n_She said so herself._\n_No_ is what she said\n", []),
        ("# A\n*Last updated: *\n*Last updated: 2026-01-02*\n", ["placeholder *Last updated: *"]),
        ("# A\n- unknown: [[Sync]]\n- 2026-01-02: Mentioned in:\n", ["unknown - unknown:", "placeholder Mentioned in:"]),
        ("# {{title}}\n{ { DATE } }\n", ["template {{title}}", "template { { DATE } }"]),
        ("---\ncreated: { { DATE } }\n---\n# A\n", ["template created"]),
        ("```\n[[]] {{x}}\n_Unknown_\n```\n<!-- {{x}} -->\n", []),
        ("---\nrole: lead\ntags: [person/ada]\n---\n# A\n\n**Role**: Lead\n", []),
    ],
)  # fmt: skip
def test_what_a_page_leaves_open(text: str, found: list[str]) -> None:
    assert list(left_open(note(text))) == found
    crlf = text.replace("\n", "\r\n")
    assert list(left_open(note(crlf))) == found


def test_only_pages_say_what_they_leave_open_and_how_many_facts_they_list() -> None:
    text = "---\nrole:\n---\n# Ada\n## Key Facts\n- one\n- two\n\n* three\n## Topics\n- no fact\n## Facts\n- four\n"
    said = rows(PAGE, text).note.said
    assert said is not None
    assert (said.left_open, said.facts, facts_of(note(text))) == (("empty-key role",), 4, 4)
    assert rows("Work/People/Ada Quill/2026-01-02 - Sync.md", text).note.said is None


def test_a_page_says_whom_it_works_for() -> None:
    said = rows(PAGE, "---\ncompany: '[[Oxbow Water]]'\n---\n").note.said
    assert said is not None
    assert said.company == "Oxbow Water"


@given(st.one_of(notes(), st.text("#needs-review`[]{}_*\n|: Unkow").map(str.encode)))
def test_any_bytes_are_looked_at_and_nothing_is_told_twice(data: bytes) -> None:
    one = note(data)
    found = left_open(one)
    assert len({text.lower() for text in found}) == len(found)
    assert {text.partition(" ")[0] for text in found} <= CODES
    for span in inline_flags(one):
        assert span.of(data).lower() == b"#needs-review"
        assert asks_for_review(one)
    assert facts_of(one) >= 0
