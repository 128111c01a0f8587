"""Finds a task again in a note that may have moved on: exactly, or not at all. Pure."""

from core.errors import Conflict
from core.index.rows import TaskRow
from core.note import Note
from core.parse.tasks import Task
from core.text import Source, near_hash

_SHOWN = 120


def near_of(source: Source, line: int) -> int:
    """The `near_hash` of line `line`, from 0; beyond the first and the last line is nothing."""
    above = source.line(line - 1).span.of(source.data) if line > 0 else b""
    last = line + 1 >= len(source.starts)
    below = b"" if last else source.line(line + 1).span.of(source.data)
    return near_hash(above, below)


def locate(note: Note, row: TaskRow) -> Task:
    """The task that `row` was made of, in `note` as it is now.

    It is the equal line at its old number; else the only equal line; else the same one of an
    unchanged number of equal lines. Of equal lines each must have its old neighbours.

    Raises:
        Conflict: None of these, or the line is no task any more; nothing is guessed.
    """
    equal = [task for task in note.tasks if task.raw == row.raw]
    if row.twins <= 1:
        for task in equal:
            if task.line == row.line or len(equal) == 1:
                return task
    else:
        for number, task in enumerate(equal):
            here = task.line == row.line or len(equal) == 1
            same = len(equal) == row.twins and number == row.twin
            if (here or same) and near_of(note.source, task.line) == row.near:
                return task
    raise Conflict(_reason(note, row, len(equal)))


def found_at(note: Note, row: TaskRow) -> str:
    """What stands at the line of `row` now, `""` past the end of the note."""
    if row.line >= len(note.source.starts):
        return ""
    return note.source.text(note.source.line(row.line).span)


def _reason(note: Note, row: TaskRow, equal: int) -> str:
    if equal > 1:
        return f"{row.note.path}: {equal} lines read “{_short(row.raw)}”, and which is meant cannot be told"
    found = _short(found_at(note, row))
    there = f"“{found}”" if found else "nothing"
    return f"{row.note.path}: line {row.line + 1} was “{_short(row.raw)}”, now there is {there}"


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
