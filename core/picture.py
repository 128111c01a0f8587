"""All that is known of the entities of one snapshot, put together; each newer one made from an older."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.backlinks import Backlinks, Written
from core.belongings import Belongings
from core.browse import EntityRow, row_of
from core.directory import Directory
from core.entities import Entity
from core.index.snapshot import Snapshot
from core.spelling import folded


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

    def mentioned(self, counts: Mapping[str, int], *, again: bool) -> "Picture":
        """The same with its mentions counted.

        Args:
            counts: Folded spelling → on how many lines it stands.
            again: Whether the counts are others than before; else only new rows are counted.
        """
        moved = {}
        for key, row in self.rows.items():
            entity = self.entity(key) if again or row.mentions is None else None
            if entity is not None:
                spellings = set(map(folded, entity.written))
                moved[key] = row._replace(mentions=sum(counts.get(one, 0) for one in spellings))
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
    rows: dict[str, EntityRow] = {}
    for entity in identity:
        row = old.rows.get(entity.key) if old and same and entity.home not in touched else None
        if row is None or before is None or before.at(entity.home) is not entity:
            badges = identity.badges(entity)
            fresh = row_of(entity, belongings.figures(entity), badges, pinned=False)
            row = fresh._replace(backlinks=backlinks.count(entity))
        rows[entity.key] = row
    return rows
