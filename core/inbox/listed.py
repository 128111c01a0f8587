"""The inbox as a list: what waits, in what order, what a filter leaves of it, what comes back when. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from core.inbox.arrived import is_hidden, remembered
from core.inbox.items import InboxRow
from core.inbox.queue import Queue, Unit, is_generated, item_id, source_of
from core.inbox.remembered import Memory, Remembered, path_key, source_key
from core.index.rows import NoteRow
from core.path import NotePath, name_of

Test = Callable[[InboxRow], bool]


class Ids:
    """Paths and the ids of what lies there; remembers each, and says the same whenever it is asked."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._ids: dict[NotePath, str] = {}
        self._paths: dict[str, NotePath] = {}

    def of(self, path: NotePath) -> str:
        """The id of what lies at a path."""
        found = self._ids.get(path)
        if found is None:
            found = self._ids[path] = item_id(path)
            self._paths[found] = path
        return found

    def path(self, id: str) -> NotePath | None:
        """The path of an id that was given out before."""
        return self._paths.get(id)


class Back(NamedTuple):
    """When items come back that are out of sight."""

    day: str
    """ISO; `""`: when their files change."""
    title: str
    """Of one of them; not safe to show."""
    items: int


@dataclass(frozen=True, slots=True, eq=False)
class InboxRows:
    """What waits and a filter means, in order."""

    revision: int
    """Of the snapshot they were taken from."""
    filter: str
    ids: tuple[str, ...]
    """What arrived, newest first, then the new notes, newest first, each followed by its others."""
    rows: Mapping[str, InboxRow]
    """Every item by its id, the listed ones among them."""
    arrived: int
    """How many of the listed ones arrived: they come first."""
    notes: int
    """How many heads of new notes are listed."""
    total: int
    """What waits, whatever the filter: files that arrived, and heads of new notes."""
    snoozed: tuple[Back, ...]
    """What comes back, the soonest first."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Everything of one snapshot that has to do with the inbox."""

    queue: Queue
    arrived: Mapping[str, InboxRow]
    """See `ArrivedFiles.rows`."""
    known: Ids
    names: frozenset[str]
    """Of the files that are out of scope: a source may have moved among them."""

    @property
    def memory(self) -> Memory:
        """What is remembered of its items."""
        return self.queue.memory

    @property
    def waiting(self) -> tuple[str, ...]:
        """The files that arrived and are not out of sight."""
        return tuple(id for id, row in self.arrived.items() if not is_hidden(row, self.memory))

    def row(self, path: NotePath) -> InboxRow | None:
        """The row of what lies at a path: what arrived, or a generated note."""
        found = self.arrived.get(self.known.of(path))
        if found is not None:
            return found
        note = self.queue.snapshot.notes.get(path)
        return self.note_row(note) if note is not None and is_generated(note) else None

    def note_row(self, note: NoteRow) -> InboxRow:
        """The row of a generated note."""
        queue, path = self.queue, note.path
        unit = queue.unit_of(note)
        head, others = self._standing(unit, path)
        source = source_of(note.source_ref) if note.source_ref else ""
        if source:
            key = source_key(source, queue.home(path))
        else:
            at = path if path in self.memory.by_path else queue.lost.get(note.crc, path)
            key = path_key(at)
        return InboxRow(
            self.known.of(path),
            path,
            "note",
            note.title,
            note.date,
            note.size,
            queue.undecided.get(path, 0),
            key,
            note.crc,
            note.entity,
            note.entity_type,
            source,
            self._flags(note),
            head,
            others,
        )

    def _standing(self, unit: Unit | None, path: NotePath) -> tuple[str, tuple[str, ...]]:
        """Below whom a note stands, and who stands below it."""
        if unit is None or not unit.others:
            return "", ()
        if unit.head == path:
            return "", tuple(map(self.known.of, unit.others))
        return self.known.of(unit.head), ()

    def _flags(self, note: NoteRow) -> tuple[str, ...]:
        flags = [] if note.entity is not None else ["no-entity"]
        if not self._has_source(note.source_ref):
            flags.append("no-source")
        return tuple(flags)

    def _has_source(self, reference: str | None) -> bool:
        if not reference:
            return False
        if self.queue.snapshot.source(reference) is not None:
            return True
        plain = reference.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
        name = plain.replace("\\", "/").rpartition("/")[2]
        return name in self.names or f"{name}.md" in self.names


class Rows(Mapping[str, InboxRow]):
    """Every item of a view by its id; rows of notes are made when they are asked for."""

    def __init__(self, view: View) -> None:
        """Costs nothing."""
        self._view = view

    def __getitem__(self, id: str) -> InboxRow:
        """The row; `KeyError` where there is none."""
        view = self._view
        found = view.arrived.get(id)
        if found is None:
            path = view.known.path(id)
            found = view.row(path) if path is not None else None
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        """What arrived, then what the list of new notes has."""
        view = self._view
        return chain(view.arrived, map(view.known.of, _notes(view.queue)))

    def __len__(self) -> int:
        """How many."""
        view = self._view
        return len(view.arrived) + sum(1 for _ in _notes(view.queue))


def _notes(queue: Queue) -> Iterator[NotePath]:
    for unit in queue.in_order():
        yield unit.head
        yield from unit.others


def listed(view: View, filter: str = "", test: Test | None = None) -> InboxRows:
    """The rows that pass, in order; a head and its others are listed together."""
    waiting = view.waiting
    arrived = [id for id in waiting if test is None or test(view.arrived[id])]
    ids, heads = list(arrived), 0
    name = view.known.of
    for unit in view.queue.in_order():
        if test is None or _passes(unit, view, test):
            heads += 1
            ids.append(name(unit.head))
            if unit.others:
                ids += map(name, unit.others)
    return InboxRows(
        view.queue.snapshot.revision,
        filter,
        tuple(ids),
        Rows(view),
        len(arrived),
        heads,
        len(waiting) + len(view.queue.order),
        coming_back(view),
    )


def _passes(unit: Unit, view: View, test: Test) -> bool:
    notes = view.queue.snapshot.notes
    return any(test(view.note_row(notes[path])) for path in (unit.head, *unit.others))


def coming_back(view: View) -> tuple[Back, ...]:
    """What is snoozed, by the day on which it comes back."""
    found: dict[str, list[str]] = {}
    for row, said in _snoozed(view):
        found.setdefault(said.day if said.how == "until" else "", []).append(row.title)
    days = sorted(found, key=lambda day: (not day, day))
    return tuple(Back(day, found[day][0], len(found[day])) for day in days)


def _snoozed(view: View) -> Iterator[tuple[InboxRow, Remembered]]:
    memory, queue = view.memory, view.queue
    for row in view.arrived.values():
        said = remembered(row, memory)
        if said is not None and said.how != "reviewed" and is_hidden(row, memory):
            yield row, said
    for path in _remembered_notes(queue):
        note = queue.snapshot.notes[path]
        said = queue.remembered(note)
        if said is not None and said.how != "reviewed" and path in queue.undecided and not queue.waits(path):  # fmt: skip
            yield view.note_row(note), said


def _remembered_notes(queue: Queue) -> Iterator[NotePath]:
    """The notes about which something is remembered, by what was made from the same first."""
    for source in queue.memory.by_source:
        yield from queue.notes_of.get(source, ())
    for path, one in queue.memory.by_path.items():
        if path in queue.undecided:
            yield path
        elif one.mark in queue.lost:
            yield from (found for found in queue.undecided if queue.snapshot.notes[found].crc == one.mark)  # fmt: skip


def names_of(others: frozenset[NotePath]) -> frozenset[str]:
    """The names of these files."""
    return frozenset(map(name_of, others))
