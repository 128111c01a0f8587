"""The one layout of all panes: title line, list and note, status line, key line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from core.index.rows import TaskRow
from tui import bars, part
from tui.commands import Command
from tui.keyboard.keys import meanings
from tui.lines import bars as lines
from tui.lines.screen import STACKED, TALL, TOO_SMALL, WIDE, fits
from tui.lines.shares import USUAL, Shares
from tui.messages import PageReady
from tui.screens.list_pane import ListPane
from tui.screens.tasks import TasksPane
from tui.tasks.empty import empty
from tui.widgets.key_bar import KeyBar
from tui.widgets.one_line import Part
from tui.widgets.row_list import RowList
from tui.widgets.selected import Selected
from tui.widgets.status_bar import StatusBar
from tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from tui.inbox.steps import Steps
    from tui.screens.entities import EntitiesPane
    from tui.screens.inbox import InboxPane
    from tui.screens.review import ReviewPane

_T = TypeVar("_T")
PANES = ("tasks", "inbox", "entities", "review")
_SIZES = ("-usual", "-larger", "-full")


class _Pane(part.Part[_T]):
    """A pane, made when it is first asked for: each costs the first frame some."""

    def make(self, kind: Callable[..., object], whole: object) -> object:
        assert isinstance(whole, MainScreen)  # noqa: S101 it is nobody else's
        pane = kind(whole.glyphs, id=self.name)
        assert isinstance(pane, ListPane)  # noqa: S101 as above
        pane.today, pane.key_of = whole.today, whole.key
        return pane


class MainScreen(Screen[None]):
    """Panes as modes of one frame. It draws what the app tells it."""

    inbox: _Pane["InboxPane"] = _Pane("tui.screens.inbox", "InboxPane")
    entities: _Pane["EntitiesPane"] = _Pane("tui.screens.entities", "EntitiesPane")
    review: _Pane["ReviewPane"] = _Pane("tui.screens.review", "ReviewPane")

    AUTO_FOCUS = "RowList"  # Textual's takes the first there is, which may be the hidden filter
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 Textual declares it so
        (0, "-narrow"),
        (STACKED, "-stacked"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012 as above

    def __init__(self, commands: Sequence[Command], pane: str, *, glyphs: str) -> None:
        super().__init__()
        self.tasks = TasksPane(glyphs, id="tasks")
        self.pane = pane
        self.before = ""
        """The pane that was in front before."""
        self.glyphs = glyphs
        self.today = date.min
        self.shares = USUAL
        """How much of the room lists have."""
        self._title, self._status, self._keys = TitleBar(), StatusBar(), KeyBar()
        self._commands = commands

    def compose(self) -> ComposeResult:
        self._fit(self.app.size)
        self.here.shares = self.shares
        with Vertical(id="frame"):
            yield self._title
            with ContentSwitcher(initial=self.pane, id="panes"):
                yield self.tasks
                # The others come when they are first asked for: each costs the first frame some.
                if self.pane != "tasks":
                    yield self._pane(self.pane)
            yield self._status
            yield self._keys
        yield Static(Content(TOO_SMALL), id="small")

    def on_mount(self) -> None:
        """Bring the first pane forward."""
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """A notice instead of a frame that cannot hold what it should."""
        self.set_class(not fits(*event.size), "-small")
        self.call_after_refresh(self._focus_again)

    def _fit(self, size: Size) -> None:
        """Textual looks at the size after the first frame was drawn; that one is to fit too."""
        self.set_class(not fits(*size), "-small")
        for breaks, cells in (
            (self.HORIZONTAL_BREAKPOINTS, size.width),
            (self.VERTICAL_BREAKPOINTS, size.height),
        ):
            self.add_class(max(at for at in breaks or () if at[0] <= cells)[1])

    def _focus_again(self) -> None:
        """The notice took the focus from what it hid; give it back."""
        if self.focused is None and not self.has_class("-small"):
            self.set_focus(self._keyed)

    def mount_above_status(self, widget: Widget) -> None:
        """Give a widget lines of its own below the panes."""
        self.query_one("#frame").mount(widget, before=self._status)

    def draw_with(self, glyphs: str) -> None:
        """Draw with other signs from now on."""
        self.glyphs = glyphs
        for name in PANES:
            if name in vars(self):
                self._pane(name).draw_with(glyphs)

    # Panes

    @property
    def place(self) -> str:
        """Where keys are heard: the pane, or what one does in it."""
        steps = self.steps
        return self.pane if steps is None or steps.task is None else "stepping"

    @property
    def steps(self) -> "Steps | None":
        """Where one is in an item of the Inbox that one goes through."""
        return self.inbox.steps if self.pane == "inbox" else None

    @property
    def meant_task(self) -> TaskRow | None:
        """The task that a key means: under the cursor, or the proposal that one is at."""
        return self.tasks.row if self.pane != "inbox" else self.steps.task if self.steps else None

    @property
    def chosen_tasks(self) -> tuple[TaskRow, ...]:
        """What a verb about tasks acts on."""
        if self.pane != "inbox":
            return self.tasks.chosen
        return self.steps.chosen if self.steps is not None else ()

    @property
    def here(self) -> ListPane:
        """The pane that is in front."""
        return self._pane(self.pane)

    @property
    def typing(self) -> bool:
        """Whether a filter is being typed."""
        return self.here.typing

    @property
    def _keyed(self) -> Widget:
        return self.here.keyed

    def _pane(self, name: str) -> ListPane:
        match name:
            case "tasks":
                return self.tasks
            case "entities":
                return self.entities
            case "inbox":
                return self.inbox
            case _:
                return self.review

    def show_pane(self, name: str) -> None:
        """Bring a pane forward and give it the keys."""
        if name != self.pane:
            self.before = self.pane
        self.pane = name
        panes = self.query_one("#panes", ContentSwitcher)
        pane = self._pane(name)
        pane.shares = self.shares
        pane.divide()
        if not pane.is_attached:
            panes.mount(pane)
        panes.current = name
        self._arrange()

    def _arrange(self) -> None:
        name = self.pane
        self._title.active = self.key(f"pane.{name}")
        self._keyed.focus()

    def say_keys(self, shown: Sequence[tuple[str, str]]) -> None:
        """What the key line names: keys and labels."""
        self._keys.keys = tuple(shown)

    def key(self, id: str) -> str:
        """The first key of a command, as the user has it."""
        return lines.key_of(id, self._commands)

    @on(PageReady)
    def page_ready(self, message: PageReady) -> None:
        """Show a note that was read."""
        self.tasks.show_page(message.id, message.page, message.sentence)

    @on(KeyBar.Pressed)
    @on(TitleBar.Selected)
    async def clicked(self, message: KeyBar.Pressed | TitleBar.Selected) -> None:
        """A key that a bar names is as good clicked as pressed."""
        message.stop()
        id = meanings(self._commands, self.place).get(message.key)
        if id is not None:
            await self.app.run_action(f"command('{id}')")

    @on(RowList.Activated)
    async def opened(self, message: RowList.Activated) -> None:
        """A row that is clicked twice is opened as by its key."""
        message.stop()
        await self.app.run_action("command('open')")

    def resize_note(self, *, full: bool) -> None:
        """The note larger and back, or on the whole screen and back."""
        now = next((size for size in _SIZES if self.has_class(size)), "-usual")
        wanted = "-full" if full else "-larger"
        self.remove_class(*_SIZES)
        if now != wanted:
            self.add_class(wanted)
        here = self.here
        if self.has_class("-full"):
            here.give_keys(here.read)
        elif full:
            here.give_keys(here.list)
        here.divide()

    def divide(self, shares: Shares) -> None:
        """Give lists and what is read beside them other shares."""
        self.shares = shares
        for pane in self.query(ListPane):
            pane.shares = shares

    def fill(self) -> None:
        """Give what is read the whole screen, and the keys."""
        if not self.has_class("-full"):
            self.resize_note(full=True)

    def leave_full(self) -> bool:
        """Give the list its place back, if the note had it."""
        if not self.has_class("-full"):
            return False
        self.resize_note(full=True)
        return True

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What stands at a cell, and which character of it: what draws its own lines is asked."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if isinstance(widget, Selected):
            offset = widget.offset_at(*(Offset(x, y) - widget.content_region.offset))
        return widget, offset

    # Bars

    def say_vault(self, root: str) -> None:
        """The vault's name."""
        self._title.vault = root.rstrip("/").rpartition("/")[2]

    def say(self, work: bars.Work) -> None:
        """All that the bars and an empty list say."""
        counts = None if work.standing is None else work.standing.counts
        if counts is not None and "entities" in vars(self) and self.entities.listing.total:
            # Those without a page too: the list knows them.
            counts = replace(counts, entities=self.entities.listing.total)
        if counts is not None and "review" in vars(self) and self.review.waiting is not None:
            # What is wrong with whom they are, too.
            counts = replace(counts, review=self.review.waiting)
        self._title.panes = lines.panes(self._commands, counts)
        self._title.note = bars.day(work)
        self._status.left = bars.status(work)
        undo = work.standing.undo if work.standing else ""
        says = f"{self.key('undo')} undoes: {undo}" if undo else ""
        self._status.right = (Part(says, "muted"),) if says else ()
        self.tasks.list.empty = empty(work, self.key)
        self.tasks.list.refresh()
