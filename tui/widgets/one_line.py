"""A widget of one line: what the title, the status and the key bar have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.display import safe_text
from tui.text import clip
from tui.widgets.paint import Painted

_WIDEST = 1_000
"""Characters of a part that are looked at: a name may be a megabyte, a bar is one line."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a bar, not yet safe to show, and the name of the component style they are drawn with."""

    text: str
    tone: str = ""
    """`""` is the bar's own style."""
    tag: str = ""
    """What a click on the words means; `""`: nothing."""


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
        left, right = self.parts(width)
        end = self._drawn(right, width)
        room = max(0, width - sum(segment.cell_length for segment in end))
        begin = self._drawn(left, room)
        gap = room - sum(segment.cell_length for segment in begin)
        return Strip(
            [*begin, Segment(" " * gap, self.paint()), *end] if gap else [*begin, *end], width
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

    def _drawn(self, parts: Sequence[Part], room: int) -> list[Segment]:
        segments: list[Segment] = []
        for part in parts:
            if room > 0 and part.text:
                segment = Segment(
                    clip(part.text, room), self.paint(part.tone) if part.tone else self.paint()
                )
                segments.append(segment)
                room -= segment.cell_length
        return segments


def cells_of(parts: Sequence[Part]) -> int:
    """How many cells the parts take when nothing is cut, counted no further than any bar is wide."""
    return sum(cell_len(safe_text(part.text[:_WIDEST])) for part in parts)
