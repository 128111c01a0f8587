"""Pictures of a vault being worked on, made from its snapshots: in steps, of which each is kept for the next."""

from core.alias_files import AliasFiles
from core.desk import Shelf
from core.directory import Directory, identity_of
from core.identity import Identity
from core.index.snapshot import Snapshot
from core.path import NotePath, name_of
from core.picture import Picture


class Drawing:
    """What pictures are made of. Not thread-safe: who has it lets one thread in at a time."""

    def __init__(self, session: Shelf) -> None:
        """Nothing is made yet."""
        self._session = session
        self._tables = AliasFiles(
            session.vault, session.config.alias_files, session.config.entities
        )
        self._early: tuple[Snapshot, Identity] | None = None
        """Who is who in a snapshot that is known no better yet."""
        self._known: Directory | None = None
        """Of such a snapshot, with its links."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about alias tables that do not count; not safe to show."""
        return self._tables.problems

    def identity(self, snapshot: Snapshot) -> Identity:
        """Who is who: a fifth of the work of a directory."""
        if self._early is None or self._early[0] is not snapshot:
            alone = identity_of(snapshot, self._session.config.entities)
            self._early = snapshot, alone.with_tables(self._tables.tables(alone))
        return self._early[1]

    def directory(self, snapshot: Snapshot) -> Directory:
        """Who is who, and where links lead."""
        if self._known is None or self._known.snapshot is not snapshot:
            types, vault = self._session.config.entities, name_of(NotePath(self._session.vault.root))  # fmt: skip
            identity = self.identity(snapshot)
            self._known = Directory.of(snapshot, types, vault=vault, identity=identity)
        return self._known

    def picture(self, snapshot: Snapshot, old: Picture | None) -> Picture:
        """Everything; costs by what changed where there is an old one."""
        if old is None:
            made = Picture.of(self.directory(snapshot), self._session.cache)
            self._early = self._known = None
            return made
        bare = old.directory.updated(snapshot)
        directory = bare.updated(snapshot, self._tables.tables(bare.identity))
        return old.updated(directory, self._session.cache)
