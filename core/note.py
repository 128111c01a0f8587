"""One note, read: what it says of itself, what is live in it, its tasks and links. Pure and total."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from core.parse.blocks import Blocks, parse_blocks
from core.parse.frontmatter import Frontmatter, parse_frontmatter
from core.parse.links import Link, parse_links
from core.parse.tasks import Task, parse_tasks
from core.path import NotePath, stem_of
from core.statuses import TaskSettings
from core.text import Source, Span

_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_DAY = 11
"""Characters that tell whether a text begins with a day."""
_TAG_BREAK = re.compile(r"[,\s]+")
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_OTHER_STARTS = frozenset([mark[:1] for mark, _ in _OTHER_ENCODINGS])


@dataclass(frozen=True, eq=False)
class Note:
    """A note as it was read; compared by identity."""

    path: NotePath
    data: bytes
    meta: Frontmatter
    blocks: Blocks
    tasks: tuple[Task, ...]
    problems: tuple[str, ...]
    """Sentences about what could not be read; not safe to show. The rest of the note is usable."""

    @cached_property
    def source(self) -> Source:
        """Its bytes, and its lines."""
        return Source(self.data)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Its live links."""
        return parse_links(self.data, self.blocks)

    @cached_property
    def by_raw(self) -> Mapping[str, Sequence[Task]]:
        """Line → the tasks that read exactly so, in order: thousands may be looked for in one note."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.raw, []).append(task)
        return found

    @property
    def title(self) -> str:
        """Its frontmatter `title`, else the first heading that says something, else the file's stem."""
        if said := (self.meta.text("title") or "").strip():
            return said
        return self.blocks.first_title() or stem_of(self.path)

    @property
    def date(self) -> str | None:
        """The ISO day in the frontmatter, else in front of the file's name, if it is a real one."""
        said = self.meta.text("date")
        return (_day(said[:_DAY]) if said else None) or _day(stem_of(self.path)[:_DAY])

    @property
    def kind(self) -> str | None:
        """Its frontmatter `type`, as written."""
        return self.meta.text("type") or None

    @property
    def source_ref(self) -> str | None:
        """What it says it was made from, as written."""
        return self.meta.text("source_ref") or None

    @property
    def tags(self) -> tuple[str, ...]:
        """Its frontmatter tags without `#`; text with commas or blanks counts as several."""
        written = (*self.meta.texts("tags"), *self.meta.texts("tag"))
        tags = (tag.removeprefix("#") for text in written for tag in _TAG_BREAK.split(text))
        return tuple(dict.fromkeys(filter(None, tags)))


_REMEMBERED = range(20_000, 2_000_000)
"""Bytes of notes that take long to parse, and little enough room."""


def parse_note(path: NotePath, data: bytes, settings: TaskSettings) -> Note:
    """What `data` says as the note at `path`. Never raises.

    Of long ones the last few are remembered: a decision in the file of captured tasks has it read five times over.

    Args:
        path: Only its name is looked at.
        data: The bytes of the file.
        settings: Of the nearest `.obsidian` above it.
    """
    if len(data) in _REMEMBERED:
        return _remembered(path, data, settings)
    return _parsed(path, data, settings)


@lru_cache(maxsize=4)
def _remembered(path: NotePath, data: bytes, settings: TaskSettings) -> Note:
    return _parsed(path, data, settings)


def _parsed(path: NotePath, data: bytes, settings: TaskSettings) -> Note:
    if data[:1] in _OTHER_STARTS:
        for mark, encoding in _OTHER_ENCODINGS:
            if data.startswith(mark):
                return _unread(
                    path, data, f"the note is {encoding}, not UTF-8: it can only be looked at"
                )
    meta = parse_frontmatter(data)
    blocks = parse_blocks(data, meta.body)
    tasks = parse_tasks(data, blocks, settings)
    return Note(path, data, meta, blocks, tasks, meta.problems)


def _unread(path: NotePath, data: bytes, problem: str) -> Note:
    blocks = Blocks(data, len(data), (Span(0, len(data)),), ())
    return Note(path, data, parse_frontmatter(b""), blocks, (), (problem,))


@lru_cache(maxsize=4096)
def _day(text: str) -> str | None:
    """The real day that a text begins with."""
    match = _DATE.match(text)
    if not match:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None
