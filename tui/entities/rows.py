"""Entities as rows of a list: under a header for each type, pinned ones before all others. Pure.

The order of a list stays until somebody asks for another: `kept` lays what there is now into the order
that was shown.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.browse import SORTS, Entities, EntityRow, Sort
from tui.laying import laid

PINNED = "pinned"
_HEADER = "\0"
"""Before the type in the id of its header: no path holds it."""


class Order(NamedTuple):
    """How a list of entities is put in order."""

    by: Sort = SORTS[0]
    reverse: bool = False

    @property
    def next(self) -> "Order":
        """By the next column, the right way round."""
        return Order(SORTS[(SORTS.index(self.by) + 1) % len(SORTS)])

    @property
    def other(self) -> "Order":
        """The other way round."""
        return Order(self.by, not self.reverse)

    @property
    def descending(self) -> bool:
        """Whether the largest stands on top: of figures and days it usually does, of names not."""
        return (self.by != SORTS[0]) != self.reverse


class Group(NamedTuple):
    """Entities of one type, or those that are pinned."""

    type: str
    keys: tuple[str, ...]

    @property
    def header(self) -> str:
        """The id of its header."""
        return f"{_HEADER}{self.type}"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """What a list of entities shows."""

    filter: str = ""
    order: Order = Order()  # noqa: RUF009 - a tuple: nobody can change it
    rows: Mapping[str, EntityRow] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    total: int = 0
    """Entities there are, filtered or not."""
    ready: bool = True
    """Whether it is known who is who."""

    @property
    def count(self) -> int:
        """Entities in the list."""
        return sum(len(group.keys) for group in self.groups)

    def ids(self, folded: Collection[str]) -> list[str]:
        """The rows: headers, and under each the entities, unless its type is folded."""
        found: list[str] = []
        for group in self.groups:
            found.append(group.header)
            if group.type not in folded:
                found.extend(group.keys)
        return found

    def group(self, id: str) -> Group | None:
        """The group whose header this is."""
        return next((group for group in self.groups if group.header == id), None)

    def group_of(self, key: str) -> Group | None:
        """The group that has an entity."""
        return next((group for group in self.groups if key in group.keys), None)


def listing(entities: Entities, order: Order, *, ready: bool, base: Listing | None) -> Listing:
    """What a list shows of entities; with a `base` in the order that one has."""
    found = grouped(entities, reverse=order.reverse)
    if base is not None:
        found = kept(base.groups, found)
    return Listing(entities.filter, order, entities.rows, found, len(entities.rows), ready)


def grouped(entities: Entities, *, reverse: bool = False) -> tuple[Group, ...]:
    """The pinned ones, then type by type, each in the order that was asked for, or turned."""
    found: dict[str, list[str]] = {type: [] for type, _ in entities.types}
    pinned: list[str] = []
    for key in entities.keys:
        row = entities.rows[key]
        (pinned if row.pinned else found.setdefault(row.type, [])).append(key)
    groups = (Group(PINNED, tuple(pinned)), *(Group(one, tuple(found[one])) for one in found))
    turned = (group._replace(keys=group.keys[::-1]) if reverse else group for group in groups)
    return tuple(group for group in turned if group.keys)


def kept(old: Sequence[Group], new: Sequence[Group]) -> tuple[Group, ...]:
    """The groups as they are now, each in the order it had: what is new comes where it belongs."""
    before = {group.type: group.keys for group in old}
    now = {group.type: group.keys for group in new}
    types = laid(tuple(before), tuple(now))
    return tuple(Group(one, laid(before.get(one, ()), now[one])) for one in types)
