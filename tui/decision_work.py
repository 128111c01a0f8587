"""What of the work in threads is about decisions: kept, written, tried again, looked at afterwards."""

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import App

from core.actions.intents import AnyIntent
from core.decisions import Resumed, asked_again, decide, keep_all, offer_again, resume
from core.edit import EntryId
from core.errors import Conflict, WinnowError
from core.index.rows import TaskId
from core.queue import Held
from core.session import Session
from core.writing import Outcome
from tui.messages import Again, Committed, Holding, Job, NotCommitted, Taken
from tui.text import clip

if TYPE_CHECKING:
    from tui.work import SessionWork

_NAMES = 3
_WORDS = 60
_OVERWRITTEN = "another program wrote an older copy over what was decided"


class DecisionWork:
    """One method a job; each is run in a thread of its own and touches no widget."""

    def __init__(self, work: "SessionWork", app: App[None], session: Session) -> None:
        self._work = work
        self._app = app
        self._session = session
        self._held = Held()
        self._lost: set[EntryId] = set()

    def write(self, job: Job) -> None:
        """Carry a job out."""
        try:
            outcome = self._do(job)
        except WinnowError as error:
            conflict, kept = isinstance(error, Conflict), self._session.queue.holds(job.id)
            self._app.post_message(NotCommitted(job, _both_sides(error), conflict, kept))
        else:
            self._app.post_message(Committed(job, outcome, self._work.standing()))
            self._work.keep()
        finally:
            self._tell_held()

    def _do(self, job: Job) -> Outcome:
        if job.intent is not None:
            return decide(self._session, job.id, job.intent)
        writing = self._session.writing
        return writing.undo(job.entry) if job.verb == "undo" else writing.redo(job.entry)

    def keep(self, jobs: tuple[Job, ...]) -> None:
        """Put jobs that have to wait into the queue, in the order of the keys."""
        wanted = [(job.id, job.intent) for job in jobs if job.intent is not None]
        with suppress(
            WinnowError
        ):  # each is added once more, and complained of, when its turn comes
            keep_all(self._session, wanted, sync=True)

    def resume(self) -> None:
        """Carry out what waits in the queue."""
        self._work.changed(self.take_up(again=True))

    def take_up(self, *, again: bool) -> frozenset[TaskId]:
        """Carry out what waits in the queue and tell of it; the tasks that may differ."""
        try:
            resumed = resume(self._session)
        except WinnowError as error:
            self._work.tell((str(error),))
            return frozenset()
        finally:
            self._tell_held(anyway=True)
        if resumed != Resumed():
            self._app.post_message(Taken(resumed, again))
        return resumed.touched

    def _tell_held(self, *, anyway: bool = False) -> None:
        """Say what is held, if that is news."""
        held = self._session.queue.held
        if held != self._held or (anyway and held.many):
            self._held = held
            self._app.post_message(Holding(held))

    def retry(self, tasks: frozenset[TaskId]) -> None:
        """Ask once more for what was refused about these tasks, and try what is held."""
        try:
            intents = asked_again(self._session, tasks)
        except WinnowError as error:
            self._work.tell((str(error),))
            return
        self._app.post_message(Again(intents))
        if self._session.queue.held.many:
            self.resume()

    def dismiss(self, tasks: frozenset[TaskId]) -> None:
        """Want nothing any more of what was refused about these tasks, or is held."""
        try:
            self._session.queue.dismiss(tasks)
        except WinnowError as error:
            self._work.tell((str(error),))
        self._tell_held()
        self._work.changed(tasks)

    def verify(self, entry: EntryId, intent: AnyIntent | None) -> None:
        """Offer again what another program wrote an older copy over."""
        lost = () if entry in self._lost else self._session.writing.overwritten(entry)
        if not lost:
            return
        self._lost.add(entry)
        touched = self._session.refresh(lost)
        if intent is not None:
            touched |= offer_again(self._session, intent, lost, _OVERWRITTEN)
        more = f" and {len(lost) - _NAMES} more" if len(lost) > _NAMES else ""
        names = ", ".join(lost[:_NAMES]) + more
        self._work.tell((f"{_OVERWRITTEN}: {names}; the decision is open again",))
        self._work.changed(touched)


def _both_sides(error: WinnowError) -> str:
    """Why, and what was looked for beside what stands there."""
    lines = [str(error)]
    if isinstance(error, Conflict) and error.expected:
        lines.append(f"expected  {clip(error.expected.strip(), _WORDS)}")
        lines.append(f"found     {clip(error.found.strip(), _WORDS) or 'nothing'}")
    return "\n".join(lines)
