"""What waits in the inbox, as values: files that arrived, and notes that nobody has been through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.path import NotePath

Kind = Literal["transcript", "email", "voice", "draft", "attachment", "capture", "note"]
"""`capture`: the file of captured lines; `note`: what the pipeline wrote."""
KINDS: tuple[Kind, ...] = (
    "transcript", "email", "voice", "draft", "attachment", "capture", "note",
)  # fmt: skip


class Person(NamedTuple):
    """Somebody as a mail or a transcript names them; not safe to show."""

    name: str
    """`""`: only an address is known."""
    address: str = ""
    """Of mail, in lower case."""


class Arrival(NamedTuple):
    """What an item says of itself. All texts are as written, and not safe to show."""

    kind: Kind
    title: str
    """Subject, title or first heading, else the file's stem; never empty."""
    date: str | None = None
    """ISO day: said by it, else in front of its name."""
    thread: str = ""
    """What all mails of one thread have in common: the folded subject without `Re:`; else `""`."""
    senders: tuple[Person, ...] = ()
    """Who wrote, spoke, or is answered; the first one first."""
    people: tuple[Person, ...] = ()
    """Who else took part."""
    links: tuple[str, ...] = ()
    """Targets of its wikilinks, those in its properties first."""
    source: str = ""
    """What it says it was made from."""
    messages: int = 0
    """Of a mail thread."""
    minutes: int = 0
    """Of a recording."""


class InboxRow(NamedTuple):
    """An item as the list knows it."""

    id: str
    """Opaque, `[a-z0-9]+`; the same on every run while the file stays at its path."""
    path: NotePath
    kind: Kind
    title: str
    """Not safe to show."""
    date: str | None
    size: int
    """Bytes."""
    proposals: int
    """Undecided ones in it."""
    key: str
    """Under what it is remembered that it is snoozed or reviewed; survives a rename by us."""
    crc: int
    """Of its bytes; 0 where they are not read."""
    entity: str | None = None
    """Name of the entity in whose folder it lies."""
    entity_type: str | None = None
    source: str = ""
    """What it was made from, folded so that notes of one source agree; `""`: not known."""
    flags: tuple[str, ...] = ()
    """`duplicate`, `no-entity`, `no-source`, `unfinished`: a program may still be writing it."""
    head: str = ""
    """The id of the row that it stands below, as a note of the same source."""
    others: tuple[str, ...] = ()
    """The ids of the rows that stand below it."""
    messages: int = 0
    minutes: int = 0


class Suggestion(NamedTuple):
    """An entity that an item may belong to."""

    key: str
    """As `session.browse` knows it."""
    name: str
    type: str
    score: float
    """The higher the likelier; comparable within one item only."""
    why: tuple[str, ...]
    """The strongest reason first: `4 of 4 people`, `earlier notes of this thread`; not safe to show."""


class Twin(NamedTuple):
    """A file that an item may be a copy of."""

    path: NotePath
    why: str
    """`the same bytes`, `the same thread, 2 of its 3 messages`, `94 % the same words`."""
    score: int
    """0 to 100."""
    keep: bool
    """Whether the twin is the better one of the two, so that the item may go."""


class Back(NamedTuple):
    """When items come back that are out of sight."""

    day: str
    """ISO; `""`: when their files change."""
    title: str
    """Of the first of them; not safe to show."""
    items: int


@dataclass(frozen=True, slots=True, eq=False)
class InboxRows:
    """What waits and a filter means, in order."""

    revision: int
    """Of the snapshot they were taken from; `core.tasks.UNREAD`: of none, but as an earlier run left them."""
    filter: str
    ids: tuple[str, ...]
    """What arrived, newest first, then the new notes, newest first, each followed by its others."""
    rows: Mapping[str, InboxRow]
    """Every item by its id, the listed ones among them."""
    arrived: int
    """How many of the listed ones arrived: they come first."""
    notes: int
    """How many heads of new notes are listed."""
    total: int
    """What waits, whatever the filter: files that arrived, and heads of new notes."""
    snoozed: tuple[Back, ...]
    """What comes back, the soonest first."""
    heads: tuple[str, ...] = ()
    """Of the new notes only those that stand below no other."""
