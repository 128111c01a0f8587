"""The Entities pane: its list, what it shows of each, and how one goes about in it."""

from pathlib import Path

import pytest
from desk import read_vault, write_vault
from piloting import desk_on, textual_key
from textual import events
from townsfolk import ADA, BO, PEOPLE, SYNC, as_bytes, names, pane, places, read, under

from core.config import Config
from tui import messages

ALL = ["# people", "Ada Quill", "Bo Lin", "Cai Moss", "# projects", "Bare", "Pilot"]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", as_bytes())


async def test_types_and_names_are_listed_with_what_is_known_of_them(vault: Path) -> None:
    async with desk_on(vault, size=(150, 30)) as desk:
        await desk.do("pane.entities")
        assert names(desk) == ALL
        assert under(desk) == "Ada Quill"
        line = next(line for line in desk.screen.split("\n") if line.startswith("▌"))
        assert line.split("│")[0].split()[:6] == ["▌", "Ada", "Quill", "1", "2", "2"]
        assert "2 Jan" in line
        assert "⚑" in next(line for line in desk.screen.split("\n") if "  Bo Lin" in line)
        assert "People 3" in desk.screen
        assert "also written: Quilla" in desk.screen
    assert read_vault(vault) == as_bytes()


async def test_the_page_is_read_beside_the_list_and_the_tabs_show_the_rest(vault: Path) -> None:
    async with desk_on(vault, size=(150, 30)) as desk:
        await desk.do("pane.entities")
        assert read(desk) == "Ada Quill"
        assert "[Page]" in desk.screen
        seen = {}
        for tab in ("Tasks", "Backlinks", "Mentions", "Notes"):
            await desk.do("entity.next-tab")
            assert f"[{tab}" in desk.screen
            seen[tab] = " ".join(places(desk))
        assert "Send the deck" in seen["Tasks"]
        assert "Knows Ada Quill" in seen["Backlinks"]
        assert "Led by Ada Quill" in seen["Backlinks"]
        assert "Sync" in seen["Notes"]
        await desk.do("entity.next-tab")
        assert "[Page]" in desk.screen
        await desk.do("entity.previous-tab", "cursor.down")
        assert "[Notes" in desk.screen
        assert under(desk) == "Bo Lin"
        assert "It has no notes." in desk.screen


async def test_a_row_of_a_tab_opens_its_line_and_esc_leads_back_to_the_row(vault: Path) -> None:
    async with desk_on(vault, size=(150, 30)) as desk:
        await desk.do("pane.entities", "entity.next-tab", "entity.next-tab", "open", "cursor.down")
        row = pane(desk).rows.cursor_id
        await desk.do("open")
        page = pane(desk).note.page
        assert page is not None
        marked = next(line for line in page.lines if line.mark)
        assert "Ada Quill" in marked.text
        assert "esc back" in desk.screen
        await desk.do("back")
        assert pane(desk).rows.cursor_id == row
        assert pane(desk).reading
        await desk.do("back")
        assert not pane(desk).reading
        await desk.do("cursor.down")
        assert under(desk) == "Bo Lin"


async def test_the_list_is_filtered_as_one_types_and_esc_brings_all_back(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "filter")
        await desk.write("quilla")
        assert names(desk) == ["# people", "Ada Quill"]
        assert "1 of 5" in desk.screen
        await desk.type("enter")
        await desk.do("cursor.down", "cursor.first", "cursor.down")
        assert under(desk) == "Ada Quill"
        await desk.do("back")
        assert names(desk) == ALL
        await desk.do("filter")
        await desk.write("zzzz")
        assert "Nothing matches  zz" in desk.screen
        await desk.type("escape")
        assert names(desk) == ALL


async def test_keys_typed_ahead_of_the_filter_are_its_words(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type("2", "slash", *"bo", "enter")
        assert names(desk) == ["# people", "Bo Lin"]


async def test_the_order_goes_through_the_columns_and_turns(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "entity.turn")
        assert names(desk)[:4] == ["# people", "Cai Moss", "Bo Lin", "Ada Quill"]
        await desk.do("entity.sort")
        assert "by open tasks" in desk.screen
        assert names(desk)[1] == "Ada Quill"
        await desk.do("entity.turn")
        assert names(desk)[3] == "Ada Quill"
        for words in ("proposals", "last contact", "mentions", "backlinks"):
            await desk.do("entity.sort")
            assert f"by {words}" in desk.screen


async def test_a_pin_comes_first_and_stays_for_the_next_time(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "cursor.last", "entity.pin")
        assert names(desk)[:2] == ["# pinned", "Pilot"]
        assert under(desk) == "Pilot"
        assert "pinned  Pilot" in desk.toasts
    async with desk_on(vault, pane="entities") as desk:
        assert names(desk)[:2] == ["# pinned", "Pilot"]
        await desk.do("cursor.first", "cursor.down", "entity.pin")
        assert names(desk) == ALL


async def test_types_fold_and_unfold(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "cursor.first", "entity.previous-tab")
        assert names(desk) == ["# people", *ALL[4:]]
        await desk.do("entity.next-tab")
        assert names(desk) == ALL
        await desk.do("open")
        assert names(desk) == ["# people", *ALL[4:]]
        await desk.do("rescan")
        assert names(desk) == ["# people", *ALL[4:]]


async def test_what_changes_outside_changes_rows_and_moves_nothing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "entity.sort", "cursor.down")
        assert under(desk) == "Bo Lin"
        before = names(desk)
        (vault / BO).write_text(PEOPLE[BO] + "- [ ] One\n- [ ] Two\n- [ ] Three\n")
        new = vault / "Work/People/Dot Ray/README.md"
        new.parent.mkdir()
        new.write_text("# Dot Ray\n")
        desk.app.jobs.look_around()
        await desk.settle()
        assert [name for name in names(desk) if name != "Dot Ray"] == before
        assert "Dot Ray" in names(desk)
        assert under(desk) == "Bo Lin"
        assert "Three" in desk.screen
        row = pane(desk).listing.rows[BO]
        assert row.open_tasks == 4
        await desk.do("rescan")
        assert names(desk)[1] == "Bo Lin"


async def test_a_page_that_changes_outside_is_read_again_and_stays_scrolled(vault: Path) -> None:
    async with desk_on(vault, size=(110, 24)) as desk:
        await desk.do("pane.entities", "entity.previous-tab", "open", "open", "cursor.half-down")
        assert read(desk) == "Sync"
        before = pane(desk).note.standing
        (vault / SYNC).write_text(PEOPLE[SYNC].replace("more", "less"))
        desk.app.jobs.look_around()
        await desk.settle()
        assert "less" in desk.screen
        assert pane(desk).note.standing == before


async def test_an_entity_without_a_page_says_so_and_its_notes_are_there(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "cursor.last", "cursor.up")
        assert under(desk) == "Bare"
        assert "It has no page" in desk.screen
        await desk.do("copy.link")
        assert desk.app.clipboard == "[[Bare]]"
        await desk.do("entity.previous-tab")
        assert "Talk" in " ".join(places(desk))


async def test_its_tasks_are_shown_in_their_own_pane(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "entity.tasks")
        assert desk.app.main.pane == "tasks"
        assert desk.app.main.tasks.filter == 'entity:"Ada Quill"'
        assert desk.texts == ["Send the deck"]


async def test_links_and_lines_are_copied_and_tasks_verbs_say_where_they_act(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities", "copy.link")
        assert desk.app.clipboard == "[[Ada Quill]]"
        await desk.do("entity.next-tab", "copy.line")
        assert "Send the deck" in desk.app.clipboard
        await desk.do("task.accept")
        assert "This acts on tasks: 3 shows them." in desk.toasts
    assert read_vault(vault) == as_bytes()


async def test_a_decision_taken_elsewhere_is_counted_when_one_comes_back(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("pane.entities")
        assert pane(desk).listing.rows[ADA].open_tasks == 1
        await desk.do("pane.tasks")
        await desk.filter("deck")
        await desk.do("task.accept", "pane.entities")
        assert pane(desk).listing.rows[ADA].open_tasks == 2
        await desk.do("undo")
        assert pane(desk).listing.rows[ADA].open_tasks == 1
    assert read_vault(vault) == as_bytes()


@pytest.mark.parametrize("size", [(40, 10), (59, 20), (80, 24), (99, 30), (200, 60)])
async def test_every_size_shows_a_list_and_opens_what_is_under_the_cursor(
    vault: Path, size: tuple[int, int]
) -> None:
    async with desk_on(vault, size=size, pane="entities") as desk:
        assert "Ada Quill" in desk.screen
        await desk.do("open")
        assert read(desk) == "Ada Quill"
        await desk.do("back", "cursor.down")
        assert under(desk) == "Bo Lin"
        assert not pane(desk).reading


async def test_without_entities_the_list_says_what_makes_some(tmp_path: Path) -> None:
    async with desk_on(write_vault(tmp_path / "Notes", {"a.md": b"x\n"}), pane="entities") as desk:
        assert "No people, projects or customers here." in desk.screen
        await desk.do("cursor.down", "open", "entity.pin", "entity.next-tab", "copy.link", "back")
        assert desk.app.is_running


async def test_plain_ascii_is_enough(vault: Path) -> None:
    async with desk_on(vault, pane="entities", config=Config(glyphs="ascii")) as desk:
        assert "- People 3" in desk.screen
        side = [line.split("│")[0].split("|")[0] for line in desk.screen.split("\n")[2:-3]]
        assert all(part.isascii() for part in side)


async def test_clicks_choose_tabs_and_rows(vault: Path) -> None:
    async with desk_on(vault, size=(150, 30), pane="entities") as desk:
        for text, seen in (("Backlinks", "[Backlinks"), ("Bo Lin", "[Backlinks")):
            lines = desk.screen.split("\n")
            y = next(y for y, line in enumerate(lines) if text in line)
            await desk.pilot.click(offset=(lines[y].index(text), y))
            await desk.settle()
            assert seen in desk.screen
        assert under(desk) == "Bo Lin"


async def test_a_key_means_who_is_under_the_cursor_however_fast_one_types(vault: Path) -> None:
    async with desk_on(vault, pane="entities") as desk:
        for key in "j*y":
            desk.app.post_message(events.Key(textual_key(key), key))
        await desk.settle()
        assert names(desk)[:2] == ["# pinned", "Bo Lin"]
        assert desk.app.clipboard == "[[Bo Lin]]"


async def test_how_far_the_words_are_indexed_is_said_until_they_are(vault: Path) -> None:
    async with desk_on(vault, pane="entities") as desk:
        desk.app.post_message(messages.Indexed(1, 5))
        await desk.settle()
        assert "indexing words 1 of 5" in desk.screen
        desk.app.post_message(messages.Indexed(5, 5))
        await desk.settle()
        assert "indexing" not in desk.screen
        assert under(desk) == "Ada Quill"


async def test_any_size_after_any_other_keeps_cursor_tab_and_boxes(vault: Path) -> None:
    sizes = [(110, 30), (1, 1), (80, 24), (39, 9), (60, 20), (2, 40), (200, 60), (300, 3), (59, 10)]
    async with desk_on(vault, pane="entities") as desk:
        await desk.do("cursor.down", "entity.previous-tab")
        for box in ("", "jump"):
            if box:
                await desk.do(box)
            for columns, lines in sizes:
                await desk.pilot.resize_terminal(columns, lines)
                await desk.pilot.pause()
                assert under(desk) == "Bo Lin"
                assert pane(desk).tab == "Notes"
                assert desk.on_main is not bool(box)
        await desk.type("escape")
        await desk.pilot.resize_terminal(110, 30)
        await desk.do("cursor.down")
        assert under(desk) == "Cai Moss"
