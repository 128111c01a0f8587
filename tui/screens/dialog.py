"""What all boxes over the panes have in common: one frame, and `esc` leaves."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Input

_TALL = 28
"""Lines of a terminal from which on a box may have some to spare."""


class Dialog(ModalScreen[ScreenResultType | None]):
    """A box with a title and a line of keys; dismissed with `None` it answers nothing.

    Its keys are fixed, so that a remapping never locks anyone in; they are handled here and not
    bound, because the command table holds what can be remapped.
    """

    CSS_PATH = "dialogs.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012 Textual declares it so
    SCROLLS: ClassVar[dict[str, int]] = {"J": 1, "K": -1, "j": 1, "k": -1, "down": 1, "up": -1}
    """Lines by key, for boxes that hold more than fits."""

    def __init__(self, title: Content, keys: str) -> None:
        super().__init__()
        self._title = title
        self._keys = keys

    def compose(self) -> ComposeResult:
        box = Vertical(*self.inside(), id="box")
        box.border_title = self._title
        box.border_subtitle = Content(self._keys)
        yield box

    def titled(self, title: Content) -> None:
        """Give it another title."""
        self._title = title
        for box in self.query("#box"):
            box.border_title = title

    def inside(self) -> Iterable[Widget]:
        """What stands in the box."""
        raise NotImplementedError

    @property
    def line(self) -> Input | None:
        """The input of a dialog that has one: it gets what is typed before it has the focus."""
        return None

    def on_key(self, event: events.Key) -> None:
        """Leave on `esc`; everything else is the dialog's own."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif self.line is not None and not self.line.has_focus and event.is_printable:
            event.stop()
            self.line.value += event.character or ""
            self.line.action_end()
        elif self.pressed(event.key, event.character or ""):
            event.stop()
            event.prevent_default()

    def pressed(self, key: str, character: str) -> bool:  # noqa: ARG002 what a dialog may look at
        """Do what a key means here; `False`: nothing."""
        return self.scrolled(key)

    def scrolled(self, key: str) -> bool:
        """Scroll the box if that is what the key is for."""
        found = self.query("#scroll")
        lines = self.SCROLLS.get(key)
        if not found or (lines is None and key not in {"pagedown", "pageup", "ctrl+d", "ctrl+u"}):
            return False
        scroll = found.first()
        if lines is None:
            lines = scroll.size.height // 2 * (1 if key in {"pagedown", "ctrl+d"} else -1)
        scroll.scroll_relative(y=lines, animate=False)
        return True
