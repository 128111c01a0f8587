"""What runs in threads for the Inbox: it asks the session, and posts what came of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from core.errors import BadQuery, WinnowError
from core.inbox.items import InboxRow, Suggestion
from core.path import NotePath, folder_of
from tui.inbox.messages import (
    Compared,
    ItemKnown,
    ItemRead,
    ItemsListed,
    Places,
    TogetherKnown,
    TwinFound,
    TwinsKnown,
)
from tui.inbox.rows import InboxList, inbox_list
from tui.messages import Told

if TYPE_CHECKING:
    from core.preview import NotePage
    from core.session import Session

_TOGETHER = 300
"""Items that are looked at for what all of them suggest: a millisecond each."""


class InboxWork:
    """One method a question."""

    def __init__(self, post: Callable[[Message], object], session: "Session") -> None:
        self._post = post
        self._session = session

    def list(self, filter: str, base: InboxList | None, serial: int) -> None:
        """Find what waits and a filter means; with a `base` it stays in the order that one has."""
        try:
            rows = self._session.inbox.rows(filter)
        except BadQuery as bad:
            self._post(ItemsListed(None, serial, str(bad), bad.place))
            return
        self._answer(ItemsListed(inbox_list(rows, base), serial))

    def read(self, row: InboxRow, serial: int, *, stay: bool) -> None:
        """Read what an item says."""
        inbox = self._session.inbox
        read = ItemRead(row.id, serial, inbox.arrival(row), stay=stay)
        try:
            read.page = self._page(row)
        except WinnowError as error:
            read.sentence = str(error)
        self._answer(read)

    def know(self, row: InboxRow, serial: int) -> None:
        """Find out whose an item may be, and what it may be a copy of."""
        inbox = self._session.inbox
        suggested = inbox.suggested(row)
        if not get_current_worker().is_cancelled:
            self._answer(ItemKnown(row.id, serial, suggested, inbox.twins(row)))

    def twins(self, row: InboxRow, serial: int) -> None:
        """Find out what an item may be a copy of."""
        self._answer(TwinsKnown(row.id, serial, self._session.inbox.twins(row)))

    def together(self, rows: Sequence[InboxRow], serial: int) -> None:
        """Find out whose several items may be: what each suggests first, counted."""
        firsts: dict[str, Suggestion] = {}
        counts: Counter[str] = Counter()
        for row in rows[:_TOGETHER]:
            if get_current_worker().is_cancelled:
                return
            for one in self._session.inbox.suggested(row, 1):
                firsts.setdefault(one.key, one)
                counts[one.key] += 1
        usual = sorted(firsts, key=lambda key: (-counts[key], firsts[key].name))
        made = (
            firsts[key]._replace(score=counts[key], why=(f"{counts[key]} of {len(rows)} items",))
            for key in usual
        )
        self._answer(TogetherKnown(serial, tuple(made)))

    def _page(self, row: InboxRow) -> "NotePage":
        from core.note import parse_note  # noqa: PLC0415 - the parsers come with it
        from core.preview import preview  # noqa: PLC0415 - as above

        session = self._session
        if row.kind == "attachment":
            raise WinnowError("No text to be read here. enter opens it with the system's program.")
        if row.kind in {"note", "capture"}:
            note = session.note(row.path)
            return preview(note, None, session.snapshot.source(note.source_ref))
        # A mail may end its lines with a bare CR: the text of an item has LF.
        data = session.inbox.text(row).encode("utf-8", "surrogateescape")
        return preview(parse_note(row.path, data, session.vault.settings(row.path)))

    def compare(self, row: InboxRow, of: NotePath, serial: int) -> None:  # noqa: ARG002 - the box knows what it waits for
        """Find what an item says otherwise than another file."""
        try:
            said = self._difference(row, of)
        except WinnowError as error:
            said = str(error)
        self._answer(Compared(row.id, of, said))

    def _difference(self, row: InboxRow, of: NotePath) -> str:
        from core.inbox.difference import difference  # noqa: PLC0415 - not needed before

        vault = self._session.vault
        if row.kind == "attachment":
            return "Of files that are no text the bytes are compared, not shown."
        return difference(vault.read(of), vault.read(row.path))

    def twin(self, row: InboxRow, other: NotePath, keep: NotePath, serial: int) -> None:  # noqa: ARG002 - as `compare`
        """Find the other note of a meeting."""
        found = self._session.inbox.find(other)
        if found is None:
            self._post(Told(f"{other} is no note of a meeting."))
        else:
            self._answer(TwinFound((row, found), keep))

    def places(self, serial: int) -> None:  # noqa: ARG002 - there is one answer
        """Find where the entities of each type live."""
        browse, found = self._session.browse, dict[str, Counter[str]]()
        for row in browse.entities().rows.values():
            folder = folder_of(row.path) if row.path is not None else NotePath(row.key)
            found.setdefault(row.type, Counter())[folder_of(NotePath(folder))] += 1
        usual = ((type, count.most_common(1)[0][0]) for type, count in found.items())
        self._answer(Places(tuple((type, folder) for type, folder in sorted(usual) if folder)))

    def _answer(self, message: Message) -> None:
        """Post it, unless somebody asked anew meanwhile."""
        if not get_current_worker().is_cancelled:
            self._post(message)
