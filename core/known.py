"""What filters ask of tasks that their rows do not say: each asks whoever keeps that up, when it is asked.

The questions are methods of one object, so that the context of a filter is the same one as before as
long as nothing else changed, and narrowing a filter needs no new look at every task.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from core.index.cache import Cache
from core.index.index import Index
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.index.words import Words
from core.path import NotePath
from core.qualifiers import Context
from core.query import Query
from core.tasks import Key

if TYPE_CHECKING:
    from core.clusters.clusters import Clusters
    from core.evidence.gathering import Gathering
    from core.ledger.ledger import Ledger
    from core.repeats import Repeats


class _Session(Protocol):
    """A vault being worked on, as far as it is asked here."""

    @property
    def cache(self) -> Cache: ...

    @property
    def index(self) -> Index: ...

    @property
    def words(self) -> Words: ...

    @property
    def snapshot(self) -> Snapshot: ...

    @property
    def ledger(self) -> "Ledger": ...

    @property
    def evidence(self) -> "Gathering": ...

    @property
    def clusters(self) -> "Clusters": ...


class Known:
    """Answers of one session; from any thread, some of them slow."""

    def __init__(self, session: _Session) -> None:
        """Nothing is asked yet."""
        self._session = session

    def context(
        self, today: date, snoozed: Mapping[TaskId, str], refused: Mapping[TaskId, str]
    ) -> Context:
        """What a filter needs to know beside the row."""
        return Context(
            today,
            snoozed,
            refused,
            saying=self._session.words.saying,
            having=self.having,
            repeats=self.repeats,
            superseded=self.superseded,
            dup=self.dup,
            cluster=self.cluster,
            evidence=self.evidence,
            strength=self.strength,
            seen=self.seen,
            order=self.order,
        )

    @property
    def order(self) -> Callable[[TaskRow], Key] | None:
        """What lists are sorted by; `None`: by what their rows say, as before anybody asked."""
        ordering = vars(self._session).get("order")
        return None if ordering is None or ordering.now is None else ordering.now.key

    def look(self, query: Query) -> None:
        """Bring up to date what a filter asks about. Waits."""
        if "seen" in query.asked:
            self._session.ledger.look()
        if query.asked & {"dup", "cluster"}:
            self._session.clusters.look()

    @cached_property
    def _repeats(self) -> "Repeats":
        from core.repeats import Repeats  # noqa: PLC0415 - the first frame can do without

        return Repeats()

    def having(self, key: str, value: str) -> frozenset[NotePath]:
        """Notes whose property of that name has `value` in it; `""`: says anything."""
        self._session.index.keep()
        return self._session.cache.having(key, value)

    def repeats(self) -> frozenset[TaskId]:
        """Proposals whose very words are those of a task that was decided."""
        return self._repeats.tasks(self._session.snapshot)

    def superseded(self) -> frozenset[NotePath]:
        """Notes of a source of which the entity has a newer note."""
        return self._repeats.notes(self._session.snapshot)

    def dup(self, id: TaskId) -> int:
        """How many tasks ask for the same, itself among them."""
        return self._session.clusters.size(id)

    def cluster(self, id: TaskId) -> str:
        """What all of those are called together; `""`: it is alone."""
        return self._session.clusters.name(id)

    def evidence(self, id: TaskId) -> str | None:
        """How well its source supports it, in a word; `None`: that is not known, or there is no source."""
        return self._session.evidence.word(id)

    def strength(self, id: TaskId) -> int | None:
        """The same from 0 to 100."""
        return self._session.evidence.strength(id)

    def seen(self, row: TaskRow) -> str | None:
        """What was decided about it when it was there before."""
        seen = self._session.ledger.seen(row)
        return None if seen is None else seen.verdict
