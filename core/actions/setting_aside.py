"""What is remembered of items beside the vault: that they were gone through, until when they are hidden.

It is kept by the source where a note has one, else by the path, and goes along where we move a file.
"""

from core.actions.drafting import Draft
from core.actions.intents import SnoozeItem
from core.entities import home_of
from core.errors import Refused
from core.inbox.items import InboxRow
from core.inbox.remembered import (
    path_key,
    read_value,
    reviewed,
    source_key,
    until,
    until_changed,
)
from core.path import NotePath


def review(row: InboxRow, draft: Draft, *, done: bool) -> None:
    """Remember that a note was gone through, or forget it. Raises `Refused`."""
    if not draft.ground.is_written(row):
        raise Refused(f"{row.path} is no note: it is filed, or archived")
    _remember(row, reviewed(draft.ground.today, row) if done else None, draft)


def snooze(row: InboxRow, wanted: SnoozeItem, draft: Draft) -> None:
    """Remember until when an item is hidden, or show it again. Raises `Refused`."""
    value, today = None, draft.ground.today
    if wanted.until_changed:
        value = until_changed(row)
    elif wanted.until is not None:
        if wanted.until <= today:
            raise Refused(f"{wanted.until.isoformat()} is not a day to come")
        value = until(wanted.until, row)
    _remember(row, value, draft)


def _remember(row: InboxRow, value: str | None, draft: Draft) -> None:
    now = draft.ground.remembered.get(row.key)
    if not _means_the_same(now, value) and draft.remember(row.key, value):
        draft.done(row.id, row.title)
    else:
        draft.unchanged(row.id)


def _means_the_same(now: str | None, value: str | None) -> bool:
    """Whether it is remembered so already: on which day it was gone through makes no difference."""
    if now is None or value is None:
        return now is value
    one, other = read_value(now), read_value(value)
    if one is None or other is None or one.how != other.how:
        return False
    if one.how == "reviewed":
        return one.undecided == other.undecided
    return (one.day, one.mark * (one.how == "changed")) == (other.day, other.mark * (other.how == "changed"))  # fmt: skip


def follow(row: InboxRow, to: NotePath | None, draft: Draft) -> None:
    """Keep what is remembered of a file that moves; `None`: it goes to the trash, and nothing is."""
    value = draft.ground.remembered.get(row.key)
    if value is None:
        return
    if row.key == path_key(row.path):
        draft.remember(row.key, None)
        if to is not None:
            draft.remember(path_key(to), value)
    elif to is not None and row.source:
        # Other notes of the source may stay behind under the old key.
        home = home_of(to, draft.ground.config.entities)
        draft.remember(source_key(row.source, home[0] if home else ""), value)
