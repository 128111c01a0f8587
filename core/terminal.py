"""A terminal that is drawn on before the program that will have it is loaded, and given back whatever happens."""

import os
import re
import select
import shutil
import signal
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, TypeGuard

_BEGIN = "\x1b[?1049h\x1b[?25l"
"""The alternate screen, without a cursor."""
_TOGETHER = "\x1b[?2026h{}\x1b[?2026l"
"""Shown at once, where a terminal can."""
_END = "\x1b[0m\x1b[?1049l\x1b[?25h"
_WHICH_GROUND = "\x1b]11;?\x1b\\\x1b[c"
"""What its ground is; and what it is itself, which every terminal answers, and after the other answer."""
_GROUND = re.compile(
    rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})[0-9a-fA-F/]{0,5}(?:\x07|\x1b\\)"
)
_ITSELF = re.compile(rb"\x1b\[\?[0-9;]{0,40}c")
_PATIENCE = 0.5
"""Seconds without a byte after which a terminal has said what it says."""
_MOST = 4096
"""Bytes, answers and what is typed meanwhile."""
_SHARES = (0.299, 0.587, 0.114)
"""Of red, green and blue in how bright a colour looks."""
_LEFT = (
    "\x1b[<u\x1b[0m\x1b(B\x0f\x1b[r\x1b[?6l\x1b[?1l\x1b>\x1b[?7h"
    "\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1049l\x1b[?25h"
)
"""Off again, whatever a program switched on that could not switch it off: keys, colours, letters, margins, the mouse, its screen."""
_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
"""Where the flags of input and the local ones and the characters stand in a terminal's settings."""


class Terminal:
    """The terminal while nobody else has it; what is typed waits in it, unseen."""

    def __init__(self, keys: int, screen: TextIO, settings: list[Any]) -> None:
        self._keys = keys
        self._screen = screen
        self.settings = settings
        """Those of the person, as they were before."""
        self._drawn = False
        self.taken = False
        """Whether somebody else has it now, and will give it back."""
        self.typed = ""
        """What was typed while it answered a question: for whoever takes over."""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        return shutil.get_terminal_size()

    def draw(self, text: str) -> bool:
        """Show a picture on a screen of its own, where nothing is typed over it; whether it is there."""
        try:
            self._settle()
        except termios.error:
            return False
        begin = "" if self._drawn else _BEGIN
        self._drawn = True
        self._write(begin + _TOGETHER.format(text))
        return True

    @property
    def drawn(self) -> bool:
        """Whether there is something on it to go on from."""
        return self._drawn

    def is_dark(self) -> bool | None:
        """Whether its ground is dark; `None` where it does not say. Blanks it, and waits for its answer."""
        if not self.draw(""):
            return None
        self._write(_WHICH_GROUND)
        heard = b""
        while not _ITSELF.search(heard) and len(heard) < _MOST:
            ready, _, _ = select.select([self._keys], [], [], _PATIENCE)
            data = os.read(self._keys, _MOST) if ready else b""
            if not data:
                break
            heard += data
        found = _GROUND.search(heard)
        self.typed += _ITSELF.sub(b"", _GROUND.sub(b"", heard)).decode("utf-8", "replace")
        return None if found is None else _light(found.groups()) < 1 / 2

    def _settle(self) -> None:
        """No echo and whole keys, as the one who takes over will have it, but for the keys that end a program."""
        settings = whole_keys(self.settings)
        # Suspended now, a terminal could not be given back; whoever takes over hears the key.
        settings[_CHARACTERS][termios.VSUSP] = b"\0"
        termios.tcsetattr(self._keys, termios.TCSANOW, settings)

    def _write(self, text: str) -> None:
        data = memoryview(text.encode(self._screen.encoding or "utf-8", "replace"))
        while data:
            data = data[os.write(self._screen.fileno(), data) :]

    def give_back(self) -> None:
        """As it was, if anything was changed; safe where the terminal is gone."""
        if not self._drawn:
            return
        self._drawn = False
        with suppress(OSError):
            if not self.taken:
                self._write(_END)
        with suppress(termios.error):
            termios.tcsetattr(self._keys, termios.TCSANOW, self.settings)


def _light(colour: tuple[bytes, ...]) -> float:
    """How bright a colour looks, from 0 to 1; its parts are hexadecimal, of one to four digits."""
    parts = [int(part, 16) / (int(16 ** len(part)) - 1) for part in colour]
    return float(sum(share * part for share, part in zip(_SHARES, parts, strict=True)))


@contextmanager
def lent(keys: TextIO | None, screen: TextIO | None) -> Iterator[Callable[[], None]]:
    """A terminal that another program has meanwhile: its settings are put back, whatever that left them as.

    What is handed out is to be called where that program did not end well: it switches off what may be left on.
    """
    try:
        number = None if keys is None else keys.fileno()
        settings = None if number is None else termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        number, settings = None, None

    def tidy() -> None:
        if screen is not None and settings is not None:
            with suppress(OSError, ValueError):
                screen.write(_LEFT)
                screen.flush()

    try:
        yield tidy
    finally:
        if number is not None and settings is not None:
            with suppress(termios.error):
                termios.tcsetattr(number, termios.TCSADRAIN, settings)


@contextmanager
def terminal(keys: TextIO | None, screen: TextIO | None) -> Iterator[Terminal | None]:
    """The terminal of a program that is being started; `None` where another program is using it.

    Nothing is changed before something is drawn, and everything is given back at the end.
    """
    found = _found(keys, screen)
    if found is None:
        yield None
        return
    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    try:
        yield found
    finally:
        found.give_back()
        signal.signal(signal.SIGTSTP, before)


def _found(keys: TextIO | None, screen: TextIO | None) -> Terminal | None:
    found = ours(keys)
    return None if found is None or screen is None else Terminal(found[0], screen, found[1])


def ours(keys: TextIO | None) -> tuple[int, list[Any]] | None:
    """Descriptor and settings of the terminal that keys come from; `None` where there is none, or another program uses it."""
    try:
        number = -1 if keys is None else keys.fileno()
        if number < 0 or os.tcgetpgrp(number) != os.getpgrp():
            return None
        return number, termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return None


def is_terminal(screen: TextIO | None) -> TypeGuard[TextIO]:
    """Whether it is a terminal that what is written to it is shown on."""
    try:
        return screen is not None and os.isatty(screen.fileno())
    except (OSError, ValueError):
        return False


def whole_keys(settings: list[Any], *, signals: bool = True) -> list[Any]:
    """Such settings with which no key is echoed, kept back or translated, and where wanted none is a signal."""
    changed: list[Any] = [*settings]
    changed[_CHARACTERS] = [*changed[_CHARACTERS]]
    changed[_INPUT] &= ~(
        termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
    )
    changed[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    if not signals:
        changed[_LOCAL] &= ~termios.ISIG
    changed[_CHARACTERS][termios.VMIN] = 1
    return changed
