"""Where one has been, and the order of a list of entities. No screen."""

from hypothesis import given
from hypothesis import strategies as st

from core.path import NotePath
from tui.entities.rows import Group, Order, kept
from tui.entities.visits import BACKLINKS, Visit, Visits
from tui.laying import laid

ANA, BO = Visit("ana"), Visit("bo")
NOTE = Visit("ana", BACKLINKS, NotePath("a.md"), 3)


def test_back_and_forward_lead_where_one_was_and_how_one_stood() -> None:
    visits = Visits()
    visits.pass_by(ANA)
    visits.go(NOTE, stood=7)
    visits.go(BO, stood=8)
    assert visits.back(stood=9) == NOTE
    assert (visits.now or BO).stood == 8
    assert visits.back() == ANA
    assert (visits.now or BO).stood == 7
    assert visits.back() is None
    assert visits.now == ANA
    assert visits.forward() == NOTE
    assert visits.forward() == BO
    assert (visits.now or ANA).stood == 9
    assert visits.forward() is None


def test_going_somewhere_else_drops_what_lay_ahead_and_passing_by_is_no_step() -> None:
    visits = Visits()
    visits.pass_by(ANA)
    visits.go(NOTE)
    visits.back()
    visits.go(BO)
    assert visits.forward() is None
    visits.pass_by(NOTE)
    assert visits.back() == ANA
    visits.clear(BO)
    assert visits.back() is None
    assert visits.now == BO


def test_going_where_one_is_is_no_step() -> None:
    visits = Visits()
    visits.go(ANA)
    visits.go(ANA)
    assert visits.back() is None


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(KEYS, KEYS)
def test_a_list_keeps_its_order_and_new_rows_come_behind_their_neighbour(
    old: list[str], new: list[str]
) -> None:
    found = laid(old, new)
    assert sorted(found) == sorted(new)
    assert [key for key in found if key in old] == [key for key in old if key in new]
    if not old:
        assert found == tuple(new)
    for at, key in enumerate(new):
        if key not in old and at:
            before = [one for one in found[: found.index(key)] if one in old]
            anchor = next((one for one in reversed(new[:at]) if one in old), None)
            assert (before[-1] if before else None) == anchor


def test_types_stay_in_their_order_too_and_empty_ones_go() -> None:
    old = (Group("people", ("a", "b")), Group("rob", ("r",)))
    new = (Group("projects", ("p",)), Group("people", ("b", "a", "c")))
    assert kept(old, new) == (Group("projects", ("p",)), Group("people", ("a", "c", "b")))


def test_an_order_goes_through_the_columns_and_can_be_turned() -> None:
    order, seen = Order(), []
    for _ in range(20):
        seen.append(order.by)
        order = order.next
    assert set(seen) >= {"name", "open", "proposals", "contact", "mentions", "backlinks"}
    assert seen[0] == seen[len(set(seen))]
    assert not Order("name").descending
    assert Order("name").other.descending
    assert Order("open").descending
    assert not Order("open").other.descending
