"""The key line: the keys that act now, as many as fit whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.lines.bars import keys
from tui.widgets.one_line import OneLine, Part


class KeyBar(OneLine):
    """` a accept  x reject  space mark   ? all keys`; the last pair is never left out."""

    DEFAULT_CSS = """
    KeyBar {
        background: $panel;
        color: $text-muted;
        & > .key-bar--key { color: $text-accent; text-style: bold; }
    }
    """
    PREFIX = "key-bar--"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}

    keys: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """Key and label; the key is also what `Pressed` says."""

    @dataclass
    class Pressed(Message):
        """A key of the line was clicked."""

        key: str

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """What there is room for."""
        return keys(self.keys, width)

    def on_click(self, event: events.Click) -> None:
        """A click on a pair asks for what its key does."""
        if tag := self.tag_at(event.x):
            event.stop()
            self.post_message(self.Pressed(tag))
