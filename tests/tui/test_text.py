from datetime import date

import pytest
from hostile import HOSTILE, IDS
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from core.display import DANGEROUS, safe_text
from tui.text import SAFE_FILTER, clip, day, days_until, fit, middle, shown, span_of_days

TEXT = st.one_of(st.sampled_from(HOSTILE[:20]), st.text(st.characters(), max_size=60))
BLACK = Color(0, 0, 0)


def filtered(*segments: Segment) -> list[Segment]:
    return SAFE_FILTER.apply(list(segments), BLACK)


@given(TEXT)
def test_shown_text_is_never_markup_and_is_safe(text: str) -> None:
    assert shown(text).plain == safe_text(text)
    assert shown(text).spans == []


@given(TEXT, st.integers(-2, 80))
def test_cut_text_fits_and_is_safe(text: str, cells: int) -> None:
    for cut in (clip(text, cells), middle(text, cells)):
        assert cell_len(cut) <= max(0, cells)
        assert not DANGEROUS.intersection(cut)


@given(TEXT)
def test_text_that_fits_is_not_cut(text: str) -> None:
    cells = cell_len(safe_text(text))
    # Without a cell there is nothing to draw, not even a mark that takes none.
    expected = safe_text(text) if cells else ""
    assert clip(text, cells) == middle(text, cells) == expected


@given(TEXT, st.integers(0, 80), st.booleans())
def test_fitted_text_takes_exactly_its_column(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(text, cells, right=right)) == cells


def test_middle_keeps_both_ends() -> None:
    assert middle("2026-01-02 - Weekly sync with Harbor", 20) == "2026-01-02…th Harbor"


def test_a_character_of_two_cells_is_not_halved() -> None:
    assert clip("漢字漢字", 4) == "漢…"
    assert middle("漢字漢字漢字", 6) == "漢…字"


def test_cutting_a_line_of_a_megabyte_looks_at_its_ends_only() -> None:
    assert clip("ab" * 500_000, 6) == "ababa…"
    assert middle("a" * 500_000 + "b" * 500_000, 5) == "aa…bb"


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_the_filter_lets_nothing_dangerous_through(text: str) -> None:
    [segment] = filtered(Segment(text))
    assert not DANGEROUS.intersection(segment.text)


@given(TEXT)
def test_the_filter_leaves_safe_text_as_it_is_but_for_piled_marks(text: str) -> None:
    safe = safe_text(text)
    [segment] = filtered(Segment(safe))
    assert segment.text == safe or "\u0301" * 5 in safe or len(segment.text) < len(safe)
    assert cell_len(segment.text) == cell_len(safe)


def test_the_filter_caps_marks_on_one_letter_at_four() -> None:
    [segment] = filtered(Segment("e" + "\u0301" * 60))
    assert segment.text == "e" + "\u0301" * 4


def test_the_filter_keeps_the_joiner_of_emoji() -> None:
    [segment] = filtered(Segment("👨‍👩‍👧"))
    assert segment.text == "👨‍👩‍👧"


def test_the_filter_takes_links_out_of_styles() -> None:
    [segment] = filtered(Segment("x", Style(link="http://example.org/\x1b]0;evil\x07", bold=True)))
    assert segment.style is not None
    assert segment.style.link is None
    assert segment.style.bold


def test_days_are_said_short() -> None:
    today = date(2026, 1, 14)
    assert days_until("2026-01-02", today) == -12
    assert days_until("2026-02-31", today) is None
    assert days_until(None, today) is None
    assert [span_of_days(days) for days in (-12, 0, 999, -1000, 4000)] == [
        "-12d",
        "0d",
        "999d",
        "-2y",
        "10y",
    ]
    assert day("2026-01-02") == "2 Jan 2026"
    assert day("soon") == "soon"
