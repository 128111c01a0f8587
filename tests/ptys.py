"""The program in a terminal of its own."""

import os
import pty
import re
import select
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.terminal import environment

ROOT = Path(__file__).parent.parent
FULL_SCREEN, NORMAL_SCREEN, CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
PATIENCE = 60
OWN_TERMINAL = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"


class Screen:
    """The program under a pseudo-terminal."""

    def __init__(
        self,
        arguments: list[str],
        before: str = "pass",
        size: tuple[int, int] = (100, 30),
        **variables: str,
    ) -> None:
        self.terminal, self.program_side = pty.openpty()
        termios.tcsetwinsize(self.program_side, (size[1], size[0]))
        self.settings = termios.tcgetattr(self.program_side)
        self.seen = b""
        run = f"import sys; from tui.__main__ import main; sys.exit(main({arguments}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{OWN_TERMINAL}\n{before}\n{run}"],
            cwd=ROOT,
            stdin=self.program_side,
            stdout=self.program_side,
            stderr=self.program_side,
            env=environment(**variables),
            start_new_session=True,
        )

    def read_until(self, text: bytes) -> None:
        while text not in self.seen:
            ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
            assert ready, f"{text!r} is not in {self.seen[-400:]!r}"
            self.seen += os.read(self.terminal, 1 << 16)

    def read_on(self, quiet: float) -> None:
        """Until nothing was written for so many seconds."""
        while select.select([self.terminal], [], [], quiet)[0]:
            self.seen += os.read(self.terminal, 1 << 16)

    def press(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def end(self) -> int:
        """The exit status, with everything read that was written until then."""
        while self.process.poll() is None or select.select([self.terminal], [], [], 0)[0]:
            if select.select([self.terminal], [], [], 0.05)[0]:
                self.seen += os.read(self.terminal, 1 << 16)
        return self.process.returncode


@pytest.fixture
def screens() -> Iterator[list[Screen]]:
    opened: list[Screen] = []
    yield opened
    for screen in opened:
        screen.process.kill()
        screen.process.wait()
        for side in (screen.terminal, screen.program_side):
            if side >= 0:
                os.close(side)


def given_back(screen: Screen) -> None:
    """Everything that was switched on in the terminal is off again."""
    assert NORMAL_SCREEN in screen.seen
    assert CURSOR in screen.seen[screen.seen.rindex(NORMAL_SCREEN) :]
    assert termios.tcgetattr(screen.program_side) == screen.settings
    switched = re.findall(rb"\x1b\[\?([\d;]+)([hl])", screen.seen)
    last = {mode: switch for modes, switch in switched for mode in modes.split(b";")}
    assert (last.pop(b"25"), last.pop(b"7", b"h")) == (b"h", b"h")  # the cursor, and wrapped lines
    assert set(last.values()) == {b"l"}
    pushed, popped = (
        len(re.findall(rb"\x1b\[" + sign, screen.seen)) for sign in (rb">\d+u", b"<u")
    )
    assert pushed == popped
