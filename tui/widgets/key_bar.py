"""The key line: the keys that act now, as many as fit whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.one_line import OneLine, Part, cells_of


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
        """Whole pairs only: half a label says nothing."""
        *pairs, last = [_pair(key, label) for key, label in self.keys] or [()]
        left: list[Part] = []
        room = width - cells_of(last)
        for pair in pairs:
            if cells_of(left) + cells_of(pair) > room:
                break
            left += pair
        return [*left, *last], ()

    def on_click(self, event: events.Click) -> None:
        """A click on a pair asks for what its key does."""
        if tag := self.tag_at(event.x):
            event.stop()
            self.post_message(self.Pressed(tag))


def _pair(key: str, label: str) -> tuple[Part, ...]:
    return (Part(" "), Part(key, "key", key), Part(f" {label} ", "", key))
