"""The app from its first frame to its end, as the command line starts it."""

from typing import NamedTuple

from core.config import Config
from core.process import Exit, Signals
from core.session import Session
from tui.ahead import Ahead
from tui.app import WinnowApp
from tui.ending import Ending


class Start(NamedTuple):
    """What the app begins with."""

    pane: str
    editor: str
    """The command of the person's editor."""
    ahead: Ahead
    """What was known and drawn before."""
    signals: Signals
    """What hears signals until the app does."""
    settings_file: str
    """The user's own settings, whether or not they are there."""
    guided: bool = False
    """Whether the guide is to be shown."""
    in_browser: bool = False
    """Whether a server stands where else a terminal is."""


def run(session: Session, config: Config, start: Start) -> int:
    """Show the app until the user leaves; the exit status. Raises what went wrong in it."""
    app = WinnowApp(
        session,
        config,
        start.pane,
        start.editor,
        ahead=start.ahead,
        settings_file=start.settings_file,
    )
    app.guided = start.guided
    # A signal that comes before the app can end itself waits until it can.
    with start.signals.held():
        app.ending = Ending(lambda: start.signals.waiting, looks=not start.in_browser)
        app.run(mouse=config.mouse)
    if app.mistake is not None:
        raise app.mistake
    return Exit.SIGNAL + app.ending.signal if app.ending.signal else app.return_code or Exit.DONE
