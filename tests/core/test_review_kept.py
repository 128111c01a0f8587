"""The beginning of the queue kept for the next start, and whatever else a cache may hold."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from core.path import NotePath
from core.review.items import Evidence, Reason, ReviewRow, ReviewRows
from core.review.kept import packed, unpacked
from core.tasks import UNREAD

ROW = ReviewRow(
    "Work/\udcff.md", NotePath("Work/\udcff.md"), "A\x1b\udcff", "people", (Reason("stub", "x"),), Evidence(None, 1, 2, 3), 1.5, 7, "a"
)  # fmt: skip
BARE = ROW._replace(key="Work/B", path=None, why=())
ROWS = ReviewRows(3, "", (ROW.key, BARE.key), {ROW.key: ROW, BARE.key: BARE}, (), 2)
WHOLE = packed(ROWS, {ROW.key, "gone"})


def test_the_first_pages_are_kept_with_their_figure() -> None:
    found = unpacked(packed(ROWS, {ROW.key}, limit=1))
    assert found is not None
    assert (found.rows.revision, found.rows.ids, found.rows.total) == (UNREAD, (ROW.key,), 2)
    assert found.rows.rows == {ROW.key: ROW}
    assert found.near == {ROW.key}
    whole = unpacked(WHOLE)
    assert whole is not None
    assert dict(whole.rows.rows) == dict(ROWS.rows)
    assert unpacked(packed(ROWS._replace(ids=(), total=0), ())) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda one: st.lists(one, max_size=4), max_leaves=20
)  # fmt: skip


@settings(max_examples=50)
@given(
    st.one_of(
        st.text(max_size=50),
        st.integers(0, len(WHOLE)).map(lambda at: WHOLE[:at]),
        JSON.map(json.dumps),
    )
)
def test_what_somebody_else_kept_is_nothing(text: str) -> None:
    assert unpacked(text) is None or text == WHOLE


@settings(max_examples=50)
@given(st.integers(0, len(ROW) - 1), JSON)
def test_rows_are_of_the_types_that_rows_have(place: int, value: object) -> None:
    total, rows, near = json.loads(WHOLE)
    rows[0][place] = value
    found = unpacked(json.dumps([total, rows[:1], near]))
    if found is not None:
        [kept] = found.rows.rows.values()
        assert [type(one) for one in (kept.key, kept.name, kept.plain)] == [str] * 3
        assert all(isinstance(one.says, str) for one in kept.why)
