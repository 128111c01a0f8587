"""What was changed in this vault, newest first. To read; `u` takes back the newest."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.messages import Line
from tui.screens.dialog import Dialog
from tui.text import clip, shown

_LABEL = 62


class History(Dialog[None]):
    """A list of the journal's entries."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(Content("history"), "j k scroll · esc leaves")
        self._lines = lines

    def inside(self) -> Iterable[Widget]:
        """A line for each entry."""
        lines = [_line(line) for line in self._lines]
        text = Content("\n").join(lines) if lines else Content("Nothing was changed yet.")
        yield VerticalScroll(Static(text), id="scroll", can_focus=False)

    def pressed(self, key: str, character: str) -> bool:
        """`q` and the key that opened it leave."""
        if character in {"q", "H"} or key == "enter":
            self.dismiss(None)
            return True
        return super().pressed(key, character)


def _line(line: Line) -> Content:
    files = f"{line.files} file{'' if line.files == 1 else 's'}" if line.files else "no file"
    mark = "undone" if line.undone else ""
    return Content.assemble(
        (f"{line.time}  ", "$text-muted"),
        shown(clip(line.label, _LABEL).ljust(_LABEL)),
        (f" {files:>8} ", "$text-muted"),
        (mark, "$text-warning"),
    )
