"""Other programs: the user's editor in this terminal, Obsidian beside it. Never through a shell."""

import subprocess
import sys
from collections.abc import Sequence

from textual.app import App, SuspendNotSupported

_PATIENCE = 10
"""Seconds; what still runs then is the program that was opened."""


def edit(app: App[None], command: Sequence[str]) -> str:
    """Run an editor in place of the app and wait for it; what went wrong, or `""`.

    Errors are caught inside `suspend`: it has no `finally`, and one that leaves it loses the terminal.
    """
    trouble = ""
    try:
        with app.suspend():
            try:
                status = subprocess.run(command, check=False).returncode  # noqa: S603 the user's own command, as arguments
            except OSError as error:
                trouble = f"{command[0]}: {error.strerror or error}"
            else:
                trouble = f"{command[0]} ended with status {status}" if status else ""
    except SuspendNotSupported:
        return "An editor cannot be opened in this terminal."
    return trouble


def open_link(url: str) -> str:
    """Hand a link to the desktop and wait until it took it; what went wrong, or `""`. For a worker.

    Not `App.open_url`: Python's `webbrowser` may start a text browser inside our terminal.
    """
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    quiet = subprocess.DEVNULL
    try:
        status = subprocess.run(  # noqa: S603 a fixed program, and the link is one argument
            [opener, url],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            check=False,
            start_new_session=True,
            timeout=_PATIENCE,
        ).returncode
    except subprocess.TimeoutExpired:
        return ""
    except OSError:
        return f"There is no {opener} here. The link: {url}"
    return f"{opener} found nothing that opens {url}" if status else ""
