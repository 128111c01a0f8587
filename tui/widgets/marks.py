"""Which rows are marked: a set of ids that outlives a filter, and a range that is still open. Pure."""

from collections.abc import Iterable, Sequence


class Marks:
    """Marked ids. A range grows from its anchor to the cursor until it is kept, and counts meanwhile."""

    def __init__(self) -> None:
        self._kept: set[str] = set()
        self._anchor: int | None = None
        self._end = 0
        """One past the last row that a number holds; 0: none was typed."""
        self._hidden = 0
        self.never: frozenset[str] = frozenset()
        """Ids that are never marked: headings."""

    def __contains__(self, id: str) -> bool:
        """Whether the id is marked; an open range is asked by place, with `covers`."""
        return id in self._kept

    @property
    def hidden(self) -> int:
        """How many marked ids were not among the rows looked at last."""
        return self._hidden

    @property
    def ranging(self) -> bool:
        """Whether a range is open."""
        return self._anchor is not None

    def covers(self, at: int, cursor: int) -> bool:
        """Whether the open range, or a number that was typed, holds the row at a place."""
        anchor = self._anchor
        if cursor <= at < self._end:
            return True
        return anchor is not None and min(anchor, cursor) <= at <= max(anchor, cursor)

    def all(self, ids: Sequence[str], cursor: int) -> frozenset[str]:
        """Every marked id, those of the open range and of a number included."""
        return frozenset(self._kept).union(self._range(ids, cursor), self._reached(ids, cursor))

    def count(self, ids: Sequence[str], cursor: int) -> int:
        """How many `all` would give, without a copy of them where no range is open."""
        still = self._anchor is None and not self._end
        return len(self._kept) if still else len(self.all(ids, cursor))

    def toggle(self, id: str) -> None:
        """Mark what is not marked and unmark what is."""
        self._kept ^= {id}

    def add(self, ids: Iterable[str]) -> None:
        """Mark them."""
        self._kept.update(ids)
        self._kept -= self.never

    def open(self, at: int) -> None:
        """Start a range at a place."""
        self._anchor = at

    def close(self, ids: Sequence[str], cursor: int) -> None:
        """Keep what the open range holds as marks; without one, nothing."""
        self._kept.update(self._range(ids, cursor))
        self._anchor = None

    def reach(self, ids: Sequence[str], cursor: int, rows: int) -> int:
        """Hold so many rows from the cursor on, as long as a number stands; 0: no longer. How many there are."""
        found, at = 0, cursor
        while found < rows and at < len(ids):
            found += ids[at] not in self.never
            at += 1
        self._end = at if found else 0
        return found

    def _reached(self, ids: Sequence[str], cursor: int) -> Sequence[str]:
        return [id for id in ids[cursor : self._end] if id not in self.never]

    def forget(self, ids: Iterable[str]) -> bool:
        """Unmark ids; whether any of them was marked."""
        before = len(self._kept)
        self._kept.difference_update(ids)
        return len(self._kept) != before

    def clear(self) -> bool:
        """Unmark everything and drop the open range; whether there was anything."""
        had = bool(self._kept) or self._anchor is not None
        self._kept.clear()
        self._anchor, self._hidden = None, 0
        return had

    def look(self, ids: Sequence[str]) -> None:
        """Count again which marks are not among the rows."""
        self._hidden = len(self._kept.difference(ids)) if self._kept else 0

    def _range(self, ids: Sequence[str], cursor: int) -> Sequence[str]:
        if self._anchor is None:
            return ()
        found = ids[min(self._anchor, cursor) : max(self._anchor, cursor) + 1]
        return [id for id in found if id not in self.never] if self.never else found
