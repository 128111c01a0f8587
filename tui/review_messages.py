"""What is told about pages that wait for a review. Plain dataclasses, as `tui.messages`."""

from dataclasses import dataclass

from textual.message import Message

from core.preview import NotePage
from core.review.items import ReviewRow, ReviewRows


class ReviewMessage(Message):
    """Something about pages that wait."""


@dataclass
class PageLooked(ReviewMessage):
    """The cursor stands on another page, or on none."""


@dataclass
class PagesWanted(ReviewMessage):
    """Another list is wanted: what the filter says was changed."""


@dataclass
class PagesMarked(ReviewMessage):
    """Other pages are marked now."""


@dataclass
class PageOpened(ReviewMessage):
    """A page was clicked twice."""


@dataclass
class PagesListed(ReviewMessage):
    """The list of request `serial`; `None`: the filter does not parse."""

    rows: ReviewRows | None
    serial: int
    ids: tuple[str, ...] = ()
    """In the order in which they are shown."""
    sentence: str = ""
    """What is wrong with the filter."""


@dataclass
class NearKnown(ReviewMessage):
    """Which pages of request `serial` have nearly the name of another."""

    serial: int
    keys: frozenset[str]


@dataclass
class OffersKnown(ReviewMessage):
    """Whom a page may be put into: key, and what is said of it; the likeliest first."""

    row: ReviewRow
    serial: int
    offers: tuple[tuple[str, str], ...]
    certain: bool
    """Nothing speaks against the first, and nobody else is offered."""


@dataclass
class CardRead(ReviewMessage):
    """The card of a page; no page: it waits no longer."""

    key: str
    serial: int
    page: NotePage | None
    stay: bool = False
    """It is what was shown, made again."""
