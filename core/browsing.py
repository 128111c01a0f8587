"""Entities, names and links of a vault being worked on, for lists, previews and the jump.

Everything is made from the newest snapshot when it is first asked for, and from then on kept up by what
changed: whoever asks first after a change waits for that, or whoever called `prepare` before. Some wait
for the disk too and say so; the others answer from what is there while somebody else is at it.
"""

import threading
from collections.abc import Callable, Mapping

from core.backlinks import links_to_note
from core.browse import Entities, EntityRow, Place, Sort, listed
from core.desk import Desk
from core.directory import Directory
from core.drawing import Drawing
from core.entity_filter import parse_filter
from core.favourites import Favourites, where_it_went
from core.habits import Habits
from core.identity import Identity
from core.index.rows import NoteRow, TaskRow
from core.index.snapshot import Snapshot
from core.jump import Hit, Names, candidates
from core.links import Resolution
from core.names import WantedName
from core.near import Offer
from core.nobodies import Nobodies
from core.passages import passages
from core.path import NotePath
from core.picture import Picture, Words
from core.tasks import order


class Browsing:
    """Who there is, what belongs to whom, and where links lead."""

    def __init__(
        self, session: Desk, habits: Habits, moved: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """Nothing is read yet.

        Args:
            session: The vault being worked on.
            habits: Its pins, and what was chosen.
            moved: Keys that pages had → the key that each got instead.
        """
        self._session = session
        self._lock = threading.Lock()
        self._picture: Picture | None = None
        self._names = Names(())
        self._named: Identity | None = None
        """Whom those are the names of."""
        self._drawing = Drawing(session)
        self._nobodies = Nobodies(session)
        self._counts: Mapping[str, int] | None = None
        self._counted: Picture | None = None
        """The picture whose mentions are those counts."""
        self._moved = moved
        self._favourites = Favourites(habits, lambda: session.now, moved)

    @property
    def ready(self) -> bool:
        """Whether it is known who there is."""
        picture = self._picture
        return picture is not None and picture.snapshot.revision > 0

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about alias tables that do not count; not safe to show."""
        return self._drawing.problems

    def prepare(self) -> None:
        """Bring everything up to date with the newest snapshot. Waits."""
        self.picture()

    def settle(self) -> None:
        """As `prepare`, and what else may be asked of links, for whoever stays. Waits."""
        self.picture().directory.links.settle()

    def picture(self) -> Picture:
        """Everything of the newest snapshot. Waits."""
        picture, snapshot = self._picture, self._session.snapshot
        if picture is not None and picture.snapshot is snapshot:
            return picture
        with self._lock:
            picture, snapshot = self._picture, self._session.snapshot
            if picture is not None and picture.snapshot is snapshot:
                return picture
            old = picture if self.ready else None
            self._session.index.keep()
            new = self._drawing.picture(snapshot, old)
            if old is not None and new.rows.keys() != old.rows.keys():
                self._named = None
            self._name(new.directory.identity)
            self._picture = self._favourites.on(new)
            return self._picture

    def _latest(self) -> Picture:
        """What is there now, while somebody is already bringing it up to date; else as `picture`."""
        picture = self._picture
        if picture is not None and self._lock.locked():
            return picture
        return self.picture()

    def directory(self) -> Directory:
        """Who is who and where links lead in the newest snapshot: half the work of a picture. Waits."""
        with self._lock:
            if self._picture is None:
                self._session.index.keep()
                return self._drawing.directory(self._session.snapshot)
        return self.picture().directory

    def _introduced(self, snapshot: Snapshot) -> None:
        """Let the jump know who there is: all that can be known soon."""
        identity = self._drawing.identity(snapshot)
        if self._named is not identity:
            self._name(identity)
            self._favourites.read(identity)

    def _name(self, identity: Identity) -> None:
        """Let the jump know who there is."""
        if self._named is None or not identity.means_the_same(self._named):
            # In an order of their own: it decides between two of one name.
            self._names = Names(sorted(candidates(identity)))
        self._named = identity

    # Entities

    def entities(self, filter: str = "", sort: Sort = "name") -> Entities:
        """The entities that a filter means, those pinned first. Waits.

        Raises:
            BadQuery: The filter does not parse.
        """
        test = parse_filter(filter, self._session.today)
        picture = self.mentioned()
        revision = picture.snapshot.revision
        return listed(picture.rows, test, revision=revision, filter=filter, sort=sort)

    def entity(self, key: str) -> EntityRow | None:
        """The row of an entity; `None` where there is none, and while that is not known."""
        picture = self._latest() if self.ready else self._picture
        entity = picture.entity(key) if picture else None
        return picture.rows.get(entity.key) if picture and entity else None

    def of(self, name_or_path: str) -> tuple[EntityRow, ...]:
        """Whom a path or any spelling means: one, or several that are written so."""
        picture = self._latest()
        one = picture.entity(name_or_path)
        found = (one,) if one else picture.directory.identity.named(name_or_path)
        return tuple(picture.rows[entity.key] for entity in found)

    def tasks(self, key: str) -> tuple[TaskRow, ...]:
        """Its tasks that are not closed, in the order of the Tasks pane. Waits."""
        picture = self.picture()
        entity = picture.entity(key)
        return tuple(sorted(picture.belongings.tasks(entity), key=order)) if entity else ()

    def notes(self, key: str) -> tuple[NoteRow, ...]:
        """The notes in its folder, newest first. Waits."""
        picture = self.picture()
        entity = picture.entity(key)
        return tuple(picture.belongings.notes(entity)) if entity else ()

    def backlinks(self, key: str) -> tuple[Place, ...]:
        """The lines that link to an entity, or to the note at a path: newest note first. Waits."""
        picture, written = self.picture(), self._session.cache
        entity = picture.entity(key)
        if entity is None:
            links = links_to_note(picture.directory, NotePath(key), written)
        else:
            links = picture.backlinks.links(entity, written)
        lines = ((path, link.line) for path, link in links)
        return passages(self._session.vault, picture.snapshot.notes, lines)

    def mentions(self, key: str) -> tuple[Place, ...]:
        """The lines that write an entity without a link. Waits."""
        picture = self.picture()
        entity, words = picture.entity(key), self._words
        if entity is None or words is None:
            return ()
        found = words.mentions(entity.written)
        lines = ((path, line) for path, line, _ in found if path != entity.path)
        return passages(self._session.vault, picture.snapshot.notes, lines)

    def mentioned(self) -> Picture:
        """Everything of the newest snapshot, with mentions as far as words are known. Waits."""
        picture, words = self.picture(), self._words
        if words is None or not words.are_known:
            return picture
        counts = words.counts()
        if counts is self._counts and picture is self._counted:
            return picture
        with self._lock:
            made = (self._picture or picture).mentioned(
                words, counts, again=counts is not self._counts
            )
            self._picture, self._counts, self._counted = made, counts, made
        return made

    @property
    def _words(self) -> Words | None:
        found: Words | None = getattr(self._session, "words", None)
        return found

    # Names

    def jump(self, typed: str, limit: int = 20) -> tuple[Hit, ...]:
        """The best entities for what is typed; for nothing those pinned and often chosen."""
        if self.ready:
            self._latest()
        elif self._lock.acquire(blocking=self._named is None):  # nobody is no answer
            try:
                self._introduced(self._session.snapshot)
            finally:
                self._lock.release()
        return self._names.search(typed, limit, self._favourites.weights)

    def names(self) -> tuple[WantedName, ...]:
        """Names that name nobody, the most written first. Waits."""
        return self._nobodies.names(self.picture())

    def near(self, name: str) -> tuple[Offer, ...]:
        """Whom a name may mean that nobody has; of an entity's own, who has nearly that. Waits."""
        return self._nobodies.near(self.picture(), name)

    def became(self, key: str) -> str | None:
        """The key of whoever a page of that key, or a name of that id, was made; `None` where nobody is."""
        return where_it_went(key, self.picture().directory.identity, self._moved())

    def follow(  # noqa: PLR0913 - a link has so many parts, all but two named by the caller
        self,
        path: NotePath,
        target: str,
        heading: str | None = None,
        *,
        markdown: bool = False,
        to_source: bool = False,
        offer: bool = True,
    ) -> Resolution:
        """Where a link in the note at `path` leads; see `core.links`."""
        if not target and heading is not None:
            return Resolution("self", path)
        links = self._latest().directory.links
        return links.resolve(target, path, markdown=markdown, to_source=to_source, offer=offer)

    def origin(self, reference: str) -> Resolution:
        """The file that a `source_ref` names, wherever it lies by now; see `core.links`."""
        return self._latest().directory.links.origin(reference)

    # Habits

    def chosen(self, key: str) -> None:
        """Remember that somebody went there, if that can be kept. Waits."""
        if entity := self.picture().entity(key):
            self._favourites.chosen(entity)
            self._look_again()

    def pin(self, key: str) -> bool:
        """Pin an entity, or let it go; whether it is pinned now. Waits.

        Raises:
            Unavailable: It cannot be kept.
        """
        picture = self.picture()
        entity = picture.entity(key)
        pinned = entity is not None and self._favourites.turn(picture.directory.identity, entity)
        self._look_again()
        return pinned

    def _look_again(self) -> None:
        with self._lock:
            if self._picture is not None:
                self._picture = self._favourites.on(self._picture)
