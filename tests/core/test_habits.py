from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.habits import Habits, Known
from core.records import Unavailable

ADA, BO = Known("People/Ada/README.md", "Ada", "people"), Known("People/Bo.md", "Bo", "people")
DAY = 86_400.0


def test_what_is_pinned_stays_pinned_until_it_is_let_go(tmp_path: Path) -> None:
    habits = Habits(str(tmp_path))
    for one in (BO, ADA, BO):
        habits.pin(one, pinned=True)
    assert habits.pins == Habits(str(tmp_path)).pins == (BO, ADA)
    Habits(str(tmp_path)).pin(BO, pinned=False)
    assert habits.pins == (ADA,)


def test_what_is_chosen_often_and_lately_comes_first(tmp_path: Path) -> None:
    habits = Habits(str(tmp_path))
    for day in (0, 1, 2):
        habits.choose(ADA, day * DAY)
    habits.choose(BO, 30 * DAY)
    habits.choose(BO, 30 * DAY)
    assert list(habits.often(2 * DAY)) == [ADA, BO] or list(habits.often(2 * DAY)) == [BO, ADA]
    assert list(habits.often(30 * DAY)) == [BO, ADA]
    assert habits.often(44 * DAY)[BO] == 1.0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 60)), max_size=60))
def test_a_log_that_was_cut_says_what_the_whole_one_says(
    tmp_path_factory: object, done: list[tuple[bool, int, int]]
) -> None:
    whole, cut = (Habits(str(tmp_path_factory.mktemp("h")), compact_at=most) for most in (10**6, 7))  # type: ignore[attr-defined]  # pytest's own
    now = 0.0
    for pin, number, days in done:
        one = Known(f"{number}.md", str(number), "people")
        now += days * DAY
        for habits in (whole, cut):
            if pin:
                habits.pin(one, pinned=one not in habits.pins)
            else:
                habits.choose(one, now)
    assert cut.pins == whole.pins
    mine, others = cut.often(now), whole.often(now)
    assert mine.keys() == others.keys()
    assert all(abs(mine[one] - others[one]) < 1e-9 for one in mine)
    assert Habits(cut._folder).often(now).keys() == mine.keys()


def test_nothing_is_written_by_asking(tmp_path: Path) -> None:
    habits = Habits(str(tmp_path))
    assert (habits.pins, dict(habits.often(0.0))) == ((), {})
    habits.pin(ADA, pinned=False)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    habits = Habits(str(tmp_path))
    (tmp_path / "habits.log").mkdir()
    with pytest.raises(Unavailable, match="it cannot be remembered"):
        habits.pin(ADA, pinned=True)
    with pytest.raises(Unavailable, match="cannot be read"):
        assert habits.pins == ()


def test_a_damaged_record_costs_itself_only(tmp_path: Path) -> None:
    Habits(str(tmp_path)).pin(ADA, pinned=True)
    log = tmp_path / "habits.log"
    log.write_bytes(b"nonsense\n" + log.read_bytes() + b"torn")
    habits = Habits(str(tmp_path))
    habits.choose(BO, 1.0)
    assert (habits.pins, list(habits.often(1.0))) == ((ADA,), [BO])
