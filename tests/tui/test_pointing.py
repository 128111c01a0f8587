"""The mouse: what a click, a drag and the wheel do, what is selected and copied, and that it can be left alone."""

from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import Desk, desk_on
from textual import events
from textual.geometry import Offset
from textual.widget import Widget

from core.config import Config
from core.display import DANGEROUS
from tui.lines.shares import USUAL, Shares, shares_of

WIDE = (120, 30)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


async def drag(desk: Desk, start: tuple[int, int], *way: tuple[int, int]) -> None:
    """Press at a cell of the screen, move on, and let go at the last one."""
    pilot, main = desk.pilot, desk.app.main
    await pilot.mouse_down(main, offset=start)
    for place in way:
        await pilot.hover(main, offset=place)
    await pilot.mouse_up(main, offset=way[-1])
    await desk.settle()


async def click(desk: Desk, widget: Widget, x: int, y: int) -> None:
    """What a terminal tells of a click: the pilot hands its own to the screen, past the app."""
    x, y = within(widget, x, y)
    for kind in (events.MouseDown, events.MouseUp):
        desk.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))  # noqa: FBT003 - as Textual has it
    await desk.settle()


def within(widget: Widget, x: int, y: int) -> Offset:
    return widget.content_region.offset + Offset(x, y)


async def test_the_rule_between_the_sides_is_dragged_in_all_panes_and_remembered(
    vault: Path,
) -> None:
    async with desk_on(vault, size=WIDE, cached=True) as desk:
        main = desk.app.main
        other = main.tasks.other
        assert other.region.x == 66
        await drag(desk, (66, 9), (80, 9), (90, 12))
        assert (other.region.x, main.shares) == (90, Shares(75, USUAL.lines))
        assert main.get_selected_text() is None
        await desk.do("pane.inbox")
        assert main.inbox.other.region.x == 90
        await desk.do("preview.larger")
        assert main.inbox.other.region.x == 48
        await desk.do("preview.larger")
        assert main.inbox.other.region.x == 90
        await drag(desk, (90, 9), (1, 9))
        assert main.inbox.other.region.x == 24
    async with desk_on(vault, size=(80, 30), cached=True) as desk:
        main = desk.app.main
        assert main.shares == Shares(20, USUAL.lines)
        rule = main.tasks.other.region.y
        await drag(desk, (5, rule), (9, rule - 4))
        assert main.tasks.other.region.y == rule - 4
        await desk.pilot.resize_terminal(50, 20)
        await desk.settle()
        assert not main.tasks.other.region
        await desk.pilot.resize_terminal(*WIDE)
        await desk.settle()
        assert main.tasks.other.region.x == 24


def test_shares_that_nobody_could_have_dragged_are_the_usual_ones() -> None:
    for kept in ("", "60", "a b", "60 60 60", "-1 50", "1e9 2", "\u0663 50", "999 5"):
        assert shares_of(kept) == USUAL
    assert shares_of("0 100") == Shares(20, 80)
    assert shares_of(Shares(61, 44).kept) == Shares(61, 44)


async def test_words_of_a_note_are_selected_and_only_a_key_copies_them(vault: Path) -> None:
    async with desk_on(vault, size=WIDE) as desk:
        main, note = desk.app.main, desk.app.main.tasks.note
        text = "ce_ref  /elsewhere/Notes/Sources/sync.md\n\n[?] Send the deck @Myself 📅 2026-01-03 #task #proposed"
        # A line that had no room for all of it is one line.
        await drag(desk, within(note, 6, 5), within(note, 8, 7), within(note, 14, 8))
        assert main.get_selected_text() == text
        assert desk.app.clipboard == ""
        await desk.do("copy.link")
        assert desk.app.clipboard == text
        assert "2 more lines" in desk.toasts
        await desk.do("back")
        assert main.get_selected_text() is None
        card = main.tasks.card
        await drag(desk, within(card, 1, 0), within(card, 6, 0))
        await desk.type("ctrl+c")
        assert desk.app.clipboard == "source"
        await click(desk, main.tasks.list, 10, 1)
        assert main.get_selected_text() is None
    assert read_vault(vault) == NOTES


async def test_what_is_selected_is_safe_and_lit_where_it_is_seen(vault: Path) -> None:
    hostile = b"- [?] \x1b]52;c;aGk=\x07 [red]one[/red] \xe2\x80\xae\xe4\xbd\xa0\xe5\xa5\xbd two #task #proposed\n"
    (vault / SYNC).write_bytes(hostile)
    async with desk_on(vault, size=WIDE) as desk:
        await desk.do("cursor.last")
        main, note = desk.app.main, desk.app.main.tasks.note
        await drag(desk, within(note, 0, 0), within(note, 40, 14))
        text = main.get_selected_text()
        assert text is not None
        assert "[red]one[/red]" in text
        assert "你好" in text
        assert not DANGEROUS & set(text.replace("\n", ""))
        assert len({segment.style for segment in note.render_line(4)}) > 1
        note.say("another text")
        assert main.get_selected_text() is None


async def test_a_click_on_a_box_decides_nothing_and_a_double_click_selects_nothing(
    vault: Path,
) -> None:
    async with desk_on(vault, size=WIDE) as desk:
        note = desk.app.main.tasks.note
        for times in (1, 2, 3):
            await desk.pilot.click(note, offset=(3, 8), times=times)
            await desk.settle()
        assert desk.app.main.get_selected_text() is None
        await desk.pilot.click(desk.app.main.tasks.list, offset=(4, 2), times=1)
        await desk.settle()
        assert desk.under == "Book the room"
    assert read_vault(vault) == NOTES


async def test_the_click_that_brings_the_focus_only_focuses(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(vault, size=WIDE) as desk:
        now = 100.0
        monkeypatch.setattr("tui.pointing.monotonic", lambda: now)
        await desk.app.on_event(events.AppFocus())
        now += 0.1
        await click(desk, desk.app.main.tasks.list, 10, 2)
        assert desk.under == "Send the deck"
        await click(desk, desk.app.main.tasks.list, 10, 1)
        assert desk.under == "Send the deck"
        now += 0.2
        await click(desk, desk.app.main.tasks.list, 10, 1)
        assert desk.under == "Water the plant"


async def test_the_mouse_is_left_to_the_terminal_and_taken_back(vault: Path) -> None:
    async with desk_on(vault, size=WIDE, config=Config(mouse=False)) as desk:
        await click(desk, desk.app.main.tasks.list, 10, 2)
        assert desk.under == "Send the deck"
        await desk.do("mouse")
        assert "Winnow's again" in desk.toasts
        await click(desk, desk.app.main.tasks.list, 10, 2)
        assert desk.under == "Book the room"
        await desk.do("mouse")
        assert "M takes it back" in desk.toasts
        assert not desk.app.pointing
