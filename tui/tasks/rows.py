"""Tasks as rows of a list: copies of one proposal folded into one row, what was decided before set apart. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import filterfalse
from types import MappingProxyType

from core.arranging import Group
from core.clusters.cluster import Cluster
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import Seen
from core.query import Query
from core.tasks import Rows

AGAIN = "\0again"
"""The id of the heading above what was decided before: no task has such a one."""
GROUP = "\0group "
"""Before the number of a group, in the id of its heading."""
_NONE: Mapping[TaskId, Cluster] = MappingProxyType({})


@dataclass(frozen=True)
class Folding:
    """What is known of the tasks of a list beside their rows: who says the same, and what was decided before."""

    clusters: Mapping[TaskId, Cluster] = field(default_factory=lambda: _NONE)
    """Rows that stand for a cluster → which."""
    listed: Mapping[TaskId, tuple[TaskId, ...]] = field(default_factory=dict)
    """Such a row → the members that the filter means, in the list's order."""
    head_of: Mapping[TaskId, TaskId] = field(default_factory=dict)
    """Such a member → the row that stands for its cluster."""
    ids: tuple[TaskId, ...] | None = None
    """The list with one row a cluster; `None`: nothing is folded yet."""
    seen: Mapping[TaskId, Seen] = field(default_factory=dict)
    """Undecided tasks that were decided before → how."""
    by: str = "due"
    """What the list is put in order by, where its filter does not say."""


PLAIN = Folding()


@dataclass(frozen=True)
class TaskList:
    """What the list of the Tasks pane shows."""

    rows: Rows
    folding: Folding = PLAIN

    def get(self, id: str | None) -> TaskRow | None:
        """The task of an id; `None` for a heading, and for what is no task any more."""
        return None if id is None else self.rows.tasks.get(TaskId(id))

    def cluster(self, id: str | None) -> Cluster | None:
        """The cluster that a row stands for, or is a member of."""
        if id is None:
            return None
        here = TaskId(id)
        return self.folding.clusters.get(self.folding.head_of.get(here, here))

    def size(self, id: TaskId) -> int:
        """How many proposals a row stands for."""
        cluster = self.folding.clusters.get(id)
        return 1 if cluster is None else cluster.size

    def below(self, id: TaskId) -> tuple[TaskId, ...]:
        """The other members of the cluster that a row stands for, as far as the filter means them."""
        return tuple(one for one in self.folding.listed.get(id, ()) if one != id)

    def is_below(self, id: TaskId) -> bool:
        """Whether it is listed under the row that stands for its cluster."""
        return self.folding.head_of.get(id, id) != id

    @cached_property
    def _ids(self) -> tuple[TaskId, ...]:
        """One row a cluster; groups are of tasks, so that with them nothing is folded."""
        folded = self.folding.ids
        return self.rows.ids if folded is None or self.rows.groups else folded

    @cached_property
    def _seen(self) -> Mapping[TaskId, Seen]:
        apart = sets_apart(self.rows.query) and not self.rows.groups
        return self.folding.seen if apart else {}

    @cached_property
    def heads(self) -> tuple[TaskId, ...]:
        """The rows that stand for something still to be decided."""
        return tuple(id for id in self._ids if id not in self._seen) if self._seen else self._ids

    @cached_property
    def again(self) -> tuple[TaskId, ...]:
        """What was decided before, in the list's order; a filter may ask for such itself: then none is set apart."""
        return tuple(id for id in self._ids if id in self._seen) if self._seen else ()

    @property
    def whole(self) -> int:
        """How many tasks the filter means."""
        return len(self.rows.ids)

    def ready(self) -> "TaskList":
        """The same with all worked out that takes a step for each task: for a worker to do, before it is shown."""
        _ = self.heads, self.again
        return self

    def decisions(self, leaving: Collection[str]) -> int:
        """How many rows wait, without those that are being decided."""
        clusters, heads = self.folding.clusters, self.folding.head_of
        going = sum(id in clusters or id not in heads for id in leaving)
        return max(0, len(self.heads) - going)

    def ids(self, unfolded: Collection[str], without: Collection[str] = ()) -> list[str]:
        """The rows: groups under a heading, members under their row where that is unfolded.

        Args:
            unfolded: Clusters by their id, and `AGAIN`, whose rows are shown.
            without: Tasks that are being decided.
        """
        found: list[str] = self._spread(self.heads, unfolded, without)
        if self.rows.groups:
            return self._grouped(frozenset(without))
        if self.again:
            found.append(AGAIN)
            if AGAIN in unfolded:
                found += self._spread(self.again, unfolded, without)
        return found

    def group(self, id: str) -> Group:
        """The group under a heading."""
        return self.rows.groups[int(id.removeprefix(GROUP))]

    def _grouped(self, without: frozenset[str]) -> list[str]:
        found: list[str] = []
        start = 0
        for number, group in enumerate(self.rows.groups):
            found.append(f"{GROUP}{number}")
            listed = self.rows.ids[start : start + group.size]
            found.extend(id for id in listed if id not in without)
            start += group.size
        return found

    def _spread(
        self, heads: Sequence[TaskId], unfolded: Collection[str], without: Collection[str]
    ) -> list[str]:
        """Rows of a hundred thousand tasks are laid out at each answer: no step in Python for each of them."""
        gone = frozenset(without)
        shown = list[TaskId](filterfalse(gone.__contains__, heads) if gone else heads)
        open_ = unfolded and {
            head for head, one in self.folding.clusters.items() if one.id in unfolded
        }
        if not open_:
            return list[str](shown)
        found: list[str] = []
        for id in shown:
            found.append(id)
            if id in open_:
                found.extend(one for one in self.below(id) if one not in without)
        return found


def sets_apart(query: Query) -> bool:
    """Whether a list is of what waits, so that what was decided before need not stand in the way."""
    return not query.says_status and "seen:" not in query.text
