"""The title line: the vault, the panes with what waits in each, and how the day went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.lines.bars import Pane, title
from tui.widgets.one_line import OneLine, Part

__all__ = ["Pane", "TitleBar"]


class TitleBar(OneLine):
    """` winnow  Notes   1 Inbox 12   [3 Tasks 3,002]   37 today · ● saved`."""

    DEFAULT_CSS = """
    TitleBar {
        background: $panel;
        color: $foreground;
        & > .title-bar--name { color: $text-accent; text-style: bold; }
        & > .title-bar--active { color: $text; background: $tab-ground; text-style: $tab-text-style; }
        & > .title-bar--pane { color: $text-muted; text-style: $quiet-text-style; }
        & > .title-bar--note { color: $text-muted; text-style: $quiet-text-style; }
    }
    """
    PREFIX = "title-bar--"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"title-bar--{part}" for part in ("name", "active", "pane", "note")
    }

    panes: reactive[tuple[Pane, ...]] = reactive(())
    active: reactive[str] = reactive("")
    """The key of the pane that is shown."""
    vault: reactive[str] = reactive("")
    """The vault's name, not yet safe to show."""
    note: reactive[str] = reactive("")
    """What stands on the right: `37 today · ● saved`."""

    @dataclass
    class Selected(Message):
        """A pane was clicked."""

        key: str

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """As much as fits."""
        return title(self.panes, self.active, self.vault, self.note, width)

    def on_click(self, event: events.Click) -> None:
        """A click on a pane's name asks for it."""
        if tag := self.tag_at(event.x):
            event.stop()
            self.post_message(self.Selected(tag))
