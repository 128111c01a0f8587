"""What is wrong with the lines of a vault being worked on, and what each would become; kept up with its snapshots."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b

from core.actions.fixing import FIXED, mended_line
from core.desk import Desk
from core.index.rows import NoteRow, TaskId
from core.index.snapshot import Snapshot
from core.problems.filter import parse_filter
from core.problems.items import KINDS, Problem, ProblemRows
from core.statuses import TaskSettings

_RANK = {code: rank for rank, code in enumerate(KINDS)}


class Repairs:
    """The repair queue. Whoever asks may wait for some tens of milliseconds: call it from a worker."""

    def __init__(self, session: Desk, remembered: Callable[[str], Mapping[str, str]]) -> None:
        """Nothing is looked at yet.

        Args:
            session: The vault being worked on.
            remembered: What is remembered of a kind, by key.
        """
        self._session = session
        self._remembered = remembered
        self._lock = threading.Lock()
        self._rows: dict[str, Problem] = {}
        self._mended: dict[str, tuple[TaskSettings, str, str | None]] = {}
        """By a problem's id: under which settings which line becomes what."""
        self._of: Snapshot | None = None

    def rows(self, filter: str = "") -> ProblemRows:
        """What is wrong, as far as a filter means it, by note and line.

        Raises:
            BadQuery: The filter does not parse.
        """
        test = parse_filter(filter)
        snapshot, rows = self._now()
        ids = tuple(id for id, one in rows.items() if test(one)) if filter.strip() else tuple(rows)
        return ProblemRows(snapshot.revision, filter, ids, rows)

    def find(self, id: str) -> Problem | None:
        """The problem of an id."""
        return self._now()[1].get(id)

    def of(self, tasks: Iterable[TaskId]) -> tuple[Problem, ...]:
        """What is wrong with the lines of these tasks."""
        wanted = frozenset(tasks)
        return tuple(one for one in self._now()[1].values() if one.task and one.task.id in wanted)

    def alike(self, codes: Iterable[str]) -> tuple[Problem, ...]:
        """Every problem of these kinds that a key mends."""
        wanted = frozenset(codes)
        return tuple(one for one in self._now()[1].values() if one.code in wanted and one.is_mendable)  # fmt: skip

    def was_mended(self, id: str) -> bool:
        """Whether a problem of this id was there and is mended."""
        return id in self._remembered(FIXED)

    def _now(self) -> tuple[Snapshot, dict[str, Problem]]:
        snapshot = self._session.snapshot
        with self._lock:
            if self._of is not snapshot:
                known, self._mended = self._mended, {}
                found = sorted(self._found(snapshot, known), key=lambda one: (one.path, one.line, _RANK[one.code]))  # fmt: skip
                self._rows, self._of = {one.id: one for one in found}, snapshot
            return snapshot, self._rows

    def _found(
        self, snapshot: Snapshot, known: Mapping[str, tuple[TaskSettings, str, str | None]]
    ) -> Iterator[Problem]:
        for note in snapshot.notes.values():
            if note.faults or note.problems:
                for one in _of_note(note):
                    yield self._with_fix(one, known)
        for row in snapshot.tasks.values():
            for code in row.problems:
                one = Problem(_id(row.id, code), row.note.path, row.line, code, KINDS[code], None, row.raw, row)  # fmt: skip
                yield self._with_fix(one, known)

    def _with_fix(
        self, one: Problem, known: Mapping[str, tuple[TaskSettings, str, str | None]]
    ) -> Problem:
        settings = self._session.vault.settings(one.path)
        before = known.get(one.id)
        if before is None or before[0] is not settings or before[1] != one.raw:
            before = settings, one.raw, mended_line(one, settings)
        self._mended[one.id] = before
        return one._replace(fix=before[2])


def _of_note(note: NoteRow) -> Iterator[Problem]:
    """What is wrong with a note as a whole, and with lines of it that are no tasks."""
    for sentence in note.problems:
        yield Problem(_id(note.path, "note", sentence), note.path, 0, "note", sentence, None, "", None)  # fmt: skip
    seen: dict[str, int] = {}
    for line, code, raw in note.faults:
        number = seen[raw] = seen.get(raw, -1) + 1
        id = _id(note.path, code, raw, str(number))
        yield Problem(id, note.path, line, code, KINDS[code], None, raw, None)  # fmt: skip


def _id(*parts: str) -> str:
    key = "\0".join(parts).encode("utf-8", "surrogateescape")
    return blake2b(key, digest_size=8).hexdigest()
