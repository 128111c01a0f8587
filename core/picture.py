"""All that is known of the entities of one snapshot, put together; each newer one made from an older."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from core.backlinks import Backlinks, Written
from core.belongings import Belongings
from core.browse import EntityRow, row_of
from core.directory import Directory
from core.entities import Entity
from core.index.snapshot import Snapshot
from core.pace import paced
from core.path import NotePath
from core.spelling import folded


class Words(Protocol):
    """Where texts stand in notes, whether or not they are links."""

    def mentions(self, spellings: Iterable[str]) -> Sequence[tuple[NotePath, int, str]]:
        """Note, line and spelling of each place, by note and line."""

    def counts(self) -> Mapping[str, int]:
        """Folded spelling → on how many lines it stands; another mapping whenever that changed."""

    @property
    def are_known(self) -> bool:
        """Whether they were ever looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Entities, what belongs to them, what links to them, and their rows."""

    directory: Directory
    belongings: Belongings
    backlinks: Backlinks
    rows: Mapping[str, EntityRow]
    """By key."""

    @classmethod
    def of(cls, directory: Directory, written: Written) -> "Picture":
        """Made from everything."""
        belongings, backlinks = Belongings(directory), Backlinks(directory, written)
        return cls(directory, belongings, backlinks, _rows(belongings, backlinks))

    def updated(self, directory: Directory, written: Written) -> "Picture":
        """That of a newer directory; costs by what changed."""
        belongings, touched = self.belongings.updated(directory)
        backlinks, linked = self.backlinks.updated(directory, written)
        rows = _rows(belongings, backlinks, self, touched | linked)
        return Picture(directory, belongings, backlinks, rows)

    @property
    def snapshot(self) -> Snapshot:
        """What it is a picture of."""
        return self.directory.snapshot

    def entity(self, key: str) -> Entity | None:
        """The entity of a key, or that lives in a folder."""
        return self.directory.identity.of_key(key)

    def mentioned(self, words: Words, counts: Mapping[str, int], *, again: bool) -> "Picture":
        """The same with its mentions counted.

        Args:
            words: Where texts stand in notes.
            counts: What they said last: folded spelling → on how many lines it stands.
            again: Whether the counts are others than before; else only new rows are counted.
        """
        moved: dict[str, EntityRow] = {}
        several: dict[str, list[str]] = {}
        for key, row in self.rows.items():
            entity = self.entity(key) if again or row.mentions is None else None
            if entity is not None:
                said = [one for one in set(map(folded, entity.written)) if counts.get(one)]
                moved[key] = row._replace(mentions=sum(map(counts.__getitem__, said)))
                if len(said) > 1:
                    several[key] = said
        for key, number in _lines(words, several).items():
            moved[key] = moved[key]._replace(mentions=number)
        return replace(self, rows={**self.rows, **moved}) if moved else self

    def pinned(self, keys: Iterable[str]) -> "Picture":
        """The same with these pinned, and no others."""
        pins = frozenset(keys)
        moved = {
            key: row._replace(pinned=not row.pinned)
            for key, row in self.rows.items()
            if row.pinned != (key in pins)
        }
        return replace(self, rows={**self.rows, **moved}) if moved else self


def _lines(words: Words, several: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """On how many lines each of these is mentioned, one that has two of its spellings counted once."""
    if not several:
        return {}
    lines: dict[str, set[tuple[NotePath, int]]] = {}
    for path, line, spelling in words.mentions(chain.from_iterable(several.values())):
        lines.setdefault(spelling, set()).add((path, line))
    return {
        key: len(set().union(*(lines.get(one, ()) for one in said)))
        for key, said in several.items()
    }


def _rows(
    belongings: Belongings,
    backlinks: Backlinks,
    old: Picture | None = None,
    touched: frozenset[str] = frozenset(),
) -> dict[str, EntityRow]:
    """A row for each entity; those of an older picture where nothing of them changed."""
    identity = belongings.directory.identity
    before = old.directory.identity if old else None
    same = before is not None and identity.means_the_same(before)
    if old is not None and identity is before:
        here = (one for home in touched if (one := identity.at(home)) is not None)
        fresh = {one.key: _row(belongings, backlinks, one) for one in here}
        return {**old.rows, **fresh}
    rows: dict[str, EntityRow] = {}
    for entity in paced(identity):
        row = old.rows.get(entity.key) if old and same and entity.home not in touched else None
        if row is None or before is None or before.at(entity.home) is not entity:
            row = None
        elif len(row.badges) > len(entity.badges) and row.badges != identity.badges(entity):
            row = None  # it names another one, who has a page by now, or none any more
        rows[entity.key] = _row(belongings, backlinks, entity) if row is None else row
    return rows


def _row(belongings: Belongings, backlinks: Backlinks, entity: Entity) -> EntityRow:
    badges = belongings.directory.identity.badges(entity)
    row = row_of(entity, belongings.figures(entity), badges, pinned=False)
    return row._replace(backlinks=backlinks.count(entity))
