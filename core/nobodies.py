"""The queue of names without a page, of a vault being worked on: made when it is asked for, once a snapshot."""

from collections.abc import Collection

from core.desk import Desk
from core.entities import Entity
from core.identity import Identity
from core.index.snapshot import Snapshot
from core.names import Kind, WantedName, wanted_names
from core.near import NearNames, Offer
from core.picture import Picture
from core.review.candidates import Candidate, Details, candidates
from core.review.likeness import Likeness
from core.spelling import folded

_OFFERED = 5
_PEOPLE = "people"
_NOWHERE = "\0"
"""Where somebody lives who has no home."""


class Nobodies:
    """Names that name nobody, and whom they may mean."""

    def __init__(self, session: Desk) -> None:
        """Nothing is made yet."""
        self._session = session
        self._near: tuple[Identity, NearNames] | None = None
        self._likeness: Likeness | None = None
        self._found: tuple[Snapshot | None, tuple[WantedName, ...]] = (None, ())

    def names(self, picture: Picture) -> tuple[WantedName, ...]:
        """Those of a vault as it is, the most written first. Waits."""
        snapshot, found = self._found
        if snapshot is not picture.snapshot:

            def offers(name: str, kinds: Collection[Kind]) -> tuple[Offer, ...]:
                return self._offers(picture, name, kinds)

            me = self._session.config.me
            found = wanted_names(picture.belongings, self._session.cache, me=me, offers=offers)
            self._found = picture.snapshot, found
        return found

    def near(self, picture: Picture, name: str) -> tuple[Offer, ...]:
        """Whom a name may mean that nobody has; of an entity's own, who has nearly that."""
        same = {one.key for one in picture.directory.identity.named(name)}
        offers = self._names(picture).offers(name, _OFFERED + len(same))
        return tuple(one for one in offers if one.entity.key not in same)

    def _offers(self, picture: Picture, name: str, kinds: Collection[Kind]) -> tuple[Offer, ...]:
        found = self._alike(picture, name, kinds)
        if found:
            return found
        words = set(folded(name).split(" "))
        near = self._names(picture).offers(name)
        if set(kinds) == {"link"} or len(words) == 1:
            return near
        # Who has a word in common was looked at, and is a colleague of that surname.
        return tuple(one for one in near if words.isdisjoint(folded(one.entity.name).split(" ")))

    def _alike(self, picture: Picture, name: str, kinds: Collection[Kind]) -> tuple[Offer, ...]:
        """Whom a name may mean as pages are compared: by how they are spelled and sound, initials and parts."""
        identity = picture.directory.identity
        if self._likeness is None or self._likeness.identity is not identity:
            self._likeness = Likeness(identity)
        # Who takes part, or owns a task, is somebody.
        type = "" if set(kinds) == {"link"} else _PEOPLE
        nobody = Entity(_NOWHERE, None, "", name, type, "", (), (), (name,), flagged=False, badges=())  # fmt: skip
        found = candidates(nobody, self._likeness, lambda one: _known(one, picture), limit=_OFFERED)
        return tuple(map(_offer, found))

    def _names(self, picture: Picture) -> NearNames:
        identity = picture.directory.identity
        if self._near is None or self._near[0] is not identity:
            self._near = identity, NearNames(identity)
        return self._near[1]


def _offer(one: Candidate) -> Offer:
    return Offer(one.entity, one.score, one.why)


def _known(entity: Entity, picture: Picture) -> Details:
    """How much is known of somebody: of two equals the one that is known better is meant."""
    row = picture.rows.get(entity.key)
    page = picture.snapshot.notes.get(entity.path) if entity.path else None
    company = page.said.company if page and page.said else ""
    return Details(company, float(row.notes + (row.backlinks or 0)) if row else 0.0)
