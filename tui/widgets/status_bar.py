"""The status line: what is marked and left, what is wrong, and what `u` would take back."""

from collections.abc import Sequence
from typing import ClassVar

from textual.reactive import reactive

from tui.lines.bars import status
from tui.widgets.one_line import OneLine, Part

_TONES = ("muted", "strong", "warning", "error", "success")


class StatusBar(OneLine):
    """Parts on the left separated by ` · `; on the right one sentence that may be cut in favour of them."""

    DEFAULT_CSS = """
    StatusBar {
        color: $foreground;
        & > .status-bar--muted { color: $text-muted; text-style: $quiet-text-style; }
        & > .status-bar--strong { color: $text-accent; text-style: bold; }
        & > .status-bar--warning { color: $text-warning; }
        & > .status-bar--error { color: $text-error; text-style: bold; }
        & > .status-bar--success { color: $text-success; }
    }
    """
    PREFIX = "status-bar--"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"status-bar--{tone}" for tone in _TONES}

    left: reactive[tuple[Part, ...]] = reactive(())
    """Tones: muted, strong, warning, error, success, or none."""
    right: reactive[tuple[Part, ...]] = reactive(())

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What there is room for."""
        return status(self.left, self.right, width)
