"""What something is a copy of: files by number, and what it says otherwise than the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.path import NotePath
from tui.screens.confirm import painted_diff
from tui.screens.dialog import Dialog
from tui.text import clip, middle, shown

_MOST = 9
_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that something may be a copy of."""

    path: NotePath
    why: str


class Copies(Dialog[str]):
    """Answers with the path of the file whose number was pressed.

    A key that comes before the files are known waits. The app hands over the keys (`tui.keyboard.typed_ahead`).
    """

    def __init__(self, title: str, item: str, copies: Sequence[Copy] | None) -> None:
        """A box.

        Args:
            title: The question.
            item: The id of what is asked about.
            copies: The likeliest first; `None`: `show` tells later.
        """
        super().__init__(shown(title), "a number or enter takes it · J K scroll · esc leaves")
        self.item = item
        self._copies = None if copies is None else tuple(copies[:_MOST])
        self._waiting: list[str] = []
        self._files = Static(self._table(), id="copies")
        self._difference = Static(Content(""))

    @property
    def waits(self) -> bool:
        """Whether the files are not known yet."""
        return self._copies is None

    @property
    def closing(self) -> bool:
        """Whether a key said which, and only the files are awaited."""
        return bool(self._waiting)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once."""
        key = event.key
        if key == "enter" or (key.isdigit() and key != "0"):
            self._waiting.append("1" if key == "enter" else key)
            self._go_on()
            return True
        return False

    def inside(self) -> Iterable[Widget]:
        """The files, and under them what differs."""
        yield self._files
        yield VerticalScroll(self._difference, id="scroll", can_focus=False)

    def show(self, copies: Sequence[Copy]) -> None:
        """The files are known now."""
        self._copies = tuple(copies[:_MOST])
        self._files.update(self._table())
        self._go_on()

    def tell(self, difference: str) -> None:
        """What differs is known now."""
        said = difference.strip("\n")
        lines = painted_diff(said) if said else Content("no byte differs")
        self._difference.update(lines)

    def _go_on(self) -> None:
        while self._waiting and self._copies is not None and self.is_attached:
            at = int(self._waiting.pop(0)) - 1
            if at < len(self._copies):
                self._waiting.clear()
                self.dismiss(self._copies[at].path)

    def _table(self) -> Content:
        if self._copies is None:
            return Content("looking for copies …")
        if not self._copies:
            return Content("Nothing like it was found.")
        return Content("\n").join(
            Content.assemble(
                (f" {number} ", "bold $text-accent"),
                " ",
                shown(middle(one.path, _WIDTH - 2)),
                "\n    ",
                Content.styled(clip(one.why, _WIDTH), "$text-muted"),
            )
            for number, one in enumerate(self._copies, start=1)
        )
