"""What tells tasks apart that have nearly all words in common."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.subjects import apart

APART = [
    (
        "Call both references for the Nettlelock Harbour job and write down the answers.",
        "Call both references for the Ploverstead job and write down the answers.",
    ),
    ("Ask Ines Willowdale to sign the offer.", "Ask Piers Thistledale to sign the offer."),
    ("Send the plan to Ines, with a map.", "Send the plan to Piers, with a map."),
    (
        "Keep a copy for Early Barrel, with Nadir Elderwick on the phone in case it fails.",
        "Keep a copy for Northern Teapot.",
    ),
    ("Ask whether 19 minutes are too long.", "Ask whether 8 minutes are too long."),
    ("Confirm the safety course for the new role.", "Confirm the trial period for the new role."),
    ("Ines Willowdale to send the deck.", "Piers Thistledale to send the deck."),
]
ALIKE = [
    ("Send the deck to Ines.", "Send the deck to Ines Willowdale."),
    ("Send the deck to Jon Smith.", "Send the deck to John Smyth."),
    ("Book one hour with Ines.", "Book 60 minutes with Ines."),
    ("Send it by 2026-01-05.", "Send it by Monday 5 January."),
    ("Send it by Friday 2 January.", "Send it by Monday 5 January."),
    (
        "Agree the roster with Piers (Tarnfield Gauges), then print it.",
        "Agree the roster with Piers, then tell Tamsin Fernwick.",
    ),
    ("Share the deck with the team.", "Send the deck to the team."),
    ("Write to Ines about the [[Harbour plan|plan]].", "Write to Ines about the plan."),
    ("", ""),
    ("Call.", ""),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_things_at_the_same_place_make_two_tasks(one: str, other: str) -> None:
    assert apart(one, other)
    assert apart(other, one)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_other_words_for_the_same_do_not(one: str, other: str) -> None:
    assert not apart(one, other)
    assert not apart(other, one)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_a_text_is_never_apart_from_itself_or_from_itself_with_more(text: str, more: str) -> None:
    assert not apart(text, text)
    assert not apart(text, f"{text} {more}")


def test_a_line_of_a_megabyte_costs_no_more_than_a_long_one() -> None:
    assert not apart("Aa bb " * 200_000, "Cc dd " * 200_000 + "Aa")
