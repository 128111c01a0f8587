import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.inbox.items import Back, InboxRow, InboxRows
from core.inbox.kept import packed, unpacked
from core.path import NotePath
from core.tasks import UNREAD

ROW = InboxRow(
    "a1", NotePath("Inbox/\udcff.md"), "email", "T\x1b\udcff", None, 1, 0, "path x", 7, flags=("duplicate",),
    others=("b2",),
)  # fmt: skip
LISTED = InboxRows(
    3,
    "",
    ("a1", "b2"),
    {"a1": ROW, "b2": ROW._replace(id="b2", head="a1")},
    1,
    1,
    2,
    (Back("", "x", 1),),
    (),
)


def test_heads_are_kept_with_all_figures() -> None:
    found = unpacked(packed(LISTED))
    assert found is not None
    assert found.heads == ()
    more = unpacked(packed(replace(LISTED, arrived=0, heads=("a1",))))
    assert more is not None
    assert more.heads == ("a1",)
    assert (found.revision, found.ids, dict(found.rows)) == (UNREAD, ("a1",), {"a1": ROW})
    assert (found.arrived, found.notes, found.total, found.snoozed) == (1, 1, 2, LISTED.snoozed)


WHOLE = packed(LISTED)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda one: st.lists(one, max_size=4), max_leaves=20
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=50),
        st.integers(0, len(WHOLE)).map(lambda at: WHOLE[:at]),
        JSON.map(json.dumps),
    )
)
def test_what_somebody_else_kept_is_nothing(text: str) -> None:
    found = unpacked(text)
    assert found is None or text == WHOLE or not found.ids


@given(st.integers(0, len(ROW) - 1), JSON)
def test_rows_are_of_the_types_that_rows_have(place: int, value: object) -> None:
    figures, snoozed, (row,) = json.loads(WHOLE)
    row[place] = value
    found = unpacked(json.dumps([figures, snoozed, [row]]))
    if found is not None:
        [kept] = found.rows.values()
        assert [type(one) for one in kept[:2]] == [str, str]
        assert all(isinstance(one, str) for one in (*kept.flags, *kept.others))
