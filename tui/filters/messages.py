"""What is told about filters: how much each finds, and some of what one finds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app_message import AppMessage

if TYPE_CHECKING:  # not needed for the first frame
    from core.sweeps import Counted, Sample


@dataclass
class FilterMessage(AppMessage):
    """The answer to question `serial`."""

    serial: int


@dataclass
class Swept(FilterMessage):
    """The ready-made and the saved filters, with what they find now as far as that is counted."""

    found: "tuple[Counted, ...]"


@dataclass
class Sampled(FilterMessage):
    """What one of them finds; `None`: it is no filter."""

    sample: "Sample | None"
    sentence: str = ""
    """Why not."""
