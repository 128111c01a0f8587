from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from core.when import parse_when

TODAY = date(2026, 1, 6)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-01-06"), ("Tomorrow", "2026-01-07"), ("yesterday", "2026-01-05"),
        ("mon", "2026-01-12"), ("tuesday", "2026-01-13"), ("wed", "2026-01-07"), ("sunday", "2026-01-11"),
        ("next friday", "2026-01-09"), ("next week", "2026-01-12"), ("next month", "2026-02-01"),
        ("next year", "2027-01-01"), ("weekend", "2026-01-10"),
        ("+3", "2026-01-09"), ("-2", "2026-01-04"), ("3", "2026-01-09"), ("3d", "2026-01-09"),
        ("2w", "2026-01-20"), ("1m", "2026-02-06"), ("+1y", "2027-01-06"), ("-1w", "2025-12-30"),
        ("in 2 weeks", "2026-01-20"), ("in a month", "2026-02-06"), ("2 days ago", "2026-01-04"),
        ("5 jan", "2027-01-05"), ("6 jan", "2026-01-06"), ("jan 15", "2026-01-15"), ("1st march", "2026-03-01"),
        ("March 3rd, 2027", "2027-03-03"), ("29 feb", "2028-02-29"), ("31 dec 2025", "2025-12-31"),
        ("2026-01-09", "2026-01-09"), (" 2026-1-9 ", "2026-01-09"),
    ],
)  # fmt: skip
def test_words_mean_a_day(text: str, day: str) -> None:
    assert parse_when(text, TODAY) == date.fromisoformat(day)


def test_a_month_on_is_a_real_day() -> None:
    assert parse_when("1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_when("1y", date(2024, 2, 29)) == date(2025, 2, 28)


@pytest.mark.parametrize("text", ["", "  ", "none", "None", "-"])
def test_nothing_means_no_day(text: str) -> None:
    assert parse_when(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-02-31",
        "31 feb",
        "ja 5",
        "m",
        "a",
        "mo",
        "99999y",
        "1" * 5000,
        "5 jan 0000",
        "٣",
        "+ 3",
        "32 jan",
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="is not a day: try"):
        parse_when(text, TODAY)


@given(st.text(max_size=20), st.dates())
def test_any_text_is_a_day_nothing_or_refused(text: str, today: date) -> None:
    try:
        day = parse_when(text, today)
    except Refused:
        return
    assert day is None or isinstance(day, date)


@given(st.dates(), st.dates())
def test_a_day_as_iso_is_itself(day: date, today: date) -> None:
    assert parse_when(day.isoformat(), today) == day
