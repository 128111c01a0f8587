"""What the leader leads to: a box above the bars that takes no key, only shows them."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from tui.cells import clip, fit

_KEY, _LABEL, _GAP = 3, 19, 2
_LEAST = 50
"""Cells of a column below which there is one less."""


class Offer(NamedTuple):
    """A key, and what it would do."""

    key: str
    label: str
    help: str
    why_not: str | None


class WhichKey(Static):
    """Keys and labels in columns; what can do nothing now is dim, with the reason."""

    DEFAULT_CSS = """
    WhichKey {
        layer: overlay;
        dock: bottom;
        width: 100%;
        height: auto;
        max-height: 60%;
        margin: 0 0 2 0;
        padding: 0 1;
        background: $surface;
        color: $foreground;
        border: round $accent;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $quiet;
    }
    """
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self.border_title = Content("more")
        self.border_subtitle = Content("a key does it · esc leaves")
        self._offers: Sequence[Offer] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        """Show these."""
        self._offers = offers
        self.update(laid(offers, max(_LEAST, self.app.size.width - 4)))


def laid(offers: Sequence[Offer], width: int) -> Content:
    """The offers in columns, down and then across."""
    columns = max(1, width // (_LEAST + _GAP))
    high = -(-len(offers) // columns)
    room = (width - _GAP * (columns - 1)) // columns
    lines = []
    for at in range(high):
        row = [_cell(each, room) for each in offers[at::high]]
        lines.append(Content(" " * _GAP).join(row))
    return Content("\n").join(lines)


def _cell(offer: Offer, room: int) -> Content:
    says = room - _KEY - _LABEL
    tone = "" if offer.why_not is None else "$text-muted"
    return Content.assemble(
        (fit(offer.key, _KEY), "bold $text-accent" if offer.why_not is None else "$text-muted"),
        (fit(offer.label, _LABEL), tone),
        (fit(clip(offer.why_not or offer.help, says), says), "$text-muted"),
    )
