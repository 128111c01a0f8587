from datetime import UTC, datetime

import pytest
from command_line import SYNC, Winnow, run, winnow
from hypothesis import given, settings
from hypothesis import strategies as st

from core.opening import open_session
from core.settings import Request
from core.settings import settings as settings_of

__all__ = ["winnow"]

ADA, BO = "Work/People/Ada Quill/README.md", "Work/People/Bo Lin/README.md"
PAGES = {
    ADA: "---\ntitle: Ada Quill\naliases: [Addie]\ntags: [needs-review]\nlast_contact: 2026-01-03\n---\n# Ada\n",
    BO: "# Bo Lin\n\nWorks with [[Ada Quill]].\n- [ ] Ask her @Addie\n",
    "Work/ROB/Round Table/2026-01-02 - First.md": "---\nparticipants: [Nell Thorn, Ada Qull, Speaker 1]\n---\n- [ ] Go @Nell Thorn\n",
}  # fmt: skip


@pytest.fixture
def people(winnow: Winnow) -> Winnow:
    winnow.write(PAGES)
    return winnow


def test_entities_are_listed_with_every_field(people: Winnow) -> None:
    done = people("list", "entities", "--json")
    assert (done.code, done.err) == (0, "")
    assert [row["name"] for row in done.json] == ["Ada Quill", "Bo Lin", "Round Table"]
    assert done.json[0] == {
        "key": ADA,
        "path": ADA,
        "name": "Ada Quill",
        "type": "people",
        "aliases": ["Addie"],
        "open_tasks": 1,
        "proposals": 2,
        "notes": 1,
        "backlinks": 1,
        "mentions": done.json[0]["mentions"],
        "last_contact": "2026-01-03",
        "flagged": True,
        "pinned": False,
        "badges": [],
    }
    table = done.json[2]
    assert (table["path"], table["key"]) == (None, "Work/ROB/Round Table")
    assert [badge["code"] for badge in table["badges"]] == ["no-page"]


def test_entities_for_people_are_a_line_each(people: Winnow) -> None:
    lines = people("list", "entities").out.rstrip("\n").split("\n")
    assert lines[0].split() == ["people", "Ada", "Quill", "1", "open", "2", "?", "1", "note", "1", "link", "2026-01-03", "flagged"]  # fmt: skip
    assert lines[0].index("Ada") == lines[1].index("Bo")
    assert "no-page" in lines[2]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["in:people"], ["Ada Quill", "Bo Lin"]),
        (["in:people", "--sort", "proposals", "--limit", "1"], ["Ada Quill"]),
        (["--sort", "notes"], ["Ada Quill", "Round Table", "Bo Lin"]),
        (["addie"], ["Ada Quill"]),
        (["no:page"], ["Round Table"]),
        (["-is:flagged", "has:page"], ["Bo Lin"]),
    ],
)
def test_entities_are_filtered_and_sorted(people: Winnow, words: list[str], names: list[str]) -> None:  # fmt: skip
    assert [row["name"] for row in people("list", "entities", *words, "--json").json] == names


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["list", "entities", "owner:me"], "there is no “owner:”"),
        (["list", "entities", "is:nice"], "there is no “is:nice”"),
        (["list", "entities", "--sort", "size"], "--sort knows no “size”"),
        (["list", "tasks", "--sort", "name"], "--sort is for winnow list entities"),
        (["list", "names", "in:people"], "there is no “in:people”"),
        (["jump"], "winnow jump wants"),
    ],
)
def test_what_is_not_understood_is_wrong_usage(people: Winnow, words: list[str], says: str) -> None:
    done = people(*words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_the_jump_finds_names_by_a_few_letters(people: Winnow) -> None:
    done = people("jump", "aq", "--json")
    assert done.json[0] == {
        "path": ADA,
        "name": "Ada Quill",
        "type": "people",
        "score": done.json[0]["score"],
        "matched": "Ada Quill",
        "letters": [0, 4],
        "tier": "initials",
        "key": ADA,
    }
    assert [row["name"] for row in people("jump", "rob/round", "--json").json] == ["Round Table"]
    assert people("jump", "addie", "--json").json[0]["matched"] == "Addie"
    assert people("jump", "zzzz", "--json").json == []
    assert len(people("jump", "a", "--limit", "1", "--json").json) == 1
    assert people("jump", "ada", "quill").out.split()[1:4] == ["people", "Ada", "Quill"]


def test_what_was_chosen_and_pinned_on_a_screen_comes_first(people: Winnow) -> None:
    people.write({"Work/People/Eda Abel.md": "x", "Work/People/Eda Zorn.md": "x"})
    assert [row["name"] for row in people("jump", "eda", "--json").json][:2] == [
        "Eda Abel",
        "Eda Zorn",
    ]
    request = Request([(str(people.vault), "")], folder="", state=str(people.state))
    screen = open_session(request, settings_of(request), lambda: datetime(2026, 1, 5, tzinfo=UTC))
    screen.scan()
    screen.browse.chosen("Work/People/Eda Zorn.md")
    screen.browse.pin(BO)
    screen.close()
    assert [row["name"] for row in people("jump", "eda", "--json").json][:2] == [
        "Eda Zorn",
        "Eda Abel",
    ]
    assert people("list", "entities", "--json").json[0]["name"] == "Bo Lin"
    assert [row["name"] for row in people("list", "entities", "is:pinned", "--json").json] == ["Bo Lin"]  # fmt: skip


def test_names_without_a_page_are_listed(people: Winnow) -> None:
    names = {row["name"]: row for row in people("list", "names", "--json").json}
    assert set(names) == {"Nell Thorn", "Ada Qull"}
    assert (names["Nell Thorn"]["count"], names["Nell Thorn"]["kinds"]) == (2, ["participant", "owner"])  # fmt: skip
    assert {place["line"] for place in names["Nell Thorn"]["where"]} == {1, 4}
    [offer] = names["Ada Qull"]["candidates"]
    assert (offer["path"], offer["name"]) == (ADA, "Ada Quill")
    assert "Ada Quill?" in people("list", "names").out
    assert [row["name"] for row in people("list", "names", "is:placeholder", "--json").json] == ["Speaker 1"]  # fmt: skip


def test_an_entity_is_shown_with_all_that_belongs_to_it(people: Winnow) -> None:
    shown = people("show", "addie", "--json").json
    assert (shown["path"], shown["name"], shown["aliases"]) == (ADA, "Ada Quill", ["Addie"])
    assert {task["text"] for task in shown["tasks"]} == {"Send the deck", "Book the room", "Ask her"}  # fmt: skip
    assert [note["path"] for note in shown["notes"]] == [SYNC]
    assert [(place["path"], place["line"], place["text"]) for place in shown["backlinks"]] == [
        (BO, 3, "Works with [[Ada Quill]].")
    ]
    assert shown["counts"]["backlinks"] == 1
    assert shown["properties"]["last_contact"] == "2026-01-03"
    text = people("show", "Ada Quill").out
    assert all(word in text for word in ("Ask her", "Sync with Ada", "Works with", "a review"))


def test_a_folder_without_a_page_is_shown_and_says_so(people: Winnow) -> None:
    for item in ("Round Table", "Work/ROB/Round Table"):
        shown = people("show", item, "--json").json
        assert (shown["path"], [badge["code"] for badge in shown["badges"]]) == (None, ["no-page"])
    assert "has no page" in people("show", "Round Table").out


def test_a_note_is_shown_with_what_links_to_it(people: Winnow) -> None:
    people.write({"x.md": "See [[2026-01-02 - Sync]].\n"})
    shown = people("show", SYNC, "--json").json
    assert [(place["path"], place["line"]) for place in shown["backlinks"]] == [("x.md", 1)]
    assert "x.md:1" in people("show", SYNC).out


def test_an_original_that_is_not_triaged_is_shown_too(people: Winnow) -> None:
    people.write({SYNC: "*Source: [[sync]]*\n", "Work/_archive/sync.md": "# Old\n"})
    shown = people("show", "Sources/sync.md", "--json").json
    assert (shown["title"], shown["tasks"]) == ("sync", [])
    assert [place["path"] for place in shown["backlinks"]] == [SYNC]
    assert people("show", "Work/_archive/sync.md", "--json").json["backlinks"] == []


def test_who_is_not_there_is_not_shown_and_who_is_nearly_is_offered(people: Winnow) -> None:
    done = people("show", "Ada Qull")
    assert (done.code, done.out) == (1, "")
    assert (
        done.err == "winnow: there is no task, page or entity “Ada Qull”; is “Ada Quill” meant?\n"
    )
    people.write({"Other/People/Ada Quill/README.md": "x"})
    done = people("show", "ada quill")
    assert (done.code, done.out) == (1, "")
    assert f"is the name of 2 pages; a path says which: Other/People/Ada Quill/README.md, {ADA}" in done.err  # fmt: skip
    rows = people("list", "entities", "badge:same-name", "--json").json
    assert [row["key"] for row in rows] == ["Other/People/Ada Quill/README.md", ADA]


def test_a_broken_table_of_names_is_a_sentence(people: Winnow) -> None:
    people.write({"aliases.yaml": "{ nope"})
    before = people.notes()
    done = people("list", "entities", "--json")
    assert (done.code, len(done.json)) == (0, 3)
    assert done.err.startswith("winnow: aliases.yaml cannot be read as YAML: ")
    assert people.notes() == before


HOSTILE = st.text(
    st.characters(blacklist_categories=["Cs"]) | st.sampled_from("[]#|/'\x1b\x9b\u202e\"\\\r\n"), max_size=40
)  # fmt: skip


@settings(max_examples=10)
@given(title=HOSTILE, alias=HOSTILE, words=HOSTILE)
def test_hostile_pages_are_listed_in_ascii(
    title: str, alias: str, words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    page = folder / "People/A/README.md"
    page.parent.mkdir(parents=True)
    page.write_bytes(
        f"---\ntitle: {title}\naliases: ['{alias}']\n---\n[[{words}]] @{words}\n".encode()
    )
    for call in (["list", "entities"], ["list", "names"], ["jump", "a"], ["show", "A"]):
        place = ["--vault", str(folder), "--state", str(folder / ".s"), "--cache", str(folder / ".c")]  # fmt: skip
        done = run(*place, *call, "--json")
        assert (done.code, done.out.isascii()) == (0, True)
        assert "\x1b" not in run(*place, *call).out
