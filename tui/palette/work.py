"""What runs in threads for the palette: who and what is found, and what was chosen lately."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from core.errors import WinnowError
from core.path import NotePath
from core.titles import Titles
from tui.messages import Found
from tui.palette.messages import Offered, Recalled
from tui.palette.offers import ENTITY, NOTE, Offer, of_entity, of_note

if TYPE_CHECKING:
    from core.session import Session

_ENTITIES, _NOTES = 12, 20


class OfferWork:
    """One method a question."""

    def __init__(self, post: Callable[[Message], object], session: "Session") -> None:
        self._post = post
        self._session = session
        self._titles: tuple[int, Titles] | None = None
        """The titles of a snapshot by its revision."""

    def find(self, typed: str, serial: int) -> None:
        """Find entities by their names, and notes by their titles."""
        found: tuple[Offer, ...] = ()
        try:
            browse = self._session.browse
            hits = browse.jump(typed, limit=_ENTITIES)
            entities = (of_entity(Found(hit, browse.entity(hit.key))) for hit in hits)
            found = (*entities, *map(of_note, self._of_now().find(typed, _NOTES)))
        finally:  # the box waits for an answer, whatever came of it
            if not get_current_worker().is_cancelled:
                self._post(Offered(found, serial))

    def _of_now(self) -> Titles:
        snapshot, known = self._session.snapshot, self._titles
        if known is None or known[0] != snapshot.revision:
            known = self._titles = snapshot.revision, Titles(snapshot.notes.values())
        return known[1]

    def recall(self, _serial: int) -> None:
        """Find what was chosen lately."""
        ids: tuple[str, ...] = ()
        with suppress(WinnowError):  # then nothing was
            ids = self._session.recent.ids
        notes = [id for id in ids if id.startswith(NOTE)]
        self._post(Recalled(ids, tuple(filter(None, map(self._known, notes)))))
        if entities := [id for id in ids if id.startswith(ENTITY)]:
            self._session.browse.prepare()  # who they are may take a while at the first time
            self._post(Recalled(ids, tuple(filter(None, map(self._known, entities)))))

    def _known(self, id: str) -> Offer | None:
        """The entity or the note that was chosen, if it is there still."""
        kind, _, value = id.partition(":")
        if kind == NOTE:
            note = self._session.snapshot.notes.get(NotePath(value))
            return None if note is None else of_note(note)
        entity = self._session.browse.entity(value) if kind == ENTITY else None
        return None if entity is None else Offer(ENTITY, value, entity.name, type=entity.type)

    def remember(self, id: str) -> None:
        """Remember that it was chosen: the jump has entities earlier, too."""
        with suppress(WinnowError, OSError):  # it comes no earlier, then
            self._session.recent.choose(id)
            kind, _, value = id.partition(":")
            if kind == ENTITY:
                self._session.browse.chosen(value)
