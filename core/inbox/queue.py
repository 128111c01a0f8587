"""The notes that nobody has been through: those of one source together, the newest first. Pure.

A generated note waits while it has undecided proposals and is neither snoozed nor gone through. As long as
one note of a source waits, all notes of that source stand together: above the others the one to keep, which
is a waiting one, with the most undecided proposals, the largest. Made once from everything; each newer
queue costs by what changed.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
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


class Unit(NamedTuple):
    """Notes of one source, one of which waits at least; or a note that waits and says no source."""

    head: NotePath
    others: tuple[NotePath, ...]
    """The best first."""


@lru_cache(maxsize=65_536)
def source_of(reference: str) -> str:
    """What a note was made from, so that two that say so in other words agree; `""`: it says nothing."""
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
    order: tuple[str, ...]
    """The keys of the units."""
    lost: Mapping[int, NotePath]
    """See `Memory.lost`."""

    @classmethod
    def of(cls, snapshot: Snapshot, memory: Memory, types: Mapping[str, str]) -> "Queue":
        """Made from everything.

        Args:
            snapshot: The notes.
            memory: What is remembered of them.
            types: Folder name → type, as the settings give it.
        """
        proposed: dict[NotePath, int] = {}
        for task in snapshot.tasks.values():
            if task.proposed:
                path = task.note.path
                proposed[path] = proposed.get(path, 0) + 1
        undecided: dict[NotePath, int | None] = {}
        notes_of: dict[str, list[NotePath]] = {}
        waiting: dict[str, None] = {}
        for note in snapshot.notes.values():
            if not is_generated(note):
                continue
            path = note.path
            source = source_of(note.source_ref) if note.source_ref else ""
            if source:
                notes_of.setdefault(source, []).append(path)
            if path in proposed:
                undecided[path] = proposed[path]
                waiting[source or path] = None
        queue = cls(
            snapshot,
            memory,
            Homes(types),
            _layered(undecided),
            _layered({source: tuple(paths) for source, paths in notes_of.items()}),
            Layered(),
            (),
            memory.lost(snapshot.notes.__contains__),
        )
        units = {key: unit for key in waiting if (unit := queue._unit(key))}
        queue = replace(queue, units=_layered(units))
        return replace(queue, order=tuple(sorted(units, key=queue._place)))  # noqa: SLF001 - of its own kind

    def updated(self, snapshot: Snapshot, memory: Memory) -> "Queue":
        """That of a newer snapshot and memory of the same day; costs by what changed."""
        if snapshot is self.snapshot and memory is self.memory:
            return self
        changed = list(snapshot.notes.differing(self.snapshot.notes))
        touched = self._keys(changed)
        undecided = {path: _proposals(snapshot, path) or None for path in changed}
        lost = memory.lost(snapshot.notes.__contains__)
        bare = replace(
            self,
            snapshot=snapshot,
            memory=memory,
            undecided=self.undecided.with_changes(undecided),
            notes_of=self.notes_of.with_changes(self._moved(changed, snapshot)),
            lost=lost,
        )
        touched |= bare._keys(changed)  # noqa: SLF001 - of its own kind
        if memory is not self.memory:
            touched |= self._remembered_otherwise(memory)
            renamed = {crc for crc, path in lost.items() if path in touched}
        else:
            renamed = set()
        if lost != self.lost:
            renamed |= lost.keys() ^ self.lost.keys()
        if renamed:
            touched |= bare._known_by_bytes(renamed)  # noqa: SLF001 - of its own kind
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

    def _remembered_otherwise(self, memory: Memory) -> set[str]:
        """The units about which something else is remembered than before."""
        keys: set[str] = set()
        for old, new in ((self.memory, memory), (memory, self.memory)):
            keys |= {one for one, said in old.by_source.items() if new.by_source.get(one) != said}
            keys |= {one for one, said in old.by_path.items() if new.by_path.get(one) != said}
        return keys

    def _known_by_bytes(self, crcs: Iterable[int]) -> set[str]:
        wanted = frozenset(crcs)
        return {path for path in self.undecided if self.snapshot.notes[path].crc in wanted}

    def _with_units(self, touched: Iterable[str]) -> "Queue":
        keys = tuple(touched)
        moved = {key: self._unit(key) for key in keys}
        gone = [key for key in keys if key in self.units]
        made = replace(self, units=self.units.with_changes(moved))
        order = _without(self.order, gone)
        for key in sorted(key for key, unit in moved.items() if unit is not None):
            insort(order, key, key=made._place)  # noqa: SLF001 - of its own kind
        return replace(made, order=tuple(order))

    def _place(self, key: str) -> tuple[str, str]:
        """What units are sorted by."""
        head = self.units[key].head
        return newest_first(self.snapshot.notes[head].date, head)

    def _unit(self, key: str) -> Unit | None:
        """The unit of a key, while one of its notes waits."""
        paths = self.notes_of.get(key)
        if paths is None:
            return Unit(NotePath(key), ()) if self.waits(NotePath(key)) else None
        if len(paths) == 1:
            return Unit(paths[0], ()) if self.waits(paths[0]) else None
        notes = self.snapshot.notes
        ranked = sorted(
            paths,
            key=lambda path: (
                not self.waits(path),
                -self.undecided.get(path, 0),
                -notes[path].size,
                path,
            ),
        )
        return Unit(ranked[0], tuple(ranked[1:])) if self.waits(ranked[0]) else None

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

    def in_order(self) -> Iterator[Unit]:
        """The units, the newest first."""
        return map(self.units.__getitem__, self.order)


def _without(order: Sequence[str], gone: Sequence[str]) -> list[str]:
    if len(gone) > _FEW:
        dropped = frozenset(gone)
        return [key for key in order if key not in dropped]
    left = list(order)
    for key in gone:
        left.remove(key)
    return left


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


def _layered(values: Mapping[K, V | None]) -> Layered[K, V]:
    empty: Layered[K, V] = Layered()
    return empty.with_changes(values)
