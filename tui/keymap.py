"""Keys as Textual calls them, and as the table of commands spells them."""

from textual import events

_NAMES = {"esc": "escape", "pgdn": "pagedown", "pgup": "pageup", ",": "comma"}
_SPELLED = {name: key for key, name in _NAMES.items()}


def textual_key(key: str) -> str:
    """What Textual calls a key of the table; it knows single characters itself."""
    *modifiers, base = [key] if len(key) == 1 else key.split("+")
    return "+".join([*modifiers, _NAMES.get(base, base)])


def table_key(event: events.Key) -> str:
    """How the table spells the key that was pressed: `?`, `esc`, `ctrl+d`."""
    if event.is_printable and event.character != " ":
        return event.character or ""
    *modifiers, base = event.key.split("+")
    return "+".join([*modifiers, _SPELLED.get(base, base)])
