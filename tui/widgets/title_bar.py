"""The title line: the vault, the panes with what waits in each, and how the day went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.one_line import OneLine, Part, cells_of

_GAP = 3


@dataclass(frozen=True, slots=True)
class Pane:
    """One of the panes as the title line shows it: `3 Tasks 3,002`."""

    key: str
    label: str
    count: int | None = None
    """`None`: not counted yet."""


class TitleBar(OneLine):
    """` winnow  Notes   1 Inbox 12   [3 Tasks 3,002]   37 today · ● saved`."""

    DEFAULT_CSS = """
    TitleBar {
        background: $panel;
        color: $foreground;
        & > .title-bar--name { color: $text-accent; text-style: bold; }
        & > .title-bar--active { color: $text; background: $accent 30%; text-style: bold; }
        & > .title-bar--pane { color: $text-muted; }
        & > .title-bar--note { color: $text-muted; }
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
        """As much as fits: labels of the other panes go first, then the day, then the names."""
        note = (Part(f"{self.note} ", "note"),) if self.note else ()
        vault = Part(f" {self.vault}", "note")
        name = Part(" winnow ", "name")
        for left, right in (
            ((name, vault, *self._panes(short=False)), note),
            ((name, *self._panes(short=False)), note),
            ((name, *self._panes(short=True)), note),
            (self._panes(short=True), note),
            (self._panes(short=True), ()),
        ):
            if cells_of(left) + cells_of(right) + 1 <= width:
                return left, right
        return self._panes(short=True), ()

    def _panes(self, *, short: bool) -> tuple[Part, ...]:
        parts: list[Part] = []
        for pane in self.panes:
            active = pane.key == self.active
            count = "" if pane.count is None else f" {pane.count:,}"
            label = "" if short and not active else f" {pane.label}"
            parts.append(Part(" " if short else " " * _GAP))
            text = f"[{pane.key}{label}{count}]" if active else f" {pane.key}{label}{count} "
            parts.append(Part(text, "active" if active else "pane", pane.key))
        return tuple(parts)

    def on_click(self, event: events.Click) -> None:
        """A click on a pane's name asks for it."""
        if tag := self.tag_at(event.x):
            event.stop()
            self.post_message(self.Selected(tag))
