from hypothesis import given
from hypothesis import strategies as st

from core import lookup
from core.lookup import Lookup
from core.path import NotePath

PAIRS = st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("xyz").map(NotePath)))


@given(st.lists(PAIRS, min_size=1, max_size=5), st.sampled_from([0, 2, 99]))
def test_after_changes_it_holds_what_a_dictionary_would(
    states: list[set[tuple[str, NotePath]]], most: int
) -> None:
    found, now = Lookup(), set[tuple[str, NotePath]]()
    kept, lookup._MOST = lookup._MOST, most
    try:
        for state in states:
            found, now = found.updated(now - state, state - now), state
            for text in "abcdef":
                assert list(found.get(text)) == sorted(path for one, path in now if one == text)
    finally:
        lookup._MOST = kept


@given(PAIRS, PAIRS)
def test_a_lookup_never_changes(
    pairs: set[tuple[str, NotePath]], more: set[tuple[str, NotePath]]
) -> None:
    before = Lookup(pairs)
    seen = [before.get(text) for text in "abcdef"]
    before.updated(pairs, more)
    assert [before.get(text) for text in "abcdef"] == seen


@given(PAIRS, PAIRS, st.booleans())
def test_one_that_is_made_later_says_the_same(
    pairs: set[tuple[str, NotePath]], more: set[tuple[str, NotePath]], settled: bool
) -> None:
    made, later = Lookup(pairs), Lookup.later(lambda: iter(pairs))
    if settled:
        later.settle()
    texts = "abcdef"
    changed = later.updated(pairs & more, more - pairs)
    assert [*map(later.get, texts)] == [*map(made.get, texts)]
    assert [*map(changed.get, texts)] == [*map(made.updated(pairs & more, more - pairs).get, texts)]
