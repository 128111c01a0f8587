"""What the Review pane lists: pages that wait, and under them names without a page. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from core.review.items import ReviewRow, ReviewRows
from core.tasks import UNREAD
from tui.laying import laid
from tui.lines.review import HEADINGS, NAMES, PAGES, review_cells
from tui.lines.row import Cells, headed

if TYPE_CHECKING:  # what compares names comes with it
    from core.names import WantedName
    from core.review.kept import Known

_NAME = "\0name "
"""Before the id of a name in that of its row: no path holds it."""


def is_name(id: str) -> bool:
    """Whether a row is that of a name without a page."""
    return id.startswith(_NAME)


def id_of(name: "WantedName") -> str:
    """The id of its row."""
    return f"{_NAME}{name.id}"


@dataclass(frozen=True, slots=True, eq=False)
class ReviewList:
    """Two groups with a heading each."""

    rows: ReviewRows | None = None
    """`None`: not known yet."""
    order: tuple[str, ...] = ()
    """The pages that the filter means, those that are being written included."""
    names: "Mapping[str, WantedName]" = field(default_factory=dict)
    """Those that the filter means, by the ids of their rows, in order."""

    def page(self, id: str | None) -> ReviewRow | None:
        """The page of a row; `None` for what waits no longer, and for all that is no page."""
        return None if id is None or self.rows is None else self.rows.rows.get(id)

    def name(self, id: str | None) -> "WantedName | None":
        """The name of a row."""
        return None if id is None else self.names.get(id)

    def ids(self, without: Collection[str] = ()) -> list[str]:
        """The rows: under each heading what it is of."""
        found: list[str] = []
        for heading, group in ((PAGES, self.order), (NAMES, tuple(self.names))):
            listed = [id for id in group if id not in without]
            if listed:
                found += (heading, *listed)
        return found

    def size(self, heading: str, without: Collection[str] = ()) -> int:
        """How many stand under a heading."""
        # At every key: what left is counted, and not what is there.
        if heading == NAMES:
            return len(self.names) - sum(id in self.names for id in without)
        first = self.rows is not None and self.rows.revision == UNREAD
        known = self.rows.total if first and self.rows is not None else len(self.order)
        return max(0, known - sum(not is_name(id) for id in without))

    def waiting(self, without: Collection[str] = ()) -> int | None:
        """How many pages wait, filtered or not; `None`: not known yet."""
        if self.rows is None:
            return None
        return max(0, self.rows.total - sum(not is_name(id) for id in without))

    def words(self, without: Collection[str] = ()) -> tuple[str, str]:
        """What the line above the list says: the filter, and how many pages it leaves."""
        total, filtered = (
            f"{self.waiting(without) or 0:,}",
            self.rows.filter.strip() if self.rows else "",
        )
        pages, names = self.size(PAGES, without), self.size(NAMES, without)
        count = total
        if filtered:
            count = f"{names:,} names" if names and not pages else f"{pages:,} of {total}"
        return filtered or "all", f"{count} · by evidence"


def named(names: "Sequence[WantedName]", base: Sequence[str] = ()) -> "dict[str, WantedName]":
    """Names by the ids of their rows, the most written first, or in the order that a `base` has."""
    found = {id_of(one): one for one in names}
    return {id: found[id] for id in laid(base, tuple(found))}


class FirstLines(NamedTuple):
    """What the first picture shows of the list."""

    ids: Sequence[str]
    says: tuple[str, str]
    headings: Collection[str]
    draw: Callable[[str, int], Cells]


def first_lines(pages: "Known") -> FirstLines:
    """The list as an earlier run left it: pages only."""
    listing = ReviewList(pages.rows, pages.rows.ids)

    def draw(id: str, room: int) -> Cells:
        if id in HEADINGS:
            return headed(HEADINGS[id], listing.size(id), room)
        return review_cells(pages.rows.rows[id], room, near=id in pages.near)

    return FirstLines(listing.ids(), listing.words(), HEADINGS, draw)
