"""What is told about proposals beside their rows. Plain dataclasses, as `tui.messages`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clusters.cluster import Cluster
from core.evidence.support import Evidence
from core.index.rows import TaskId, TaskRow
from tui.app_message import AppMessage

if TYPE_CHECKING:  # not needed for the first frame
    from tui.screens.refusal import Sides


class TriageMessage(AppMessage):
    """Something about proposals."""


@dataclass
class CaughtUp(TriageMessage):
    """It is known again who says the same, and what was decided before."""

    serial: int


@dataclass
class TaskKnown(TriageMessage):
    """What is known of a task."""

    row: TaskRow
    serial: int
    evidence: Evidence | None
    cluster: Cluster | None
    why: str


@dataclass
class MembersKnown(TriageMessage):
    """Who says the same as a task; `None`: nobody."""

    id: TaskId
    serial: int
    cluster: Cluster | None
    rows: tuple[TaskRow, ...]
    maybe: tuple[TaskRow, ...]


@dataclass
class Alike(TriageMessage):
    """Tasks that a text may mean, the likeliest first."""

    rows: Sequence[TaskRow]
    serial: int


@dataclass
class RefusalKnown(TriageMessage):
    """What is known of a decision that was refused; `None`: it is none any more."""

    serial: int
    id: TaskId
    sides: "Sides | None"
