"""Which rows are there, which one the cursor is on, and which stands on the first line. Pure.

Every change keeps the cursor on its id, else on the next row that is still there, and on its line of
the screen where the ends of the list allow it. List work is done by operations in C.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, filterfalse, islice

MARGIN = 2
"""Rows kept in sight above and below the cursor when it moves."""


class RowWindow:
    """A list of ids seen through a window of `height` lines."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.cursor = 0
        self.offset = 0
        self.height = 1
        self.headings: frozenset[str] = frozenset()
        """Rows that the cursor never stands on."""
        self._order: tuple[str, ...] = ()

    @property
    def id(self) -> str | None:
        """The row under the cursor, `None` when there is none."""
        return self.ids[self.cursor] if self.ids else None

    def put(self, ids: Sequence[str], *, keep: bool, became: str | None = None) -> None:
        """Show other rows; without `keep`, from the top.

        Args:
            ids: The rows.
            keep: Whether the cursor stays on its id and line.
            became: What its row is called now, where that is there.
        """
        old, at, line = self.ids, self.cursor, self.cursor - self.offset
        self._order = tuple(ids)
        self.ids = list(self._order)
        if not keep or not old:
            self.cursor, self.offset = self._beside(0, 1), 0
        else:
            there = became is not None and became in self.ids
            at = self.ids.index(became) if there and became else _found_again(old, at, self.ids)
            self._stand(at, line)

    def drop(self, gone: frozenset[str]) -> None:
        """Take rows out; the next one comes under the cursor."""
        line = self.cursor - self.offset
        if gone == {self.id}:  # one key decides one row: the list is not walked
            del self.ids[self.cursor]
            self._stand(self.cursor, line)
            return
        above = sum(map(gone.__contains__, islice(self.ids, self.cursor)))
        self.ids = list(filterfalse(gone.__contains__, self.ids))
        self._stand(self.cursor - above, line)

    def restore(self, ids: Iterable[str]) -> bool:
        """Put dropped rows back where they stood and the cursor on the first; whether any came."""
        back = frozenset(ids).difference(self.ids).intersection(self._order)
        if not back:
            return False
        line = self.cursor - self.offset
        present = back.union(self.ids)
        self.ids = list(filter(present.__contains__, self._order))
        self._stand(self.ids.index(next(filter(back.__contains__, self.ids))), line)
        return True

    def move_to(self, at: int) -> None:
        """Put the cursor on a place and scroll as little as shows it with a margin."""
        at = max(0, min(at, len(self.ids) - 1))
        self.cursor = self._beside(at, 1 if at >= self.cursor else -1)
        margin = min(MARGIN, max(0, (self.height - 1) // 2))
        lowest = self.cursor + margin - self.height + 1
        self.scroll_to(min(max(self.offset, lowest), self.cursor - margin))

    def scroll_to(self, offset: int) -> None:
        """Put a row on the first line, as far as the list reaches; the cursor stays on its row."""
        self.offset = max(0, min(offset, len(self.ids) - self.height))

    def resize(self, height: int) -> None:
        """Another number of lines; the cursor stays in sight if it was."""
        seen = 0 <= self.cursor - self.offset < self.height
        self.height = max(1, height)
        self.scroll_to(self.offset)
        if seen:
            self.move_to(self.cursor)

    def thumb(self) -> tuple[int, int]:
        """First line and one past the last line of the scroll mark; equal when all rows are in sight."""
        rows, height = len(self.ids), self.height
        if rows <= height:
            return 0, 0
        size = max(1, height * height // rows)
        top = round((height - size) * self.offset / (rows - height))
        return top, top + size

    def _stand(self, at: int, line: int) -> None:
        """The cursor at a place and, if it was in sight, on the same line as before."""
        self.cursor = self._beside(max(0, min(at, len(self.ids) - 1)), 1)
        self.scroll_to(self.cursor - line)
        if 0 <= line < self.height and not 0 <= self.cursor - self.offset < self.height:
            self.move_to(self.cursor)

    def _beside(self, at: int, step: int) -> int:
        """The place itself, or the nearest that is no heading, first of all that way."""
        ids, headings = self.ids, self.headings
        if not headings or not ids or ids[at] not in headings:
            return at
        for way in (step, -step):
            to = at
            while 0 <= to < len(ids) and ids[to] in headings:
                to += way
            if 0 <= to < len(ids):
                return to
        return at


def _found_again(old: Sequence[str], at: int, new: list[str]) -> int:
    """Where the row `at` of `old` stands in `new`, or the nearest after it that is there, or before."""
    try:
        return new.index(old[at])
    except ValueError:
        there = frozenset(new)
    after = islice(old, at + 1, None)
    nearest = chain(after, reversed(old[:at]))
    id = next(filter(there.__contains__, nearest), None)
    return 0 if id is None else new.index(id)
