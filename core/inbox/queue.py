"""The notes that nobody has been through: those of one source together, the newest first. Pure.

A generated note waits while it has undecided proposals and is neither snoozed nor gone through. As long as
one note of a source waits, all notes of that source stand together: above the others the one to keep, which
is a waiting one, with the most undecided proposals, the largest. Made once from everything; each newer
queue costs by what changed.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple, TypeVar

from core.entities import Homes, is_dated
from core.inbox.remembered import Memory, Remembered
from core.index.layered import Layered
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.path import NotePath, name_of
from core.spelling import folded

K = TypeVar("K")
V = TypeVar("V")
_NEWEST_FIRST = str.maketrans("0123456789", "9876543210")
_NO_DAY = "~"
_FEW = 16
_new = tuple.__new__


class Unit(NamedTuple):
    """Notes of one source, one of which waits at least; or a note that waits and says no source."""

    key: str
    """The source, or the path of the note without one."""
    day: str
    """Of the head; `""`: it has none."""
    head: NotePath
    others: tuple[NotePath, ...]
    """The best first."""
    ids: tuple[str, ...]
    """Of the head and the others."""


class Ids(dict[NotePath, str]):
    """Path → the id of what lies there; each is worked out once, and says the same whenever it is asked."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        super().__init__()
        self._paths: dict[str, NotePath] = {}

    def __missing__(self, path: NotePath) -> str:
        """Give out the id of a path."""
        id = self[path] = item_id(path)
        return id

    def path(self, id: str) -> NotePath | None:
        """The path of an id that was given out."""
        if len(self._paths) != len(self):
            self._paths = {one: path for path, one in self.copy().items()}
        return self._paths.get(id)


@lru_cache(maxsize=65_536)
def source_of(reference: str) -> str:
    """What a note was made from, so that two that say so in other words agree; `""`: it says nothing."""
    name = reference.rpartition("/")[2]
    if name[-3:] != ".md" or "|" in name or "\\" in name:  # no plain path, which nearly all are
        plain = reference.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
        name = plain.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return folded(name[:-3] if name[-3:].lower() == ".md" else name)


def item_id(path: NotePath) -> str:
    """The id of the item at a path."""
    return blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def is_generated(note: NoteRow) -> bool:
    """Whether the pipeline wrote it: it says from what, or is a dated note of an entity."""
    if note.arrived:
        return False
    return bool(note.source_ref) or (
        note.entity is not None and not note.page and is_dated(name_of(note.path))
    )


def newest_first(day: str | None, path: NotePath) -> tuple[str, str]:
    """What items are sorted by; those without a day come last."""
    return (day.translate(_NEWEST_FIRST) if day else _NO_DAY, path)


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """The new notes of one snapshot."""

    snapshot: Snapshot
    memory: Memory
    homes: Homes
    undecided: Layered[NotePath, int]
    """Generated note → its undecided proposals, where there are some."""
    notes_of: Layered[str, tuple[NotePath, ...]]
    """Source → every generated note that says it."""
    units: Layered[str, Unit]
    """By source, or by the path of a note without one."""
    order: tuple[Unit, ...]
    lost: Mapping[int, NotePath]
    """See `Memory.lost`."""
    ids: Ids

    @classmethod
    def of(cls, snapshot: Snapshot, memory: Memory, types: Mapping[str, str], ids: Ids) -> "Queue":
        """Made from everything.

        Args:
            snapshot: The notes.
            memory: What is remembered of them.
            types: Folder name → type, as the settings give it.
            ids: Where ids are worked out.
        """
        proposed = _proposed(snapshot)
        undecided: dict[NotePath, int] = {}
        notes_of: dict[str, tuple[NotePath, ...]] = {}
        waiting: dict[str, NoteRow] = {}
        for note in snapshot.notes.values():
            reference, path = note.source_ref, note.path
            if reference and not note.arrived:
                source = source_of(reference)
            elif is_generated(note):
                source = ""
            else:
                continue
            if source:
                same = notes_of.get(source)
                notes_of[source] = (path,) if same is None else (*same, path)
            if path in proposed:
                undecided[path] = proposed[path]
                waiting[source or path] = note
        queue = cls(
            snapshot,
            memory,
            Homes(types),
            Layered.of(undecided),
            Layered.of(notes_of),
            Layered(),
            (),
            _lost(snapshot, memory),
            ids,
        )
        units: dict[str, Unit] = {}
        for key, note in waiting.items():
            paths = notes_of.get(key) or (note.path,)
            if len(paths) == 1 and not memory.values:  # nearly all, and nothing to ask
                units[key] = _new(Unit, (key, note.date or "", note.path, (), (ids[note.path],)))
            elif unit := _unit(key, paths, undecided, queue):
                units[key] = unit
        order = sorted(units.values(), key=_HEAD)
        order.sort(key=_DAY, reverse=True)  # those without a day come last
        return replace(queue, units=Layered.of(units), order=tuple(order))

    def updated(self, snapshot: Snapshot, memory: Memory) -> "Queue":
        """That of a newer snapshot and memory of the same day; costs by what changed."""
        if snapshot is self.snapshot and memory is self.memory:
            return self
        changed = list(snapshot.notes.differing(self.snapshot.notes))
        touched = self._keys(changed)
        undecided = {path: _proposals(snapshot, path) or None for path in changed}
        lost = _lost(snapshot, memory)
        bare = replace(
            self,
            snapshot=snapshot,
            memory=memory,
            undecided=self.undecided.with_changes(undecided),
            notes_of=self.notes_of.with_changes(self._moved(changed, snapshot)),
            lost=lost,
        )
        paths: set[NotePath] = set(changed)
        crcs = lost.keys() ^ self.lost.keys()
        if memory is not self.memory:
            touched.update(_differing(memory.by_source, self.memory.by_source))
            remembered = set(_differing(memory.by_path, self.memory.by_path))
            paths |= remembered
            crcs |= {crc for crc, path in lost.items() if path in remembered}
        if crcs:
            paths |= {one for one in bare.undecided if snapshot.notes[one].crc in crcs}
        touched |= bare._keys(paths)  # noqa: SLF001 - of its own kind
        return bare._with_units(touched)  # noqa: SLF001 - of its own kind

    def _keys(self, paths: Iterable[NotePath]) -> set[str]:
        """The units that these notes belong to, as far as they are generated ones."""
        rows = map(self.snapshot.notes.get, paths)
        return {_key(row) for row in rows if row is not None and is_generated(row)}

    def _moved(
        self, changed: Iterable[NotePath], snapshot: Snapshot
    ) -> dict[str, tuple[NotePath, ...] | None]:
        """Source → its notes, where they are others now."""
        own: dict[str, dict[NotePath, None]] = {}
        for path in changed:
            before, after = (_source_at(one.notes.get(path)) for one in (self.snapshot, snapshot))
            for source in filter(None, {before, after}):
                listed = own.setdefault(source, dict.fromkeys(self.notes_of.get(source, ())))
                if source == after:
                    listed[path] = None
                else:
                    listed.pop(path, None)
        return {source: tuple(paths) or None for source, paths in own.items()}

    def _with_units(self, touched: Iterable[str]) -> "Queue":
        moved = {key: self._unit(key) for key in touched}
        gone = [unit for key in moved if (unit := self.units.get(key))]
        order = _without(self.order, gone)
        for unit in filter(None, moved.values()):
            insort(order, unit, key=_place)
        return replace(self, units=self.units.with_changes(moved), order=tuple(order))

    def _unit(self, key: str) -> Unit | None:
        """The unit of a key, while one of its notes waits."""
        paths = self.notes_of.get(key)
        if paths is None:
            note = self.snapshot.notes.get(NotePath(key))
            if note is None or _key(note) != key:
                return None
            paths = (note.path,)
        return _unit(key, paths, self.undecided, self)

    # Asked of single notes

    def waits(self, path: NotePath) -> bool:
        """Whether a note is to be gone through."""
        undecided = self.undecided.get(path)
        if undecided is None:
            return False
        note = self.snapshot.notes[path]
        found = self.remembered(note)
        return found is None or not found.hides(self.memory.today, undecided, note.crc)

    def remembered(self, note: NoteRow) -> Remembered | None:
        """What is remembered of a note."""
        if note.source_ref and (source := source_of(note.source_ref)):
            known = self.memory.by_source.get(source)
            return known.get(self.home(note.path)) if known else None
        by_path = self.memory.by_path
        return by_path.get(note.path) or by_path.get(self.lost.get(note.crc, NotePath("")))

    def home(self, path: NotePath) -> str:
        """Where the entity of a note lives; `""`: it is nobody's."""
        home = self.homes.of(path)
        return home[0] if home else ""

    def unit_of(self, note: NoteRow) -> Unit | None:
        """The unit that a note stands in."""
        return self.units.get(_key(note)) if is_generated(note) else None


def _unit(
    key: str, paths: Sequence[NotePath], undecided: Mapping[NotePath, int], queue: Queue
) -> Unit | None:
    """The unit of these notes, while one of them waits; above the others the one to keep."""
    notes, waits = queue.snapshot.notes, queue.waits
    free = not queue.memory.values  # nothing is remembered: what is undecided waits
    if len(paths) > 1:
        ranked = [
            (
                not (path in undecided and (free or waits(path))),
                -undecided.get(path, 0),
                -notes[path].size,
                path,
            )
            for path in paths
        ]
        ranked.sort()
        paths = tuple([one[-1] for one in ranked])
    head = paths[0]
    if not (head in undecided and (free or waits(head))):
        return None
    day, ids = notes[head].date or "", queue.ids
    if len(paths) == 1:
        return _new(Unit, (key, day, head, (), (ids[head],)))
    return _new(Unit, (key, day, head, paths[1:], tuple([ids[path] for path in paths])))


def _without(order: Sequence[Unit], gone: Sequence[Unit]) -> list[Unit]:
    if len(gone) > _FEW:
        dropped = frozenset(unit.key for unit in gone)
        return [unit for unit in order if unit.key not in dropped]
    left = list(order)
    for unit in gone:
        left.remove(unit)
    return left


def _differing(one: Mapping[K, V], other: Mapping[K, V]) -> Iterator[K]:
    """The keys that do not say the same in both."""
    return (key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _place(unit: Unit) -> tuple[str, str]:
    return newest_first(unit.day, unit.head)


_DAY: Callable[[Unit], str] = attrgetter("day")
_HEAD: Callable[[Unit], str] = attrgetter("head")


def _lost(snapshot: Snapshot, memory: Memory) -> dict[int, NotePath]:
    """Of which files something is remembered that are nowhere."""
    notes, others = snapshot.notes, snapshot.others
    return memory.lost(lambda path: path in notes or path in others)


def _proposed(snapshot: Snapshot) -> dict[NotePath, int]:
    """Note → its undecided proposals, where there are some."""
    found: dict[NotePath, int] = {}
    last, path = None, NotePath("")
    for task in snapshot.tasks.values():
        if task.proposed:
            if task.note is not last:
                last = task.note
                path = last.path
            found[path] = found.get(path, 0) + 1
    return found


def _key(note: NoteRow) -> str:
    return _source_at(note) or note.path


def _source_at(note: NoteRow | None) -> str:
    return source_of(note.source_ref) if note and note.source_ref and is_generated(note) else ""


def _proposals(snapshot: Snapshot, path: NotePath) -> int:
    """Undecided proposals of a generated note."""
    note = snapshot.notes.get(path)
    if note is None or not is_generated(note):
        return 0
    return proposals_in(snapshot, path)


def proposals_in(snapshot: Snapshot, path: NotePath) -> int:
    """Undecided proposals of a note."""
    tasks = snapshot.tasks
    return sum(tasks[id].proposed for id in snapshot.by_note.get(path, ()))
