"""What runs in threads for entities, links and pages: it asks the session, and posts what came of it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import get_current_worker

from core.errors import BadQuery, WinnowError
from core.path import NotePath
from tui import messages
from tui.entities.rows import Listing, Order, listing
from tui.entities.visits import BACKLINKS, MENTIONS, NOTES, PAGE, TASKS, Visit

if TYPE_CHECKING:
    from core.links import Resolution
    from core.parse.links import Link
    from core.session import Session

_READABLE = frozenset(
    ["md", "markdown", "txt", "text", "eml", "vtt", "srt", "csv", "json", "org", "canvas", "base"]
)
"""Endings of files that are text; of another one only its path is said."""
_HITS = 50
_EMPTY = {
    TASKS: "No tasks in its notes.",
    BACKLINKS: "No note links to it.",
    MENTIONS: "Nobody writes of it without a link.",
    NOTES: "It has no notes.",
}
_WAIT = "Not known yet: the vault is still being read."
_COUNTING = "Not known yet: the words of the notes are still being read."


class BrowseWork:
    """One method a question."""

    def __init__(self, post: Callable[[Message], object], session: "Session") -> None:
        self._post = post
        self._session = session

    def list(self, filter: str, order: Order, base: Listing | None, serial: int) -> None:
        """Find the entities that a filter means; with a `base` they stay in the order it has."""
        browse = self._session.browse
        try:
            entities = browse.entities(filter, order.by)
        except BadQuery as bad:
            self._post(messages.Listed(None, serial, str(bad), bad.place))
            return
        found = listing(entities, order, ready=browse.ready, base=base)
        self._answer(messages.Listed(found, serial))

    def read(self, visit: Visit, serial: int, *, stay: bool) -> None:
        """Read what is to be seen."""
        browse = self._session.browse
        entity = browse.entity(visit.home)
        if entity is None and not browse.ready:  # whoever jumped was faster
            browse.prepare()
            entity = browse.entity(visit.home)
        read = messages.Read(visit, serial, entity, stay=stay)
        try:
            if visit.path is not None:
                read.page = self._page(visit.path, visit.line, visit.heading)
            elif visit.tab != PAGE:
                read.rows, read.sentence = self._rows(visit)
            elif entity is None:
                read.sentence = "It is gone." if browse.ready else _WAIT
            elif entity.path is None:
                read.sentence = (
                    "It has no page: its folder is all there is. Notes lists what lies there."
                )
            else:
                read.page = self._page(entity.path)
        except WinnowError as error:
            read.sentence = str(error)
        self._answer(read)

    def _rows(self, visit: Visit) -> tuple[Sequence["messages.Leading"], str]:
        browse, key = self._session.browse, visit.home
        rows: dict[str, Callable[[str], Sequence[Any]]] = {
            TASKS: browse.tasks,
            BACKLINKS: browse.backlinks,
            MENTIONS: browse.mentions,
            NOTES: browse.notes,
        }
        found = rows[visit.tab](key)
        if found:
            return found, ""
        entity = browse.entity(key)
        if not browse.ready:
            return (), _WAIT
        if visit.tab == MENTIONS and entity is not None and entity.mentions is None:
            return (), _COUNTING
        return (), _EMPTY[visit.tab]

    def _page(self, path: NotePath, line: int | None = None, heading: str | None = None) -> Any:  # noqa: ANN401 - imported late
        from core.preview import line_of, preview  # noqa: PLC0415 - the parsers come with it

        if path.rpartition(".")[2].lower() not in _READABLE:
            raise WinnowError(f"{path} is no text. o opens it in Obsidian.")
        note = self._session.note(path)
        if line is None and heading:
            line = line_of(note, heading)
            if line is None:
                self._post(messages.Told(f"There is no “{heading}” in {note.title}."))
        return preview(note, line, self._session.snapshot.source(note.source_ref))

    def source(self, path: NotePath, line: int | None, serial: int) -> None:
        """Read what a note was made from."""
        try:
            self._answer(messages.Sourced(serial, self._page(path, line)))
        except WinnowError as error:
            self._answer(messages.Sourced(serial, None, str(error)))

    def beyond(self, path: NotePath, line: int, mark: int | None, serial: int) -> None:
        """Read other lines of a note than those that are shown."""
        from core.preview import preview  # noqa: PLC0415 - the parsers come with it

        try:
            note = self._session.note(path)
        except WinnowError as error:
            self._post(messages.Told(str(error)))
            self._answer(messages.Further(None, serial))
            return
        source = self._session.snapshot.source(note.source_ref)
        self._answer(messages.Further(preview(note, mark, source, around=line), serial))

    def follow(self, path: NotePath, written: str, serial: int) -> None:
        """Find where a link leads that stands in a note."""
        if "](" not in written and "[[" not in written:  # an address that stands by itself
            self._answer(messages.Followed(written, _external(), None, serial))
            return
        link = self._link(path, written)
        if link is None:
            self._post(messages.Told(f"{written} is no link."))
            return
        resolution = self._session.browse.follow(
            path,
            link.target,
            heading=link.heading,
            markdown=link.kind == "markdown",
            to_source=self._to_source(path, link),
        )
        self._answer(messages.Followed(written, resolution, link.heading, serial))

    def _link(self, path: NotePath, written: str) -> "Link | None":
        from core.note import parse_note  # noqa: PLC0415 - the parsers come with it

        data = written.encode("utf-8", "surrogateescape")
        links = parse_note(path, data, self._session.vault.settings(path)).links
        return links[0] if links else None

    def _to_source(self, path: NotePath, link: "Link") -> bool:
        from core.index.rows import TO_SOURCE  # noqa: PLC0415 - as above

        rows = self._session.cache.links_of(path)
        return any(row.target == link.target and row.kind & TO_SOURCE for row in rows)

    def jump(self, typed: str, serial: int) -> None:
        """Find names."""
        browse = self._session.browse
        found: tuple[messages.Found, ...] = ()
        try:
            hits = browse.jump(typed, limit=_HITS)
            found = tuple(messages.Found(hit, browse.entity(hit.key)) for hit in hits)
        finally:  # the box waits for an answer, whatever came of it
            self._answer(messages.Jumped(found, serial))

    def chosen(self, key: str) -> None:
        """Remember that it was chosen: it comes earlier the next time."""
        with suppress(OSError, WinnowError):  # it comes no earlier, then
            self._session.browse.chosen(key)

    def pin(self, key: str, name: str) -> None:
        """Pin an entity, or take the pin off."""
        try:
            pinned = self._session.browse.pin(key)
        except (OSError, WinnowError) as error:
            self._post(messages.Told(f"The pin cannot be kept: {error}"))
            return
        self._post(messages.Told(f"{'pinned' if pinned else 'no longer pinned'}  {name}"))
        self._post(messages.Wanted(again=True))

    def _answer(self, message: Message) -> None:
        """Post it, unless somebody asked anew meanwhile."""
        if not get_current_worker().is_cancelled:
            self._post(message)


def _external() -> "Resolution":
    from core.links import Resolution  # noqa: PLC0415 - as above

    return Resolution("external")
