"""Days as people say them, on Tuesday, 6 January 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.evidence.days import days_in

ON = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("text", "meant", "not_meant"),
    [
        ("by Friday", ["2026-01-09"], ["2026-01-16"]),
        ("next Friday", ["2026-01-09", "2026-01-16"], ["2026-01-23"]),
        ("It was last Friday", [], ["2026-01-02", "2026-01-09"]),
        ("on Tuesday", ["2026-01-06", "2026-01-13"], []),
        ("until Tuesday 20 January", ["2026-01-20"], ["2026-01-06", "2026-01-13"]),
        ("the 14th, not later", ["2026-01-14"], ["2026-02-14"]),
        ("before the 3rd", ["2026-02-03"], ["2026-01-03"]),
        ("14 January", ["2026-01-14"], ["2027-01-14"]),
        ("January 5th, 2027", ["2027-01-05"], ["2026-01-05"]),
        ("the 2nd of March", ["2026-03-02"], []),
        ("5/2", ["2026-02-05", "2026-05-02"], []),
        ("2026-01-31", ["2026-01-31"], ["2026-01-30"]),
        ("tomorrow at noon", ["2026-01-07"], ["2026-01-06"]),
        ("in two weeks", ["2026-01-20"], ["2026-01-27"]),
        ("within 3 days", ["2026-01-09"], []),
        ("end of the week", ["2026-01-09"], ["2026-01-16"]),
        ("end of next week", ["2026-01-16"], ["2026-01-09"]),
        ("end of the month", ["2026-01-30", "2026-01-31"], ["2026-01-20"]),
        ("next month", ["2026-02-01"], ["2026-01-31"]),
        ("by March", ["2026-03-01", "2026-03-31"], ["2026-03-20"]),
        ("am 5.2. oder 5.2.2026", ["2026-02-05"], []),
        ("EOW please", ["2026-01-09"], []),
        ("2026-02-30 and 31/31", [], []),
        ("You may have 12 of them, or 3.5 kg.", [], ["2026-05-12", "2026-01-12", "2026-05-03"]),
    ],
)
def test_a_day_is_understood(text: str, meant: list[str], not_meant: list[str]) -> None:
    said = list(days_in(text, ON))
    for day in meant:
        assert any(one.means(date.fromisoformat(day)) for one in said), day
    for day in not_meant:
        assert not any(one.means(date.fromisoformat(day)) for one in said), day


@given(st.dates(date(2025, 12, 1), date(2026, 11, 30)), st.dates(ON, date(2026, 11, 30)))
@settings(max_examples=60)
def test_a_day_that_is_written_out_is_that_day(on: date, day: date) -> None:
    for text in (f"{day:%A} {day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}", day.isoformat()):  # fmt: skip
        assert [one.days for one in days_in(text, on)] == [((day, day),)]


@given(st.text(max_size=60), st.dates())
@settings(max_examples=100)
def test_no_text_is_too_strange(text: str, on: date) -> None:
    for one in days_in(text, on):
        assert 0 <= one.start < one.end <= len(text)
        assert all(first <= last for first, last in one.days)
