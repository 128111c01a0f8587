"""Winnow's own signs in ASCII, for terminals and fonts that have no others."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.cells import plain_signs


class PlainFilter(LineFilter):
    """Puts an ASCII sign in the place of each sign of Winnow's, and of quotes and dashes in notes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 LineFilter's signature
        """The same segments, with the same widths."""
        return [
            segment
            if segment.text.isascii()
            else Segment(plain_signs(segment.text), segment.style, segment.control)
            for segment in segments
        ]


_PLAIN = PlainFilter()
"""One instance, because Textual caches a filtered line by the filter's identity."""


def plain_filters(glyphs: str) -> list[LineFilter]:
    """What an app with these glyphs filters lines with."""
    return [_PLAIN] if glyphs == "ascii" else []
