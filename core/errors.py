"""What can go wrong and what callers must tell apart."""


class WinnowError(Exception):
    """Anything Winnow reports in one plain sentence instead of a traceback."""


class NoVault(WinnowError):
    """There is no readable folder to work on."""


class OutsideVault(WinnowError):
    """A path leaves the vault, or is not one that a note may have."""


class Unreadable(WinnowError):
    """A note exists but its bytes are not to be had, or are not to be touched."""


class Conflict(WinnowError):
    """A file is not what the change was planned against; nothing was written."""


class Refused(WinnowError):
    """The change would need a guess, or the vault's own settings do not allow it."""


class NothingToUndo(WinnowError):
    """The journal holds no transaction that could be undone, or redone."""


class BadQuery(WinnowError):
    """A filter that does not parse; the message says where."""
