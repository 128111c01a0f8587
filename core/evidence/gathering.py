"""Evidence for the proposals of a vault being worked on.

One proposal is weighed when somebody looks at it; all of them, source by source, when there is time.
What comes of it is kept in memory, and from one start to the next beside the index. Nothing here
takes the lock under which notes are written.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from core.clerk import Clerk, Undone
from core.desk import Shelf
from core.errors import WinnowError
from core.evidence.attendance import Attendance, people_of
from core.evidence.beside import Beside
from core.evidence.hearing import Hearing
from core.evidence.kept import KEPT, Weighed, packed, unpacked
from core.evidence.original import original
from core.evidence.support import Evidence, Gist, Word
from core.evidence.weighing import Ground, weighed
from core.inbox.kinds import is_note_name
from core.index.rows import TO_SOURCE, NoteRow, TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.links import Links
from core.pace import paced
from core.path import NotePath
from core.walk import FileStat

_OPEN = 6
"""Sources that stay taken apart: one looks at proposals of the same few."""
_TOLD = 20
"""Sources after which the memory's number grows: lists are drawn anew then."""
_SAVED = 1_000
"""Sources after which what was done is kept, whatever becomes of the rest."""
_MANY = 2_000
"""Notes with proposals that a process of its own looks at: from here on that takes less than they do."""
_BREATH = 200
"""Notes between two moments in which others may go on."""
_Keep = Callable[[str, str], None]


class _Origin(NamedTuple):
    """What a note was made from, as it lies there now."""

    file: FileStat | None
    missing: str
    """Why there is none: `no-source`, `source-gone`; else `""`."""


class _Work(NamedTuple):
    """A note whose proposals are to be weighed."""

    note: NoteRow
    origin: _Origin
    rows: tuple[TaskRow, ...]


class Gathering:
    """What speaks for each proposal; safe to ask from any thread."""

    def __init__(
        self,
        desk: Shelf,
        remember: _Keep = lambda _key, _value: None,
        remembered: Callable[[str], str] = lambda _key: "",
        copies: Callable[[TaskId], Iterable[TaskId]] = lambda _id: (),
        clerk: Clerk | None = None,
    ) -> None:
        """Nothing is read yet.

        Args:
            desk: The vault being worked on.
            remember: Keeps a text under a key until the next start, or does not.
            remembered: What was kept; `""` for nothing.
            copies: Other proposals that say the same, from memory: what a capture file lists was said in a
                meeting that only the note of its copy names.
            clerk: Who weighs very many; `None`: that is done here.
        """
        self._desk, self._remember, self._remembered = desk, remember, remembered
        self._copies, self._clerk = copies, clerk
        self.revision = 0
        """Grows whenever more is known."""
        self._known: dict[TaskId, Weighed] | None = None
        self._filled: Snapshot | None = None
        """Of which everything is known."""
        self._missed: frozenset[NotePath] = frozenset()
        """Notes of that with proposals of which nothing is known after all."""
        self._grounds: dict[NotePath, object] = {}
        """What the proposals of notes stood on when they were weighed here."""
        self._unkept = 0
        """How many were weighed here since what is known was kept."""
        self._filling, self._opening = threading.Lock(), threading.Lock()
        self._open: dict[FileStat, Hearing] = {}
        self._closed = threading.Event()
        self._news: set[TaskId] = set()

    # From memory

    def gist(self, id: TaskId) -> Gist | None:
        """What is known of a proposal; `None`: it was not looked at yet."""
        known = self._known or {}
        found = known.get(id)
        if found is None or found.gist.strength is not None:
            return found.gist if found else None
        copies = (known[copy].gist for copy in self._copies(id) if copy in known)
        told = [copy for copy in copies if copy.strength is not None]
        return max(told, key=lambda copy: copy.strength or 0, default=found.gist)

    def strength(self, id: TaskId) -> int | None:
        """From 0 to 100; `None`: that is not known yet, or there is no source to ask."""
        found = self.gist(id)
        return found.strength if found else None

    def word(self, id: TaskId) -> Word | None:
        """That in a word."""
        found = self.gist(id)
        return found.word if found else None

    def news(self) -> frozenset[TaskId]:
        """The tasks of which something was learnt since this was asked last."""
        with self._opening:
            found = frozenset(self._news)
            self._news.clear()
            return found

    def packed(self, ids: Iterable[TaskId]) -> str:
        """What is known of some tasks, as `core.evidence.kept` writes it."""
        known = self._known or {}
        return packed({id: known[id] for id in ids if id in known})

    # From the disk

    def of(self, id: TaskId) -> Evidence | None:
        """All that speaks for a task; `None`: there is no such task, or its note cannot be read. Waits."""
        snapshot = self._desk.snapshot
        row = snapshot.tasks.get(id)
        if row is None:
            return None
        links = self._links()
        origin = self._origin(row.note, links)
        try:
            evidence = weighed(row, self._ground(row.note, self._hearing(origin)))
            self._learn({id: _weighed(row, snapshot.notes[row.note.path], origin, evidence)})
            return evidence if origin.file else self._of_copy(row, links) or evidence
        except WinnowError:
            return None

    def _of_copy(self, row: TaskRow, links: Links) -> Evidence | None:
        """What speaks for a task in the source of another that says the same. Raises `WinnowError`."""
        tasks = self._desk.snapshot.tasks
        copies = [
            copy for one in self._copies(row.id) if (copy := tasks.get(one)) and one != row.id
        ]
        copies.sort(key=lambda copy: -(self.strength(copy.id) or 0))
        for copy in copies:
            origin = self._origin(copy.note, links)
            if origin.file:
                found = weighed(row, self._ground(copy.note, self._hearing(origin)))
                flags = tuple(flag for flag in found.flags if flag != "contradicts")
                # What that note says beside stands in no note of this task.
                return found._replace(touching=(), flags=flags)
        return None

    def recall(self) -> None:
        """Know what was kept, where nothing is known yet."""
        if self._known is None:
            self._learn(unpacked(self._remembered(KEPT)))

    def fill(
        self,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> int:
        """Weigh every proposal that is not known as it is now; how many that were. Waits, and takes long.

        Args:
            stop: Whether to leave off; asked before each source, and now and then before: it may sleep. What
                was done is kept.
            progress: Hears how many sources are done, and of how many, after each.
        """
        with self._filling:
            if self._closed.is_set():
                return 0
            snapshot = self._desk.snapshot
            self.recall()
            count = 0
            if self._is_much(snapshot):
                count = self._sent_for(snapshot, stop)
                if self._closed.is_set() or stop():
                    return count
            return count + self._fill(snapshot, stop, progress)

    def _fill(
        self, snapshot: Snapshot, stop: Callable[[], bool], progress: Callable[[int, int], None]
    ) -> int:
        todo = self._todo(snapshot, stop)
        count, done = 0, False
        for number, works in enumerate(todo):
            if self._closed.is_set() or stop():
                break
            count += self._weigh(works)
            progress(number + 1, len(todo))
            if number % _TOLD == 0:
                self.revision += 1
            if number % _SAVED == _SAVED - 1:
                self._keep(snapshot)
        else:
            done = True
        if count:
            self.revision += 1
            self._unkept += count
            if self._unkept > _SAVED or self._filled is None:
                self._keep(snapshot)
        self._filled, self._missed = snapshot if done else None, frozenset()
        return count

    def _is_much(self, snapshot: Snapshot) -> bool:
        """Whether so many notes are to be looked at that a process of its own is worth its while."""
        old = self._filled
        same = old is not None and old.others is snapshot.others
        return self._clerk is not None and not same and len(snapshot.by_note) > _MANY

    def _sent_for(self, snapshot: Snapshot, stop: Callable[[], bool]) -> int:
        """Have every proposal weighed by another process; how many were not known."""
        assert self._clerk is not None  # noqa: S101 - `_is_much` asked
        self._desk.index.keep()  # what the cache knows of notes is what that process knows
        count = 0
        try:
            for text in self._clerk.have_done("evidence", lambda: self._closed.is_set() or stop()):
                found = unpacked(text)
                self._learn(found)
                self.revision += 1
                count += len(found)
        except Undone:
            return count
        if self._closed.is_set() or stop():
            return count
        known = self._known or {}
        lacking = (row for row in snapshot.tasks.values() if row.proposed and row.id not in known)
        self._missed = frozenset(row.note.path for row in lacking)
        self._filled = snapshot
        return count

    def close(self) -> None:
        """Leave off, and wait until that is so: nothing more is asked of what is closed next."""
        self._closed.set()
        with self._filling:
            if self._unkept:
                self._keep(self._desk.snapshot)

    def _keep(self, snapshot: Snapshot) -> None:
        with self._opening:
            known = self._known or {}
            self._known = {id: one for id, one in known.items() if id in snapshot.tasks}
            kept = dict(self._known)
        self._unkept = 0
        self._remember(KEPT, packed(kept))

    def _learn(self, known: dict[TaskId, Weighed]) -> None:
        with self._opening:
            before = {} if self._known is None else self._known
            self._news.update(
                id for id, one in known.items() if id not in before or before[id].gist != one.gist
            )
            before.update(known)
            self._known = before

    def _todo(self, snapshot: Snapshot, breathe: Callable[[], object]) -> list[list[_Work]]:
        """The notes with proposals that are not known, by source, those of the newest notes first."""
        links, known = self._links(), self._known or {}
        origins: dict[str | None, _Origin] = {}
        by_source: dict[object, list[_Work]] = {}
        for number, (note, rows) in enumerate(self._proposing(snapshot)):
            if number % _BREATH == _BREATH - 1:
                breathe()
            origin = origins.get(note.source_ref)
            if origin is None:
                origin = self._origin(note, links)
                if note.source_ref and origin.file:
                    origins[note.source_ref] = origin
            new = tuple(row for row in rows if not _is_known(row, note, origin, known))
            if new:
                key = origin.file.path if origin.file else note.path
                by_source.setdefault(key, []).append(_Work(note, origin, new))
        return sorted(by_source.values(), key=_newest, reverse=True)

    def _proposing(self, snapshot: Snapshot) -> Iterator[tuple[NoteRow, list[TaskRow]]]:
        """The notes with proposals that may be others than when everything was known."""
        old = self._filled
        same = old is not None and old.others is snapshot.others
        paths: Iterable[NotePath] = snapshot.by_note
        if old is not None and same:
            paths = {*snapshot.notes.differing(old.notes), *self._missed}
        for path in paths:
            ids = snapshot.by_note.get(path, ())
            rows = [row for row in map(snapshot.tasks.__getitem__, ids) if row.proposed]
            if rows:
                yield snapshot.notes[path], rows

    def _weigh(self, works: list[_Work]) -> int:
        """Weigh the proposals of one source; how many."""
        found: dict[TaskId, Weighed] = {}
        for note, origin, rows in works:
            try:
                ground = self._ground(note, self._hearing(origin))
            except WinnowError:
                continue
            stands_on = ground.told, origin
            same = self._filled if self._grounds.get(note.path) == stands_on else None
            self._grounds[note.path] = stands_on
            for row in paced(rows):
                known = (self._known or {}).get(row.id)
                if known is None or same is None or same.tasks.get(row.id) is not row:
                    found[row.id] = _weighed(row, note, origin, weighed(row, ground))
                else:  # another line of its note changed
                    found[row.id] = Weighed(_made_of(row, note, origin), known.gist)
        self._learn(found)
        return len(found)

    def _links(self) -> Links:
        self._desk.index.keep()  # the cache is asked for links next
        return self._desk.browse.directory().links

    def _origin(self, note: NoteRow, links: Links) -> _Origin:
        """What a note was made from: as its properties say, else the line at its end."""
        named = False
        for path in self._named(note, links):
            named = True
            if path is None or path == note.path or not is_note_name(path):
                continue
            try:
                return _Origin(self._desk.vault.stat(path), "")
            except WinnowError:
                continue
        return _Origin(None, "source-gone" if named else "no-source")

    def _named(self, note: NoteRow, links: Links) -> Iterator[NotePath | None]:
        if note.source_ref:
            found = links.origin(note.source_ref)
            yield found.path if found.certain else None
        for link in self._desk.cache.links_of(note.path):
            if link.kind & TO_SOURCE and link.target:
                yield links.resolve(link.target, note.path, to_source=True).path

    def _hearing(self, origin: _Origin) -> tuple[Hearing | None, str]:
        """A source taken apart, or why there is none."""
        file = origin.file
        if file is None:
            return None, origin.missing
        with self._opening:
            hearing = self._open.pop(file, None)
        if hearing is None:
            try:
                hearing = Hearing(original(file.path, self._desk.vault.read(file.path)))
            except WinnowError:
                return None, "source-gone"
        with self._opening:
            self._open[file] = hearing
            while len(self._open) > _OPEN:
                self._open.pop(next(iter(self._open)))
        return hearing, ""

    def _ground(self, row: NoteRow, source: tuple[Hearing | None, str]) -> Ground:
        """What a note's proposals stand on. Raises `WinnowError` where it cannot be read."""
        note, (hearing, missing) = self._desk.note(row.path), source
        people = [*people_of(row, note.data), *(hearing.original.people if hearing else ())]
        identity = self._desk.browse.directory().identity
        attendance = Attendance(
            people,
            lambda name: frozenset(one.key for one in identity.named(name)),
            self._desk.config.me,
        )
        return Ground(Beside.of(note, attendance.names), attendance, hearing, missing)


def _weighed(row: TaskRow, note: NoteRow, origin: _Origin, evidence: Evidence) -> Weighed:
    strength = None if evidence.source is None else evidence.strength
    return Weighed(_made_of(row, note, origin), Gist(strength, evidence.flags))


def _is_known(row: TaskRow, note: NoteRow, origin: _Origin, known: dict[TaskId, Weighed]) -> bool:
    found = known.get(row.id)
    return found is not None and found.made_of == _made_of(row, note, origin)


def _made_of(row: TaskRow, note: NoteRow, origin: _Origin) -> int:
    """Tells a line, its note and its source as they are from others."""
    return crc32(repr((row.written, note.crc, origin)).encode("utf-8", "surrogatepass"))


def _newest(works: list[_Work]) -> tuple[str, NotePath]:
    return max((work.note.date or "", work.note.path) for work in works)
