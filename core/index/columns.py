"""The tables of the cache, and rows as their columns. Pure.

A change of what a column means, or of what the parsers find in a note, wants another `SCHEMA`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from core.index.rows import NoteRow, Said, TaskId, TaskRow
from core.index.snapshot import NoteRows
from core.path import NotePath

SCHEMA = 5
UNCACHED = -2
"""The time of a note whose text SQLite cannot hold: it is read at each start."""

_NOTE = (
    "id INTEGER PRIMARY KEY", "path TEXT UNIQUE", "size", "mtime_ns", "inode", "crc", "title TEXT", "date", "kind TEXT",
    "entity TEXT", "entity_type TEXT", "page", "arrived", "source_ref TEXT", "needs_review", "auto_created",
    "problems TEXT", "faults TEXT", "said TEXT",
)  # fmt: skip
_TASK = (
    "note INTEGER", "at INTEGER", "id TEXT", "line", "written BLOB", "mark TEXT", "status TEXT", "status_type", "proposed", "mine",
    "text TEXT", "owners TEXT", "due", "scheduled", "start", "created", "ended", "rank", "tags TEXT", "heading TEXT",
    "problems TEXT", "twins", "twin", "near",
)  # fmt: skip
_PLACE = "PRIMARY KEY (note, at)) WITHOUT ROWID"
"""A note's rows lie together and in order."""
NOTE_COLUMNS, TASK_COLUMNS = len(_NOTE), len(_TASK)

CREATE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE setting (path TEXT, size, mtime_ns, inode, digest TEXT)",
    f"CREATE TABLE note ({', '.join(_NOTE)})",
    f"CREATE TABLE task ({', '.join(_TASK)}, {_PLACE}",
    f"CREATE TABLE link (note INTEGER, at INTEGER, target TEXT, line, kind, {_PLACE}",
    f"CREATE TABLE person (note INTEGER, at INTEGER, name TEXT, {_PLACE}",
    "CREATE TABLE property (note INTEGER PRIMARY KEY, said TEXT)",
)
INDEXES = {
    "task_first": "task (mine DESC, coalesce(due, '9999-99-99'), rank) WHERE proposed",
    "link_target": "link (target)",
    "person_name": "person (name)",
}
"""Made after the rows where all are written at once, which takes half the time."""
FIRST = (
    "SELECT task.*, note.* FROM task JOIN note ON note.id = task.note WHERE proposed"
    " ORDER BY mine DESC, coalesce(due, '9999-99-99'), rank, path, line, task.id LIMIT ?"
)
FIRST_OF = "SELECT task.*, note.* FROM note JOIN task ON task.note = note.id WHERE proposed AND path IN ({})"
INSERT_NOTE = f"INSERT INTO note VALUES ({', '.join('?' * NOTE_COLUMNS)})"  # noqa: S608 - question marks
INSERT_TASK = f"INSERT INTO task VALUES ({', '.join('?' * TASK_COLUMNS)})"  # noqa: S608 - as above
INSERT_LINK = "INSERT INTO link VALUES (?, ?, ?, ?, ?)"
INSERT_PERSON = "INSERT INTO person VALUES (?, ?, ?)"
INSERT_PROPERTY = "INSERT INTO property VALUES (?, ?)"
FORGET = tuple(
    f"DELETE FROM {table} WHERE {key} = ?"  # noqa: S608 - our own names
    for table, key in (
        ("task", "note"),
        ("link", "note"),
        ("person", "note"),
        ("property", "note"),
        ("note", "id"),
    )
)

_PRIORITIES = ("highest", "high", "medium", None, "low", "lowest")
"""By rank, as Obsidian Tasks orders them."""
_RANKS = {priority: rank for rank, priority in enumerate(_PRIORITIES)}
_WRAP = 1 << 64
_HALF = 1 << 63


def is_text(*texts: str) -> bool:
    """Whether SQLite can hold them: a byte that is no UTF-8 is a lone surrogate here."""
    whole = "".join(texts)
    if whole.isascii():
        return True
    try:
        whole.encode()
    except UnicodeEncodeError:
        return False
    return True


def signed(number: int) -> int:
    """An unsigned number of 64 bits as SQLite can hold it."""
    return number - _WRAP if number >= _HALF else number


def unsigned(number: int) -> int:
    """The number that `signed` was given."""
    return number + _WRAP if number < 0 else number


class Columns:
    """The columns of many notes, ready to be inserted."""

    def __init__(self, first: int) -> None:
        """Columns of none yet; the notes are numbered from `first`."""
        self.notes: list[tuple[Any, ...]] = []
        self.tasks: list[tuple[Any, ...]] = []
        self.links: list[tuple[Any, ...]] = []
        self.people: list[tuple[Any, ...]] = []
        self.properties: list[tuple[int, str]] = []
        self.next = first

    def add(self, rows: NoteRows) -> None:
        """Add a note, or as much of it as SQLite can hold."""
        note, tasks, links, people, said = rows
        number = self.next
        if not is_text(
            note.path, note.title, note.kind or "", note.source_ref or "", *note.problems, *[raw for _, _, raw in note.faults],
            *[task.raw for task in tasks], *[task.heading for task in tasks],
            *[link.target for link in links], *people, said,
        ):  # fmt: skip
            if not is_text(note.path):
                return
            note, tasks = _plain(note), ()
            links = tuple(link for link in links if is_text(link.target))
            people, said = tuple(filter(is_text, people)), _readable(said)
        self.next += 1
        self.notes.append(_note_values(number, note))
        self.tasks += [_task_values(number, at, task) for at, task in enumerate(tasks)]
        self.links += [(number, at, *link) for at, link in enumerate(links)]
        self.people += [(number, at, name) for at, name in enumerate(people)]
        if said:
            self.properties.append((number, said))


def _plain(note: NoteRow) -> NoteRow:
    return note._replace(
        mtime_ns=UNCACHED,
        title=_readable(note.title),
        kind=note.kind and _readable(note.kind),
        source_ref=note.source_ref and _readable(note.source_ref),
        problems=tuple(map(_readable, note.problems)),
        faults=(),
    )


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _note_values(number: int, note: NoteRow) -> tuple[Any, ...]:
    return (
        number, note.path, note.size, note.mtime_ns, signed(note.inode), note.crc, note.title, note.date, note.kind,
        note.entity, note.entity_type, note.page, note.arrived, note.source_ref, note.needs_review, note.auto_created,
        json.dumps(note.problems) if note.problems else None, json.dumps(note.faults) if note.faults else None,
        json.dumps(note.said) if note.said else None,
    )  # fmt: skip


def note_of(values: Sequence[Any], seen: dict[Any, Any]) -> NoteRow:
    """A note's row from its columns; what recurs is the object in `seen`, and is added to it."""
    (
        _, path, size, time, inode, crc, title, date, kind, entity, entity_type, page, arrived, source, review, created,
        problems, faults, said,
    ) = values  # fmt: skip
    share = seen.setdefault
    return NoteRow(
        NotePath(path), size, time, unsigned(inode), crc, title, share(date, date), share(kind, kind),
        share(entity, entity), share(entity_type, entity_type), page == 1, arrived == 1, share(source, source), review == 1, created == 1,
        tuple(json.loads(problems)) if problems else (), tuple(map(tuple, json.loads(faults))) if faults else (),
        _said(json.loads(said)) if said else None,
    )  # fmt: skip


def _said(values: Iterable[Any]) -> Said:
    return Said._make(tuple(value) if isinstance(value, list) else value for value in values)


def _task_values(number: int, at: int, task: TaskRow) -> tuple[Any, ...]:
    return (
        number, at, task.id, task.line, task.written, task.mark, task.status, task.status_type, task.proposed, task.mine,
        task.text, _joined(task.owners), task.due, task.scheduled, task.start, task.created, task.ended,
        _RANKS[task.priority], _joined(task.tags), task.heading, _joined(task.problems), task.twins, task.twin,
        signed(task.near),
    )  # fmt: skip


def task_of(values: Sequence[Any], note: NoteRow, seen: dict[Any, Any]) -> TaskRow:
    """A task's row from its columns; see `note_of`."""
    (
        _, _, id, line, written, mark, status, status_type, proposed, mine, text, owners, due, scheduled, start, created, ended,
        rank, tags, heading, problems, twins, twin, near,
    ) = values  # fmt: skip
    share = seen.setdefault
    return TaskRow(
        TaskId(id), note, line, written, share(mark, mark), share(status, status), share(status_type, status_type),
        proposed == 1, mine == 1, text, _split(owners, seen), share(due, due), share(scheduled, scheduled), share(start, start),
        share(created, created), share(ended, ended), _PRIORITIES[rank], _split(tags, seen), share(heading, heading),
        _split(problems, seen), twins, twin, unsigned(near),
    )  # fmt: skip


def _joined(texts: tuple[str, ...]) -> str | None:
    """Parts of one line; none of them holds a line break."""
    return "\n".join(texts) if texts else None


def _split(text: str | None, seen: dict[Any, Any]) -> tuple[str, ...]:
    if text is None:
        return ()
    key = (text,)
    found: tuple[str, ...] | None = seen.get(key)
    if found is None:
        found = seen[key] = tuple(text.split("\n"))
    return found
