"""What a terminal sends while somebody types, byte by byte, as a program on the whole screen would get it."""

import os
import select
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from core.terminal import is_terminal, ours, whole_keys

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
    found = ours(keys)
    if found is None or not is_terminal(screen):
        yield None
        return
    (number, before), out = found, screen.fileno()
    try:
        termios.tcsetattr(number, termios.TCSADRAIN, whole_keys(before, signals=False))
        os.write(out, _BEGIN.encode())
        yield lambda seconds: _read(number, seconds)
    finally:
        with suppress(OSError):
            os.write(out, _END.encode())
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, before)


def _read(number: int, seconds: float) -> bytes:
    ready, _, _ = select.select([number], [], [], seconds)
    try:
        return os.read(number, _MOST) if ready else b""
    except OSError:  # the terminal is gone
        return b""
