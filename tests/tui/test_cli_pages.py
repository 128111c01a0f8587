"""`winnow do` on pages: another name, place or type, and what it says when that cannot be."""

import pytest
from command_line import Winnow, winnow

__all__ = ["winnow"]

ADA, BO = "Work/People/Ada Quill/README.md", "Work/People/Bo Lin/README.md"
PAGES = {
    ADA: "---\ntype: people\n---\n# Ada Quill\n",
    BO: "# Bo Lin\n\n[[Ada Quill]] and Ada Quill\n",
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
