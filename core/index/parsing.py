"""Notes on the disk made into rows. Loaded where a note is to be read: the parsers take 30 ms."""

from core.config import Config
from core.errors import WinnowError
from core.index.build import note_rows
from core.index.found import UNREAD
from core.index.snapshot import NoteRows
from core.note import parse_note
from core.vault import FileStat, Vault, may_pass


def read_one(vault: Vault, config: Config, file: FileStat) -> NoteRows:
    """The rows of one note; one that cannot be read is a row with a problem."""
    try:
        return read_rows(vault, config, file)
    except WinnowError as error:
        return unread_rows(vault, config, file, error)


def read_rows(vault: Vault, config: Config, file: FileStat) -> NoteRows:
    """The rows of one note. Raises `Unreadable` or `OutsideVault`."""
    settings = vault.settings(file.path)
    data = vault.read(file.path)
    return note_rows(parse_note(file.path, data, settings), file, settings, config)


def unread_rows(vault: Vault, config: Config, file: FileStat, error: WinnowError) -> NoteRows:
    """A row for a note that cannot be read, with the reason as its problem."""
    settings = vault.settings(file.path)
    if may_pass(error):
        # Like no file, so that the next walk tries again.
        file = file._replace(mtime_ns=UNREAD)
    row = note_rows(parse_note(file.path, b"", settings), file, settings, config).note
    return NoteRows(row._replace(problems=(str(error), *row.problems)), ())
