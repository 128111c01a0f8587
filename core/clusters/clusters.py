"""The clusters of a vault being worked on, kept up with its snapshots, and lists folded by them."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from core.clerk import Clerk, Undone
from core.clusters.cluster import Cluster, FoldedRows
from core.clusters.folding import Folds
from core.clusters.grouping import Grouping
from core.clusters.likeness import Likeness
from core.clusters.picking import cluster_of
from core.clusters.ties import KIND, Ties, found_again
from core.config import Config
from core.desk import Desk
from core.index.layered import Layered
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.pace import paced
from core.tasks import Rows

KEPT: Final = "clusters"
"""What the cache calls what is known of texts."""
_MANY: Final = 2_000
"""New texts that a process of its own compares: from here on that takes less than they do."""


class Clusters:
    """Answers from memory but for `look`, and what says that it looks; any thread."""

    def __init__(
        self,
        session: Desk,
        remembered: Callable[[str], Mapping[str, str]],
        recall: Callable[[str], str] = lambda _: "",
        clerk: Clerk | None = None,
    ) -> None:
        """Nothing is known until somebody looks.

        Args:
            session: The vault being worked on.
            remembered: What is remembered of a kind, by key: pairs that were joined or split.
            recall: What an earlier run kept under a name.
            clerk: Who compares very many texts; `None`: that is done here.
        """
        self._session = session
        self._remembered = remembered
        self._recall, self._clerk = recall, clerk
        self._lock = threading.Lock()
        self._looked = Snapshot()
        self._likeness: Likeness | None = None
        self._grouping = Grouping(Likeness(session.config.cluster_threshold))
        self._pairs: Mapping[str, str] = {}
        self._ties = Ties({})
        self._known: Layered[TaskId, Cluster] = Layered()
        """Of members of clusters, and of proposals that may be like others."""
        self._folds = Folds()
        self._kept = 0
        """How many texts were known when they were kept."""
        self.revision = 0
        """Grows when an answer may be another one."""

    # From memory

    def size(self, id: TaskId) -> int:
        """How many proposals its cluster holds; 1 where it is alone, or not known yet."""
        cluster = self._known.get(id)
        return 1 if cluster is None else cluster.size

    def cluster_of(self, id: TaskId) -> Cluster | None:
        """What is known of a proposal's cluster; `None` where it is alone and nothing is like it."""
        return self._known.get(id)

    def name(self, id: TaskId) -> str:
        """What its cluster is called; `""` where it is alone, or not known yet."""
        cluster = self._known.get(id)
        return "" if cluster is None or cluster.size == 1 else cluster.id

    def known(self, rows: Rows) -> FoldedRows:
        """A list folded by what is known so far."""
        return self._folds.of(rows, self._known)

    # What looks first

    def look(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Bring everything up to date; false where `stop` said so before that was done."""
        with self._lock:
            snapshot = self._session.snapshot
            pairs = self._remembered(KIND)
            if snapshot is self._looked and pairs == self._pairs:
                return True
            come, gone = self._changed(snapshot)
            likeness = self._prepared(come, stop)
            if likeness is None or not likeness.take((row.text for row in come), stop):
                return False
            touched = self._grouping.update(come, gone, self._ties, ())
            self._looked, self._pairs = snapshot, pairs
            touched |= self._tied()
            if come or gone or touched:
                self._publish(touched, come)
            return True

    def _tied(self) -> set[TaskId]:
        """See what was joined and split by hand, of the tasks as they are called now; of whom that says otherwise."""
        tasks, grouping = self._looked.tasks, self._grouping
        pairs = (
            found_again(self._pairs, tasks.__contains__, grouping.reading) if self._pairs else {}
        )
        tied = self._ties.differing(pairs)
        if not tied:
            return tied
        self._ties = Ties(pairs)
        return grouping.update((), (), self._ties, tied)

    def of(self, id: TaskId) -> Cluster | None:
        """The cluster of a proposal; alone, one of one where others may be like it. Looks."""
        self.look()
        return self._known.get(id)

    def find(self, name: str) -> Cluster | None:
        """The cluster of two and more that is called so. Looks."""
        self.look()
        cluster = self._known.get(TaskId(name[1:]))
        return cluster if cluster is not None and cluster.size > 1 and cluster.id == name else None

    def all(self, rows: Rows) -> tuple[Cluster, ...]:
        """The clusters of two and more with a member in a list, in its order. Looks."""
        self.look()
        known = self._known
        found = (known.get(id) for id in rows.ids)
        return tuple(dict.fromkeys(one for one in found if one is not None and one.size > 1))

    def folded(self, rows: Rows) -> FoldedRows:
        """A list in which each cluster is one row. Looks."""
        self.look()
        return self.known(rows)

    def keep(self, remember: Callable[[str, str], None]) -> None:
        """Keep what is known of texts for the next start, where it is more than was kept. Waits for the disk."""
        with self._lock:
            if self._likeness is not None and self._kept != len(self._likeness):
                texts = (row.text for row in self._grouping.rows.values())
                remember(KEPT, self._likeness.packed(texts))
                self._kept = len(self._likeness)

    def _changed(self, snapshot: Snapshot) -> tuple[list[TaskRow], list[TaskId]]:
        """The proposals that are new or changed since the last look, and those that are none any more."""
        come, gone = [], []
        for id in paced(snapshot.tasks.differing(self._looked.tasks)):
            row = snapshot.tasks.get(id)
            if row is not None and row.proposed:
                come.append(row)
            elif id in self._grouping.rows:
                gone.append(id)
        return come, gone

    def _prepared(self, come: Sequence[TaskRow], stop: Callable[[], bool]) -> Likeness | None:
        """Where texts are compared, the first time with what was kept of them; `None` where that was left off."""
        if self._likeness is None:
            likeness = self._recalled(come)
            new = len({row.text for row in come}) - len(likeness)
            if self._clerk is not None and new > _MANY:
                self._session.index.keep()
                with suppress(Undone):  # then it is done here
                    list(self._clerk.have_done("copies", stop))
                if stop():
                    return None
                likeness = self._recalled(come)
            self._likeness, self._grouping = likeness, Grouping(likeness)
            self._kept = len(likeness)
        return self._likeness

    def _recalled(self, come: Iterable[TaskRow]) -> Likeness:
        likeness = Likeness(self._session.config.cluster_threshold)
        if packed := self._recall(KEPT):
            likeness.recall(packed, (row.text for row in come))
        return likeness

    def _publish(self, touched: Iterable[TaskId], come: Iterable[TaskRow]) -> None:
        """Tell what is known now, all at once."""
        grouping = self._grouping
        groups = grouping.groups
        ids = {*touched, *(row.id for row in come)}
        made: dict[TaskId, Cluster | None] = {}
        for id in paced(ids):
            if id in made:
                continue
            if id not in groups:
                made[id] = None
                continue
            cluster = self._made(groups[id])
            made.update(dict.fromkeys(groups[id], cluster))
        grouping.settle()
        self._known = self._known.with_changes(made)
        self.revision += 1

    def _made(self, members: tuple[TaskId, ...]) -> Cluster | None:
        """The cluster of a group; `None` for one task that nothing is like."""
        grouping = self._grouping
        maybe = tuple(id for id in grouping.near(members[0]) if id not in members)
        if len(members) == 1 and not maybe:
            return None
        rows = [grouping.rows[id] for id in members]
        return cluster_of(rows, maybe, self._config.me, negated=grouping.disagree(members))

    @property
    def _config(self) -> Config:
        return self._session.config
