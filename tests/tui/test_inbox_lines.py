"""An item in one line, its card, and where one is in an item: laws of the pure parts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rows import task_row

from core.inbox.items import KINDS, Arrival, InboxRow, InboxRows, Person, Suggestion, Twin
from core.path import NotePath
from tui.inbox.rows import inbox_list
from tui.inbox.steps import Steps, begin
from tui.lines.card import Card, lines_of
from tui.lines.inbox import HEADINGS, heading_cells, item_cells, size_words
from tui.lines.parts import one_line

TODAY = date(2026, 1, 6)
TEXTS = st.text(max_size=60)
ITEMS = st.builds(
    InboxRow,
    id=st.just("a1"),
    path=TEXTS.map(NotePath),
    kind=st.sampled_from(KINDS),
    title=TEXTS,
    date=st.sampled_from([None, "2026-01-05", "1999-12-31", "never"]),
    size=st.integers(0, 10**13),
    proposals=st.integers(0, 12_345),
    key=TEXTS,
    crc=st.just(0),
    entity=st.none() | TEXTS,
    entity_type=st.none() | TEXTS,
    flags=st.lists(st.sampled_from(["duplicate", "no-entity", "no-source", "unfinished", "?"])).map(
        tuple
    ),
    others=st.sampled_from([(), ("b", "c")]),
    messages=st.integers(0, 9_999),
    minutes=st.integers(0, 9_999),
)


@given(row=ITEMS, width=st.integers(20, 220), glyphs=st.sampled_from(["unicode", "ascii"]))
def test_an_item_never_takes_more_than_its_line(row: InboxRow, width: int, glyphs: str) -> None:
    for folded in (True, False):
        cells = item_cells(row, width, today=TODAY, glyphs=glyphs, folded=folded)
        assert sum(cell_len(text) for text, _ in cells) <= width
        assert "\n" not in "".join(text for text, _ in cells)
    for id in HEADINGS:
        assert sum(cell_len(text) for text, _ in heading_cells(id, 12_345, width)) <= width


@given(row=ITEMS, width=st.integers(20, 120), height=st.integers(1, 9), text=TEXTS)
def test_a_card_has_as_many_lines_as_it_is_given(
    row: InboxRow, width: int, height: int, text: str
) -> None:
    whose = Suggestion("k", text, text, 1.0, (text, text))
    twin = Twin(NotePath(text), text, 90, keep=True)
    said = Arrival(row.kind, text, senders=(Person(text),) * 5, people=(Person("", text),))
    for card in (Card(row), Card(row, said, (), ()), Card(row, said, (whose,) * 4, (twin,))):
        lines = lines_of(card, width, height)
        assert len(lines) <= height
        for line in lines:
            assert sum(cell_len(text) for text, _ in one_line(*line, width)) == width


def test_sizes_are_said_in_a_few_cells() -> None:
    said = [size_words(size) for size in (0, 999, 1_000, 212_000, 2_000_000_000)]
    assert said == ["0 B", "999 B", "1 kB", "212 kB", "2 GB"]


def steps(count: int) -> Steps:
    tasks = [task_row(f"t{at}", f"T{at}", line=at * 2) for at in range(count)]
    return begin("a1", NotePath("n.md"), tasks)


def test_a_decided_proposal_gives_its_place_to_the_next_and_the_last_to_the_one_before() -> None:
    three = steps(3)
    first, second, third = (task.id for task in three.tasks)
    left = three.without([first])
    assert left is not None
    assert (left.at, left.task and left.task.id) == (0, second)
    end = three.at_end(1).without([third])
    assert end is not None
    assert (end.at, end.task and end.task.id) == (1, second)
    assert three.without([first, second, third]) is None
    assert three.moved(-1) is None
    assert three.at_end(1).moved(1) is None


def test_proposals_that_read_otherwise_are_known_again_by_id_then_by_line() -> None:
    three = steps(3).moved(1)
    assert three is not None
    reworded = [three.tasks[0], task_row("o", "Other", line=2), three.tasks[2]]
    again = three.renewed(reworded)
    assert again is not None
    assert again.line == 2
    back = three.renewed(three.tasks, [three.tasks[2].id])
    assert back is not None
    assert back.at == 2
    assert three.renewed([]) is None


def listing(arrived: str, heads: str, others: str = "") -> InboxRows:
    ids = (*arrived, *heads)
    blank = dict.fromkeys(("path", "title", "key"), "x")
    rows = {
        id: InboxRow(
            id=id, kind="note" if id in heads else "email", date=None, size=0, proposals=1, crc=0,
            others=tuple(others) if id == heads[:1] else (), **blank,  # type: ignore[arg-type]  # a path is text
        )
        for id in (*ids, *others)
    }  # fmt: skip
    return InboxRows(1, "", ids, rows, len(arrived), len(heads), len(ids), (), heads=tuple(heads))


def test_the_order_stays_and_what_came_stands_behind_what_it_follows() -> None:
    first = inbox_list(listing("ab", "pq"), None)
    again = inbox_list(listing("cba", "qrp"), first)
    assert again.arrived == ("c", "a", "b")
    assert again.heads == ("p", "q", "r")
    anew = inbox_list(listing("cba", "qrp"), None)
    assert anew.arrived == ("c", "b", "a")


def test_headings_stand_over_what_is_there_and_others_under_an_unfolded_head() -> None:
    shown = inbox_list(listing("a", "pq", "xy"), None)
    arrived, notes = HEADINGS
    assert shown.ids(()) == [arrived, "a", notes, "p", "q"]
    assert shown.ids({"p"}) == [arrived, "a", notes, "p", "x", "y", "q"]
    assert shown.ids({"p"}, {"a", "x"}) == [notes, "p", "y", "q"]
