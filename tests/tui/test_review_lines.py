"""A page and a name without one in one line, and the list they stand in: laws of the pure parts."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from core.actions.merging import Folded
from core.entities import Entity
from core.index.rows import TaskId
from core.names import KINDS, WantedName
from core.near import Offer
from core.path import NotePath
from core.review.items import REASONS, Evidence, Reason, ReviewRow, ReviewRows
from tui.lines.review import HEADINGS, NAMES, PAGES, name_cells, review_cells
from tui.planned import edits_first
from tui.review.rows import ReviewList, id_of, is_name, named

TEXTS = st.text(max_size=60)
ROWS = st.builds(
    ReviewRow,
    key=TEXTS,
    path=st.none(),
    name=TEXTS,
    type=TEXTS,
    why=st.lists(st.builds(Reason, st.sampled_from(sorted(REASONS)), TEXTS), max_size=4).map(tuple),
    evidence=st.builds(Evidence, st.none() | st.integers(0, 10**7), *[st.integers(0, 10**6)] * 3),
    weight=st.just(0.0),
    crc=st.just(0),
    plain=TEXTS,
)
PAGE = NotePath("Work/People/Ana/README.md")
WHO = Entity(PAGE, PAGE, "Work/People/Ana", "Ana\x1b", "people", "", (), (), ("Ana",), flagged=False, badges=())  # fmt: skip
WANTED = st.builds(
    WantedName,
    id=st.integers(0, 9).map(lambda at: TaskId(f"n{at}")),
    name=TEXTS,
    spellings=st.lists(TEXTS, max_size=3).map(tuple),
    count=st.integers(0, 10**6),
    where=st.just(()),
    kinds=st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
    candidates=st.sampled_from([(), (Offer(WHO, 90.0, "is nearly ana"),)]),
    placeholder=st.booleans(),
)


@settings(max_examples=60)
@given(ROWS, WANTED, st.integers(0, 140), st.booleans())
def test_a_line_is_as_wide_as_it_is_to_be(
    row: ReviewRow, name: WantedName, width: int, near: bool
) -> None:
    for cells in (review_cells(row, width, near=near), name_cells(name, width)):
        wide = sum(cell_len(text) for text, _ in cells)
        assert wide == max(width, 2)  # the sign is there in any case


@settings(max_examples=60)
@given(st.lists(WANTED, max_size=8), st.lists(WANTED, max_size=8), st.booleans())
def test_names_stand_under_the_pages_in_the_order_that_was_shown(
    before: list[WantedName], now: list[WantedName], away: bool
) -> None:
    shown, names = named(before), named(now, tuple(named(before)))
    stayed = [id for id in shown if id in names]
    assert [id for id in names if id in shown] == stayed
    assert set(names) == {id_of(one) for one in now}
    listing = ReviewList(ReviewRows(1, "", ("a",), {}, (), 1), ("a",), names)
    without = set(names) if away else set()
    ids = listing.ids(without)
    assert ids[:2] == [PAGES, "a"]
    assert [is_name(id) for id in ids] == [
        False,
        False,
        *([False] if len(ids) > 2 else []),
        *[True] * max(0, len(ids) - 3),
    ]
    assert listing.size(NAMES, without) == max(0, len(ids) - 3)
    assert listing.waiting(without) == 1
    assert HEADINGS.keys() >= {id for id in ids if id.startswith("\0") and not is_name(id)}


def test_what_only_moves_stands_last_in_a_line_each() -> None:
    diff = "rename from a/x.md\nrename to b/x.md\nrename from a/y.md\nrename to b/z.md\n--- a/n.md\n+++ b/n.md\n@@ -1 +1 @@\n-x\n+y\n"
    assert edits_first(diff).split("\n") == [
        *("--- a/n.md", "+++ b/n.md", "@@ -1 +1 @@", "-x", "+y"),
        *("moves x.md → b", "moves y.md → b/z.md"),
    ]
    more = f"--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-p\n--- q\n{diff}"
    folded = (Folded("- x", "- X"), Folded("_None_", ""))
    found = edits_first(more, folded, "n.md").split("\n")
    assert found[:5] == ["--- a/n.md", "+++ b/n.md", "@@ -1 +1 @@", "-x", "+y"]
    assert found[5:10] == [
        "@@ it says already @@",
        "-- x",
        " - X",
        "@@ this says nothing @@",
        "-_None_",
    ]
    assert found[10:12] == ["--- a/a.md", "+++ b/a.md"]
    assert "--- q" in found[12:]
    assert edits_first("") == ""
