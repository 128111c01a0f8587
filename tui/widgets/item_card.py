"""The card of an item of the Inbox, drawn."""

from rich.segment import Segment
from textual.strip import Strip

from tui.lines.card import Card, Line, lines_of
from tui.lines.parts import one_line
from tui.widgets.paint import Painted

__all__ = ["Card", "ItemCard"]


class ItemCard(Painted):
    """The card of the item under the cursor."""

    DEFAULT_CSS = """
    ItemCard {
        height: 7;
        width: 1fr;
        & > .item-card--name { color: $text; text-style: bold; }
        & > .item-card--about { color: $text-muted; }
        & > .item-card--key { color: $text-accent; text-style: bold; }
        & > .item-card--entity { color: $foreground; }
        & > .item-card--wrong { color: $text-warning; }
        & > .item-card--rule { color: $rule; }
    }
    """
    COMPONENT_CLASSES = {  # noqa: RUF012 - Textual declares it so
        f"item-card--{part}" for part in ("name", "about", "key", "entity", "wrong", "rule")
    }
    PREFIX = "item-card--"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self._lines: tuple[tuple[int, int], list[Line]] | None = None

    @property
    def card(self) -> Card | None:
        """What is shown."""
        return self._card

    def show(self, card: Card | None) -> None:
        """Show another one; `None`: nothing."""
        self._card, self._lines = card, None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of its lines."""
        width, height = self.size
        if self._card is None:
            return Strip.blank(width, self.paint())
        if self._lines is None or self._lines[0] != (width, height):
            self._lines = (width, height), lines_of(self._card, width, height)
        lines = self._lines[1]
        if y >= len(lines):
            return Strip.blank(width, self.paint())
        cells = one_line(*lines[y], width)
        return Strip(
            [Segment(text, self.paint(tone) if tone else self.paint()) for text, tone in cells],
            width,
        )

    def notify_style_update(self) -> None:
        """A theme changed."""
        super().notify_style_update()
        self.refresh()
