"""What is told to the palette."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app_message import AppMessage

if TYPE_CHECKING:
    from tui.palette.offers import Offer


class OfferMessage(AppMessage):
    """Something was found for the palette."""


@dataclass
class Offered(OfferMessage):
    """Whoever and whatever has a page and answers to what was typed."""

    found: "Sequence[Offer]"
    serial: int


@dataclass
class Recalled(OfferMessage):
    """What was chosen lately, the newest first."""

    ids: Sequence[str]
    found: "Sequence[Offer]" = ()
    """Those of them that have a page, as they are now."""
