"""What plans about the inbox stand on: how the vault is when they are made. Everything is asked when it is needed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from core.backlinks import Written
from core.config import Config
from core.directory import Directory
from core.entities import has_arrived
from core.errors import Conflict, OutsideVault, Refused
from core.inbox.items import Arrival, InboxRow
from core.index.rows import TaskId
from core.note import Note
from core.path import NotePath, folder_of
from core.statuses import TaskSettings
from core.vault import Standing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A vault as plans see it. What asks the disk raises `Unreadable` or `OutsideVault`."""

    config: Config
    today: date
    zone: tzinfo | None
    """In which a file has the day that it is called by."""
    read: Callable[[NotePath], Note]
    """The note as it is now."""
    data: Callable[[NotePath], bytes]
    """Its bytes."""
    standing: Callable[[NotePath], Standing | None]
    """How a file or folder stands there."""
    listed: Callable[[str], Iterable[str]]
    """The names in a folder."""
    is_triaged: Callable[[NotePath], bool]
    settings: Callable[[NotePath], TaskSettings]
    directory: Callable[[], Directory]
    """Who is who, and where links lead."""
    written: Written
    """What notes say."""
    arrival: Callable[[InboxRow], Arrival]
    """What an item says of itself."""
    remembered: Mapping[str, str]
    """What is remembered of items, by key."""
    snoozed: Mapping[str, str]
    """Until when tasks are hidden, by their ids."""
    reviewed: Mapping[str, str]
    """What is remembered of pages that wait for a review, by their keys."""
    moved_keys: Mapping[str, str]
    """Keys that pages had → the key that each got instead; see `core.habits.MOVED`."""
    outside: Callable[[Iterable[str], int | None], Iterable[NotePath]]
    """The notes out of scope that say one of some names; reads each, or as many as that."""

    def is_written(self, row: InboxRow) -> bool:
        """Whether an item is a note that was written about something, and did not arrive."""
        return row.kind == "note" and not has_arrived(row.path, self.config.inbox)

    def movable(self, path: NotePath) -> Standing:
        """How a file stands that is to be moved.

        Raises:
            Conflict: It is gone.
            Refused: It is none that can be moved.
        """
        found = self.standing(path)
        if found is None:
            raise Conflict(f"{path} is not there any more")
        if found.kind == "link":
            raise Refused(f"{path} is a link; it is left where it is")
        if found.kind != "file":
            raise Refused(f"{path} is no file")
        above = self.standing(NotePath(folder_of(path)))
        if above is not None and not above.writable:
            raise Refused(f"{path} cannot be moved: its folder is read-only")
        return found

    def place(self, folder: str, file: Standing) -> None:
        """Look whether a file can be put into a folder, which need not be there yet.

        Raises:
            Refused: It cannot.
        """
        above = folder
        while (found := self._folder(above)) is None:
            above = folder_of(NotePath(above))
        if found.kind != "folder":
            raise Refused(f"{above} is no folder")
        if found.device != file.device:
            raise Refused(
                f"{folder} lies on another file system; nothing is moved there in one step"
            )
        if not found.writable:
            raise Refused(f"nothing can be put into {above}: it is read-only")

    def _folder(self, folder: str) -> Standing | None:
        try:
            return self.standing(NotePath(folder))
        except OutsideVault as error:
            raise Refused(f"{folder} leads out of the vault") from error

    def day_of(self, file: Standing) -> date:
        """The day on which a file was last changed."""
        # An `int` of nanoseconds is no float: a file of the far future must not raise.
        try:
            return (_EPOCH + timedelta(microseconds=file.mtime_ns // 1000)).astimezone(self.zone).date()  # fmt: skip
        except (OverflowError, ValueError):
            return self.today

    def task_snoozes(self, path: NotePath) -> list[TaskId]:
        """The tasks of a note that are hidden until some day."""
        if not self.snoozed:
            return []
        ids = self.directory().snapshot.by_note.get(path, ())
        return [id for id in ids if id in self.snoozed]
