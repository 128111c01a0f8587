"""Taking a transaction back: the inverse of its changes, on the bytes that stand there now. Pure."""

from collections.abc import Callable

from core.edit import (
    Change,
    Create,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    inverse,
    invert,
    patch,
)
from core.entries import Context, Entry
from core.errors import Conflict, Unreadable
from core.path import NotePath
from core.regions import rebase
from core.text import decode, digest

Read = Callable[[NotePath], bytes]


def revert(entry: Entry, read: Read) -> Transaction:
    """The transaction that takes `entry` back; for an undo that is the redo.

    Args:
        entry: What was done.
        read: The present bytes of a note; raises `Unreadable` where there is none.

    Raises:
        Conflict: What it wrote is no longer there exactly once.
    """
    moved: dict[NotePath, NotePath] = {}
    changes: list[Change] = []
    for change in reversed(entry.tx.changes):
        if isinstance(change, Move):
            moved[change.path] = change.to
        changes.append(_reverted(change, entry, lambda path: _present(moved.get(path, path), read)))
    tx = entry.tx
    return Transaction(tx.label, tuple(changes), undoes=entry.id, items=tx.items)


def _reverted(change: Change, entry: Entry, present: Read) -> Change:
    match change:
        case Patch(path, _, after):
            data = present(path)
            if digest(data) == after:
                return inverse(change)
            return _found_again(change, entry.context(path), data)
        case Create(path, written):
            data = present(path)
            if data != written:
                raise Conflict(
                    f"{path} was changed since it was made",
                    expected=decode(written),
                    found=decode(data),
                )
            return Remove(path, written)
        case Move(path, to, known):
            return Move(to, path, known and digest(present(path)))
        case Remove() | Remember():
            return inverse(change)


def _found_again(change: Patch, context: Context, data: bytes) -> Patch:
    places = [(region.edits, region.new) for region in context.regions]
    try:
        return patch(change.path, data, rebase(data, invert(change.edits), places))
    except Conflict as conflict:
        raise Conflict(
            f"{change.path} has changed since: {conflict}",
            expected=conflict.expected,
            found=conflict.found,
        ) from conflict


def _present(path: NotePath, read: Read) -> bytes:
    try:
        return read(path)
    except Unreadable as trouble:
        raise Conflict(f"{path} cannot be read any more: {trouble}") from trouble
