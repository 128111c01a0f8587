"""What lies in a vault, looked at once: notes, other files, settings, and what could not be listed.

No file is opened. A listing that failed is said to be incomplete: not listed never means deleted.
"""

# ruff: noqa: PTH112, PTH114, PTH116
# scandir's entries know their kind; a Path asks the disk again for each question.

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from core.path import NotePath

MAX_DEPTH = 64
NAMED = -1
"""The size of a note that was not looked at."""
SETTINGS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
"""Where the Tasks plugin keeps its settings, below the folder that they are for."""

_SKIPPED = frozenset({"node_modules"})
_CONFIG = ".obsidian"
_NO_NOTE = "is no note: it is"


class FileStat(NamedTuple):
    """What tells whether a note has changed, short of reading it."""

    path: NotePath
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is there and is not read."""

    path: NotePath
    """Not safe to show; the root is `""`."""
    reason: str
    """What follows on its name in a sentence: `cannot be listed: Permission denied`."""


@dataclass(frozen=True)
class Listing:
    """What one walk saw."""

    files: tuple[FileStat, ...]
    """Every note, by path; one that only its name is wanted of has the size `NAMED`."""
    others: tuple[NotePath, ...]
    """Every other file outside of dot folders, by path."""
    settings: tuple[FileStat, ...]
    """Every `data.json` of the Tasks plugin."""
    trouble: tuple[Trouble, ...]
    complete: bool
    """Whether every folder could be listed; if not, what is missing may still be there."""


def walk(root: str, named: Callable[[str], bool] = lambda _: False) -> Listing:
    """Everything in the folder `root`, an absolute real path. Raises nothing.

    Args:
        root: The folder.
        named: Whether no more than the names of the notes in a folder is wanted: half the time of a
            walk goes into looking at each note.
    """
    return _Walk(root, named).listing()


def is_skipped(name: str) -> bool:
    """Whether a file or folder of that name is machinery, as is everything in it."""
    return name[:1] == "." or name in _SKIPPED


def inside(root: str, real: str) -> bool:
    """Whether an absolute real path lies in the folder `root`."""
    return real.startswith(root if root.endswith("/") else f"{root}/")


class _Walk:
    def __init__(self, root: str, named: Callable[[str], bool]) -> None:
        self.root = root
        self.named = named
        self.files: list[tuple[str, int, int, int]] = []
        self.others: list[NotePath] = []
        self.settings: list[FileStat] = []
        self.trouble: list[Trouble] = []
        self.complete = True
        self.seen: set[tuple[int, int]] = set()
        """Device and inode of each folder: a mount or a hard loop is walked once."""

    def listing(self) -> Listing:
        waiting = [("", 0)]
        while waiting:
            prefix, depth = waiting.pop()
            for folder in self._folder(prefix):
                if depth < MAX_DEPTH:
                    waiting.append((f"{folder}/", depth + 1))
                else:
                    self._failed(folder, f"is more than {MAX_DEPTH} folders deep")
        self.files.sort()
        return Listing(
            tuple(map(tuple.__new__, repeat(FileStat), self.files)),
            tuple(sorted(self.others)),
            tuple(sorted(self.settings)),
            tuple(sorted(self.trouble, key=lambda one: one.path)),
            self.complete,
        )

    def _folder(self, prefix: str) -> Iterator[str]:
        """Read one folder; the folders in it that are to be walked."""
        add = self.files.append
        named = prefix != "" and self.named(prefix[:-1])
        try:
            here = os.stat(f"{self.root}/{prefix}")
            if (here.st_dev, here.st_ino) in self.seen:
                self.trouble.append(
                    Trouble(NotePath(prefix[:-1]), "is a folder that was listed before")
                )
                return
            self.seen.add((here.st_dev, here.st_ino))
            with os.scandir(f"{self.root}/{prefix}") as entries:
                for entry in entries:
                    name = entry.name
                    if name.endswith(".md") or name[-3:].lower() == ".md":
                        # What nearly every entry is, and therefore spelled out.
                        if entry.is_file(follow_symlinks=False) and name[0] != ".":
                            if named:
                                add((prefix + name, NAMED, 0, 0))
                                continue
                            try:
                                found = entry.stat(follow_symlinks=False)
                            except OSError as error:
                                self._unseen(NotePath(prefix + name), error)
                                continue
                            add((prefix + name, found.st_size, found.st_mtime_ns, found.st_ino))
                        elif self._odd(entry, prefix):
                            yield prefix + name
                    elif self._other(entry, prefix):
                        yield prefix + name
        except OSError as error:
            self._failed(prefix[:-1], f"cannot be listed: {error.strerror}")

    def _other(self, entry: "os.DirEntry[str]", prefix: str) -> bool:
        """Add what is not named like a note; whether it is a folder that is to be walked."""
        name, path = entry.name, NotePath(prefix + entry.name)
        if name[0] == ".":
            if name == _CONFIG:
                self._settings_in(prefix)
            return False
        if entry.is_dir(follow_symlinks=False):
            return not is_skipped(name)
        if entry.is_symlink() and os.path.isdir(entry.path):
            self.trouble.append(Trouble(path, "is a link to a folder, which is not followed"))
        else:
            self.others.append(path)
        return False

    def _failed(self, path: str, reason: str) -> None:
        self.trouble.append(Trouble(NotePath(path), reason))
        self.complete = False

    def _odd(self, entry: "os.DirEntry[str]", prefix: str) -> bool:
        """Add what is only named like a note; whether it is a folder that is to be walked all the same."""
        path = NotePath(prefix + entry.name)
        if entry.name[0] == ".":
            return False
        try:
            if entry.is_symlink() and not inside(self.root, os.path.realpath(entry.path)):
                self.trouble.append(Trouble(path, "links out of the vault, so it is not read"))
                return False
            found = os.stat(entry.path)
        except OSError as error:
            self._unseen(path, error)
            return False
        if stat.S_ISREG(found.st_mode):
            self.files.append((path, found.st_size, found.st_mtime_ns, found.st_ino))
            return False
        if stat.S_ISDIR(found.st_mode) and not entry.is_symlink():
            return True
        self.trouble.append(Trouble(path, f"{_NO_NOTE} {kind_of(found.st_mode)}"))
        return False

    def _unseen(self, path: NotePath, error: OSError) -> None:
        if error.errno == errno.ELOOP:
            self.trouble.append(Trouble(path, "is a link that leads in a circle"))
        elif error.errno != errno.ENOENT:
            self._failed(path, f"cannot be looked at: {error.strerror}")
        elif os.path.islink(f"{self.root}/{path}"):
            self.trouble.append(Trouble(path, "is a link to nothing"))

    def _settings_in(self, prefix: str) -> None:
        path = NotePath(prefix + SETTINGS)
        try:
            found = os.stat(f"{self.root}/{path}")
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.ENOTDIR}:
                self._failed(path, f"cannot be looked at: {error.strerror}")
            return
        self.settings.append(FileStat(path, found.st_size, found.st_mtime_ns, found.st_ino))


def kind_of(mode: int) -> str:
    """What a file that is no regular file is."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a device or socket"
