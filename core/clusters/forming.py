"""Clusters formed of tasks that are alike. Pure: it depends on the tasks and not on the order in which they came.

Tasks are gone through by date, note and line. Each joins the first cluster whose first task it is like, or
begins one. What somebody joined by hand goes as one; what somebody split never meets again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from core.clusters.ties import Ties
from core.index.rows import TaskId, TaskRow

_NO_DATE = "9999"
"""Behind every day: the file of captured tasks, which copies them from notes."""


Place = tuple[str, str, int, str]
"""Where a task comes among others: its date, note, line and id."""


def place(row: TaskRow) -> Place:
    """Where a task comes."""
    return row.note.date or _NO_DATE, row.note.path, row.line, row.id


class _Lump(NamedTuple):
    """Tasks that go together: one, or what somebody joined."""

    ids: list[TaskId]
    """In order."""
    texts: frozenset[int]


class _Forming(NamedTuple):
    """A cluster on its way."""

    ids: list[TaskId]
    first: frozenset[int]
    """The texts that another one has to be like."""


def formed(
    ordered: Sequence[TaskId],
    text: Callable[[TaskId], int],
    like: Callable[[int], Iterable[int]],
    ties: Ties,
) -> list[tuple[TaskId, ...]]:
    """Every task in one cluster, alone or with others; its members in order.

    Args:
        ordered: The tasks by their `place`; whatever is like one of them is among them.
        text: The number of a task's text.
        like: The numbers of the texts that are like one.
        ties: What somebody joined and split.
    """
    if not ties:
        return _formed_freely(ordered, text, like)
    places = {id: at for at, id in enumerate(ordered)}
    clusters: list[_Forming] = []
    led: dict[int, list[int]] = {}
    for lump in _lumps(ordered, text, ties):
        near = {one for number in lump.texts for one in like(number)} | lump.texts
        tried = sorted({at for number in near for at in led.get(number, ())})
        foes = {other for id in lump.ids for other in ties.apart(id)}
        at = next((at for at in tried if foes.isdisjoint(clusters[at].ids)), len(clusters))
        if at < len(clusters):
            clusters[at].ids.extend(lump.ids)
            continue
        clusters.append(_Forming(list(lump.ids), lump.texts))
        for number in lump.texts:
            led.setdefault(number, []).append(at)
    return [tuple(sorted(one.ids, key=places.__getitem__)) for one in clusters]


def _formed_freely(
    ordered: Iterable[TaskId],
    text: Callable[[TaskId], int],
    like: Callable[[int], Iterable[int]],
) -> list[tuple[TaskId, ...]]:
    """The same where nobody joined or split anything: all tasks of one text go where the first of them goes."""
    clusters: list[list[TaskId]] = []
    led: dict[int, int] = {}
    joined: dict[int, int] = {}
    for id in ordered:
        number = text(id)
        at = joined.get(number)
        if at is None:
            new = len(clusters)
            at = min((led[one] for one in like(number) if one in led), default=new)
            if at == new:
                clusters.append([])
                led[number] = new
            joined[number] = at
        clusters[at].append(id)
    return [*map(tuple, clusters)]


def _lumps(ordered: Sequence[TaskId], text: Callable[[TaskId], int], ties: Ties) -> list[_Lump]:
    """The tasks in order, those that somebody joined at the place of the first of them."""
    there = set(ordered)
    lumps = []
    done: set[TaskId] = set()
    for id in ordered:
        if id not in done:
            ids = _joined(id, there - done, ties)
            done |= ids
            own = [id] if len(ids) == 1 else [one for one in ordered if one in ids]
            lumps.append(_Lump(own, frozenset(map(text, own))))
    return lumps


def _joined(id: TaskId, there: Collection[TaskId], ties: Ties) -> set[TaskId]:
    """The task and all that goes with it, without what somebody split from one of those."""
    found = {id}
    left = [id]
    while left:
        for other in sorted(ties.together(left.pop())):
            if other in there and other not in found and found.isdisjoint(ties.apart(other)):
                found.add(other)
                left.append(other)
    return found
