"""What the first frame shows: how an earlier run left the vault."""

import json
from typing import TYPE_CHECKING

from core.inbox.items import InboxRows
from core.inbox.kept import KEPT, unpacked
from core.index.cache import STANDING_FIRST
from core.panes import Counts, counted
from core.query import parse_query
from core.session import Session
from core.tasks import UNREAD, Rows

if TYPE_CHECKING:
    from core.review.kept import Known

_ROWS = 200
"""More than any screen has lines."""


def first_rows(session: Session, limit: int = _ROWS) -> tuple[Rows, Counts] | None:
    """The first rows of the Tasks pane and the figures; `None` where nothing is known.

    What is on the disk by now is told by `Session.scan`.
    """
    known = session.cache.opening(limit, _first(session))
    if known is None:
        return None
    context = session.context
    today = context.today.isoformat()
    tasks = {row.id: row for row in known.tasks if context.snoozed.get(row.id, "") <= today}
    waiting = known.totals.proposed - sum(day > today for day in context.snoozed.values())
    rows = Rows(UNREAD, parse_query(""), tuple(tasks), tasks, waiting, context.refused)
    totals, inbox = known.totals, first_inbox(session)
    return rows, counted(
        totals, waiting, inbox.total if inbox else totals.arrived + totals.undecided
    )


def _first(session: Session) -> list[tuple[str, str]]:
    """Notes and ids of the tasks that stood first, where that was in an order of its own."""
    if session.config.tasks_order != "learned":
        return []
    try:
        return [
            (str(path), str(id))
            for path, id in json.loads(session.cache.remembered(STANDING_FIRST))
        ]
    except (ValueError, TypeError):
        return []


def first_inbox(session: Session) -> InboxRows | None:
    """The first rows of the Inbox, heads only, as whoever looked at it last left it; `None`: nobody did."""
    return unpacked(session.cache.remembered(KEPT))


def first_review(session: Session) -> "Known | None":
    """The first pages that wait for a review, as whoever looked at them last left them; `None`: nobody did, or none waits."""
    from core.review import kept as review  # noqa: PLC0415 - not needed where another pane opens

    return review.unpacked(session.cache.remembered(review.KEPT))
