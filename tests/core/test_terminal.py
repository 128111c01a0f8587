"""A terminal is asked whether it is dark, and what was typed meanwhile is not lost."""

import os
import termios
from collections.abc import Iterator
from contextlib import closing

import pytest

from core import terminal as module
from core.terminal import Terminal

ITSELF = b"\x1b[?62;22c"


class Pty:
    """A terminal that has answered before it was asked."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        settings = termios.tcgetattr(self.slave)
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(self.slave, termios.TCSANOW, settings)
        self.screen = os.fdopen(os.dup(self.slave), "w")
        self.terminal = Terminal(self.slave, self.screen, termios.tcgetattr(self.slave))

    def close(self) -> None:
        self.terminal.give_back()
        self.screen.close()
        os.close(self.slave)
        os.close(self.master)

    def says(self, data: bytes) -> None:
        # No line is ended: they come whole only where the terminal does not wait for whole lines.
        self.terminal.draw("")
        os.write(self.master, data)


@pytest.fixture
def pty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pty]:
    monkeypatch.setattr(module, "_PATIENCE", 0.02)
    with closing(Pty()) as found:
        yield found


@pytest.mark.parametrize(
    ("answer", "dark"),
    [
        (b"\x1b]11;rgb:1212/1616/1c1c\x1b\\", True),
        (b"\x1b]11;rgb:fb/fa/f7\x07", False),
        (b"\x1b]11;rgb:0/0/0\x1b\\", True),
        (b"\x1b]11;rgba:ffff/ffff/ffff/ffff\x1b\\", False),
        (b"\x1b]11;rgb:00/2b/36\x1b\\", True),
        (b"\x1b]11;rgb:/2b/36\x1b\\", None),
        (b"", None),
    ],
)
def test_a_terminal_says_whether_it_is_dark(pty: Pty, answer: bytes, dark: bool | None) -> None:
    pty.says(answer + ITSELF)
    assert pty.terminal.is_dark() is dark


def test_what_was_typed_between_its_answers_is_kept(pty: Pty) -> None:
    pty.says(b"j" + b"\x1b]11;rgb:ff/ff/ff\x07" + b"k\xc3\xa9" + ITSELF + b"a")
    assert pty.terminal.is_dark() is False
    assert pty.terminal.typed == "jkéa"


def test_one_that_says_nothing_is_not_waited_for_for_long(pty: Pty) -> None:
    pty.says(b"")
    assert pty.terminal.is_dark() is None
    assert pty.terminal.drawn


def test_one_that_is_gone_says_nothing() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as screen:
        assert Terminal(reader, screen, [0, 0, 0, 0, 0, 0, [b""] * 32]).is_dark() is None
    os.close(reader)
