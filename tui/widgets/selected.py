"""Text selected with the mouse in what draws its own lines: lit where it is seen, copied as it stands there."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from core.display import safe_text


class Words(NamedTuple):
    """A line that can be selected."""

    number: int
    text: str
    goes_on: bool = False
    """It goes on with the line above, which had no room for all of it."""


class Selected(Widget):
    """A widget whose words can be selected.

    Its lines have numbers of their own, which stay what they are while it scrolls.
    """

    ALLOW_SELECT = True
    _selection: Selection | None = None

    def draw_line(self, y: int) -> Strip:
        """A line as it looks where nothing is selected."""
        raise NotImplementedError

    def number_of(self, y: int) -> int:
        """The number of the line that is drawn at `y`; they grow downwards."""
        raise NotImplementedError

    def margin_of(self, number: int) -> int:  # noqa: ARG002 - lines may differ in it
        """Characters before a line that are no words of it."""
        return 0

    def lines_between(self, first: int | None, last: int | None) -> Iterable[Words]:
        """Lines from one number to another, both included; `None`: from the first there is, to the last."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """A line, with what of it is selected standing out."""
        strip = self.draw_line(y)
        return strip if self._selection is None else self._lit(strip, y, self._selection)

    def offset_at(self, x: int, y: int) -> Offset:
        """Which character stands at a cell, and in which line."""
        text = self.draw_line(y).crop(0, max(0, x)).text
        return Offset(len(text), self.number_of(y))

    def on_click(self, event: events.Click) -> None:
        """Several clicks select nothing: Textual would select all there is."""
        if event.chain > 1:
            event.prevent_default()

    def selection_updated(self, selection: Selection | None) -> None:
        """Something else is selected."""
        self._selection = selection
        self.refresh()

    def unselect(self) -> None:
        """What is shown is another text: nothing of it is selected."""
        if self._selection is not None and self.is_attached:
            self.screen.clear_selection()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words that are selected, safe to show, and what stands behind them."""
        start, end = selection
        cut = ""
        for line in self.lines_between(start.y if start else None, end.y if end else None):
            span = selection.get_span(line.number)
            if span is None:
                continue
            begin, stop = (
                max(span[0], self.margin_of(line.number)),
                None if span[1] < 0 else span[1],
            )
            text = line.text[begin:stop].rstrip()
            gap = "" if not cut else " " if line.goes_on else "\n"
            cut += gap + safe_text(text.lstrip() if line.goes_on else text)
        return (cut, "\n") if cut.strip() else None

    def _lit(self, strip: Strip, y: int, selection: Selection) -> Strip:
        number = self.number_of(y)
        span = selection.get_span(number)
        if span is None:
            return strip
        begin = max(span[0], self.margin_of(number))
        end = len(strip.text.rstrip()) if span[1] < 0 else span[1]
        look = self.screen.get_component_rich_style("screen--selection")
        segments: list[Segment] = []
        at = 0
        for segment in strip:
            near, far = (min(max(0, edge - at), len(segment.text)) for edge in (begin, end))
            for part, selected in (
                (segment.text[:near], False),
                (segment.text[near:far], True),
                (segment.text[far:], False),
            ):
                if part:
                    style = look if segment.style is None else segment.style + look
                    segments.append(Segment(part, style if selected else segment.style))
            at += len(segment.text)
        return Strip(segments, strip.cell_length)
