"""One task, or a heading, in one line, drawn in the styles of a list."""

from datetime import date

from textual.strip import Strip

from core.index.rows import TaskRow
from tui.lines.row import headed
from tui.lines.task import ALONE, Beside, task_cells
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState

_LONGEST = 300
"""Characters of a group's name that are looked at."""


def task_row(  # noqa: PLR0913 - what is drawn, where, and how it stands
    row: TaskRow,
    width: int,
    state: RowState,
    *,
    today: date,
    glyphs: str = "unicode",
    beside: Beside = ALONE,
) -> Strip:
    """The task as one line of exactly `width` cells."""
    paint = state.paint
    cells = task_cells(row, width, today=today, glyphs=glyphs, beside=beside)
    painted = ((text, paint(tone) if tone else paint()) for text, tone in cells)
    return line_of(painted, width, paint())


def heading_row(name: str, count: int, width: int, state: RowState) -> Strip:
    """The name of a group, and on the right how many there are of it."""
    paint = state.paint
    painted = ((text, paint(tone)) for text, tone in headed(name[:_LONGEST], count, width))
    return line_of(painted, width, paint())
