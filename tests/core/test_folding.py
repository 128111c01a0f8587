"""A list folded by what changed is the list folded anew."""

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clusters import folding
from core.clusters.cluster import Cluster, FoldedRows
from core.clusters.folding import Folds, folded
from core.index.layered import Layered
from core.index.rows import TaskId
from core.query import parse_query
from core.tasks import Rows

IDS = [TaskId(letter) for letter in "abcdefghijkl"]
QUERY = parse_query("")
LISTED = st.lists(st.sampled_from(IDS), max_size=12, unique=True)
SHARED = st.lists(st.integers(0, 4), min_size=12, max_size=12)
"""Which cluster each belongs to; 0: none."""


def rows(ids: list[TaskId]) -> Rows:
    return Rows(1, QUERY, tuple(ids), {}, len(ids), {})


def cluster(number: int, members: list[TaskId]) -> Cluster:
    best = members[number % len(members)]
    nothing = MappingProxyType[object, object]({})
    return Cluster(f"c{number}", tuple(members), best, (), False, (), 1, nothing)  # type: ignore[arg-type]  # noqa: FBT003


def clusters(old: Layered[TaskId, Cluster], shared: list[int]) -> Layered[TaskId, Cluster]:
    """The next ones; a cluster of the same members is the same one."""
    groups: dict[int, list[TaskId]] = {}
    for id, number in zip(IDS, shared, strict=True):
        groups.setdefault(number, []).append(id)
    changes: dict[TaskId, Cluster | None] = {}
    for number, members in groups.items():
        before = old.get(members[0])
        same = before is not None and before.members == tuple(members)
        made = before if same else cluster(number, members) if number else None
        changes.update(dict.fromkeys(members, made))
    return old.with_changes(changes)


def said(found: FoldedRows) -> object:
    return found.rows.ids, found.clusters, found.listed, found.head_of, found.whole


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(LISTED, SHARED, st.booleans()), min_size=1, max_size=6))
def test_a_list_folded_by_what_changed_is_the_one_folded_anew(
    steps: list[tuple[list[TaskId], list[int], bool]],
) -> None:
    folds, known = Folds(), Layered[TaskId, Cluster]()
    for ids, shared, stays in steps:
        if not stays:
            known = clusters(known, shared)
        for listed in (ids, sorted(ids), sorted(ids)[1:], sorted(ids)[:-1]):
            assert said(folds.of(rows(listed), known)) == said(folded(rows(listed), known))


def test_one_row_that_leaves_and_comes_back_costs_no_walk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [TaskId(f"t{number:05}") for number in range(3_000)]
    pair = [ids[1], ids[2_000]]
    known = Layered.of(dict.fromkeys(pair, cluster(1, pair)))
    folds = Folds()
    first = folds.of(rows(ids), known)
    assert folds.of(rows(ids), known).listed is first.listed
    walks: list[Rows] = []
    monkeypatch.setattr(folding, "folded", walks.append)
    without = [id for id in ids if id != ids[1]]
    less = folds.of(rows(without), known)
    again = folds.of(rows(ids), known)
    assert not walks
    assert (less.rows.ids, less.listed) == (tuple(without), {ids[2_000]: (ids[2_000],)})
    assert said(again) == said(first)
