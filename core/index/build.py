"""A parsed note made into the rows that stay in memory. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from core.config import Config
from core.entities import PAGE, Place, has_arrived, place_of, same_type
from core.index.properties import kept
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
from core.parse.faults import Fault, find_faults
from core.parse.frontmatter import Frontmatter
from core.parse.links import parse_targets
from core.parse.tasks import Task
from core.path import NotePath
from core.statuses import TaskSettings
from core.text import encode, near_hash
from core.unfilled import asks_for_review, facts_of, left_open
from core.vault import FileStat

_EMAILS = ("email", "emails", "e-mail", "mail")
_ALIASES = ("aliases", "alias")
_COMPANIES = ("company", "organization", "organisation", "employer", "account", "customer")
NAMING = ("participants", "attendees", "people", "person", "customer", "account", "project")
"""Properties that name people, companies and projects."""
_WIKI = re.compile(r"\[\[([^\[\]]*)\]\]")
_ORIGIN = re.compile(rb"[ \t>*_-]*(?:Source|Sources|Transcript|Original)[*_]*:[*_]*[ \t]*")
_MOST_BEFORE = 64
"""Bytes; what says where a note comes from stands at the start of its line."""
_MOST_FOLDERS = 10_000
TWIN = "twin"
"""The code of a line that stands above already, under the same heading."""
_new = tuple.__new__


def note_rows(note: Note, stat: FileStat, settings: TaskSettings, config: Config) -> NoteRows:
    """The rows of one note."""
    # What the global filter does not let through is no task that lost its bullet.
    faults = tuple(
        one
        for one in find_faults(note.data, note.blocks)
        if one[1] != "no-bullet" or settings.global_filter in one[2]
    )
    row = _note_row(note, stat, config)
    tasks = _task_rows(note, row, settings, config) if note.tasks else ()
    if faults:
        row, tasks = _with_faults(row, tasks, faults)
    return NoteRows(row, tasks, _links(note), _people(note.meta), kept(note.meta))


def _with_faults(
    row: NoteRow, tasks: tuple[TaskRow, ...], faults: tuple[Fault, ...]
) -> tuple[NoteRow, tuple[TaskRow, ...]]:
    """A note's rows with its faults: those of task lines are the tasks'."""
    lines = {line: code for line, code, _ in faults}
    of_tasks = {task.line for task in tasks} & lines.keys()
    row = row._replace(faults=tuple(one for one in faults if one[0] not in of_tasks))
    return row, tuple(
        task._replace(note=row, problems=(*task.problems, lines[task.line]))
        if task.line in of_tasks
        else task._replace(note=row)
        for task in tasks
    )


def task_ids(path: NotePath, tasks: Sequence[Task], settings: TaskSettings) -> list[TaskId]:
    """The ids that the tasks of a note have where it lies at `path`."""
    return _ids(path, tasks, from_top=settings.recurrence_on_next_line)


def _task_rows(
    note: Note, row: NoteRow, settings: TaskSettings, config: Config
) -> tuple[TaskRow, ...]:
    tasks = note.tasks
    if len(tasks) == 1:  # most notes that have any
        return (_task_row(tasks[0], _id(note.path, tasks[0].text, 0), row, config, (1, 0, 0)),)
    ids = task_ids(note.path, tasks, settings)
    twins = Counter([task.raw for task in tasks])
    if len(twins) == len(tasks):
        return tuple(
            [
                _task_row(task, id, row, config, (1, 0, 0))
                for task, id in zip(tasks, ids, strict=True)
            ]
        )
    seen: Counter[str] = Counter()
    first: dict[str, str] = {}
    rows = []
    for task, id in zip(tasks, ids, strict=True):
        equal = twins[task.raw]
        near = _near(note, task.line) if equal > 1 else 0
        made = _task_row(task, id, row, config, (equal, seen[task.raw], near))
        # Done ones may well be a diary, and what stands under two headings is meant twice.
        if equal > 1 and first.setdefault(task.raw, task.heading) == task.heading:
            again = seen[task.raw] > 0 and task.status.open
            made = made._replace(problems=(*task.problems, TWIN)) if again else made
        rows.append(made)
        seen[task.raw] += 1
    return tuple(rows)


def _note_row(note: Note, stat: FileStat, config: Config) -> NoteRow:
    place, arrived = _placing(config).of(note.path)
    values = note.meta.values
    # In the order of the fields: see `_task_row`.
    return _new(
        NoteRow,
        (
            note.path,
            stat.size,
            stat.mtime_ns,
            stat.inode,
            crc32(note.data),
            note.title,
            note.date,
            note.kind,
            place.name if place else None,
            place.type if place else None,
            place is not None and place.page,
            arrived,
            note.source_ref,
            asks_for_review(note),
            "auto_created" in values and note.meta.truth("auto_created"),
            note.problems,
            (),
            _said(note) if _says_who(note, place, config) else None,
        ),
    )


class _Placing:
    """What the place of a note says of it, worked out once a folder: most notes share theirs."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._known: dict[str, tuple[Place | None, bool] | None] = {}
        """`None`: it depends on the name."""

    def of(self, path: NotePath) -> tuple[Place | None, bool]:
        """The entity that it is about, and whether it has arrived and waits."""
        folder, _, name = path.rpartition("/")
        if name[:1] == "_" or name == PAGE:
            return self._ask(path)
        if folder not in self._known:
            if len(self._known) >= _MOST_FOLDERS:
                self._known.clear()
            here = f"{folder}/" if folder else ""
            one, other = (self._ask(NotePath(f"{here}{stem}.md")) for stem in "ab")
            self._known[folder] = one if one == other else None
        return self._known.get(folder) or self._ask(path)

    def _ask(self, path: NotePath) -> tuple[Place | None, bool]:
        config = self.config
        return place_of(path, config.entities), has_arrived(path, config.inbox)


_last_placing = [_Placing(Config())]


def _placing(config: Config) -> _Placing:
    placing = _last_placing[0]
    if placing.config is not config:
        placing = _last_placing[0] = _Placing(config)
    return placing


def _says_who(note: Note, place: Place | None, config: Config) -> bool:
    """Whether somebody may be known by what the note says: a page does, a note of an entity does not."""
    values = note.meta.values
    if "aliases" in values or "alias" in values:
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
        company=next((text for key in _COMPANIES for text in meta.texts(key)), "").strip("[] "),
        left_open=left_open(note),
        facts=facts_of(note),
    )


def _people(meta: Frontmatter) -> tuple[str, ...]:
    values = meta.values
    named: list[str] = []
    for key in NAMING:
        if value := values.get(key):
            if isinstance(value, str):
                named.append(value)
            else:
                named += meta.texts(key)
    return tuple(dict.fromkeys(filter(None, named))) if named else ()


def _links(note: Note) -> tuple[LinkRow, ...]:
    data = note.data
    line = counted = 0
    rows = []
    for at, target, markdown, embed in parse_targets(data, note.blocks):
        line += data.count(b"\n", counted, at)
        counted = at
        kind = MARKDOWN * markdown + EMBED * embed + TO_SOURCE * names_origin(data, at)
        rows.append(_new(LinkRow, (target, line, kind)))
    if "[[" in note.meta.block:
        return (*_property_links(note.meta), *rows)
    return tuple(rows)


def names_origin(data: bytes, at: int) -> bool:
    """Whether what stands in front of a link at `at` says that it names what the note was made from."""
    first = max(at - _MOST_BEFORE, 0)
    start = data.rfind(b"\n", first, at) + 1
    # Without a line's start that close, only the note's own will do.
    return (start > 0 or at < _MOST_BEFORE) and _ORIGIN.fullmatch(data, start, at) is not None


def _property_links(meta: Frontmatter) -> Iterator[LinkRow]:
    for number, line in enumerate(meta.block.split("\n"), start=1):
        for match in _WIKI.finditer(line):
            target = match[1].partition("|")[0].partition("#")[0].strip()
            yield LinkRow(target, number, PROPERTY)


def _task_row(
    task: Task, id: TaskId, note: NoteRow, config: Config, twin: tuple[int, int, int]
) -> TaskRow:
    if owners := task.owners:
        mine = not _mine(config.me).isdisjoint(owners)
    else:
        mine = f"/{note.path}".endswith(f"/{config.capture_file}")
    # In the order of the fields, and without their names, which cost as much as the rest.
    return _new(
        TaskRow,
        (
            id,
            note,
            task.line,
            encode(task.raw),
            task.mark,
            task.status.name,
            task.status.type,
            task.proposed,
            mine,
            task.text,
            owners,
            task.due,
            task.scheduled,
            task.start,
            task.created,
            task.done or task.cancelled,
            task.priority,
            task.tags,
            task.heading,
            task.problems,
            *twin,
        ),
    )


@lru_cache(maxsize=8)
def _mine(me: tuple[str, ...]) -> frozenset[str]:
    return frozenset(me)


def _ids(path: NotePath, tasks: Sequence[Task], *, from_top: bool) -> list[TaskId]:
    """An id for each of a note's tasks, by its number among those with equal words.

    Counted from the end of the note, unless its vault writes the next occurrence of a recurring
    task below the line: so the next occurrence never takes the id of the one just done.
    """
    seen: Counter[str] = Counter()
    ids = []
    for task in tasks if from_top else reversed(tasks):
        words = " ".join(task.text.split())
        ids.append(_id(path, words, seen[words]))
        seen[words] += 1
    return ids if from_top else ids[::-1]


def _id(path: NotePath, text: str, number: int) -> TaskId:
    """Made of the path, the words and the place among equal words."""
    if "  " in text or not text.isprintable():
        text = " ".join(text.split())
    key = f"{path}\0{text}\0{number}"
    return TaskId(blake2b(key.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest())


def _near(note: Note, number: int) -> int:
    source = note.source
    above = source.line(number - 1).span.of(source.data) if number else b""
    last = number + 1 >= len(source.starts)
    below = b"" if last else source.line(number + 1).span.of(source.data)
    return near_hash(above, below)
