"""The pages of a vault that wait for a review, as its index knows them. Pure.

A page waits where it asks for it (its tag, `auto_created`), where it leaves open what its template wanted to
know, and where it is not clear who it is about. Made once from everything; kept up with newer pictures at
the cost of what changed. No page is read.
"""

from collections.abc import Mapping

from core.index.rows import NoteRow
from core.picture import Picture
from core.review.items import ReviewRow
from core.review.reasons import row_of, row_of_note


class Queue:
    """Whatever waits in one picture, what was kept or snoozed included; immutable."""

    def __init__(self, picture: Picture) -> None:
        """Of everything."""
        self.picture = picture
        notes = picture.snapshot.notes
        self._flagged = dict.fromkeys(row.path for row in notes.values() if _asks(row))
        found = {
            key: row_of(entity, notes.get(entity.path) if entity.path else None)
            for key, entity in picture.rows.items()
        }
        self.rows: Mapping[str, ReviewRow] = self._with_others(found)
        """By key."""

    def updated(self, picture: Picture) -> "Queue":
        """That of a newer picture."""
        if picture is self.picture:
            return self
        old = self.picture
        made = object.__new__(Queue)
        made.picture, made._flagged = picture, self._flagged
        notes = picture.snapshot.notes
        changed = set(notes.differing(old.snapshot.notes))
        asking = {path for path in changed if (row := notes.get(path)) and _asks(row)}
        if (changed & self._flagged.keys()) != asking:
            kept = {path: None for path in self._flagged if path not in changed}
            made._flagged = kept | dict.fromkeys(asking)
        found = {}
        for key, entity in picture.rows.items():
            if old.rows.get(key) is entity and entity.path not in changed:
                if known := self.rows.get(key):
                    found[key] = known
            else:
                found[key] = row_of(entity, notes.get(entity.path) if entity.path else None)
        made.rows = made._with_others(found)
        return made

    def _with_others(self, rows: Mapping[str, ReviewRow]) -> dict[str, ReviewRow]:
        """Those of entities that wait, and the flagged notes that are nobody's page."""
        notes = self.picture.snapshot.notes
        found = {key: row for key, row in rows.items() if row.asks}
        for path in self._flagged:
            if path not in self.picture.rows:
                found[path] = row_of_note(notes[path])
        return found


def _asks(row: NoteRow) -> bool:
    return row.needs_review or row.auto_created


def order(row: ReviewRow) -> tuple[float, str, str]:
    """Those of the most evidence first; the day counts for nothing."""
    return -row.weight, row.plain, row.key
