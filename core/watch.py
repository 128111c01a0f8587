"""Changes in a vault as they happen, told by a process of their own.

The library that asks the system holds Python's lock for as long as it takes to watch every folder (0.6 s
for 100,000 notes), so it runs beside the program and not in it. Started as a script, this file is that
process: it writes the paths that changed, each ended by a NUL, each batch ended by one more, and ends
when its standard input does. It may end at any time: one name that is no UTF-8 is enough. Whoever
listens then looks for himself.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

_SETTINGS = "/.obsidian/plugins/obsidian-tasks-plugin/data.json"
_EVERYTHING = b"/"
"""Stands for a change that only a walk can tell more about."""
_STEP, _MOST = 20, 200
"""Milliseconds without a change that end a batch, and its longest time."""
_LONGEST_SUFFIX = 5
_QUIET = 1000
"""Milliseconds after which the system is asked anew."""


class Watch:
    """A process that watches a vault."""

    def __init__(self, root: str) -> None:
        """Start it. Raises `OSError` where no process can be started."""
        # -P: what lies beside this file must not be taken for what the library imports.
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, and this very file
            [sys.executable, "-P", __file__, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def changes(self) -> Iterator[frozenset[str] | None]:
        """Vault-relative paths of notes that changed, in batches; `None`: anything may have.

        The first batch comes when the watch stands. It ends with the process.
        """
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        left = b""
        while data := os.read(self._process.stdout.fileno(), 1 << 16):
            *batches, left = (left + data).split(b"\0\0")
            for batch in batches:
                yield unpacked(batch)

    def close(self) -> None:
        """End it. Safe to call twice, and from another thread than the one that listens."""
        self._process.kill()
        self._process.wait()


def unpacked(batch: bytes) -> frozenset[str] | None:
    """The paths of a batch without its end; `None` where it says that anything may have changed."""
    paths = frozenset(batch.split(b"\0"))
    return None if _EVERYTHING in paths else frozenset(map(os.fsdecode, paths))


def told(path: str, *, deleted: bool, folder: bool) -> str | None:
    """What a change of `path` is told as: a note, `/` for a walk, `None` for nothing of ours.

    Args:
        path: Vault-relative, beginning with `/`.
        deleted: It is there no longer, so that nobody can tell what it was.
        folder: It is a folder now.
    """
    if path.endswith(_SETTINGS):
        return "/"
    if "/." in path or "/node_modules" in path:
        return None
    if path[-3:].lower() == ".md" and not folder:
        return path[1:]
    suffix = path.rpartition("/")[2].rpartition(".")[2]
    named = 0 < len(suffix) <= _LONGEST_SUFFIX and suffix.isalnum() and "." in path
    return "/" if folder or (deleted and not named) else None


def _tell(root: str) -> None:
    import watchfiles  # noqa: PLC0415 - only the process that watches needs it

    out = sys.stdout.buffer
    first = True
    batches = watchfiles.watch(
        root,
        watch_filter=None,
        debounce=_MOST,
        step=_STEP,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        ignore_permission_denied=True,
        raise_interrupt=False,
    )
    for batch in batches:
        paths = {_told(root, change is watchfiles.Change.deleted, path) for change, path in batch}
        if first:
            # What changed before the watch stood was told by nobody.
            paths.add("/")
            first = False
        said = sorted(filter(None, paths))
        if said:
            out.write(b"\0".join(map(os.fsencode, said)) + b"\0\0")
            out.flush()


def _told(root: str, deleted: bool, path: str) -> str | None:
    file = Path(path)
    folder = file.is_dir() and not file.is_symlink()
    return told("/" + path.removeprefix(root).lstrip("/"), deleted=deleted, folder=folder)


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _tell(sys.argv[1])
