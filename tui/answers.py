"""What the app does with what its workers tell: the list, the bars and the next job follow."""

import gc
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.index.rows import TaskId
from core.panes import Counts
from core.tasks import Rows
from tui import messages
from tui.ahead import Ahead
from tui.bars import Standing
from tui.inbox.rows import InboxList
from tui.looks import keep_looks
from tui.progress import Progress

if TYPE_CHECKING:
    from core.review.kept import Known
    from tui.app import WinnowApp

_LATE = (0.25, 2.0)
"""Seconds after which a program that had a replaced note open is looked at again."""
_PREPARE = 2.0
"""Seconds after the first rows when it is worked out who is who, so that no jump waits for that."""
_VERIFY = (1.0, 2.5)
"""Seconds after which a note must still hold what was written."""


class Answers:
    """Takes every message of the workers; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._seek: Sequence[TaskId] = ()
        self._progress_of = Progress()
        self._settled = self._gathers = False

    def opening(
        self,
        known: tuple[Rows, Counts] | None,
        items: InboxList | None = None,
        pages: "Known | None" = None,
    ) -> None:
        """Show what an earlier run left, in the first frame: what is so by now follows."""
        if known is None:
            return
        rows, counts = known
        self._app.work.standing = Standing(counts, "", "", 0)
        self._app.main.tasks.show(rows, (), ())
        if items is not None:
            self._app.main.inbox.show(items)
        if pages is not None:
            self._app.main.review.show_near(pages.near)
            self._app.main.review.show(pages.rows, pages.rows.ids)
        self._app.say_bars()

    def go_on(self, ahead: Ahead) -> None:
        """The first frame stands: look what is so by now."""
        if ahead.known is not None:
            self._app.jobs.scan()
        keep_looks(self._app, ahead)
        self._app.style_anew()

    def take(self, message: messages.Answer) -> None:
        """Do what the message asks for."""
        match message:
            case messages.Progress():
                self._progress(message)
            case messages.Partly() | messages.Gathered():
                self._more(message)
            case messages.Scanned():
                self._scanned(message)
            case messages.RowsReady():
                self._rows_ready(message)
            case messages.BadFilter():
                self._bad_filter(message)
            case messages.Planned():
                self._app.decisions.planned(message)
            case messages.Committed():
                self._committed(message)
            case messages.NotCommitted():
                self._not_committed(message)
            case messages.Rescued():
                self._rescued(message)

    def _progress(self, message: messages.Progress) -> None:
        """So much of the vault was read."""
        self._app.work.reading = self._progress_of.words(message.done, message.total)
        self._app.say_bars()

    def _more(self, message: messages.Partly | messages.Gathered) -> None:
        """More of the vault was read, or of what speaks for proposals: that is listed, unless somebody is typing."""
        pane, jobs = self._app.main.tasks, self._app.jobs
        if isinstance(message, messages.Partly):
            if not pane.typing:
                jobs.rows(pane.filter, None, ())
        elif pane.rows is None or "evidence" not in pane.rows.query.asked:
            pane.say_strength()
        elif pane.typing:
            jobs.touch(message.touched)
        else:
            jobs.rows(pane.filter, pane.rows, message.touched)

    def _scanned(self, message: messages.Scanned) -> None:
        """The vault was read, or some of it again."""
        self._app.work.reading, self._app.work.trouble = None, message.trouble
        self._app.work.copies = message.copies
        self._app.work.standing = message.standing
        if message.known is not None:
            self._app.decisions.known = message.known
        pane = self._app.main.tasks
        if message.touched is not None and pane.typing:
            # Nothing moves under somebody who types; the next rows look at these too.
            self._app.jobs.touch(message.touched)
        else:
            base = None if message.touched is None else pane.rows
            self._app.jobs.rows(pane.filter, base, message.touched or ())
        self._changed(anew=message.touched is None)
        self._app.say_bars()

    def _rows_ready(self, message: messages.RowsReady) -> None:
        """The list that was asked for, unless another was since."""
        if self._app.jobs.answered(message.serial):
            self._app.work.nearest, self._app.work.lacking = message.nearest, message.lacking
            self._app.main.tasks.show(
                message.rows, self._app.decisions.leaving, self._seek, message.listing
            )
            self._seek = ()
            self._app.say_bars()
            if not (gc.isenabled() or self._settled):
                self._settled = True
                self._app.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """The first rows are on the screen: do what start-up was spared."""
        self._app.idle.start(self._app)
        self._app.jobs.warm()
        self._app.watching.start()  # loaded now: it is not needed for the first frame
        self._app.set_timer(_PREPARE, self._prepare)

    def _prepare(self) -> None:
        self._app.browsing.prepare()  # loaded by now, but not before
        self._app.triaging.catch_up()
        self._gathers = True
        self._app.jobs.gathering.begin()

    def _bad_filter(self, message: messages.BadFilter) -> None:
        """The filter does not parse (yet)."""
        if self._app.jobs.answered(message.serial):
            self._app.main.tasks.bad_filter(message.sentence, message.place)

    def _committed(self, message: messages.Committed) -> None:
        """A decision is on the disk."""
        self._app.work.standing = message.standing
        self._seek = (*self._seek, *self._app.decisions.committed(message))
        self._next(message.outcome.touched)
        for seconds in _LATE:
            self._app.set_timer(seconds, self._app.jobs.look_again)
        if (entry := message.outcome.entry) is not None:
            verify = partial(self._app.jobs.verify, entry, message.job.intent)
            for seconds in _VERIFY:
                self._app.set_timer(seconds, verify)

    def _rescued(self, message: messages.Rescued) -> None:
        """Somebody wrote into a note while it was replaced; nothing of it is lost."""
        for sentence in message.sentences:
            self._app.tell(sentence, severity="warning")

    def _not_committed(self, message: messages.NotCommitted) -> None:
        """A decision is not on the disk."""
        self._app.decisions.not_committed(message)
        if not message.planned:
            self._next(message.job.ids)

    def _next(self, touched: Sequence[TaskId] | frozenset[TaskId]) -> None:
        """A job is over: begin the next, look at what it touched, leave if that was wanted."""
        self._app.jobs.finished()
        if "looking_back" in vars(self._app):
            self._app.looking_back.again()
        pane = self._app.main.tasks
        self._app.jobs.rows(pane.filter, pane.rows, touched)
        self._changed(anew=False)
        self._app.say_bars()
        self._app.leaving.go_on()

    def _changed(self, *, anew: bool) -> None:
        """The vault is another one: the pane that is in front follows."""
        if "triaging" in vars(self._app):  # before that there is nothing to keep up
            self._app.triaging.catch_up()
        if self._gathers:
            self._app.jobs.gathering.begin()
        match self._app.main.pane:
            case "entities":
                self._app.browsing.changed(anew=anew)
            case "inbox":
                self._app.inboxing.changed(anew=anew)
            case "review":
                self._app.reviewing.changed(anew=anew)
            case _:
                pass
