"""What runs in the app's threads: it asks the session, and posts what came of it."""

from collections import Counter
from collections.abc import Callable
from time import monotonic, sleep
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

from core.errors import BadQuery, WinnowError
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.pace import at_pace
from core.path import NotePath
from core.preview import NotePage, preview
from core.query import Query, parse_query
from core.session import Session
from core.tasks import NO_DATE, Rows
from tui.bars import Standing
from tui.decision_work import DecisionWork
from tui.messages import (
    BadFilter,
    Gathered,
    Indexed,
    Job,
    NotCommitted,
    PageReady,
    Partly,
    Planned,
    Progress,
    Rescued,
    RowsReady,
    Scanned,
    Waiting,
    Writable,
)
from tui.tasks.rows import PLAIN, Folding, TaskList

if TYPE_CHECKING:  # the parsers are loaded with the first note
    from core.note import Note

_USUAL = 400
_COUNTED = 5_000
_BREATH, _BREATH_TYPED = 0.003, 0.05
"""Seconds between two sources of which evidence is gathered; and while somebody presses keys."""
_TELL = 2.0
"""Seconds between two drawings of what came of that."""


class SessionWork:
    """One method a job; each is run in a thread of its own and touches no widget."""

    def __init__(self, app: App[None], screen: Screen[None], session: Session) -> None:
        self._app = app
        self._screen = screen
        self._session = session
        session.writing.told_waiting = self._waits
        self._lock = ""
        self._trouble = (0, 0)
        self._vanished = ""
        self._unkept = ""
        self._revision = 0
        self._pressed = False
        """Whether there was anything that is the person's own and due."""
        self.decisions = DecisionWork(self, app, session)
        self.folding: Callable[[Rows], Folding] = lambda _: PLAIN
        """What is known of the tasks of a list beside their rows, from memory."""
        self.quiet: Callable[[], bool] = lambda: True
        """Whether nobody presses keys."""

    def tell(self, sentences: tuple[str, ...]) -> None:
        """Say what nobody asked for."""
        if sentences:
            self._app.post_message(Rescued(sentences))

    def standing(self) -> Standing:
        """What the bars say about the work as a whole."""
        past, counts = self._session.past, self._session.counts
        day = past.day(counts.tasks, self._pressing(counts.tasks))
        undo, redo = past.undo_label or "", past.redo_label or ""
        return Standing(counts, undo, redo, day.decided, day.pace, day.stop)

    def _pressing(self, left: int) -> int:
        """How many proposals are the person's own and due; of very many nobody counts them at every decision."""
        if left > _COUNTED:
            return left
        today = self._session.today.isoformat()
        tasks = self._session.snapshot.tasks.values()
        found = sum(row.proposed and row.mine and (row.due or NO_DATE) <= today for row in tasks)
        self._pressed = self._pressed or bool(found)
        # Where nothing pressed from the start, that nothing does is no news.
        return found if self._pressed else left

    def scan(self) -> None:
        """Read the vault."""
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            self._app.post_message(Progress(done, total))

        def partly() -> None:
            self._app.post_message(Partly())

        self._session.scan(progress, lambda: worker.is_cancelled, partly)
        if worker.is_cancelled:
            return  # what was not read is not gone: whoever reads now carries out what is left
        self.tell(self._session.writing.queue_problems)
        try:
            self.decisions.take_up(again=False)
        finally:
            self._scanned(None)
            self.keep()

    def rescan(self) -> None:
        """Read again what changed on the disk, and try again what could not be written."""
        self._session.rescan()
        self._session.order.again()
        try:
            self.decisions.take_up(again=True)
        finally:
            # `None`: whoever asks for a rescan wants the order anew as well.
            self._scanned(None)
            self.keep()

    def follow(self, paths: frozenset[NotePath] | None) -> None:
        """Read these notes again, or with `None` whatever changed on the disk."""
        session = self._session
        self.changed(session.rescan() if paths is None else session.refresh(paths))
        self.keep()

    def changed(self, touched: frozenset[TaskId]) -> None:
        """Tell of changes that were not asked for, if there are any."""
        snapshot = self._session.snapshot
        self._tell_of_the_vault(snapshot)
        trouble = (len(snapshot.trouble), len(snapshot.copies))
        if touched or trouble != self._trouble or snapshot.revision != self._revision:
            self._trouble, self._revision = trouble, snapshot.revision
            self._app.post_message(Scanned(touched, self.standing(), *trouble, None))

    def keep(self) -> None:
        """Let the cache know what was read, and say it once where that cannot be kept."""
        self._session.index.keep()
        problem = self._session.cache.problem
        if problem and problem != self._unkept:
            self.tell((f"{problem}.",))
        self._unkept = problem

    def _tell_of_the_vault(self, snapshot: Snapshot) -> None:
        """Say it once where the vault as a whole cannot be seen any more."""
        vanished = next((why for path, why in snapshot.trouble if not path), "")
        if vanished and vanished != self._vanished:
            self.tell((f"The vault {vanished}.",))
        self._vanished = vanished

    def _scanned(self, touched: frozenset[TaskId] | None) -> None:
        snapshot = self._session.snapshot
        self._trouble = (len(snapshot.trouble), len(snapshot.copies))
        self._tell_of_the_vault(snapshot)
        self._revision = snapshot.revision
        owners = dict.fromkeys(
            (*self._session.config.me, *_usual(snapshot, lambda row: row.owners))
        )
        known = {"owners": tuple(owners), "tags": _usual(snapshot, lambda row: row.tags)}
        self._app.post_message(Scanned(touched, self.standing(), *self._trouble, known))

    def remember(self, key: str, text: str) -> None:
        """Keep something for the next start."""
        self._session.cache.remember(key, text)

    def ask_to_write(self) -> None:
        """Take the vault if nobody else has it any more."""
        instance = self._session.writing.instance
        if instance is not None and instance.take():
            self._session.rescan()
            self._app.post_message(Writable(""))
            try:
                self.decisions.take_up(again=False)
            finally:
                self._scanned(None)

    def _waits(self, lock: str) -> None:
        if lock != self._lock:
            self._lock = lock
            self._app.post_message(Waiting(lock))

    def rows(self, text: str, base: Rows | None, touched: frozenset[TaskId], serial: int) -> None:
        """Find what a filter means."""
        try:
            query = parse_query(text)
        except BadQuery as bad:
            self._app.post_message(BadFilter(str(bad), serial, bad.place))
            return
        if base is not None and base.query.text == text:
            rows = self._session.folded(base, touched)
        else:
            rows = self._session.rows(query)
        if not get_current_worker().is_cancelled:
            nearest = () if rows.ids else self._nearest(query)
            lacking = self._session.words.lacking if query.bodies else ""
            self._app.post_message(
                RowsReady(
                    rows, serial, nearest, lacking, TaskList(rows, self.folding(rows)).ready()
                )
            )

    def _nearest(self, query: Query) -> tuple[tuple[str, int], ...]:
        """What would be found without each of the filter's terms."""
        from core.nearest import nearest  # noqa: PLC0415 not needed for the first frame

        return nearest(query, lambda other: len(self._session.rows(other).ids))

    def page(self, row: TaskRow) -> None:
        """Read the note around a task."""
        try:
            page = _page(
                self._session.note(row.note.path),
                row,
                self._session.snapshot.source(row.note.source_ref),
            )
        except WinnowError as error:
            self._screen.post_message(PageReady(row.id, None, str(error)))
            return
        if not get_current_worker().is_cancelled:
            self._screen.post_message(PageReady(row.id, page))

    def plan(self, job: Job) -> None:
        """Work out what a job would write."""
        assert job.intent is not None  # noqa: S101 undo and redo are never asked about
        try:
            plan = self._session.plan(job.intent)
            diff = self._session.writing.diff(plan.transaction) if plan.transaction else ""
        except WinnowError as error:
            self._app.post_message(NotCommitted(job, str(error), planned=True))
            return
        self._app.post_message(Planned(job, plan, diff))

    def look_again(self) -> None:
        """Look for what slow writers added to notes that were replaced."""
        self.tell(self._session.writing.look_again())

    def sift(self) -> None:
        """Do what the first letter of a filter would wait for."""
        self._session.sieve.prepare(self._session.snapshot, self._session.context)

    def warm(self) -> None:
        """Load what the first decision needs, and the first jump; begin to index the words of notes."""
        self._session.writing.warm()
        import tui.entities.browsing  # noqa: PLC0415 - 50 ms that a key would wait for
        import tui.pages.deciding  # noqa: PLC0415 - as above
        import tui.screens.choose  # noqa: PLC0415 - as above
        import tui.screens.prompt  # noqa: F401, PLC0415 - as above

        self._session.words.start(self._indexed)

    def gather(self) -> None:
        """Weigh every proposal of which that is not known, source by source, as far as nobody waits for it."""
        worker, evidence, told = get_current_worker(), self._session.evidence, monotonic()

        def stop() -> bool:
            # Else a key waits for its turn behind this thread.
            sleep(_BREATH if self.quiet() else _BREATH_TYPED)
            return worker.is_cancelled

        def progress(_done: int, _total: int) -> None:
            nonlocal told
            if monotonic() - told > _TELL:
                told = monotonic()
                self._app.post_message(Gathered(evidence.news()))

        with at_pace(lambda: None if self.quiet() else sleep(_BREATH)):
            evidence.fill(stop, progress)
        if news := evidence.news():
            self._app.post_message(Gathered(news))

    def _indexed(self, done: int, total: int) -> None:
        self._app.post_message(Indexed(done, total))


def _page(note: "Note", row: TaskRow, source: NotePath | None) -> NotePage:
    """The page around the task, wherever its line is now."""
    lines = [task.line for task in note.tasks if task.raw == row.raw]
    return preview(note, row.line if row.line in lines or not lines else lines[0], source)


def _usual(snapshot: Snapshot, get: Callable[[TaskRow], tuple[str, ...]]) -> tuple[str, ...]:
    counted = Counter(each for row in snapshot.tasks.values() for each in get(row))
    return tuple(each for each, _ in counted.most_common(_USUAL))
