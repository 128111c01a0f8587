"""The Review pane: its list, the card of each page, what its keys do, and what comes back."""

from pathlib import Path

import pytest
from desk import write_vault
from piloting import Desk, desk_on

from tui.screens.review import ReviewPane

ADA, SOFT = "Work/People/Ada Quill/README.md", "Work/People/Ada Quil/README.md"
BO, SPEAKER = "Work/People/Bo Lin/README.md", "Work/People/Speaker 3/README.md"
PAGES = {
    ADA: "---\ntype: people\ntags: [type/people, needs-review]\nrole: lead\n---\n# Ada Quill\n\n## Key Facts\n- Leads the yard.\n",
    SOFT: "# Ada Quil\n\n## Key Facts\n- Leads the yard\n\nMet [[Ada Quill]].\n",
    BO: "---\nemail: ''\n---\n# Bo Lin\n\nKnows [[Ada Quill]] and [x](y\x1b[31m).\n",
    SPEAKER: "---\nauto_created: true\n---\n# Speaker 3\n",
    "Work/People/Ada Quill/2026-01-02 - Sync.md": "# Sync\n\n- [?] Ask her\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", {path: text.encode() for path, text in PAGES.items()})


def pane(desk: Desk) -> ReviewPane:
    return desk.app.main.review


def names(desk: Desk) -> list[str]:
    return [row.name for id in pane(desk).list.ids if (row := pane(desk).get(id))]


def read(desk: Desk) -> str:
    page = pane(desk).note.page
    return "\n".join(line.text for line in page.lines) if page else ""


async def test_pages_stand_by_evidence_and_the_card_says_why_and_whom(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(140, 30)) as desk:
        assert names(desk) == ["Ada Quill", "Bo Lin", "Speaker 3"]
        assert "3 · by evidence" in desk.screen
        assert "[4 Review 3]" in desk.screen
        said = read(desk)
        assert "it is tagged needs-review" in said
        assert "1 Ada Quil (94): spelled nearly so: ada quil; 1 of its facts stand there too" in said  # fmt: skip
        assert "Met [[Ada Quill]]." in said
        assert "Leads the yard." in said
        await desk.do("cursor.down")
        assert "nothing is written for email" in read(desk)
        assert not desk.dangerous


async def test_keep_takes_the_flag_off_and_undo_brings_the_page_back(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 30)) as desk:
        before = (vault / ADA).read_bytes()
        await desk.type("a")
        assert names(desk) == ["Bo Lin", "Speaker 3"]
        assert (vault / ADA).read_bytes() == before.replace(b", needs-review", b"")
        assert "[4 Review 2]" in desk.screen
        await desk.type("u")
        assert names(desk) == ["Ada Quill", "Bo Lin", "Speaker 3"]
        assert pane(desk).list.cursor_id == ADA
        assert (vault / ADA).read_bytes() == before
        await desk.type("U")
        assert names(desk) == ["Bo Lin", "Speaker 3"]


async def test_marks_keep_several_as_one_step(vault: Path) -> None:
    async with desk_on(vault, pane="review") as desk:
        files = {path: (vault / path).read_bytes() for path in PAGES}
        await desk.type("V", "a")
        assert names(desk) == []
        assert "No page waits for a review." in desk.screen
        assert (vault / SPEAKER).read_bytes() == files[SPEAKER]  # the setting leaves it
        await desk.type("u")
        assert len(names(desk)) == 3
        assert {path: (vault / path).read_bytes() for path in PAGES} == files


async def test_snooze_puts_a_page_off_and_says_until_when(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 30)) as desk:
        await desk.type("h")
        await desk.write("until it", "enter")
        assert names(desk) == ["Bo Lin", "Speaker 3"]
        await desk.type(".", ".")
        assert names(desk) == []
        assert "when it changes: Ada Quill" in desk.screen
        (vault / BO).write_bytes((vault / BO).read_bytes() + b"more\n")
        await desk.type("R")
        assert names(desk) == ["Bo Lin"]


async def test_a_filter_leaves_those_that_it_means_and_says_what_it_does_not_know(
    vault: Path,
) -> None:
    async with desk_on(vault, pane="review", size=(120, 30)) as desk:
        await desk.do("filter")
        await desk.write("why:empty")
        assert "there is no “why:empty”" in desk.screen
        await desk.write("-key", "enter")
        assert names(desk) == ["Bo Lin"]
        assert "1 of 3" in desk.screen
        await desk.type("escape")
        assert len(names(desk)) == 3


async def test_enter_reads_the_page_and_esc_the_card_again(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 30)) as desk:
        await desk.type("enter")
        assert "# Ada Quill" not in read(desk)
        page = pane(desk).note.page
        assert page is not None
        assert page.path == ADA
        assert pane(desk).reading
        assert "waits" not in read(desk)
        await desk.type("escape")
        assert "it is tagged needs-review" in read(desk)
        await desk.type("escape", "j")
        assert pane(desk).list.cursor_id == BO


async def test_keys_of_other_panes_say_where_they_act(vault: Path) -> None:
    async with desk_on(vault, pane="review") as desk:
        await desk.type("i")
        assert "3 shows them" in desk.toasts
        await desk.type("3")
        await desk.type("4")
        assert names(desk)[0] == "Ada Quill"
        assert desk.app.main.place == "review"


async def test_what_is_refused_comes_back_with_the_reason(vault: Path) -> None:
    bad = b"---\ncreated: { { DATE } }\ntags: [needs-review]\n---\n# Ada Quill\n"
    (vault / ADA).write_bytes(bad)
    async with desk_on(vault, pane="review") as desk:
        await desk.do("filter")
        await desk.write("is:flagged ada", "enter")
        await desk.type("a")
        assert names(desk) == ["Ada Quill"]
        assert "keep refused" in desk.toasts
        assert (vault / ADA).read_bytes() == bad


async def test_a_page_that_another_program_flags_joins_the_list(vault: Path) -> None:
    async with desk_on(vault, pane="review") as desk:
        (vault / SOFT).write_bytes(b"---\ntags: needs-review\n---\n# Ada Quil\n")
        await desk.type("R")
        assert "Ada Quil" in names(desk)


async def test_what_pages_say_is_drawn_as_itself(tmp_path: Path) -> None:
    title = "[red]x[/] \x1b]52;c;aGk=\x07 \u202ebidi [@click=app.quit]y[/]"
    text = (
        f"---\ntags: [needs-review]\nrole: '{title}'\n---\n# {title}\n\n## Key Facts\n- {title}\n"
    )
    notes = {"Work/Odd.md": text, f"Work/People/[b]Q\u202e{chr(0x1B)}/README.md": text}
    root = write_vault(tmp_path / "Notes", {path: said.encode() for path, said in notes.items()})
    async with desk_on(root, pane="review", size=(140, 30)) as desk:
        assert len(names(desk)) == 2
        for key in ("j", "k", "enter", "escape"):
            await desk.type(key)
            assert not desk.dangerous
            assert "[" in desk.screen


async def test_merge_shows_the_diff_and_y_does_it(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = {path: (vault / path).read_bytes() for path in PAGES}
        await desk.type("m")
        assert "y does it" in desk.screen
        assert not desk.on_main
        await desk.type("escape")
        assert {path: (vault / path).read_bytes() for path in PAGES} == before
        await desk.type("m", "y")
        assert not (vault / ADA).exists()
        assert "Leads the yard" in (vault / SOFT).read_text("utf-8")
        assert "[[Ada Quil" in (vault / BO).read_text("utf-8")
        assert ADA not in pane(desk).list.ids
        await desk.type("u")
        assert {path: (vault / path).read_bytes() for path in PAGES} == before
        assert ADA in pane(desk).list.ids


async def test_merge_says_if_there_is_nobody_to_merge_into(vault: Path) -> None:
    async with desk_on(vault, pane="review") as desk:
        await desk.type("j", "m")
        assert "Nobody is suggested: letters find." in desk.screen
        await desk.type("escape")
        assert desk.on_main


async def test_several_candidates_are_chosen_by_their_numbers(vault: Path) -> None:
    (vault / "Work/People/Ada").mkdir()
    (vault / "Work/People/Ada/README.md").write_bytes(b"# Ada\n")
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("m")
        assert "merge “Ada Quill” into" in desk.screen
        await desk.type("2")
        assert "y does it" in desk.screen
        await desk.type("y")
        assert not (vault / ADA).exists()
        assert "Leads the yard" in (vault / "Work/People/Ada/README.md").read_text("utf-8")


async def test_rename_asks_for_the_name_and_every_link_follows(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("r")
        await desk.write("e", "enter")
        assert "[[Ada Quille" in desk.screen
        await desk.type("enter")
        assert (vault / "Work/People/Ada Quille/README.md").exists()
        assert "[[Ada Quille" in (vault / BO).read_text("utf-8")
        await desk.type("u")
        assert (vault / ADA).exists()
