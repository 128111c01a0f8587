"""The app: it holds the session, starts workers, and tells the screen what came of them.

Attributes go down, messages come up: widgets know no session, workers touch no widget.
"""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import events, on
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.worker import Worker, WorkerState

from core.config import Config
from core.display import safe_text
from core.first import first_rows
from core.index.rows import NoteRow
from core.path import NotePath
from core.session import Session
from core.themes import theme_folder
from tui import messages, theming
from tui.ahead import Ahead
from tui.answers import Answers
from tui.app_message import AppMessage
from tui.bars import Work
from tui.company import Company
from tui.deciding import Decisions
from tui.ending import Ending
from tui.handover import driver_over
from tui.idle import IdleCollector
from tui.keyboard.keyboard import Keyboard
from tui.keyboard.typed_ahead import TypedAhead
from tui.leaving import Leaving
from tui.lines.shares import KEPT, shares_of
from tui.notice import Notice
from tui.part import Part
from tui.plain import plain_filters
from tui.routing import route
from tui.screens.list_pane import ListPane
from tui.screens.main import MainScreen
from tui.screens.tasks import TasksPane
from tui.tasks.retrying import Retrying
from tui.text import safe_filters
from tui.what_is import bring_up
from tui.workers import SessionWorkers

_SAID = 200
"""Sentences that are kept to be read again."""
_TOLD = 5
"""Problems that are told at the start, a toast each; `winnow config` and `winnow keys` say them all."""
if TYPE_CHECKING:
    from tui.entities.browsing import Browsing
    from tui.filters.filtering import Filtering
    from tui.guide import Guide
    from tui.history.looking_back import LookingBack
    from tui.inbox.inboxing import Inboxing
    from tui.keyboard.begun import Begun
    from tui.palette.finding import Finding
    from tui.review.reviewing import Reviewing
    from tui.settings.own_settings import OwnSettings
    from tui.tasks.refusing import Refusing
    from tui.tasks.triaging import Triaging
    from tui.watching import Watching


class WinnowApp(theming.Themed, TypedAhead, inherit_bindings=False):
    """Triage in a terminal."""

    browsing: Part["Browsing"] = Part("tui.entities.browsing", "Browsing")
    inboxing: Part["Inboxing"] = Part("tui.inbox.inboxing", "Inboxing")
    refusing: Part["Refusing"] = Part("tui.tasks.refusing", "Refusing")
    reviewing: Part["Reviewing"] = Part("tui.review.reviewing", "Reviewing")
    filtering: Part["Filtering"] = Part("tui.filters.filtering", "Filtering")
    triaging: Part["Triaging"] = Part("tui.tasks.triaging", "Triaging")
    finding: Part["Finding"] = Part("tui.palette.finding", "Finding")
    begun: Part["Begun"] = Part("tui.keyboard.begun", "Begun")
    looking_back: Part["LookingBack"] = Part("tui.history.looking_back", "LookingBack")
    watching: Part["Watching"] = Part("tui.watching", "Watching")
    guide: Part["Guide"] = Part("tui.guide", "Guide")
    own_settings: Part["OwnSettings"] = Part("tui.settings.own_settings", "OwnSettings")

    guided: bool = False
    """Whether the guide is to be shown."""

    TITLE = "winnow"
    CSS_PATH = "screens/main.tcss"  # of a default screen Textual reads only the app's
    ENABLE_COMMAND_PALETTE = False  # ours shows keys and reasons; Textual's reads titles as markup

    def __init__(  # noqa: PLR0913 - the last two are named
        self,
        session: Session,
        config: Config,
        pane: str = "tasks",
        editor: str = "vi",
        *,
        ahead: Ahead | None = None,
        settings_file: str = "",
    ) -> None:
        super().__init__(driver_over(ahead.terminal) if ahead and ahead.terminal else None)
        self.ahead = ahead
        self.session: Session = session
        self.config: Config = config
        self.editor: str = editor
        self.settings_file: str = settings_file
        """The user's own settings, where they are not in the platform's place."""
        self.keyboard: Keyboard = Keyboard(self, config)
        self.main: MainScreen = MainScreen(self.keyboard.commands, pane, glyphs=config.glyphs)
        self.main.shares = shares_of(session.cache.remembered(KEPT))
        self.pointing = config.mouse
        self.idle = IdleCollector()
        self.jobs: SessionWorkers = SessionWorkers(
            self, self.main, session, lambda: self.idle.quiet
        )
        self.decisions: Decisions = Decisions(self, self.jobs)
        self.work = Work()
        self.said: deque[tuple[str, str]] = deque(maxlen=_SAID)
        self.ending: Ending | None = None
        self.answers = Answers(self)
        self.retrying = Retrying(self)
        self.company = Company(self)
        self.leaving: Leaving = Leaving(self)
        # Before the first style is worked out: a change of theme works all of them out anew.
        theme = config.theme if ahead is None else ahead.theme
        folder = theme_folder(settings_file) if settings_file else None
        self.no_color = self.no_color if ahead is None else not ahead.colours
        self._problems = (*theming.take(self, theme, folder), *self.keyboard.problems)
        if ahead is not None:
            self.style_once()

    def get_default_screen(self) -> MainScreen:
        """The only screen that is always there."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and behind them the one that lets nothing of a note reach the terminal."""
        return safe_filters([*super().get_line_filters(), *plain_filters(self.config.glyphs)])

    def on_load(self) -> None:
        """Collect what others read, while the screen is being put together, unless it has something to show.

        Then that is shown first: a second thread at work is half of the time that this one has.
        """
        self.main.today = self.main.tasks.today = self.session.today
        self.main.tasks.note_of = self._note_of
        if self.ahead is None or self.ahead.known is None:
            self.jobs.scan()

    def _note_of(self, path: NotePath) -> NoteRow | None:
        return self.session.snapshot.notes.get(path)

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
        self.company.begin()
        if self.guided:
            self.call_after_refresh(self.guide.begin)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of the table acts in a box, or while something is typed but for leaving and moving."""
        if action == "command":
            return self.keyboard.acts(str(parameters[0]))
        return super().check_action(action, parameters)

    def hear(self, key: str) -> bool:
        """Do what a key means where one is, or say where it means something."""
        return self.keyboard.hear(key)

    def action_command(self, id: str) -> None:
        """Do what a command does, or say why it cannot."""
        self.keyboard.do(id)

    def guarded(self) -> bool:
        """Whether a key would be a command's now."""
        return self.keyboard.acts("")

    def ignored(self, count: int) -> None:
        """So many keys came at once with the focus: they were meant for another window."""
        self.tell(f"{count} keys at once were ignored: nobody types that fast.", "warning")

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
        self.keyboard.hint()
        if message.row is not None:
            # The row first: reading the note must not take the time in which it is drawn.
            self.call_after_refresh(self.jobs.page, message.row)
            if "triaging" in vars(self):
                self.call_after_refresh(self.triaging.looked, message.row)

    @on(TasksPane.Typed)
    def filter_typed(self, message: TasksPane.Typed) -> None:
        """Look for what the filter means."""
        self.jobs.rows(message.text, self.main.tasks.rows)

    @on(ListPane.Marked)
    def say_bars(self) -> None:
        """Bring the bars up to what is so now."""
        bring_up(self)
        self.main.say(self.work)
        self.keyboard.hint()
        if "guide" in vars(self):
            self.guide.look()

    def tell(
        self, sentence: str, severity: Literal["information", "warning", "error"] = "information"
    ) -> None:
        """Say something for a few seconds; it may quote a note."""
        said = "\n".join(map(safe_text, sentence.split("\n")))
        self.said.append((self.session.now, said))
        notice = Notice(said, "", severity, self.NOTIFICATION_TIMEOUT, markup=False)
        self.post_message(Notify(notice))

    # What came of the work

    @on(AppMessage)
    def take(self, message: AppMessage) -> None:
        """A worker has something to tell, or a pane."""
        route(self, message)

    def on_unmount(self) -> None:
        """Nobody is left to be told of changes."""
        if "watching" in vars(self):
            self.watching.stop()

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
