"""The properties of one page united with those of others, and what they say differently. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.actions.properties import Properties
from core.entities import Entity
from core.errors import Refused
from core.note import Note
from core.spelling import folded
from core.unfilled import says_nothing

_FLAG = "needs-review"
_OWN = frozenset({"type", "title", "name", "entity", "date", "created", "tags", "tag", "aliases", "alias", "auto_created"})  # fmt: skip
"""Properties that are not taken from a page that is merged, or not as they stand."""


class Clash(NamedTuple):
    """A property of which two pages say different things; not safe to show."""

    key: str
    stays: str
    other: str


def other_names(entity: Entity, other: Entity, known: Iterable[str]) -> tuple[str, ...]:
    """What the other is to be called besides from now on."""
    seen = {folded(other.name), *map(folded, known)}
    found = []
    for text in (entity.name, entity.title, *entity.aliases):
        if folded(text) and folded(text) not in seen:
            seen.add(folded(text))
            found.append(text)
    return tuple(found)


class Uniting:
    """Properties of a page that others are merged into."""

    def __init__(self, properties: Properties, stays: Entity, choose: Mapping[str, str]) -> None:
        """Nothing is taken yet.

        Args:
            properties: Those of the page.
            stays: Whose page it is.
            choose: Of properties of which two say something else: what is to be said.
        """
        self.properties = properties
        self.clashes: list[Clash] = []
        self._stays, self._choose = stays, choose
        self._names = list(stays.aliases)

    def take(self, entity: Entity, page: Note | None) -> None:
        """Unite them with those of the page of an entity that goes, if it has one, and with its names."""
        if page is not None:
            self._take_properties(page)
        for alias in other_names(entity, self._stays, self._names):
            self.properties = self.properties.add_item("aliases", alias)
            self._names.append(alias)

    def _take_properties(self, page: Note) -> None:
        for key, value in page.meta.values.items():
            now = self.properties.values.get(key)
            if key in _OWN or not isinstance(value, str | tuple) or value in {now, "", ()}:
                continue
            texts = [text for text in page.meta.texts(key) if not says_nothing(text)]
            if isinstance(value, tuple) or isinstance(now, tuple):
                for item in texts:
                    self.properties = self.properties.add_item(key, item)
            elif not texts:
                continue  # it is open there too
            elif now is None or (isinstance(now, str) and says_nothing(now)):
                self.properties = self.properties.set_text(key, value)
            elif isinstance(now, str):
                self._clash(key, now, value)
        for tag in page.tags:
            if tag != _FLAG:
                self.properties = self.properties.add_item("tags", tag)

    def _clash(self, key: str, now: str, value: str) -> None:
        self.clashes.append(Clash(key, now, value))
        self.properties = self.properties.set_text(key, self._choose.get(key, now))

    def check(self) -> None:
        """Look whether all that was chosen was there to choose. Raises `Refused`."""
        asked = [key for key in self._choose if key not in {one.key for one in self.clashes}]
        if asked:
            said = ", ".join(dict.fromkeys(one.key for one in self.clashes)) or "nothing"
            raise Refused(f"of {asked[0]} the pages say no different things; there is {said} to choose")  # fmt: skip
