"""A program under a pty, timed from the outside: what a person at a terminal waits for."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_FRAME_END = b"\x1b[?2026l"
"""Ends a synchronised update: everything of one frame has been written."""


class Terminal:
    """A running program and what it has written."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (120, 36), env: Mapping[str, str]
    ) -> None:
        """Start `command` on a new pty of `size` columns and lines."""
        columns, lines = size
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(env))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.output = bytearray()

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], max(0.0, timeout))
        if not ready:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the pty closes with the program
            return False
        self.output += data
        # A terminal answers what Textual asks it; these two are all that it waits for.
        if b"\x1b[?2026$p" in data:
            os.write(self._fd, b"\x1b[?2026;2$y")
        return bool(data)

    def wait_for(self, text: bytes, *, since: int = 0, timeout: float = 60.0) -> float:
        """Seconds from the start until `text` was written. Raises `TimeoutError`."""
        end = time.perf_counter() + timeout
        while self.output.find(text, since) < 0:
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} in {bytes(self.output[-400:])!r}")
            self._read(0.5)
        return time.perf_counter() - self.started

    def quiet(self, seconds: float = 0.3, *, timeout: float = 30.0) -> None:
        """Wait until nothing is written for a while."""
        end = time.perf_counter() + timeout
        while self._read(seconds) and time.perf_counter() < end:
            pass

    def press(self, key: bytes, *, timeout: float = 5.0) -> float:
        """Seconds from a key until the frame that answers it was written whole."""
        mark = len(self.output)
        start = time.perf_counter()
        os.write(self._fd, key)
        end = start + timeout
        while self.output.find(_FRAME_END, mark) < 0:
            if time.perf_counter() > end:
                raise TimeoutError(f"no frame after {key!r}")
            self._read(0.5)
        return time.perf_counter() - start

    def type(self, keys: bytes) -> None:
        """Press keys, and wait for nothing."""
        os.write(self._fd, keys)

    def peak_memory(self) -> int:
        """Bytes of resident memory at the highest, of the program alone."""
        return self._status("VmHWM")

    def memory(self) -> int:
        """Bytes of resident memory, of the program alone."""
        return self._status("VmRSS")

    def children(self, module: str) -> int:
        """How many processes that it started run a module of ours."""
        pids: list[str] = []
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            path = task / "children"
            with suppress(OSError), path.open(encoding="ascii") as there:
                pids += there.read().split()
        found = 0
        for pid in pids:
            with suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as line:  # noqa: PTH123 - procfs
                found += module.encode() in line.read().split(b"\0")
        return found

    def _status(self, field: str) -> int:
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123 - procfs
            fields = dict(line.split(":", 1) for line in status)
        return int(fields[field].split()[0]) * 1024

    def close(self) -> int:
        """End the program; its exit status."""
        os.write(self._fd, b"\x11")  # ctrl+q
        self.quiet(0.5, timeout=5)
        os.close(self._fd)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


def environment(**more: str) -> dict[str, str]:
    """A terminal like most: colours, UTF-8, no settings of the person who runs this."""
    # Compiling every module at each start is not what anybody who installed it waits for, nor is being
    # measured; and a signal that is raised inside coverage's lock leaves it locked.
    # COLUMNS and LINES, which workers of pytest-xdist have, would stand for the terminal's own size.
    dropped = {"PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WINNOW", "COVERAGE")) and name not in dropped
    }
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **more}


PYTHON = sys.executable
