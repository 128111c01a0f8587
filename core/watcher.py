"""The process that watches a vault: `python -m core.watcher ROOT [poll]`.

It writes the paths of notes that changed, each ended by a NUL, each batch ended by one more, and `/`
for what only a walk can tell. It ends when its standard input does, so it outlives nobody.

Where the system does not tell of changes (no library, no watches left, a folder of another machine),
and for a while after the library gave up, it walks instead: one name that is no UTF-8 is enough for
that. Only names and times are looked at, no note is opened.
"""

# ruff: noqa: PTH116
# scandir's entries know their kind; a Path asks the disk again for each question.

import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from heapq import nlargest

from core.changes import EVERYTHING, changes, is_far, told
from core.path import NotePath
from core.walk import FileStat, Listing, is_skipped, walk

_STEP, _MOST = 10, 100
"""Milliseconds without a change that end a batch, and its longest time."""
_QUIET = 250
"""Milliseconds without a change after which a walk is worth it."""
_LONGEST = 0.6
"""Seconds that a walk is put off while changes go on."""
_MANY = 200
"""Notes at once from which on a walk is cheaper than to look at each."""
_LEAST = 1.0
"""Seconds between two walks, at the least."""
_SHARE = 0.025
"""Of one processor, that walking may take; with the looks in between it is 3 %."""
_GLANCE, _NEWEST = 0.5, 300
"""Seconds between two looks at so many notes that were written to last."""
_RETRY, _MOST_RETRY, _HELD = 10.0, 600.0, 60.0
"""Seconds of walking before the library is tried again, at the most, and which prove that it works."""

Say = Callable[[Iterable[str]], None]


def main(root: str, *, poll: bool, say: Say) -> None:
    """Tell of changes for ever.

    Args:
        root: The vault's absolute real path.
        poll: Walk only.
        say: Hears each batch.
    """
    retry = _RETRY
    while True:
        start = time.monotonic()
        if not poll and not _is_far(root):
            with suppress(ImportError, OSError, RuntimeError, UnicodeError):
                _listen(root, say)
        held = time.monotonic() - start > _HELD
        retry = _RETRY if held else min(2 * retry, _MOST_RETRY)
        _poll(root, say, retry)


def _listen(root: str, say: Say) -> None:
    """Tell what the system tells; returns when another folder lies there. Raises what the library does."""
    import watchfiles  # noqa: PLC0415 - it may be missing, and who polls does not need it

    batches = watchfiles.watch(
        root,
        watch_filter=None,
        debounce=_MOST,
        step=_STEP,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    was = _identity(root)
    next(batches)
    # What changed before the watch stood was told by nobody.
    listener = Listener(root, say)
    say([EVERYTHING])
    for batch in batches:
        listener.take({path for _, path in batch}, time.monotonic())
        if not batch and _identity(root) != was:
            return


class Listener:
    """Makes what the system tells into what the vault's reader wants to know."""

    def __init__(self, root: str, say: Say) -> None:
        """Know the folders there are; nobody says of a name that is gone that it was one."""
        self._root = root
        self._say = say
        self._folders = set(_folders(root, ""))
        self._since: float | None = None
        """Since when a walk is due."""

    def take(self, paths: Collection[str], now: float) -> None:
        """Something happened to these absolute paths; none, and all was quiet for a while."""
        found = frozenset(filter(None, map(self._told, paths)))
        if EVERYTHING in found or len(found) > _MANY:
            self._since = now if self._since is None else self._since
        elif self._since is None and found:
            self._say(found)
        # A walk amid a burst would be the first of many, and one at once too early: what lands in a
        # new folder is not told until that is watched as well.
        if self._since is not None and (not paths or now - self._since > _LONGEST):
            self._since = None
            self._say([EVERYTHING])

    def _told(self, full: str) -> NotePath | None:
        path = full.removeprefix(self._root).lstrip("/")
        folder, was = _is_folder(full), path in self._folders
        if folder and not was and not any(map(is_skipped, path.split("/"))):
            self._folders.update(_folders(self._root, path))
        if was and not folder:
            below = f"{path}/"
            self._folders = {
                one for one in self._folders if one != path and not one.startswith(below)
            }
        return told(path, folder=folder, was_folder=was)


def _poll(root: str, say: Say, seconds: float) -> None:
    """Tell what walks tell, for so many seconds."""
    before = walk(root)
    newest = _newest(before)
    say([EVERYTHING])
    end = time.monotonic() + seconds
    due = time.monotonic() + _LEAST
    while time.monotonic() < end:
        time.sleep(_GLANCE)
        if time.monotonic() < due:
            found = glance(root, newest)
        else:
            start, used = time.monotonic(), time.thread_time()
            after = walk(root)
            found = changes(before, after)
            before, newest = after, _newest(after)
            cost, took = time.thread_time() - used, time.monotonic() - start
            due = time.monotonic() + max(_LEAST, cost / _SHARE, took) - _GLANCE / 2
        if found:
            say([EVERYTHING] if len(found) > _MANY else found)


def glance(root: str, files: dict[NotePath, FileStat]) -> frozenset[NotePath]:
    """Which of these notes changed or went since; `files` is brought up to date."""
    found = []
    for path, known in list(files.items()):
        try:
            now = os.stat(f"{root}/{path}")
        except OSError:
            del files[path]
            found.append(path)
            continue
        file = FileStat(path, now.st_size, now.st_mtime_ns, now.st_ino)
        if file != known:
            files[path] = file
            found.append(path)
    return frozenset(found)


def _newest(listing: Listing) -> dict[NotePath, FileStat]:
    """What was written to last is what is most likely written to next."""
    files = nlargest(_NEWEST, listing.files, key=lambda file: file.mtime_ns)
    return {file.path: file for file in files}


def _folders(root: str, top: str) -> Iterator[str]:
    """The folder `top` and those in it, vault-relative, without machinery."""
    waiting = [top]
    while waiting:
        path = waiting.pop()
        yield path
        with suppress(OSError), os.scandir(f"{root}/{path}") as entries:
            waiting += (
                f"{path}/{entry.name}" if path else entry.name
                for entry in entries
                if not is_skipped(entry.name) and entry.is_dir(follow_symlinks=False)
            )


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _identity(root: str) -> tuple[int, int] | None:
    try:
        found = os.stat(root)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_far(root: str) -> bool:
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:  # noqa: PTH123 - procfs
            return is_far(mounts, root)
    except OSError:
        return False


def _write(paths: Iterable[str]) -> None:
    data = memoryview(b"".join(os.fsencode(path) + b"\0" for path in sorted(paths)) + b"\0")
    while data:
        data = data[os.write(1, data) :]


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main(sys.argv[1], poll=sys.argv[2:] == ["poll"], say=_write)
