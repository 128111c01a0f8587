"""What is told about what is wrong with lines. Plain dataclasses, as `tui.messages`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.problems.items import Problem
from tui.app_message import AppMessage

if TYPE_CHECKING:  # not needed for the first frame
    from core.actions.intents import Fix, Plan


@dataclass
class FixPlanned(AppMessage):
    """What mending would write, the answer to question `serial`."""

    serial: int
    problems: tuple[Problem, ...]
    """All that is wrong with the lines."""
    intent: "Fix | None" = None
    """What of it a key mends; `None`: nothing."""
    plan: "Plan | None" = None
    diff: str = ""
    alike: int = 0
    """Problems of these kinds in the whole vault that a key mends; 0: those are what it is about."""
    sentence: str = ""
    """Why it cannot be."""
