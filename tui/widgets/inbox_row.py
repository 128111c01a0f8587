"""An item of the Inbox, or a heading, as one line drawn in the styles of a list."""

from collections.abc import Iterable

from textual.strip import Strip

from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState


def inbox_line(cells: Iterable[tuple[str, str]], width: int, state: RowState) -> Strip:
    """Cells with their tones as one line of exactly `width` cells."""
    paint = state.paint
    painted = ((text, paint(tone) if tone else paint()) for text, tone in cells)
    return line_of(painted, width, paint())
