"""How much of everything a share of the vault holds."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

_PART: Final = 1000
_SMALL_UP_TO: Final = 250


@dataclass(frozen=True, slots=True)
class Density:
    """How many tasks a vault of some size holds."""

    actions: tuple[int, ...]
    """Counts of proposals of one meeting, to choose from."""
    settled: int
    """Action items, mostly done, in each original."""
    archived: int
    """Tasks in each note of the archived tree."""
    copies: int
    """Most notes of one meeting."""
    facts: tuple[int, ...]
    """Counts of facts in a note, to choose from; real notes have 6 in the middle and 38 at most."""
    chores: float
    """The share of actions that no story tells, so that many notes are not all alike."""
    near: float = 0
    """How often a meeting also asks for nearly the same as one of its actions does."""


# A vault to look at has more to decide in each note than one to measure with.
SMALL: Final = Density(
    actions=(3, 4, 4, 5, 5, 6, 7, 8), settled=2, archived=4, copies=4, facts=(2, 3, 4, 5), chores=0
)
LARGE: Final = Density(
    actions=(0, 1, 1, 1, 1, 1, 1, 1, 2, 2),
    settled=4,
    archived=3,
    copies=8,
    facts=(6, 9, 12, 14, 16, 18, 22, 28, 38),
    chores=0.9,
    near=0.02,
)


class Part(NamedTuple):
    """A self-contained share of the vault; part 0 also has everything there is only one of."""

    number: int
    notes: int
    seed: int
    today: date
    density: Density
    day: bool = False
    """Whether the last day is there in full, with all that arrived on it."""
    backlog: bool = True
    """Whether what is older still waits."""

    @property
    def name(self) -> str:
        """What the part's generators are seeded with."""
        return f"{self.seed} {self.number}"


def plan_parts(
    notes: int, seed: int, today: date, *, day: bool = False, backlog: bool = True
) -> list[Part]:
    """Parts of about 1,000 notes that sum up to `notes`; the first has the last day."""
    number = max(1, notes // _PART)
    sizes = [notes // number] * number
    sizes[0] += notes % number
    density = SMALL if notes <= _SMALL_UP_TO else LARGE
    return [
        Part(i, size, seed, today, density, day and i == 0, backlog) for i, size in enumerate(sizes)
    ]
