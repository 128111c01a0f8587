"""Pins and habits of one vault, as they stand for the entities that are there now."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from core.entities import Entity
from core.errors import WinnowError
from core.habits import Habits, Known
from core.identity import Identity
from core.picture import Picture

_PINNED = 1e9
"""What a pin counts in the jump: more than anybody chooses."""


class Favourites:
    """What is pinned, and what is chosen often; kept in memory, so that a key does not wait for the disk."""

    def __init__(
        self, habits: Habits, now: Callable[[], str], moved: Callable[[], Mapping[str, str]]
    ) -> None:
        """Nothing is read yet.

        Args:
            habits: What is kept of them.
            now: The time, UTC, ISO.
            moved: Keys that pages had → the key that each got instead.
        """
        self._habits = habits
        self._now = now
        self._moved = moved
        self.weights: Mapping[str, float] = {}
        """Key → how much it is preferred among equals."""
        self._pinned: frozenset[str] = frozenset()

    def read(self, identity: Identity) -> None:
        """Read what is pinned and chosen by now; what cannot be read changes nothing."""
        with suppress(WinnowError):
            moved = self._moved()
            pins = [key for one in self._habits.pins if (key := _key_of(one, identity, moved))]
            pins = list(dict.fromkeys(pins))
            often: dict[str, float] = {}
            for one, score in self._habits.often(self._seconds).items():
                if key := _key_of(one, identity, moved):
                    often[key] = often.get(key, 0.0) + score
            self._pinned = frozenset(pins)
            self.weights = {**often, **{key: _PINNED - at for at, key in enumerate(pins)}}

    def on(self, picture: Picture) -> Picture:
        """The picture with what is pinned by now."""
        self.read(picture.directory.identity)
        return picture.pinned(self._pinned)

    def chosen(self, entity: Entity) -> None:
        """Remember that somebody went there, if that can be kept."""
        with suppress(WinnowError):
            self._habits.choose(_known(entity), self._seconds)

    def turn(self, identity: Identity, entity: Entity) -> bool:
        """Pin an entity, or let it go; whether it is pinned now. Raises `Unavailable`."""
        if entity.key not in self._pinned:
            self._habits.pin(_known(entity), pinned=True)
            return True
        moved = self._moved()
        for known in self._habits.pins:
            if _key_of(known, identity, moved) == entity.key:
                self._habits.pin(known, pinned=False)
        return False

    @property
    def _seconds(self) -> float:
        return datetime.fromisoformat(self._now()).timestamp()


def _known(entity: Entity) -> Known:
    return Known(entity.key, entity.name, entity.type)


def _key_of(known: Known, identity: Identity, moved: Mapping[str, str]) -> str | None:
    """The key of what is remembered: at its old place, where that went, else the only one of its name and type."""
    key = where_it_went(known.key, identity, moved)
    if key is None:
        same = [one for one in identity.named(known.name) if one.type == known.type]
        key = same[0].key if len(same) == 1 else None
    return key


def where_it_went(key: str, identity: Identity, moved: Mapping[str, str]) -> str | None:
    """The key of the entity of a key, or of the one that this became, step by step; `None` where there is none."""
    seen = set[str]()
    while (entity := identity.of_key(key)) is None and key in moved and key not in seen:
        seen.add(key)
        key = moved[key]
    return entity.key if entity else None
