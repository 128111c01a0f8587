"""What is worked on: a session, as far as those that keep something of it up to date need to know it."""

from datetime import date
from typing import TYPE_CHECKING, Protocol

from core.config import Config
from core.index.index import Index
from core.index.snapshot import Snapshot
from core.index.words import Words
from core.path import NotePath
from core.vault import Vault

if TYPE_CHECKING:
    from core.backlinks import Written
    from core.directory import Directory
    from core.note import Note
    from core.picture import Picture


class Whereabouts(Protocol):
    """Who there is, and where links lead."""

    def directory(self) -> "Directory":
        """Who is who and where links lead in the newest snapshot. Waits."""


class Browse(Whereabouts, Protocol):
    """All of that, and what belongs to whom."""

    def picture(self) -> "Picture":
        """Everything of the newest snapshot. Waits."""

    def mentioned(self) -> "Picture":
        """The same, with mentions as far as words are known. Waits."""


class Shelf(Protocol):
    """A vault that is read. What is asked of the disk waits; the properties answer from memory."""

    @property
    def vault(self) -> Vault:
        """The folder of notes."""

    @property
    def config(self) -> Config:
        """The settings in force."""

    @property
    def cache(self) -> "Written":
        """What notes say."""

    @property
    def index(self) -> Index:
        """What was read, kept true."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest one."""

    @property
    def browse(self) -> Whereabouts:
        """Who there is."""

    def note(self, path: NotePath) -> "Note":
        """The note as it is on the disk now. Raises `Unreadable`."""


class Desk(Shelf, Protocol):
    """A vault being worked on."""

    @property
    def words(self) -> Words:
        """Where texts stand in notes."""

    @property
    def today(self) -> date:
        """The day that dates are relative to."""

    @property
    def now(self) -> str:
        """UTC, ISO."""

    @property
    def browse(self) -> Browse:
        """Who there is."""
