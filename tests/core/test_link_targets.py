import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import Config
from core.entities import Page
from core.identity import Identity
from core.links import Links, Resolution
from core.parse.blocks import parse_blocks
from core.parse.links import parse_links
from core.path import NotePath

TYPES = Config().entities


def page(path: str, title: str = "", heading: str = "", *aliases: str) -> Page:
    return Page(NotePath(path), title, heading, aliases=aliases)


TRIAGED = (
    page("Work/People/Ada Quill/README.md", "Ada Quill", "Ada Quill", "Addie"),
    page("Work/People/Ada Quill/2026-01-02 - Tide tables - part 2.md", "Tide tables / part 2"),
    page("Work/People/Bo Lin/README.md"),
    page("Work/People/Zoé Reed–Tarn/README.md"),
    page("Work/ROB/Round Table/2026-01-03 - Sync.md"),
    page("Work/Projects/Quiet Heron/README.md", "The Heron"),
    page("Work/Projects/Quiet Heron/Plan.md"),
    page("Work/Projects/Quiet Heron/deep/down/Log.md"),
    page("Personal/Projects/Quiet Heron/README.md"),
    page("Personal/Plan.md"),
    page("Personal/a/b/Log.md"),
    page("Notes/v1.2 notes.md"),
    page("Notes/Mixed Case.md", "", "A heading of its own"),
    page("Notes/one.md", "Same title"),
    page("Notes/two.md", "Same title"),
    page("Root.md"),
    page("Notes/Root.md"),
    page("Notes/a%20b.md"),
    page("Notes/c d.md"),
)
OTHERS = tuple(
    map(
        page,
        (
            "Sources/Email/2025/2025-11-02_mail.md",
            "Inbox/_archive/2025-11-03/2025-11-02_mail.md",
            "Sources/Transcripts/2025/call.md",
            "Work/_archive/old/People/Ada Quill/README.md",
            "Work/_archive/old/People/Gone Person/README.md",
            "Personal/pictures/plan.png",
        ),
    )
)
IDENTITY = Identity(TYPES, {"Bo Lin": ("Bobo",)}).updated((), TRIAGED)
LINKS = Links((*TRIAGED, *OTHERS), IDENTITY)
HERE = NotePath("Work/Projects/Quiet Heron/Plan.md")


def resolved(target: str, source: str = HERE, **how: bool) -> tuple[str, str | None]:
    found = LINKS.resolve(target, NotePath(source), **how)
    return found.kind, found.path


@pytest.mark.parametrize(
    ("target", "kind", "path"),
    [
        ("Work/People/Bo Lin/README.md", "path", "Work/People/Bo Lin/README.md"),
        ("work/people/bo lin/readme", "path", "Work/People/Bo Lin/README.md"),
        ("Root", "path", "Root.md"),
        ("/Notes/Root", "path", "Notes/Root.md"),
        ("/Bo Lin", "dangling", None),
        ("./deep/down/Log", "path", "Work/Projects/Quiet Heron/deep/down/Log.md"),
        ("../../People/Bo Lin/README", "path", "Work/People/Bo Lin/README.md"),
        ("../../../../../Root", "moved", None),
        ("Bo Lin/README", "suffix", "Work/People/Bo Lin/README.md"),
        ("b/Log", "suffix", "Personal/a/b/Log.md"),
        ("n/README", "dangling", None),
        ("mixed case", "basename", "Notes/Mixed Case.md"),
        ("Mixed Case.md", "basename", "Notes/Mixed Case.md"),
        ("v1.2 notes", "basename", "Notes/v1.2 notes.md"),
        ("plan.png", "basename", "Personal/pictures/plan.png"),
        ("a%20b", "basename", "Notes/a%20b.md"),
        ("c%20d", "basename", "Notes/c d.md"),
        ("Mixed Case\\", "basename", "Notes/Mixed Case.md"),
        ("Bo Lin", "folder", "Work/People/Bo Lin/README.md"),
        ("People/Bo Lin", "folder", "Work/People/Bo Lin/README.md"),
        ("Ada Quill", "folder", "Work/People/Ada Quill/README.md"),
        ("Gone Person", "folder", "Work/_archive/old/People/Gone Person/README.md"),
        ("Round Table", "folder", None),
        ("addie", "alias", "Work/People/Ada Quill/README.md"),
        ("Bobo", "alias", "Work/People/Bo Lin/README.md"),
        ("Zoe Reed-Tarn", "alias", "Work/People/Zoé Reed–Tarn/README.md"),
        ("the heron", "title", "Work/Projects/Quiet Heron/README.md"),
        ("A heading of its own", "title", "Notes/Mixed Case.md"),
        ("2026-01-02 - Tide tables: part 2", "title", "Work/People/Ada Quill/2026-01-02 - Tide tables - part 2.md"),
        ("Inbox/Transcripts/call", "moved", "Sources/Transcripts/2025/call.md"),
        ("Old/People/Bo Lin", "folder", "Work/People/Bo Lin/README.md"),
        ("README", "dangling", None),
        ("readme.md", "dangling", None),
        ("Nobody", "dangling", None),
        ("", "empty", None),
        (" \\", "empty", None),
    ],
)  # fmt: skip
def test_a_wikilink_leads_where_it_says(target: str, kind: str, path: str | None) -> None:
    if kind == "moved" and path is None:
        kind, path = "ambiguous", None
    assert resolved(target) == (kind, path)


@pytest.mark.parametrize(
    ("target", "source", "path"),
    [
        ("Plan.md", HERE, "Work/Projects/Quiet Heron/Plan.md"),
        ("Plan.md", "Personal/x.md", "Personal/Plan.md"),
        ("deep/down/Log.md", HERE, "Work/Projects/Quiet Heron/deep/down/Log.md"),
        ("README.md", HERE, "Work/Projects/Quiet Heron/README.md"),
        ("Notes/Root.md", HERE, "Notes/Root.md"),
        ("../Bo Lin/", "Work/People/Ada Quill/x.md", "Work/People/Bo Lin/README.md"),
    ],
)
def test_a_markdown_link_is_tried_from_its_own_folder_first(
    target: str, source: str, path: str
) -> None:
    assert resolved(target, source, markdown=True)[1] == path


@pytest.mark.parametrize("address", ["https://oxbow.example/a", "mailto:ada@oxbow.example"])
def test_an_address_leads_out_of_the_vault(address: str) -> None:
    assert resolved(address, markdown=True) == ("external", None)
    assert resolved(address) == ("dangling", None)


@pytest.mark.parametrize(
    ("source", "order"),
    [
        ("Personal/x.md", ["Personal/a/b/Log.md", "Work/Projects/Quiet Heron/deep/down/Log.md"]),
        (HERE, ["Work/Projects/Quiet Heron/deep/down/Log.md", "Personal/a/b/Log.md"]),
        ("Root.md", ["Personal/a/b/Log.md", "Work/Projects/Quiet Heron/deep/down/Log.md"]),
    ],
)
def test_of_several_of_a_name_all_are_named_and_the_first_is_what_obsidian_opens(
    source: str, order: list[str]
) -> None:
    found = LINKS.resolve("Log", NotePath(source))
    assert (found.kind, found.path, list(found.candidates)) == ("ambiguous", order[0], order)
    assert not found.certain


@pytest.mark.parametrize("target", ["Quiet Heron", "Same title"])
def test_several_that_obsidian_would_not_open_are_only_named(target: str) -> None:
    found = LINKS.resolve(target, HERE)
    assert (found.kind, found.path, len(found.candidates)) == ("ambiguous", None, 2)
    assert found.why


def test_an_origin_goes_before_its_copy_in_an_archive() -> None:
    source = "Sources/Email/2025/2025-11-02_mail.md"
    assert resolved("2025-11-02_mail", to_source=True) == ("basename", source)
    assert resolved("2025-11-02_mail")[0] == "ambiguous"


def test_a_file_of_that_name_goes_before_a_folder() -> None:
    links = Links([*TRIAGED, page("Notes/Bo Lin.md")], IDENTITY)
    assert links.resolve("Bo Lin", HERE) == Resolution("basename", NotePath("Notes/Bo Lin.md"))


def test_a_folder_goes_before_several_files_of_that_name() -> None:
    links = Links([*TRIAGED, page("x/Bo Lin.md"), page("y/Bo Lin.md")], IDENTITY)
    assert links.resolve("Bo Lin", HERE).path == "Work/People/Bo Lin/README.md"


def test_a_folder_without_a_page_is_no_wanted_name() -> None:
    assert LINKS.resolve("Round Table", HERE).why == "Work/ROB/Round Table has no page"


@pytest.mark.parametrize(
    ("target", "offered"),
    [
        ("Ada Qiull", ["Work/People/Ada Quill/README.md"]),
        ("Ada", ["Work/People/Ada Quill/README.md"]),
        ("Ada Maria Quill", ["Work/People/Ada Quill/README.md"]),
        ("Quill", ["Work/People/Ada Quill/README.md"]),
        ("Somebody Else", []),
    ],
)
def test_nearly_a_name_is_offered_and_never_taken(target: str, offered: list[str]) -> None:
    found = LINKS.resolve(target, HERE, offer=True)
    assert (found.path, list(found.candidates)) == (None, offered)
    assert found.kind == ("near" if offered else "dangling")
    assert LINKS.resolve(target, HERE).candidates == ()


def test_names_with_other_numbers_are_not_nearly_the_same() -> None:
    speakers = [page("People/Speaker 1/README.md"), page("People/Speaker 12/README.md")]
    links = Links(speakers, Identity(TYPES).updated((), speakers))
    assert links.resolve("Speaker 3", HERE, offer=True).candidates == ()
    assert links.resolve("Speakr 1", HERE, offer=True).candidates == (speakers[0].path,)


@pytest.mark.parametrize(
    ("reference", "kind", "path"),
    [
        ("/Users/x/Notes/Sources/Transcripts/2025/call.md", "suffix", "Sources/Transcripts/2025/call.md"),
        ("C:\\Notes\\Sources\\Transcripts\\2025\\call.md", "suffix", "Sources/Transcripts/2025/call.md"),
        ("Sources/Transcripts/2025/call.md", "path", "Sources/Transcripts/2025/call.md"),
        ("file:///Users/x/Sources/Transcripts/2025/call.md", "suffix", "Sources/Transcripts/2025/call.md"),
        ("[[Sources/Transcripts/2025/call|the call]]", "path", "Sources/Transcripts/2025/call.md"),
        ("/x/Inbox/Transcripts/call.md", "moved", "Sources/Transcripts/2025/call.md"),
        ("/x/Inbox/Email/2025-11-02_mail.md", "moved", "Sources/Email/2025/2025-11-02_mail.md"),
        ("/x/Inbox/_archive/2025-11-03/2025-11-02_mail.md", "suffix", "Inbox/_archive/2025-11-03/2025-11-02_mail.md"),
        ("/x/Notes/Notes/Root.md", "suffix", "Notes/Root.md"),
        ("/x/Notes/Notes/c%20d.md", "suffix", "Notes/c d.md"),
        ("/x/Log.md", "ambiguous", None),
        ("/x/README.md", "dangling", None),
        ("/x/never.md", "dangling", None),
        ("", "empty", None),
    ],
)  # fmt: skip
def test_an_origin_on_another_machine_is_found_here(
    reference: str, kind: str, path: str | None
) -> None:
    found = LINKS.origin(reference)
    assert (found.kind, found.path) == (kind, path)


def test_a_path_of_another_machine_is_cut_at_the_name_of_the_vault() -> None:
    links = Links((*TRIAGED, *OTHERS), IDENTITY, vault="Notes")
    assert links.origin("/Users/x/Notes/Root.md").path == "Root.md"
    assert links.origin("/Users/x/Notes/Notes/Root.md").path == "Notes/Root.md"
    assert links.origin("/Users/x/Other/Notes/Mixed Case.md").path == "Notes/Mixed Case.md"
    assert LINKS.origin("/Users/x/Notes/Root.md").path == "Notes/Root.md"
    kept = links.updated([], [page("Notes/New.md"), page("New.md")])
    assert kept.origin("/Users/x/Notes/New.md").path == "New.md"


def test_links_of_a_note_are_followed_as_they_were_read() -> None:
    data = b"| [[Bo Lin\\|b]] | [[#Plan]] | [[Mixed Case#^x]] | [m](../../../Notes/c%20d.md#h) |"
    found = [LINKS.follow(link, HERE) for link in parse_links(data, parse_blocks(data, 0))]
    assert [(one.kind, one.path) for one in found] == [
        ("folder", "Work/People/Bo Lin/README.md"),
        ("self", HERE),
        ("basename", "Notes/Mixed Case.md"),
        ("path", "Notes/c d.md"),
    ]


FILES = (
    "A.md", "x/A.md", "x/y/A.md", "B.md", "People/A/README.md", "People/b/README.md", "README.md",
    "x/b.md", "Sources/A.md", "x/É.md", "x/e\u0301.png", "People/c/n.md", "x/a b.md",
)  # fmt: skip
TARGETS = st.one_of(
    st.sampled_from(["A", "b", "x/A", "./A", "../A", "/A", "A.md", "README", "a%20b", "E", "é", "c", "y/../A", "A/", "People/A", "z/b"]),
    st.text(max_size=8),
    st.text("Ab/.%20#é ", max_size=8),
)  # fmt: skip


def vaults() -> st.SearchStrategy[list[Page]]:
    names = st.sampled_from(["A", "b", "E", "c", ""])
    one = st.builds(page, st.sampled_from(FILES), names, names, names)
    return st.lists(one, unique_by=lambda page: page.path)


def made(pages: list[Page]) -> Links:
    return Links(pages, Identity(TYPES).updated((), pages))


@given(vaults(), TARGETS, st.sampled_from(FILES), st.booleans(), st.booleans())
def test_any_target_leads_to_files_that_are_there(
    pages: list[Page], target: str, source: str, markdown: bool, offer: bool
) -> None:
    links, there = made(pages), {page.path for page in pages}
    found = links.resolve(target, NotePath(source), markdown=markdown, offer=offer)
    assert {found.path, *found.candidates} <= {*there, None}
    assert not (found.candidates and found.certain)
    assert links.origin(target).path in {*there, None}


@given(vaults(), st.sampled_from(FILES))
def test_every_file_is_found_by_its_own_path(pages: list[Page], source: str) -> None:
    links = made(pages)
    for page in pages:
        lower = [one.path for one in pages if one.path.lower() == page.path.lower()]
        assert links.resolve(page.path, NotePath(source)).path in lower
        assert links.resolve(f"/{page.path}", NotePath(source)).path in lower
        # Every vault may have one, so the README of some other folder is not the one of this root.
        if page.path != "README.md":
            assert links.origin(f"/Users/else/{page.path}").path in lower


@given(st.lists(vaults(), min_size=1, max_size=4), st.lists(TARGETS, min_size=1, max_size=6))
def test_links_after_changes_are_those_of_a_fresh_look(
    states: list[list[Page]], targets: list[str]
) -> None:
    identity = Identity(TYPES)
    links, now = Links((), identity), list[Page]()
    for state in states:
        identity = identity.updated(now, state)
        links, now = links.updated(now, state, identity), state
        fresh = made(now)
        for target in targets:
            for how in ({}, {"markdown": True}, {"to_source": True}, {"offer": True}):
                assert links.resolve(target, HERE, **how) == fresh.resolve(target, HERE, **how)
            assert links.origin(target) == fresh.origin(target)


def test_a_change_of_what_no_link_calls_a_note_makes_no_new_links() -> None:
    before = TRIAGED[0]
    assert LINKS.updated([before], [before._replace(tags=("x",))]) is LINKS


@pytest.mark.parametrize(
    "unit", ["a/", "../", "%20", ". ", "[[", "a", "(", "é", "a b ", "Ada Quill "]
)
def test_a_long_hostile_target_is_resolved_in_one_pass(unit: str) -> None:
    # A path that was cut and looked up at each of its slashes would not come back from this.
    target = unit * (100_000 // len(unit))
    assert LINKS.resolve(target, HERE, offer=True).path is None
    assert LINKS.origin(target).path is None
