from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.strip import Strip

from tui.theming import Themed
from tui.widgets.row_list import RowList, RowState
from tui.widgets.row_window import RowWindow

IDS = [f"r{number}" for number in range(200)]


def window(ids: list[str], cursor: int, height: int) -> RowWindow:
    made = RowWindow()
    made.put(ids, keep=False)
    made.resize(height)
    made.move_to(cursor)
    return made


@st.composite
def windows(draw: st.DrawFn) -> RowWindow:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=40))
    made = window(ids, draw(st.integers(0, 40)), draw(st.integers(1, 12)))
    made.scroll_to(draw(st.integers(0, 40)))
    return made


SUBSETS = st.frozensets(st.sampled_from(IDS), max_size=30)


def stands(made: RowWindow) -> None:
    """What is true of a window whatever happened to it."""
    assert 0 <= made.offset <= max(0, len(made.ids) - made.height)
    assert 0 <= made.cursor < max(1, len(made.ids))
    top, end = made.thumb()
    assert 0 <= top <= end <= made.height
    assert (top < end) == (len(made.ids) > made.height)


@given(windows(), st.lists(st.sampled_from(IDS), unique=True, max_size=40))
def test_the_cursor_stays_on_its_id_when_other_rows_come_and_go(
    made: RowWindow, ids: list[str]
) -> None:
    before, line = made.id, made.cursor - made.offset
    made.put(ids, keep=True)
    stands(made)
    if before in ids:
        assert made.id == before
        room = made.cursor >= line and made.cursor - line <= len(ids) - made.height
        assert made.cursor - made.offset == line or not room


@given(windows(), SUBSETS)
def test_a_row_that_leaves_hands_the_cursor_to_the_next_that_stays(
    made: RowWindow, gone: frozenset[str]
) -> None:
    old, at = list(made.ids), made.cursor
    made.drop(gone)
    stands(made)
    staying = [id for id in old[at:] if id not in gone] or [
        id for id in reversed(old[:at]) if id not in gone
    ]
    assert made.id == (staying[0] if staying else None)
    assert made.ids == [id for id in old if id not in gone]


@given(windows(), SUBSETS)
def test_dropped_rows_come_back_where_they_stood(made: RowWindow, gone: frozenset[str]) -> None:
    old = list(made.ids)
    made.drop(gone)
    came = made.restore(gone)
    stands(made)
    assert made.ids == old
    assert came == bool(gone.intersection(old))
    if came:
        assert made.id == next(id for id in old if id in gone)


@given(windows(), st.integers(-50, 50))
def test_a_moved_cursor_is_in_sight(made: RowWindow, rows: int) -> None:
    made.move_to(made.cursor + rows)
    stands(made)
    assert made.offset <= made.cursor < made.offset + made.height or not made.ids


def test_the_view_stands_still_while_the_cursor_moves_within_it() -> None:
    made = window(IDS, 20, 10)
    before = made.offset
    made.move_to(15)
    made.move_to(19)
    assert made.offset == before


def test_an_id_that_a_filter_hides_hands_the_cursor_to_the_row_after_it() -> None:
    made = window(IDS, 50, 10)
    made.put([id for id in IDS if id != "r50"], keep=True)
    assert made.id == "r51"


# The widget


class ListApp(Themed):
    def __init__(self, draw: Callable[[str, int, RowState], Strip | Content] | None = None) -> None:
        super().__init__()
        self.drawn: list[str] = []
        self.list = RowList(draw or self.draw)
        self.said: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        self.drawn.append(id)
        return Strip([Segment(id.ljust(width)[:width], state.paint())])

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.said.append(message.id)

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        self.said.append(("open", message.id))

    def on_row_list_marks_changed(self, message: RowList.MarksChanged) -> None:
        self.said.append((message.count, message.hidden))


def lines(rows: RowList) -> list[str]:
    return [rows.render_line(y).text for y in range(rows.size.height)]


async def test_only_rows_in_sight_are_drawn_and_each_once() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.focus()
        app.list.set_rows([f"r{number}" for number in range(100_000)])
        await pilot.pause()
        lines(app.list)
        app.drawn.clear()
        app.list.action_cursor_down()
        await pilot.pause()
        lines(app.list)
        assert app.drawn == ["r0", "r1"]
        app.list.action_bottom()
        await pilot.pause()
        lines(app.list)
        assert set(app.drawn) == {"r0", "r1", *(f"r{n}" for n in range(99_990, 100_000))}
        assert app.list.cursor_id == "r99999"


async def test_the_cursor_and_marks_are_signs_too() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 4)) as pilot:
        app.list.set_rows(["a", "b", "c"])
        app.list.action_toggle_mark()
        await pilot.pause()
        assert [line.rstrip() for line in lines(app.list)] == [" ● a", "▌  b", "   c", ""]
        app.list.glyphs = "ascii"
        assert [line.rstrip() for line in lines(app.list)] == [" * a", ">  b", "   c", ""]


async def test_a_verb_acts_on_marks_hidden_ones_too_else_on_the_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 4)) as pilot:
        app.list.set_rows(["a", "b", "c", "d"])
        assert app.list.chosen == ("a",)
        app.list.action_toggle_mark()
        app.list.action_toggle_mark()
        app.list.set_rows(["b", "d"])
        await pilot.pause()
        assert app.list.chosen == ("b", "a")
        assert app.said[-2:] == [(2, 1), "d"]
        app.list.action_clear_marks()
        assert app.list.chosen == ("d",)


async def test_a_range_follows_the_cursor_until_it_is_kept() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.list.set_rows(["a", "b", "c", "d", "e"])
        app.list.action_cursor_down()
        app.list.action_toggle_range()
        app.list.move(2)
        assert app.list.marks == {"b", "c", "d"}
        app.list.move(-3)
        assert app.list.marks == {"a", "b"}
        app.list.action_toggle_range()
        app.list.action_bottom()
        assert app.list.chosen == ("a", "b")
        await pilot.pause()
        assert [line[1] for line in lines(app.list)[:5]] == ["●", "●", " ", " ", " "]


async def test_rows_that_leave_are_no_longer_marked() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 4)) as pilot:
        app.list.set_rows(["a", "b", "c"])
        app.list.action_mark_all_visible()
        app.list.drop(["a", "b"])
        await pilot.pause()
        assert app.list.marks == {"c"}
        assert (app.said[-2], app.said[-1]) == ((1, 0), "c")


async def test_the_same_place_is_said_again_when_another_row_comes_to_it() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 4)) as pilot:
        app.list.set_rows(["a", "b"])
        await pilot.pause()
        app.list.drop(["a"])
        await pilot.pause()
        app.list.drop(["b"])
        await pilot.pause()
        assert app.said == ["a", "b", None]


async def test_a_click_selects_a_double_click_opens_the_wheel_moves_the_view() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 8)) as pilot:
        app.list.set_rows(IDS)
        await pilot.click(app.list, offset=(5, 3))
        assert app.list.cursor_id == "r3"
        await pilot.double_click(app.list, offset=(5, 4))
        await pilot.pause()
        assert app.said[-1] == ("open", "r4")
        app.list.on_mouse_scroll_down(_wheel())
        assert app.list.window.offset == 3
        assert app.list.cursor_id == "r4"
        app.list.on_mouse_scroll_up(_wheel())
        assert app.list.window.offset == 0


def _wheel() -> Any:  # noqa: ANN401 - only its `stop` is called
    return events.MouseScrollDown(None, 0, 0, 0, 0, 0, shift=False, meta=False, ctrl=False)


async def test_an_empty_list_says_why() -> None:
    app = ListApp()
    async with app.run_test(size=(20, 5)) as pilot:
        app.list.empty = Content("Nothing left.\nWell done.")
        await pilot.pause()
        assert [line.strip() for line in lines(app.list)] == [
            "",
            "Nothing left.",
            "Well done.",
            "",
            "",
        ]
        for act in (
            app.list.action_toggle_mark,
            app.list.action_toggle_range,
            app.list.action_activate,
        ):
            act()
        assert app.list.chosen == ()


@pytest.mark.parametrize("name", ["cursor_down", "half_page_down", "page_down", "bottom"])
async def test_every_way_down_has_a_way_back(name: str) -> None:
    back = name.replace("down", "up").replace("bottom", "top")
    app = ListApp()
    async with app.run_test(size=(20, 10)):
        app.list.set_rows(IDS)
        getattr(app.list, f"action_{name}")()
        assert app.list.window.cursor > 0
        getattr(app.list, f"action_{back}")()
        assert app.list.window.cursor == 0


async def test_a_content_row_lies_on_the_rows_own_ground() -> None:
    app = ListApp(lambda id, _width, _state: Content(f"[b]{id}"))
    async with app.run_test(size=(20, 3)) as pilot:
        app.list.set_rows(["a"])
        app.list.focus()
        await pilot.pause()
        strip = app.list.render_line(0)
        assert strip.text == "▌  [b]a".ljust(20)
        grounds = {segment.style.bgcolor for segment in strip if segment.style}
        assert len(grounds) == 1


async def test_a_list_of_any_size_can_be_drawn() -> None:
    app = ListApp()
    async with app.run_test(size=(1, 1)) as pilot:
        app.list.set_rows(IDS)
        for width, height in ((1, 1), (2, 3), (4, 1), (200, 60), (3, 2)):
            await pilot.resize_terminal(width, height)
            while app.list.size != (width, height):  # Textual lays out sixty times a second
                await pilot.pause()
            assert all(app.list.render_line(y).cell_length == width for y in range(height))
