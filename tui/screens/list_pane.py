"""What panes have in common: a list with its filter, and beside it what the cursor stands on."""

from dataclasses import dataclass
from datetime import date

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.empty import Key
from tui.entities.visits import Visit, Visits
from tui.messages import Beyond, Opened, Read
from tui.text import clip, shown
from tui.widgets.divided import Divided
from tui.widgets.movement import Movement
from tui.widgets.note_view import NoteView, Standing
from tui.widgets.row_list import Render, RowList

_WORDS = 200


class Underline(Highlighter):
    """Underlines what of a filter is not understood."""

    def __init__(self, place: tuple[int, int]) -> None:
        self._place = place

    def highlight(self, text: Text) -> None:
        """Textual asks for it while it draws the line."""
        text.stylize("bold underline", *self._place)


class FilterLine(Container):
    """What the list is filtered by and how many that leaves; a place to type after `/`."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        # Kept, not asked for by name: the first rows may come before a name can be found.
        self._text = Static("", id="filter-text")
        self._count = Static("", id="filter-count")
        self._problem = Static("", id="filter-problem")
        self._said = Content(""), Content("")
        self.input = Input(placeholder=placeholder, id="filter-input")
        self.input.display = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._text
            yield self.input
            yield self._count
        yield self._problem

    def say(self, text: str, count: str) -> None:
        """Show a filter and what it leaves."""
        said = shown(clip(text, _WORDS)), Content(count)
        if said != self._said:
            # A layout costs more than a line: of the same width a count needs none.
            same = said[1].cell_length == self._said[1].cell_length
            self._text.update(said[0], layout=False)
            self._count.update(said[1], layout=not same)
            self._said = said
        self.say_problem("")

    def say_problem(self, sentence: str, place: tuple[int, int] | None = None) -> None:
        """Show why a filter does not parse, under it, and where: underlined; `""` takes that away."""
        if place is not None or self.input.highlighter is not None:
            self.input.highlighter = None if place is None else Underline(place)
            self.input.refresh()
        if sentence or self._problem.display:
            self._problem.update(shown(sentence))
            self._problem.display = bool(sentence)


class ListPane(Divided):
    """A list that is filtered as one types, and a note."""

    filter: var[str] = var("")

    @dataclass
    class Marked(Message):
        """Other rows are marked now."""

    def __init__(self, draw: Render, glyphs: str, *, placeholder: str, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.today = date.min
        """The day that dates are told by; who made the pane says."""
        self.key_of: Key = lambda id: id
        """The key of a command, as above."""
        self.list = RowList(draw, id=f"{id}-list")
        self.note = NoteView(id=f"{id}-note")
        self.list.glyphs = self.note.glyphs = glyphs
        self.line = FilterLine(placeholder)
        self.visits = Visits()
        """What is read, and the way back."""
        self.other: Widget = self.note
        """What stands beside the list; a pane may have more there than the note."""
        self.above: tuple[Widget, ...] = ()
        """What stands between the filter and the list."""
        self.marked = (0, 0)
        """Rows that are marked, and how many of them the filter hides."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="side"):
            yield self.line
            yield from self.above
            yield self.list
        self.other.add_class("other")
        yield self.other

    @on(RowList.MarksChanged)
    def count_marks(self, message: RowList.MarksChanged) -> None:
        """Say it further up."""
        message.stop()
        self.marked = (message.count, message.hidden)
        self.post_message(self.Marked())

    def draw_with(self, glyphs: str) -> None:
        """Draw with other signs from now on."""
        self.glyphs = glyphs
        for each in (self.list, self.note):
            each.glyphs = glyphs

    @property
    def read(self) -> Movement:
        """What is read beside the list, and scrolls."""
        return self.note

    @property
    def marking(self) -> RowList:
        """Whose rows are marked."""
        return self.list

    @property
    def away(self) -> bool:
        """Whether a page was opened, and not what the row of the list is about."""
        return self.visits.now is not None and not self.visits.now.at_home

    @property
    def mover(self) -> Movement:
        """What the movement keys move."""
        return self.read if self.reading else self.list

    @property
    def views(self) -> tuple[NoteView, ...]:
        """What shows notes."""
        return (self.note,)

    @property
    def scrolled(self) -> Movement:
        """What scrolls while the keys stay in the list."""
        return self.read

    def leave_beside(self) -> bool:
        """Put away what stands under the note; whether there was something."""
        return False

    @property
    def reading(self) -> bool:
        """Whether the keys go to what is read."""
        return self.is_attached and self.screen.focused is self.read

    def give_keys(self, widget: Widget) -> None:
        """Let the keys go there: at once, because `focus()` waits its turn, and keys come meanwhile."""
        self.screen.set_focus(widget)

    @property
    def typing(self) -> bool:
        """Whether the filter has the keys."""
        return self.has_class("-typing")

    @property
    def keyed(self) -> Widget:
        """What has the keys when nothing is over it."""
        return self.line.input if self.typing else self.list

    def go_over(self, step: int) -> None:
        """From the list to what is beside it, there from link to link, and back to the list."""
        if self.reading:
            if self.read is not self.note or not self.note.next_link(step):
                self.give_keys(self.list)
        elif self.other.display:
            self.give_keys(self.read)

    @property
    def standing(self) -> object:
        """Where one stands in what is read, for the way back."""
        return self.note.standing

    def show_read(self, read: Read) -> None:
        """Show a note that a link led to, where one stood in it."""
        self.note.show(read.page, stay=read.stay)
        if read.page is None:
            self.note.say(read.sentence)
        elif isinstance(read.visit.stood, Standing) and not read.stay:
            self.note.stand(read.visit.stood)

    def come_home(self, visit: Visit) -> None:
        """Show again what a row is about."""
        raise NotImplementedError

    @on(NoteView.More)
    def go_beyond(self, message: NoteView.More) -> None:
        """Ask for more of the note."""
        message.stop()
        self.post_message(Beyond(message.path, message.line, message.mark))

    @on(NoteView.Clicked)
    def follow(self, message: NoteView.Clicked) -> None:
        """Follow the link that was clicked."""
        message.stop()
        self.give_keys(self.note)
        self.post_message(Opened())

    # The filter

    def wanted(self, text: str) -> None:
        """Ask for the rows of a filter."""
        raise NotImplementedError

    def type_filter(self) -> None:
        """Put the cursor into the filter."""
        self.add_class("-typing")
        line = self.line.input
        line.value = self.filter
        line.action_end()
        line.display = True
        self.give_keys(line)

    def leave_filter(self, *, clear: bool) -> None:
        """Back to the list, with the filter as it was typed, or without one."""
        self.remove_class("-typing")
        self.line.input.display = False
        self.give_keys(self.list)
        self.line.say_problem("")
        if clear:
            self.filter = ""
        # Asked for even if it is the same: what changed outside meanwhile waited for the typing to end.
        self.wanted(self.filter)

    def bad_filter(self, sentence: str, place: tuple[int, int] | None = None) -> None:
        """Say what is wrong, and where; the last good rows stay."""
        self.line.say_problem(sentence, place)

    @on(Input.Changed, "#filter-input")
    def filter_typed(self, message: Input.Changed) -> None:
        """Ask for the rows at every key."""
        message.stop()
        if self.typing and message.value != self.filter:
            self.filter = message.value
            self.wanted(message.value)

    @on(Input.Submitted, "#filter-input")
    def filter_done(self, message: Input.Submitted) -> None:
        """`enter` keeps the filter and goes to the list."""
        message.stop()
        self.leave_filter(clear=False)

    @on(events.DescendantFocus)
    def _filter_left(self) -> None:
        """A click took the focus elsewhere: the keys are the list's again."""
        # Asked for, not taken from the message: it may be older than the `/` that followed it.
        clicked = self.screen.focused
        if self.typing and clicked in {self.list, self.read}:
            self.leave_filter(clear=False)
            self.screen.set_focus(clicked)
