"""What waits as rows of a list: two groups with a heading each, notes of one source folded into one row. Pure.

The order of a list stays until somebody asks for another; what came meanwhile stands where it belongs.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.inbox.items import Back, InboxRow, InboxRows
from tui.laying import laid
from tui.lines.inbox import ARRIVED, NOTES


@dataclass(frozen=True, slots=True, eq=False)
class InboxList:
    """What the list of the Inbox shows."""

    filter: str = ""
    rows: Mapping[str, InboxRow] = field(default_factory=dict)
    """Every item by its id."""
    arrived: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    """The new notes, of each source the one to keep."""
    sizes: tuple[int, int] = (0, 0)
    """How many arrived, and how many new notes there are; at first more than are known."""
    total: int = 0
    """What waits, filtered or not."""
    snoozed: tuple[Back, ...] = ()
    known: bool = False
    """Whether the vault was read."""

    @property
    def count(self) -> int:
        """How many items the filter leaves."""
        return sum(self.sizes)

    def get(self, id: str | None) -> InboxRow | None:
        """The item of an id; `None` for a heading, and for what waits no longer."""
        return None if id is None else self.rows.get(id)

    def ids(self, unfolded: Collection[str], without: Collection[str] = ()) -> list[str]:
        """The rows: headings, and under each its items, those of one source below their head."""
        found: list[str] = []
        for heading, group in ((ARRIVED, self.arrived), (NOTES, self.heads)):
            listed = [id for id in group if id not in without] if without else group
            if listed:
                found.append(heading)
                found.extend(listed)
        if not unfolded:
            return found
        spread: list[str] = []
        for id in found:
            spread.append(id)
            if id in unfolded and (row := self.rows.get(id)) is not None:
                spread.extend(other for other in row.others if other not in without)
        return spread

    def words(self, leaving: int) -> tuple[str, str]:
        """What the line above the list says: the filter, and how many items it leaves."""
        total = f"{max(0, self.total - leaving):,}"
        count = f"{max(0, self.count - leaving):,} of {total}" if self.filter else total
        return self.filter or "all", f"{count} · newest first"

    def size(self, heading: str) -> int:
        """How many stand under a heading."""
        return self.sizes[heading != ARRIVED]

    def group(self, heading: str) -> tuple[str, ...]:
        """What stands under a heading."""
        return self.arrived if heading == ARRIVED else self.heads


def first_item(listing: InboxList | None) -> InboxRow | None:
    """What the cursor stands on at first."""
    ids = (*listing.arrived[:1], *listing.heads[:1]) if listing is not None else ()
    return listing.get(ids[0]) if listing is not None and ids else None


def inbox_list(rows: InboxRows, base: InboxList | None) -> InboxList:
    """What a list shows of rows; with a `base` in the order that one has."""
    arrived, heads = rows.ids[: rows.arrived], rows.heads
    if base is not None:
        arrived, heads = laid(base.arrived, arrived), laid(base.heads, heads)
    sizes = rows.arrived, rows.notes
    return InboxList(rows.filter, rows.rows, arrived, heads, sizes, rows.total, rows.snoozed, known=True)  # fmt: skip
