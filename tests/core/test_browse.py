from datetime import date

import pytest

from core.belongings import Figures
from core.browse import EntityRow, listed, row_of
from core.config import Config
from core.entities import Page
from core.entity_filter import QUALIFIERS, parse_filter
from core.errors import BadQuery
from core.identity import Identity
from core.path import NotePath

TODAY = date(2026, 1, 6)
NOTHING = Figures()


def row(
    path: str, figures: Figures = NOTHING, *, pinned: bool = False, **said: object
) -> EntityRow:
    identity = Identity(Config().entities).updated((), [Page(NotePath(path))._replace(**said)])
    [entity] = identity
    return row_of(entity, figures, identity.badges(entity), pinned=pinned)


ROWS = [
    row("People/Zoé Reed–Tarn/README.md", Figures(3, 1, 2, "2026-01-05"), aliases=("Zed",), flagged=True),
    row("People/Ana Ruiz.md", Figures(0, 4, 0, None), pinned=True)._replace(backlinks=7),
    row("Projects/Harbour/2026-01-01 - A.md", Figures(5, 0, 9, "2025-11-01")),
    row("Contacts/Ox.md", Figures(), type="account"),
]  # fmt: skip


def names(text: str, sort: str = "name") -> list[str]:
    found = listed({one.key: one for one in ROWS}, parse_filter(text, TODAY), sort=sort)  # type: ignore[arg-type]  # one of them
    return [found.rows[key].name.split()[0] for key in found.keys]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Ana", "Harbour", "Ox", "Zoé"]),
        ("zoe", ["Zoé"]),
        ("reed-tarn", ["Zoé"]),
        ("ZED", ["Zoé"]),
        ("in:people", ["Ana", "Zoé"]),
        ("in:person -zoe", ["Ana"]),
        ("type:cust", ["Ox"]),
        ("is:flagged", ["Zoé"]),
        ("is:pinned OR is:flagged", ["Ana", "Zoé"]),
        ("no:page", ["Harbour"]),
        ("has:page has:tasks", ["Ana", "Zoé"]),
        ("has:proposals", ["Ana", "Zoé"]),
        ("no:contact", ["Ana", "Ox"]),
        ("contact:<-30d", ["Harbour"]),
        ("contact:2026-01-01..", ["Zoé"]),
        ("contact:none", ["Ana", "Ox"]),
        ("contact:any", ["Harbour", "Zoé"]),
        ("open:>2 open:<=3", ["Zoé"]),
        ("open:4..", ["Harbour"]),
        ("notes:0 proposals:4", ["Ana"]),
        ("backlinks:>=7", ["Ana"]),
        ("is:broken", ["Harbour", "Ox"]),
        ("badge:wrong-folder", ["Ox"]),
        ("path:Contacts/", ["Ox"]),
        ("alias:zed", ["Zoé"]),
        ('name:"ana ruiz"', ["Ana"]),
        ("nobody", []),
    ],
)
def test_a_filter_means(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("owner:ana", "there is no “owner:”"),
        ("is:nice", "there is no “is:nice”; there are flagged"),
        ("has:wings", "there are"),
        ("open:many", "open:>2"),
        ("open:..", "wants a number"),
        ("contact:someday", "contact"),
        ("in:", "wants a value"),
        ("(ana", "without its"),
        ('"ana', "unclosed quote"),
    ],
)
def test_what_a_filter_cannot_mean_is_said(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says.replace("(", r"\(")):
        parse_filter(text, TODAY)


@pytest.mark.parametrize("key", QUALIFIERS)
def test_every_qualifier_wants_a_value(key: str) -> None:
    with pytest.raises(BadQuery, match="wants a value"):
        parse_filter(f"{key}:", TODAY)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("open", ["Ana", "Harbour", "Zoé", "Ox"]),
        ("proposals", ["Ana", "Zoé", "Harbour", "Ox"]),
        ("contact", ["Ana", "Zoé", "Harbour", "Ox"]),
        ("notes", ["Ana", "Harbour", "Zoé", "Ox"]),
        ("mentions", ["Ana", "Harbour", "Ox", "Zoé"]),
    ],
)
def test_the_pinned_come_first_whatever_the_order(sort: str, order: list[str]) -> None:
    assert names("", sort) == order


def test_types_are_counted_among_what_is_listed() -> None:
    rows = {one.key: one for one in ROWS}
    assert listed(rows).types == (("people", 2), ("projects", 1), ("customer", 1))
    assert listed(rows, parse_filter("zoe", TODAY)).types == (("people", 1),)
