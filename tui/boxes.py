"""Opens the boxes that are not needed for the first frame; each is loaded when it is asked for."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.commands import Command
from tui.keyboard.keys import heard
from tui.what_is import state_of

if TYPE_CHECKING:
    from tui.app import WinnowApp


def show_help(app: "WinnowApp") -> None:
    """The keys that are heard here."""
    place = app.main.place
    _help(app, f"keys of {place.capitalize()}", heard(app.keyboard.commands, place))


def show_every_key(app: "WinnowApp") -> None:
    """All keys of all panes."""
    title = "every key, and its name in [keys] of winnow.toml"
    _help(app, title, app.keyboard.commands, sections=True)


def _help(
    app: "WinnowApp", title: str, commands: Sequence[Command], *, sections: bool = False
) -> None:
    from tui.screens.help import Help  # noqa: PLC0415 see the module

    box = Help(title, commands, state_of(app), sections=sections, glyphs=app.config.glyphs)
    app.push_screen(box, partial(_done, app))


def _done(app: "WinnowApp", id: str | None) -> None:
    if id is not None:
        app.action_command(id)


def show_messages(app: "WinnowApp") -> None:
    """What was said lately, the newest first."""
    from tui.screens.messages import Messages  # noqa: PLC0415 see the module

    app.push_screen(Messages(app.said))
