"""Filters while they are typed: whatever was asked before, the answer is what `select` says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import note_row, task_row

from core.errors import BadQuery
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import NoteRows, Snapshot
from core.order import Order, Rate, Rates
from core.path import NotePath
from core.qualifiers import Context
from core.query import Query, parse_query
from core.sieve import Sieve, implies, in_order
from core.tasks import order, select

TODAY = date(2026, 1, 6)
CONTEXT = Context(
    TODAY, {}, {}, lambda phrase: frozenset([NotePath("a.md")]) if phrase == "b" else frozenset()
)
TURNED = Order(
    "2026-01-06",
    {TaskId(str(number)): 7 * number for number in range(0, 15, 2)},
    Rates(Rate(20, 40), {("owner", "ana"): Rate(1, 9), ("owner", "nobody"): Rate(9, 10)}),
)
"""An order that evidence and decisions made."""
WORDS = ("har", "harbor", "HARBOR", "pilot", "é", "Ünder", "#x", "on", "\udce9")
FILTERS = (
    "", "h", "ha", "harbor", "Harbor pilot", "is:any", "is:any harbor", "-harbor", "is:open", "is:done h",
    "owner:ana", "owner:a", "owner:none", "owner:me", "prio:high", "prio:>=medium", "due:<+7d", "due:none", "tag:x",
    "tag:x/y", "(ha OR pi) on", "-(ha OR pi)", "is:any h OR path:a", "is:any h OR path:a.md", "path:none", "heading:to",
    "heading:top", "is:snoozed", "is:refused", "no:due", "é", "ü", "is:any -é", "text:b", "text:c", "-text:b",
    "/h.*r/", "-/on/", "is:any /é/", "dup:yes", "seen:none", "line:har", "h sort:-due", "limit:3", "is:any group:owner sort:text",
    "age:>2d", "done:any", "problem:none", "= not done; sort by due", "is:any (h (a OR b) -c)", "title:t", "status:prop", "date:any", "is:any is:proposed", "-is:proposed",
)  # fmt: skip


def asked(text: str) -> Query:
    try:
        return parse_query(text)
    except BadQuery:
        return parse_query("is:any")


TASKS = st.builds(
    lambda id, text, mine, due, priority, owners, tags, heading, proposed, line: task_row(
        id,
        written=f"- [?] {text}".encode("utf-8", "surrogateescape"),
        mine=mine,
        due=due,
        priority=priority,
        owners=owners,
        tags=tags,
        heading=heading,
        proposed=proposed,
        line=line,
    ),
    st.integers(0, 30).map(str),
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.booleans(),
    st.sampled_from([None, "2026-01-02", "2026-01-20"]),
    st.sampled_from([None, "high", "low"]),
    st.sampled_from([(), ("Ana",), ("Ana Ruiz", "Bo")]),
    st.sampled_from([(), ("#x",), ("#x/y", "#z")]),
    st.sampled_from(["", "Top", "Topic"]),
    st.booleans(),
    st.integers(0, 3),
)
NOTES = st.lists(
    st.tuples(
        st.sampled_from(["a.md", "b.md", "a b/c.md", "é.md"]),
        st.sampled_from(["Title", "Harbor", "Über\nzwei"]),
        st.lists(TASKS, max_size=6),
    ),
    max_size=4,
)


def settled(before: Snapshot, notes: list[tuple[str, str, list[TaskRow]]]) -> Snapshot:
    """The next snapshot; a task's id is its own, wherever it stands."""
    by_path = {path: (title, tasks) for path, title, tasks in notes}
    changed = []
    for path, (title, tasks) in by_path.items():
        note = note_row(path)._replace(title=title)
        rows = {f"{path}{task.id}": task for task in tasks}
        changed.append(
            NoteRows(
                note, tuple(row._replace(id=TaskId(id), note=note) for id, row in rows.items())
            )
        )
    return before.folded(changed)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(NOTES, st.lists(st.sampled_from(FILTERS), max_size=6)), max_size=5),
    st.data(),
)
def test_what_was_narrowed_is_what_is_found_anew(
    steps: list[tuple[list[tuple[str, str, list[TaskRow]]], list[str]]], data: st.DataObject
) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr("core.sieve._RUN", data.draw(st.sampled_from([2, 200])))
    patch.setattr("core.sieve._MANY", data.draw(st.sampled_from([0, 8])))
    sieve, snapshot = Sieve(), Snapshot()
    for notes, filters in steps:
        snapshot = settled(snapshot, notes)
        for text in filters:
            context = CONTEXT
            if snapshot.tasks and data.draw(st.booleans()):
                id = next(iter(snapshot.tasks))
                context = Context(TODAY, {id: "2026-02-01"}, {id: "why"}, CONTEXT.saying)
            if data.draw(st.booleans()):  # somebody asked for another order
                context = replace(context, order=TURNED.key)
            query = asked(text)
            mine, right = sieve.rows(snapshot, query, context), select(snapshot, query, context)
            assert (mine.ids, mine.groups) == (right.ids, right.groups)
            assert (mine.revision, mine.total) == (right.revision, right.total)
            assert mine.tasks is right.tasks
    patch.undo()


@settings(max_examples=60)
@given(NOTES, st.sampled_from(FILTERS[3:]))
def test_a_filter_that_grows_finds_what_it_finds_at_once(
    notes: list[tuple[str, str, list[TaskRow]]], typed: str
) -> None:
    sieve, snapshot = Sieve(), settled(Snapshot(), notes)
    sieve.prepare(snapshot, CONTEXT)
    for end in (*range(len(typed) + 1), *range(len(typed), -1, -1)):
        query = asked(typed[:end])
        assert sieve.rows(snapshot, query, CONTEXT).ids == select(snapshot, query, CONTEXT).ids


@given(NOTES)
def test_the_order_is_the_order_of_the_pane(notes: list[tuple[str, str, list[TaskRow]]]) -> None:
    snapshot = settled(Snapshot(), notes)
    assert in_order(snapshot) == sorted(snapshot.tasks.values(), key=order)
    assert in_order(snapshot, TURNED.key) == sorted(snapshot.tasks.values(), key=TURNED.key)


@given(NOTES, st.sampled_from(FILTERS), st.sampled_from(FILTERS))
def test_what_one_filter_implies_another_means(
    notes: list[tuple[str, str, list[TaskRow]]], one: str, other: str
) -> None:
    first, second = asked(one), asked(other)
    snapshot = settled(Snapshot(), notes)
    # A limit is of the list, not of what is meant.
    if second.arrangement.limit is None and implies(first.meant, second.meant):
        narrow, wide = (set(select(snapshot, query, CONTEXT).ids) for query in (first, second))
        assert narrow <= wide


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("harbor", "har", True),
        ("harbor", "HAR", True),
        ("har", "harbor", False),
        ("harbor is:proposed", "", True),
        ("-har", "-harbor", True),
        ("-harbor", "-har", False),
        ("is:any", "", False),
        ("a OR b", "a OR b OR c", True),
        ("is:any a OR path:Wor", "is:any a OR path:Wo", True),
        ("path:none", "path:no", False),
        ("owner:none", "owner:no", False),
    ],
)
def test_what_implies_what(one: str, other: str, is_so: object) -> None:
    assert implies(parse_query(one).meant, parse_query(other).meant) is is_so


def test_an_empty_vault_has_no_rows() -> None:
    sieve = Sieve()
    sieve.prepare(Snapshot(), CONTEXT)
    assert sieve.rows(Snapshot(), parse_query("is:any x"), CONTEXT).ids == ()
