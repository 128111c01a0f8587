"""Cards: what is known of what the cursor stands on, drawn in a fixed number of lines."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from tui.lines.card import Card, Line, lines_of
from tui.lines.parts import one_line
from tui.lines.task_card import TaskCard, task_card
from tui.widgets.paint import Painted
from tui.widgets.selected import Selected, Words

__all__ = ["Card", "ItemCard", "TaskCard", "TaskCardView"]

C = TypeVar("C")


class CardView(Selected, Painted, Generic[C]):
    """What is known of what is under the cursor."""

    DEFAULT_CSS = """
    CardView {
        height: 7;
        width: 1fr;
        & > .card-view--name { color: $text; text-style: bold; }
        & > .card-view--about { color: $text-muted; text-style: $quiet-text-style; }
        & > .card-view--key { color: $text-accent; text-style: bold; }
        & > .card-view--entity { color: $foreground; }
        & > .card-view--wrong { color: $text-warning; }
        & > .card-view--rule { color: $rule; }
    }
    """
    COMPONENT_CLASSES = {  # noqa: RUF012 - Textual declares it so
        f"card-view--{part}" for part in ("name", "about", "key", "entity", "wrong", "rule")
    }
    PREFIX = "card-view--"

    def __init__(self) -> None:
        super().__init__()
        self._card: C | None = None
        self._lines: tuple[tuple[int, int], list[Line]] | None = None

    @property
    def card(self) -> C | None:
        """What is shown."""
        return self._card

    def laid(self, card: C, width: int, height: int) -> list[Line]:
        """The lines of a card; no more than there is room for."""
        raise NotImplementedError

    def show(self, card: C | None) -> None:
        """Show another one; `None`: nothing."""
        if card != self._card:
            self.unselect()
        self._card, self._lines = card, None
        self.refresh()

    def number_of(self, y: int) -> int:
        """It does not scroll."""
        return y

    def lines_between(self, first: int | None, last: int | None) -> Iterator[Words]:
        """Its lines as they stand there."""
        height = self.size.height
        for y in range(first or 0, height if last is None else min(last + 1, height)):
            yield Words(y, self.draw_line(y).text)

    def draw_line(self, y: int) -> Strip:
        """One of its lines."""
        width, height = self.size
        if self._card is None:
            return Strip.blank(width, self.paint())
        if self._lines is None or self._lines[0] != (width, height):
            self._lines = (width, height), self.laid(self._card, width, height)
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


class ItemCard(CardView[Card]):
    """The card of an item of the Inbox."""

    def laid(self, card: Card, width: int, height: int) -> list[Line]:
        """What it is, who is in it, whose it may be, what is wrong with it."""
        return lines_of(card, width, height)


class TaskCardView(CardView[TaskCard]):
    """The card of a task."""

    def laid(self, card: TaskCard, width: int, height: int) -> list[Line]:
        """What was decided before, who says the same, what supports it, why it stands here."""
        return task_card(card, width, height)
