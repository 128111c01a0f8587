"""Who has a vault open on a screen: the first may write, others read until it ends.

The kernel gives a lock back when its holder ends, however it ends, so a file that a dead process left
behind holds nothing up. What stands in the file is for people to read.
"""

import fcntl
import json
import os
from contextlib import suppress

from core.records import write_all

_LONGEST = 4096


class Instance:
    """The right to write in one vault from a screen."""

    def __init__(self, folder: str, who: str) -> None:
        """Ask for it; `taken` says whether it was had.

        Args:
            folder: The vault's own state folder.
            who: Who asks, for others to read: `process 123 on /dev/pts/4, since 09:30`.
        """
        self._path = f"{folder}/screen.lock"
        self._who = who
        self._fd = -1
        self.holder = ""
        """A sentence that says who holds it; `""`: we do."""
        self.take()

    def take(self) -> bool:
        """Ask once more; whether it is ours now. Never waits."""
        if self._fd >= 0:
            return True
        try:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self.holder = f"nobody may write: {self._path} cannot be opened ({error.strerror})"
            return False
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.holder = (
                f"another Winnow has this vault open ({_read(fd) or 'it does not say who'})"
            )
            os.close(fd)
            return False
        self._fd, self.holder = fd, ""
        with suppress(OSError):  # a full disk: the lock holds without words
            os.ftruncate(fd, 0)
            write_all(fd, json.dumps(self._who).encode("ascii"))
        return True

    def release(self) -> None:
        """Let others write."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def holder(folder: str) -> str:
    """Who has the vault of a state folder open on a screen, in its own words; `""`: nobody. Makes nothing."""
    try:
        fd = os.open(f"{folder}/screen.lock", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _read(fd) or "it does not say who"
    finally:
        os.close(fd)
    return ""


def _read(fd: int) -> str:
    """What the holder said of itself, `""` where that cannot be told."""
    with suppress(OSError, ValueError):
        said = json.loads(os.pread(fd, _LONGEST, 0))
        if isinstance(said, str):
            return said
    return ""
