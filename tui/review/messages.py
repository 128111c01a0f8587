"""What is told about pages that wait for a review. Plain dataclasses, as `tui.messages`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.preview import NotePage
from core.review.items import ReviewRows
from tui.app_message import AppMessage

if TYPE_CHECKING:  # none of it is needed for the first frame
    from core.actions.intents import AnyIntent, Plan
    from core.inbox.items import Suggestion
    from core.names import WantedName
    from core.review.fields import Field


class ReviewMessage(AppMessage):
    """Something about pages that wait."""


@dataclass
class PageLooked(ReviewMessage):
    """The cursor stands on another page, or on none."""


@dataclass
class PagesWanted(ReviewMessage):
    """Another list is wanted: what the filter says was changed."""


@dataclass
class PagesListed(ReviewMessage):
    """The list of request `serial`; `None`: the filter does not parse."""

    rows: ReviewRows | None
    serial: int
    ids: tuple[str, ...] = ()
    """In the order in which they are shown."""
    sentence: str = ""
    """What is wrong with the filter."""
    place: tuple[int, int] | None = None
    """Where in it that stands."""


@dataclass
class NearKnown(ReviewMessage):
    """Which pages of request `serial` have nearly the name of another."""

    serial: int
    keys: frozenset[str]


@dataclass
class NamesListed(ReviewMessage):
    """Names without a page, as far as a filter means them; `None`: it means neither pages nor names."""

    filter: str
    names: "tuple[WantedName, ...] | None"
    seconds: float
    """How long it took."""


@dataclass
class CardRead(ReviewMessage):
    """The card of a page; no page: it waits no longer."""

    key: str
    serial: int
    page: NotePage | None
    stay: bool = False
    """It is what was shown, made again."""


class PageMessage(AppMessage):
    """What a box about pages waits for."""


@dataclass
class OffersKnown(PageMessage):
    """Whom pages may be the same as, the likeliest first."""

    serial: int
    offers: "tuple[Suggestion, ...]"


@dataclass
class PagePlanned(PageMessage):
    """What an intent of request `serial` would write; no plan: why it cannot be."""

    serial: int
    intent: "AnyIntent"
    plan: "Plan | None"
    diff: str = ""
    sentence: str = ""


@dataclass
class FieldsKnown(PageMessage):
    """What some pages say."""

    serial: int
    fields: "tuple[Field, ...]"
