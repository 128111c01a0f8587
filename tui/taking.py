"""Taking a task elsewhere: into the editor, into Obsidian, into the clipboard."""

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from core.display import safe_text
from core.errors import WinnowError
from core.index.rows import NoteRow, TaskRow
from core.path import NotePath
from core.programs import editor_command, obsidian_url, openers, wikilink
from tui.editor import edit, open_link
from tui.text import clip

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.screens.entities import EntitiesPane
    from tui.screens.inbox import InboxPane
    from tui.screens.review import ReviewPane
    from tui.screens.tasks import TasksPane

_SHOWN = 200


class Here(NamedTuple):
    """The note that is looked at, and where in it."""

    path: NotePath
    line: int
    """From 0."""
    text: str = ""
    """The line as it stands in the note; `""` where none is meant."""


def here(app: "WinnowApp") -> Here | None:
    """What is looked at: a page that was opened, a row that leads into a note, a task, an entity's page."""
    match app.main.pane:
        case "tasks":
            return _of_task(app.main.tasks)
        case "inbox":
            return _of_item(app.main.inbox)
        case "review":
            return _of_page(app.main.review)
        case _:
            return _of_entity(app.main.entities)


def _of_task(pane: "TasksPane") -> Here | None:
    now, row = pane.visits.now, pane.row
    if row is None:
        return None
    if now is not None and now.path is not None and now.home == row.id:
        return Here(now.path, now.line or 0)
    return Here(row.note.path, row.line, row.raw.strip())


def _of_item(pane: "InboxPane") -> Here | None:
    now, row, steps = pane.visits.now, pane.item, pane.steps
    if row is None:
        return None
    if now is not None and now.path is not None and now.home == row.id:
        return Here(now.path, now.line or 0)
    if steps is None:
        return Here(row.path, 0)
    task = steps.task
    return Here(row.path, steps.line, task.raw.strip() if task else pane.line_text)


def _of_page(pane: "ReviewPane") -> Here | None:
    now, row = pane.visits.now, pane.item
    if now is not None and now.path is not None:
        return Here(now.path, now.line or 0)
    return None if row is None or row.path is None else Here(row.path, 0)


def _of_entity(pane: "EntitiesPane") -> Here | None:
    now = None if pane.moved else pane.visits.now
    if now is not None and now.path is not None:
        return Here(now.path, now.line or 0)
    match pane.thing if now is not None else None:
        case TaskRow() as task:
            return Here(task.note.path, task.line, task.raw.strip())
        case NoteRow() as note:
            return Here(note.path, 0)
        case None:
            page = pane.about.path if pane.about else None
            return None if page is None else Here(page, 0)
        case place:
            return Here(place.path, place.line, place.text.strip())


def edit_note(app: "WinnowApp") -> None:
    """Open the note in the user's editor, at the line, and read it again afterwards.

    This blocks the screen on purpose: the terminal is the editor's meanwhile.
    """
    place = here(app)
    if place is None:
        return
    try:
        command = editor_command(
            app.config.editor or app.editor,
            app.session.vault.resolve(place.path),
            place.line + 1,
        )
    except (WinnowError, ValueError) as error:
        app.tell(f"editor: {error}", severity="error")
        return
    if trouble := edit(app, command, app.ending):
        app.tell(trouble, severity="error")
    app.jobs.refresh([place.path])
    row = app.main.tasks.row
    if app.main.pane == "inbox":
        app.inboxing.again()
    elif app.main.pane == "tasks" and row is not None:
        app.jobs.page(row)


def open_in_obsidian(app: "WinnowApp") -> None:
    """Hand the note's link to the desktop; a file that is no note goes to the program that is for it."""
    place = here(app)
    if place is None:
        return
    item = app.main.inbox.item if app.main.pane == "inbox" else None
    path = app.session.vault.resolve(place.path)
    attached = item is not None and item.kind == "attachment" and item.path == place.path
    _hand_over(app, path if attached else obsidian_url(path))


def _hand_over(app: "WinnowApp", url: str) -> None:
    """From a worker: it may take its time."""
    app.run_worker(
        partial(_open, app, url, openers(sys.platform)),
        name="open",
        group="open",
        thread=True,
        exit_on_error=False,
    )


def _open(app: "WinnowApp", url: str, programs: Sequence[str]) -> None:
    if trouble := open_link(url, programs):
        app.tell(trouble, "warning")  # a notification is a message: safe to send from a thread


def copy_selected(app: "WinnowApp") -> bool:
    """Copy what is selected with the mouse; whether anything is."""
    selected = app.screen.get_selected_text()
    if not selected:
        return False
    lines = selected.split("\n")
    copy_lines(app, lines)
    more = f" and {len(lines) - 1} more lines" if len(lines) > 1 else ""
    app.tell(f"copied  {clip(lines[0], _SHOWN)}{more}")
    return True


def copy_link(app: "WinnowApp") -> None:
    """Copy what is selected; else the link that means the note, or an entity that has none."""
    if copy_selected(app):
        return
    if (place := here(app)) is not None:
        copy(app, wikilink(place.path))
    elif app.main.pane == "entities" and (entity := app.main.entities.about) is not None:
        copy(app, f"[[{entity.name}]]")


def copy_path(app: "WinnowApp") -> None:
    """Copy where the note lies in the vault."""
    if (place := here(app)) is not None:
        copy(app, place.path)


def copy_url(app: "WinnowApp") -> None:
    """Copy the address that opens the note in Obsidian."""
    if (place := here(app)) is not None:
        copy(app, obsidian_url(app.session.vault.resolve(place.path)))


def copy_line(app: "WinnowApp") -> None:
    """Copy the line as it stands in the note."""
    if (place := here(app)) is not None and place.text:
        copy(app, place.text)


def copy(app: "WinnowApp", text: str) -> None:
    """Ask the terminal to (OSC 52), and show what; most say nothing of it, and some do not."""
    # What a program pastes somewhere may be run there: no control character travels this way.
    safe = safe_text(text)
    app.copy_to_clipboard(safe)
    app.tell(f"copied  {clip(safe, _SHOWN)}")


def copy_lines(app: "WinnowApp", lines: Iterable[str]) -> None:
    """Ask the terminal to take some lines; their breaks are ours, and no other control character is among them."""
    safe = "\n".join(map(safe_text, lines))
    app.copy_to_clipboard(safe)
