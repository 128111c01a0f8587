"""All work of the session: in threads, which post messages and touch no widget.

Two kinds. Reading may be dropped: a newer request makes the older one's answer stale, and its number
says so. Writing is never dropped: jobs wait in a queue and run one after the other, in the order of
the keys, because two threads that wait for one lock are not served in the order they came.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

from core.actions.intents import Intent
from core.errors import BadQuery, Conflict, WinnowError
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.note import Note
from core.path import NotePath
from core.preview import NotePage, preview
from core.query import All, Not, Qualifier, Query, Term, Word, parse_query
from core.session import Outcome, Session
from core.tasks import Rows
from tui.messages import (
    BadFilter,
    Committed,
    HistoryReady,
    Job,
    Line,
    NotCommitted,
    PageReady,
    PaneReady,
    Planned,
    Progress,
    RowsReady,
    Scanned,
    Standing,
)

_USUAL = 400


class SessionWorkers:
    """Starts every worker of the app; called from the UI's thread only."""

    def __init__(self, app: App[None], screen: Screen[None], session: Session) -> None:
        self._app = app
        self._screen = screen
        self._session = session
        self._queue: deque[Job] = deque()
        self._serial = 0
        self._touched: set[TaskId] = set()

    # Reading

    def scan(self) -> None:
        """Read the vault; rows come when it is done."""
        self._start(self._scan, "scan")

    def rescan(self) -> None:
        """Read again what changed on the disk."""
        self._start(self._rescan, "scan")

    def refresh(self, row: TaskRow) -> None:
        """Read one task's note again."""
        self._start(partial(self._refresh, row), "refresh")

    def rows(self, text: str, base: Rows | None, touched: Iterable[TaskId] = ()) -> int:
        """Ask for a filter's rows and say the request's number.

        With the rows of the same filter as `base` the order stays as it is, and only the touched tasks
        are looked at; what an unanswered request was to look at, this one looks at too.
        """
        self._serial += 1
        self._touched.update(touched)
        touched = frozenset(self._touched)
        self._start(partial(self._rows, text, base, touched, self._serial), "read")
        return self._serial

    def answered(self, serial: int) -> bool:
        """Whether this is the answer to the newest request; older ones are stale."""
        if serial != self._serial:
            return False
        self._touched.clear()
        return True

    def page(self, row: TaskRow) -> None:
        """Read the note around a task."""
        self._start(partial(self._page, row), "page")

    def pane(self, name: str) -> None:
        """Count what a pane will hold."""
        self._start(partial(self._pane, name), "pane")

    def history(self) -> None:
        """Read the journal."""
        self._start(self._history, "history")

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

    def finished(self) -> None:
        """The job in hand is done, one way or the other: begin the next."""
        if self._queue:
            self._queue.popleft()
        if self._queue:
            self._commit(self._queue[0])

    def plan(self, job: Job) -> None:
        """Work out what a job would write, to be asked about."""
        self._start(partial(self._plan, job), "plan")

    # In the threads

    def _start(self, work: Callable[[], None], group: str) -> None:
        self._app.run_worker(
            work, name=group, group=group, thread=True, exclusive=True, exit_on_error=False
        )

    def _commit(self, job: Job) -> None:
        work = partial(self._write, job)
        self._app.run_worker(work, name="commit", group="commit", thread=True, exit_on_error=False)

    def _standing(self) -> Standing:
        session = self._session
        return Standing(
            session.counts,
            session.undo_label or "",
            session.redo_label or "",
            session.decided_today,
        )

    def _scan(self) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            self._app.post_message(Progress(done, total))

        snapshot = self._session.scan(progress, lambda: worker.is_cancelled)
        self._scanned(snapshot, None)

    def _rescan(self) -> None:
        self._session.rescan()
        # `None`: whoever asks for a rescan wants the order anew as well.
        self._scanned(self._session.snapshot, None)

    def _refresh(self, row: TaskRow) -> None:
        touched = self._session.refresh([row.note.path])
        self._scanned(self._session.snapshot, touched)

    def _scanned(self, snapshot: Snapshot, touched: frozenset[TaskId] | None) -> None:
        owners = dict.fromkeys(
            (*self._session.config.me, *_usual(snapshot, lambda row: row.owners))
        )
        known = {"owners": tuple(owners), "tags": _usual(snapshot, lambda row: row.tags)}
        self._app.post_message(Scanned(touched, self._standing(), len(snapshot.trouble), known))

    def _rows(self, text: str, base: Rows | None, touched: frozenset[TaskId], serial: int) -> None:
        try:
            query = parse_query(text)
        except BadQuery as bad:
            self._app.post_message(BadFilter(str(bad), serial))
            return
        if base is not None and base.query.text == text:
            rows = self._session.folded(base, touched)
        else:
            rows = self._session.rows(query)
        if not get_current_worker().is_cancelled:
            nearest = () if rows.ids else self._nearest(query)
            self._app.post_message(RowsReady(rows, serial, nearest))

    def _nearest(self, query: Query) -> tuple[tuple[str, int], ...]:
        """What would be found without each of the filter's terms."""
        terms = query.term.terms if isinstance(query.term, All) else ()
        found = []
        for term in terms if len(terms) > 1 else ():
            rest = tuple(other for other in terms if other is not term)
            count = len(self._session.rows(Query(query.text, All(rest))).ids)
            if count:
                found.append((_spelled(term), count))
        return tuple(found)

    def _page(self, row: TaskRow) -> None:
        try:
            page = _page(self._session.note(row.note.path), row, self._session.source_of(row))
        except WinnowError as error:
            self._screen.post_message(PageReady(row.id, None, str(error)))
            return
        if not get_current_worker().is_cancelled:
            self._screen.post_message(PageReady(row.id, page))

    def _pane(self, name: str) -> None:
        self._screen.post_message(PaneReady(name, self._session.pane(name)))

    def _history(self) -> None:
        entries = self._session.history()
        undone = {entry.tx.undoes for entry in entries if entry.tx.undoes is not None}
        lines = tuple(
            Line(_local(entry.time), entry.tx.label, len(entry.tx.paths), entry.id in undone)
            for entry in entries
        )
        self._screen.post_message(HistoryReady(lines))

    def _plan(self, job: Job) -> None:
        assert job.intent is not None  # noqa: S101 undo and redo are never asked about
        try:
            plan = self._session.plan(job.intent)
            diff = self._session.diff(plan.transaction) if plan.transaction else ""
        except WinnowError as error:
            self._app.post_message(NotCommitted(job, str(error), planned=True))
            return
        self._app.post_message(Planned(job, plan, diff))

    def _write(self, job: Job) -> None:
        try:
            outcome = self._do(job.verb, job.intent)
        except WinnowError as error:
            conflict = isinstance(error, Conflict)
            self._app.post_message(NotCommitted(job, str(error), conflict=conflict))
            return
        self._app.post_message(Committed(job, outcome, self._standing()))

    def _do(self, verb: str, intent: Intent | None) -> Outcome:
        if intent is not None:
            return self._session.do(intent)
        return self._session.undo() if verb == "undo" else self._session.redo()


def _page(note: Note, row: TaskRow, source: NotePath | None) -> NotePage:
    """The page around the task, wherever its line is now."""
    lines = [task.line for task in note.tasks if task.raw == row.raw]
    return preview(note, row.line if row.line in lines or not lines else lines[0], source)


def _local(time: str) -> str:
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"


def _usual(snapshot: Snapshot, get: Callable[[TaskRow], tuple[str, ...]]) -> tuple[str, ...]:
    counted = Counter(each for row in snapshot.tasks.values() for each in get(row))
    return tuple(each for each, _ in counted.most_common(_USUAL))


def _spelled(term: Term) -> str:
    match term:
        case Qualifier(key, value):
            return f"{key}:{value}"
        case Word(text):
            return text
        case Not(inner):
            return f"-{_spelled(inner)}"
        case _:
            return "( … )"
