"""One task in one line, drawn in the styles of a list."""

from datetime import date

from textual.strip import Strip

from core.index.rows import TaskRow
from tui.lines.task import task_cells
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState


def task_row(  # noqa: PLR0913 - what is drawn, where, and how it stands
    row: TaskRow,
    width: int,
    state: RowState,
    *,
    today: date,
    glyphs: str = "unicode",
    refused: bool = False,
) -> Strip:
    """The task as one line of exactly `width` cells; a sign where the last decision was refused."""
    paint = state.paint
    cells = task_cells(row, width, today=today, glyphs=glyphs, refused=refused)
    painted = ((text, paint(tone) if tone else paint()) for text, tone in cells)
    return line_of(painted, width, paint())
