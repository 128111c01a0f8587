"""What is there again: proposals in the words of decided tasks, and notes of a source that has a newer one.

Worked out when a filter first asks, and kept up by what changed since.
"""

import threading
from collections.abc import Hashable, Iterable
from typing import TypeVar

from core.inbox.queue import is_generated, source_of
from core.index.rows import NoteRow, TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.path import NotePath

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)
Origin = tuple[str, str]
"""An entity, and a source."""


class Repeats:
    """Of the tasks and notes of one vault; for any thread."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._tasks = self._notes = Snapshot()
        self._decided: dict[str, set[TaskId]] = {}
        """Words → tasks in those words that were decided."""
        self._own: dict[str, set[TaskId]] = {}
        """Of these those that say something of the user's own: rejected as somebody else's they do not."""
        self._proposed: dict[str, set[TaskId]] = {}
        self._again: frozenset[TaskId] = frozenset()
        self._of: dict[Origin, set[NotePath]] = {}
        self._old: frozenset[NotePath] = frozenset()

    def tasks(self, snapshot: Snapshot) -> frozenset[TaskId]:
        """Proposals whose very words are those of a task that was decided."""
        with self._lock:
            old, new = self._tasks.tasks, snapshot.tasks
            changed = [] if old is new else list(new.differing(old))
            for id in changed:
                if (row := old.get(id)) is not None:
                    for side in self._sides(row):
                        _drop(side, _words(row), id)
                if (row := new.get(id)) is not None:
                    for side in self._sides(row):
                        side.setdefault(_words(row), set()).add(id)
            if changed:
                both = self._decided.keys() & self._proposed.keys() - {""}
                here = ((words, id) for words in both for id in self._proposed[words])
                self._again = frozenset(
                    id for words, id in here if words in self._own or not new[id].mine
                )
            self._tasks = snapshot
            return self._again

    def _sides(self, row: TaskRow) -> tuple[dict[str, set[TaskId]], ...]:
        if row.proposed:
            return (self._proposed,)
        says = row.mine or row.status_type != "CANCELLED"
        return (self._decided, self._own) if says else (self._decided,)

    def notes(self, snapshot: Snapshot) -> frozenset[NotePath]:
        """Notes of a source of which the same entity has a newer note."""
        with self._lock:
            old, new = self._notes.notes, snapshot.notes
            changed = [] if old is new else list(new.differing(old))
            for path in changed:
                if (note := old.get(path)) is not None and (origin := _origin(note)):
                    _drop(self._of, origin, path)
                if (note := new.get(path)) is not None and (origin := _origin(note)):
                    self._of.setdefault(origin, set()).add(path)
            if changed:
                several = (paths for paths in self._of.values() if len(paths) > 1)
                self._old = frozenset(path for paths in several for path in _older(paths, snapshot))
            self._notes = snapshot
            return self._old


def _drop(among: dict[K, set[V]], key: K, one: V) -> None:
    among[key].discard(one)
    if not among[key]:
        del among[key]


def _words(row: TaskRow) -> str:
    """Its words, as far as they tell tasks apart; `""` of a line that is no task to its vault."""
    return "" if row.status_type == "NON_TASK" else " ".join(row.text.lower().split()).rstrip(" .!")


def _origin(note: NoteRow) -> Origin | None:
    if not note.source_ref or not is_generated(note):
        return None
    return note.entity or "", source_of(note.source_ref)


def _older(paths: Iterable[NotePath], snapshot: Snapshot) -> list[NotePath]:
    """All but the newest: by day, then by when they were written."""
    notes = snapshot.notes
    return sorted(paths, key=lambda path: (notes[path].date or "", notes[path].mtime_ns, path))[:-1]
