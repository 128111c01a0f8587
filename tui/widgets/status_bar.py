"""The status line: what is marked and left, what is wrong, and what `u` would take back."""

from collections.abc import Sequence
from typing import ClassVar

from textual.reactive import reactive

from tui.text import clip
from tui.widgets.one_line import OneLine, Part, cells_of

_TONES = ("muted", "strong", "warning", "error", "success")


class StatusBar(OneLine):
    """Parts on the left separated by ` · `; on the right one sentence that may be cut in favour of them."""

    DEFAULT_CSS = """
    StatusBar {
        color: $foreground;
        & > .status-bar--muted { color: $text-muted; }
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
        """The left whole, the right in what remains; below a third of the line it is left out."""
        left: list[Part] = [Part(" ")]
        for part in filter(lambda part: part.text, self.left):
            left += [Part(" · ", "muted"), part] if len(left) > 1 else [part]
        room = width - cells_of(left) - 2
        right = [*self.right, Part(" ")] if self.right and room >= width // 3 else []
        if right and cells_of(right) > room:
            right = [
                Part(clip("".join(part.text for part in self.right), room), self.right[0].tone),
                Part(" "),
            ]
        return left, right
