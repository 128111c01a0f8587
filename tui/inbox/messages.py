"""What is told about the Inbox. Plain dataclasses, as `tui.messages`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.inbox.items import Arrival, InboxRow, Suggestion, Twin
from core.path import NotePath
from core.preview import NotePage
from tui.app_message import AppMessage

if TYPE_CHECKING:
    from tui.inbox.rows import InboxList


class InboxMessage(AppMessage):
    """Something about the Inbox."""


@dataclass
class ItemLooked(InboxMessage):
    """The cursor stands on another item, or on none."""


@dataclass
class ItemsWanted(InboxMessage):
    """Another list is wanted: what the filter says was changed."""


@dataclass
class ItemsListed(InboxMessage):
    """The list of request `serial`; `None`: the filter does not parse."""

    listing: "InboxList | None"
    serial: int
    sentence: str = ""
    """What is wrong with the filter."""
    place: tuple[int, int] | None = None
    """Where in it that stands."""


@dataclass
class ItemRead(InboxMessage):
    """What an item says."""

    id: str
    serial: int
    arrival: Arrival
    page: NotePage | None = None
    sentence: str = ""
    """Why there is no page."""
    stay: bool = False
    """It is what was shown, read again."""


@dataclass
class TogetherKnown(InboxMessage):
    """Whose several items may be, each as most of them suggest."""

    serial: int
    suggestions: tuple[Suggestion, ...]


@dataclass
class ItemKnown(InboxMessage):
    """Whose an item may be, and what it may be a copy of."""

    id: str
    serial: int
    suggestions: tuple[Suggestion, ...]
    twins: tuple[Twin, ...]


@dataclass
class TwinsKnown(InboxMessage):
    """What an item that is not looked at may be a copy of."""

    id: str
    serial: int
    twins: tuple[Twin, ...]


@dataclass
class Compared(InboxMessage):
    """What an item says otherwise than what it may be a copy of."""

    id: str
    of: NotePath
    difference: str


@dataclass
class Places(InboxMessage):
    """Where the entities of each type live: type and folder, the usual one."""

    places: tuple[tuple[str, str], ...]


@dataclass
class TwinFound(InboxMessage):
    """Two notes of one meeting, and which of them is to be kept."""

    items: tuple[InboxRow, ...]
    keep: NotePath
