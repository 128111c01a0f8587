"""Every regular expression is linear in its worst input: what a note says may not choose what it costs."""

import re

import pytest
from patterns import Used, cost, inline, inputs, used

SIZE = 16_000
SECONDS = 0.25
"""Hundreds of times of what reading them once takes; reading them from each of their places takes longer."""

PATTERNS = used()
BOUNDED = {
    "core/places.py": "the path of the vault, which the user gave",
    "core/scope.py": "expressions of a vault, refused where they repeat twice, on paths of at most 512",
    "core/actions/change.py": "a tag that the user typed",
    "core/actions/mentioning.py": "texts as they are, between two looks at one character",
    "core/settings_file.py": "one key of the user's own settings, in a file of at most 256 kB",
    "core/links.py": "a class of single characters, which reads each once",
    "tui/commands.py": "keys that the settings name",
}
"""Patterns made in functions, and what bounds what they read."""


def worst(one: Used) -> tuple[float, str]:
    """The highest cost on any of the inputs; what seems to be too much is measured three times."""
    found = (0.0, "")
    for name, text in inputs(one.pattern):
        seconds = cost(one, text(SIZE))
        if seconds > SECONDS:
            seconds = min(seconds, *(cost(one, text(SIZE)) for _ in range(2)))
        found = max(found, (seconds, name))
    return found


@pytest.mark.parametrize("one", PATTERNS, ids=[one.name for one in PATTERNS])
def test_no_input_makes_a_pattern_read_it_again_and_again(one: Used) -> None:
    seconds, name = worst(one)
    assert seconds < SECONDS, name


@pytest.mark.parametrize("written", [r"\s+x", r"\[\[.*?\]\]", r"(?:\s*#tag)*\Z", r"[a-z]+@"])
def test_that_test_would_see(written: str) -> None:
    slow = Used(written, re.compile(written), frozenset({"search"}))
    # Of an input twice as long, so that it would be seen on a machine that is twice as fast, too.
    assert any(cost(slow, text(2 * SIZE)) > SECONDS for _, text in inputs(slow.pattern))


def test_every_pattern_made_in_a_function_reads_little() -> None:
    assert {each.partition(":")[0] for each in inline()} <= BOUNDED.keys()


def test_the_patterns_are_found_where_they_are_known_to_be() -> None:
    names = {one.name for one in PATTERNS}
    assert {"core.parse.owners._STOP", "core.parse.fields._ANY[emoji]", "tui.cells._PILE"} <= names
