"""What workers tell the app. Plain dataclasses: Textual fills in a message's sender after it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from core.actions.intents import AnyIntent, Intent, Plan
from core.decisions import Resumed
from core.index.rows import NoteRow, TaskId, TaskRow
from core.path import NotePath
from core.preview import NotePage
from core.queue import Held
from core.tasks import Rows
from core.writing import Outcome
from tui.app_message import AppMessage
from tui.bars import Standing
from tui.tasks.rows import TaskList

if TYPE_CHECKING:  # none of it is needed for the first frame
    from core.browse import EntityRow, Place
    from core.jump import Hit
    from core.links import Resolution
    from tui.entities.rows import Listing
    from tui.entities.visits import Visit

    Leading = TaskRow | NoteRow | Place


class Found(NamedTuple):
    """Something to jump to."""

    hit: "Hit"
    row: "EntityRow | None"
    """What is known of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be written; `intent` is `None` for undo and redo."""

    id: str
    """What the queue of decisions calls it."""
    verb: str
    intent: AnyIntent | None
    ids: tuple[TaskId, ...]
    left: tuple[TaskId, ...] = ()
    """Rows that left the list at the key and come back if the job is refused."""
    items: tuple[str, ...] = ()
    """Items of the Inbox, or pages of the Review pane, that left so."""
    entry: str | None = None
    """What of the journal is undone or done again; `None`: what is next."""
    told: tuple[str, ...] = ()
    """What a question about it says besides; not safe to show."""


@dataclass
class Progress(AppMessage):
    """Notes read, of how many."""

    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest matters."""
        return isinstance(message, Progress)


@dataclass
class Partly(AppMessage):
    """There is a snapshot of what was read of the vault so far."""


@dataclass
class Scanned(AppMessage):
    """The vault was read, or read again; these tasks may differ, `None` for all."""

    touched: frozenset[TaskId] | None
    standing: Standing
    trouble: int
    """Files and folders that could not be read."""
    copies: int
    """Copies that a sync client left."""
    known: Mapping[str, tuple[str, ...]] | None
    """`owners` and `tags` of the vault, the usual ones first; `None`: much as they were."""


@dataclass
class RowsReady(AppMessage):
    """The list that was asked for in request `serial`."""

    rows: Rows
    serial: int
    nearest: tuple[tuple[str, int], ...] = ()
    """Of a filter that finds nothing: what would be found without each of its terms."""
    lacking: str = ""
    """Why there may be more."""
    listing: TaskList | None = None
    """They as they are to be listed; `None`: as they are."""


@dataclass
class BadFilter(AppMessage):
    """The filter of request `serial` does not parse."""

    sentence: str
    serial: int
    place: tuple[int, int] | None = None
    """Where in it the mistake stands."""


@dataclass
class PageReady(Message):
    """A note as it is on the disk now, with the task's line marked; `None` when it cannot be read."""

    id: TaskId
    page: NotePage | None
    sentence: str = ""


@dataclass
class Planned(AppMessage):
    """What a job would write, to be asked about."""

    job: Job
    plan: Plan
    diff: str


@dataclass
class Committed(AppMessage):
    """A job is done and durable; some of its items may have been refused."""

    job: Job
    outcome: Outcome
    standing: Standing


@dataclass
class NotCommitted(AppMessage):
    """A job that wrote nothing, and why."""

    job: Job
    sentence: str
    conflict: bool = False
    kept: bool = False
    """It stays in the queue, and is tried again."""
    planned: bool = False
    """It was only being worked out, and does not stand in the queue."""


@dataclass
class Rescued(AppMessage):
    """What a person should be told of that nobody asked for; it may quote notes."""

    sentences: tuple[str, ...]


@dataclass
class Taken(AppMessage):
    """Decisions were taken up that an earlier run left, or that were held."""

    resumed: Resumed
    again: bool
    """They were held in this run."""


@dataclass
class Holding(AppMessage):
    """What could not be written and is to be tried again."""

    held: Held


@dataclass
class Again(AppMessage):
    """What was refused and is wanted once more."""

    intents: tuple[Intent, ...]


@dataclass
class Waiting(AppMessage):
    """A write waits for another program's lock, of this path; `""`: it goes on."""

    lock: str


@dataclass
class Changed(AppMessage):
    """Another program changed these notes; `None`: anything may have changed."""

    paths: frozenset[NotePath] | None


@dataclass
class Writable(AppMessage):
    """Whether this screen may write, or who has the vault open."""

    holder: str


@dataclass
class Passed(AppMessage):
    """The cursor of the list of entities stands here; `None`: on none of them."""

    key: str | None


@dataclass
class Wanted(AppMessage):
    """Another list of entities is wanted: what the filter says was changed, or what is known of them."""

    again: bool = False
    """What is read beside it is to be read again too."""


@dataclass
class Tabbed(AppMessage):
    """A tab was clicked."""

    name: str


@dataclass
class Opened(AppMessage):
    """What is under the cursor was clicked twice."""


@dataclass
class Beyond(AppMessage):
    """Lines of the note that is read are wanted beyond those that are shown: those around one."""

    path: NotePath
    line: int
    mark: int | None


@dataclass
class Listed(AppMessage):
    """The list of entities of request `serial`; `None`: the filter does not parse."""

    listing: "Listing | None"
    serial: int
    sentence: str = ""
    """What is wrong with the filter."""
    place: tuple[int, int] | None = None
    """Where in it that stands."""


@dataclass
class Read(AppMessage):
    """What was to be read: a note, or rows that lead into notes."""

    visit: "Visit"
    serial: int
    entity: "EntityRow | None" = None
    page: NotePage | None = None
    rows: "Sequence[Leading]" = ()
    sentence: str = ""
    """Why there is nothing, or nothing yet."""
    stay: bool = False
    """It is what was shown, read again."""


@dataclass
class Further(AppMessage):
    """The page that is read, around other lines; `None`: it cannot be read any more."""

    page: NotePage | None
    serial: int


@dataclass
class Sourced(AppMessage):
    """What a note was made from; `None`: it cannot be read."""

    serial: int
    page: NotePage | None
    sentence: str = ""


@dataclass
class Followed(AppMessage):
    """Where a link leads."""

    written: str
    """As it stands in the note."""
    resolution: "Resolution"
    heading: str | None
    serial: int


@dataclass
class Jumped(AppMessage):
    """What was found for the letters of request `serial`, best first."""

    found: "Sequence[Found]"
    serial: int


@dataclass
class Indexed(AppMessage):
    """Notes whose words are indexed, of how many."""

    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        """Only the newest matters."""
        return isinstance(message, Indexed)


@dataclass
class Told(AppMessage):
    """Something to say for a few seconds."""

    sentence: str


@dataclass
class Gathered(AppMessage):
    """More is known of what speaks for these proposals."""

    touched: frozenset[TaskId]


Answer = (
    Progress | Partly | Gathered | Scanned | RowsReady | BadFilter | Planned | Committed | NotCommitted | Rescued
)  # fmt: skip
"""What workers tell the app."""
Asked = Passed | Wanted | Tabbed | Opened | Beyond
"""What the Entities pane asks for."""
Browsed = Asked | Listed | Read | Further | Sourced | Followed | Jumped | Told | Indexed
"""What is told about entities, links and pages."""
Late = Taken | Holding | Again
"""What they tell of decisions that were not written at once."""
Company = Writable | Waiting | Changed
"""What other programs do in the same vault."""
