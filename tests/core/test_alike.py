"""Words of tasks compared: what is the same however it is spelled, and what tells two apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alike import differ, said

SAME = [
    ("Send **Ana** the [[Notes/Plan.md|plan]].", "send Ana the plan"),
    ("Call Zoé about it", "CALL ZOE ABOUT IT!"),
    ("Ask by 2026-01-06", "Ask by Tuesday 6 January"),
    ("Ask by 6 Jan 2026", "Ask by January 6th"),
    ("Book one hour with Ana", "Book 60 minutes with Ana"),
    ("See [the page](https://example.org/x)", "see the page"),
]
APART = [
    ("Review ticket TARN-1234", "Review ticket TARN-1235"),
    ("Order 5 brackets", "Order 15 brackets"),
    ("Close #17", "Close #18"),
    ("Install v2.1", "Install v2.2"),
    ("Book 60 minutes for 5 gauges", "Book 90 minutes for 5 gauges"),
]
NOT_APART = [
    ("Review ticket TARN-1234", "Review the ticket"),
    ("Order 5 brackets", "Order 5 brackets for 12 gauges"),
    ("Book 60 minutes for 5 gauges", "Book one hour for 5 gauges"),
    ("Review TARN-1234", "Review 12 of them"),
    ("Ask by 2026-01-06", "Ask by 2026-02-07"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_dates_and_markup_make_no_difference(one: str, other: str) -> None:
    assert said(one).key == said(other).key


@pytest.mark.parametrize(("one", "other"), APART)
def test_numbers_and_tickets_that_differ_make_two_tasks(one: str, other: str) -> None:
    assert differ(said(one), said(other))


@pytest.mark.parametrize(("one", "other"), NOT_APART)
def test_numbers_that_one_lacks_and_times_make_none(one: str, other: str) -> None:
    assert not differ(said(one), said(other))


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("Do not send it", 1),
        ("Don’t send what was never asked for", 2),
        ("Tell Ana (Harbor Works) not to send it", 1),
        ("Send it without the price", 1),
        ("Send it, not today", 0),
        ("Send it because nobody did", 0),
        ("Send the notice", 0),
    ],
)
def test_a_not_counts_in_the_first_clause(text: str, often: int) -> None:
    assert said(text).negations == often


def test_names_are_what_has_a_capital_within_a_sentence() -> None:
    found = said("Ask Zoé Tarn about Low-Quay on Monday. Then Bo")
    assert found.names == {"zoe", "tarn", "low quay", "bo"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_total_and_says_the_same_of_both_sides(one: str, other: str) -> None:
    first, second = said(one), said(other)
    assert differ(first, second) is differ(second, first)
    assert not differ(first, first)
    assert first.words == set(first.key.split())
