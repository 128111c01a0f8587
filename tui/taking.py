"""Taking a task elsewhere: into the editor, into Obsidian, into the clipboard."""

from functools import partial
from typing import TYPE_CHECKING

from core.display import safe_text
from core.errors import WinnowError
from core.programs import editor_command, obsidian_url, wikilink
from tui.editor import edit, open_link
from tui.text import clip

if TYPE_CHECKING:
    from tui.app import WinnowApp

_SHOWN = 200


def edit_note(app: "WinnowApp") -> None:
    """Open the note in the user's editor, at the task's line, and read it again afterwards.

    This blocks the screen on purpose: the terminal is the editor's meanwhile.
    """
    row = app.main.tasks.row
    if row is None:
        return
    try:
        command = editor_command(
            app.config.editor or app.editor,
            app.session.vault.resolve(row.note.path),
            row.line + 1,
        )
    except (WinnowError, ValueError) as error:
        app.tell(f"editor: {error}", severity="error")
        return
    if trouble := edit(app, command):
        app.tell(trouble, severity="error")
    app.jobs.refresh([row.note.path])
    app.jobs.page(row)


def open_in_obsidian(app: "WinnowApp") -> None:
    """Hand the note's link to the desktop, from a worker: it may take its time."""
    row = app.main.tasks.row
    if row is None:
        return
    url = obsidian_url(app.session.vault.resolve(row.note.path))
    app.run_worker(
        partial(_open, app, url), name="open", group="open", thread=True, exit_on_error=False
    )


def _open(app: "WinnowApp", url: str) -> None:
    if trouble := open_link(url):
        app.tell(trouble, "warning")  # a notification is a message: safe to send from a thread


def copy_link(app: "WinnowApp") -> None:
    """Copy the link that means the task's note."""
    if (row := app.main.tasks.row) is not None:
        _copy(app, wikilink(row.note.path))


def copy_line(app: "WinnowApp") -> None:
    """Copy the task's line as it stands in the note."""
    if (row := app.main.tasks.row) is not None:
        _copy(app, row.raw.strip())


def _copy(app: "WinnowApp", text: str) -> None:
    """Ask the terminal to (OSC 52), and show what; most say nothing of it, and some do not."""
    # What a program pastes somewhere may be run there: no control character travels this way.
    safe = safe_text(text)
    app.copy_to_clipboard(safe)
    app.tell(f"copied  {clip(safe, _SHOWN)}")
