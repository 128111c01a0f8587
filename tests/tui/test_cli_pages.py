"""`winnow do` on pages: another name, place or type, and what it says when that cannot be."""

import pytest
from command_line import Winnow, winnow

from core.spelling import name_id

__all__ = ["winnow"]

ADA, BO = "Work/People/Ada Quill/README.md", "Work/People/Bo Lin/README.md"
CYR_ID = name_id("Cyr")
PAGES = {
    ADA: "---\ntype: people\n---\n# Ada Quill\n",
    BO: "---\nrole: Head\n---\n# Bo Lin\n\n[[Ada Quill]] and Ada Quill\n",
    "Work/People/Cyril Ash/README.md": "---\nrole: Lead\n---\n# Cyril Ash\n",
    "Plain.md": "With [[Cyr]].\n",
    "Work/Projects/Boat/README.md": "# Boat\n",
}


@pytest.fixture
def pages(winnow: Winnow) -> Winnow:
    winnow.write(PAGES)
    return winnow


def test_a_dry_run_shows_the_diff_and_writes_nothing(pages: Winnow) -> None:
    done = pages("do", "rename", "Ada Quill", "--to", "Ada Reed", "--dry-run", "--json")
    assert done.code == 0
    assert "+[[Ada Reed]] and Ada Quill" in done.json["diff"]
    assert done.json["done"] == [ADA]
    assert pages.text(BO) == PAGES[BO]
    assert pages("history", "--json").json == []


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (("rename", "Ada Quill", "--to", "Ada Reed"), None),
        (("rename", ADA, "--to", "Ada Reed"), None),
        (("rename", "Ada Quill", "--to", "Ada Reed"), ("rename", "Ada Reed", "--to", "Ada Reed")),
        (("merge", "Ada Quill", "--to", "Bo Lin"), None),
        (("alias", "Ada Quill", "--to", "Addie"), ("alias", "Addie", "--to", "Addie")),
        (("retype", "Ada Quill", "--to", "projects"), None),
        (("retype", ADA, "--to", "projects"), None),
        (("set", "Ada Quill", BO, "--to", "company=Acme"), None),
        (("set", "Ada Quill", "--to", "type="), None),
        (("trash", "Ada Quill", "--links", "unlink"), None),
        (("trash", ADA, "--links", "redirect", "--to", "Bo Lin"), None),
        (("link-mentions", "Ada Quill"), None),
        (("create", "Cyr"), None),
        (("merge", "Ada Quill", "Cyril Ash", "--to", "Bo Lin", "--choose", "role=Lead"), None),
        (("alias", CYR_ID, "--to", "Bo Lin"), None),
        (("alias", CYR_ID, "--to", "Bo Lin", "--rewrite"), None),
        (("trash", "Ada Quill", "--notes"), None),
    ],
)
def test_done_twice_is_done_once(
    pages: Winnow, first: tuple[str, ...], again: tuple[str, ...] | None
) -> None:
    done = pages("do", *first, "--yes")
    refused = first[0] == "set" and first[-1] == "type="
    assert done.code == (1 if refused else 0), done.err
    steps = len(pages("history", "--json").json)
    assert steps == (0 if refused else 1)
    twice = pages("do", *(again or first), "--yes")
    assert twice.code == (1 if refused else 0), twice.err
    assert refused or "already so" in twice.out
    assert len(pages("history", "--json").json) == steps


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("rename", "Nobody", "--to", "X"), 1, "there is no such page"),
        (("rename", "Ada Quill", "--to", "Bo Lin"), 1, "merge the two"),
        (("rename", "Ada Quill"), 2, "--to NAME"),
        (("merge", "Ada Quill", "--to", "Nobody"), 1, "there is no page"),
        (("merge", "Ada Quill", "--to", "Boat"), 1, "type"),
        (("rename", "Ada Quill", "Nobody", "--to", "Ada Reed"), 4, "no such page"),
        (("set", "Ada Quill", "--to", "company"), 2, "key=value"),
        (("trash", "Ada Quill", "--links", "burn"), 2, "--links wants"),
        (("trash", "Ada Quill", "--links", "redirect"), 2, "--to PAGE"),
        (("rename", "Ada Quill", "--to", "X", "--links", "leave"), 2, "--links"),
        (("accept", "x", "--links", "leave"), 2, "--links"),
        (("link-mentions", "Ada Quill", "--to", "x"), 2, "no --to"),
        (("create", "a", "b"), 2, "one NAME"),
        (("create", "Cyr", "--to", "../x/Cyr"), 1, "no folder in the vault"),
        (("retype", "Ada Quill", "--to", "planets"), 1, "of the type"),
        (("merge", "Ada Quill", "--to", "Bo Lin", "--choose", "role"), 2, "key=value"),
        (
            ("merge", "Ada Quill", "--to", "Bo Lin", "--choose", "phone=1"),
            1,
            "there is nothing to choose",
        ),
        (("rename", "Ada Quill", "--to", "X", "--choose", "a=b"), 2, "--choose"),
        (("alias", CYR_ID), 2, "--to ENTITY"),
        (("alias", "name00000000", "--to", "Bo Lin"), 1, "no such name"),
        (("alias", "Ada Quill", "--to", "Addie", "--rewrite"), 2, "winnow list names"),
        (("accept", "x", "--notes"), 2, "--notes"),
    ],
)
def test_what_cannot_be_is_said(
    pages: Winnow, words: tuple[str, ...], code: int, says: str
) -> None:
    done = pages("do", *words)
    assert done.code == code, (done.out, done.err)
    assert says in done.err
    assert code == 4 or pages("history", "--json").json == []


def test_a_page_for_a_name_is_made_where_it_is_told(pages: Winnow) -> None:
    assert pages("do", "create", "Cyr", "--to", "Cyril Reed").code == 0
    assert "aliases:\n- Cyr\n" in pages.text("Work/People/Cyril Reed/README.md")
    assert pages("do", "create", "Weir", "--to", "projects").code == 0
    assert pages("do", "create", "Yard", "--to", "Work/People/Yard Bell").code == 0
    assert "- Yard\n" in pages.text("Work/People/Yard Bell/README.md")
    assert "# Weir" in pages.text("Work/Projects/Weir/README.md")


def test_all_that_waits_for_a_review_is_set_at_once(pages: Winnow) -> None:
    pages.write({BO: "---\ntags: [needs-review]\n---\n# Bo Lin\n"})
    assert pages("do", "set", "--filter", "in:people", "--to", "status=active").code == 0
    assert "status: active" in pages.text(BO)


def test_a_name_is_listed_with_its_id_and_mapped_or_made_by_it(pages: Winnow) -> None:
    [name] = pages("list", "names", "--json").json
    assert (name["id"], name["name"]) == (CYR_ID, "Cyr")
    assert CYR_ID in pages("list", "names").out
    done = pages("do", "alias", CYR_ID, "--to", "Cyril Ash", "--rewrite", "--json")
    assert (done.json["done"], done.json["references"]) == ([CYR_ID], {"links": 1})
    assert pages.text("Plain.md") == "With [[Cyril Ash]].\n"
    assert pages("undo").code == 0
    assert pages("do", "create", CYR_ID).code == 0
    assert "# Cyr\n" in pages.text("Work/People/Cyr/README.md")


def test_what_two_pages_say_differently_is_told_and_chosen(pages: Winnow) -> None:
    tried = pages("do", "merge", "Ada Quill", "Cyril Ash", "--to", "Bo Lin", "--dry-run", "--json")
    assert tried.json["clashes"] == [{"key": "role", "stays": "Head", "other": "Lead"}]
    done = pages(
        "do", "merge", "Ada Quill", "Cyril Ash", "--to", "Bo Lin", "--choose", "role=Lead", "--yes"
    )
    assert done.code == 0, done.err
    assert "role stays" in tried.err
    assert "role stays" not in done.err
    assert "role: Lead\n" in pages.text(BO)
    assert "- Ada Quill\n- Cyril Ash\n" in pages.text(BO)
