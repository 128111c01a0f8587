"""The inbox as a list: what waits, in what order, what a filter leaves of it, what comes back when. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter, itemgetter

from core.inbox.arrived import is_hidden, remembered
from core.inbox.filter import Test
from core.inbox.items import Back, InboxRow, InboxRows, Kind
from core.inbox.queue import Queue, Unit, is_generated, source_of
from core.inbox.remembered import Memory, Remembered, path_key, source_key
from core.index.rows import NoteRow
from core.path import NotePath, name_of

__all__ = ["Back", "InboxRows", "View", "coming_back", "listed"]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Everything of one snapshot that has to do with the inbox."""

    queue: Queue
    arrived: Mapping[str, InboxRow]
    """See `ArrivedFiles.rows`."""

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
        found = self.arrived.get(self.queue.ids[path])
        if found is not None:
            return found
        note = self.queue.snapshot.notes.get(path)
        return self.note_row(note) if note is not None and is_generated(note) else None

    def note_row(self, note: NoteRow) -> InboxRow:
        """The row of a generated note."""
        queue, path = self.queue, note.path
        head, others = self.standing(note)
        source = source_of(note.source_ref) if note.source_ref else ""
        if source:
            key = source_key(source, queue.home(path))
        else:
            at = path if path in self.memory.by_path else queue.lost.get(note.crc, path)
            key = path_key(at)
        return InboxRow(
            queue.ids[path],
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
            self.flags(note),
            head,
            others,
        )

    def standing(self, note: NoteRow) -> tuple[str, tuple[str, ...]]:
        """Below whom a note stands, and who stands below it."""
        unit = self.queue.unit_of(note)
        if unit is None or not unit.others:
            return "", ()
        return ("", unit.ids[1:]) if unit.head == note.path else (unit.ids[0], ())

    def flags(self, note: NoteRow) -> tuple[str, ...]:
        """What a generated note lacks."""
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
        names = _names(self.queue.snapshot.others)
        return name in names or f"{name}.md" in names


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
            path = view.queue.ids.path(id)
            found = view.row(path) if path is not None else None
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        """What arrived, then what the list of new notes has."""
        view = self._view
        return chain(view.arrived, chain.from_iterable(map(_IDS, view.queue.order)))

    def __len__(self) -> int:
        """How many."""
        view = self._view
        return len(view.arrived) + sum(map(len, map(_IDS, view.queue.order)))


_IDS: Callable[[Unit], tuple[str, ...]] = attrgetter("ids")
_FIRST: Callable[[tuple[str, ...]], str] = itemgetter(0)


def listed(view: View, filter: str = "", test: Test | None = None) -> InboxRows:
    """The rows that pass, in order; a head and its others are listed together."""
    waiting, units = view.waiting, view.queue.order
    arrived = waiting
    if test is not None:
        arrived = tuple(id for id in waiting if test(view.arrived[id]))
        units = tuple(unit for unit in units if _passes(unit, view, test))
    return InboxRows(
        view.queue.snapshot.revision,
        filter,
        (*arrived, *chain.from_iterable(map(_IDS, units))),
        Rows(view),
        len(arrived),
        len(units),
        len(waiting) + len(view.queue.order),
        coming_back(view),
        tuple(map(_FIRST, map(_IDS, units))),
    )


class _Seen:
    """A note as a filter sees it: what is not asked is not worked out."""

    __slots__ = ("_note", "_unit", "_view")
    kind: Kind = "note"
    messages = minutes = 0

    def __init__(self, note: NoteRow, unit: Unit, view: View) -> None:
        self._note, self._unit, self._view = note, unit, view

    @property
    def path(self) -> NotePath:
        return self._note.path

    @property
    def title(self) -> str:
        return self._note.title

    @property
    def date(self) -> str | None:
        return self._note.date

    @property
    def size(self) -> int:
        return self._note.size

    @property
    def proposals(self) -> int:
        return self._view.queue.undecided.get(self._note.path, 0)

    @property
    def entity(self) -> str | None:
        return self._note.entity

    @property
    def entity_type(self) -> str | None:
        return self._note.entity_type

    @property
    def source(self) -> str:
        return source_of(self._note.source_ref) if self._note.source_ref else ""

    @property
    def flags(self) -> tuple[str, ...]:
        return self._view.flags(self._note)

    @property
    def head(self) -> str:
        return "" if self._unit.head == self._note.path else self._unit.ids[0]

    @property
    def others(self) -> tuple[str, ...]:
        return self._unit.ids[1:] if self._unit.head == self._note.path else ()


def _passes(unit: Unit, view: View, test: Test) -> bool:
    notes = view.queue.snapshot.notes
    if test(_Seen(notes[unit.head], unit, view)):
        return True
    return any(test(_Seen(notes[path], unit, view)) for path in unit.others)


def coming_back(view: View) -> tuple[Back, ...]:
    """What is snoozed, by the day on which it comes back."""
    found: dict[str, list[str]] = {}
    for row, said in _snoozed(view):
        found.setdefault(said.day if said.how == "until" else "", []).append(row.title)
    days = sorted(found, key=lambda day: (not day, day))
    return tuple(Back(day, min(found[day]), len(found[day])) for day in days)


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


@lru_cache(maxsize=2)
def _names(others: frozenset[NotePath]) -> frozenset[str]:
    """The names of the files that are out of scope: a source may have moved among them."""
    return frozenset(map(name_of, others))
