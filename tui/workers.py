"""All work of the session: in threads, which post messages and touch no widget.

Two kinds. Reading may be dropped: a newer request makes the older one's answer stale, and its number
says so. Writing is never dropped: jobs wait in a queue and run one after the other, in the order of
the keys, because two threads that wait for one lock are not served in the order they came.
"""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from textual.app import App
from textual.screen import Screen

from core.actions.intents import AnyIntent
from core.edit import EntryId
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.session import Session
from core.tasks import Rows
from tui.messages import Job
from tui.tasks.gathering import Behind
from tui.tasks.rows import Folding
from tui.work import SessionWork


class SessionWorkers:
    """Starts every worker of the app; called from the UI's thread only."""

    def __init__(
        self,
        app: App[None],
        screen: Screen[None],
        session: Session,
        quiet: Callable[[], bool] = lambda: True,
    ) -> None:
        self._app = app
        self._work = SessionWork(app, screen, session)
        self._work.quiet = quiet
        self._queue: deque[Job] = deque()
        self._serial = 0
        self._touched: set[TaskId] = set()
        self._anew = False
        """Whether a request is unanswered that was to list everything anew."""
        self._changed: set[NotePath] = set()
        self._anything = self._following = False
        gather = partial(self._start, self._work.gather, "gather", exclusive=False)
        self.gathering = Behind(gather)
        """Weighs what speaks for proposals, where that is not known."""
        self.over = {"follow": self.followed, "gather": self.gathering.over}
        """What is to be done when a worker of that name has ended."""

    # Reading

    def scan(self) -> None:
        """Read the vault; rows come when it is done."""
        self._start(self._work.scan, "scan")

    def rescan(self) -> None:
        """Read again what changed on the disk."""
        self._start(self._work.rescan, "scan")

    def refresh(self, paths: Iterable[NotePath]) -> None:
        """Read these notes again; the list stays in its order."""
        self._changed.update(paths)
        self._follow()

    def look_around(self) -> None:
        """Read again what changed on the disk; the list stays in its order."""
        self._anything = True
        self._follow()

    def followed(self) -> None:
        """What was to be read again was, or could not be: look what came meanwhile."""
        self._following = False
        self._follow()

    def _follow(self) -> None:
        """One at a time: what comes while one is at work is one work more, however much it is."""
        if self._following or not (self._anything or self._changed):
            return
        self._following = True
        paths = None if self._anything else frozenset(self._changed)
        self._anything = False
        self._changed.clear()
        self._start(partial(self._work.follow, paths), "follow", exclusive=False)

    def rows(self, text: str, base: Rows | None, touched: Iterable[TaskId] = ()) -> int:
        """Ask for a filter's rows and say the request's number.

        With the rows of the same filter as `base` the order stays as it is, and only the touched tasks
        are looked at; what an unanswered request was to look at, this one looks at too: all of it, where
        that one had no `base`.
        """
        self._serial += 1
        self._anew = self._anew or base is None
        base = None if self._anew else base
        self._touched.update(touched)
        touched = frozenset(self._touched)
        self._start(partial(self._work.rows, text, base, touched, self._serial), "read")
        return self._serial

    def fold_with(self, folding: Callable[[Rows], Folding]) -> None:
        """Let every list come with what is known of its tasks beside their rows."""
        self._work.folding = folding

    def touch(self, touched: Iterable[TaskId]) -> None:
        """Let the next request for rows look at these tasks too."""
        self._touched.update(touched)

    def answered(self, serial: int) -> bool:
        """Whether this is the answer to the newest request; older ones are stale."""
        if serial != self._serial:
            return False
        self._touched.clear()
        self._anew = False
        return True

    def page(self, row: TaskRow) -> None:
        """Read the note around a task."""
        self._start(partial(self._work.page, row), "page")

    def warm(self, *, filters: bool = False) -> None:
        """Load what the first decision needs, or with `filters` what the first letter of one would wait for."""
        if filters:
            self._start(self._work.sift, "sift")
        else:
            self._start(self._work.warm, "warm")

    def look_again(self) -> None:
        """Look for what slow writers added to notes that were replaced."""
        self._start(self._work.look_again, "late")

    def verify(self, entry: EntryId, intent: AnyIntent | None) -> None:
        """Look whether what was written still stands."""
        self._start(partial(self._work.decisions.verify, entry, intent), "verify", exclusive=False)

    def retry(self, tasks: Iterable[TaskId]) -> None:
        """Ask once more for what was refused about these tasks."""
        self._start(partial(self._work.decisions.retry, frozenset(tasks)), "retry", exclusive=False)

    def dismiss(self, tasks: Iterable[TaskId]) -> None:
        """Forget why decisions about these tasks were refused."""
        self._start(
            partial(self._work.decisions.dismiss, frozenset(tasks)), "dismiss", exclusive=False
        )

    def resume(self) -> None:
        """Try again what could not be written."""
        self._start(self._work.decisions.resume, "resume", exclusive=False)

    def remember(self, key: str, text: str) -> None:
        """Keep something for the next start."""
        self._start(partial(self._work.remember, key, text), "remember")

    def ask_to_write(self) -> None:
        """Ask whether the vault is free by now."""
        self._start(self._work.ask_to_write, "instance")

    # Writing

    @property
    def writing(self) -> int:
        """Jobs that are not done yet."""
        return len(self._queue)

    @property
    def current(self) -> Job | None:
        """The job in hand."""
        return self._queue[0] if self._queue else None

    def submit(self, job: Job) -> None:
        """Queue a job; it is written as soon as those before it are."""
        self._queue.append(job)
        if len(self._queue) == 1:
            self._commit(job)
        elif job.intent is not None:
            # It waits its turn: a kill meanwhile must not take it along. Those before it come along,
            # because threads do not run in the order in which they are started.
            self._start(
                partial(self._work.decisions.keep, tuple(self._queue)), "keep", exclusive=False
            )

    def finished(self) -> None:
        """The job in hand is done, one way or the other: begin the next."""
        if self._queue:
            self._queue.popleft()
        if self._queue:
            self._commit(self._queue[0])

    def plan(self, job: Job) -> None:
        """Work out what a job would write, to be asked about."""
        self._start(partial(self._work.plan, job), "plan")

    def _start(self, work: Callable[[], None], group: str, *, exclusive: bool = True) -> None:
        self._app.run_worker(
            work,
            name=group,
            group=group,
            description=group,  # else it is the `repr` of all rows: 50 ms of them at 50,000
            thread=True,
            exclusive=exclusive,
            exit_on_error=False,
        )

    def _commit(self, job: Job) -> None:
        self._start(partial(self._work.decisions.write, job), "commit", exclusive=False)
