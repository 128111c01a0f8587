"""A vault as it was at one moment: immutable, numbered, replaced as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.index.layered import Layered
from core.index.rows import LinkRow, NoteRow, TaskId, TaskRow
from core.path import NotePath


class NoteRows(NamedTuple):
    """What one note adds to a snapshot."""

    note: NoteRow
    tasks: tuple[TaskRow, ...]
    links: tuple[LinkRow, ...] = ()
    people: tuple[str, ...] = ()
    """Whom its frontmatter names, as written: participants and entity keys."""
    properties: str = ""
    """What its frontmatter says, as `core.index.properties` keeps it."""


class Totals(NamedTuple):
    """What is counted of a vault; kept up to date note by note, because each decision changes it."""

    proposed: int = 0
    """Proposals, snoozed ones included."""
    undecided: int = 0
    """Generated notes with proposals in them."""
    arrived: int = 0
    pages: int = 0
    flagged: int = 0
    """Notes that wait for a review by what they say themselves."""


def _totals(note: NoteRow, rows: Iterable[TaskRow]) -> Totals:
    proposed = sum(row.proposed for row in rows)
    return Totals(
        proposed=proposed,
        undecided=int(proposed > 0 and note.source_ref is not None),
        arrived=int(note.arrived),
        pages=int(note.page),
        flagged=int(note.waits),
    )


_NOTHING = Totals()


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Rows of every note in scope. Older ones are dropped when a newer one arrives."""

    revision: int = 0
    notes: Layered[NotePath, NoteRow] = field(default_factory=Layered)
    tasks: Layered[TaskId, TaskRow] = field(default_factory=Layered)
    by_note: Layered[NotePath, tuple[TaskId, ...]] = field(default_factory=Layered)
    others: frozenset[NotePath] = frozenset()
    """Notes that are there but out of scope, and files that are no notes: a source may be one of them."""
    totals: Totals = _NOTHING
    trouble: tuple[tuple[NotePath, str], ...] = ()
    """What could not be listed, and why; nothing in it counts as deleted."""
    copies: tuple[tuple[NotePath, str], ...] = ()
    """Copies that a sync client left of notes; they are not among the notes."""

    def folded(
        self,
        changed: Iterable[NoteRows],
        gone: Iterable[NotePath] = (),
        *,
        others: frozenset[NotePath] | None = None,
        trouble: tuple[tuple[NotePath, str], ...] | None = None,
        copies: tuple[tuple[NotePath, str], ...] | None = None,
    ) -> "Snapshot":
        """The next snapshot: these notes as they are now, each once, and those no longer there."""
        difference = _Difference(self)
        for path in gone:
            difference.drop(path)
        for note, rows, *_ in changed:
            difference.put(note, rows)
        return Snapshot(
            self.revision + 1,
            self.notes.with_changes(difference.notes),
            self.tasks.with_changes(difference.tasks),
            self.by_note.with_changes(difference.by_note),
            self.others if others is None else others,
            Totals._make(difference.sums),
            self.trouble if trouble is None else trouble,
            self.copies if copies is None else copies,
        )

    def touched(self, paths: Iterable[NotePath]) -> set[TaskId]:
        """The tasks of these notes."""
        return {id for path in paths for id in self.by_note.get(path, ())}

    def source(self, reference: str | None) -> NotePath | None:
        """The file that a `source_ref` names, where it is here.

        A path of another machine is cut from the left until it names a file of this vault.
        """
        parts = (reference or "").strip().removeprefix("[[").removesuffix("]]").split("/")
        for at in range(len(parts)):
            path = NotePath("/".join(parts[at:]))
            if path in self.others or path in self.notes:
                return path
        return None


class _Difference:
    """What of a snapshot will be otherwise: `None` for what goes."""

    def __init__(self, before: Snapshot) -> None:
        self._before = before
        self.notes: dict[NotePath, NoteRow | None] = {}
        self.tasks: dict[TaskId, TaskRow | None] = {}
        self.by_note: dict[NotePath, tuple[TaskId, ...] | None] = {}
        self.sums = list(before.totals)

    def put(self, note: NoteRow, rows: Sequence[TaskRow]) -> None:
        """A note as it is now."""
        self.drop(note.path)
        self.notes[note.path] = note
        self._count(note, rows, 1)
        self.by_note[note.path] = tuple(row.id for row in rows)
        for row in rows:
            old = self._before.tasks.get(row.id)
            if old is None or not old.reads_as(row):
                self.tasks[row.id] = row
            else:  # who keeps up with snapshots looks at what differs
                self.tasks.pop(row.id, None)

    def drop(self, path: NotePath) -> None:
        """A note that goes, if it was there."""
        before = self._before
        note = before.notes.get(path)
        if note is not None and path not in self.notes:
            ids = before.by_note.get(path, ())
            self._count(note, [before.tasks[id] for id in ids], -1)
            self.tasks.update(dict.fromkeys(ids))
            self.notes[path] = self.by_note[path] = None

    def _count(self, note: NoteRow, rows: Iterable[TaskRow], sign: int) -> None:
        for at, figure in enumerate(_totals(note, rows)):
            self.sums[at] += sign * figure
