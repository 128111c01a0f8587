"""The first pages that wait as text, for a start of the program that has read nothing yet. Pure, total."""

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from core.path import NotePath
from core.review.items import REASONS, Evidence, Reason, ReviewRow, ReviewRows
from core.tasks import UNREAD

KEPT = "review"
"""What the cache calls it."""
SHOWN = 120
"""More rows than any screen has lines."""
_STRANGE = (ValueError, TypeError, LookupError, AttributeError)
"""What comes of a text that this program did not write."""


class Known(NamedTuple):
    """The beginning of the queue, as an earlier run left it."""

    rows: ReviewRows
    near: frozenset[str]
    """Keys of those that have nearly the name of another."""


def packed(rows: ReviewRows, near: Collection[str], limit: int = SHOWN) -> str:
    """The beginning of a queue that has no filter, with its figure."""
    shown = [rows.rows[key] for key in rows.ids[:limit]]
    return json.dumps([rows.total, shown, [row.key for row in shown if row.key in near]])


def unpacked(text: str) -> Known | None:
    """What was packed; `None` where that cannot be told, or nothing waited."""
    try:
        total, packed_rows, near = json.loads(text)
        rows = {row.key: row for row in map(_row, packed_rows)}
        found = ReviewRows(UNREAD, "", tuple(rows), rows, (), max(int(total), len(rows)))
        return Known(found, frozenset(map(str, near)) & rows.keys()) if rows else None
    except _STRANGE:
        return None


def _row(values: list[Any]) -> ReviewRow:
    """A row of its values. Raises one of `_STRANGE`."""
    key, path, name, type, why, evidence, weight, crc, plain = values
    reasons = tuple(Reason(code, says) for code, says in why)
    mentions, *figures = evidence
    fine = (
        all(isinstance(one, str) for one in (key, name, type, plain))
        and (path is None or isinstance(path, str))
        and all(one.code in REASONS and isinstance(one.says, str) for one in reasons)
        and all(isinstance(one, int) for one in (*figures, crc))
        and (mentions is None or isinstance(mentions, int))
        and isinstance(weight, int | float)
    )
    if not fine:
        raise ValueError(values)
    place = None if path is None else NotePath(path)
    return ReviewRow(
        key, place, name, type, reasons, Evidence(mentions, *figures), float(weight), crc, plain
    )
