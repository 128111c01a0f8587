"""What a terminal sends, as a program on the whole screen gets it; afterwards it is as it was."""

import os
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from core.keystrokes import keystrokes

Pair = tuple[int, TextIO]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    outside, inside = os.openpty()
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    with os.fdopen(inside, "r+b", buffering=0) as stream:
        yield outside, stream  # type: ignore[misc]  # asked for its number only
    os.close(outside)


def test_every_key_comes_as_it_is_sent_and_the_terminal_is_given_back(terminal: Pair) -> None:
    outside, inside = terminal
    before = termios.tcgetattr(inside.fileno())
    with keystrokes(inside, inside) as read:
        assert read is not None
        assert os.read(outside, 99) == b"\x1b[?2004h\x1b[>25u"
        assert read(0) == b""
        os.write(outside, b"\x03\x13\r\x1b[A")
        assert read(1) == b"\x03\x13\r\x1b[A"
    assert os.read(outside, 99) == b"\x1b[<u\x1b[?2004l"
    assert termios.tcgetattr(inside.fileno()) == before


def test_it_is_given_back_whatever_happens(terminal: Pair) -> None:
    _, inside = terminal
    before = termios.tcgetattr(inside.fileno())
    with pytest.raises(KeyError), keystrokes(inside, inside):
        raise KeyError
    assert termios.tcgetattr(inside.fileno()) == before


def test_a_terminal_that_is_gone_says_nothing(
    terminal: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, inside = terminal

    def gone(_number: int, _most: int) -> bytes:
        raise OSError

    with keystrokes(inside, inside) as read:
        os.write(outside, b"a")
        monkeypatch.setattr(os, "read", gone)
        assert read is not None
        assert read(1) == b""


def test_without_a_terminal_of_ours_there_is_none(
    terminal: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, inside = terminal
    with keystrokes(None, inside) as read:
        assert read is None
    with Path(os.devnull).open("rb") as nothing, keystrokes(inside, nothing) as read:  # type: ignore[arg-type]  # as above
        assert read is None
    with Path(os.devnull).open("rb") as nothing, keystrokes(nothing, inside) as read:  # type: ignore[arg-type]  # as above
        assert read is None
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: -1)
    with keystrokes(inside, inside) as read:
        assert read is None
