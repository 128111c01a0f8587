"""Rows as bytes between forked processes: bare tuples, because objects that cross were the bottleneck. Pure."""

import marshal
from collections.abc import Sequence
from typing import Any

from core.index.found import Found
from core.index.rows import LinkRow, NoteRow, Said, TaskRow
from core.index.snapshot import NoteRows
from core.vault import FileStat


def pack_found(found: Found) -> bytes:
    """What a walk found, as a message."""
    settings = [tuple(file) for file in found.settings]
    notes = [tuple(file) for file in found.notes]
    return marshal.dumps(
        (
            notes,
            marshal.dumps(list(found.others)),
            found.trouble,
            found.copies,
            list(found.originals),
            settings,
        )
    )


def unpack_found(payload: bytes) -> Found:
    """What `pack_found` was given."""
    notes, others, trouble, told, named, settings = marshal.loads(payload)  # noqa: S302 - our own fork's
    return Found(
        tuple(map(FileStat._make, notes)),
        # They stay and the notes do not: among each other's, their texts would hold the memory of both.
        frozenset(marshal.loads(others)),  # noqa: S302 - as above
        trouble,
        told,
        frozenset(named),
        frozenset(map(FileStat._make, settings)),
    )


def pack_rows(batch: Sequence[NoteRows]) -> bytes:
    """The rows of some notes, as a message."""
    return marshal.dumps(
        [
            (
                (*note[:_SAID], note.said and tuple(note.said)),
                [(row[0], *row[2:]) for row in tasks],
                [tuple(link) for link in links],
                people,
                said,
            )
            for note, tasks, links, people, said in batch
        ]
    )


_SAID = NoteRow._fields.index("said")
"""The last field of a note's row, and the only one that is a row itself."""
# A hundred thousand tasks have a few hundred different tags, owners and headings between them.
_NOTE_SHARED = tuple(
    map(NoteRow._fields.index, ("date", "kind", "entity", "entity_type", "source_ref"))
)
_TASK_SHARED = tuple(
    TaskRow._fields.index(name) - 1
    for name in ("mark", "status", "status_type", "owners", "due", "priority", "tags", "heading")
)


def unpack_rows(payload: bytes, seen: dict[Any, Any]) -> list[NoteRows]:
    """The rows of a message; what recurs is the object in `seen`, and is added to it."""
    batch = []
    for values, tasks, links, people, properties in marshal.loads(payload):  # noqa: S302 - written by our own fork
        *plain, said = _shared(values, _NOTE_SHARED, seen)
        note = NoteRow._make((*plain, said and Said._make(said)))
        rows = []
        for task in tasks:
            id, *rest = _shared(task, _TASK_SHARED, seen)
            rows.append(TaskRow._make((id, note, *rest)))
        written = tuple(map(LinkRow._make, links))
        batch.append(NoteRows(note, tuple(rows), written, people, properties))
    return batch


def _shared(values: Sequence[Any], places: Sequence[int], seen: dict[Any, Any]) -> list[Any]:
    found = list(values)
    for place in places:
        found[place] = seen.setdefault(found[place], found[place])
    return found
