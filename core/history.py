"""The journal as a person looks back on it: what stands, what was taken back, what came later. Pure.

A transaction, the undo of it and the redo of that are one thing in several entries: it stands or it
does not, and the last of them is what is taken back next.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.edit import EntryId, Move, Patch, Remember
from core.entries import Entry
from core.errors import NothingToUndo
from core.journal import RESCUE
from core.path import NotePath

Kind = Literal["done", "undo", "redo", "kept"]
"""`kept`: what another program wrote at the same moment was kept; nobody takes that back."""

_SHORTEST = 4
"""Letters of an id that may stand for it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal, and what became of it."""

    entry: Entry
    kind: Kind
    stands: bool
    """Whether what was done at first stands now, whatever was undone and done again since."""
    last: EntryId
    """The entry that is taken back next: by undo where it stands, by redo where it does not."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Why something cannot be taken back, or done again, as things are."""

    sentence: str
    expected: str = ""
    """The lines that were looked for; not safe to show, as all of it."""
    found: str = ""
    """What stands there now."""
    later: Event | None = None
    """What was done later to the same lines or files, and stands: with that taken back there may be nothing in the way."""


@dataclass(frozen=True, slots=True)
class Look:
    """An entry of the journal as it is looked at."""

    event: Event
    diff: str
    """What it wrote, as a unified diff; not safe to show."""
    in_the_way: InTheWay | None
    """`None`: it can be taken back, or done again."""


def events(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """Every entry with what became of it, newest first; the entries come oldest first.

    An undo of something that the journal has forgotten begins a history of its own.
    """
    known = tuple(entries)
    first: dict[EntryId, EntryId] = {}
    newest: dict[EntryId, Entry] = {}
    for entry in known:
        undone = entry.tx.undoes
        root = first[entry.id] = first.get(undone, entry.id) if undone else entry.id
        newest[root] = entry
    return tuple(
        Event(entry, _kind(entry), _does(last), last.id)
        for entry in reversed(known)
        for last in (newest[first[entry.id]],)
    )


def _does(entry: Entry) -> bool:
    """Whether it did something, be it once more, and did not take it back."""
    return entry.tx.undoes is None or entry.redoes


def _kind(entry: Entry) -> Kind:
    if entry.tx.verb == RESCUE:
        return "kept"
    if entry.tx.undoes is None:
        return "done"
    return "redo" if entry.redoes else "undo"


def named(id: str, among: Iterable[Event]) -> Event:
    """The event of an id, or of the first letters of one.

    Raises:
        NothingToUndo: There is none, or several begin so.
    """
    found = [one for one in among if one.entry.id.startswith(id)] if len(id) >= _SHORTEST else []
    exact = [one for one in found if one.entry.id == id]
    if len(exact or found) != 1:
        why = f"{len(found)} begin so" if found else "winnow history lists what there is"
        raise NothingToUndo(f"the journal holds no change “{id}”: {why}")
    return (exact or found)[0]


@dataclass(slots=True)
class _Touched:
    """What of notes, and beside them, a transaction changed."""

    files: set[NotePath] = field(default_factory=set)
    """Made, moved or taken away as a whole."""
    lines: defaultdict[NotePath, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    values: set[tuple[str, str]] = field(default_factory=set)

    def meets(self, other: "_Touched") -> bool:
        """Whether another transaction changed some of the same."""
        if self.values & other.values or self.files & (other.files | other.lines.keys()):
            return True
        both = self.lines.keys() & other.lines.keys()
        return bool(other.files & self.lines.keys()) or any(
            self.lines[path] & other.lines[path] for path in both
        )


def _touched(entry: Entry, *, after: bool) -> _Touched:
    """What an entry changed, its lines as they read after or before it."""
    touched = _Touched()
    for change in entry.tx.changes:
        if isinstance(change, Remember):
            touched.values.add((change.kind, change.key))
        elif isinstance(change, Patch):
            for region in entry.context(change.path).regions:
                data = region.new.data if after else region.old.data
                touched.lines[change.path].update(filter(None, data.split(b"\n")))
        else:
            touched.files.add(change.path)
            if isinstance(change, Move):
                touched.files.add(change.to)
    return touched


def later_on_the_same(id: EntryId, past: Sequence[Event]) -> Event | None:
    """The newest thing done after an entry that stands, and changed the same lines, files or values.

    Args:
        id: What is to be taken back.
        past: All events, newest first.
    """
    own = next((one for one in past if one.entry.id == id), None)
    if own is None:
        return None
    mine = _touched(own.entry, after=True)
    for one in past:
        if one is own:
            break
        wrote = one.stands and one.entry.id == one.last and one.kind != "kept"
        if wrote and mine.meets(_touched(one.entry, after=False)):
            return one
    return None
