"""What is held in memory of a vault: one row a note, one row a task.

Rows are tuples, because a hundred thousand of them cross a process boundary and stay resident;
whatever a list, a filter or a search needs is in the row, everything else is read again from the note.
"""

from typing import NamedTuple, NewType

from core.path import NotePath
from core.text import decode

TaskId = NewType("TaskId", str)
"""Opaque, `[a-z0-9]+`; the same while the task's words, file and place among equal lines stay."""


class Said(NamedTuple):
    """What a note says about whom it is, beside its title and type; all as written."""

    title: str
    """Its frontmatter `title`."""
    heading: str
    """Its first heading that says something."""
    aliases: tuple[str, ...]
    names: tuple[str, ...]
    """Other names in its frontmatter: `name`, `entity`."""
    emails: tuple[str, ...]
    tags: tuple[str, ...]
    """Its frontmatter tags, without `#`."""
    contact: str
    """Its `last_contact`, else its `last_updated`."""
    company: str = ""
    """Whom it says it works for, or belongs to."""
    left_open: tuple[str, ...] = ()
    """What it leaves open, as `core.unfilled` tells it."""
    facts: int = 0
    """How many facts its own sections of facts list."""


class LinkRow(NamedTuple):
    """A link as it is written in a note."""

    target: str
    """The note, path or address, without heading and alias; may be empty."""
    line: int
    """From 0, counting LF only."""
    kind: int
    """The sum of what holds of `MARKDOWN`, `EMBED`, `TO_SOURCE`, `PROPERTY`."""


MARKDOWN, EMBED, TO_SOURCE, PROPERTY = 1, 2, 4, 8
"""No wikilink; shown in place; its line says that it names the origin; written in the frontmatter."""


class NoteRow(NamedTuple):
    """A note as the lists know it."""

    path: NotePath
    size: int
    mtime_ns: int
    inode: int
    crc: int
    """CRC-32 of its bytes: tells whether they changed where the file did."""
    title: str
    """Its frontmatter `title`, else the first heading, else the file's stem."""
    date: str | None
    """ISO, from the frontmatter, else from the file's name."""
    kind: str | None
    """Its frontmatter `type`, as written."""
    entity: str | None
    """Name of the person, project or customer whose folder holds it."""
    entity_type: str | None
    """`people`, `customer`, `projects` …: by the place, as the settings map folder names."""
    page: bool
    """Whether it is the entity's own page."""
    arrived: bool
    """Whether it waits in an inbox folder."""
    source_ref: str | None
    """What the note says it was made from, as written."""
    needs_review: bool
    """Whether it carries the tag, in its properties or in its text."""
    auto_created: bool
    problems: tuple[str, ...]
    """Sentences about what could not be read; the rest of the note is usable."""
    faults: tuple[tuple[int, str, str], ...]
    """Lines that are no tasks or links and were meant as such, as `core.parse.faults` has them."""
    said: Said | None
    """Of an entity's page, and of a note that gives itself other names."""

    @property
    def waits(self) -> bool:
        """Whether it waits for a review by what it says itself: it asks for one, or is a page left open."""
        if self.needs_review or self.auto_created:
            return True
        return self.page and self.said is not None and bool(self.said.left_open)


_TITLE = NoteRow._fields.index("title")
"""Before it stands what a note's row says of its file alone."""


class TaskRow(NamedTuple):
    """A task as the lists know it. Dates are ISO, and `None` where absent or not real."""

    id: TaskId
    note: NoteRow
    """As it was when the task read so first: of its file, ask the note's own row."""
    line: int
    """From 0, counting LF only."""
    written: bytes
    """The exact line without its line ending: as text a calendar sign makes it four times as large."""
    mark: str
    """What stands between the brackets, a broken ` ?` included."""
    status: str
    """The status's name in the nearest vault settings."""
    status_type: str
    """TODO IN_PROGRESS ON_HOLD DONE CANCELLED NON_TASK"""
    proposed: bool
    """A proposal nobody has decided."""
    mine: bool
    """Owned by a name that means the user, or unowned in the capture file."""
    text: str
    """The words: no fields, owners or tags; not safe to show."""
    owners: tuple[str, ...]
    """As written, without `@`."""
    due: str | None
    scheduled: str | None
    start: str | None
    created: str | None
    ended: str | None
    """When it was done or cancelled."""
    priority: str | None
    """highest high medium low lowest"""
    tags: tuple[str, ...]
    """With `#`."""
    heading: str
    """The heading it stands under, `""` for none."""
    problems: tuple[str, ...]
    """Codes of what is wrong with the line: those of `core.parse.malformed`, `open-link`, and `twin`: it stands above already."""
    twins: int
    """How many lines of the note read exactly the same, this one included."""
    twin: int
    """Which of them it is, from 0."""
    near: int
    """Hash of the neighbouring lines where `twins` > 1, else 0: tells equal lines apart."""

    def reads_as(self, other: "TaskRow") -> bool:
        """Whether nothing tells them apart but when and with which bytes their note was written."""
        return self[2:] == other[2:] and self.note[_TITLE:] == other.note[_TITLE:]

    @property
    def raw(self) -> str:
        """The exact line; not safe to show."""
        return decode(self.written)

    @property
    def open(self) -> bool:
        """Neither done, cancelled nor a non-task."""
        return self.status_type in {"TODO", "IN_PROGRESS", "ON_HOLD"}
