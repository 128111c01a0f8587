"""The needs-review queue of a vault being worked on: what waits and why, and one page in full.

Everything is made from the newest snapshot when it is first asked for, and from then on kept up by what
changed. Nothing here reads a note but `card`. Every method may wait for the disk.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from core.browse import Place
from core.desk import Desk
from core.entities import Entity
from core.errors import WinnowError
from core.panes import Counts
from core.passages import passages
from core.path import NotePath
from core.picture import Picture
from core.review.candidates import Candidate, Details, candidates
from core.review.card import Card, Compared, Naming, Says, distinct, in_common, names_in, says
from core.review.filter import parse_filter
from core.review.items import REASONS, Away, Evidence, Reason, ReviewRow, ReviewRows
from core.review.kept import KEPT, packed
from core.review.likeness import Likeness
from core.review.queue import Queue, order
from core.review.remembered import KIND, back_on, is_away
from core.spelling import folded

_READ, _NAMINGS = 160, 40
"""Lines naming its page that a card looks at, and tells; nobody reads on."""
_COMPARED = 5
"""Candidates whose pages are read."""
_PAGES = 64
"""What so many pages say is remembered."""


class Review:
    """What waits for a review."""

    def __init__(self, session: Desk, remembered: Callable[[str], Mapping[str, str]]) -> None:
        """Nothing is made yet.

        Args:
            session: The vault being worked on.
            remembered: What is remembered of a kind, by key; see `core.review.remembered`.
        """
        self._session = session
        self._remembered = remembered
        self._lock = threading.Lock()
        self._queue: Queue | None = None
        self._likeness: Likeness | None = None
        self._near: tuple[Queue | None, dict[str, tuple[Candidate, ...]]] = None, {}
        """Candidates by key, of one queue."""
        self._listed: tuple[Queue, Mapping[str, str], str, tuple[str, ...], tuple[Away, ...]] | None = None  # fmt: skip
        self._said = lru_cache(maxsize=_PAGES)(self._read)

    def waiting(self) -> int | None:
        """How many wait; `None` while nobody asked for them."""
        return None if self._listed is None else len(self._waiting(self._now())[0])

    def counted(self, counts: Counts) -> Counts:
        """The figures of the title line, with how many wait where that is known.

        Who is who is worked out when somebody looks at the queue, not for a figure.
        """
        waiting = self.waiting()
        return counts if waiting is None else replace(counts, review=waiting)

    def rows(self, filter: str = "") -> ReviewRows:
        """What waits and a filter means, those of the most evidence first.

        Raises:
            BadQuery: The filter does not parse.
        """
        test = parse_filter(filter, lambda row: bool(self.candidates(row.key)))
        queue = self._now()
        ids, away = self._waiting(queue)
        total = len(ids)
        if filter.strip():
            ids = tuple(key for key in ids if test(queue.rows[key]))
        return ReviewRows(queue.picture.snapshot.revision, filter, ids, queue.rows, away, total)

    def keep(self, remember: Callable[[str, str], None]) -> None:
        """Keep what the next start shows first, if anybody looked at it."""
        if self._listed is not None and self._queue is self._listed[0]:
            near = {key for key, found in self._near[1].items() if found}
            with suppress(WinnowError):  # it can be read again
                remember(KEPT, packed(self.rows(), near))

    def row(self, key: str) -> ReviewRow | None:
        """The row of a key, whether it waits or is away; `None` where nothing asks for a look."""
        return self._now().rows.get(key)

    def item(self, key: str) -> ReviewRow | None:
        """The row of any page or entity, whether anything asks for a look or not; `None` where there is none."""
        queue = self._now()
        picture = queue.picture
        if (row := queue.rows.get(key)) is not None:
            return row
        entity = picture.entity(key)
        known = picture.rows.get(entity.key) if entity else None
        if entity is None or known is None:
            return None
        if (row := queue.rows.get(entity.key)) is not None:
            return row
        page = picture.snapshot.notes.get(entity.path) if entity.path else None
        evidence = Evidence(known.mentions, known.notes, known.backlinks or 0, 0)
        plain = "\n".join(map(folded, (entity.name, *entity.aliases)))
        return ReviewRow(
            entity.key, entity.path, entity.name, entity.type, (), evidence, 0.0, page.crc if page else 0, plain
        )  # fmt: skip

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """Whom the entity of a key may be the same as."""
        queue = self._now()
        entity = queue.picture.entity(key)
        if entity is None:
            return ()
        likeness, near = self._likenesses(queue.picture), self._known(queue)
        if key not in near:
            near[key] = candidates(
                entity, likeness, lambda one: _details(one, queue), self._together
            )
        return near[key]

    def why(self, row: ReviewRow) -> tuple[Reason, ...]:
        """Why it waits, nearly equal names included."""
        found = self.candidates(row.key)
        if not found:
            return row.why
        near = Reason("near-name", f"nearly the name of {found[0].entity.name}")
        ranks = list(REASONS)
        return tuple(sorted((*row.why, near), key=lambda one: ranks.index(one.code)))

    def card(self, key: str) -> Card | None:
        """All that is shown of a page to decide about it; `None` where nothing asks for that."""
        queue = self._now()
        row = queue.rows.get(key)
        if row is None:
            return None
        picture = queue.picture
        entity = picture.entity(key)
        own = self._says(row.path, row.crc)
        found = self.candidates(key)
        compared = tuple(
            Compared(one, self._shared(own, one, queue) if at < _COMPARED else 0)
            for at, one in enumerate(found)
        )
        namings, named = self._namings(entity, picture) if entity else ((), 0)
        notes = tuple(picture.belongings.notes(entity)) if entity else ()
        known = self._session.words.are_known
        return Card(row, self.why(row), own, namings, named, notes, compared, known)

    # What is kept up

    def _now(self) -> Queue:
        picture = self._session.browse.mentioned()
        with self._lock:
            queue = self._queue
            self._queue = Queue(picture) if queue is None else queue.updated(picture)
            return self._queue

    def _waiting(self, queue: Queue) -> tuple[tuple[str, ...], tuple[Away, ...]]:
        """The keys that wait, in order, and what is away."""
        remembered, today = self._remembered(KIND), self._session.today.isoformat()
        listed = self._listed
        if listed and listed[0] is queue and listed[1] == remembered and listed[2] == today:
            return listed[3], listed[4]
        away = []
        for key in remembered.keys() & queue.rows.keys():
            row, value = queue.rows[key], remembered[key]
            if is_away(value, today=today, asks=row.asks, crc=row.crc):
                away.append(Away(row, back_on(value)))
        gone = {one.row.key for one in away}
        keys = [key for key in queue.rows if key not in gone]
        keys.sort(key=lambda key: order(queue.rows[key]))
        away.sort(key=lambda one: (one.until or "~", one.row.plain))
        self._listed = queue, remembered, today, tuple(keys), tuple(away)
        return self._listed[3], self._listed[4]

    def _likenesses(self, picture: Picture) -> Likeness:
        identity = picture.directory.identity
        with self._lock:
            if self._likeness is None or self._likeness.identity is not identity:
                self._likeness = Likeness(identity)
            return self._likeness

    def _known(self, queue: Queue) -> dict[str, tuple[Candidate, ...]]:
        with self._lock:
            if self._near[0] is not queue:
                self._near = queue, {}
            return self._near[1]

    # What is read

    def _together(self, entity: Entity, others: Sequence[Entity]) -> Mapping[str, int]:
        """Home of each of `others` → how many notes, of neither of them, name it and `entity` as two."""
        whose: dict[str, set[str]] = {}
        for one in (entity, *others):
            for text in one.spellings:
                whose.setdefault(text, set()).add(one.home)
        named: dict[str, set[NotePath]] = {}
        for path, text in self._session.cache.naming(whose):
            if len(whose[text]) == 1:
                named.setdefault(min(whose[text]), set()).add(path)
        mine = named.get(entity.home, set())
        return {
            one.home: sum(not path.startswith((f"{entity.home}/", f"{one.home}/")) for path in both)
            for one in others
            if (both := mine & named.get(one.home, set()))
        }

    def _says(self, path: NotePath | None, crc: int) -> Says:
        return self._said(path, crc) if path else Says()

    def _read(self, path: NotePath, _crc: int) -> Says:
        with suppress(WinnowError):
            return says(self._session.note(path))
        return Says()

    def _shared(self, own: Says, candidate: Candidate, queue: Queue) -> int:
        path = candidate.entity.path
        page = queue.picture.snapshot.notes.get(path) if path else None
        if page is None or not own.facts:
            return 0
        return in_common(own.facts, self._says(page.path, page.crc).facts)

    def _namings(self, entity: Entity, picture: Picture) -> tuple[tuple[Naming, ...], int]:
        """The newest lines that name an entity, and how many there are."""
        notes = picture.snapshot.notes
        links = {(path, link.line) for path, link in picture.backlinks.links(entity, self._session.cache)}  # fmt: skip
        lines = set(links)
        for path, line, _ in self._session.words.mentions(entity.written):
            if path != entity.path:
                lines.add((path, line))
        newest = sorted(lines, key=lambda one: (_day(picture, one[0]), one[0], -one[1]), reverse=True)  # fmt: skip
        places = passages(self._session.vault, notes, newest[:_READ])
        told = distinct(places, _NAMINGS)
        return tuple(self._named(told, links, entity, picture)), len(lines)

    def _named(
        self,
        places: tuple[Place, ...],
        links: set[tuple[NotePath, int]],
        entity: Entity,
        picture: Picture,
    ) -> Iterator[Naming]:
        likeness = self._likenesses(picture)
        for place in places:
            beside = names_in(place.text, likeness, entity.home)
            yield Naming(place, (place.path, place.line) in links, beside)


def _details(entity: Entity, queue: Queue) -> Details:
    """What the index knows of somebody."""
    page = queue.picture.snapshot.notes.get(entity.path) if entity.path else None
    row = queue.rows.get(entity.key)
    known = queue.picture.rows.get(entity.key)
    weight = row.weight if row else float(known.notes + (known.backlinks or 0)) if known else 0.0
    return Details(page.said.company if page and page.said else "", weight)


def _day(picture: Picture, path: NotePath) -> str:
    row = picture.snapshot.notes.get(path)
    return (row.date if row else None) or ""
