from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import Config
from core.entities import Entity, Page
from core.identity import Identity
from core.path import NotePath

TYPES = Config().entities


def page(path: str, **said: object) -> Page:
    return Page(NotePath(path))._replace(**said)


def known(*pages: Page, tables: dict[str, tuple[str, ...]] | None = None) -> Identity:
    return Identity(TYPES, tables).updated((), pages)


def keys(found: Iterable[Entity]) -> list[str]:
    return sorted(one.key for one in found)


ADA = page(
    "Work/People/Ada Quill/README.md",
    title="Ada M. Quill",
    heading="Ada Quill of Oxbow",
    type="people",
    aliases=("Addie",),
    names=("A. Quill",),
    emails=("Ada.Quill@oxbow.example",),
    tags=("type/people", "person/ada-quill", "account/oxbow", "needs-review"),
    flagged=True,
)


def test_an_entity_is_a_folder_and_the_page_in_it() -> None:
    [ada] = known(ADA, page("Work/People/Ada Quill/2026-01-02 - Sync.md", type="people"))
    assert (ada.key, ada.path, ada.folder) == (ADA.path, ADA.path, "Work/People/Ada Quill")
    assert (ada.name, ada.type, ada.title, ada.flagged) == (
        "Ada Quill",
        "people",
        "Ada M. Quill",
        True,
    )
    assert ada.badges == ()


@pytest.mark.parametrize(
    "written",
    [
        "Ada Quill", "ada quill", "ADA  QUILL", "Áda-Quill", "ada-quill", "Addie", "Ada M. Quill",
        "Ada Quill of Oxbow", "A. Quill", "Ada Quill (last name unknown)", "Ada Quill <x@y.example>",
        "ada.quill@OXBOW.example", "somebody (ada.quill@oxbow.example)",
    ],
)  # fmt: skip
def test_a_person_is_known_however_she_is_written(written: str) -> None:
    assert keys(known(ADA).named(written)) == [ADA.path]


@pytest.mark.parametrize("written", ["", "Quill", "Ada", "oxbow", "( )", "nobody@oxbow.example"])
def test_nobody_is_guessed(written: str) -> None:
    assert known(ADA).named(written) == ()


@pytest.mark.parametrize(
    ("path", "said", "name", "kind"),
    [
        ("People/Bo Lin.md", {}, "Bo Lin", "people"),
        ("Work/ROB/Round Table/README.md", {}, "Round Table", "rob"),
        ("People/Bo Lin/Bo Lin.md", {}, "Bo Lin", "people"),
        ("Contacts/Bo Lin.md", {"type": "person"}, "Bo Lin", "people"),
        ("Contacts/Bo Lin/README.md", {"type": "People"}, "Bo Lin", "people"),
        ("Firms/Oxbow.md", {"type": "Partners"}, "Oxbow", "customer"),
    ],
)
def test_pages_of_all_generations_are_known(
    path: str, said: dict[str, str], name: str, kind: str
) -> None:
    [one] = known(page(path, **said))
    assert (one.path, one.name, one.type) == (path, name, kind)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Work/People/README.md", {}),
        ("Work/People/_MANIFEST.md", {}),
        ("Work/People/2026-01-02 - Sync.md", {}),
        ("Notes/2026-01-02 - Sync.md", {"type": "people"}),
        ("Notes/Sync.md", {"type": "transcript"}),
        ("Notes/_Template.md", {"type": "people"}),
        ("Sync.md", {"type": "people"}),
    ],
)
def test_what_is_nobodys_page(path: str, said: dict[str, str]) -> None:
    assert list(known(page(path, **said))) == []


def test_a_readme_is_the_page_before_a_note_called_as_the_folder() -> None:
    note, readme = page("People/Bo/Bo.md"), page("People/Bo/README.md", title="Bo")
    assert [one.path for one in known(note, readme)] == [readme.path]
    assert [one.path for one in known(note, readme).updated([readme], [])] == [note.path]


def codes(identity: Identity, written: str) -> set[str]:
    return {badge.code for one in identity.named(written) for badge in identity.badges(one)}


def test_a_folder_without_a_page_is_known_and_says_so() -> None:
    identity = known(page("Work/ROB/Round Table/2026-01-02 - Sync.md"))
    [table] = identity.named("round table")
    assert (table.key, table.path) == ("Work/ROB/Round Table", None)
    assert codes(identity, "Round Table") == {"no-page"}


def test_a_page_in_the_wrong_folder_says_so() -> None:
    assert codes(known(page("Contacts/Bo Lin.md", type="people")), "Bo Lin") == {"wrong-folder"}


@pytest.mark.parametrize(
    ("said", "badges"),
    [("customer", {"other-type"}), ("Person", set()), ("journal", {"other-type"}), ("", set())],
)
def test_the_place_says_the_type_and_frontmatter_may_disagree(said: str, badges: set[str]) -> None:
    identity = known(page("People/Bo Lin/README.md", type=said))
    assert [one.type for one in identity] == ["people"]
    assert codes(identity, "Bo Lin") == badges


def test_two_of_one_name_are_both_meant_and_both_say_so() -> None:
    twins = known(page("Work/People/Bo Lin/README.md"), page("Home/People/Bo Lin/README.md"))
    assert keys(twins.named("bo lin")) == [
        "Home/People/Bo Lin/README.md",
        "Work/People/Bo Lin/README.md",
    ]
    assert codes(twins, "bo lin") == {"same-name"}


def test_of_a_dash_and_a_hyphen_the_one_that_is_written_is_meant() -> None:
    long, short = page("People/Ann Reed–Tarn/README.md"), page("People/Ann Reed-Tarn/README.md")
    identity = known(long, short)
    assert keys(identity.named("Ann Reed–Tarn")) == [long.path]
    assert keys(identity.named("Ann Reed-Tarn")) == [short.path]
    assert len(identity.named("ann-reed-tarn")) == 2
    assert codes(identity, "ann-reed-tarn") == {"same-name"}


def test_a_name_comes_before_an_alias_and_an_alias_before_a_title() -> None:
    bo, kim = page("People/Bo/README.md"), page("People/Kim/README.md", aliases=("Bo", "Mo"))
    lee = page("People/Lee/README.md", title="Mo")
    identity = known(bo, kim, lee)
    assert keys(identity.named("bo")) == [bo.path]
    assert keys(identity.named("mo")) == [kim.path]
    assert codes(identity, "Kim") == {"taken-alias"}
    assert codes(identity, "Bo") == codes(identity, "Lee") == set()


def test_the_name_is_the_first_spelling_even_where_it_is_none_to_be_found_by() -> None:
    [odd] = known(page("People/{{name}}/README.md", aliases=("Kim", "{{alias}}"), title="Kim"))
    assert odd.spellings == ("{{name}}", "Kim")


def test_alias_tables_add_spellings() -> None:
    identity = known(ADA, tables={"ada quill": ("Lady Q", "Ada Quill", ""), "Nobody": ("Nemo",)})
    assert keys(identity.named("lady q")) == [ADA.path]
    assert identity.named("Nemo") == ()
    [ada] = identity
    assert ada.aliases == ("Addie", "Lady Q")


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("person/ada-quill", [ADA.path]),
        ("#person/ada-quill", [ADA.path]),
        ("account/ada-quill", []),
        ("person/", []),
        ("ada-quill", []),
        ("status/ada-quill", []),
    ],
)
def test_a_tag_names_an_entity_of_its_type(tag: str, found: list[str]) -> None:
    assert keys(known(ADA).tagged(tag)) == found


def test_a_slug_has_hyphens_for_all_that_is_no_letter() -> None:
    identity = known(page("People/Ann O’Quill/README.md"), page("Customers/Oxbow & Co., Inc./README.md"))  # fmt: skip
    assert [one.name for one in identity.tagged("person/ann-o-quill")] == ["Ann O’Quill"]
    assert [one.name for one in identity.tagged("person/ann-oquill")] == ["Ann O’Quill"]
    assert [one.name for one in identity.tagged("account/oxbow-and-co-inc")] == [
        "Oxbow & Co., Inc."
    ]


def test_a_note_belongs_to_the_entity_of_its_folder() -> None:
    elsewhere = page("Contacts/Bo Lin/README.md", type="people")
    identity = known(ADA, elsewhere, page("People/Kim.md"))
    assert identity.of_page(ADA.path) == identity.of_note(NotePath("Work/People/Ada Quill/a/b.md"))
    assert identity.of_page(NotePath("Work/People/Ada Quill/a.md")) is None
    assert identity.of_note(NotePath("Contacts/Bo Lin/call.md")) == identity.of_page(elsewhere.path)
    assert identity.of_page(NotePath("People/Kim.md")) is not None
    assert identity.of_note(NotePath("Contacts/else.md")) is None


def test_a_change_that_says_nothing_about_anybody_makes_no_new_identity() -> None:
    note = page("Work/People/Ada Quill/2026-01-02 - Sync.md", title="Sync")
    identity = known(ADA, note)
    assert identity.updated([note], [note._replace(title="Other")]) is identity
    assert identity.updated([ADA], [ADA]) is identity
    assert identity.updated([], [page("Daily/2026-01-02.md")]) is identity


PATHS = (
    "People/A/README.md", "People/A/A.md", "People/A/2026-01-02.md", "People/B.md", "Home/People/A/README.md",
    "Projects/A/README.md", "Projects/B/x.md", "Other/A.md", "Other/B/README.md", "Daily/x.md",
)  # fmt: skip


def said() -> st.SearchStrategy[list[Page]]:
    names = st.sampled_from(["A", "B", "a-b", "Á", "", "{{x}}"])
    few = st.lists(names, max_size=2).map(tuple)
    one = st.builds(
        Page,
        path=st.sampled_from(PATHS).map(NotePath),
        title=names,
        type=st.sampled_from(["", "people", "Customer", "project", "x"]),
        aliases=few,
        emails=st.sampled_from([(), ("a@b.example",)]),
        tags=st.sampled_from([(), ("person/a-b",)]),
    )
    return st.lists(one, unique_by=lambda page: page.path)


def told(identity: Identity) -> object:
    names = ["A", "B", "a b", "x@y.example", "a@b.example", "b", "2026-01-02"]
    return (
        {one: identity.badges(one) for one in identity},
        [keys(identity.named(name)) for name in names],
        [identity.of_note(NotePath(path)) for path in PATHS],
        sorted(identity.spelled()),
    )


@given(st.lists(said(), min_size=1, max_size=5))
def test_what_is_known_after_changes_is_what_a_fresh_look_would_know(
    states: list[list[Page]],
) -> None:
    identity, now = Identity(TYPES), []
    for state in states:
        identity = identity.updated(now, state)
        now = state
        assert told(identity) == told(known(*now))


@given(said(), said())
def test_an_identity_never_changes(before: list[Page], after: list[Page]) -> None:
    identity = known(*before)
    seen = told(identity)
    identity.updated(before, after)
    assert told(identity) == seen


def test_a_table_of_names_may_come_later_and_change() -> None:
    notes = [ADA, page("People/Bo Lin.md")]
    plain = known(*notes)
    tabled = plain.with_tables({"ada quill": ("Q", "q@x.example"), "Nobody": ("N",)})
    assert keys(tabled.named("Q")) == keys(tabled.named("q@x.example")) == [ADA.path]
    [ada] = tabled.named("Ada Quill")
    assert (ada.aliases, ada.emails) == (("Addie", "Q"), ("ada.quill@oxbow.example", "q@x.example"))
    assert not tabled.means_the_same(plain)
    assert tabled.with_tables({"Ada Quill": ("Q", "q@x.example"), "Nobody": ("N",)}) is tabled
    assert tabled.with_tables({}).named("Q") == ()
    again = {"Bo Lin": ("Bobby",)}
    for _ in range(2):
        assert keys(plain.with_tables(again).named("Bobby")) == ["People/Bo Lin.md"]
    assert plain.named("Bobby") == ()
    assert tabled.with_tables({"Ada Quill": ("Q", "q@x.example")}).means_the_same(tabled)
