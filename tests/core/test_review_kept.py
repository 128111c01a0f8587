"""The beginning of the queue kept for the next start, and whatever else a cache may hold."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import Place

from core.first import first_review
from core.path import NotePath
from core.review.items import Evidence, Reason, ReviewRow, ReviewRows
from core.review.kept import KEPT, packed, unpacked
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


def test_a_session_leaves_what_waits_to_the_next_one_once_somebody_looked(tmp_path: Path) -> None:
    one, other = (f"Work/People/{name}/README.md" for name in ("Ada Quill", "Ada Quil"))
    flagged = b"---\ntags: [needs-review]\n---\n# x\n"
    place = Place(tmp_path, {one: flagged, other: flagged})
    session = place.session()
    kept: dict[str, str] = {}
    session.review.keep(kept.__setitem__)
    assert kept == {}
    listed = session.review.rows()
    assert [each.entity.key for each in session.review.candidates(one)] == [other]
    session.review.keep(kept.__setitem__)
    found = unpacked(kept[KEPT])
    assert found is not None
    assert (found.rows.ids, found.rows.total, found.near) == (listed.ids, 2, {one})
    assert first_review(session) is None  # without a folder nothing is kept


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
