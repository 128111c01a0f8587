"""Filters that decide much at once, with how many tasks each finds now: ready-made ones, and those of the settings."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.errors import BadQuery
from core.index.snapshot import Snapshot
from core.tasks import Rows

LONG_AGO = 30
"""Days after which what is overdue is no plan any more."""
_SHARED, _SHARE = 20, 0.05
"""Proposals that are due on one day, and which part of all that have a day: more were never meant to be."""
_MOST_DAYS = 3
_SAMPLE = 8


@dataclass(frozen=True, slots=True)
class Sweep:
    """A filter by its name."""

    name: str
    filter: str
    saved: bool = False
    """Whether it is one of the settings'."""


FIXED = (
    Sweep("somebody else's", "-owner:me -owner:none"),
    Sweep("nobody's", "owner:none"),
    Sweep(f"overdue by more than {LONG_AGO} days", f"due:<-{LONG_AGO}d"),
    Sweep("decided before, or as a decided task reads", "(is:repeat OR seen:any)"),
    Sweep("in notes with a newer note of their source", "is:superseded"),
    Sweep("not read by Obsidian as they are meant", "is:any is:malformed"),
)
"""What every vault has too much of."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A sweep, and what it finds now."""

    sweep: Sweep
    count: int | None = None
    """`None`: not counted yet."""
    problem: str = ""
    """Why the filter of the settings is none; not safe to show."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a filter finds, to be looked at before all of it is decided."""

    rows: Rows
    notes: int
    """How many notes they stand in."""
    shown: tuple[str, ...]
    """Words of some of them, from the whole length of the list; not safe to show."""


def ready_made(snapshot: Snapshot) -> tuple[Sweep, ...]:
    """Those that everybody has, and one for each day that many proposals of this vault share."""
    shared = (Sweep(f"due on {day}, as many are", f"due:{day}") for day in shared_days(snapshot))
    return (*FIXED, *shared)


def shared_days(snapshot: Snapshot) -> tuple[str, ...]:
    """Days on which so many proposals are due that nobody chose them, the most shared first."""
    dues = Counter(row.due for row in snapshot.tasks.values() if row.proposed and row.due)
    least = max(_SHARED, _SHARE * dues.total())
    return tuple(day for day, many in dues.most_common(_MOST_DAYS) if many >= least)


def saved(filters: Mapping[str, str]) -> tuple[Sweep, ...]:
    """Those of the settings, by their names."""
    return tuple(Sweep(name, filters[name], saved=True) for name in sorted(filters, key=str.lower))


def sweeps(snapshot: Snapshot, filters: Mapping[str, str]) -> tuple[Sweep, ...]:
    """The ready-made ones, then those of the settings."""
    return (*ready_made(snapshot), *saved(filters))


def counted(sweep: Sweep, rows: Callable[[str], Rows]) -> Counted:
    """What a sweep finds."""
    try:
        return Counted(sweep, len(rows(sweep.filter).ids))
    except BadQuery as bad:
        return Counted(sweep, 0, str(bad))


def sample(rows: Rows) -> Sample:
    """Some of what was found: the first, the last, and what lies between them at equal distances."""
    ids = rows.ids
    notes = len({rows.tasks[id].note.path for id in ids})
    last = len(ids) - 1
    places = range(len(ids)) if last < _SAMPLE else [last * at // (_SAMPLE - 1) for at in range(_SAMPLE)]  # fmt: skip
    return Sample(rows, notes, tuple(rows.tasks[ids[at]].text for at in places))
