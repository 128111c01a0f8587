"""What a terminal sends while somebody types, byte by byte, as a program on the whole screen would get it."""

import os
import select
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
"""Where the flags of input and the local ones and the characters stand in a terminal's settings."""
_BEGIN = "\x1b[?2004h\x1b[>25u"
"""Pasted text is marked; keys that the old protocol cannot tell apart are told, where a terminal can."""
_END = "\x1b[<u\x1b[?2004l"
_MOST = 65_536

Read = Callable[[float], bytes]
"""Waits so many seconds at most; `b""`: nothing came, or nothing ever will."""


@contextmanager
def keystrokes(keys: TextIO | None, screen: TextIO | None) -> Iterator[Read | None]:
    """Have every key as it is sent, without an echo; `None` where there is no terminal of ours.

    The terminal is as it was afterwards.

    Args:
        keys: What is typed into it.
        screen: What it shows.
    """
    found = _found(keys, screen)
    if found is None:
        yield None
        return
    number, out, before = found
    try:
        termios.tcsetattr(number, termios.TCSADRAIN, _whole(before))
        os.write(out, _BEGIN.encode())
        yield lambda seconds: _read(number, seconds)
    finally:
        with suppress(OSError):
            os.write(out, _END.encode())
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)


def _found(keys: TextIO | None, screen: TextIO | None) -> tuple[int, int, list[Any]] | None:
    if keys is None or screen is None:
        return None
    try:
        number, out = keys.fileno(), screen.fileno()
        if not os.isatty(out) or os.tcgetpgrp(number) != os.getpgrp():
            return None
        return number, out, termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return None


def _whole(before: list[Any]) -> list[Any]:
    """Settings with which no key is echoed, kept back or translated, and none is a signal."""
    settings: list[Any] = [*before]
    settings[_CHARACTERS] = [*settings[_CHARACTERS]]
    settings[_INPUT] &= ~(
        termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
    )
    settings[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    settings[_CHARACTERS][termios.VMIN] = 1
    return settings


def _read(number: int, seconds: float) -> bytes:
    ready, _, _ = select.select([number], [], [], seconds)
    try:
        return os.read(number, _MOST) if ready else b""
    except OSError:  # the terminal is gone
        return b""
