"""The Entities pane: which entities, in what order, and what is known of each. Pure.

Whoever is pinned comes first, whatever the order.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.belongings import Figures
from core.entities import Badge, Entity
from core.path import NotePath
from core.spelling import folded

Sort = Literal["name", "open", "proposals", "contact", "mentions", "backlinks", "notes"]
SORTS: tuple[Sort, ...] = ("name", "open", "proposals", "contact", "mentions", "backlinks", "notes")


class EntityRow(NamedTuple):
    """An entity as the lists know it; none of its texts is safe to show."""

    key: str
    """What tells it apart: its page's path, without a page its folder."""
    path: NotePath | None
    """Its page."""
    name: str
    type: str
    aliases: tuple[str, ...]
    open_tasks: int
    """In its notes, and its own elsewhere; see `core.belongings`."""
    proposals: int
    notes: int
    """In its folder, without its page."""
    backlinks: int | None
    """Notes that link to its page, itself not counted; `None`: not known yet."""
    mentions: int | None
    """Lines that write it without a link; `None`: not known yet."""
    last_contact: str | None
    """ISO."""
    flagged: bool
    badges: tuple[Badge, ...]
    pinned: bool
    plain: str
    """Name and aliases as they are compared, a line each."""


class Place(NamedTuple):
    """A line of a note that has to do with an entity."""

    path: NotePath
    line: int
    """From 0."""
    text: str
    """The line; not safe to show."""
    title: str
    """Of the note; not safe to show."""
    date: str | None


Test = Callable[[EntityRow], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Entities:
    """The entities that a filter means, in order."""

    revision: int
    """Of the snapshot they were counted in."""
    filter: str
    sort: Sort
    keys: tuple[str, ...]
    rows: Mapping[str, EntityRow]
    """Every entity of the vault, the listed ones among them."""
    types: tuple[tuple[str, int], ...]
    """Types of the listed ones, and how many of each; the largest first."""


def row_of(
    entity: Entity, figures: Figures, badges: tuple[Badge, ...], *, pinned: bool
) -> EntityRow:
    """An entity's row, its links and mentions not counted yet."""
    return EntityRow(
        entity.key,
        entity.path,
        entity.name,
        entity.type,
        entity.aliases,
        figures.open_tasks,
        figures.proposals,
        figures.notes,
        None,
        None,
        figures.last_contact,
        entity.flagged,
        badges,
        pinned,
        "\n".join(map(folded, (entity.name, *entity.aliases))),
    )


def listed(
    rows: Mapping[str, EntityRow],
    test: Test | None = None,
    *,
    revision: int = 0,
    filter: str = "",
    sort: Sort = "name",
) -> Entities:
    """The rows that pass, in order."""
    found = [row for row in rows.values() if test is None or test(row)]
    found.sort(key=_by_name)
    if sort != "name":
        found.sort(key=_WEIGHTS[sort], reverse=True)
    found.sort(key=lambda row: not row.pinned)
    types = Counter(row.type for row in found)
    keys = tuple(row.key for row in found)
    return Entities(revision, filter, sort, keys, rows, tuple(types.most_common()))


def _by_name(row: EntityRow) -> tuple[str, str]:
    return row.plain, row.key


_WEIGHTS: Mapping[Sort, Callable[[EntityRow], tuple[int, str]]] = {
    "open": lambda row: (row.open_tasks, ""),
    "proposals": lambda row: (row.proposals, ""),
    "contact": lambda row: (0, row.last_contact or ""),
    "mentions": lambda row: (row.mentions or 0, ""),
    "backlinks": lambda row: (row.backlinks or 0, ""),
    "notes": lambda row: (row.notes, ""),
}
