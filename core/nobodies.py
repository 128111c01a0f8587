"""The queue of names without a page, of a vault being worked on: made when it is asked for, once a snapshot."""

from core.desk import Desk
from core.identity import Identity
from core.index.snapshot import Snapshot
from core.names import WantedName, wanted_names
from core.near import NearNames, Offer
from core.picture import Picture


class Nobodies:
    """Names that name nobody, and whom they may mean."""

    def __init__(self, session: Desk) -> None:
        """Nothing is made yet."""
        self._session = session
        self._near: tuple[Identity, NearNames] | None = None
        self._found: tuple[Snapshot | None, tuple[WantedName, ...]] = (None, ())

    def names(self, picture: Picture) -> tuple[WantedName, ...]:
        """Those of a vault as it is, the most written first. Waits."""
        snapshot, found = self._found
        if snapshot is not picture.snapshot:
            me, offers = self._session.config.me, self._names(picture).offers
            found = wanted_names(picture.belongings, self._session.cache, me=me, offers=offers)
            self._found = picture.snapshot, found
        return found

    def near(self, picture: Picture, name: str) -> tuple[Offer, ...]:
        """Whom a name may mean that nobody has; of an entity's own, who has nearly that."""
        same = {one.key for one in picture.directory.identity.named(name)}
        offers = self._names(picture).offers(name, 5 + len(same))
        return tuple(one for one in offers if one.entity.key not in same)

    def _names(self, picture: Picture) -> NearNames:
        identity = picture.directory.identity
        if self._near is None or self._near[0] is not identity:
            self._near = identity, NearNames(identity)
        return self._near[1]
