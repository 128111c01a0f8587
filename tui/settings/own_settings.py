"""Settings changed from within the program: written into the user's file, and in force at once where that can be."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from core.config import Config
from core.config_keys import BY_KEY, SETTINGS
from core.errors import WinnowError
from core.parse.toml import Value
from core.places import user_file
from core.settings_file import change_setting
from core.themes import AUTO
from tui.settings.messages import SettingMessage
from tui.theming import names, wear

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Choice(NamedTuple):
    """A setting, and what it may be."""

    key: str
    says: str
    """What it means; names stand between backquotes."""
    now: Value
    values: tuple[Value, ...]
    """The others may be chosen."""


def _theme(app: "WinnowApp", name: str) -> None:
    wear(app, name)


def _glyphs(app: "WinnowApp", name: str) -> None:
    app.main.draw_with(name)
    app.refresh(layout=True)


def _order(app: "WinnowApp", order: Literal["learned", "plain"]) -> None:
    app.session.config = replace(app.session.config, tasks_order=order)
    app.action_command("rescan")


APPLIED: Mapping[str, Callable[["WinnowApp", Any], None]] = {
    "theme": _theme,
    "mouse": lambda app, on: app.point(on=on),
    "auto_advance": lambda _app, _value: None,
    "glyphs": _glyphs,
    "tasks.order": _order,
}
"""Settings that count at once, and what is to be done that they do. The others count from the next start."""


class OwnSettings:
    """Says what may be chosen, and has it written; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app

    def choices(self) -> tuple[Choice, ...]:
        """Every setting whose values are few, in the order of the table."""
        config = self._app.config
        themes = (AUTO, *names(self._app))
        return tuple(
            Choice(one.key, one.says, getattr(config, one.name), one.choices or themes)
            for one in SETTINGS
            if one.choices or one.key == "theme"
        )

    def choose(self, key: str, value: Value) -> None:
        """Have one written into the user's file; when that is done, it is said, and counts where it can."""
        app = self._app
        app.run_worker(
            partial(self._write, key, value),
            name="setting",
            group="setting",
            description="setting",
            thread=True,
            exit_on_error=False,
        )

    def _write(self, key: str, value: Value) -> None:
        app = self._app
        file, root = app.settings_file or user_file(), app.session.vault.root
        config: Config | None = None
        sentence = ""
        try:
            config = change_setting(file, root, key, value)
        except WinnowError as error:
            sentence = str(error)
        app.post_message(SettingMessage(key, config, sentence))

    def take(self, message: SettingMessage) -> None:
        """Say what came of it, and let it count."""
        app, key = self._app, message.key
        if message.config is None:
            app.tell(f"{message.sentence}.", severity="warning")
            return
        name = BY_KEY[key].name
        value = getattr(message.config, name)
        apply = APPLIED.get(key)
        if apply is None:
            app.tell(f"{key} = {_shown(value)} is written down, and counts from the next start.")
            return
        app.config = replace(app.config, **{name: value})
        apply(app, value)
        app.tell(f"{key} = {_shown(value)} now, and from now on.")


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"“{value}”"
