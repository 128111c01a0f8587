"""Finds a task again in a note that may have moved on: exactly, or not at all. Pure."""

from bisect import bisect_left
from operator import attrgetter

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
    equal = note.by_raw.get(row.raw, ())
    at = bisect_left(equal, row.line, key=attrgetter("line"))
    at_line = [at] if at < len(equal) and equal[at].line == row.line else []
    if len(equal) == 1 or (row.twins <= 1 and at_line):
        candidates = at_line or [0]
    elif len(equal) == row.twins > 1:
        candidates = sorted({*at_line, row.twin})
    else:
        candidates = at_line if row.twins > 1 else []
    for number in candidates:
        task = equal[number]
        if row.twins <= 1 or near_of(note.source, task.line) == row.near:
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
