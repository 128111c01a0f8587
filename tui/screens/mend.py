"""What is wrong with lines, and what they would become: the question before they are mended."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.confirm import painted_diff
from tui.screens.dialog import Dialog
from tui.text import shown


class Mend(Dialog[str]):
    """Answers `lines` to `y`, and `ALL` to `A` where other lines have the same problems."""

    LINES: ClassVar = "lines"
    ALL: ClassVar = "all"

    def __init__(self, title: str, facts: Sequence[str], diff: str, alike: int) -> None:
        wider = f" · A all {alike:,} of this kind" if alike else ""
        super().__init__(shown(title), f"y mends{wider} · J K scroll · esc leaves it")
        self._facts = facts
        self._diff = diff
        self._alike = alike

    def inside(self) -> Iterable[Widget]:
        """What is wrong, then the diff."""
        yield Static(Content("\n").join(shown(fact) for fact in self._facts))
        yield Static("", classes="hint")
        yield VerticalScroll(Static(painted_diff(self._diff)), id="scroll", can_focus=False)

    def pressed(self, key: str, character: str) -> bool:
        """`y` mends the lines, `A` asks about all of the kind, `n` and `q` leave."""
        if character == "y":
            self.dismiss(self.LINES)
        elif character == "A" and self._alike:
            self.dismiss(self.ALL)
        elif character in {"n", "q"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True
