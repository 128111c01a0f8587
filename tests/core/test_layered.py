from hypothesis import given
from hypothesis import strategies as st

from core.index import layered
from core.index.layered import Layered

changes = st.dictionaries(st.integers(0, 30), st.none() | st.integers(), max_size=8)


@given(st.lists(changes, max_size=8))
def test_it_is_the_dictionary_that_the_changes_would_make(
    steps: list[dict[int, int | None]],
) -> None:
    plain: dict[int, int] = {}
    made: Layered[int, int] = Layered()
    for step in steps:
        older, before = made, dict(made.items())
        made = made.with_changes(step)
        plain = {key: value for key, value in {**plain, **step}.items() if value is not None}
        assert dict(made.items()) == plain
        assert dict(older.items()) == before
        assert (len(made), set(made), sorted(made.values())) == (
            len(plain),
            set(plain),
            sorted(plain.values()),
        )
        assert all((key in made) is (key in plain) for key in range(31))
        assert [made.get(key, -1) for key in range(31)] == [plain.get(key, -1) for key in range(31)]


def test_many_changes_are_copied_into_one() -> None:
    made: Layered[int, int] = Layered()
    for number in range(0, 3 * layered._MOST, 50):
        made = made.with_changes({number + more: number for more in range(50)})
    assert len(made) == 3 * layered._MOST
    assert len(made._over) <= layered._MOST
    assert made[55] == 50


@given(st.lists(changes, min_size=1, max_size=6), changes)
def test_it_knows_what_differs_from_an_older_one(
    steps: list[dict[int, int | None]], last: dict[int, int | None]
) -> None:
    empty: Layered[int, int] = Layered()
    older = empty
    for step in steps:
        older = older.with_changes(step)
    newer = older.with_changes(last)
    copied = empty.with_changes(dict(newer.items()))
    for one in (newer, copied):
        expected = {key for key in range(31) if one.get(key, -1) is not older.get(key, -1)}
        assert set(one.differing(older)) == expected
