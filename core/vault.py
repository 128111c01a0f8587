"""A folder of notes: what is in it, what is triaged, which settings hold where, and safe reading.

Nothing here writes. A path is a name in the vault; nothing that leads out of it is ever opened.
"""

# ruff: noqa: PTH116
# Exact system calls on exact names are the point here.

import errno
import os
import stat
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from core.errors import NoVault, OutsideVault, Unreadable, Unsettled, WinnowError
from core.path import NotePath, folder_of
from core.scope import DEFAULT_EXCLUDE, Scope, ignore_filters
from core.statuses import TaskSettings, parse_settings
from core.text import Digest, digest
from core.walk import MAX_DEPTH, SETTINGS, FileStat, Listing, Trouble, inside, kind_of, walk

__all__ = ["FileStat", "Listing", "Standing", "Trouble", "Vault", "is_gone", "may_pass"]

MAX_NOTE_BYTES = 5_000_000
_MAX_SETTINGS_BYTES = 1_000_000
_APP = NotePath(".obsidian/app.json")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_NO_NAMES = frozenset({"", ".", ".."})
_WRITE_BITS = 0o222
_RETRIES = 3
_PAUSE = 0.05
"""Seconds: a program that truncates a file and writes it anew is done by then."""


_Ignored = tuple[tuple[str, ...], tuple[str, ...]]
"""Obsidian's excluded files, and what is wrong with them."""


class _Settings(NamedTuple):
    """The Tasks settings that hold in a folder."""

    settings: TaskSettings
    digest: Digest


class Standing(NamedTuple):
    """How a file or folder stands on the disk; a link is what it is, not what it leads to."""

    kind: Literal["file", "folder", "link", "other"]
    mtime_ns: int
    device: int
    inode: int
    writable: bool
    """Whether its bytes, or what is in the folder, may be changed."""


class Vault:
    """A folder of notes, opened for reading. Not changed by anything it is asked."""

    def __init__(
        self,
        root: str | bytes | os.PathLike[str],
        exclude: Sequence[str] = DEFAULT_EXCLUDE,
        *,
        max_bytes: int = MAX_NOTE_BYTES,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Open the folder `root`.

        Args:
            root: Any path to it.
            exclude: Patterns, as in a `.gitignore`, of what is not triaged.
            max_bytes: Longer notes are not read.
            sleep: Waits so many seconds, while another program writes a note.

        Raises:
            NoVault: It is missing, no folder, or not to be listed.
        """
        self.root = _real_folder(os.fsdecode(root))
        """Its absolute real path."""
        self._prefix = self.root if self.root.endswith("/") else f"{self.root}/"
        self._max_bytes = max_bytes
        self._sleep = sleep
        self._folders: set[str] = {""}
        """Folders known to lie in the vault."""
        self._empty: dict[NotePath, tuple[int, int]] = {}
        """Time and inode of each note that was empty in the last walk: nobody is writing those."""
        self._settings: dict[str, _Settings] = {}
        self._exclude = exclude
        self._ignored: _Ignored = ((), ())
        self._scope = Scope(exclude)
        self.problems: tuple[str, ...] = self._scope.problems
        """Sentences about patterns that do not count; not safe to show."""
        self._read_ignored()

    def walk(self) -> Listing:
        """Everything in it, as it is now; of notes in folders that are excluded no more than their names.

        Settings are read again after this, and what is excluded.
        """
        self._read_ignored()
        listing = walk(self.root, self._scope.excludes)
        self._empty = {
            file.path: (file.mtime_ns, file.inode) for file in listing.files if not file.size
        }
        self._settings.clear()
        self._folders = {""}
        return listing

    @property
    def ignored(self) -> tuple[str, ...]:
        """Obsidian's own excluded files, as its settings have them; not safe to show."""
        return self._ignored[0]

    def is_triaged(self, path: NotePath) -> bool:
        """Whether tasks of the note at `path` are up for a decision."""
        return self._scope.is_triaged(path)

    def resolve(self, path: NotePath) -> str:
        """The absolute real path that `path` names, whether or not anything is there.

        Raises:
            OutsideVault: It is none, or leads out of the vault.
        """
        full = self._full(path)
        try:
            real = os.path.realpath(full)
        except (OSError, ValueError) as error:
            raise OutsideVault(f"{path} is not a path in the vault") from error
        if not inside(self.root, real):
            raise OutsideVault(f"{path} leads out of the vault")
        return real

    def _full(self, path: NotePath) -> str:
        # Only a path with one of these marks can have a part that is empty, `.` or `..`.
        marked = "/." in path or "//" in path or path[:1] in {"", ".", "/"} or path[-1] == "/"
        if "\0" in path or (marked and not _NO_NAMES.isdisjoint(path.split("/"))):
            raise OutsideVault(f"{path!r} is not a path in the vault")
        return self._prefix + path

    def stat(self, path: NotePath) -> FileStat:
        """What tells whether the note has changed. Raises `Unreadable` or `OutsideVault`."""
        try:
            found = os.lstat(self._near(path))
            if stat.S_ISLNK(found.st_mode):
                found = os.stat(self.resolve(path))
        except OSError as error:
            raise Unreadable(_reason(path, error)) from error
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(f"{path} is no note: it is {kind_of(found.st_mode)}")
        return FileStat(path, found.st_size, found.st_mtime_ns, found.st_ino)

    def standing(self, path: NotePath) -> Standing | None:
        """How any file or folder stands there now, `None` where there is none; `""` is the vault itself.

        Raises:
            Unreadable: It cannot be looked at.
            OutsideVault: The path leads out of the vault.
        """
        full = self._near(path) if path else self.root
        try:
            found = os.lstat(full)
        except OSError as error:
            if error.errno in _GONE:
                return None
            raise Unreadable(_reason(path, error)) from error
        mode = found.st_mode
        kind: Literal["file", "folder", "link", "other"] = "other"
        if stat.S_ISREG(mode):
            kind = "file"
        elif stat.S_ISDIR(mode):
            kind = "folder"
        elif stat.S_ISLNK(mode):
            kind = "link"
        writable = bool(mode & _WRITE_BITS) and os.access(full, os.W_OK)
        return Standing(kind, found.st_mtime_ns, found.st_dev, found.st_ino, writable)

    def names(self, folder: str) -> tuple[str, ...]:
        """What lies in a folder, hidden files too; nothing where there is no such folder.

        Raises:
            Unreadable: It cannot be listed.
            OutsideVault: The path leads out of the vault.
        """
        full = self._near(NotePath(f"{folder}/x"))[:-2] if folder else self.root
        try:
            return tuple(os.listdir(full))  # noqa: PTH208 - as above: exact calls
        except OSError as error:
            if error.errno in _GONE:
                return ()
            raise Unreadable(_reason(NotePath(folder), error)) from error

    def read(self, path: NotePath) -> bytes:
        """The bytes of a note, all of one moment.

        A file that is empty, or changes while it is read, is looked at again up to three times:
        another program may have truncated it to write it anew.

        Raises:
            Unreadable: It is gone, no regular file, too large, not permitted, or never at rest.
            OutsideVault: The path leads out of the vault.
        """
        return self._read(path, self._max_bytes)

    def _read(self, path: NotePath, limit: int) -> bytes:
        full = self._near(path)
        data, found = self._attempt(path, full, limit)
        if data:
            return data
        for _ in range(_RETRIES):
            if data or (data is not None and self._empty.get(path) == found):
                break
            self._sleep(_PAUSE)
            data, found = self._attempt(path, full, limit)
        if data is None:
            raise Unsettled(f"{path} is being written by another program")
        return data

    def _near(self, path: NotePath) -> str:
        """Where `path` is, its folder looked at once a walk; a link is not followed. Raises `OutsideVault`."""
        folder, slash, name = path.rpartition("/")
        if folder in self._folders or self._is_below(folder):
            # Of such a path only the name can be none, and what seems to lie in the root be absolute.
            if name in _NO_NAMES or "\0" in name or (slash and not folder):
                return self._full(path)
            return self._prefix + path
        real = self.resolve(path)
        self._folders.add(folder)
        return real

    def _is_below(self, folder: str) -> bool:
        """Whether every part of it is a folder and no link: then it lies in the vault without asking further."""
        above, slash, name = folder.rpartition("/")
        if name in _NO_NAMES or "\0" in name or (slash and not above):
            return False
        if above not in self._folders and (
            folder.count("/") > MAX_DEPTH or not self._is_below(above)
        ):
            return False
        try:
            found = os.lstat(self._prefix + folder)
        except (OSError, ValueError):
            return False
        if stat.S_ISDIR(found.st_mode):
            self._folders.add(folder)
            return True
        return False

    def _attempt(
        self, path: NotePath, full: str, limit: int
    ) -> tuple[bytes | None, tuple[int, int]]:
        """Read once: the bytes, `None` where the file moved meanwhile; its time and inode."""
        try:
            file = self._open(path, full)
            try:
                before = os.fstat(file)
                size = before.st_size
                if not stat.S_ISREG(before.st_mode):
                    raise Unreadable(f"{path} is no note: it is {kind_of(before.st_mode)}")
                if size > limit:
                    raise Unreadable(f"{path} is too large: {size:,} bytes, read are {limit:,}")
                data = os.read(file, size + 1)
                if len(data) < size:
                    data = _rest(file, data, size)
                after = os.fstat(file)
            finally:
                os.close(file)
        except OSError as error:
            raise Unreadable(_reason(path, error)) from error
        time = after.st_mtime_ns
        moved = before.st_mtime_ns != time or len(data) != size or size != after.st_size
        return (None if moved else data), (time, after.st_ino)

    def _open(self, path: NotePath, full: str) -> int:
        try:
            return os.open(full, _FLAGS)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
        return os.open(self.resolve(path), _FLAGS)

    def settings(self, path: NotePath) -> TaskSettings:
        """The Tasks settings for the note at `path`: of the nearest folder above it that has some."""
        return self._settings_of(folder_of(path)).settings

    def settings_digest(self, path: NotePath) -> Digest:
        """Names those settings: what was read of the note under others is out of date."""
        return self._settings_of(folder_of(path)).digest

    def _settings_of(self, folder: str) -> _Settings:
        known = self._settings.get(folder)
        if known is None:
            known = self._settings_in(folder)
            if known is None:
                above = folder.rpartition("/")[0]
                known = self._settings_of(above) if folder else _settings(None, None)
            self._settings[folder] = known
        return known

    def _settings_in(self, folder: str) -> _Settings | None:
        """The settings that `folder` itself has; broken ones are the defaults and a problem."""
        path = NotePath(f"{folder}/{SETTINGS}" if folder else SETTINGS)
        if not os.path.lexists(self._full(path)):
            return None
        try:
            return _settings(self._read(path, _MAX_SETTINGS_BYTES), folder)
        except (Unreadable, OutsideVault) as error:
            found = _settings(None, folder)
            problem = f"the Tasks plugin's settings are not read: {error}"
            return found._replace(settings=replace(found.settings, problems=(problem,)))

    def _read_ignored(self) -> None:
        found: _Ignored = ((), ())
        if os.path.lexists(self._full(_APP)):
            try:
                found = ignore_filters(self._read(_APP, _MAX_SETTINGS_BYTES))
            except (Unreadable, OutsideVault) as error:
                found = (), (f"Obsidian's excluded files are not read: {error}",)
        if found != self._ignored:
            self._ignored = found
            self._scope = Scope(self._exclude, found[0])
            self.problems = (*found[1], *self._scope.problems)


def is_gone(error: WinnowError) -> bool:
    """Whether a note could not be read because there is none any more."""
    why = error.__cause__
    return isinstance(why, OSError) and why.errno in _GONE


def may_pass(error: WinnowError) -> bool:
    """Whether a note that could not be read is there all the same, and may be read the next time."""
    return isinstance(error, Unsettled) or (
        isinstance(error.__cause__, OSError) and not is_gone(error)
    )


def _settings(data: bytes | None, folder: str | None) -> _Settings:
    settings = replace(parse_settings(data), where=folder or "")
    return _Settings(settings, digest(data or b""))


def _real_folder(root: str) -> str:
    if not root or "\0" in root:
        raise NoVault("no vault: that is no path")
    real = os.path.realpath(root)
    try:
        with os.scandir(real):
            return real
    except FileNotFoundError:
        raise NoVault(f"no vault at {root}: there is no such folder") from None
    except NotADirectoryError:
        raise NoVault(f"no vault at {root}: that is a file, not a folder") from None
    except OSError as error:
        raise NoVault(f"no vault at {root}: it cannot be listed: {error.strerror}") from None


def _rest(file: int, data: bytes, size: int) -> bytes:
    """`data` and what follows it, up to `size` bytes: a read may stop short of what is there."""
    while len(data) < size and (more := os.read(file, size - len(data))):
        data += more
    return data


def _reason(path: NotePath, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return f"{path} is not there any more"
    if error.errno == errno.ENXIO:
        return f"{path} is no note: it is a device or socket"
    return f"{path} cannot be read: {error.strerror}"
