"""What each command of the table does. A test holds that the two have the same ids."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from tui import boxes, taking
from tui.verbs import DECIDING

if TYPE_CHECKING:
    from tui.app import WinnowApp

Do = Callable[["WinnowApp"], None]


def _verb(id: str, app: "WinnowApp") -> None:
    app.decisions.verb(id)


def _move(action: str, app: "WinnowApp") -> None:
    pane = app.main.tasks
    if app.main.pane != "tasks":
        app.main.scroll_later(action)
        return
    getattr(pane.mover, f"action_{action}")()


def _scroll(lines: int, app: "WinnowApp") -> None:
    app.main.tasks.note.move(lines)


def _pane(pane: str, app: "WinnowApp") -> None:
    app.show_pane(pane)


def _next(step: int, app: "WinnowApp") -> None:
    if not app.main.tasks.next_proposal(step):
        app.tell("No undecided proposal that way.")


def _other_side(app: "WinnowApp") -> None:
    pane = app.main.tasks
    if app.main.pane == "tasks" and pane.note.display:
        (pane.list if pane.note.has_focus else pane.note).focus()


def _open(app: "WinnowApp") -> None:
    pane = app.main.tasks
    if not pane.note.display:
        app.main.resize_note(full=True)
    pane.note.focus()


def _back(app: "WinnowApp") -> None:
    """One step out: of typing, of the note, of the marks, of the filter."""
    pane = app.main.tasks
    if app.main.pane != "tasks":
        app.show_pane("tasks")
    elif pane.typing:
        pane.leave_filter(clear=True)
    elif app.main.leave_full():
        pass
    elif pane.note.has_focus:
        pane.list.focus()
    elif pane.list.marks:
        pane.list.action_clear_marks()
    elif pane.filter:
        pane.leave_filter(clear=True)


def _rescan(app: "WinnowApp") -> None:
    app.decisions.conflicts = 0
    app.jobs.rescan()


DISPATCH: Mapping[str, Do] = {
    **{id: partial(_verb, id) for id in sorted(DECIDING)},
    **{
        f"task.{word}": partial(_verb, f"task.{word}")
        for word in ("due", "priority", "owner", "tag")
    },
    "task.next": partial(_next, 1),
    "task.previous": partial(_next, -1),
    "edit.text": lambda app: app.decisions.edit_text(),
    "task.dismiss": lambda app: app.jobs.dismiss([row.id for row in app.main.tasks.chosen]),
    "task.retry": lambda app: app.jobs.retry([row.id for row in app.main.tasks.chosen]),
    "repeat": lambda app: app.decisions.repeat(),
    "mark.toggle": lambda app: app.main.tasks.list.action_toggle_mark(),
    "mark.range": lambda app: app.main.tasks.list.action_toggle_range(),
    "mark.all": lambda app: app.main.tasks.list.action_mark_all_visible(),
    "undo": lambda app: app.decisions.submit("undo"),
    "redo": lambda app: app.decisions.submit("redo"),
    "history": lambda app: app.jobs.history(),
    "cursor.down": partial(_move, "cursor_down"),
    "cursor.up": partial(_move, "cursor_up"),
    "cursor.first": partial(_move, "top"),
    "cursor.last": partial(_move, "bottom"),
    "cursor.half-down": partial(_move, "half_page_down"),
    "cursor.half-up": partial(_move, "half_page_up"),
    "cursor.page-down": partial(_move, "page_down"),
    "cursor.page-up": partial(_move, "page_up"),
    "open": _open,
    "back": _back,
    "focus.next": _other_side,
    "focus.previous": _other_side,
    "filter": lambda app: app.main.tasks.type_filter(),
    "preview.down": partial(_scroll, 1),
    "preview.up": partial(_scroll, -1),
    "preview.larger": lambda app: app.main.resize_note(full=False),
    "preview.full": lambda app: app.main.resize_note(full=True),
    "rescan": _rescan,
    **{f"pane.{pane}": partial(_pane, pane) for pane in ("inbox", "entities", "tasks", "review")},
    "edit.note": taking.edit_note,
    "obsidian": taking.open_in_obsidian,
    "copy.link": taking.copy_link,
    "copy.line": taking.copy_line,
    "help": boxes.show_help,
    "help.all": boxes.show_every_key,
    "palette": boxes.show_palette,
    "suspend": lambda app: app.action_suspend_process(),
    "quit": lambda app: app.leaving.ask(),
}
"""Command id → what it does."""
