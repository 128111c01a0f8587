"""What stands in the list beside a task and has something in common with it: marked, or shown alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.index.rows import TaskId, TaskRow

if TYPE_CHECKING:
    from tui.app import WinnowApp


def mark_note(app: "WinnowApp") -> None:
    """Mark all in the list of the note that the task under the cursor stands in."""
    _mark(app, lambda row: row.note.path)


def mark_owner(app: "WinnowApp") -> None:
    """Mark all in the list that belong to whom the task under the cursor belongs to."""
    _mark(app, lambda row: row.owners)


def only_note(app: "WinnowApp") -> None:
    """Show only what stands in the note of the task under the cursor."""
    if (row := app.main.tasks.row) is not None:
        _narrow(app, f"path:{_quoted(row.note.path)}")


def only_owner(app: "WinnowApp") -> None:
    """Show only what belongs to whom the task under the cursor belongs to."""
    if (row := app.main.tasks.row) is not None:
        words = "owner:none" if not row.owners else f"owner:{_quoted(row.owners[0])}"
        _narrow(app, "owner:me" if row.mine else words)


def _mark(app: "WinnowApp", of: Callable[[TaskRow], object]) -> None:
    pane = app.main.tasks
    rows, here = pane.rows, pane.row
    if rows is None or here is None:
        return
    wanted, tasks = of(here), rows.tasks
    listed = ((id, tasks.get(TaskId(id))) for id in pane.list.ids)
    pane.list.mark([id for id, row in listed if row is not None and of(row) == wanted])


def _narrow(app: "WinnowApp", words: str) -> None:
    """Filter by more than before: what was filtered by stays."""
    pane = app.main.tasks
    if words not in pane.filter:
        pane.filter = f"{pane.filter} {words}".strip()
    pane.wanted(pane.filter)


def _quoted(name: str) -> str:
    """A name as a value of the filter language, which knows no `"` in one."""
    return '"' + name.replace('"', " ").strip() + '"'
