"""`winnow serve`."""

import asyncio
import errno
import sys

from core.errors import Refused
from core.panes import PANES
from core.process import Exit
from core.themes import load_themes, theme_folder, worn
from tui.cli.arguments import COMMON, BadUsage
from tui.cli.invocation import Invocation

PORT = 8320
_HIGHEST = 65535
_PASSED_ON = tuple(option.name for option in COMMON if option.value)


def serve(run: Invocation) -> Exit:
    """Show the vault in browser tabs until a signal ends it. Raises `BadUsage`, `Refused`, `NoVault`."""
    port = _port(run)
    pane = run.call.text("--pane") or PANES[0]
    if pane not in PANES:
        raise BadUsage(f"there is no pane “{pane}”; there are {' '.join(PANES)}")
    found = run.settings(run.request(next(iter(run.call.words), None)))
    if found.root is None:
        raise Refused(found.no_vault)
    try:
        from tui.browser import server  # noqa: PLC0415 - an extra that need not be there
    except ImportError as missing:
        raise Refused(
            f"the browser needs textual-serve ({missing.name} is not here):"
            " pipx inject winnow-notes textual-serve, or pip install textual-serve beside Winnow"
        ) from missing
    command, title = _command(run, found.root, pane), f"Winnow: {_name(found.root)}"
    theme = run.call.text("--theme") or found.config.theme
    worn_there = worn(theme, dark=None, colours=not run.around.variables.get("NO_COLOR"))
    served = server.BrowserServer(command, title, _ground(worn_there, theme_folder(found.file)))
    try:
        asyncio.run(server.serve(served, port, lambda address: _tell(run, address)))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Refused(f"something listens on port {port} already; --port names another") from error
    return Exit.DONE


def _port(run: Invocation) -> int:
    text = run.call.text("--port")
    if text is None:
        return PORT
    if not (
        text.isascii()
        and text.isdigit()
        and len(text) <= len(str(_HIGHEST))
        and int(text) <= _HIGHEST
    ):
        raise BadUsage(
            f"--port wants a number up to {_HIGHEST}, 0 for any that is free, not “{text}”"
        )
    return int(text)


def _command(run: Invocation, root: str, pane: str) -> list[str]:
    """The program as a tab gets it. `-P`: the current folder may be a vault, which is no place for modules."""
    command = [sys.executable, "-P", "-m", "tui", "--pane", pane, "--vault", root]
    for name in (*_PASSED_ON, "--theme"):
        value = run.call.text(name)
        if value is not None and name != "--vault":
            command += [name, value]
    return command


def _ground(name: str, folder: str) -> str:
    """The background of a theme, ours or one of the person's; `""` where it has none of its own."""
    return next((one.background or "" for one in load_themes(folder)[0] if one.name == name), "")


def _name(root: str) -> str:
    return root.rstrip("/").rpartition("/")[2] or root


def _tell(run: Invocation, address: str) -> None:
    run.out.text(address)
    run.out.flush()
    run.out.remark(
        "Whoever knows this address may decide your tasks; it is reached from this machine only."
    )
    run.out.remark("ctrl+c ends it.")
