from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hostile import SIZES
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import ComposeResult

from core.preview import Kind, NoteLine, NotePage
from tui.text import safe_filters
from tui.theming import Themed
from tui.widgets.flow import Flow
from tui.widgets.inline import Run, plain, runs
from tui.widgets.note_lines import cells_of, fitted
from tui.widgets.note_view import NoteView
from tui.widgets.wrap import breaks, sliced


def page(*lines: NoteLine, **changes: Any) -> NotePage:  # noqa: ANN401 - any field of the page
    said = {
        "title": "2026-01-02 - Sync",
        "breadcrumbs": "Work › Harbor",
        "date": "2026-01-02",
        "properties": (),
        "cut": None,
        **changes,
    }
    return NotePage(lines=lines, **said)


def text_lines(count: int, mark: int | None = None) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(Kind.TEXT, f"line {number}", number, number == mark) for number in range(count)
    )


# Scrolling


HEIGHTS = st.lists(st.integers(1, 5), min_size=1, max_size=20)


def rows(heights: Sequence[int]) -> list[tuple[int, int]]:
    return [(item, row) for item, height in enumerate(heights) for row in range(height)]


@given(HEIGHTS, st.integers(1, 12), st.lists(st.integers(-30, 30), max_size=8))
def test_scrolling_shows_what_a_list_of_all_rows_would(
    heights: list[int], height: int, steps: list[int]
) -> None:
    flow, every, top = Flow(len(heights), heights.__getitem__, height), rows(heights), 0
    for step in steps:
        flow.step(step)
        top = max(0, min(top + step, len(every) - height))
        assert flow.lines() == every[top : top + height]


@given(HEIGHTS, st.integers(1, 12), st.integers(0, 25), st.integers(0, 12))
def test_a_sought_item_stands_where_it_was_asked_for_as_far_as_the_ends_allow(
    heights: list[int], height: int, item: int, above: int
) -> None:
    flow, every = Flow(len(heights), heights.__getitem__, height), rows(heights)
    flow.seek(item, above)
    at = every.index((min(item, len(heights) - 1), 0))
    top = max(0, min(max(0, at - above), len(every) - height))
    assert flow.lines() == every[top : top + height]
    flow.last()
    assert flow.lines() == every[-height:]


def test_only_what_comes_into_sight_is_measured() -> None:
    measured = []

    def rows_of(item: int) -> int:
        measured.append(item)
        return 1

    Flow(100_000, rows_of, 10).seek(50_000, 3)
    assert len(set(measured)) < 20


# Wrapping


@given(st.text(st.sampled_from("ab 漢é\u0301-👨"), max_size=60), st.integers(1, 15))
def test_rows_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    found = breaks(text, width)
    assert all(cell_len(text[start:end].rstrip(" ")) <= max(2, width) for start, end in found)
    kept = "".join(text[start:end] for start, end in found)
    assert kept.replace(" ", "") == text.replace(" ", "")
    assert all(one[1] <= two[0] for one, two in pairwise(found))


def test_words_break_at_blanks_and_long_ones_anywhere() -> None:
    assert [("one two three"[a:b]) for a, b in breaks("one two three", 8)] == ["one two", "three"]
    assert [("abcdefgh"[a:b]) for a, b in breaks("abcdefgh", 3)] == ["abc", "def", "gh"]
    assert breaks("", 5) == [(0, 0)]


@given(st.lists(st.text("ab", max_size=4), max_size=6), st.integers(0, 12), st.integers(0, 12))
def test_a_slice_of_runs_is_the_slice_of_their_text(texts: list[str], one: int, two: int) -> None:
    start, end = sorted((one, two))
    found = sliced([Run(text) for text in texts], start, end)
    assert "".join(run.text for run in found) == "".join(texts)[start:end]


# Markdown in a line


@pytest.mark.parametrize(
    ("text", "words", "tone"),
    [
        ("see [[Ana Ruiz|Ana]] now", "see Ana now", "link"),
        ("see [[Ana Ruiz]]", "see Ana Ruiz", "link"),
        ("a [page](http://example.org) b", "a page b", "link"),
        ("**bold** words", "bold words", "strong"),
        ("_slanted_ words", "slanted words", "emphasis"),
        ("a `[[code]]` b", "a [[code]] b", "code"),
        ("~~gone~~", "gone", "strike"),
        ("==seen==", "seen", "marker"),
        ("with #task/sub tag", "with #task/sub tag", "tag"),
        ("see https://example.org/a?b=c.", "see https://example.org/a?b=c.", "link"),
        ("the [page](a_(b).md) there", "the page there", "link"),
        ("by @Ana Ruiz soon", "by @Ana Ruiz soon", "owner"),
        ("due 📅 2026-01-02 ok", "due 📅 2026-01-02 ok", "field"),
    ],
)
def test_markdown_in_a_line_is_read(text: str, words: str, tone: str) -> None:
    assert plain(text) == words
    assert tone in {tone for run in runs(text) for tone in run.tones}


@pytest.mark.parametrize(
    "text",
    ["[/] [red]x[/red]", "snake_case_name", "2 * 3 * 4", "[@click=app.quit]x", "[[", "`", "a#b"],
)
def test_what_is_no_markdown_stays_as_it_is(text: str) -> None:
    assert runs(text) == [Run(text)]


def test_emphasis_may_hold_a_link() -> None:
    assert runs("**see [[A|b]]**") == [
        Run("see ", ("strong",)),
        Run("b", ("strong", "link"), "[[A|b]]"),
    ]


def test_a_bar_within_a_link_divides_no_cell() -> None:
    assert cells_of(r"| [[A|b]] | c \| d | e |") == ["[[A|b]]", "c | d", "e"]


# The widget


class NoteApp(Themed):
    def __init__(self) -> None:
        super().__init__()
        self.view = NoteView()

    def get_line_filters(self) -> Sequence[Any]:
        return safe_filters(super().get_line_filters())

    def compose(self) -> ComposeResult:
        yield self.view


def drawn(view: NoteView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def test_the_marked_line_stands_a_third_from_the_top_with_a_bar() -> None:
    app = NoteApp()
    async with app.run_test(size=(40, 34)) as pilot:
        app.view.show(page(*text_lines(100, mark=60)))
        await pilot.pause()
        screen = drawn(app.view)
        assert screen[:3] == [" 2026-01-02 - Sync", screen[1], ""]
        assert screen[1].startswith(" Work › Harbor")
        assert screen[1].endswith("2 Jan 2026")
        at = next(y for y, line in enumerate(screen) if line.startswith("▌ line 60"))
        assert at == 3 + 31 // 3


async def test_a_short_note_is_not_scrolled() -> None:
    app = NoteApp()
    async with app.run_test(size=(40, 30)) as pilot:
        app.view.show(page(*text_lines(8, mark=5), properties=(("type", "customer"),)))
        await pilot.pause()
        assert drawn(app.view)[3:6] == ["  type  customer", "", "  line 0"]


async def test_properties_stand_in_columns_and_are_folded_after_six() -> None:
    fields = tuple((f"key{number}" * (1 + number % 2), f"v{number}") for number in range(9))
    app = NoteApp()
    async with app.run_test(size=(40, 30)) as pilot:
        app.view.show(page(*text_lines(1), properties=fields))
        await pilot.pause()
        assert drawn(app.view)[3:6] == ["  key0      v0", "  key1key1  v1", "  key2      v2"]
        assert drawn(app.view)[9] == "  … 3 more properties"
        app.view.action_toggle_properties()
        assert drawn(app.view)[11] == "  key8      v8"


async def test_every_kind_of_line_is_drawn_as_what_it_is() -> None:
    lines = (
        NoteLine(Kind.HEADING, "Plan", 0, depth=2),
        NoteLine(Kind.TASK, "decide [[Ana|her]] part of the long plan", 1, lead="[ ?]"),
        NoteLine(Kind.BULLET, "**item**", 2, lead="-", depth=2),
        NoteLine(Kind.BULLET, "one", 3, lead="1."),
        NoteLine(Kind.CALLOUT, "Look", 4, lead="tip", quotes=1),
        NoteLine(Kind.QUOTE, "said", 5, quotes=2),
        NoteLine(Kind.TABLE, "| a | [[B|long]] |", 6),
        NoteLine(Kind.TABLE_RULE, "|---|---|", 7),
        NoteLine(Kind.TABLE, "| wide | c |", 8),
        NoteLine(Kind.FENCE, "    x = **no**", 9),
        NoteLine(Kind.RULE, "---", 10),
        NoteLine(Kind.TEXT, "cut", 11, whole=False),
    )
    app = NoteApp()
    async with app.run_test(size=(32, 24)) as pilot:
        app.view.show(page(*lines))
        await pilot.pause()
        assert drawn(app.view)[3:17] == [
            "  ## Plan",
            "  [ ?] decide her part of the",
            "       long plan",
            "    • item",
            "  1. one",
            "  ▎ TIP Look",
            "  ▎ ▎ said",
            "  a    │ long",
            "  ──────────────",
            "  wide │ c",
            "      x = **no**",
            "  " + "─" * 29,
            "  cut…",
            "",
        ]


async def test_a_page_scrolls_to_its_ends_and_no_further() -> None:
    app = NoteApp()
    async with app.run_test(size=(30, 13)) as pilot:
        app.view.show(page(*text_lines(50)))
        await pilot.pause()
        app.view.action_bottom()
        assert drawn(app.view)[-1].startswith("  line 49")
        app.view.move(5)
        assert drawn(app.view)[-1].startswith("  line 49")
        app.view.action_top()
        app.view.move(-5)
        assert drawn(app.view)[3].startswith("  line 0")
        app.view.move(1)
        assert drawn(app.view)[3].startswith("  line 1")


async def test_a_sentence_stands_where_there_is_no_note() -> None:
    app = NoteApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.say("It is gone: [/] \x1b]0;x\x07")
        await pilot.pause()
        assert drawn(app.view)[0] == "  It is gone: [/] ␛]0;x␇"
        app.view.show(None)
        assert set(drawn(app.view)) == {""}


async def test_what_is_cut_or_unreadable_is_said_above_the_lines() -> None:
    app = NoteApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.show(
            page(*text_lines(2), cut="lines 1 to 2 of 9 are shown", problems=("bad YAML",))
        )
        await pilot.pause()
        assert drawn(app.view)[3:7] == [
            "  bad YAML",
            "  lines 1 to 2 of 9 are shown",
            "",
            "  line 0",
        ]


async def test_a_note_in_any_size_can_be_drawn() -> None:
    app = NoteApp()
    lines = (
        *text_lines(40, mark=20),
        NoteLine(Kind.TABLE, "|a|b|", 40),
        NoteLine(Kind.TASK, "x", 41, lead="[?]", depth=30, quotes=9),
    )
    async with app.run_test(size=(10, 10)) as pilot:
        app.view.show(page(*lines, properties=(("a", "b"),), source="x.txt"))
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            while app.view.size != (width, height):  # Textual lays out sixty times a second
                await pilot.pause()
            app.view.action_bottom()
            assert all(app.view.render_line(y).cell_length == width for y in range(height))


async def test_what_changed_without_room_is_not_drawn_as_it_was() -> None:
    app = NoteApp()
    async with app.run_test(size=(10, 10)) as pilot:
        app.view.show(page(*text_lines(40)))
        app.view.styles.height = 0
        await pilot.pause()
        assert app.view.size.height == 0
        app.view.show(None)
        # Textual may draw it once more, at another size, before it says so.
        assert app.view._lines == []


LINKED = (
    NoteLine(Kind.TEXT, "see [[Ana Ruiz|Ana]] and [[Bo Lin]]", 0),
    *text_lines(60)[1:],
    NoteLine(Kind.TABLE, "| [[In a cell\\|cell]] | two |", 61),
    NoteLine(Kind.FENCE, "[[in a fence]]", 62),
    NoteLine(Kind.TEXT, "`[[code]]` and [a page](Some%20page.md#Plan)", 63),
)


async def test_links_get_the_focus_one_after_the_other_wherever_they_stand() -> None:
    app = NoteApp()
    async with app.run_test(size=(40, 14)) as pilot:
        app.view.show(page(*LINKED, properties=(("project", "[[Pilot]], *not bold*"),)))
        await pilot.pause()
        assert app.view.link == ""
        seen = []
        while app.view.next_link(1):
            seen.append(app.view.link)
            assert len(reversed_on(app.view)) == 1
        assert seen == [
            "[[Pilot]]",
            "[[Ana Ruiz|Ana]]",
            "[[Bo Lin]]",
            "[[In a cell|cell]]",
            "[a page](Some%20page.md#Plan)",
        ]
        assert app.view.link == ""
        back = []
        while app.view.next_link(-1):
            back.append(app.view.link)
        assert back == seen[::-1]


def reversed_on(view: NoteView) -> list[str]:
    """The words in sight that have the look of a link with the focus."""
    lines = [view.render_line(y) for y in range(view.size.height)]
    return [part.text for line in lines for part in line if part.style and part.style.reverse]


async def test_the_first_link_is_the_first_in_sight_and_a_place_can_be_gone_back_to() -> None:
    app = NoteApp()
    async with app.run_test(size=(40, 14)) as pilot:
        app.view.show(page(*LINKED))
        await pilot.pause()
        app.view.go_last()
        assert app.view.next_link(1)
        assert app.view.link == "[[In a cell|cell]]"
        before, standing = drawn(app.view), app.view.standing
        app.view.show(page(*text_lines(5)))
        assert app.view.link == ""
        app.view.show(page(*LINKED))
        app.view.stand(standing)
        assert (drawn(app.view), app.view.link) == (before, "[[In a cell|cell]]")
        app.view.show(page(*LINKED), stay=True)
        assert drawn(app.view) == before


async def test_a_table_wraps_within_its_columns_and_without_room_is_text() -> None:
    rows = (
        NoteLine(Kind.TABLE, "| name | what there is to say |", 0),
        NoteLine(Kind.TABLE_RULE, "|---|---|", 1),
        NoteLine(Kind.TABLE, "| [[Ana Ruiz]] | a long story of many words |", 2),
        NoteLine(Kind.TABLE, "| Bo | |", 3),
    )
    app = NoteApp()
    async with app.run_test(size=(30, 14)) as pilot:
        app.view.show(page(*rows))
        await pilot.pause()
        assert drawn(app.view)[3:9] == [
            "  name     │ what there is to",
            "           │ say",
            "  " + "─" * 27,
            "  Ana Ruiz │ a long story of",
            "           │ many words",
            "  Bo       │",
        ]
        await pilot.resize_terminal(14, 14)
        await pilot.pause()
        assert "  Ana Ruiz │" in drawn(app.view)


def test_columns_take_what_they_need_and_the_widest_give_way() -> None:
    assert fitted([4, 10], 40) == [4, 10]
    assert fitted([4, 40, 20], 40) == [4, 15, 15]
    assert fitted([8, 8, 8], 20) == []
    assert fitted([1] * 500, 80) == []
