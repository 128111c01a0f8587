"""`winnow list review`, and `winnow show` of a page that waits."""

import pytest
from command_line import Winnow, winnow

__all__ = ["winnow"]

ADA, SOFT = "Work/People/Ada Quill/README.md", "Work/People/Ada Quil/README.md"
PAGES = {
    ADA: "---\ntitle: Ada Quill\ntags: [needs-review]\nemail: ''\n---\n# Ada Quill\n\n## Key Facts\n- Leads the yard.\n- Leads the yard!\n",
    SOFT: "# Ada Quil\n\n## Key Facts\n- Leads the yard\n\nMet [[Ada Quill]].\n",
    "Work/People/Speaker 3/README.md": "---\nauto_created: true\n---\n# Speaker 3\n",
    "Work/Plan.md": "# The \x1b[31mplan\n\nLook at it #needs-review\n",
}


@pytest.fixture
def pages(winnow: Winnow) -> Winnow:
    winnow.write(PAGES)
    return winnow


def test_pages_that_wait_are_listed_with_every_field(pages: Winnow) -> None:
    done = pages("list", "review", "--json")
    assert done.code == 0
    assert [row["name"] for row in done.json] == ["Ada Quill", "Speaker 3", "The \x1b[31mplan"]
    ada = done.json[0]
    assert ada == {
        "key": ADA,
        "path": ADA,
        "name": "Ada Quill",
        "type": "people",
        "why": ["near-name", "empty-key", "needs-review"],
        "reasons": [
            {"code": "near-name", "says": "nearly the name of Ada Quil"},
            {"code": "empty-key", "says": "nothing is written for email"},
            {"code": "needs-review", "says": "it is tagged needs-review"},
        ],
        "evidence": ada["evidence"],
        "candidates": [
            {
                "key": SOFT,
                "path": SOFT,
                "name": "Ada Quil",
                "type": "people",
                "score": 94,
                "why": "spelled nearly so: ada quil",
                "signals": ["spelling"],
                "vetoes": [],
            }
        ],
    }
    assert set(ada["evidence"]) == {"mentions", "notes", "backlinks", "facts"}
    assert (ada["evidence"]["backlinks"], ada["evidence"]["facts"]) == (1, 2)
    assert done.json[1]["why"] == ["not-a-name", "stub", "no-links", "auto-created"]
    assert done.json[1]["candidates"] == []
    assert done.json[2]["type"] == ""


def test_a_filter_and_a_limit(pages: Winnow) -> None:
    def listed(*words: str) -> list[str]:
        return [row["name"] for row in pages("list", "review", *words, "--json").json]

    assert listed("has:candidates") == ["Ada Quill"]
    assert listed("why:auto-created") == ["Speaker 3"]
    assert listed("--limit", "1") == ["Ada Quill"]
    assert listed("nobody") == []
    wrong = pages("list", "review", "why:odd")
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no “why:odd”" in wrong.err


def test_people_get_a_line_each_and_no_control_characters(pages: Winnow) -> None:
    done = pages("list", "review")
    lines = done.out.rstrip("\n").split("\n")
    assert len(lines) == 3
    assert "near-name empty-key" in lines[0]
    assert lines[0].endswith("Ada Quil?")
    assert "\x1b" not in done.out


def test_a_page_that_waits_is_shown_with_its_card(pages: Winnow) -> None:
    done = pages("show", "Ada Quill")
    for words in (
        "It waits for a review", "nothing is written for email", "Is it the same as one of these?", "1  94  Ada Quil",
        "1 of its facts stand there too", "- Leads the yard.  ×2", "Named on 1 line", "Met [[Ada Quill]].",
    ):  # fmt: skip
        assert words in done.out
    said = pages("show", ADA, "--json").json
    assert said["review"]["why"] == ["near-name", "empty-key", "needs-review"]
    assert said["review"]["says"]["facts"] == [{"text": "Leads the yard.", "times": 2}]
    assert said["review"]["named_in"][0]["beside"] == []
    assert said["candidates"] == said["review"]["candidates"]
    assert said["candidates"][0]["facts_in_common"] == 1
    assert pages("show", SOFT, "--json").json["review"] is None
    plan = pages("show", "Work/Plan.md")
    assert "it is tagged needs-review" in plan.out
    assert "\x1b" not in plan.out


def test_pages_are_kept_by_path_by_name_and_by_filter(pages: Winnow) -> None:
    before = (pages.vault / ADA).read_bytes()
    dry = pages("do", "keep", "Ada Quill", "--dry-run")
    assert dry.code == 0
    assert "-tags: [needs-review]\n+tags: []\n" in dry.out
    assert (pages.vault / ADA).read_bytes() == before
    done = pages("do", "keep", "Ada Quill", "--json").json
    assert (done["done"], done["files"]) == ([ADA], [ADA])
    assert b"needs-review" not in (pages.vault / ADA).read_bytes()
    again = pages("do", "keep", ADA)
    assert (again.code, again.out) == (0, "keep: 1 page already so, left as they are\n")
    assert [row["name"] for row in pages("list", "review", "--json").json] == ["Speaker 3", "The \x1b[31mplan"]  # fmt: skip
    assert pages("undo").code == 0
    assert (pages.vault / ADA).read_bytes() == before
    assert pages("do", "keep", "--filter", "is:any").out == "keep: 3 pages in 2 files\n"
    assert pages("list", "review", "--json").json == []


def test_pages_are_put_off_and_come_back(pages: Winnow) -> None:
    assert pages("do", "snooze", "Work/Plan.md", SOFT, "--to", "2026-01-09").code == 0
    assert "The \x1b[31mplan" not in [row["name"] for row in pages("list", "review", "--json").json]
    pages("do", "snooze", "Work/Plan.md", "--to", "none")
    assert "The \x1b[31mplan" in [row["name"] for row in pages("list", "review", "--json").json]
    assert pages("do", "snooze", "Ada Quill", "--to", "changed").code == 0
    assert len(pages("list", "review", "--json").json) == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["keep", "Nobody"], 1, "Nobody: there is no such page"),
        (["keep", ADA, "Nobody"], 4, "Nobody: there is no such page"),
        (["keep", ADA, "--to", "x"], 2, "keep takes no --to"),
        (["keep"], 2, "wants items"),
        (["keep", "--filter", "why:odd"], 2, "there is no “why:odd”"),
        (["snooze", ADA, "--to", "2025-01-01"], 1, "is not a day to come"),
    ],
)
def test_what_cannot_be_done_to_pages_is_said(
    pages: Winnow, words: list[str], code: int, says: str
) -> None:
    done = pages("do", *words)
    assert done.code == code
    assert says in done.err
