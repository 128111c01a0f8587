"""From the command line to the screen: the vault is being read before Textual is loaded."""

import gc
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from core.display import safe_text
from core.errors import WinnowError
from core.opening import demo_vault, open_session
from core.panes import PANES
from core.places import user_file
from core.process import Exit, who
from core.settings import Request, Settings
from core.terminal import terminal
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation

# Loaded while forked processes look at the vault already.
if TYPE_CHECKING:
    from core.session import Session

_GIVE_WAY = 0.0005
"""Seconds."""


def open_vault(run: Invocation) -> int:
    """Open a vault on the screen until the user leaves; the exit status. Raises `BadUsage`, `NoVault`."""
    pane = run.call.text("--pane") or PANES[0]
    if pane not in PANES:
        raise BadUsage(f"there is no pane “{pane}”; there are {' '.join(PANES)}")
    request = run.request(next(iter(run.call.words), None))
    return _start(run, request, pane) if _can_draw(run) else Exit.USAGE


def open_demo(run: Invocation) -> int:
    """Open an invented vault; it goes away afterwards unless it is to be kept. The exit status."""
    if not _can_draw(run):
        return Exit.USAGE
    today = run.call.day("--today") or run.clock().date()
    with demo_vault(run.call.text("--keep"), today) as (root, beside):
        request = Request(
            vaults=((root, "the demo"),),
            folder=run.around.folder,
            config=run.call.text("--config"),
            state=f"{beside}/state" if beside else run.call.text("--state"),
            cache=f"{beside}/cache" if beside else run.call.text("--cache"),
            today=today,
        )
        return _start(run, request, PANES[0])


def _can_draw(run: Invocation) -> bool:
    """Whether there is a terminal to draw on; says what to do where there is none."""
    if run.around.variables.get("TERM") == "dumb":
        run.out.complain(
            "this terminal cannot be drawn on (TERM=dumb); “winnow list tasks” needs none"
        )
        return False
    if not (run.stdin.isatty() and run.out.stderr_is_terminal):
        run.out.complain(
            "the screen needs a terminal; “winnow list tasks” and “winnow do” need none"
        )
        return False
    return True


def _start(run: Invocation, request: Request, pane: str) -> int:
    found = run.settings(request)
    if found.root is None:
        run.out.complain(found.no_vault)
        run.out.remark(
            f'Say which: winnow DIR, or $WINNOW_VAULT, or vault = "DIR" in {user_file()}.'
        )
        run.out.remark("winnow demo opens an invented vault.")
        return Exit.FAILED
    # It is off since the program began: the app collects when it is idle.
    gc.disable()
    # A thread that parses gives way to the one that draws after this long, not after 5 ms.
    sys.setswitchinterval(_GIVE_WAY)
    # Processes are forked here: a fork of Textual's threads would be a fork of their locks.
    session = open_session(request, found, run.clock, who=who(run.clock()))
    try:
        config = found.config if run.out.has_signs else replace(found.config, glyphs="ascii")
        begun = session.now
        status = _show(run, session, replace(found, config=config), pane)
        _tell_what_was_decided(run, session, begun)
        _tell_what_waits(run, session)
        return status
    finally:
        session.close()


def _show(run: Invocation, session: "Session", found: Settings, pane: str) -> int:
    from tui.ahead import draw_ahead  # noqa: PLC0415 - as `Session`

    variables = run.around.variables
    editor = variables.get("VISUAL") or variables.get("EDITOR") or "vi"
    # From the first picture on a signal must not end the program without giving the terminal back.
    with run.signals.caught(), terminal(sys.__stdin__, sys.__stderr__) as place:
        ahead = draw_ahead(session, found.config, pane, place, variables)
        from tui.start import Start  # noqa: PLC0415 - 140 ms, while a picture stands
        from tui.start import run as run_app  # noqa: PLC0415 - as above

        start = Start(pane, editor, ahead, run.signals, found.file)
        return run_app(session, found.config, start)


def _tell_what_was_decided(run: Invocation, session: "Session", begun: str) -> None:
    """What was decided since the screen opened, and how it is taken back."""
    with suppress(WinnowError):  # the journal says so the next time
        if said := session.past.since(begun).sentence:
            run.out.remark(f"winnow: {safe_text(said)}")


def _tell_what_waits(run: Invocation, session: "Session") -> None:
    held = session.queue.held
    if left := held.many - held.unsaved:
        what = "decision waits" if left == 1 else "decisions wait"
        run.out.remark(f"winnow: {left} {what} for the next start: {held.why}")
