"""Renames that cannot lose a file: swap two names at once, or move only to where nothing is.

`os.rename` silently overwrites what stands at the target; these calls do not. Linux has `renameat2`
(renameat2(2)), macOS `renamex_np` with the same two meanings.
"""

import ctypes
import errno
import os
from typing import NamedTuple

from core.staging import gone

_LIBC = ctypes.CDLL(None, use_errno=True)
_AT_FDCWD = -100
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


class _Flag(NamedTuple):
    linux: int
    macos: int


_NOREPLACE = _Flag(1, 4)
_EXCHANGE = _Flag(2, 2)


def exchange(one: str, other: str) -> bool:
    """Swap the files behind two names in one step; `False` where the system cannot.

    Raises:
        OSError: One of the names does not exist, or the disk refuses.
    """
    return _rename(one, other, _EXCHANGE)


def move_new(source: str, target: str) -> None:
    """Give a file another name that nothing has yet.

    Raises:
        FileExistsError: Something stands at `target`; it is untouched.
        OSError: `source` does not exist, or the disk refuses; it has no other name.
    """
    try:
        if _rename(source, target, _NOREPLACE):
            return
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        # A file server may do what it is asked and its answer be lost.
        if not gone(source) or gone(target):
            raise
        return
    _link_and_unlink(source, target)


def _link_and_unlink(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        if gone(source) or gone(target) or not _same(source, target):
            raise
    try:
        os.unlink(source)
    except OSError:
        if not gone(source):
            os.unlink(target)
            raise


def _same(one: str, other: str) -> bool:
    return os.path.samestat(os.lstat(one), os.lstat(other))


def _rename(source: str, target: str, flag: _Flag) -> bool:
    old, new = os.fsencode(source), os.fsencode(target)
    if (linux := getattr(_LIBC, "renameat2", None)) is not None:
        failed = linux(_AT_FDCWD, old, _AT_FDCWD, new, flag.linux)
    elif (macos := getattr(_LIBC, "renamex_np", None)) is not None:
        failed = macos(old, new, flag.macos)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), source, None, target)
