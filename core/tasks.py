"""The Tasks pane: which rows, in what order. Pure over a snapshot."""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from core.arranging import PLAIN, Group, arranged, grouped
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.qualifiers import RANKS, Context
from core.query import Query

UNREAD = -1
"""The revision of rows that were taken from no snapshot, but from what an earlier run left."""
_FEW = 16
NO_DATE = "9999-99-99"
"""Behind every day."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The tasks a filter means, in an order that stays until the user asks for another."""

    revision: int
    """Of the snapshot they were taken from."""
    query: Query
    ids: tuple[TaskId, ...]
    tasks: Mapping[TaskId, TaskRow]
    """Every task of the snapshot, the listed ones among them."""
    total: int
    """How many tasks wait for a decision, whatever the filter."""
    refused: Mapping[TaskId, str]
    """Why the last decision about a task could not be written."""
    groups: tuple[Group, ...] = ()
    """Which of them stand together, in order; none where the filter asks for no groups."""


Key = tuple[Any, ...]
"""What rows are sorted by; the last three values are the note, the line and the id."""


def order(row: TaskRow) -> Key:
    """Mine first, then what is due soonest, then by priority, the note and the line."""
    return (
        not row.mine,
        row.due or NO_DATE,
        RANKS[row.priority],
        row.note.path,
        row.line,
        row.id,
    )


def select(snapshot: Snapshot, query: Query, context: Context) -> Rows:
    """Every row the query means, in order."""
    test = query.test(context)
    rows = sorted(filter(test, snapshot.tasks.values()), key=context.order or order)
    ids = tuple(row.id for row in rows)
    ids, groups = arranged(ids, snapshot.tasks, query.arrangement, context)
    total = waiting(snapshot, context)
    return Rows(snapshot.revision, query, ids, snapshot.tasks, total, context.refused, groups)


def fold(rows: Rows, snapshot: Snapshot, touched: Iterable[TaskId], context: Context) -> Rows:
    """The same list after some tasks changed: what stays keeps its place, what is new is sorted in.

    Args:
        rows: The list so far.
        snapshot: A newer one.
        touched: Tasks of the older and of the newer snapshot that may differ.
        context: Today and the snoozes, as they are now.
    """
    if rows.query.arrangement != PLAIN:
        return _refilled(rows, select(snapshot, rows.query, context), context)
    test = rows.query.test(context)
    tasks, touched = snapshot.tasks, set(touched)
    wanted = {id for id in touched if (row := tasks.get(id)) is not None and test(row)}
    became = _reworded(rows, tasks, touched, wanted)
    ids = _without(
        [became.get(id, id) for id in rows.ids] if became else rows.ids, touched - wanted
    )
    place = context.order or order
    new = sorted(wanted.difference(ids), key=lambda one: place(tasks[one]))
    if new:  # what is gone without being touched is of a change that is still to be told
        lacking = tasks.lacking(ids)
        ids = [id for id in ids if id not in lacking] if lacking else ids
    for id in new:
        insort(ids, id, key=lambda one: place(tasks[one]))
    total = waiting(snapshot, context)
    return Rows(snapshot.revision, rows.query, tuple(ids), tasks, total, context.refused)


def _refilled(rows: Rows, anew: Rows, context: Context) -> Rows:
    """What is listed anew, in the order that the list had: what is new stands behind what it would follow."""
    wanted = frozenset(anew.ids)
    stays = [id for id in rows.ids if id in wanted]
    had = frozenset(stays)
    behind: dict[TaskId | None, list[TaskId]] = {}
    last = None
    for id in anew.ids:
        if id in had:
            last = id
        else:
            behind.setdefault(last, []).append(id)
    laid = [*behind.get(None, ()), *(one for id in stays for one in (id, *behind.get(id, ())))]
    # What changed may belong to another group now.
    ids, groups = grouped(laid, anew.tasks, anew.query.arrangement, context)
    return replace(anew, ids=ids, groups=groups)


def _reworded(
    rows: Rows, tasks: Mapping[TaskId, TaskRow], touched: Iterable[TaskId], wanted: Iterable[TaskId]
) -> dict[TaskId, TaskId]:
    """Tasks of the older snapshot that are gone → what stands in their lines now.

    Other words are another task to us, and the same one to whoever looks at the list.
    """
    new = {
        (row.note.path, row.line): id
        for id in wanted
        if id not in rows.tasks and (row := tasks.get(id)) is not None
    }
    gone = (
        (id, row)
        for id in touched
        if new and id not in tasks and (row := rows.tasks.get(id)) is not None
    )
    return {id: new[place] for id, row in gone if (place := (row.note.path, row.line)) in new}


def _without(ids: Sequence[TaskId], gone: AbstractSet[TaskId]) -> list[TaskId]:
    """The ids that stay; few that go are cut out, which a long list hardly notices."""
    if len(gone) > _FEW:
        return [id for id in ids if id not in gone]
    left = list(ids)
    for id in gone:
        with suppress(ValueError):
            left.remove(id)
    return left


def waiting(snapshot: Snapshot, context: Context) -> int:
    """How many proposals wait for a decision, without the snoozed ones."""
    today = context.today.isoformat()
    hidden = sum(
        day > today and (row := snapshot.tasks.get(id)) is not None and row.proposed
        for id, day in context.snoozed.items()
    )
    return snapshot.totals.proposed - hidden
