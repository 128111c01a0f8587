"""A widget of one line: what the title, the status and the key bar have in common."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.lines.parts import Part, cells_of, one_line
from tui.widgets.paint import Painted

__all__ = ["OneLine", "Part", "cells_of"]


class OneLine(Painted):
    """Parts on the left and on the right of one line; the left gives way first."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """
    ALLOW_SELECT = False

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What stands on the left and on the right, for a width in cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line; there is no other, however high the widget is made."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.paint())
        cells = one_line(*self.parts(width), width)
        return Strip(
            [Segment(text, self.paint(tone) if tone else self.paint()) for text, tone in cells],
            width,
        )

    def tag_at(self, x: int) -> str:
        """The tag of the part that is drawn at a cell, `""` for none."""
        width = self.size.width
        left, right = self.parts(width)
        room = max(0, width - cells_of(right))
        at, parts = (x, left) if x < room else (x - room, right)
        for part in parts:
            at -= cells_of((part,))
            if at < 0:
                return part.tag
        return ""
