"""What the user wants done, as values; `plan` turns one into a transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from core.clusters.cluster import Cluster, Field
from core.edit import Transaction
from core.inbox.items import InboxRow
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.problems.items import Problem
from core.review.items import ReviewRow
from core.text import encode

if TYPE_CHECKING:
    from core.actions.merging import Folded
    from core.actions.uniting import Clash

Tasks = Mapping[TaskId, TaskRow]
Choices = tuple[tuple[Field, str], ...]


@dataclass(frozen=True, slots=True)
class TaskIntent:
    """Something to do to tasks, as they were when they were read."""

    items: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Accept(TaskIntent):
    """Make proposals ordinary open tasks."""


@dataclass(frozen=True, slots=True)
class Reject(TaskIntent):
    """Give tasks the vault's own CANCELLED status."""


@dataclass(frozen=True, slots=True)
class Start(TaskIntent):
    """Mark tasks as in progress."""


@dataclass(frozen=True, slots=True)
class Done(TaskIntent):
    """Complete tasks; a recurring one writes its next occurrence."""


@dataclass(frozen=True, slots=True)
class Reopen(TaskIntent):
    """Give tasks the first TODO status that is not the proposed one."""


@dataclass(frozen=True, slots=True)
class AsBefore(TaskIntent):
    """Decide tasks as the same ones were decided before, in whatever note."""


@dataclass(frozen=True, slots=True)
class AcceptCluster(TaskIntent):
    """Of proposals that say the same accept one each, which gets what it lacks of the others; those are rejected."""

    groups: tuple[tuple[TaskId, ...], ...]
    """The members of each cluster among the items, the one that stays first."""
    choose: Choices = ()
    """Where members of the only cluster disagree: what is to be said; else the line that stays keeps its own."""

    @classmethod
    def of(cls, clusters: Iterable[Cluster], tasks: Tasks, choose: Choices = ()) -> "AcceptCluster":
        """To accept these clusters as they are, of their members what is still there."""
        found = [(one.best, *one.members) for one in clusters if one.best in tasks]
        groups = tuple(tuple(id for id in dict.fromkeys(one) if id in tasks) for one in found)
        return cls(tuple(tasks[id] for group in groups for id in group), groups, choose)


@dataclass(frozen=True, slots=True)
class RejectCluster(TaskIntent):
    """Reject every member of clusters."""


@dataclass(frozen=True, slots=True)
class DuplicateOf(TaskIntent):
    """Reject tasks that say the same as another one."""

    of: TaskId


@dataclass(frozen=True, slots=True)
class Split(TaskIntent):
    """Members of a cluster stand apart from the rest from now on; no note changes."""

    rest: tuple[TaskId, ...]


@dataclass(frozen=True, slots=True)
class Join(TaskIntent):
    """Proposals are one cluster from now on, however they read; no note changes."""


@dataclass(frozen=True, slots=True)
class SetOwner(TaskIntent):
    """Give tasks this owner instead of all others; `None` takes the owners off."""

    owner: str | None


@dataclass(frozen=True, slots=True)
class SetDue(TaskIntent):
    """Give tasks this due date; `None` takes it off."""

    due: date | None


@dataclass(frozen=True, slots=True)
class SetPriority(TaskIntent):
    """Give tasks this priority, one of highest high medium low lowest; `None` takes it off."""

    priority: str | None


@dataclass(frozen=True, slots=True)
class SetTag(TaskIntent):
    """Add a tag, or take it off."""

    tag: str
    """With its `#`."""
    present: bool


@dataclass(frozen=True, slots=True)
class SetText(TaskIntent):
    """Replace the words of one task; its fields, owners and tags stay."""

    text: str


@dataclass(frozen=True, slots=True)
class Snooze(TaskIntent):
    """Hide tasks until a day; `None` brings them back. Nothing is written into the notes."""

    until: date | None


Decision = Accept | Reject | Start | Done | Reopen
"""Gives a task another status."""
Intent = (
    Decision | AsBefore | AcceptCluster | RejectCluster | DuplicateOf | Split | Join
    | SetOwner | SetDue | SetPriority | SetTag | SetText | Snooze
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemIntent:
    """Something to do to what waits in the inbox, as it was when it was listed."""

    items: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class File(ItemIntent):
    """Make what arrived notes of an entity, in its folder; a note moves there from another entity."""

    to: str
    """The entity's folder, which is its key; where nobody lives there a page is made."""


@dataclass(frozen=True, slots=True)
class MakeNote(ItemIntent):
    """Write a new note about each source, in an entity's folder."""

    to: str


@dataclass(frozen=True, slots=True)
class Archive(ItemIntent):
    """Put what arrived away, below the day."""


@dataclass(frozen=True, slots=True)
class Duplicate(ItemIntent):
    """Put what arrived away as a copy of another file."""

    of: NotePath


@dataclass(frozen=True, slots=True)
class KeepOne(ItemIntent):
    """Of notes of one meeting keep one: it gets the proposals that it lacks, links lead to it, the rest goes to the trash."""

    keep: NotePath


@dataclass(frozen=True, slots=True)
class Trash(ItemIntent):
    """Move files to the vault's trash."""


@dataclass(frozen=True, slots=True)
class Review(ItemIntent):
    """Notes were gone through: they leave the inbox; with `done` false they come back."""

    done: bool = True


@dataclass(frozen=True, slots=True)
class SnoozeItem(ItemIntent):
    """Hide items until a day, or until their file changes; neither: bring them back."""

    until: date | None = None
    until_changed: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """Write a proposed task into the capture file, before all others."""

    text: str


@dataclass(frozen=True, slots=True)
class MakeTask:
    """Make a proposed task of a line of a note: in its own list, or in the capture file where it is a source."""

    path: NotePath
    line: int
    """From 0."""
    text: str
    """The line as it was read."""


InboxIntent = (
    File | MakeNote | Archive | Duplicate | KeepOne
    | Trash | Review | SnoozeItem | Capture | MakeTask
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageIntent:
    """Something to do to pages that wait for a review, as they were when they were listed."""

    items: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Keep(PageIntent):
    """Pages are as they should be: take off the flag, and nothing else."""


@dataclass(frozen=True, slots=True)
class PutOff(PageIntent):
    """Pages wait no more until a day, or until they change; neither: they wait again."""

    until: date | None = None
    until_changed: bool = False


@dataclass(frozen=True, slots=True)
class Rename(PageIntent):
    """Call a page otherwise; all that names it follows."""

    to: str


@dataclass(frozen=True, slots=True)
class Merge(PageIntent):
    """Put a page into another: its text, notes, tags and names; it goes to the trash."""

    into: str
    """The key of the page that stays."""
    choose: tuple[tuple[str, str], ...] = ()
    """Of properties of which both say something else: what is to be said."""


@dataclass(frozen=True, slots=True)
class Retype(PageIntent):
    """Make an entity one of another type: folder, type and tags; all that names it follows."""

    type: str
    """As the settings have it, or a folder of that type."""


@dataclass(frozen=True, slots=True)
class Alias(PageIntent):
    """Give a page another name besides its own."""

    name: str


@dataclass(frozen=True, slots=True)
class SetFields(PageIntent):
    """Let properties say something."""

    fields: tuple[tuple[str, str | None], ...]
    """Property and text, of a list its items between commas; `None` takes the property off."""


@dataclass(frozen=True, slots=True)
class TrashPage(PageIntent):
    """Put pages into the vault's trash."""

    links: Literal["leave", "unlink", "redirect"] = "leave"
    """What becomes of links to them: they stay, become the text that they show, or lead to another page."""
    to: str = ""
    """The key of that page."""
    notes: bool = False
    """Whether all that lies in their folders goes along; links to that become text, unless links stay."""


@dataclass(frozen=True, slots=True)
class LinkMentions(PageIntent):
    """Make links of words that mean a page."""

    places: tuple[tuple[NotePath, int], ...] | None = None
    """Notes and lines, from 0; `None`: wherever it is mentioned."""


@dataclass(frozen=True, slots=True)
class CreatePage:
    """Make a page for a name that has none."""

    name: str
    type: str
    """As the settings have it, or a folder of that type."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapName:
    """Let names that name nobody mean somebody."""

    names: tuple[str, ...]
    """In any spelling; all others of each are meant too."""
    to: str
    """The key of an entity."""
    rewrite: bool = False
    """Write the entity's name wherever they stand; else they become other names of its page."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Let lines say what they were meant to say, one problem at a time."""

    items: tuple[Problem, ...]


ReviewIntent = Keep | PutOff
NamingIntent = Rename | Merge | Retype
"""About any page, and about what names it."""
PageEdit = Alias | SetFields | TrashPage | LinkMentions
AnyIntent = (
    Intent | InboxIntent | ReviewIntent | NamingIntent | PageEdit | CreatePage | MapName | Fix
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one item was left as it is."""

    id: TaskId
    reason: str
    """One sentence; not safe to show, it may quote the note."""
    expected: str = ""
    """The line that was looked for."""
    found: str = ""
    """The line that stands there now."""
    conflict: bool = False
    """The note moved on, as opposed to: the vault does not allow it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an intent would write; nothing has been written."""

    transaction: Transaction | None
    """`None` where nothing changes."""
    done: tuple[TaskId, ...]
    """Items whose line the transaction changes."""
    unchanged: tuple[TaskId, ...]
    """Items that already are what was asked for."""
    refused: tuple[Refusal, ...]
    remarks: tuple[str, ...] = ()
    """Sentences about what names a file that moves and is left as it is; not safe to show."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Of plans about pages: form of reference → how many are written anew."""
    folded: "tuple[Folded, ...]" = ()
    """Lines of a merged page that the other has."""
    clashes: "tuple[Clash, ...]" = ()
    """Properties of which a merged page and the other say different things."""


def line_id(text: str) -> TaskId:
    """What a task that is to be made of a text is called until there is one: a plan's `done` and `refused` name it so."""
    return TaskId(f"line{crc32(encode(text)):08x}")
