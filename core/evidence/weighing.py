"""One proposal weighed: what its source says of it, what its note does, and what is missing. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from core.evidence.attendance import Attendance
from core.evidence.beside import Beside
from core.evidence.hearing import Asked, Hearing
from core.evidence.support import FLAGS, Evidence
from core.index.rows import TaskRow


class Ground(NamedTuple):
    """What the proposals of one note stand on."""

    beside: Beside
    attendance: Attendance
    hearing: Hearing | None
    """The source; `None`: there is none to ask."""
    missing: str
    """Why there is none: `no-source`, `source-gone`; else `""`."""

    @property
    def told(self) -> object:
        """What of the note and of who took part a proposal's evidence depends on; comparable."""
        return self.beside.told, self.attendance.told, self.missing


def weighed(row: TaskRow, ground: Ground) -> Evidence:
    """What speaks for the task of a row and against it."""
    due = date.fromisoformat(row.due) if row.due else None
    touching = ground.beside.touching(row.text)
    flags = {ground.missing} if ground.missing else set()
    if any(one.against for one in touching):
        flags.add("contradicts")
    if not all(map(ground.attendance.has, row.owners)):
        flags.add("owner")
    hearing = ground.hearing
    if hearing is None:
        return Evidence(0, touching=touching, flags=_told(flags))
    strength, sentences = hearing.supports(Asked(row.text, due))
    dated = hearing.dated(due) if due else None
    if not sentences:
        flags.add("unsupported")
    if due and dated is None:
        flags.add("date")
    path = hearing.original.path
    return Evidence(strength, sentences, dated, touching, _told(flags), path)


def _told(flags: Iterable[str]) -> tuple[str, ...]:
    """Flags in the order in which they are told."""
    found = frozenset(flags)
    return tuple(code for code in FLAGS if code in found)
