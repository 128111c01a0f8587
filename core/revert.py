"""Taking a transaction back: the inverse of its changes, on the bytes that stand there now. Pure.

And whether somebody else took it back: what was written and stands no longer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.edit import (
    Change,
    Create,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    apply,
    inverse,
    invert,
    patch,
)
from core.entries import Context, Entry
from core.errors import Conflict, Unreadable
from core.path import NotePath
from core.regions import Region, rebase, restored
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
    made: dict[NotePath, bytes] = {}
    changes: list[Change] = []

    def present(path: NotePath) -> bytes:
        """What stands at `path` once the changes so far are made."""
        where = moved.get(path, path)
        return made[where] if where in made else _present(where, read)

    for change in reversed(entry.tx.changes):
        if isinstance(change, Move):
            moved[change.path] = moved.pop(change.to, change.to)
        back = _reverted(change, entry, present)
        if isinstance(back, Patch):
            made[moved.get(back.path, back.path)] = apply(present(back.path), back.edits)
        changes.append(back)
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


def overwritten(
    entry: Entry, later: Sequence[Entry], read: Read, there: Callable[[NotePath], bool]
) -> tuple[NotePath, ...]:
    """The notes in which what `entry` wrote was put back by somebody else.

    An edit stands as long as its old lines are not back instead of its new ones; a new note or a moved
    one, as long as it is where it was put. What a later transaction of ours did to it is no loss, and a
    note that cannot be read is not asked about.

    Args:
        entry: What was done.
        later: What was done after it, oldest first.
        read: The present bytes of a note; raises `Unreadable` where there is none.
        there: Whether a file has that name.
    """
    history = _History(entry, later)
    lost = (_lost(number, change, history, read, there) for number, change in history.own)
    return tuple(dict.fromkeys(path for path in lost if path is not None))


@dataclass(frozen=True, slots=True)
class _Fate:
    """What our own later changes made of a file."""

    path: NotePath | None
    """Where it is now; `None` where it was taken away again."""
    edited: tuple[Region, ...]
    """The lines that were edited since."""


class _History:
    """An entry's changes, and those after each of them, by the file that they were made in."""

    def __init__(self, entry: Entry, later: Sequence[Entry]) -> None:
        self.entry = entry
        self.own = tuple(enumerate(entry.tx.changes))
        self._by_path: defaultdict[NotePath, list[tuple[int, Entry, Change]]] = defaultdict(list)
        changes = ((one, change) for one in (entry, *later) for change in one.tx.changes)
        for number, (one, change) in enumerate(changes):
            if not isinstance(change, Remember):
                self._by_path[change.path].append((number, one, change))

    def fate(self, path: NotePath, number: int) -> _Fate:
        """What was done after change `number` with the file that has `path` then."""
        edited: list[Region] = []
        for at, entry, change in self._after(path, number):
            if isinstance(change, Move):
                moved = self.fate(change.to, at)
                return _Fate(moved.path, (*edited, *moved.edited))
            if isinstance(change, Remove):
                return _Fate(None, ())
            if isinstance(change, Patch):
                edited += entry.context(path).regions
        return _Fate(path, tuple(edited))

    def _after(self, path: NotePath, number: int) -> Iterator[tuple[int, Entry, Change]]:
        return (one for one in self._by_path[path] if one[0] > number)


def _lost(
    number: int, change: Change, history: _History, read: Read, there: Callable[[NotePath], bool]
) -> NotePath | None:
    """The note in which a change stands no longer, if it does not."""
    if isinstance(change, Remember | Remove):
        return None
    fate = history.fate(change.to if isinstance(change, Move) else change.path, number)
    if fate.path is None:
        return None
    match change:
        case Patch():
            regions = history.entry.context(change.path).regions
            return fate.path if _is_back(fate, change, regions, read) else None
        case Create():
            return None if there(fate.path) else fate.path
        case Move(path):
            return fate.path if there(path) and not there(fate.path) else None


def _is_back(fate: _Fate, change: Patch, regions: Sequence[Region], read: Read) -> bool:
    assert fate.path is not None  # noqa: S101 - the caller looked
    try:
        present = read(fate.path)
    except Unreadable:
        return False
    if digest(present) == change.after:
        return False
    ours = {line for region in fate.edited for line in _lines(region.old.data)}
    return any(not ours & _lines(region.new.data) for region in restored(present, regions))


def _lines(data: bytes) -> set[bytes]:
    return {line for line in data.replace(b"\r\n", b"\n").split(b"\n") if line}
