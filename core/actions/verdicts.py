"""What a decision about tasks is for each of them, and what of it is remembered. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.actions.intents import (
    Accept,
    AcceptCluster,
    AsBefore,
    Decision,
    Done,
    DuplicateOf,
    Intent,
    Reject,
    RejectCluster,
    Reopen,
    Start,
)
from core.edit import Change
from core.errors import Refused
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import Decided, Seen, Verdict, decided

_VERDICTS: Final[Mapping[type[Decision], Verdict]] = {
    Accept: "accepted",
    Start: "accepted",
    Reopen: "accepted",
    Done: "done",
    Reject: "rejected",
}
_BEFORE: Final[Mapping[Verdict, type[Decision]]] = {
    "accepted": Accept,
    "done": Done,
    "rejected": Reject,
    "duplicate": Reject,
}


def _nobody(_: TaskRow) -> Seen | None:
    return None


def _nothing(_: Sequence[Decided]) -> tuple[Change, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of tasks that stands in no note."""

    snoozed: Callable[[TaskId], str | None]
    """Until when a task is hidden, as an ISO day."""
    seen: Callable[[TaskRow], Seen | None] = _nobody
    """What was decided about the same task before."""
    keep: Callable[[Sequence[Decided]], tuple[Change, ...]] = _nothing
    """What remembers decisions, as part of the transaction that makes them."""
    tasks: Mapping[TaskId, TaskRow] = field(default_factory=dict)
    """Every task there is."""
    leads: Mapping[TaskId, TaskRow] = field(default_factory=dict)
    """Members of clusters that are rejected → the one that is accepted instead."""
    ties: Mapping[str, str] = field(default_factory=dict)
    """Proposals that were joined and split by hand, by pair."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one task."""

    intent: Decision
    verdict: Verdict
    of: str = ""
    """The fingerprint of the task that it is a duplicate of."""

    def decided(self, row: TaskRow, day: str) -> Decided:
        """As it is remembered."""
        return decided(row, self.verdict, day, self.of)


def step(intent: Intent, row: TaskRow, beside: Beside) -> Step | None:
    """What a decision makes of one of its tasks; `None` where it is no decision but a change.

    Raises:
        Refused: It was never decided before.
    """
    match intent:
        case Accept() | Start() | Done() | Reject() | Reopen():
            return Step(intent, _VERDICTS[type(intent)])
        case AsBefore():
            seen = beside.seen(row)
            if seen is None:
                raise Refused("nothing like it was decided before")
            return Step(_BEFORE[seen.verdict]((row,)), seen.verdict)
        case AcceptCluster() | RejectCluster() | DuplicateOf():
            return _of_copies(intent, row, beside)
        case _:
            return None


def _of_copies(
    intent: AcceptCluster | RejectCluster | DuplicateOf, row: TaskRow, beside: Beside
) -> Step:
    """What becomes of one of several tasks that say the same. Raises `Refused` where the other one is not there."""
    if isinstance(intent, RejectCluster):
        return Step(Reject((row,)), "rejected")
    other = beside.leads.get(row.id)
    if isinstance(intent, DuplicateOf):
        other = beside.tasks.get(intent.of)
        if other is None or other.id == row.id:
            why = "not there" if other is None else "itself"
            raise Refused(f"the task that it is to be a duplicate of is {why}")
    if other is None:
        return Step(Accept((row,)), "accepted")
    return Step(Reject((row,)), "duplicate", decided(other, "accepted", "").fingerprint)
