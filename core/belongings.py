"""What belongs to each entity of a vault: its notes, and the tasks it has in them and elsewhere. Pure.

A task is an entity's where it stands in its page or in a note in its folder, and where somebody names
the entity as its owner, in whatever note, so that the name means nobody else, or no other person. It
counts once for each entity it belongs to, and while it is neither done nor cancelled: as a proposal
where nobody has decided it, snoozed ones included, else as open. Notes are those in the entity's folder,
without its page. The last contact is the newest of the day that its page gives and the days of those notes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from core.directory import Directory
from core.entities import Entity, home_of, same_type
from core.index.layered import Layered
from core.index.rows import NoteRow, TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.path import NotePath, folder_of

_T = TypeVar("_T")
_PEOPLE = "people"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


class Figures(NamedTuple):
    """What is counted of an entity."""

    open_tasks: int = 0
    proposals: int = 0
    notes: int = 0
    last_contact: str | None = None
    """ISO."""


class Belongings:
    """Notes and tasks by entity, in one snapshot; immutable but for what it has counted already."""

    def __init__(self, directory: Directory) -> None:
        """Of everything; `updated` costs by what changed."""
        self.directory = directory
        notes: dict[str, list[NotePath]] = {}
        owned: dict[str, list[TaskId]] = {}
        for row in directory.snapshot.notes.values():
            if home := _home(directory, row.path):
                notes.setdefault(home, []).append(row.path)
        for task in directory.snapshot.tasks.values():
            if task.open or task.proposed:
                for owner in task.owners:
                    owned.setdefault(owner, []).append(task.id)
        self._notes = _layered(notes)
        self._owned = _layered(owned)
        self._whose = _resolved(directory, self._owned)
        self._owners = _grouped(self._whose)
        self._figures: dict[str, Figures] = {}

    def updated(self, directory: Directory) -> tuple["Belongings", frozenset[str]]:
        """Those of a newer directory, and the homes of the entities whose figures may differ."""
        old, new = self.directory, directory
        changed = old.changed(new.snapshot)
        made = object.__new__(Belongings)
        made.directory = new
        notes, homes = self._changed_notes(new, changed)
        owned = self._changed_owners(new.snapshot, changed)
        made._notes, made._owned = notes, self._owned.with_changes(owned)
        made._whose, made._owners = self._whose, self._owners
        fresh = owned.keys() - self._whose.keys()
        if not new.identity.means_the_same(old.identity):
            made._whose = _resolved(new, made._owned)
        elif fresh:
            made._whose = {**self._whose, **_resolved(new, fresh)}
        if made._whose is not self._whose:
            made._owners = _grouped(made._whose)
            both = self._owners.keys() | made._owners.keys()
            homes |= {one for one in both if self._owners.get(one) != made._owners.get(one)}
        homes |= {home for name in owned if (home := made._whose.get(name))}
        made._figures = {one: has for one, has in self._figures.items() if one not in homes}
        return made, frozenset(homes)

    def _changed_notes(
        self, new: Directory, changed: Iterable[NotePath]
    ) -> tuple[Layered[str, tuple[NotePath, ...]], set[str]]:
        own: dict[str, dict[NotePath, None]] = {}
        for path in self._moved(new, changed):
            before, after = _home(self.directory, path), _home(new, path)
            for home in filter(None, {before, after}):
                listed = own.setdefault(home, dict.fromkeys(self._notes.get(home, ())))
                listed.pop(path, None)
                if home == after and path in new.snapshot.notes:
                    listed[path] = None
        moved = {home: tuple(paths) or None for home, paths in own.items()}
        return self._notes.with_changes(moved), set(own)

    def _moved(self, new: Directory, changed: Iterable[NotePath]) -> dict[NotePath, None]:
        """The changed notes, and those beside a page that makes its folder an entity, or did."""
        found = dict.fromkeys(changed)
        folders = {
            folder_of(path)
            for path in found
            if home_of(path, new.types) is None and _home(self.directory, path) != _home(new, path)
        }
        if folders:
            found |= dict.fromkeys(one for one in new.snapshot.notes if folder_of(one) in folders)
        return found

    def _changed_owners(
        self, new: Snapshot, changed: Iterable[NotePath]
    ) -> dict[str, tuple[TaskId, ...] | None]:
        gone: dict[str, set[TaskId]] = {}
        come: dict[str, list[TaskId]] = {}
        for path in changed:
            for task in tasks_of(self.directory.snapshot, path):
                for owner in task.owners:
                    gone.setdefault(owner, set()).add(task.id)
            for task in tasks_of(new, path):
                for owner in task.owners:
                    come.setdefault(owner, []).append(task.id)
        return {
            owner: (
                *(id for id in self._owned.get(owner, ()) if id not in gone.get(owner, ())),
                *come.get(owner, ()),
            )
            or None
            for owner in gone.keys() | come.keys()
        }

    @property
    def owners(self) -> Mapping[str, tuple[TaskId, ...]]:
        """Every owner as written, with the tasks that name it and are not closed."""
        return self._owned

    def notes(self, entity: Entity) -> list[NoteRow]:
        """The notes in its folder, without its page, newest first."""
        rows = map(self.directory.snapshot.notes.get, self._notes.get(entity.home, ()))
        own = [row for row in rows if row is not None and row.path != entity.path]
        return sorted(own, key=lambda row: (row.date or "", row.path), reverse=True)

    def tasks(self, entity: Entity) -> list[TaskRow]:
        """Its tasks that are not closed, each once, in no order that means anything."""
        snapshot = self.directory.snapshot
        here = self._notes.get(entity.home, ())
        found = {task.id: task for path in here for task in tasks_of(snapshot, path)}
        for owner in self._owners.get(entity.home, ()):
            for id in self._owned.get(owner, ()):
                found[id] = snapshot.tasks[id]
        return list(found.values())

    def figures(self, entity: Entity) -> Figures:
        """What is counted of it."""
        found = self._figures.get(entity.home)
        if found is None:
            found = self._figures[entity.home] = self._counted(entity)
        return found

    def _counted(self, entity: Entity) -> Figures:
        tasks = self.tasks(entity)
        notes = self.notes(entity)
        proposals = sum(task.proposed for task in tasks)
        page = self.directory.snapshot.notes.get(entity.path) if entity.path else None
        said = _DAY.match(page.said.contact) if page and page.said else None
        newest = max(notes[0].date or "" if notes else "", said[0] if said else "")
        return Figures(len(tasks) - proposals, proposals, len(notes), newest or None)


def tasks_of(snapshot: Snapshot, path: NotePath) -> Iterator[TaskRow]:
    """The tasks of a note that are not closed."""
    for id in snapshot.by_note.get(path, ()):
        task = snapshot.tasks[id]
        if task.open or task.proposed:
            yield task


def _home(directory: Directory, path: NotePath) -> str | None:
    entity = directory.identity.of_note(path)
    return entity.home if entity else None


def _layered(lists: Mapping[str, list[_T]]) -> Layered[str, tuple[_T, ...]]:
    empty: Layered[str, tuple[_T, ...]] = Layered()
    return empty.with_changes({key: tuple(found) for key, found in lists.items()})


def _resolved(directory: Directory, owners: Iterable[str]) -> dict[str, str | None]:
    """Owner as written → the home of the only entity that it means, of the only person among several."""
    found: dict[str, str | None] = {}
    for owner in owners:
        named = directory.identity.named(owner)
        if len(named) > 1:
            named = tuple(one for one in named if same_type(one.type) == _PEOPLE)
        found[owner] = named[0].home if len(named) == 1 else None
    return found


def _grouped(whose: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for owner, home in sorted(whose.items()):
        if home:
            found.setdefault(home, []).append(owner)
    return {home: tuple(owners) for home, owners in found.items()}
