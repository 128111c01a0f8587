from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rows import note_row, task_row

from core.index.rows import NoteRow, TaskId, TaskRow
from core.index.snapshot import NoteRows, Snapshot
from core.qualifiers import Context
from core.query import parse_query
from core.tasks import fold, order, select, waiting

CONTEXT = Context(date(2026, 1, 6), {})
EVERY = parse_query("is:any")
PROPOSALS = parse_query("")


def snapshot_of(*rows: TaskRow) -> Snapshot:
    by_note: dict[NoteRow, list[TaskRow]] = {}
    for row in rows:
        by_note.setdefault(row.note, []).append(row)
    return Snapshot().folded(NoteRows(note, tuple(tasks)) for note, tasks in by_note.items())


def in_note(name: str, id: str, **changes: object) -> TaskRow:
    return task_row(id, note=note_row(f"{name}.md"), **changes)


def test_mine_comes_first_then_what_is_due_soonest_then_by_priority() -> None:
    rows = [
        task_row("others", mine=False, due="2026-01-01"),
        task_row("undated"),
        task_row("urgent", priority="high"),
        task_row("soon", due="2026-01-09"),
        task_row("late", due="2026-01-02"),
    ]
    assert [row.id for row in sorted(rows, key=order)] == [
        "late", "soon", "urgent", "undated", "others",
    ]  # fmt: skip


def test_a_decided_row_leaves_and_the_rest_stands_still() -> None:
    before = snapshot_of(*(in_note(name, name, due="2026-01-02") for name in "abc"))
    rows = select(before, PROPOSALS, CONTEXT)
    decided = in_note("b", "b", proposed=False)
    after = before.folded([NoteRows(decided.note, (decided,))])
    folded = fold(rows, after, {TaskId("b")}, CONTEXT)
    assert (rows.ids, folded.ids) == (("a", "b", "c"), ("a", "c"))
    assert (rows.total, folded.total) == (3, 2)


def test_a_changed_row_that_still_matches_keeps_its_place() -> None:
    before = snapshot_of(*(in_note(name, name, due="2026-01-02") for name in "abc"))
    rows = select(before, PROPOSALS, CONTEXT)
    later = in_note("a", "a", due="2026-09-09")
    folded = fold(rows, before.folded([NoteRows(later.note, (later,))]), {TaskId("a")}, CONTEXT)
    assert folded.ids == ("a", "b", "c")
    assert folded.tasks[TaskId("a")].due == "2026-09-09"


def test_a_row_that_comes_back_is_sorted_in() -> None:
    before = snapshot_of(*(in_note(name, name, due="2026-01-02") for name in "ac"))
    rows = select(before, PROPOSALS, CONTEXT)
    back = in_note("b", "b", due="2026-01-02")
    folded = fold(rows, before.folded([NoteRows(back.note, (back,))]), {TaskId("b")}, CONTEXT)
    assert folded.ids == ("a", "b", "c")


def test_a_snoozed_proposal_does_not_wait() -> None:
    snapshot = snapshot_of(task_row("a"), task_row("b"))
    snoozed = Context(CONTEXT.today, {TaskId("a"): "2026-01-07", TaskId("gone"): "2026-01-09"})
    assert waiting(snapshot, CONTEXT) == 2
    assert waiting(snapshot, snoozed) == 1
    assert fold(select(snapshot, PROPOSALS, CONTEXT), snapshot, {TaskId("a")}, snoozed).ids == (
        "b",
    )


def test_a_note_that_is_gone_takes_its_tasks_along() -> None:
    snapshot = snapshot_of(in_note("a", "a"), in_note("b", "b"))
    after = snapshot.folded([], [in_note("a", "a").note.path])
    assert set(after.tasks) == {"b"}
    assert after.totals == snapshot_of(in_note("b", "b")).totals
    assert after.revision == snapshot.revision + 1


notes = st.sampled_from("abcd")
states = st.builds(
    lambda name, number, proposed, due: in_note(
        name, f"{name}{number}", proposed=proposed, due=due, line=number
    ),
    notes,
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([None, "2026-01-02", "2026-02-03"]),
)


def by_note(rows: list[TaskRow]) -> dict[NoteRow, dict[TaskId, TaskRow]]:
    found: dict[NoteRow, dict[TaskId, TaskRow]] = {}
    for row in rows:
        found.setdefault(row.note, {})[row.id] = row
    return found


@given(
    st.lists(states),
    st.lists(states),
    st.sampled_from(["sort:-due", "group:note", "limit:2", "sort:text limit:3 group:owner"]),
)
def test_a_list_that_is_arranged_holds_what_a_new_one_would_and_keeps_its_order(
    first: list[TaskRow], then: list[TaskRow], arranged: str
) -> None:
    query = parse_query(arranged)
    before = Snapshot().folded(
        NoteRows(note, tuple(tasks.values())) for note, tasks in by_note(first).items()
    )
    after = before.folded(
        NoteRows(note, tuple(tasks.values())) for note, tasks in by_note(then).items()
    )
    old = select(before, query, CONTEXT)
    rows, fresh = fold(old, after, (), CONTEXT), select(after, query, CONTEXT)
    assert sorted(rows.ids) == sorted(fresh.ids)
    assert sorted(rows.groups) == sorted(fresh.groups)
    assert sum(group.size for group in rows.groups) in {0, len(rows.ids)}
    if not rows.groups:
        stays = [id for id in old.ids if id in fresh.ids]
        assert [id for id in rows.ids if id in stays] == stays


@given(st.lists(states), st.lists(states))
def test_a_folded_list_holds_what_a_new_one_would(
    first: list[TaskRow], then: list[TaskRow]
) -> None:
    before = Snapshot().folded(
        NoteRows(note, tuple(tasks.values())) for note, tasks in by_note(first).items()
    )
    changes = [NoteRows(note, tuple(tasks.values())) for note, tasks in by_note(then).items()]
    after = before.folded(changes)
    paths = [change.note.path for change in changes]
    rows = fold(
        select(before, PROPOSALS, CONTEXT),
        after,
        before.touched(paths) | after.touched(paths),
        CONTEXT,
    )
    fresh = select(after, PROPOSALS, CONTEXT)
    assert sorted(rows.ids) == sorted(fresh.ids)
    assert rows.total == fresh.total == sum(row.proposed for row in after.tasks.values())
    assert (
        after.totals
        == Snapshot()
        .folded(
            NoteRows(note, tuple(after.tasks[id] for id in after.by_note.get(path, ())))
            for path, note in after.notes.items()
        )
        .totals
    )
