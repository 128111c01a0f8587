"""Other programs: the user's editor in this terminal, Obsidian beside it. Never through a shell."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from textual.app import App, SuspendNotSupported

from core.terminal import lent
from tui.ending import Ending

_PATIENCE = 10
"""Seconds; what still runs then is the program that was opened."""


def edit(app: App[None], command: Sequence[str], ending: Ending | None) -> str:
    """Run an editor in place of the app and wait for it; what went wrong, or `""`.

    Errors are caught inside `suspend`: it has no `finally`, and one that leaves it loses the terminal.

    Args:
        app: It has the terminal.
        command: The program and its arguments.
        ending: What hears the keys that end a program: they are the editor's meanwhile.
    """
    trouble = ""
    keys = nullcontext() if ending is None else ending.deaf()
    try:
        with app.suspend(), keys, lent(sys.__stdin__, sys.__stderr__) as tidy:
            trouble = _run(command)
            if trouble:
                tidy()
    except SuspendNotSupported:
        return "An editor cannot be opened in this terminal."
    return trouble


def _run(command: Sequence[str]) -> str:
    name = command[0]
    try:
        status = subprocess.run(command, check=False).returncode  # noqa: S603 the user's own command, as arguments
    except FileNotFoundError:
        return f"There is no editor “{name}” here; $VISUAL, $EDITOR or `editor` in winnow.toml name one."
    except (OSError, ValueError) as error:
        return f"{name}: {getattr(error, 'strerror', None) or error}"
    if status < 0:
        return f"{name} was ended by {_signal(-status)}"
    return f"{name} ended with status {status}" if status else ""


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def open_link(url: str, openers: Sequence[str]) -> str:
    """Hand a link to the desktop and wait until it took it; what went wrong, or `""`. For a worker.

    Not `App.open_url`: Python's `webbrowser` may start a text browser inside our terminal.

    Args:
        url: The link, or a path.
        openers: Programs that open links here; the first that there is gets it.
    """
    quiet = subprocess.DEVNULL
    for opener in openers:
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
            continue
        return f"{opener} found nothing that opens {url}" if status else ""
    return f"There is no {openers[-1]} here. The link: {url}"
