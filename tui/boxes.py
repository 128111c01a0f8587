"""Opens the boxes that are not needed for the first frame; each is loaded when it is asked for."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.commands import Command
from tui.keys import heard
from tui.theming import names
from tui.what_is import state_of

if TYPE_CHECKING:
    from tui.app import WinnowApp

THEME = "theme:"
ENTITY = "entity:"
FILTER = "filter:"
"""What stands before the name of a theme, the key of an entity and the name of a filter in the palette's
answer; commands answer with their id."""


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


def show_themes(app: "WinnowApp") -> None:
    """The themes."""
    show_palette(app)


def show_settings(app: "WinnowApp") -> None:
    """The settings."""
    show_palette(app)


def show_messages(app: "WinnowApp") -> None:
    """What was said lately."""
    show_palette(app)


def show_palette(app: "WinnowApp") -> None:
    """Every command, theme and entity; does what was chosen."""
    from core.sweeps import FIXED  # noqa: PLC0415 see the module
    from tui.palette import Palette  # noqa: PLC0415 rapidfuzz alone is 26 ms

    themes = names(app)
    filters = {**{one.name: one.filter for one in FIXED}, **app.config.filters}
    box = Palette(
        app.keyboard.commands, state_of(app), themes, app.browsing.jumping.ask, tuple(filters)
    )
    app.push_screen(box, partial(_chosen, app, filters))


def _chosen(app: "WinnowApp", filters: Mapping[str, str], answer: str | None) -> None:
    if answer is None:
        return
    if answer.startswith(THEME):
        app.theme = answer.removeprefix(THEME)
    elif answer.startswith(FILTER):
        name = answer.removeprefix(FILTER)
        app.filtering.look_into(name, filters[name])
    elif answer.startswith(ENTITY):
        app.browsing.open_entity(answer.removeprefix(ENTITY))
    else:
        app.action_command(answer)
