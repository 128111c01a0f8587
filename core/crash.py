"""What went wrong, written down for whoever mends it: where in the program, never what notes say."""

import os
import platform
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from core.display import safe_text
from core.records import write_all

_KEPT = 5
_LONGEST = 500
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_crash(folder: str, error: BaseException, *, version: str, now: datetime) -> str | None:
    """Keep where `error` was raised; the newest few of such files stay.

    Args:
        folder: Where to; made where missing, for the user alone.
        error: What nobody expected. Values of variables are left out: they are what notes say.
        version: Of Winnow.
        now: Aware of its zone.

    Returns:
        The file, or `None` where none could be written.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f")
    path = Path(folder, f"crash-{stamp}.log")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(path, _NEW, 0o600)
        try:
            write_all(fd, report(error, version).encode("utf-8", "replace"))
        finally:
            os.close(fd)
        for old in sorted(path.parent.glob("crash-*.log"))[:-_KEPT]:
            with suppress(OSError):
                old.unlink()
    except OSError:
        return None
    return str(path)


def report(error: BaseException, version: str) -> str:
    """What the file says: the versions, and every line that the error passed through."""
    head = (
        f"winnow {version}, Python {platform.python_version()}, {platform.platform()}",
        f"terminal {os.environ.get('TERM', 'unnamed')}, encoding {sys.getfilesystemencoding()}",
    )
    lines = [line for part in _trace(error) for line in part.rstrip("\n").split("\n")]
    return "".join(f"{safe_text(line[:_LONGEST])}\n" for line in (*head, "", *lines))


def _trace(error: BaseException) -> list[str]:
    return traceback.format_exception(error)
