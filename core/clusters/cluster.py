"""Proposals that say the same, as values: a cluster, and a list in which each is one row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from core.index.rows import TaskId
from core.tasks import Rows

Field = Literal["owner", "due", "priority"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
"""What copies of one proposal may say differently, and what the best line takes over where it lacks it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that members say of a field, to be picked where they disagree."""

    text: str
    """An owner as written without `@`, a day in ISO, a priority's name; not safe to show."""
    members: tuple[TaskId, ...]
    """Who says so."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Proposals that say the same, or one that stands alone and may be like others."""

    id: str
    """Opaque, `[a-z0-9]+`; the same while the first of its members stays."""
    members: tuple[TaskId, ...]
    """By date, note and line; the others are like the first of them."""
    best: TaskId
    """Whose line would stay: most fields, then the newest, then in the note of its entity."""
    conflict_fields: tuple[Field, ...]
    """Of which members say different things; an absent one, and `TBD`, says nothing."""
    negated: bool
    """Whether one says “not” where another does not: look before deciding them together."""
    maybe: tuple[TaskId, ...]
    """Proposals a little less like the first member; they belong to other clusters, or stand alone."""
    files: int
    """In how many notes its members stand."""
    choices: Mapping[Field, tuple[Choice, ...]] = field(hash=False)
    """Of each field of which members say something: what, the most frequent first."""

    @property
    def size(self) -> int:
        """How many proposals it holds."""
        return len(self.members)

    @property
    def clean(self) -> bool:
        """Whether nothing is to be picked, and nothing to be looked at, before it is decided."""
        return not self.conflict_fields and not self.negated


@dataclass(frozen=True, slots=True, eq=False)
class FoldedRows:
    """A list in which the members of a cluster are one row, at the place of the first of them."""

    rows: Rows
    """The list itself: `ids` has of each cluster its best member where that is listed, else its first one."""
    clusters: Mapping[TaskId, Cluster]
    """Rows that stand for a cluster → which. A row that is not in here stands for itself."""
    listed: Mapping[TaskId, tuple[TaskId, ...]]
    """Such a row → the members that the filter means, in the list's order; others of the cluster may be hidden by it."""
    whole: int
    """How many tasks the unfolded list has."""
    head_of: Mapping[TaskId, TaskId]
    """Listed member of a cluster → the row that stands for it."""

    def size(self, id: TaskId) -> int:
        """How many proposals the row stands for, hidden ones too."""
        cluster = self.clusters.get(id)
        return 1 if cluster is None else cluster.size
