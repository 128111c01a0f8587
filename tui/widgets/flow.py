"""Scrolling through items of which nobody knows yet how many rows they take. Pure.

The place is an item and a row of it, so only what comes into sight is ever measured.
"""

from collections.abc import Callable


class Flow:
    """A window of `height` rows on `count` items, each of at least one row."""

    def __init__(self, count: int, rows_of: Callable[[int], int], height: int) -> None:
        self.count = count
        self.height = max(1, height)
        self.item = 0
        self.row = 0
        self._rows_of = rows_of

    def lines(self) -> list[tuple[int, int]]:
        """Item and row of each line in sight, fewer than `height` when the items end."""
        found: list[tuple[int, int]] = []
        item, row = self.item, self.row
        while item < self.count and len(found) < self.height:
            rows = self._rows_of(item)
            found += [(item, at) for at in range(row, min(rows, row + self.height - len(found)))]
            item, row = item + 1, 0
        return found

    def seek(self, item: int, above: int) -> None:
        """Put an item's first row on the window's line `above`, as far as the ends allow."""
        self.item, self.row = max(0, min(item, self.count - 1)), 0
        self._up(above)
        self.settle()

    def distance(self, item: int, most: int) -> int:
        """How many rows lie before the end of an item, counted no further than `most`."""
        rows = 0
        for number in range(min(item + 1, self.count)):
            rows += self._rows_of(number)
            if rows > most:
                break
        return rows

    def step(self, rows: int) -> None:
        """Move down by rows, up if negative, and stop at the ends."""
        if rows < 0:
            self._up(-rows)
        else:
            self._down(rows)
            self.settle()

    def last(self) -> None:
        """Move to the end."""
        self.item, self.row = max(0, self.count - 1), 0
        if self.count:
            self.row = self._rows_of(self.item) - 1
        self._up(self.height - 1)

    def settle(self) -> None:
        """Make the place one that is there and, while there are rows above, fill the window."""
        if not self.count:
            self.item = self.row = 0
            return
        self.item = min(self.item, self.count - 1)
        self.row = min(self.row, self._rows_of(self.item) - 1)
        missing = self.height - len(self.lines())
        if missing:
            self._up(missing)

    def _up(self, rows: int) -> None:
        self.row -= rows
        while self.row < 0:
            if self.item == 0:
                self.row = 0
                return
            self.item -= 1
            self.row += self._rows_of(self.item)

    def _down(self, rows: int) -> None:
        self.row += rows
        while self.item < self.count and self.row >= (height := self._rows_of(self.item)):
            self.item, self.row = self.item + 1, self.row - height
        if self.item >= self.count:
            self.last()
