"""Tasks by what they have in common: what a dictionary of sets would say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.index.rows import TaskId
from core.index.several import Several

STEPS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 11), st.booleans()), max_size=60)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_it_says_what_sets_would(steps: list[tuple[int, int, bool]]) -> None:
    some, sets = Several[int](), {0: set[TaskId](), 1: set[TaskId]()}
    for key, number, goes in steps:
        id = TaskId(f"t{number}")
        if goes:
            some.drop(key, id)
            sets[key].discard(id)
        elif id not in sets[key]:
            some.add(key, id)
            sets[key].add(id)
        assert [set(some.of(one)) for one in (0, 1)] == [sets[0], sets[1]]
        assert [one in some for one in (0, 1)] == [bool(sets[0]), bool(sets[1])]
        assert len(some.of(key)) == len(sets[key])
