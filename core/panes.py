"""The panes, and how much waits in each. Pure."""

from dataclasses import dataclass

from core.index.snapshot import Totals

PANES = ("inbox", "entities", "tasks", "review")
"""In the order of their keys."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits in each pane."""

    inbox: int
    entities: int
    tasks: int
    review: int


def counted(totals: Totals, waiting: int, inbox: int) -> Counts:
    """The figures of the title line.

    Args:
        totals: What is counted of the vault.
        waiting: What the Tasks pane says of itself.
        inbox: What the Inbox says of itself.
    """
    return Counts(
        inbox=inbox,
        entities=totals.pages,
        tasks=waiting,
        review=totals.flagged,
    )
