"""A parsed note made into the rows that stay in memory. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from core.config import Config
from core.entities import Place, has_arrived, place_of, same_type
from core.index.rows import (
    EMBED,
    MARKDOWN,
    PROPERTY,
    TO_SOURCE,
    LinkRow,
    NoteRow,
    Said,
    TaskId,
    TaskRow,
)
from core.index.snapshot import NoteRows
from core.note import Note
from core.parse.frontmatter import Frontmatter
from core.parse.links import Link
from core.parse.tasks import Task
from core.path import NotePath
from core.statuses import TaskSettings
from core.text import near_hash
from core.vault import FileStat

_NEEDS_REVIEW = "needs-review"
_EMAILS = ("email", "emails", "e-mail", "mail")
_ALIASES = ("aliases", "alias")
_PEOPLE = ("participants", "attendees", "people", "person", "customer", "account", "project")
_WIKI = re.compile(r"\[\[([^\[\]]*)\]\]")
_ORIGIN = re.compile(rb"[ \t>*_-]*(?:Source|Sources|Transcript|Original)[*_]*:[*_]*[ \t]*")
_MOST_BEFORE = 64
"""Bytes; what says where a note comes from stands at the start of its line."""


def note_rows(note: Note, stat: FileStat, settings: TaskSettings, config: Config) -> NoteRows:
    """The rows of one note."""
    row = _note_row(note, stat, config)
    tasks = _task_rows(note, row, settings, config) if note.tasks else ()
    return NoteRows(row, tasks, _links(note), _people(note.meta))


def _task_rows(
    note: Note, row: NoteRow, settings: TaskSettings, config: Config
) -> tuple[TaskRow, ...]:
    if len(note.tasks) == 1:  # most notes that have any
        [task] = note.tasks
        [id] = _ids(note.path, [task.text], from_top=True)
        return (_task_row(task, id, row, config, (1, 0, 0)),)
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
    return tuple(rows)


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
        said=_said(note) if _says_who(note, place, config) else None,
    )


def _says_who(note: Note, place: Place | None, config: Config) -> bool:
    """Whether somebody may be known by what the note says: a page does, a note of an entity does not."""
    if not note.meta.values.keys().isdisjoint(_ALIASES):
        return True
    if place is not None:
        return place.page
    return note.kind is not None and _is_type(note.kind, tuple(config.entities.values()))


@lru_cache(maxsize=256)
def _is_type(kind: str, types: tuple[str, ...]) -> bool:
    return same_type(kind) in map(same_type, types)


def _said(note: Note) -> Said:
    meta = note.meta
    return Said(
        title=(meta.text("title") or "").strip(),
        heading=note.blocks.first_title() or "",
        aliases=tuple(text for key in _ALIASES for text in meta.texts(key)),
        names=(*meta.texts("name"), *meta.texts("entity")),
        emails=tuple(text for key in _EMAILS for text in meta.texts(key)),
        tags=note.tags,
        contact=meta.text("last_contact") or meta.text("last_updated") or "",
    )


def _people(meta: Frontmatter) -> tuple[str, ...]:
    values = meta.values
    if not values:
        return ()
    named = [text for key in _PEOPLE if key in values for text in meta.texts(key)]
    return tuple(dict.fromkeys(filter(None, named)))


def _links(note: Note) -> tuple[LinkRow, ...]:
    data, starts = note.source.data, note.source.starts
    written = [(link.span.start, link.target, _kind(link)) for link in note.links]
    rows = [
        LinkRow(target, line, kind | (TO_SOURCE if _names_origin(data, starts[line], at) else 0))
        for at, target, kind in written
        for line in [bisect_right(starts, at) - 1]
    ]
    return (*_property_links(note.meta), *rows) if rows or "[[" in note.meta.block else ()


def _kind(link: Link) -> int:
    return (MARKDOWN if link.kind == "markdown" else 0) | (EMBED if link.embed else 0)


def _names_origin(data: bytes, start: int, at: int) -> bool:
    """Whether what stands in front of a link says that it names what the note was made from."""
    return at - start < _MOST_BEFORE and _ORIGIN.fullmatch(data, start, at) is not None


def _property_links(meta: Frontmatter) -> Iterator[LinkRow]:
    if "[[" not in meta.block:
        return
    for number, line in enumerate(meta.block.split("\n"), start=1):
        for match in _WIKI.finditer(line):
            target = re.split(r"[|#]", match[1])[0].strip()
            yield LinkRow(target, number, PROPERTY)


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
