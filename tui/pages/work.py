"""What runs in threads for boxes about pages: whom they may be, what a change would do, what they say."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from core.entities import same_type
from core.errors import WinnowError
from core.inbox.items import Suggestion
from core.review.items import ReviewRow
from tui.pages.verbs import suggested
from tui.review.messages import FieldsKnown, OffersKnown, PagePlanned

if TYPE_CHECKING:
    from core.actions.intents import AnyIntent
    from core.note import Note
    from core.session import Session

_LIKE = 40
"""Pages of a type that are read to know what such pages say."""


class PageWork:
    """One method a question."""

    def __init__(self, post: Callable[[Message], object], session: "Session") -> None:
        self._post = post
        self._session = session

    def offers(self, rows: Sequence[ReviewRow], serial: int) -> None:
        """Find whom pages may be the same as: of several, first of all each other."""
        own = [Suggestion(row.key, row.name, row.type, 100.0, ("marked",)) for row in rows]
        found = {one.key: one for one in own} if len(rows) > 1 else {}
        for row in rows:
            for one in suggested(self._session.review.candidates(row.key)):
                found.setdefault(one.key, one)
        self._answer(OffersKnown(serial, tuple(found.values())))

    def plan(self, intent: "AnyIntent", serial: int) -> None:
        """Work out what an intent would write."""
        try:
            plan = self._session.plan(intent)
            diff = self._session.writing.diff(plan.transaction) if plan.transaction else ""
        except WinnowError as error:
            self._answer(PagePlanned(serial, intent, None, sentence=str(error)))
            return
        self._answer(PagePlanned(serial, intent, plan, diff))

    def fields(self, rows: Sequence[ReviewRow], serial: int) -> None:
        """Read what pages say, and what others of their types do."""
        from core.review.fields import fields_of  # noqa: PLC0415 - the parsers come with it

        types = {row.type for row in rows}
        like = list(islice(self._notes(self._like(types)), _LIKE))
        pages = list(self._notes([row.path for row in rows if row.path]))
        self._answer(FieldsKnown(serial, fields_of(pages, types, like)))

    def _like(self, types: set[str]) -> Iterator[str]:
        kinds = set(map(same_type, types))
        entities = self._session.browse.entities()
        for key in entities.keys:
            row = entities.rows[key]
            if row.path and same_type(row.type) in kinds:
                yield row.path

    def _notes(self, paths: "Iterator[str] | Sequence[str]") -> "Iterator[Note]":
        from core.path import NotePath  # noqa: PLC0415 - as above

        for path in paths:
            with suppress(WinnowError):  # what cannot be read says nothing
                yield self._session.note(NotePath(path))

    def _answer(self, message: Message) -> None:
        """Post it, unless somebody asked anew meanwhile."""
        if not get_current_worker().is_cancelled:
            self._post(message)
