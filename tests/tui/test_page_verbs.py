"""Verbs about pages on the screen: in the Review pane, on names without a page, and among entities."""

import asyncio
from pathlib import Path

import pytest
from desk import write_vault
from piloting import Desk, desk_on

from tui.review.messages import NamesListed

ADA, SOFT = "Work/People/Ada Quill/README.md", "Work/People/Ada Quil/README.md"
BO, CAI = "Work/People/Bo Lin/README.md", "Work/People/Cai Moss/README.md"
SYNC = "Work/People/Ada Quill/2026-01-02 - Sync.md"
PAGES = {
    ADA: "---\ntype: people\ntags: [type/people, needs-review]\nrole: lead\ncompany: Fir\n---\n# Ada Quill\n\n## Key Facts\n- Leads the yard.\n",
    SOFT: "---\nrole: head\ncompany: Fir & Co\n---\n# Ada Quil\n\nMet [[Ada Quill]].\n",
    BO: "---\nemail: ''\nrole: smith\n---\n# Bo Lin\n\nKnows [[Ada Quill]]; Cai Moss and Cai Moss too.\n",
    CAI: "---\ntags: [needs-review]\n---\n# Cai Moss\n",
    SYNC: "---\ntitle: Sync\ndate: 2026-01-02\nparticipants:\n- Cay Moss\n- Dee Fay\n---\n# Sync\n\n- [?] Ask @Dee Fay\n- Cai Moss came\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", {path: text.encode() for path, text in PAGES.items()})


def files(vault: Path) -> dict[str, str]:
    """Every file of the vault that is text, the settings left out."""
    found = (file for file in vault.rglob("*") if file.is_file())
    paths = {file.relative_to(vault).as_posix(): file for file in found}
    return {
        path: file.read_text("utf-8") for path, file in paths.items() if ".obsidian" not in path
    }


def names(desk: Desk) -> list[str]:
    """What the Review pane lists, headings left out."""
    pane = desk.app.main.review
    rows = (pane.get(id) or pane.listing.name(id) for id in pane.list.ids)
    return [row.name for row in rows if row is not None]


async def go_to(desk: Desk, name: str) -> None:
    """Put the cursor of the Review pane on a page, or on a name without one."""
    pane = desk.app.main.review
    for id in pane.list.ids:
        row = pane.get(id) or pane.listing.name(id)
        if row is not None and row.name == name:
            pane.list.go_to(id)
    await desk.settle()


async def test_keys_a_page_keep_1_merge_2_rename_its_letters_and_2(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await desk.type("a")
        kept = files(vault)
        assert kept[ADA] == before[ADA].replace(", needs-review", "")
        await desk.type("u")
        await desk.type("m")
        await desk.type("y")
        assert ADA not in files(vault)
        await desk.type("u")
        assert files(vault) == before
        await desk.type("r")
        await desk.write(" II")
        box = desk.app.screen
        async with asyncio.timeout(20):
            while "files move" not in desk.screen:  # the diff stands there while one still types
                await desk.pilot.pause(0.05)
        assert box is desk.app.screen
        await desk.type("enter")
        assert "Work/People/Ada Quill II/README.md" in files(vault)
        assert desk.on_main
        row = desk.app.main.review.item
        assert row is not None
        assert row.name == "Ada Quill II"  # the cursor stays with the page
        assert names(desk)[0] == row.name  # and the page in its place


async def test_merge_shows_both_sides_and_a_letter_takes_the_other(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("m")
        assert "▌1 Ada Quil " in desk.screen
        assert " a  role: head, not lead" in desk.screen
        await desk.type("a", "b", "b")
        assert " a  role: lead, not head" in desk.screen
        assert " b  company: Fir & Co, not Fir" in desk.screen
        await desk.type("enter", "m")
        assert not desk.on_main  # neither does it
        await desk.type("y")
        assert files(vault)[SOFT].startswith("---\nrole: lead\ncompany: Fir & Co\n")


async def test_merge_keys_that_are_faster_than_the_diff_wait_for_it(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.pilot.press("m", "a", "y", "j")
        await desk.settle()
        await desk.settle()
        assert desk.on_main
        assert "role: lead" in files(vault)[SOFT]
        assert "copied" not in desk.toasts


async def test_merge_into_anybody_who_is_looked_for(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("m", "slash")
        await desk.write("bo l")
        await desk.type("enter")
        assert "▌1 Bo Lin" in desk.screen
        await desk.type("2")
        assert "▌2 Ada Quil" in desk.screen
        await desk.type("1", "y")
        assert "Leads the yard" in files(vault)[BO]


async def test_marked_pages_are_merged_into_one_of_them(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await go_to(desk, "Ada Quill")
        await desk.type("space")
        await go_to(desk, "Cai Moss")
        await desk.type("space", "m")
        assert "merge 2 pages into" in desk.screen
        assert "marked" in desk.screen
        await desk.type("2", "y")
        after = files(vault)
        assert ADA not in after
        assert "Leads the yard" in after[CAI]
        await desk.type("u")
        assert files(vault) == before


async def test_a_name_that_is_refused_says_why_and_enter_does_nothing(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await desk.type("r", "ctrl+u")
        await desk.write("Bo Lin", "enter", "enter")
        assert "means Work/People/Bo Lin" in desk.screen.replace("\n", "")
        assert not desk.on_main
        await desk.type("escape")
        assert files(vault) == before


async def test_n_gives_one_more_name_or_makes_the_page_one_of_another(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("n")
        await desk.write("Quilla")
        assert "+ one more name: “Quilla”" in desk.screen
        await desk.type("enter")
        assert "aliases:" in files(vault)[ADA]
        assert "Quilla" in files(vault)[ADA]
        await desk.type("n", "1")  # the likeliest: the diff of the merge is next
        assert "merge “Ada Quill” into" in desk.screen
        await desk.type("y")
        assert "Quilla" in files(vault)[SOFT]
        assert ADA not in files(vault)


async def test_another_type_moves_the_page_and_all_marked_ones(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await go_to(desk, "Cai Moss")
        await desk.type("T")
        assert "1  customer" in desk.screen
        await desk.type("2")
        assert "y does it" in desk.screen
        await desk.type("y")
        assert "Work/Projects/Cai Moss/README.md" in files(vault)
        await desk.type("u")
        assert files(vault) == before


async def test_trash_asks_what_becomes_of_links_and_notes(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await desk.type("x")
        assert "2 notes link there" in desk.screen
        await desk.type("u")
        assert "1 note" in desk.screen
        await desk.type("k")
        assert "y does it" in desk.screen
        await desk.type("y")
        after = files(vault)
        assert ADA not in after
        assert "[[Ada Quill]]" not in after[BO]
        assert SYNC in after
        await desk.type("u")
        assert files(vault) == before
        await desk.type("x", "r")
        await desk.write("bo")
        await desk.type("enter", "k", "y")
        assert "Met [[Bo Lin" in files(vault)[SOFT]


async def test_a_form_fills_in_several_pages_after_a_look_at_the_diff(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await go_to(desk, "Ada Quill")
        await desk.type("space")
        await go_to(desk, "Bo Lin")
        await desk.type("space", "t")
        assert "properties of 2 pages" in desk.screen
        assert "lead, smith; - takes it off" in desk.screen
        await desk.type("tab", "down", "shift+tab")
        await desk.write("Oak", "enter")
        assert "+ company: Oak" in desk.screen
        await desk.type("y")
        after = files(vault)
        assert "company: Oak\n" in after[ADA]
        assert "company: Oak\n" in after[BO]
        assert "role: lead" in after[ADA]
        await desk.type("escape")
        await go_to(desk, "Bo Lin")
        await desk.pilot.press("t", "x", "enter")  # before the form is filled
        await desk.settle()
        await desk.type("y")
        assert "role: smithx\n" in files(vault)[BO]


async def test_a_form_takes_properties_off_and_any_other_one(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.type("t", "ctrl+u", "up")
        await desk.write("desk", "enter")
        assert "written as property=value" in desk.screen
        await desk.write("=4", "enter", "y")
        page = files(vault)[ADA]
        assert "role" not in page
        assert "desk: 4" in page or "desk: '4'" in page


async def test_mentions_become_links(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await go_to(desk, "Cai Moss")
        await desk.type("L")
        assert "y does it" in desk.screen
        await desk.type("y")
        assert "[[Cai Moss]] and [[Cai Moss]] too" in files(vault)[BO]
        assert "- [[Cai Moss]] came" in files(vault)[SYNC]


async def test_names_stand_below_the_pages_and_are_made_into_pages(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        assert names(desk)[-2:] == ["Dee Fay", "Cay Moss"]
        assert "Names without a page" in desk.screen
        assert "[4 Review 3]" in desk.screen  # pages are counted, names are not
        await desk.filter_here("is:name")
        assert names(desk) == ["Dee Fay", "Cay Moss"]
        await desk.type("space")
        assert "name without a page" in desk.toasts
        await desk.type("c", "1")
        assert "Work/People/Dee Fay/README.md" in files(vault)
        assert names(desk) == ["Cay Moss"]
        await desk.type("u")
        assert names(desk) == ["Dee Fay", "Cay Moss"]


async def test_a_name_becomes_one_more_of_a_page_or_is_written_as_it_is(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        before = files(vault)
        await go_to(desk, "Cay Moss")
        assert "It may mean" in desk.screen
        await desk.type("n", "1")
        assert "Cay Moss" in files(vault)[CAI]
        assert "Cay Moss" not in names(desk)
        await desk.type("u")
        assert files(vault) == before
        await go_to(desk, "Cay Moss")
        await desk.type("m", "1")
        assert "+ - Cai Moss" in desk.screen
        await desk.type("y")
        assert "- Cai Moss\n- Dee Fay" in files(vault)[SYNC]
        await desk.type("u")
        assert files(vault) == before


async def test_enter_on_a_name_reads_where_it_stands(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await go_to(desk, "Dee Fay")
        await desk.type("enter")
        page = desk.app.main.review.note.page
        assert page is not None
        assert page.path == SYNC
        await desk.type("escape")
        assert "nobody answers to it" in desk.screen


async def test_entities_have_the_same_keys(vault: Path) -> None:
    async with desk_on(vault, pane="entities", size=(120, 40)) as desk:
        pane, before = desk.app.main.entities, files(vault)
        pane.seek(CAI)
        await desk.settle()
        await desk.type("r")
        await desk.write("er", "enter")
        await desk.type("enter")
        renamed = "Work/People/Cai Mosser/README.md"
        assert renamed in files(vault)
        assert pane.key == renamed
        await desk.type("u")
        assert files(vault) == before
        pane.seek(CAI)
        await desk.settle()
        await desk.type("T", "2", "y")
        assert pane.key == "Work/Projects/Cai Moss/README.md"
        await desk.type("u")
        pane.seek(ADA)
        await desk.settle()
        await desk.type("m", "y")
        assert pane.key == SOFT


async def test_marked_mentions_are_linked_and_no_others(vault: Path) -> None:
    async with desk_on(vault, pane="entities", size=(120, 40), cached=True) as desk:
        pane = desk.app.main.entities
        desk.app.session.words.start()
        assert desk.app.session.words.wait(20)
        pane.seek(CAI)
        await desk.settle()
        await desk.type("space")
        assert "in the tab Mentions" in desk.toasts
        await desk.type("left", "left")
        assert pane.tab == "Mentions"
        await desk.type("tab", "space")
        assert "1 marked" in desk.screen
        [(path, _)] = pane.places or ()
        await desk.type("L", "y")
        linked = {one for one in (BO, SYNC) if "[[Cai Moss]]" in files(vault)[one]}
        assert linked == {path}
        await desk.type("escape")
        assert pane.places is None


async def test_the_jump_makes_a_page_of_a_name_that_nobody_has(vault: Path) -> None:
    async with desk_on(vault, size=(120, 40)) as desk:
        await desk.do("jump")
        await desk.write("Zed Yu")
        assert "+ create “Zed Yu”" in desk.screen
        await desk.type("enter", "1")
        assert "Work/People/Zed Yu/README.md" in files(vault)


async def test_repeat_does_the_same_to_the_next_page(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await go_to(desk, "Ada Quill")
        await desk.type("t")
        await desk.write("er", "enter", "y")
        assert "role: leader" in files(vault)[ADA]
        await go_to(desk, "Bo Lin")
        await desk.type("full_stop", "y")
        assert "role: leader" in files(vault)[BO]


async def test_boxes_that_were_left_hear_nothing_and_those_below_others_do(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await desk.pilot.press("m", "escape", "n", "escape", "t", "escape", "j", "m", "escape")
        await desk.settle()
        assert desk.on_main
        await desk.pilot.press("k", "m", "slash")
        await desk.settle()
        await desk.type("escape")
        assert "1 file to the trash" in desk.screen


async def test_what_pages_and_names_say_is_drawn_as_itself_in_every_box(tmp_path: Path) -> None:
    said = "[red]x[/] \x1b]52;c;aGk=\x07 \u202ebidi [@click=app.quit]y[/]"
    odd = f"Work/People/[b]Q\u202e{chr(0x1B)} [/] X/README.md"
    notes = {
        odd: f"---\ntags: [needs-review]\nrole: '{said}'\nowner: '{said}'\n---\n# {said}\n\n## Key Facts\n- {said}\n",
        "Work/People/[b]Q [-] X/README.md": f"---\nrole: 'y{said}'\n---\n# Q\n\n[[{said}]]\n",
        "Work/People/Bo/2026-01-01 - S.md": f"---\nparticipants:\n- 'Nobody {said}'\n---\n# S\n\nSee [[Nobody [b] there]].\n",
    }
    root = write_vault(tmp_path / "Notes", {path: text.encode() for path, text in notes.items()})
    async with desk_on(root, pane="review", size=(120, 40)) as desk:
        pane = desk.app.main.review
        for id in (pane.list.cursor_id, pane.list.ids[-1]):  # a page, and a name
            pane.list.go_to(id or "")
            await desk.settle()
            for key in (
                ("m", "n", "t", "r", "x") if id == pane.list.cursor_id and pane.item else ("m", "c")
            ):
                await desk.type(key, *("z" * (key == "r")))
                assert not desk.dangerous, key
                while not desk.on_main:
                    desk.app.pop_screen()
                    await desk.pilot.pause()


async def test_an_empty_queue_says_where_there_is_more_to_do(tmp_path: Path) -> None:
    notes = {"Work/People/Ada Quill/README.md": b"---\ntags: [needs-review]\n---\n# Ada Quill\n\nX.\n", "A.md": b"- [?] Do\n"}  # fmt: skip
    root = write_vault(tmp_path / "Notes", notes)
    async with desk_on(root, pane="review", size=(120, 40)) as desk:
        await desk.type("a")
        assert "No page waits for a review." in desk.screen
        assert "1 decided today." in desk.screen
        assert "3  1 proposed task waits" in desk.screen
        await desk.type("u")
        await desk.filter_here("zzz")
        assert "1 page without a filter" in desk.screen


async def test_names_are_asked_for_one_question_at_a_time(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        reviewing, asked = desk.app.reviewing, list[str]()
        monkeypatch.setattr(reviewing, "ask", lambda group, *_, **__: asked.append(group))
        for _ in range(3):
            reviewing.list()
        assert asked.count("names") == 1
        reviewing.take(NamesListed("", (), 0.0))
        assert asked.count("names") == 2  # once for all that came meanwhile
        reviewing.list()
        reviewing.take(NamesListed("", None, 0.3))
        reviewing.list()
        assert asked.count("names") == 2  # those take long: later
        await desk.pilot.pause(1.2)
        assert asked.count("names") == 3
        reviewing.take(NamesListed("", (), 0.3))
        reviewing.list()
        assert asked.count("names") == 4


async def test_keys_behind_a_verb_are_its_questions_and_none_does_it_unseen(vault: Path) -> None:
    async with desk_on(vault, pane="review", size=(120, 40)) as desk:
        await go_to(desk, "Cai Moss")
        await desk.pilot.press("T", "2", "y")
        await desk.settle()
        assert "copied" not in desk.toasts
        if not desk.on_main:  # it came before the diff
            await desk.type("y")
        assert "Work/Projects/Cai Moss/README.md" in files(vault)
        await desk.type("u")
        await desk.pilot.press("L", "escape")  # left before it is known
        await desk.settle()
        assert desk.on_main
        await go_to(desk, "Ada Quill")
        await desk.type("L")  # nobody mentions her without a link
        assert desk.on_main
        assert "nothing changed" in desk.toasts
