"""Changes in a vault as they happen, told by a process of their own.

The library that asks the system holds Python's lock for as long as it takes to watch every folder (0.6 s
for 100,000 notes), and a walk does so now and then, so both are done beside the program and not in it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from core.path import NotePath

_EVERYTHING = b"/"
"""Stands for a change that only a walk can tell more about."""
_PATIENCE = 0.5
"""Seconds that the process has to end by itself."""


class Watch:
    """A process that watches a vault."""

    def __init__(self, root: str, *, poll: bool = False) -> None:
        """Start it. Raises `OSError` where no process can be started.

        Args:
            root: The vault's absolute real path.
            poll: Walk the vault now and then instead of asking the system.
        """
        places = [str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - this very Python, and a module of ours
            [sys.executable, "-P", "-m", "core.watcher", root, *(["poll"] if poll else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
            # A ctrl+c that is meant for the editor in our terminal would reach it as well.
            start_new_session=True,
        )

    def changes(self) -> Iterator[frozenset[NotePath] | None]:
        """Notes that changed, as many as are told by now; `None`: anything may have.

        The first answer is `None`, when the watch stands. It ends with the process.
        """
        out = self._process.stdout
        assert out is not None  # noqa: S101 - a pipe was asked for
        left = b""
        with out:
            while data := os.read(out.fileno(), 1 << 16):
                # What was told while the last answer was taken in is one answer.
                whole, end, left = (left + data).rpartition(b"\0\0")
                if end:
                    yield unpacked(whole)

    def close(self) -> None:
        """End it. Safe to call twice, and from another thread than the one that listens."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def unpacked(batches: bytes) -> frozenset[NotePath] | None:
    """The paths of some batches without their last end; `None` where one says that anything may have changed."""
    paths = frozenset(filter(None, batches.split(b"\0")))
    return None if _EVERYTHING in paths else frozenset(map(NotePath, map(os.fsdecode, paths)))
