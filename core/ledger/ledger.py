"""What was decided before, about the proposals of a vault being worked on: kept up by what changed.

Whoever shows a list asks `seen`, which answers from memory; a worker lets it `look` after each snapshot.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.alike import said
from core.desk import Desk
from core.edit import EntryId, Remember
from core.errors import WinnowError
from core.index.layered import Layered
from core.index.rows import TaskId, TaskRow
from core.index.several import Several
from core.ledger.decided import Decided, Seen, source_name, unpacked
from core.ledger.memory import Memory, Place, places
from core.ledger.notebook import Notebook
from core.ledger.takeover import paths_of, taken_over, told
from core.pace import paced
from core.past import Past
from core.path import NotePath
from core.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAKEN = EntryId("ledger")
"""What the state calls that the journal was read."""
_MARK = "ledger"


class Written(Protocol):
    """What was written in the vault."""

    @property
    def state(self) -> State:
        """What is remembered beside it."""

    @property
    def past(self) -> Past:
        """Its transactions."""

    def remember(self, name: EntryId, changes: "Sequence[Remember]") -> None:
        """Keep values that no transaction is about. Raises `Busy` or `OSError`."""


class Decides(Desk, Protocol):
    """A vault in which decisions are made."""

    @property
    def writing(self) -> Written:
        """What was written in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Of which proposals it is known that they were decided before, at one moment."""

    known: Mapping[TaskId, Seen]

    def __call__(self, row: TaskRow) -> str | None:
        """The verdict, for filters."""
        seen = self.known.get(row.id)
        return None if seen is None else seen.verdict


class Ledger:
    """The decisions of one vault, found again. `look` and `decided` wait; the rest answers from memory."""

    def __init__(self, desk: Decides) -> None:
        """Nothing is read before the first `look`."""
        self._desk = desk
        self._lock = threading.Lock()
        self._notebook = Notebook(desk.writing.state, desk.vault, desk.config.ledger_in_vault)
        self._memory = Memory(desk.config.me)
        self._kept: Mapping[str, str] = {}
        self._version: tuple[object, ...] = ()
        self._tasks: Layered[TaskId, TaskRow] = Layered()
        self._rows = _Rows()
        self.answers = Answers({})
        """As of the last `look`."""
        self.revision = 0
        """Grows when answers differ."""

    def seen(self, row: TaskRow) -> Seen | None:
        """What was decided about the same task before; `None` of what was decided itself."""
        return self.answers.known.get(row.id)

    def known(self) -> Mapping[TaskId, Seen]:
        """Every proposal of which `seen` knows something."""
        return self.answers.known

    def recall(self, row: TaskRow) -> Seen | None:
        """The same of a row as it reads, whether it is listed or not. Waits."""
        with self._lock:
            return self._memory.seen(row)

    def decided(self) -> tuple[Decided, ...]:
        """Every decision that is kept, the newest first."""
        self.look()
        with self._lock:
            found = [one for one in map(unpacked, self._kept.values()) if one is not None]
        return tuple(sorted(found, key=lambda one: one.date, reverse=True))

    def look(self) -> None:
        """Take in what was decided, and what proposals there are by now.

        Raises:
            Unavailable: What is kept beside the vault cannot be read.
        """
        with self._lock:
            self._take_over()
            anew = not self._kept
            stale = self._learned()
            changed = self._changed()
            if stale or changed:
                about = self._rows.of(stale)
                # What was read just now every decision is news to.
                self._answer(about if anew else changed | about)

    def _learned(self) -> "_Stale":
        """Take in new decisions, and say what proposals they may be about."""
        version = self._notebook.look()
        stale = _Stale(set(), set())
        if version == self._version:
            return stale
        kept = self._notebook.kept()
        for key in self._kept.keys() - kept.keys():
            stale.add(self._memory.take(key))
        for key, value in kept.items():
            if self._kept.get(key) != value and (one := unpacked(value)) is not None:
                stale.add(self._memory.put(key, one))
        self._kept, self._version = kept, version
        return stale

    def _changed(self) -> set[TaskId]:
        """Proposals that are new, gone or other than they were; all of them once there is a first decision."""
        if not len(self._memory) and not self.answers.known:
            return set()
        tasks, before = self._desk.snapshot.tasks, self._tasks
        changed = set(tasks.differing(before)) if tasks is not before else set[TaskId]()
        self._tasks = tasks
        for id in paced(changed):
            self._rows.take(id)
            row = tasks.get(id)
            if row is not None and row.proposed:
                self._rows.put(row)
        return changed

    def _answer(self, ids: Iterable[TaskId]) -> None:
        known = dict(self.answers.known)
        for id in paced(ids):
            row = self._tasks.get(id)
            seen = self._memory.seen(row) if row is not None and row.proposed else None
            if seen is not None:
                known[id] = seen
            else:
                known.pop(id, None)
        if known != self.answers.known:
            self.answers = Answers(known)
            self.revision += 1

    def _take_over(self) -> None:
        """Read the journal of a time before the ledger, once notes are known; nothing is lost if that fails."""
        writing = self._desk.writing
        snapshot = self._desk.snapshot
        if not snapshot.revision or writing.state.get(_MARK, _MARK) is not None:
            return
        vault = self._desk.vault
        entries = writing.past.standing()
        with suppress(WinnowError, OSError):
            if not all(map(self._is_known, paths_of(entries))):
                return  # the vault is still being read
            found = told(entries, snapshot.notes.get, vault.settings, writing.past.zone)
            new = taken_over(found, self._notebook.kept())
            writing.remember(_TAKEN, (*new, Remember(_MARK, _MARK, None, "1")))

    def _is_known(self, path: NotePath) -> bool:
        """Whether a note was read, or cannot be. Raises `OutsideVault`."""
        snapshot = self._desk.snapshot
        known = path in snapshot.notes or path in snapshot.others
        return known or self._desk.vault.standing(path) is None


@dataclass(slots=True)
class _Stale:
    """Where decisions came or went."""

    places: set[Place]
    keys: set[str]

    def add(self, found: tuple[frozenset[Place], Collection[str]]) -> None:
        self.places |= found[0]
        self.keys.update(found[1])

    def __bool__(self) -> bool:
        return bool(self.places or self.keys)


class _Rows:
    """Proposals by where they stand and by what they say; of tens of thousands, and so in few bytes each."""

    def __init__(self) -> None:
        self._by_place = Several[Place]()
        self._by_key = Several[int]()
        self._known: dict[TaskId, tuple[int, tuple[Place, ...]]] = {}
        self._places: dict[tuple[str, str], tuple[Place, ...]] = {}
        """Source and entity → the places that those are; rows of one note share them."""

    def put(self, row: TaskRow) -> None:
        key = hash(said(row.text).key)
        of = source_name(row.note.source_ref), row.note.entity or ""
        where = self._places.get(of)
        if where is None:
            where = self._places[of] = tuple(places(*of))
        self._known[row.id] = key, where
        self._by_key.add(key, row.id)
        for place in where:
            self._by_place.add(place, row.id)

    def take(self, id: TaskId) -> None:
        known = self._known.pop(id, None)
        if known is not None:
            key, where = known
            self._by_key.drop(key, id)
            for place in where:
                self._by_place.drop(place, id)

    def of(self, stale: _Stale) -> set[TaskId]:
        """Those that such decisions may be about."""
        return set(self._near(stale))

    def _near(self, stale: _Stale) -> Iterator[TaskId]:
        for place in stale.places:
            yield from self._by_place.of(place)
        for key in stale.keys:
            yield from self._by_key.of(hash(key))
