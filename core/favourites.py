"""Pins and habits of one vault, as they stand for the entities that are there now."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from core.entities import Entity
from core.errors import WinnowError
from core.habits import Habits, Known
from core.picture import Picture

_PINNED = 1e9
"""What a pin counts in the jump: more than anybody chooses."""


class Favourites:
    """What is pinned, and what is chosen often; kept in memory, so that a key does not wait for the disk."""

    def __init__(self, habits: Habits, now: Callable[[], str]) -> None:
        """Nothing is read yet; `now` is the time, UTC, ISO."""
        self._habits = habits
        self._now = now
        self.weights: Mapping[str, float] = {}
        """Key → how much it is preferred among equals."""
        self._pinned: frozenset[str] = frozenset()

    def on(self, picture: Picture) -> Picture:
        """The picture with what is pinned by now; what cannot be read changes nothing."""
        with suppress(WinnowError):
            pins = [key for one in self._habits.pins if (key := picture.key_of(one))]
            often: dict[str, float] = {}
            for one, score in self._habits.often(self._seconds).items():
                if key := picture.key_of(one):
                    often[key] = often.get(key, 0.0) + score
            self._pinned = frozenset(pins)
            self.weights = {**often, **{key: _PINNED - at for at, key in enumerate(pins)}}
        return picture.pinned(self._pinned)

    def chosen(self, entity: Entity) -> None:
        """Remember that somebody went there, if that can be kept."""
        with suppress(WinnowError):
            self._habits.choose(_known(entity), self._seconds)

    def turn(self, picture: Picture, entity: Entity) -> bool:
        """Pin an entity, or let it go; whether it is pinned now. Raises `Unavailable`."""
        if entity.key not in self._pinned:
            self._habits.pin(_known(entity), pinned=True)
            return True
        for known in self._habits.pins:
            if picture.key_of(known) == entity.key:
                self._habits.pin(known, pinned=False)
        return False

    @property
    def _seconds(self) -> float:
        return datetime.fromisoformat(self._now()).timestamp()


def _known(entity: Entity) -> Known:
    return Known(entity.key, entity.name, entity.type)
