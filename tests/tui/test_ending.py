"""The app in a terminal of its own: how it leaves, and what it leaves behind."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Winnow, winnow

__all__ = ["winnow"]

ROOT = Path(__file__).parent.parent.parent
READY = b"Send the deck"
FULL_SCREEN, NORMAL_SCREEN, CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
PATIENCE = 60
OWN_TERMINAL = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"


class Screen:
    """The program under a pseudo-terminal."""

    def __init__(self, arguments: list[str], before: str = "pass") -> None:
        self.terminal, self.program_side = pty.openpty()
        termios.tcsetwinsize(self.program_side, (30, 100))
        self.settings = termios.tcgetattr(self.program_side)
        self.seen = b""
        run = f"import sys; from tui.__main__ import main; sys.exit(main({arguments}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{OWN_TERMINAL}\n{before}\n{run}"],
            cwd=ROOT,
            stdin=self.program_side,
            stdout=self.program_side,
            stderr=self.program_side,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )

    def read_until(self, text: bytes) -> None:
        while text not in self.seen:
            ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
            assert ready, f"{text!r} is not in {self.seen[-400:]!r}"
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


def started(screens: list[Screen], winnow: Winnow, before: str = "pass") -> Screen:
    screen = Screen([*winnow.place, "--pane", "tasks"], before)
    screens.append(screen)
    screen.read_until(READY)
    return screen


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT],
    ids=lambda one: one.name,
)
def test_a_signal_gives_the_terminal_back(
    winnow: Winnow, screens: list[Screen], number: signal.Signals
) -> None:
    screen = started(screens, winnow)
    assert FULL_SCREEN in screen.seen
    screen.process.send_signal(number)
    assert screen.end() == 128 + number
    assert NORMAL_SCREEN in screen.seen
    assert CURSOR in screen.seen[screen.seen.rindex(NORMAL_SCREEN) :]
    assert termios.tcgetattr(screen.program_side) == screen.settings


SIGNAL_IN_THE_WRITE = """
import os, signal
import core.writer as writer
write = writer.commit
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.SIGTERM)
    return write(*arguments, **options)
writer.commit = interrupted
"""


def test_a_signal_waits_for_the_decision_that_is_being_written(
    winnow: Winnow, screens: list[Screen]
) -> None:
    screen = started(screens, winnow, SIGNAL_IN_THE_WRITE)
    screen.press(b"a")
    assert screen.end() == 128 + signal.SIGTERM
    assert "- [ ] Send the deck" in winnow.text()


@pytest.mark.parametrize("hearing", ["SIG_DFL", "SIG_IGN"])
def test_a_terminal_that_is_closed_ends_the_program(
    winnow: Winnow, screens: list[Screen], hearing: str
) -> None:
    screen = started(
        screens, winnow, f"import signal; signal.signal(signal.SIGHUP, signal.{hearing})"
    )
    os.close(screen.program_side)
    os.close(screen.terminal)
    screen.terminal = screen.program_side = -1
    assert screen.process.wait(PATIENCE) == 128 + signal.SIGHUP


def test_a_mistake_is_one_line_on_a_terminal_given_back(
    winnow: Winnow, screens: list[Screen]
) -> None:
    screen = started(screens, winnow, "import tui.app; tui.app.WinnowApp.leave = lambda _: 1 / 0")
    screen.press(b"q")
    assert screen.end() == 1
    after = screen.seen[screen.seen.rindex(NORMAL_SCREEN) :]
    assert b"winnow: a mistake in Winnow: ZeroDivisionError" in after
    assert READY not in after
    assert b"Traceback" not in after
