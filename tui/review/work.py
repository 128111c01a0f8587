"""What runs in threads for the Review pane: it asks the session, and posts what came of it."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from core.errors import BadQuery
from core.review.filter import parse_filter
from tui.laying import laid
from tui.review.messages import CardRead, NamesListed, NearKnown, PagesListed

if TYPE_CHECKING:
    from core.names import Test, WantedName
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
        review = self._session.review
        try:
            rows = review.rows(filter)
        except BadQuery as bad:
            if _of_names(filter) is None:
                self._answer(PagesListed(None, serial, sentence=str(bad), place=bad.place))
                return
            rows = review.rows()._replace(filter=filter, ids=())  # it is about names
        ids = rows.ids if base is None else laid(base, rows.ids)
        self._answer(PagesListed(rows, serial, ids))
        near = set()
        for key in ids[:_NEAR]:
            if get_current_worker().is_cancelled:
                return
            if self._session.review.candidates(key):
                near.add(key)
        self._answer(NearKnown(serial, frozenset(near)))

    def names(self, filter: str, _serial: int) -> None:
        """Find names without a page; a filter that is about pages means none of them."""
        began = monotonic()
        found: tuple[WantedName, ...] | None = None
        try:
            test = _of_names(filter)
            if test is not None:
                found = tuple(one for one in self._session.browse.names() if test(one))
            elif self._is_of_pages(filter):
                found = ()
        finally:  # the next question waits for this answer, whatever came of it
            self._post(NamesListed(filter, found, monotonic() - began))

    def _is_of_pages(self, filter: str) -> bool:
        try:
            parse_filter(filter, lambda _: False)
        except BadQuery:
            return False
        return True

    def name(self, name: "WantedName", key: str, serial: int, *, stay: bool) -> None:
        """Put together all that is shown of a name."""
        from core.review.page import page_of_name  # noqa: PLC0415 - as above

        self._answer(CardRead(key, serial, page_of_name(name), stay=stay))

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


def _of_names(filter: str) -> "Test | None":
    """What a filter says of names; `None`: it does not parse so."""
    from core import names  # noqa: PLC0415 - the first list needs none

    with suppress(BadQuery):
        return names.parse_filter(filter)
    return None
