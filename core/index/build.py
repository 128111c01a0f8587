"""A parsed note made into the rows that stay in memory. Pure."""

from collections import Counter
from hashlib import blake2b
from zlib import crc32

from core.config import Config
from core.entities import has_arrived, place_of
from core.index.rows import NoteRow, TaskId, TaskRow
from core.index.snapshot import NoteRows
from core.note import Note
from core.parse.tasks import Task
from core.path import NotePath
from core.statuses import TaskSettings
from core.text import near_hash
from core.vault import FileStat

_NEEDS_REVIEW = "needs-review"


def note_rows(note: Note, stat: FileStat, settings: TaskSettings, config: Config) -> NoteRows:
    """The rows of one note."""
    row = _note_row(note, stat, config)
    if not note.tasks:
        return NoteRows(row, ())
    if len(note.tasks) == 1:  # most notes that have any
        [task] = note.tasks
        [id] = _ids(note.path, [task.text], from_top=True)
        return NoteRows(row, (_task_row(task, id, row, config, (1, 0, 0)),))
    from_top = settings.recurrence_on_next_line
    ids = _ids(note.path, [task.text for task in note.tasks], from_top=from_top)
    twins = Counter(task.raw for task in note.tasks)
    seen: Counter[str] = Counter()
    rows = []
    for task, id in zip(note.tasks, ids, strict=True):
        equal = twins[task.raw]
        near = _near(note, task.line) if equal > 1 else 0
        rows.append(_task_row(task, id, row, config, (equal, seen[task.raw], near)))
        seen[task.raw] += 1
    return NoteRows(row, tuple(rows))


def _note_row(note: Note, stat: FileStat, config: Config) -> NoteRow:
    place = place_of(note.path, config.entities)
    meta = note.meta
    return NoteRow(
        path=note.path,
        size=stat.size,
        mtime_ns=stat.mtime_ns,
        inode=stat.inode,
        crc=crc32(note.source.data),
        title=note.title,
        date=note.date,
        kind=note.kind,
        entity=place.name if place else None,
        entity_type=place.type if place else None,
        page=place is not None and place.page,
        arrived=has_arrived(note.path, config.inbox),
        source_ref=note.source_ref,
        needs_review=_NEEDS_REVIEW in meta.texts("tags"),
        auto_created=meta.truth("auto_created"),
        problems=note.problems,
    )


def _task_row(
    task: Task, id: TaskId, note: NoteRow, config: Config, twin: tuple[int, int, int]
) -> TaskRow:
    owners = task.owners
    mine = (
        any(owner in config.me for owner in owners)
        if owners
        else note.path.rpartition("/")[2] == config.capture_file
    )
    return TaskRow(
        id=id,
        note=note,
        line=task.line,
        raw=task.raw,
        mark=task.mark,
        status=task.status.name,
        status_type=task.status_type,
        proposed=task.proposed,
        mine=mine,
        text=task.text,
        owners=owners,
        due=task.due,
        scheduled=task.scheduled,
        start=task.start,
        created=task.created,
        ended=task.done or task.cancelled,
        priority=task.priority,
        tags=task.tags,
        heading=task.heading,
        problems=task.problems,
        twins=twin[0],
        twin=twin[1],
        near=twin[2],
    )


def _ids(path: NotePath, texts: list[str], *, from_top: bool) -> list[TaskId]:
    """An id for each of a note's tasks, made of the path, the words and the place among equal words.

    Counted from the end of the note, unless its vault writes the next occurrence of a recurring
    task below the line: so the next occurrence never takes the id of the one just done.
    """
    seen: Counter[str] = Counter()
    ids = []
    for text in texts if from_top else reversed(texts):
        words = " ".join(text.split())
        key = f"{path}\0{words}\0{seen[words]}"
        seen[words] += 1
        name = blake2b(key.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        ids.append(TaskId(name))
    return ids if from_top else ids[::-1]


def _near(note: Note, number: int) -> int:
    source = note.source
    above = source.line(number - 1).span.of(source.data) if number else b""
    last = number + 1 >= len(source.starts)
    below = b"" if last else source.line(number + 1).span.of(source.data)
    return near_hash(above, below)
