"""What a number before a command does to it. Pure."""

from collections.abc import Mapping
from enum import Enum

from tui.commands import Command, Group, Scope
from tui.conditions import UiState


class Counted(Enum):
    """What so many of something are."""

    ROWS = "rows"
    """Rows from the cursor on, which the command acts on as if they were marked."""
    TIMES = "times"
    """The command is done so often."""
    LINES = "lines"
    """A movement goes so far, at once."""
    ROW = "row"
    """The row of that number."""


MOST_TIMES = 50
"""More than this one command is not repeated: each is a step of its own."""
_ONE = frozenset(
    [
        *("page.rename", "page.alias", "page.create", "edit.text", "task.next", "task.previous"),
        *("inbox.capture", "inbox.make-task"),
    ]
)
"""Verbs about one thing, whatever is marked."""
_HOW: Mapping[str, Counted] = {
    **dict.fromkeys(("cursor.first", "cursor.last"), Counted.ROW),
    **dict.fromkeys(
        ("cursor.down", "cursor.up", "preview.down", "preview.up"),
        Counted.LINES,
    ),
    **dict.fromkeys(
        (
            *("cursor.half-down", "cursor.half-up", "cursor.page-down", "cursor.page-up"),
            *("task.next", "task.previous", "undo", "redo", "page.back", "page.forward"),
            *("focus.next", "focus.previous", "entity.next-tab", "entity.previous-tab"),
        ),
        Counted.TIMES,
    ),
    **dict.fromkeys(("mark.toggle", "repeat"), Counted.ROWS),
}
_DECIDED = frozenset([Scope.INBOX, Scope.TASKS, Scope.TOGETHER, Scope.REVIEW, Scope.PAGES])
_DECIDING = frozenset([Group.DECIDE, Group.CHANGE])


def counted(each: Command) -> Counted | None:
    """What a number means to a command; `None`: nothing."""
    if each.id in _HOW:
        return _HOW[each.id]
    acts = each.scope in _DECIDED and each.group in _DECIDING and each.id not in _ONE
    return Counted.ROWS if acts else None


def why_not(each: Command, number: int, state: UiState) -> str | None:
    """Why a number cannot stand before a command now, as a sentence; `None`: it can.

    Args:
        each: The command.
        number: What was typed.
        state: What is so now, before the number counts as marks.
    """
    match counted(each):
        case None:
            return f"A number means nothing before “{each.label}”."
        case Counted.TIMES if number > MOST_TIMES:
            return f"“{each.label}” is done at most {MOST_TIMES} times at once."
        case Counted.ROWS if state.marked:
            return f"{state.marked:,} are marked: esc clears the marks, then a number counts rows."
        case Counted.ROWS if state.pane == "entities" and not state.mentions:
            return "Pages are decided one by one here: 4 shows those that wait, as a list."
        case Counted.ROWS if state.stepping and each.scope is Scope.INBOX:
            return "One item at a time is gone through: esc leads back to the list."
        case _:
            return None


def says(number: int, rows: int) -> str:
    """What stands in the status line while a number stands: what it would do."""
    many = f"{rows:,} row{'s' * (rows != 1)} from here"
    fewer = " (all there are)" if rows < number else ""
    return f"{number:,}: verbs take {many}{fewer}, movements go {number:,} far · esc"
