"""The first rows of the inbox as text, for a start of the program that has read nothing yet. Pure, total."""

import json
from typing import Any

from core.inbox.items import KINDS, Back, InboxRow, InboxRows
from core.path import NotePath
from core.tasks import UNREAD

KEPT = "inbox"
"""What the cache calls it."""
SHOWN = 120
"""More rows than any screen has lines, with those that are folded below others left out."""
_TUPLES = tuple(map(InboxRow._fields.index, ("flags", "others")))
_STRANGE = (ValueError, TypeError, LookupError, AttributeError)
"""What comes of a text that this program did not write."""


def packed(listed: InboxRows, limit: int = SHOWN) -> str:
    """The beginning of a list that has no filter: what arrived and heads, with all figures."""
    shown = (*listed.ids[: listed.arrived], *listed.heads)[:limit]
    rows = [listed.rows[id] for id in shown]
    figures = listed.arrived, listed.notes, listed.total
    return json.dumps([figures, listed.snoozed, rows])


def unpacked(text: str) -> InboxRows | None:
    """What was packed; `None` where that cannot be told."""
    try:
        (arrived, notes, total), snoozed, packed_rows = json.loads(text)
        rows = {row.id: row for row in map(_row, packed_rows)}
        back = tuple(Back(str(day), str(title), int(items)) for day, title, items in snoozed)
        figures, ids = (max(0, int(arrived)), int(notes), int(total)), tuple(rows)
        return InboxRows(UNREAD, "", ids, rows, *figures, back, ids[figures[0] :])
    except _STRANGE:
        return None


def _row(values: list[Any]) -> InboxRow:
    """A row of its values. Raises one of `_STRANGE`."""
    for place in _TUPLES:
        values[place] = tuple(map(str, values[place]))
    row = InboxRow._make(values)
    texts = (row.id, row.path, row.title, row.key, row.source, row.head)
    numbers = (row.size, row.proposals, row.crc, row.messages, row.minutes)
    maybe = (row.date, row.entity, row.entity_type)
    fine = (
        all(isinstance(one, str) for one in texts)
        and all(isinstance(one, int) for one in numbers)
        and all(one is None or isinstance(one, str) for one in maybe)
        and row.kind in KINDS
    )
    if not fine:
        raise ValueError(values)
    return row._replace(path=NotePath(row.path))
