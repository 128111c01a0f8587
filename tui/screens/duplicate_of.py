"""What a proposal is a copy of: the likeliest task first, any other by its words."""

from collections.abc import Callable, Sequence
from datetime import date

from textual.content import Content
from textual.strip import Strip

from core.index.rows import TaskRow
from tui.screens.finder import Finder
from tui.text import clip, shown
from tui.widgets.row_view import RowState
from tui.widgets.task_row import task_row

_TITLE = 60


class DuplicateTo(Finder[str]):
    """Answers with the id of the task that stays."""

    def __init__(
        self, rows: Sequence[TaskRow], ask: Callable[[str], None], *, today: date, glyphs: str
    ) -> None:
        """A box; whoever answers `ask` calls `show`."""
        what = clip(rows[0].text, _TITLE) if len(rows) == 1 else f"{len(rows)} tasks"
        super().__init__(
            shown(f"duplicate of … ({what})"),
            "enter takes it · letters find · esc leaves",
            ask,
            placeholder="words of the task that stays",
            glyphs=glyphs,
        )
        self._today = today
        self._glyphs = glyphs
        self._tasks: dict[str, TaskRow] = {}

    def show(self, rows: Sequence[TaskRow]) -> None:
        """Tasks that may be meant are known."""
        self._tasks = {row.id: row for row in rows}
        self.found(tuple(self._tasks), "Nothing like it is open.")

    def draw(self, id: str, width: int, state: RowState) -> Strip | Content:
        """One of them."""
        row = self._tasks.get(id)
        if row is None:
            return Content("")
        return task_row(row, width, state, today=self._today, glyphs=self._glyphs)

    def take(self, key: str, id: str) -> None:  # noqa: ARG002 - there is one key
        """That one stays."""
        self.dismiss(id)
