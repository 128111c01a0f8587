"""What the rows of a note say about whom it is, whom it names and what it links to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes
from vaults import rows

from core.index.rows import EMBED, MARKDOWN, PROPERTY, TO_SOURCE, LinkRow, Said

PAGE = "Work/People/Ada Quill/README.md"


def links(text: str) -> list[tuple[str, int, int]]:
    return [tuple(link) for link in rows("x.md", text).links]


def test_a_page_says_who_it_is() -> None:
    text = (
        "---\ntitle: ' Ada Quill '\naliases: [Addie]\nalias: A.Q.\nname: Ada M. Quill\nentity: ada\nemail: ada@x.example\n"
        "tags: [type/people, person/ada-quill]\nlast_contact: '2026-01-02'\n---\n\n# Ada of Oxbow #\n"
    )
    assert rows(PAGE, text).note.said == Said(
        title="Ada Quill",
        heading="Ada of Oxbow",
        aliases=("Addie", "A.Q."),
        names=("Ada M. Quill", "ada"),
        emails=("ada@x.example",),
        tags=("type/people", "person/ada-quill"),
        contact="2026-01-02",
    )


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (PAGE, "", True),
        ("Work/People/Ada Quill.md", "x", True),
        ("Work/People/Ada Quill/2026-01-02 - Sync.md", "---\ntype: people\n---\n", False),
        ("Work/People/Ada Quill/2026-01-02 - Sync.md", "---\naliases: [Kick-off]\n---\n", True),
        ("Contacts/Bo.md", "---\ntype: Person\n---\n", True),
        ("Contacts/Bo.md", "---\ntype: recipe\n---\n", False),
        ("Contacts/Bo.md", "# Bo\n", False),
        ("x.md", "---\nalias: y\n---\n", True),
    ],
)
def test_only_who_may_be_known_by_it_says_so(path: str, text: str, says: bool) -> None:
    assert (rows(path, text).note.said is not None) is says


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[Ada]]\n\nx [[b/c#d|e]] ![[f.png]]\n", [("Ada", 0, 0), ("b/c", 2, 0), ("f.png", 2, EMBED)]),
        ("[a](b%20c.md#d)\n![](e.png)\n", [("b c.md", 0, MARKDOWN), ("e.png", 1, MARKDOWN | EMBED)]),
        ("*Source: [[2026-01-02 - Call]]*\n", [("2026-01-02 - Call", 0, TO_SOURCE)]),
        ("> **Source**: [[a]] and [[b]]\n", [("a", 0, TO_SOURCE), ("b", 0, 0)]),
        ("- Transcript: [a](b.md)\n", [("b.md", 0, TO_SOURCE | MARKDOWN)]),
        ("The source: [[a]]\nSources of it: [[b]]\n", [("a", 0, 0), ("b", 1, 0)]),
        ("---\na: '[[Ada|her]]'\nb:\n- '[[Bo#x]]'\n---\n[[c]]\n", [("Ada", 1, PROPERTY), ("Bo", 3, PROPERTY), ("c", 5, 0)]),
        ("`[[a]]`\n```\n[[b]]\n```\n<!-- [[c]] -->\n%% [[d]] %%\n[[\n", []),
        ("[[]] [[#there]]\n", [("", 0, 0), ("", 0, 0)]),
        ("| [[a\\|b]] |\n", [("a", 0, 0)]),
        ("[[a]]\r\n\r\n[[b]]\r\n", [("a", 0, 0), ("b", 2, 0)]),
    ],
)  # fmt: skip
def test_links_stand_where_they_stand(text: str, found: list[tuple[str, int, int]]) -> None:
    assert links(text) == found


@pytest.mark.parametrize(
    ("meta", "people"),
    [
        ("participants: [Ada Quill, 'Bo (of Ox, Inc.)']", ("Ada Quill", "Bo (of Ox, Inc.)")),
        ("participants:\n- Ada\n- Ada\n- ''", ("Ada",)),
        ("participants: Ada and Bo", ("Ada and Bo",)),
        ("attendees: [Ada]\nperson: Bo\naccount: Ox\nproject: ''", ("Ada", "Bo", "Ox")),
        ("participants: [{ { PARTICIPANTS } }]", ()),
        ("author: Ada", ()),
    ],
)
def test_whom_a_note_names(meta: str, people: tuple[str, ...]) -> None:
    assert rows("x.md", f"---\n{meta}\n---\n").people == people


@given(notes(), st.sampled_from([PAGE, "x.md", "Contacts/Bo.md"]))
def test_rows_of_any_note_are_there_and_their_lines_too(data: bytes, path: str) -> None:
    text = data.decode("utf-8", "surrogateescape")
    found = rows(path, text)
    assert all(isinstance(link, LinkRow) and 0 <= link.line <= data.count(b"\n") for link in found.links)  # fmt: skip
    assert all(found.people)
