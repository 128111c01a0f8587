"""Text from a file on its way to the screen: never markup, never a control sequence, cut by cells.

Two layers keep a note from reaching the terminal. Everything drawn passes `safe_text` (through
`shown`, `clip`, `middle`, `fit`), and `SafeFilter` looks at every segment of every widget once more,
Textual's own widgets included, which strip only BEL, BS, VT, FF and CR.

An app installs the filter by overriding the public `App.get_line_filters`:
`return safe_filters(super().get_line_filters())`.
"""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from core.display import safe_text
from tui.cells import (
    ELLIPSIS,
    clip,
    day,
    days_until,
    fit,
    harmless,
    middle,
    short_day,
    span_of_days,
)

__all__ = [
    "ELLIPSIS",
    "clip",
    "day",
    "days_until",
    "fit",
    "middle",
    "safe_filters",
    "short_day",
    "shown",
    "span_of_days",
]


def shown(text: str) -> Content:
    """Text from a file, safe to draw: the characters of `safe_text`, never read as markup."""
    return Content(safe_text(text), strip_control_codes=False)


class SafeFilter(LineFilter):
    """Takes from every segment what may not reach a terminal, and links with it.

    It keeps U+200D, which joins emoji and so changes widths. A `Segment` may also carry an OSC 8
    link in its style; nothing here is ever such a link, so none passes.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 LineFilter's signature
        """The same segments, with the same widths."""
        return [_safe_segment(segment) for segment in segments]


SAFE_FILTER = SafeFilter()
"""One instance, because Textual caches a filtered line by the filter's identity."""


def safe_filters(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """The app's own line filters with `SAFE_FILTER` behind them."""
    return [*filters, SAFE_FILTER]


def _safe_segment(segment: Segment) -> Segment:
    text, style, control = segment
    if style is not None and style.link is not None:
        segment = Segment(text, _unlinked(style), control)
    if text.isascii() and text.isprintable():
        return segment
    safe = harmless(text)
    return segment if safe == text else Segment(safe, segment.style, control)


def _unlinked(style: Style) -> Style:
    return style.update_link(None)
