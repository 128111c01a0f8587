"""Who and what there is at one moment: the notes of a snapshot by all that they may be called. Pure.

Made once from everything; from then on each newer
snapshot makes a newer one, which costs by what changed between the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from core.entities import Page
from core.identity import Identity
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.links import Links
from core.pace import paced
from core.path import NotePath

Tables = Mapping[str, Sequence[str]]
"""Name → its other spellings."""


def page_of(row: NoteRow) -> Page:
    """What a note says about whom it is."""
    flagged = row.needs_review or row.auto_created
    said = row.said
    if said is None:
        return Page(row.path, title=row.title, type=row.kind or "", flagged=flagged)
    return Page(
        row.path, said.title, said.heading, row.kind or "", said.aliases, said.names, said.emails,
        said.tags, flagged,
    )  # fmt: skip


def identity_of(snapshot: Snapshot, types: Mapping[str, str]) -> Identity:
    """Who is who, as the notes alone say it: a fifth of the work of a directory."""
    return Identity(types).updated((), map(page_of, paced(snapshot.notes.values())))


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """The entities of a snapshot, and where its links lead."""

    snapshot: Snapshot
    types: Mapping[str, str]
    identity: Identity
    links: Links

    @classmethod
    def of(
        cls, snapshot: Snapshot, types: Mapping[str, str], *, vault: str, identity: Identity | None = None
    ) -> "Directory":  # fmt: skip
        """Made from everything.

        Args:
            snapshot: The notes.
            types: Folder name → type, as the settings give it.
            vault: The name of the vault's folder.
            identity: Who is who, where that was worked out before: `identity_of`.
        """
        identity = identity_of(snapshot, types) if identity is None else identity
        pages = chain(map(page_of, paced(snapshot.notes.values())), map(Page, snapshot.others))
        return cls(snapshot, types, identity, Links(pages, identity, vault=vault))

    def updated(self, snapshot: Snapshot, tables: Tables | None = None) -> "Directory":
        """That of a newer snapshot.

        Args:
            snapshot: A newer one, made from this one's.
            tables: The alias tables, where they may have changed.
        """
        old, new = self.snapshot, snapshot
        changed = self.changed(new)
        gone = [page_of(row) for path in changed if (row := old.notes.get(path))]
        come = [page_of(row) for path in changed if (row := new.notes.get(path))]
        identity = self.identity.updated(gone, come)
        if tables is not None:
            identity = identity.with_tables(tables)
        if old.others is not new.others:
            gone += map(Page, old.others - new.others)
            come += map(Page, new.others - old.others)
        return Directory(new, self.types, identity, self.links.updated(gone, come, identity))

    def changed(self, snapshot: Snapshot) -> list[NotePath]:
        """The notes in scope that are others in another snapshot: changed, gone or come."""
        return list(snapshot.notes.differing(self.snapshot.notes))


def table_places(
    files: Sequence[str], identity: Identity, types: Mapping[str, str]
) -> tuple[NotePath, ...]:
    """Where the alias tables of a vault may lie.

    Args:
        files: As the settings name them: a path, or a name that is looked for at the vault's root, in each
            folder that holds entities, and in the folder above that.
        identity: Who there is.
        types: Folder name → type.
    """
    holders = {one.home.rpartition("/")[0] for one in identity}
    own = {one for one in holders if one.rpartition("/")[2] in types}
    folders = sorted({"", *own, *(one.rpartition("/")[0] for one in own)})
    places = [
        f"{folder}/{file}" if folder else file
        for file in files
        for folder in (("",) if "/" in file else folders)
    ]
    return tuple(map(NotePath, dict.fromkeys(places)))
