"""Tasks folded into rows of a list, a row's cells, and the card beside it: laws of the pure parts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rows import task_row

from core.arranging import Group
from core.clusters.cluster import Cluster
from core.evidence.support import FLAGS, Evidence, Support
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import VERDICTS, Seen
from core.path import NotePath
from core.query import parse_query
from core.tasks import Rows
from core.text import Span
from tui.lines.parts import one_line
from tui.lines.task import Beside, task_cells
from tui.lines.task_card import TaskCard, task_card
from tui.tasks.rows import AGAIN, GROUP, PLAIN, Folding, TaskList

TODAY = date(2026, 1, 6)
TEXTS = st.text(max_size=60)


def rows_of(ids: str, *, query: str = "", groups: tuple[Group, ...] = ()) -> Rows:
    tasks = {TaskId(id): task_row(id) for id in ids}
    return Rows(1, parse_query(query), tuple(tasks), tasks, len(tasks), {}, groups)


def cluster(id: str, members: str, *, maybe: str = "", best: str = "") -> Cluster:
    ids = tuple(map(TaskId, members))
    return Cluster(id, ids, TaskId(best) if best else ids[0], (), negated=False, maybe=tuple(map(TaskId, maybe)), files=1, choices={})  # fmt: skip


def folding(ids: str, *clusters: Cluster, seen: str = "") -> Folding:
    heads = {one.best: one for one in clusters}
    known = Seen("rejected", "2026-01-02", NotePath("a.md"), exact=True, score=100, text="x")
    return Folding(
        heads,
        {head: one.members for head, one in heads.items()},
        {member: head for head, one in heads.items() for member in one.members},
        tuple(map(TaskId, ids)),
        {TaskId(id): known for id in seen},
    )


def test_a_list_of_which_nothing_more_is_known_is_its_rows() -> None:
    listing = TaskList(rows_of("abc"))
    assert listing.ids(()) == ["a", "b", "c"]
    assert listing.ids((), {"b"}) == ["a", "c"]
    assert listing.cluster("a") is None
    assert listing.size(TaskId("a")) == 1


def test_members_stand_under_the_best_of_them_where_that_is_unfolded() -> None:
    listing = TaskList(rows_of("abcde"), folding("ad", cluster("k", "abc"), cluster("l", "de")))
    assert listing.ids(()) == ["a", "d"]
    assert listing.ids({"k"}) == ["a", "b", "c", "d"]
    assert listing.ids({"k"}, {"b"}) == ["a", "c", "d"]
    assert listing.is_below(TaskId("b"))
    assert not listing.is_below(TaskId("a"))
    found = listing.cluster("b")
    assert found is not None
    assert found.id == "k"


def test_what_was_decided_before_stands_apart_and_folded() -> None:
    listing = TaskList(rows_of("abc"), folding("abc", seen="b"))
    assert listing.ids(()) == ["a", "c", AGAIN]
    assert listing.ids({AGAIN}) == ["a", "c", AGAIN, "b"]
    assert listing.decisions(()) == 2
    assert listing.decisions({TaskId("a")}) == 1
    asked = TaskList(rows_of("abc", query="seen:rejected"), folding("abc", seen="b"))
    assert asked.ids(()) == ["a", "b", "c"]


def test_groups_have_headings_and_nothing_is_folded() -> None:
    groups = Group("Ada", 2), Group("Bo", 1)
    listing = TaskList(rows_of("abc", query="group:owner", groups=groups), folding("ac", cluster("k", "ab"), seen="c"))  # fmt: skip
    assert listing.ids(()) == [f"{GROUP}0", "a", "b", f"{GROUP}1", "c"]
    assert listing.group(f"{GROUP}1").name == "Bo"
    assert listing.get(f"{GROUP}1") is None


KNOWN = st.builds(
    Beside,
    refused=st.booleans(),
    evidence=st.sampled_from([None, "none", "weak", "strong"]),
    size=st.integers(1, 12_345),
    folded=st.booleans(),
    below=st.booleans(),
)


@given(
    row=st.builds(task_row, text=TEXTS.filter(bool), owners=st.tuples(TEXTS), mine=st.booleans()),
    width=st.integers(1, 220),
    glyphs=st.sampled_from(["unicode", "ascii"]),
    beside=KNOWN,
)
def test_a_task_fills_its_line_exactly(
    row: TaskRow, width: int, glyphs: str, beside: Beside
) -> None:
    cells = task_cells(row, width, today=TODAY, glyphs=glyphs, beside=beside)
    assert sum(cell_len(text) for text, _ in cells) == max(width, 2)


@given(
    text=TEXTS,
    width=st.integers(30, 140),
    height=st.integers(1, 9),
    verdict=st.sampled_from(VERDICTS),
    flags=st.lists(st.sampled_from(sorted(FLAGS)), unique=True),
)
def test_a_card_has_as_many_lines_as_it_is_given(
    text: str, width: int, height: int, verdict: str, flags: list[str]
) -> None:
    said = Support(text, 3, Span(0, 1), (), text, text, 70, spoken=True)
    seen = Seen(verdict, "2026-01-02", NotePath(f"{text}.md"), exact=False, score=90, text=text)  # type: ignore[arg-type] - sampled from those
    keys = {"task.members": "b", "task.source": "s", "task.as-before": "="}
    for evidence in (None, Evidence(0), Evidence(70, (said,), flags=tuple(flags))):
        for one in (None, cluster("k", "a", maybe="b"), cluster("k", "abc")):
            card = TaskCard(task_row("a", text or "x"), TODAY, evidence, one, seen, text, keys)
            lines = task_card(card, width, height)
            assert len(lines) == height
            for line in lines:
                assert sum(cell_len(text) for text, _ in one_line(*line, width)) == width


def words(card: TaskCard) -> str:
    lines = task_card(card, 100, 7)
    return "\n".join("".join(part.text for part in (*left, *right)) for left, right in lines)


def row() -> TaskRow:
    return task_row("a", "Send the deck")


def test_a_card_says_what_supports_a_task_and_what_speaks_against_it() -> None:
    said = Support("I will send it.", 3, Span(0, 1), (), "Ada", "00:12", 70, spoken=True)
    card = TaskCard(row(), TODAY, Evidence(70, (said,), flags=("date", "owner")))
    assert "strong   00:12 Ada: “I will send it.”" in words(card)
    assert "the source does not name its date; its owner took no part" in words(card)
    nothing = Evidence(0, flags=("unsupported",), source=NotePath("Sources/a.md"))
    assert "says nothing like it" in words(TaskCard(row(), TODAY, nothing))
    assert "source" not in words(TaskCard(row(), TODAY, Evidence(0)))


def test_a_card_says_who_says_the_same_and_what_was_decided_before() -> None:
    differ = Cluster("k", (TaskId("a"), TaskId("b")), TaskId("a"), ("owner", "due"), negated=True, maybe=(), files=2, choices={})  # fmt: skip
    seen = Seen("rejected", "2026-01-02", NotePath("x/Sync.md"), exact=False, score=91, text="x")
    said = words(TaskCard(row(), TODAY, None, differ, seen, "mine", {"task.as-before": "="}))
    assert "×2 in 2 notes, of different owners and due dates; one says “not”" in said
    assert "rejected 2 Jan, in other words, in Sync" in said
    assert "= again so" in said
    assert "because  mine" in said


def test_nothing_is_known_of_a_plain_list() -> None:
    assert PLAIN.head_of == {}
    assert words(TaskCard(row(), TODAY)).strip("─ \n") == "source   …"
