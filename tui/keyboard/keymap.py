"""Keys as Textual calls them, and as the table of commands spells them."""

from textual import events

from tui.keyboard.keys import ALT

SPELLED = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "comma": ","}
"""Names of Textual's that the table spells otherwise."""


def table_key(event: events.Key) -> str:
    """How the table spells the key that was pressed: `?`, `esc`, `ctrl+d`; `alt+x` is none of the table's."""
    if event.key.startswith(ALT):
        return f"{ALT}{event.character or event.key.removeprefix(ALT)}"
    if event.is_printable and event.character != " ":
        return event.character or ""
    *modifiers, base = event.key.split("+")
    return "+".join([*modifiers, SPELLED.get(base, base)])
