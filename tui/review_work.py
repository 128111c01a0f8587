"""What runs in threads for the Review pane: it asks the session, and posts what came of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from core.errors import BadQuery
from tui.listing import laid
from tui.review_messages import CardRead, NearKnown, OffersKnown, PagesListed

if TYPE_CHECKING:
    from core.review.items import ReviewRow
    from core.session import Session

_NEAR = 600
"""Pages of a list whose near names are looked for: a screen has fewer lines, and each costs a millisecond."""


class ReviewWork:
    """One method a question."""

    def __init__(self, post: Callable[[Message], object], session: "Session") -> None:
        self._post = post
        self._session = session

    def list(self, filter: str, base: tuple[str, ...] | None, serial: int) -> None:
        """Find what waits and a filter means; with a `base` it stays in that order."""
        try:
            rows = self._session.review.rows(filter)
        except BadQuery as bad:
            self._answer(PagesListed(None, serial, sentence=str(bad)))
            return
        ids = rows.ids if base is None else laid(base, rows.ids)
        self._answer(PagesListed(rows, serial, ids))
        near = set()
        for key in ids[:_NEAR]:
            if get_current_worker().is_cancelled:
                return
            if self._session.review.candidates(key):
                near.add(key)
        self._answer(NearKnown(serial, frozenset(near)))

    def offers(self, row: "ReviewRow", serial: int) -> None:
        """Find whom a page may be put into."""
        found = self._session.review.candidates(row.key)
        offers = tuple((one.entity.key, f"{one.entity.name}: {one.why}") for one in found)
        certain = len(found) == 1 and not found[0].vetoes
        self._answer(OffersKnown(row, serial, offers, certain))

    def card(self, key: str, serial: int, *, stay: bool) -> None:
        """Put together all that is shown of a page to decide about it."""
        from core.review.page import page_of  # noqa: PLC0415 - the first list needs no card

        card = self._session.review.card(key)
        page = page_of(card) if card is not None else None
        self._answer(CardRead(key, serial, page, stay=stay))

    def _answer(self, message: Message) -> None:
        """Post it, unless somebody asked anew meanwhile."""
        if not get_current_worker().is_cancelled:
            self._post(message)
