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
from core.places import is_first_time, state_home
from core.process import Exit, who
from core.settings import Request, Settings
from core.terminal import terminal
from tui.browser import is_in_browser
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
    found = run.settings(request)
    lacking = _lacking(run)
    if found.root is None and not found.is_first:
        return _no_vault(run, found)
    if lacking:
        if found.root is None and not run.stdin.isatty():
            return _no_vault(run, found)
        run.out.complain(lacking)
        return Exit.USAGE
    if found.is_first:
        return _first(run, found, pane)
    return _start(run, request, found, pane)


def open_demo(run: Invocation) -> int:
    """Open an invented vault; it goes away afterwards unless it is to be kept. The exit status."""
    if lacking := _lacking(run):
        run.out.complain(lacking)
        return Exit.USAGE
    return _demo(run)


def _demo(run: Invocation) -> int:
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
        named = run.call.text("--state")
        guided = run.call.flag("--guide") or is_first_time("guide", named)
        return _start(run, request, run.settings(request), PANES[0], guided=guided)


def _first(run: Invocation, found: Settings, pane: str) -> int:
    """Ask which vault, where nothing names one and nobody was asked before."""
    from core.known_vaults import known_vaults  # noqa: PLC0415 - for the first start alone
    from tui.lines.surveyed import Promises  # noqa: PLC0415 - as above
    from tui.welcome import WelcomeApp  # noqa: PLC0415 - as above, and it loads Textual

    variables, folder = run.around.variables, run.around.folder
    state = run.call.text("--state") or state_home()
    promises = Promises(state, found.file, variables.get("HOME", ""))
    app = WelcomeApp(_drawn(run, found).config, known_vaults(folder, variables), folder, promises)
    app.run()
    if app.signal:
        return Exit.SIGNAL + app.signal
    if app.answer is None:
        run.out.remark("Nothing was opened, and nothing was written. winnow DIR opens a vault.")
        return Exit.DONE
    if app.answer.root is None:
        return _demo(run)
    if app.answer.remember:
        _remember(run, found.file, app.answer.root)
    request = run.request(app.answer.root)
    return _start(run, request, run.settings(request), pane)


def _remember(run: Invocation, file: str, root: str) -> None:
    from core.settings_file import write_setting  # noqa: PLC0415 - for the first start alone

    try:
        write_setting(file, "vault", root)
    except WinnowError as error:
        run.out.complain(f"{error}; the vault is opened all the same")


def _no_vault(run: Invocation, found: Settings) -> int:
    run.out.complain(found.no_vault)
    run.out.remark(f'Say which: winnow DIR, or $WINNOW_VAULT, or vault = "DIR" in {found.file}.')
    run.out.remark("winnow demo opens an invented vault.")
    return Exit.FAILED


def _drawn(run: Invocation, found: Settings) -> Settings:
    """The settings with signs that this terminal has, and the theme that the command line names."""
    config = found.config
    if not (run.out.has_signs or is_in_browser(run.around.variables)):
        config = replace(config, glyphs="ascii")
    return replace(found, config=replace(config, theme=run.call.text("--theme") or config.theme))


def _lacking(run: Invocation) -> str:
    """Why nothing can be drawn, and what to do; `""`: it can."""
    if is_in_browser(run.around.variables):
        return ""
    if run.around.variables.get("TERM") == "dumb":
        return "this terminal cannot be drawn on (TERM=dumb); “winnow list tasks” needs none"
    if not (run.stdin.isatty() and run.out.stderr_is_terminal):
        return "the screen needs a terminal; “winnow list tasks” and “winnow do” need none"
    return ""


def _start(
    run: Invocation, request: Request, found: Settings, pane: str, *, guided: bool = False
) -> int:
    # It is off since the program began: the app collects when it is idle.
    gc.disable()
    # A thread that parses gives way to the one that draws after this long, not after 5 ms.
    sys.setswitchinterval(_GIVE_WAY)
    # Processes are forked here: a fork of Textual's threads would be a fork of their locks.
    session = open_session(request, found, run.clock, who=who(run.clock()))
    try:
        begun = session.now
        status = _show(run, session, _drawn(run, found), pane, guided=guided)
        _tell_what_was_decided(run, session, begun)
        _tell_what_waits(run, session)
        return status
    finally:
        session.close()


def _show(run: Invocation, session: "Session", found: Settings, pane: str, *, guided: bool) -> int:
    from tui.ahead import draw_ahead  # noqa: PLC0415 - as `Session`

    variables = run.around.variables
    editor = variables.get("VISUAL") or variables.get("EDITOR") or "vi"
    # From the first picture on a signal must not end the program without giving the terminal back.
    with run.signals.caught(), terminal(sys.__stdin__, sys.__stderr__) as place:
        ahead = draw_ahead(session, found.config, pane, place, variables)
        from tui.start import Start  # noqa: PLC0415 - 140 ms, while a picture stands
        from tui.start import run as run_app  # noqa: PLC0415 - as above

        start = Start(
            pane,
            editor,
            ahead,
            run.signals,
            found.file,
            guided,
            in_browser=is_in_browser(variables),
        )
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
