"""Links of a page: going from one to the next, following them, and the way back."""

import re
from pathlib import Path

import pytest
from desk import read_vault, write_vault
from piloting import Desk, desk_on
from townsfolk import SYNC, as_bytes, pane, read, under


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", as_bytes())


async def light(desk: Desk, part: str) -> None:
    """Go from link to link until one has a text."""
    note = desk.app.main.here
    assert note is not None
    for _ in range(20):
        await desk.do("focus.next")
        if part in note.note.link:
            return
    raise AssertionError(part)


async def test_tab_goes_through_the_links_and_back_to_the_list(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        note, seen = pane(desk).note, []
        await desk.do("focus.next")
        while pane(desk).reading:
            seen.append(note.link)
            await desk.do("focus.next")
        assert seen[:4] == ["", "[[Bo Lin]]", "[[Pilot|the pilot]]", "[[Nowhere to be found]]"]
        assert seen[4:] == [
            "[[Bo Linn]]",
            "[the sync](2026-01-02%20-%20Sync.md#Plan)",
            "https://example.org/a",
            "[[Cai Moss]]",
        ]
        await desk.do("focus.previous", "focus.previous")
        assert note.link == "[[Cai Moss]]"
        await desk.do("back")
        assert not pane(desk).reading


async def test_enter_follows_and_the_list_goes_along_with_entities(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "Bo Lin")
        await desk.do("open")
        assert (read(desk), under(desk)) == ("Bo Lin", "Bo Lin")
        await light(desk, "Ada Quill")
        await desk.do("open")
        assert under(desk) == "Ada Quill"
        await desk.do("page.back")
        assert (read(desk), under(desk)) == ("Bo Lin", "Bo Lin")
        assert pane(desk).note.link == "[[Ada Quill]]"
        await desk.do("page.back")
        assert under(desk) == "Ada Quill"
        assert pane(desk).note.link == "[[Bo Lin]]"
        await desk.do("page.back")
        assert "Nothing was read before." in desk.toasts
        await desk.do("page.forward", "page.forward")
        assert under(desk) == "Ada Quill"
        await desk.do("page.forward")
        assert "Nothing lies ahead." in desk.toasts
    assert read_vault(vault) == as_bytes()


async def test_a_click_on_a_link_follows_it(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        for words, title in (("Cai Moss", "Cai Moss"), ("the sync", "Sync")):
            lines = desk.screen.split("\n")
            side = pane(desk).size.width * 55 // 100
            y = next(y for y, line in enumerate(lines) if words in line[side:])
            await desk.pilot.click(offset=(lines[y].index(words, side) + 1, y))
            await desk.settle()
            assert read(desk) == title
            await desk.do("page.back")
        y = next(y for y, line in enumerate(desk.screen.split("\n")) if "Works with" in line)
        await desk.pilot.click(offset=(149, y))
        await desk.settle()
        assert read(desk) == "Ada Quill"


async def test_a_link_to_a_heading_opens_the_note_there_and_esc_leads_back(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "#Plan")
        await desk.do("open")
        assert read(desk) == "Sync"
        assert pane(desk).note.page is not None
        assert pane(desk).note.page.path == SYNC
        assert any(line.mark and line.text == "Plan" for line in pane(desk).note.page.lines)
        assert under(desk) == "Ada Quill"
        await desk.do("back")
        assert read(desk) == "Ada Quill"
        assert "#Plan" in pane(desk).note.link


async def test_what_leads_nowhere_says_so_and_near_names_are_offered(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "Nowhere")
        await desk.do("open")
        assert "[[Nowhere to be found]] leads nowhere" in desk.toasts
        assert read(desk) == "Ada Quill"
        await light(desk, "Bo Linn")
        await desk.do("open")
        assert not desk.on_main
        assert "nearly so are called" in desk.screen
        assert "Bo Lin/README.md" in desk.screen
        await desk.type("escape")
        assert read(desk) == "Ada Quill"
        await desk.do("open")
        await desk.type("1")
        assert (read(desk), under(desk)) == ("Bo Lin", "Bo Lin")


async def test_of_several_notes_one_is_chosen(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await desk.do("cursor.last")
        await light(desk, "Twin")
        await desk.do("open")
        assert "A/Twin.md" in desk.screen
        assert "B/Twin.md" in desk.screen
        await desk.type("2")
        page = pane(desk).note.page
        assert page is not None
        assert page.path == "B/Twin.md"


async def test_an_address_is_said_and_nothing_opens(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "example.org")
        await desk.do("open")
        assert "https://example.org/a" in desk.toasts
        assert "An address outside" in desk.toasts
        assert read(desk) == "Ada Quill"


async def test_links_are_followed_in_the_tasks_pane_too(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40)) as desk:
        tasks = desk.app.main.tasks
        assert desk.under == "Send the deck"
        await desk.do("open")
        await light(desk, "Bo Lin")
        await desk.do("open")
        assert tasks.note.page is not None
        assert tasks.note.page.title == "Bo Lin"
        assert desk.under == "Send the deck"
        await desk.do("copy.link")
        assert desk.app.clipboard == "[[Bo Lin]]"
        await desk.do("back")
        assert tasks.note.page is not None
        assert tasks.note.page.title == "Sync"
        assert tasks.note.link == "[[Bo Lin]]"
        await desk.do("page.forward")
        assert tasks.note.page.title == "Bo Lin"
        await desk.do("back", "back", "cursor.down")
        assert tasks.note.page.title != "Bo Lin"
    assert read_vault(vault) == as_bytes()


async def test_a_note_that_is_gone_says_so_where_it_would_stand(vault: Path) -> None:
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "#Plan")
        (vault / SYNC).unlink()
        await desk.do("open")
        assert "Sync.md" in " ".join(desk.screen.split())
        await desk.do("back")
        assert read(desk) == "Ada Quill"


async def test_a_file_that_is_no_text_is_named_and_not_read(tmp_path: Path) -> None:
    notes = {"People/A/README.md": b"# A\n\nsee ![[plan.png]]\n"}
    vault = write_vault(tmp_path / "Notes", notes)
    (vault / "plan.png").write_bytes(b"\x89PNG\x00\xff" * 1000)
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await light(desk, "plan.png")
        await desk.do("open")
        assert "PNG" not in desk.screen
        assert "plan.png" in desk.toasts or "plan.png is no text" in desk.screen


def seen(desk: Desk) -> list[int]:
    """The numbers of the lines in sight."""
    return [int(found) for found in re.findall(r"line (\d+) of", desk.screen)]


LONG = b"".join(b"line %d of a long note with [[A]]\n" % number for number in range(20_000))


async def test_a_note_of_any_length_is_scrolled_from_its_first_line_to_its_last(
    tmp_path: Path,
) -> None:
    notes = {"People/A/README.md": LONG}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await desk.do("open")
        note = pane(desk).note
        last = 0
        for _ in range(60):
            before = seen(desk)
            note.move(30)
            await desk.settle()
            now = seen(desk)
            assert now == list(range(now[0], now[0] + len(now)))
            assert now[0] == before[0] + 30 or last == 0
            last = now[-1]
        assert last > 1_500
        await desk.do("cursor.last")
        assert seen(desk)[-1] == 19_999
        await desk.do("cursor.page-up", "cursor.page-up")
        assert seen(desk)[0] > 19_000
        for _ in range(30):
            note.move(-30)
            await desk.settle()
        assert seen(desk)[-1] < 19_200
        await desk.do("focus.next")
        assert note.link == "[[A]]"
        await desk.do("cursor.first")
        assert seen(desk)[0] == 0


async def test_a_place_far_down_is_kept_when_the_note_changes_and_on_the_way_back(
    tmp_path: Path,
) -> None:
    notes = {"People/A/README.md": LONG, "People/B/README.md": b"# B\n"}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        await desk.do("open", "cursor.last", "cursor.page-up", "cursor.page-up")
        there = seen(desk)
        (vault / "People/A/README.md").write_bytes(LONG + b"the end\n")
        desk.app.jobs.look_around()
        await desk.settle()
        assert seen(desk) == there
        await desk.type("ctrl+o", "b", "enter")
        assert read(desk) == "B"
        await desk.do("page.back")
        assert seen(desk) == there


async def test_a_large_note_and_a_line_without_end_are_read_without_a_wait(tmp_path: Path) -> None:
    notes = {
        "People/A/README.md": b"# A\n\n[[Long]] [[Wide]]\n",
        "Long.md": b"- a line of a long note with [[A]]\n" * 140_000,
        "Wide.md": b"x [[A]] " * 130_000,
    }
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault, size=(150, 40), pane="entities") as desk:
        for part in ("Long", "Wide"):
            await light(desk, part)
            await desk.do("open", "focus.next", "cursor.last", "focus.next")
            assert pane(desk).note.link == "[[A]]", desk.screen
            await desk.do("back")
