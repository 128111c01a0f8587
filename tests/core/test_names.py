from collections.abc import Mapping

import pytest
from vaults import rows, snapshot
from written import InMemory

from core.belongings import Belongings
from core.config import Config
from core.directory import Directory
from core.errors import BadQuery
from core.names import WantedName, parse_filter, wanted_names
from core.near import NearNames

NOTES = {
    "People/Ana Ruiz/README.md": "---\naliases: [Anita]\nemail: ana@x.example\n---\n",
    "People/Milan Umberley/README.md": "x",
    "a.md": "---\ndate: 2026-01-03\nparticipants: [Ana Ruiz, Nell Thorn, Speaker 1, 'Milan (last name unknown)', Myself]\n---\n"
    "- [ ] a @Nell Thorn\n- [?] b @TBD\n- [ ] c @Anita\n",
    "b.md": "---\ndate: 2026-01-04\nparticipants: ['nell thorn', ana@x.example, 'bo@y.example']\n---\nWith [[Nell Thorn]] and [[Ana Ruis]], ![[map.png]] [[2026-01-01 - Gone]] [[a]] [[x/y]] [m](gone.md) [[]]\n",
}  # fmt: skip


def wanted(notes: Mapping[str, str] = NOTES) -> dict[str, WantedName]:
    written = InMemory()
    written.take(rows(path, text) for path, text in notes.items())
    who = Directory.of(snapshot(notes), Config().entities, vault="Notes")
    near = NearNames(who.identity).offers
    found = wanted_names(
        Belongings(who), written, me=("Myself",), offers=lambda name, _: near(name)
    )
    assert [one.count for one in found if not one.placeholder] == sorted(
        (one.count for one in found if not one.placeholder), reverse=True
    )
    return {one.name: one for one in found}


def test_names_that_name_nobody_are_collected_by_what_they_have_in_common() -> None:
    names = wanted()
    assert {name: one.count for name, one in names.items()} == {
        "Nell Thorn": 4,
        "Milan": 1,
        "bo@y.example": 1,
        "Ana Ruis": 1,
        "Speaker 1": 1,
        "TBD": 1,
    }
    nell = names["Nell Thorn"]
    assert nell.spellings == ("Nell Thorn", "nell thorn")
    assert nell.kinds == ("participant", "owner", "link")
    assert [(place.path, place.line) for place in nell.where][:2] == [("b.md", 0), ("b.md", 4)]
    assert "- [ ] a @Nell Thorn" in {place.text for place in nell.where}


def test_whom_a_name_may_mean_is_offered() -> None:
    names = wanted()
    assert [one.entity.name for one in names["Ana Ruis"].candidates] == ["Ana Ruiz"]
    assert [one.entity.name for one in names["Milan"].candidates] == ["Milan Umberley"]
    assert names["Nell Thorn"].candidates == ()


def test_a_placeholder_is_said_to_be_one() -> None:
    assert {name for name, one in wanted().items() if one.placeholder} == {"Speaker 1", "TBD"}


def test_names_in_one_text_are_told_apart_where_one_of_them_is_known() -> None:
    notes = {**NOTES, "c.md": "---\nparticipants: Ana Ruiz, Ida Roe (of Ox, Inc.); Ulf\n---\n", "d.md": "---\nparticipants: 'Roe, Ida'\n---\n"}  # fmt: skip
    assert {"Ida Roe", "Ulf", "Roe, Ida"} <= wanted(notes).keys()


def test_a_name_that_gets_a_page_is_wanted_no_more() -> None:
    assert "Nell Thorn" not in wanted({**NOTES, "People/Nell Thorn.md": "x"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {"Nell Thorn", "Milan", "bo@y.example", "Ana Ruis"}),
        ("NELL", {"Nell Thorn"}),
        ("in:owner", {"Nell Thorn"}),
        ("in:link -nell", {"Ana Ruis"}),
        ("has:candidates", {"Milan", "Ana Ruis"}),
        ("no:candidates in:participant", {"Nell Thorn", "bo@y.example"}),
        ("count:>1", {"Nell Thorn"}),
        ("count:1 in:link", {"Ana Ruis"}),
        ("is:placeholder", {"Speaker 1", "TBD"}),
        ("is:any speaker", {"Speaker 1"}),
    ],
)
def test_a_filter_of_names_means(text: str, found: set[str]) -> None:
    test = parse_filter(text)
    assert {name for name, one in wanted().items() if test(one)} == found


@pytest.mark.parametrize("text", ["in:people", "count:many", "is:nice", "owner:x", "has:"])
def test_what_a_filter_of_names_cannot_mean_is_said(text: str) -> None:
    with pytest.raises(BadQuery):
        parse_filter(text)
