"""The app: it holds the session, starts workers, and tells the screen what came of them.

Attributes go down, messages come up: widgets know no session, workers touch no widget.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from textual import events, on
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from core.config import Config
from core.display import safe_text
from core.first import first_rows
from core.session import Session
from tui import messages, theming
from tui.ahead import Ahead
from tui.answers import Answers
from tui.bars import Work
from tui.commands import HEARD, command
from tui.deciding import Decisions
from tui.dispatch import DISPATCH
from tui.ending import Ending
from tui.filter_messages import FilterMessage
from tui.fix_messages import FixPlanned
from tui.handover import driver_over
from tui.idle import IdleCollector
from tui.inbox_messages import InboxMessage
from tui.keys import meanings, remapped
from tui.leaving import Leaving
from tui.notice import Notice
from tui.plain import PlainFilter
from tui.retrying import Retrying
from tui.review_messages import PageMessage, ReviewMessage
from tui.screens.main import MainScreen
from tui.screens.tasks import TasksPane
from tui.text import safe_filters
from tui.triage_messages import TriageMessage
from tui.typed_ahead import TypedAhead
from tui.what_is import bring_up, state_of
from tui.workers import SessionWorkers

_TOLD = 5
"""Problems that are told at the start, a toast each; `winnow config` and `winnow keys` say them all."""
if TYPE_CHECKING:
    from tui.browsing import Browsing
    from tui.filtering import Filtering
    from tui.inboxing import Inboxing
    from tui.reviewing import Reviewing
    from tui.triaging import Triaging
    from tui.watching import Watching

Beside = InboxMessage | ReviewMessage | FilterMessage | TriageMessage | PageMessage | FixPlanned
_ASK = 1.0
"""Seconds between two questions whether another screen has ended."""
_WHILE_TYPING = frozenset(["back", "cursor.down", "cursor.up", "jump", "filter.explain"])
"""All that a key of the table may do while an input has the focus."""


class WinnowApp(theming.Themed, TypedAhead, inherit_bindings=False):
    """Triage in a terminal."""

    TITLE = "winnow"
    CSS_PATH = "screens/main.tcss"  # of a default screen Textual reads only the app's
    ENABLE_COMMAND_PALETTE = False  # ours shows keys and reasons; Textual's reads titles as markup

    def __init__(
        self,
        session: Session,
        config: Config,
        pane: str = "tasks",
        editor: str = "vi",
        *,
        ahead: Ahead | None = None,
    ) -> None:
        super().__init__(driver_over(ahead.terminal) if ahead and ahead.terminal else None)
        self.ahead = ahead
        self.session: Session = session
        self.config: Config = config
        self.editor: str = editor
        self.commands, self._key_problems = remapped(config.keys)
        self._meanings = {place: meanings(self.commands, place) for place in HEARD}
        self.main: MainScreen = MainScreen(self.commands, pane, glyphs=config.glyphs)
        self.idle = IdleCollector()
        self.jobs: SessionWorkers = SessionWorkers(
            self, self.main, session, lambda: self.idle.quiet
        )
        self.decisions: Decisions = Decisions(self, self.jobs)
        self.work = Work()
        self.ending: Ending | None = None
        self.answers = Answers(self)
        self._retrying = Retrying(self)
        self.leaving: Leaving = Leaving(self)
        self._plain = [PlainFilter()] if config.glyphs == "ascii" else []
        self._asking: Timer | None = None
        self._watching: Watching | None = None
        # Before the first style is worked out: a change of theme works all of them out anew.
        self._problems = (*theming.take(self, config.theme), *self._key_problems)
        if ahead is not None:
            self.style_once()

    def get_default_screen(self) -> MainScreen:
        """The only screen that is always there."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and behind them the one that lets nothing of a note reach the terminal."""
        return safe_filters([*super().get_line_filters(), *self._plain])

    def on_load(self) -> None:
        """Collect what others read, while the screen is being put together, unless it has something to show.

        Then that is shown first: a second thread at work is half of the time that this one has.
        """
        self.main.today = self.main.tasks.today = self.session.today
        if self.ahead is None or self.ahead.known is None:
            self.jobs.scan()

    def on_mount(self) -> None:
        """The frame first; what fills it comes from workers."""
        self.main.say_vault(self.session.vault.root)
        ahead = self.ahead
        known = ahead.known if ahead else first_rows(self.session)
        if ahead is None:
            self.answers.opening(known)
        else:
            self.answers.opening(known, ahead.items, ahead.pages)
        if self.ahead is not None:
            self.call_after_refresh(self.answers.go_on, self.ahead)
        for problem in (*self._problems, *self.session.writing.troubles)[:_TOLD]:
            self.tell(problem, severity="warning")
        if self.ending is not None:
            jobs = self.jobs
            self.ending.watch(self, self.leave, jobs.look_around, lambda: bool(jobs.writing))
        if self.session.read_only:
            self.take_over(messages.Writable(self.session.read_only))
            self._asking = self.set_interval(_ASK, self.jobs.ask_to_write)

    @on(messages.Writable)
    def take_over(self, message: messages.Writable) -> None:
        """Another screen has the vault open, or has it no longer."""
        self.work.holder = message.holder
        if message.holder:
            self.tell(f"Read-only: {message.holder}.", severity="warning")
        else:
            self.tell("The vault is free: what you decide is written now.")
            if self._asking is not None:
                self._asking.stop()
        self.say_bars()

    @cached_property
    def browsing(self) -> "Browsing":
        """Entities, links and pages."""
        from tui.browsing import Browsing  # noqa: PLC0415 not needed for the first frame

        return Browsing(self)

    @cached_property
    def inboxing(self) -> "Inboxing":
        """The Inbox."""
        from tui.inboxing import Inboxing  # noqa: PLC0415 not needed where another pane opens

        return Inboxing(self)

    @cached_property
    def reviewing(self) -> "Reviewing":
        """Pages that wait for a review."""
        from tui.reviewing import Reviewing  # noqa: PLC0415 not needed where another pane opens

        return Reviewing(self)

    @cached_property
    def filtering(self) -> "Filtering":
        """Filters by their names, and what one means."""
        from tui.filtering import Filtering  # noqa: PLC0415 not needed for the first frame

        return Filtering(self)

    @cached_property
    def triaging(self) -> "Triaging":
        """Proposals beside their rows."""
        from tui.triaging import Triaging  # noqa: PLC0415 not needed for the first frame

        return Triaging(self)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of the table acts in a box, or while something is typed but for leaving and moving."""
        if action == "command" and self.screen is not self.main:
            return False
        # Typing goes on in a terminal too small to show it: the focus is lost there, not the meaning.
        typing = isinstance(self.focused, Input) or self.main.typing
        if action == "command" and typing:
            return parameters[0] in _WHILE_TYPING
        return super().check_action(action, parameters)

    def hear(self, key: str) -> bool:
        """Do what a key means where one is, or say where it means something."""
        id = self.meant(key)
        typed = self.printable and (isinstance(self.focused, Input) or self.main.typing)
        if id is None or typed or not self.check_action("command", (id,)):
            return False
        self.action_command(id)
        return True

    def meant(self, key: str) -> str | None:
        """The command that a key means where one is."""
        return self._meanings[self.main.place].get(key)

    def action_command(self, id: str) -> None:
        """Do what a command does, or say why it cannot."""
        self.idle.key()
        # What a write in hand leaves to undo is known when it is done.
        waits = id in {"undo", "redo"} and self.jobs.writing
        why_not = None if waits else command(id, self.commands).why_not(state_of(self))
        if why_not is None:
            DISPATCH[id](self)
        else:
            self.tell(why_not)

    def on_app_focus(self) -> None:
        """Keys typed for another window may follow the focus."""
        self.decisions.burst.focused()

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted outside an input would be read as decisions."""
        event.stop()
        self.tell("Pasted text was ignored here.", severity="warning")

    def leave(self) -> None:
        """End the app, as soon as everything that was decided is written, or at least kept."""
        self.leaving.begin()

    # What the screen says, and what it is told

    def show_pane(self, name: str) -> None:
        """Bring a pane forward."""
        self.main.show_pane(name)
        match name:
            case "entities":
                self.browsing.shown()
            case "inbox":
                self.inboxing.shown()
            case "review":
                self.reviewing.shown()
            case _:
                pass
        self.say_bars()

    @on(TasksPane.Looked)
    def look(self, message: TasksPane.Looked) -> None:
        """Read the note of the row under the cursor."""
        rows = self.main.tasks.rows
        id = message.row.id if message.row is not None else None
        reason = rows.refused.get(id, "") if rows is not None and id is not None else ""
        if reason != self.work.reason:
            self.work.reason = reason
            self.say_bars()
        if message.row is not None:
            # The row first: reading the note must not take the time in which it is drawn.
            self.call_after_refresh(self.jobs.page, message.row)
            if "triaging" in vars(self):
                self.call_after_refresh(self.triaging.looked, message.row)

    @on(TasksPane.Typed)
    def filter_typed(self, message: TasksPane.Typed) -> None:
        """Look for what the filter means."""
        self.jobs.rows(message.text, self.main.tasks.rows)

    @on(TasksPane.Marked)
    def say_bars(self) -> None:
        """Bring the bars up to what is so now."""
        bring_up(self)
        self.main.say(self.work)

    def tell(
        self, sentence: str, severity: Literal["information", "warning", "error"] = "information"
    ) -> None:
        """Say something for a few seconds; it may quote a note."""
        said = "\n".join(map(safe_text, sentence.split("\n")))
        notice = Notice(said, "", severity, self.NOTIFICATION_TIMEOUT, markup=False)
        self.post_message(Notify(notice))

    # What came of the work

    @on(messages.Progress)
    @on(messages.Partly)
    @on(messages.Gathered)
    @on(messages.Scanned)
    @on(messages.RowsReady)
    @on(messages.BadFilter)
    @on(messages.Planned)
    @on(messages.Committed)
    @on(messages.NotCommitted)
    @on(messages.Rescued)
    @on(messages.Taken)
    @on(messages.Holding)
    @on(messages.Again)
    @on(messages.Passed)
    @on(messages.Wanted)
    @on(messages.Tabbed)
    @on(messages.Opened)
    @on(messages.Beyond)
    @on(messages.Listed)
    @on(messages.Read)
    @on(messages.Further)
    @on(messages.Followed)
    @on(messages.Jumped)
    @on(messages.Told)
    @on(messages.Indexed)
    def answer(self, message: messages.Answer | messages.Late | messages.Browsed) -> None:
        """A worker has something to tell, or a pane."""
        if isinstance(message, messages.Browsed):
            self.browsing.take(message)
        elif isinstance(message, messages.Late):
            self._retrying.take(message)
        else:
            self.answers.take(message)

    @on(InboxMessage)
    @on(ReviewMessage)
    @on(FilterMessage)
    @on(TriageMessage)
    @on(PageMessage)
    @on(FixPlanned)
    def take(self, message: Beside) -> None:
        """Something is told about what a pane shows beside its rows, about filters, or to a box."""
        if isinstance(message, TriageMessage):
            self.triaging.take(message)
        elif isinstance(message, FixPlanned):
            self.decisions.fixing.take(message)
        elif isinstance(message, PageMessage):
            self.browsing.pages.take(message)
        elif isinstance(message, ReviewMessage):
            self.reviewing.take(message)
        elif isinstance(message, FilterMessage):
            self.filtering.take(message)
        else:
            self.inboxing.take(message)

    @on(messages.Waiting)
    def wait(self, message: messages.Waiting) -> None:
        """A write waits for git or an ingest, or goes on."""
        self.work.lock = message.lock
        self.say_bars()

    @on(messages.Changed)
    def look_around(self, message: messages.Changed) -> None:
        """Another program changed something, or may have."""
        if message.paths is None:
            self.jobs.look_around()
        else:
            self.jobs.refresh(message.paths)

    def watch_vault(self) -> None:
        """Follow what other programs do from now on."""
        if not self.config.watch:
            return
        from tui.watching import Watching  # noqa: PLC0415 not needed for the first frame

        self._watching = Watching(self, poll=self.config.watch == "poll")
        self._watching.start()

    def on_unmount(self) -> None:
        """Nobody is left to be told of changes."""
        if self._watching is not None:
            self._watching.stop()

    @on(Worker.StateChanged)
    def worker_failed(self, event: Worker.StateChanged) -> None:
        """A worker raised: say so; a decision it had in hand was not made."""
        if event.worker.is_finished:
            self.jobs.over.get(event.worker.group, bool)()
        if event.state is not WorkerState.ERROR:
            return
        sentence = f"{type(event.worker.error).__name__}: {event.worker.error}"
        job = self.jobs.current
        if event.worker.group == "commit" and job is not None:
            self.post_message(messages.NotCommitted(job, sentence))
            return
        if event.worker.group == "scan":
            self.work.reading = None
            self.say_bars()
        self.tell(f"{event.worker.group}: {sentence}", severity="error")
