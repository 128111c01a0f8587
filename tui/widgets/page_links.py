"""Which link of a page has the focus, and which is next. Pure: it draws nothing and scrolls nothing.

Links are numbered by item and, within one, from 0: only what is looked at is ever read for links.
"""

from collections.abc import Callable, Sequence

from tui.widgets.inline import may_link
from tui.widgets.note_lines import Anchor, Item, Property

Numbered = tuple[int, int]
"""An item, and which of its links it is."""


class PageLinks:
    """The links of a page that is read item by item."""

    def __init__(self, links_of: Callable[[int], Sequence[Anchor]]) -> None:
        self.items: Sequence[Item] = ()
        self.lit: Numbered | None = None
        """The link that has the focus."""
        self._links_of = links_of

    @property
    def written(self) -> str:
        """What stands in the note of the lit link; `""` where none is lit."""
        link = self._link()
        return "" if link is None else link.written

    @property
    def place(self) -> tuple[int, int] | None:
        """Item and row of the lit link."""
        link = self._link()
        return None if link is None or self.lit is None else (self.lit[0], link.row)

    def lit_of(self, item: int) -> int:
        """Which link of an item is lit, -1 for none."""
        return self.lit[1] if self.lit is not None and self.lit[0] == item else -1

    def beside(self, step: int, lines: Sequence[tuple[int, int]]) -> Numbered | None:
        """The link after the lit one, or with -1 the one before; `lines` are the rows in sight.

        From a link that is out of sight, or none, it is the first in sight, or the last.
        """
        if self.lit is None or self.place not in lines:
            return self._first(step, lines if step > 0 else lines[::-1])
        item, number = self.lit
        if 0 <= number + step < self._count(item):
            return item, number + step
        return self._beyond(item, step)

    def _first(self, step: int, lines: Sequence[tuple[int, int]]) -> Numbered | None:
        for item, row in lines:
            at = [number for number, link in enumerate(self._links_of(item)) if link.row == row]
            if at:
                return item, at[0 if step > 0 else -1]
        return self._beyond(lines[-1][0], step) if lines else None

    def _beyond(self, item: int, step: int) -> Numbered | None:
        """The nearest link of the items after this one, or before it."""
        item += step
        while 0 <= item < len(self.items):
            if count := self._count(item):
                return item, 0 if step > 0 else count - 1
            item += step
        return None

    def _count(self, item: int) -> int:
        """How many links an item has; most are not drawn to know that there are none."""
        thing = self.items[item]
        text = thing.value if isinstance(thing, Property) else thing.text
        return len(self._links_of(item)) if may_link(text) else 0

    def _link(self) -> Anchor | None:
        item, number = self.lit or (-1, 0)
        links = self._links_of(item) if 0 <= item < len(self.items) else ()
        return links[number] if number < len(links) else None
