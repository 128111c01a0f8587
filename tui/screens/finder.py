"""A box to find something in: a line to type in, and under it what was found, best first."""

from collections.abc import Callable, Iterable, Sequence

from textual import events, on
from textual.content import Content
from textual.screen import ScreenResultType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.screens.dialog import Dialog
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

MOVES = {
    **dict.fromkeys(("down", "ctrl+n"), "action_cursor_down"),
    **dict.fromkeys(("up", "ctrl+p"), "action_cursor_up"),
    "pagedown": "action_page_down",
    "pageup": "action_page_up",
}
"""Keys that move the cursor of what was found."""
EDITS = {
    "backspace": "action_delete_left",
    "delete": "action_delete_right",
    "left": "action_cursor_left",
    "right": "action_cursor_right",
    "home": "action_home",
    "end": "action_end",
    "ctrl+w": "action_delete_left_word",
    "ctrl+u": "action_delete_left_all",
}
"""Keys that edit the line."""


class Finder(Dialog[ScreenResultType]):
    """Answers with what is under the cursor when a key takes it.

    A key that comes before the answer to what was typed waits for that answer, and so does every key
    behind it. The app hands over the keys (`tui.keyboard.typed_ahead`).
    """

    TAKES: frozenset[str] = frozenset(["enter"])
    """Keys that say what is meant."""

    def __init__(
        self,
        title: Content,
        keys: str,
        ask: Callable[[str], None],
        *,
        placeholder: str,
        glyphs: str,
    ) -> None:
        """A box; whoever answers `ask` calls `found`."""
        super().__init__(title, keys)
        self._ask = ask
        self._line = Input(placeholder=placeholder)
        self._list = RowList(self.draw, id="found")
        self._list.glyphs = glyphs
        self._list.can_focus = False
        self._asked: str | None = None
        self._answered = False
        self._waiting: list[str] = []
        """Keys that came before what they mean was known."""

    def draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        """One of the things that were found."""
        raise NotImplementedError

    def take(self, key: str, id: str) -> None:
        """Do what a key of `TAKES` says to what is under the cursor."""
        raise NotImplementedError

    def takes(self, key: str) -> bool:
        """Whether a key says what is meant, and is no letter of what is looked for."""
        return key in self.TAKES

    @property
    def ready(self) -> bool:
        """Whether it is known what a key means."""
        return self._answered

    @property
    def typed(self) -> str:
        """What was typed, without blanks around it."""
        return self._line.value.strip()

    @property
    def closing(self) -> bool:
        """Whether a key said what is meant, and only the answer is awaited."""
        return any(key in self.TAKES for key in self._waiting)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once."""
        key, line = event.key, self._line
        if key == "escape":
            self.dismiss(None)
        elif self.takes(key) or key in MOVES:
            self._do(key)
        elif event.is_printable:
            at = line.cursor_position
            line.value = f"{line.value[:at]}{event.character}{line.value[at:]}"
            line.cursor_position = at + 1
        elif key in EDITS:
            getattr(line, EDITS[key])()
        else:
            return key == "tab"
        return True

    def inside(self) -> Iterable[Widget]:
        """The line, and what it may mean."""
        yield self._line
        yield self._list

    def on_mount(self) -> None:
        """What is likely before anything is typed."""
        self._look(self._line.value)

    @on(Input.Changed)
    def look(self, message: Input.Changed) -> None:
        """Look for it at every key."""
        message.stop()
        self._look(message.value)

    @on(RowList.Activated)
    def take_clicked(self, message: RowList.Activated) -> None:
        """A double click is as good as `enter`."""
        message.stop()
        self._do("enter")

    @on(RowList.Highlighted)
    @on(RowList.MarksChanged)
    def stay_here(self, message: RowList.Said) -> None:
        """Nobody else is told where the cursor stands."""
        message.stop()

    def found(self, ids: Sequence[str], nothing: str) -> None:
        """Show the answer to what was typed last."""
        self._answered = True
        self.fill(ids, nothing)
        self.go_on()

    def fill(self, ids: Sequence[str], nothing: str) -> None:
        """Show what may be meant; `nothing`: what stands there where that is nothing."""
        self._list.empty = Content(nothing)
        self._list.redraw()
        self._list.set_rows(ids, keep=False)

    def go_on(self) -> None:
        """Do what the keys say that waited."""
        while self._waiting and self.ready and self.is_attached:
            self._do(self._waiting.pop(0))

    def _do(self, key: str) -> None:
        self._look(self._line.value)
        if not self.ready:
            self._waiting.append(key)
        elif key in MOVES:
            getattr(self._list, MOVES[key])()
        elif self._list.cursor_id is not None:
            self.take(key, self._list.cursor_id)

    def _look(self, typed: str) -> None:
        if typed != self._asked:
            self._asked, self._answered = typed, False
            self._ask(typed)
