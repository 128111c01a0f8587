"""Lists in which each cluster is one row, made from the list before by what changed. Pure but for what it remembers.

A decision changes a row or two of tens of thousands; what takes a step in Python for each of them would hold up the
key that is pressed next.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import filterfalse
from typing import Final, NamedTuple

from core.clusters.cluster import Cluster, FoldedRows
from core.index.layered import Layered
from core.index.rows import TaskId
from core.tasks import Rows

_FEW: Final = 16
"""Rows that are put in their places one by one; with more the list is folded anew."""
_NEAR: Final = 2_000
"""Steps back to the row behind which one stands, at most."""


def folded(rows: Rows, known: Mapping[TaskId, Cluster]) -> FoldedRows:
    """A list in which each cluster is one row, at the place of its first member in it."""
    listed: dict[str, list[TaskId]] = {}
    heads: list[TaskId | Cluster] = []
    for id in rows.ids:
        cluster = known.get(id)
        if cluster is None or len(cluster.members) == 1:
            heads.append(id)
        elif cluster.id in listed:
            listed[cluster.id].append(id)
        else:
            listed[cluster.id] = [id]
            heads.append(cluster)
    ids: list[TaskId] = []
    clusters: dict[TaskId, Cluster] = {}
    members: dict[TaskId, tuple[TaskId, ...]] = {}
    head_of: dict[TaskId, TaskId] = {}
    for head in heads:
        if isinstance(head, Cluster):
            shown = listed[head.id]
            id = _stands_for(head, shown)
            clusters[id], members[id] = head, tuple(shown)
            head_of.update(dict.fromkeys(shown, id))
        else:
            id = head
        ids.append(id)
    return FoldedRows(replace(rows, ids=tuple(ids)), clusters, members, len(rows.ids), head_of)


def _stands_for(cluster: Cluster, shown: Sequence[TaskId]) -> TaskId:
    return cluster.best if cluster.best in shown else shown[0]


class _Known(NamedTuple):
    """A list as it was folded last."""

    ids: tuple[TaskId, ...]
    """All of it."""
    clusters: Layered[TaskId, Cluster]
    folded: FoldedRows


class Folds:
    """Folds one list after the other; any thread."""

    def __init__(self) -> None:
        """None yet."""
        self._lock = threading.Lock()
        self._last: _Known | None = None

    def of(self, rows: Rows, known: Layered[TaskId, Cluster]) -> FoldedRows:
        """What `folded` says."""
        with self._lock:
            last = self._last
            found = None if last is None else _refolded(last, rows, known)
            found = found or folded(rows, known)
            self._last = _Known(rows.ids, known, found)
            return found


def _refolded(last: _Known, rows: Rows, known: Layered[TaskId, Cluster]) -> FoldedRows | None:
    """The list made from the last one; `None` where too much changed, or its order is another one."""
    others = set() if known is last.clusters else set(known.differing(last.clusters))
    changed = _moved(last.ids, rows.ids)
    if changed is None:
        return None
    changed |= {id for id in others if not _stays(last.clusters.get(id), known.get(id))}
    return _Refolding(last.folded, rows, known).without_a_walk(changed, others - changed)


def _moved(old: tuple[TaskId, ...], ids: tuple[TaskId, ...]) -> set[TaskId] | None:
    """The tasks that left a list or came; `None` where its order is another one."""
    before, after = _between(old, ids)
    gone, come = frozenset(before).difference(after), frozenset(after).difference(before)
    if [*filterfalse(gone.__contains__, before)] != [*filterfalse(come.__contains__, after)]:
        return None
    return {*gone, *come}


def _stays(old: Cluster | None, new: Cluster | None) -> bool:
    """Whether what is known otherwise of a task changes no row, or only what the row stands for says."""
    before = (old.members, old.best) if old is not None and old.size > 1 else None
    after = (new.members, new.best) if new is not None and new.size > 1 else None
    return before == after


def _between(old: Sequence[TaskId], new: Sequence[TaskId]) -> tuple[Sequence[TaskId], Sequence[TaskId]]:  # fmt: skip
    """What stands between where two lists begin alike and where they end alike."""
    most = min(len(old), len(new))
    first = _alike(old, new, most)
    behind = _alike(old[:first - 1 if first else None:-1], new[:first - 1 if first else None:-1], most - first)  # fmt: skip
    return old[first : len(old) - behind], new[first : len(new) - behind]


def _alike(one: Sequence[TaskId], other: Sequence[TaskId], most: int) -> int:
    """How many tasks two lists begin alike with: halves are compared, which costs no step in Python each."""
    alike, step = 0, most
    while step:
        end = min(alike + step, most)
        if one[alike:end] == other[alike:end]:
            alike = end
            if alike == most:
                break
        step = step // 2 if step > 1 else 0
    return alike


class _Refolding:
    """One list made from the one before."""

    def __init__(self, old: FoldedRows, rows: Rows, known: Mapping[TaskId, Cluster]) -> None:
        self._old, self._rows, self._known = old, rows, known
        self._clusters = dict(old.clusters)
        self._listed = dict(old.listed)
        self._head_of = dict(old.head_of)

    def without_a_walk(self, changed: set[TaskId], others: set[TaskId]) -> FoldedRows | None:
        """The new list; `None` where too much changed to be put in place bit by bit.

        Args:
            changed: Tasks that left or came, or stand in another cluster.
            others: Tasks of whose clusters something else is known that moves no row.
        """
        whole = len(self._rows.ids)
        for id in others:
            if (cluster := self._known.get(id)) is not None and id in self._head_of:
                self._clusters[self._head_of[id]] = cluster
        if not changed:
            rows = replace(self._rows, ids=self._old.rows.ids)
            return replace(self._old, rows=rows, clusters=self._clusters, whole=whole)
        touched = self._touched(changed)
        places = self._places(touched)
        gone = self._let_go(touched)
        heads = self._formed(places)
        if len(heads) > _FEW:
            return None
        ids = [*filterfalse(gone.__contains__, self._old.rows.ids)]
        for at, head in heads:
            before = self._before(at)
            if before is None:
                return None
            ids.insert(ids.index(before) + 1 if before else 0, head)
        rows = replace(self._rows, ids=tuple(ids))
        return FoldedRows(rows, self._clusters, self._listed, whole, self._head_of)

    def _places(self, touched: set[TaskId]) -> dict[TaskId, int]:
        """Those that are listed, in order, and where."""
        ids = self._rows.ids
        listed = touched.intersection(ids)
        if len(listed) > _FEW:
            return {id: at for at, id in enumerate(ids) if id in listed}
        return {ids[at]: at for at in sorted(map(ids.index, listed))}

    def _touched(self, changed: set[TaskId]) -> set[TaskId]:
        """These, and all that was one row with one of them, or is now."""
        found: set[TaskId] = set()
        left = set(changed)
        while left:
            id = left.pop()
            found.add(id)
            left.update(self._old.listed.get(self._old.head_of.get(id, id), ()))
            cluster = self._known.get(id)
            if cluster is not None:
                left.update(cluster.members)
            left -= found
        return found

    def _let_go(self, touched: set[TaskId]) -> set[TaskId]:
        """Forget the rows that these were; which."""
        gone = {self._old.head_of.get(id, id) for id in touched}
        for head in gone:
            self._clusters.pop(head, None)
            for id in self._listed.pop(head, ()):
                del self._head_of[id]
        return gone

    def _formed(self, places: Mapping[TaskId, int]) -> list[tuple[int, TaskId]]:
        """The rows that tasks are now, with the places of those that they stand at."""
        groups: dict[str, list[TaskId]] = {}
        found = []
        for id, at in places.items():
            cluster = self._known.get(id)
            if cluster is None or len(cluster.members) == 1:
                found.append((at, id))
            else:
                groups.setdefault(cluster.id, []).append(id)
        for shown in groups.values():
            cluster = self._known[shown[0]]
            head = _stands_for(cluster, shown)
            self._clusters[head], self._listed[head] = cluster, tuple(shown)
            self._head_of.update(dict.fromkeys(shown, head))
            found.append((places[shown[0]], head))
        return sorted(found)

    def _before(self, at: int) -> TaskId | None:
        """The row behind which one stands; `""`: it is the first. `None`: that is far to seek."""
        for id in self._back(at):
            head = self._head_of.get(id, id)
            if self._listed.get(head, (id,))[0] == id:
                return head
        return None if at > _NEAR else TaskId("")

    def _back(self, at: int) -> Iterator[TaskId]:
        return reversed(self._rows.ids[max(0, at - _NEAR) : at])
