"""What can go wrong and what callers must tell apart."""


class WinnowError(Exception):
    """Anything Winnow reports in one plain sentence instead of a traceback."""


class NoVault(WinnowError):
    """There is no readable folder to work on."""


class OutsideVault(WinnowError):
    """A path leaves the vault, or is not one that a note may have."""


class Unreadable(WinnowError):
    """A note exists but its bytes are not to be had, or are not to be touched."""


class Unsettled(Unreadable):
    """Another program is writing the note at this moment."""


class Conflict(WinnowError):
    """A file is not what the change was planned against; nothing was written.

    Attributes:
        expected: The text that was looked for; not safe to show.
        found: The text that stands there now; not safe to show.
    """

    def __init__(self, message: str, *, expected: str = "", found: str = "") -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found


class Refused(WinnowError):
    """The change would need a guess, or the vault's own settings do not allow it."""


class NothingToUndo(WinnowError):
    """The journal holds no transaction that could be undone, or redone."""


class BadQuery(WinnowError):
    """A filter that does not parse; the message says where.

    Attributes:
        place: Where in the filter it stands: the first character, and the one behind the last; `None`: in all of it.
    """

    def __init__(self, message: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.place = place


class WriteFailed(WinnowError):
    """The disk refused; every note is as it was, and the change will not be made later."""


class PartlyDone(WinnowError):
    """Some of a transaction is done and the rest was left, with a sentence for each.

    Attributes:
        entry: What the journal calls the part that is done; undo takes back just that.
        left: One sentence for each thing that was left.
    """

    def __init__(self, entry: str, left: tuple[str, ...]) -> None:
        super().__init__("; ".join(left))
        self.entry = entry
        self.left = left


class Busy(WinnowError):
    """Another Winnow is writing in this vault and did not finish in time."""
