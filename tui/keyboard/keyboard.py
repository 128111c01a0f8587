"""What keys do: the table as this user has it, and whether a key of it acts where one is."""

from typing import TYPE_CHECKING

from textual.widgets import Input

from core.config import Config
from tui.commands import HEARD, Command, command
from tui.dispatch import DISPATCH
from tui.keyboard.hints import hints
from tui.keyboard.keys import ALT, by_id, meanings, remapped
from tui.what_is import state_of

if TYPE_CHECKING:
    from tui.app import WinnowApp

_WHILE_TYPING = frozenset(["back", "cursor.down", "cursor.up", "jump", "filter.explain"])
"""All that a key of the table may do while an input has the focus."""


class Keyboard:
    """Finds the command that a key means where one is, and does it or says why not."""

    def __init__(self, app: "WinnowApp", config: Config) -> None:
        """Keys for `app`, with the user's own over the table's."""
        self._app = app
        self.commands: tuple[Command, ...]
        self.commands, self.problems = remapped(config.keys, said_in=config.keys_from)
        self._here = {place: by_id(self.commands, place) for place in HEARD}
        self._meanings = {place: meanings(self.commands, place) for place in HEARD}

    def meant(self, key: str) -> str | None:
        """The command that a key means where one is."""
        return self._meanings[self._app.main.place].get(key)

    def acts(self, id: str) -> bool:
        """Whether a command's key acts: none does in a box, and few while something is typed."""
        app = self._app
        if app.screen is not app.main:
            return False
        # Typing goes on in a terminal too small to show it: the focus is lost there, not the meaning.
        return not self._typing or id in _WHILE_TYPING

    def hear(self, key: str) -> bool:
        """Do what a key means where one is, or say where it means something; `False`: nothing here."""
        if key.startswith(ALT) and self.acts(""):
            # No key of ours wants alt: these are two, and the first of them clears the marks.
            return self.hear("esc") and self.hear(key.removeprefix(ALT))
        id = self.meant(key)
        typed = self._app.printable and self._typing
        if typed or not self.acts(id or ""):
            return False
        if self._app.begun.hear(key, id):
            return True
        if id is None:
            return False
        self._app.action_command(id)
        return True

    def do(self, id: str) -> None:
        """Do what a command does, or say why it cannot."""
        app = self._app
        app.idle.key()
        # What a write in hand leaves to undo is known when it is done.
        waits = id in {"undo", "redo"} and app.jobs.writing
        why_not = None if waits else command(id, self.commands).why_not(state_of(app))
        if why_not is None:
            DISPATCH[id](app)
            self.hint()
        else:
            app.tell(why_not)

    def hint(self) -> None:
        """Let the key line name what acts now."""
        main = self._app.main
        main.say_keys(hints(self._here[main.place], main.place, state_of(self._app)))

    @property
    def _typing(self) -> bool:
        return isinstance(self._app.focused, Input) or self._app.main.typing
