"""What arrived is put away: archived, set aside as a copy, or thrown into the vault's trash."""

from collections.abc import Sequence

from core.actions.drafting import Draft
from core.actions.setting_aside import follow
from core.errors import Conflict, Refused, Unreadable, Unsettled
from core.inbox.items import InboxRow
from core.path import NotePath, folder_of, name_of
from core.vault import is_gone

TRASH = ".trash"
"""Where Obsidian itself puts what it deletes when it is told to keep it in the vault."""
_ARCHIVE, _COPIES = "_archive", "duplicates"


def archive(row: InboxRow, draft: Draft) -> None:
    """Put what arrived below the day, in the archive of its inbox. Raises `WinnowError`."""
    _arrived(row, "it is a note: it is reviewed, or goes to the trash", draft)
    day = draft.ground.today.isoformat()
    _put(row, f"{_inbox(row.path, draft)}/{_ARCHIVE}/{day}", draft)


def duplicate(row: InboxRow, of: NotePath, draft: Draft) -> None:
    """Put what arrived among the copies. Raises `WinnowError`."""
    _arrived(row, "it is a note: of notes of one meeting one is kept", draft)
    if of == row.path:
        raise Refused(f"{row.path} is no copy of itself")
    if draft.ground.standing(of) is None:
        raise Conflict(f"{of} is not there any more, so nothing is a copy of it")
    _put(row, f"{_inbox(row.path, draft)}/{_ARCHIVE}/{_COPIES}", draft)


def trash(row: InboxRow, draft: Draft) -> None:
    """Put a file or note into the vault's trash; links to it stay as they are. Raises `WinnowError`."""
    throw_away(row, draft)
    draft.done(row.id, row.title)


def throw_away(row: InboxRow, draft: Draft) -> None:
    """As `trash`, as a part of something else. Raises `WinnowError`."""
    _movable(row)
    file = draft.ground.movable(row.path)
    above = folder_of(row.path)
    folder = f"{TRASH}/{above}" if above else TRASH
    draft.ground.place(folder, file)
    look(row, draft)
    draft.move(row.path, draft.names.free(folder, name_of(row.path)), follow=False)
    follow(row, None, draft)


def look(row: InboxRow, draft: Draft) -> None:
    """Read a note that is moved, so that it is moved as it is; one that is never read is moved unread.

    Raises:
        Unreadable: It is gone, or another program is writing it.
    """
    if row.kind == "attachment":
        return
    try:
        draft.note(row.path)
    except Unreadable as error:
        if isinstance(error, Unsettled) or is_gone(error):
            raise


def _put(row: InboxRow, folder: str, draft: Draft) -> None:
    _movable(row)
    file = draft.ground.movable(row.path)
    draft.ground.place(folder, file)
    look(row, draft)
    to = draft.names.free(folder, name_of(row.path))
    draft.move(row.path, to)
    follow(row, to, draft)
    draft.done(row.id, row.title)


def _movable(row: InboxRow) -> None:
    unfinished(row)
    if row.kind == "capture":
        raise Refused(f"{row.path} is the capture file, and stays where it is")


def unfinished(row: InboxRow) -> None:
    """Raises `Refused` where its name says that another program is still writing it; of a note reading it tells."""
    if row.kind == "attachment" and "unfinished" in row.flags:
        raise Refused(f"{row.path} is not finished: another program is still writing it")


def _arrived(row: InboxRow, why: str, draft: Draft) -> None:
    if draft.ground.is_written(row):
        raise Refused(f"{row.path} is left where it is: {why}")


def _inbox(path: NotePath, draft: Draft) -> str:
    """The inbox folder that holds it, the outermost one."""
    inbox: Sequence[str] = draft.ground.config.inbox
    around = [folder for folder in inbox if path.startswith(f"{folder}/")]
    return min(around or inbox[:1] or ["Inbox"], key=len)
