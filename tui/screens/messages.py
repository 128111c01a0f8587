"""What was said lately, for whoever looked away: the newest first."""

from collections.abc import Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.dialog import Dialog

_TIME = slice(11, 19)
"""Of a time in ISO: to the second."""


class Messages(Dialog[None]):
    """Sentences, each with the time at which it was said."""

    CSS_PATH = "dialogs.tcss"  # Textual looks beside the class, not beside its base

    def __init__(self, said: Iterable[tuple[str, str]]) -> None:
        """Show what was said: times in ISO and sentences that are safe to show, the oldest first."""
        super().__init__(Content("messages"), "j k scroll · esc leaves")
        self._said: Sequence[tuple[str, str]] = tuple(reversed(tuple(said)))

    def inside(self) -> Iterable[Widget]:
        """A line for each sentence, or more."""
        lines = [
            Content.assemble((f"{time[_TIME]}  ", "dim"), said.replace("\n", "\n          "))
            for time, said in self._said
        ]
        text = Content("\n").join(lines) if lines else Content("Nothing was said yet.")
        yield VerticalScroll(Static(text), id="scroll", can_focus=False)

    def pressed(self, key: str, character: str) -> bool:
        """`q` and `enter` leave."""
        if character == "q" or key == "enter":
            self.dismiss(None)
            return True
        return super().pressed(key, character)
