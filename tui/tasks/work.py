"""What runs in threads for proposals: it asks the session, and posts what came of it."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils
from textual.message import Message
from textual.worker import get_current_worker

from core.index.rows import TaskId, TaskRow
from core.pace import at_pace
from core.tasks import Rows
from tui.tasks.messages import Alike, CaughtUp, MembersKnown, TaskKnown
from tui.tasks.rows import Folding

if TYPE_CHECKING:
    from core.session import Session

_LIKE = 50
"""Per cent of likeness from which a task is offered as what another is a copy of."""
_OFFERED = 40


class TriageWork:
    """One method a question."""

    def __init__(
        self,
        post: Callable[[Message], object],
        session: "Session",
        rest: Callable[[], object],
    ) -> None:
        """Nothing is asked yet.

        Args:
            post: Takes answers.
            session: The vault.
            rest: Sleeps a little where somebody is at work.
        """
        self._post, self._rest = post, rest
        self._session = session

    def folding(self, rows: Rows) -> Folding:
        """What is known by now of the tasks of a list; asks memory only."""
        folded = self._session.clusters.known(rows)
        by = "due" if self._session.order.now is None else "evidence"
        seen = self._session.ledger.known()
        return Folding(folded.clusters, folded.listed, folded.head_of, folded.rows.ids, seen, by)

    def catch_up(self, serial: int) -> None:
        """Find out again who says the same, and what was decided before."""
        worker = get_current_worker()
        with at_pace(self._rest):
            self._session.ledger.look()
            self._session.clusters.look(lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self._post(CaughtUp(serial))

    def know(self, row: TaskRow, serial: int) -> None:
        """Find out what speaks for a task, and who says the same."""
        session = self._session
        evidence = session.evidence.of(row.id) if row.proposed else None
        cluster = session.clusters.cluster_of(row.id)
        self._answer(TaskKnown(row, serial, evidence, cluster, session.order.why(row)))

    def members(self, row: TaskRow, serial: int) -> None:
        """Find out who says the same as a task."""
        cluster, tasks = self._session.clusters.of(row.id), self._session.snapshot.tasks

        def rows(ids: Iterable[TaskId]) -> tuple[TaskRow, ...]:
            return tuple(task for id in ids if (task := tasks.get(id)) is not None)

        known = cluster or None
        members = rows(known.members) if known else ()
        maybe = rows(known.maybe) if known else ()
        self._answer(MembersKnown(row.id, serial, known, members, maybe))

    def alike(self, text: str, but: frozenset[TaskId], serial: int) -> None:
        """Find tasks that a text may mean: undecided and open ones."""
        tasks = self._session.snapshot.tasks.values()
        choices = {row.id: row.text for row in tasks if row.open and row.id not in but}
        found = process.extract(
            text,
            choices,
            scorer=fuzz.token_set_ratio,
            processor=utils.default_process,
            score_cutoff=_LIKE,
            limit=_OFFERED,
        )
        every = self._session.snapshot.tasks
        self._answer(Alike(tuple(every[id] for _, _, id in found if id in every), serial))

    def _answer(self, message: Message) -> None:
        if not get_current_worker().is_cancelled:
            self._post(message)
