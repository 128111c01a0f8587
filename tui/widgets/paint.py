"""Styles of a widget's parts by their short names, and strips put together from cells."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from tui.text import clip


class Painted(Widget):
    """A widget that draws its own lines with its component classes."""

    PREFIX: ClassVar[str] = ""
    """What stands before a part's name in its component class: `row-list--`."""

    _painted: dict[tuple[str, ...], Style]

    def paint(self, *parts: str) -> Style:
        """The parts' styles, the later over the earlier, on the first one's background.

        Without a part, the widget's own. Kept until the theme changes: `refresh` empties Textual's cache, and working a style out
        costs more than drawing a row.
        """
        try:
            return self._painted[parts]
        except (AttributeError, KeyError):
            style = self._work_out(parts)
        self.__dict__.setdefault("_painted", {})[parts] = style
        return style

    def notify_style_update(self) -> None:
        """Forget what was worked out."""
        self.__dict__.pop("_painted", None)
        super().notify_style_update()

    def _work_out(self, parts: tuple[str, ...]) -> Style:
        if not parts:
            return self.rich_style
        first, *others = (self.get_component_rich_style(f"{self.PREFIX}{part}") for part in parts)
        # A part's style comes on the widget's background; in a row it lies on that of the first part.
        ground = Style(bgcolor=first.bgcolor)
        if first.reverse:
            # Turned round, a part's colour would be its ground; `dim` is what many terminals then lose.
            ground += Style(color=first.color, dim=False)
        return sum((other + ground for other in others), start=first)


def line_of(cells: Iterable[tuple[str, Style]], width: int, rest: Style) -> Strip:
    """A line of exactly `width` cells: safe texts in a row, the last one that fits cut with `…`."""
    segments: list[Segment] = []
    left = width
    for text, style in cells:
        if left <= 0:
            break
        if not text:
            continue
        cut = clip(text, left)
        segment = Segment(cut, style)
        segments.append(segment)
        left -= segment.cell_length
    if left > 0:
        segments.append(Segment(" " * left, rest))
    return Strip(segments, width)


def content_line(content: Content, width: int, style: Style) -> Strip:
    """A `Content` of one line as a strip of exactly `width` cells, on a style."""
    ground = VisualStyle.from_rich_style(style)
    near = width * 8 + 64  # a row of a megabyte is not measured whole
    if len(content) > near:
        content = content[:near]
    return Strip(content.truncate(width, ellipsis=True).render_segments(ground)).adjust_cell_length(
        width, style
    )
