"""The command table as Textual bindings, and the user's keys over them."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding

from tui.commands import COMMANDS, Command

_NO_KEY = "no_key"
"""What no terminal sends: for Textual no keys at all are the default ones."""
_NAMES = {"esc": "escape", "pgdn": "pagedown", "pgup": "pageup", ",": "comma"}


def textual_key(key: str) -> str:
    """What Textual calls a key of the table; it knows single characters itself."""
    *modifiers, base = [key] if len(key) == 1 else key.split("+")
    return "+".join([*modifiers, _NAMES.get(base, base)])


def bindings(commands: Iterable[Command] = COMMANDS) -> list[Binding]:
    """One binding a command, named by its id so that `keymap` can move it.

    They have priority, because the app itself then does what a key means before it looks at the next
    one. Otherwise keys typed ahead are handed to whatever had the focus when they came: the letters
    after `/` would be decisions.
    """
    return [
        Binding(
            _joined(each),
            f"command('{each.id}')",
            each.label,
            show=False,
            id=each.id,
            priority=True,
        )
        for each in commands
    ]


def keymap(commands: Iterable[Command]) -> Mapping[str, str]:
    """What `App.set_keymap` wants, for the commands whose keys are not the default ones.

    Textual forgives an unknown id, a misspelt key and two commands on a key without a word, and then
    drops a command; `tui.commands.remapped` has refused all three before.
    """
    default = {each.id: each.keys for each in COMMANDS}
    return {
        each.id: _joined(each) or _NO_KEY for each in commands if each.keys != default.get(each.id)
    }


def _joined(command: Command) -> str:
    return ",".join(map(textual_key, command.keys))
