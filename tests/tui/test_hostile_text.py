"""A note's text is drawn as itself by every widget, and no control sequence of it gets through."""

from collections.abc import Sequence
from datetime import date

import pytest
from hostile import HOSTILE, IDS, SIZES
from rows import note_row
from rows import task_row as a_task
from textual.app import ComposeResult
from textual.content import Content
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from core.display import DANGEROUS, safe_text
from core.preview import Kind, NoteLine, NotePage
from tui.text import safe_filters, shown
from tui.theming import Themed
from tui.widgets.inline import plain
from tui.widgets.key_bar import KeyBar
from tui.widgets.note_view import NoteView
from tui.widgets.one_line import Part
from tui.widgets.row_list import RowList, RowState
from tui.widgets.status_bar import StatusBar
from tui.widgets.task_row import task_row
from tui.widgets.title_bar import Pane, TitleBar

SHORT = [
    pytest.param(text, id=id) for text, id in zip(HOSTILE, IDS, strict=True) if len(text) < 100
]
TODAY = date(2026, 1, 14)


class HostileApp(Themed):
    """Every widget, each holding the same text wherever text can stand."""

    CSS = "RowList, NoteView { height: 1fr; } Static, Input { height: 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.opened = False

    def get_line_filters(self) -> Sequence[LineFilter]:
        return safe_filters(super().get_line_filters())

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield RowList(self.draw, id="tasks")
        yield RowList(lambda id, _width, _state: shown(id), id="contents")
        yield NoteView()
        yield StatusBar()
        yield KeyBar()
        yield Static(shown(self.text))
        yield Input(self.text)

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        text = self.text
        row = a_task(id, text, mark=text[:2], owners=(text, text), mine=False, priority=text)
        row = row._replace(note=note_row(title=text, date=text), due=text, created=text)
        return task_row(row, width, state, today=TODAY)

    def on_mount(self) -> None:
        text = self.text
        title = self.query_one(TitleBar)
        title.vault, title.note, title.panes = text, text, (Pane(text or "1", text, 1),)
        for rows in self.query(RowList):
            rows.empty = Content(safe_text(text), strip_control_codes=False)
            rows.set_rows([text, f"{text} 2"])
        self.query_one(NoteView).show(page(text))
        status = self.query_one(StatusBar)
        status.left = status.right = (Part(text, "warning"),)
        self.query_one(KeyBar).keys = ((text or "a", text), ("?", text))

    def action_open(self) -> None:
        self.opened = True


def page(text: str, *kinds: Kind) -> NotePage:
    lines = tuple(
        NoteLine(kind, text, number, mark=number == 0, lead=text[:3] or "-", depth=1, quotes=1)
        for number, kind in enumerate(kinds or Kind)
    )
    fields = ((text, text), ("key", text))
    return NotePage(text, text, text, fields, lines, text, text, (text,))


def painted(widget: Widget) -> list[Strip]:
    """The lines as they go to the terminal: styles and filters applied."""
    return widget.render_lines(widget.size.region) if widget.size else []


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
async def test_nothing_dangerous_leaves_any_widget_at_any_size(text: str) -> None:
    app = HostileApp(text)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for widget in app.query("*").results():
                strips = painted(widget)
                assert not DANGEROUS.intersection("".join(strip.text for strip in strips))
                links = [each.style.link for strip in strips for each in strip if each.style]
                assert not any(links)


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
async def test_our_widgets_need_no_filter(text: str) -> None:
    app = HostileApp(text)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for kind in (TitleBar, RowList, NoteView, StatusBar, KeyBar):
            for widget in app.query(kind).results():
                for y in range(widget.size.height):
                    strip = widget.render_line(y)
                    assert not DANGEROUS.intersection(strip.text)
                    assert strip.cell_length == widget.size.width


@pytest.mark.parametrize("text", SHORT)
async def test_a_row_shows_the_text_itself(text: str) -> None:
    app = HostileApp(text)
    async with app.run_test(size=(400, 40)) as pilot:
        await pilot.pause()
        assert plain(safe_text(text)) in app.query_one("#tasks", RowList).render_line(0).text
        assert safe_text(text) in app.query_one("#contents", RowList).render_line(0).text


@pytest.mark.parametrize("text", SHORT)
async def test_a_note_shows_the_text_itself(text: str) -> None:
    app = HostileApp(text)
    async with app.run_test(size=(400, 40)) as pilot:
        view = app.query_one(NoteView)
        view.show(page(text, Kind.FENCE))
        await pilot.pause()
        lines = [view.render_line(y).text for y in range(view.size.height)]
        assert sum(safe_text(text) in line for line in lines) >= 4


@pytest.mark.parametrize("text", SHORT)
async def test_the_bars_show_the_text_itself(text: str) -> None:
    app = HostileApp(text)
    async with app.run_test(size=(600, 10)) as pilot:
        await pilot.pause()
        for kind in (TitleBar, StatusBar, KeyBar):
            assert safe_text(text) in app.query_one(kind).render_line(0).text


async def test_a_click_on_an_action_in_a_note_does_nothing() -> None:
    app = HostileApp("[@click=app.open]here[/]")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        for widget in app.query("TitleBar, RowList, NoteView, StatusBar, Static").results(Widget):
            for x in (4, 12, 20):
                await pilot.click(widget, offset=(x, 0))
        assert not app.opened
