"""What a terminal can do, asked of the terminal itself: it answers on its own input.

What it does not answer it may be able to do all the same: many answer little, and one that is far away late.
The last question is one that every terminal answers, so that nobody waits for what never comes.
"""

import os
import re
import select
import termios
import time
import tty
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TextIO

from core.terminal import is_terminal, ours

SAMPLES: Mapping[str, str] = MappingProxyType(
    {"sign": "▌●", "wide": "漢", "date": "📅", "up": "⏫", "accent": "e\u0301", "family": "👩‍👧"}
)
"""Text whose width terminals disagree about, and signs that Winnow draws."""
_COLOUR = "38:2::1:2:3"
_MODES = {"mouse": 1006, "paste": 2004, "together": 2026}
_PLACE = re.compile(rb"\x1b\[[0-9]{1,5};([0-9]{1,5})R")
_MODE = re.compile(rb"\x1b\[\?([0-9]{1,5});([0-4])\$y")
_KITTY = re.compile(rb"\x1b\[\?[0-9]{1,5}u")
_LAST = re.compile(rb"\x1b\[\?([0-9;]{0,100})c")
_CLIPBOARD = "52"
"""What a terminal that sets the clipboard says of itself in the last answer."""
_MOST = 65_536


@dataclass(frozen=True, slots=True)
class Abilities:
    """What it answered; `None`: nothing, which may mean no."""

    widths: Mapping[str, int] = field(default_factory=dict)
    """Sample → the cells that it takes here."""
    colours: bool | None = None
    """Whether it shows all sixteen million."""
    keys: bool | None = None
    """Whether it can tell keys such as `ctrl+enter` from others (the kitty keyboard protocol)."""
    mouse: bool | None = None
    paste: bool | None = None
    """Whether it marks pasted text."""
    together: bool | None = None
    """Whether it shows what is written together at once."""
    clipboard: bool | None = None
    """Whether a program may set the clipboard (OSC 52)."""


def asked(keys: TextIO | None, screen: TextIO | None, patience: float) -> Abilities | None:
    """Ask the terminal; `None` where there is none, another program uses it, or it does not answer.

    Args:
        keys: What is typed into it.
        screen: What it shows.
        patience: Seconds that it has.
    """
    found = ours(keys)
    if found is None or not is_terminal(screen):
        return None
    number, before = found
    try:
        try:
            tty.setcbreak(number, termios.TCSADRAIN)
            os.write(screen.fileno(), questions())
            said = _heard(number, patience)
        finally:
            with suppress(termios.error):
                termios.tcsetattr(number, termios.TCSADRAIN, before)
    except (OSError, termios.error):
        return None
    return understood(said)


def questions() -> bytes:
    """What is written to the terminal; nothing of it stays to be seen."""
    parts = ["\x1b7"]
    parts += [f"\r{sample}\x1b[6n" for sample in SAMPLES.values()]
    parts += ["\r\x1b[2K\x1b8", "\x1b[?u"]
    parts += [f"\x1b[?{mode}$p" for mode in _MODES.values()]
    parts += [f"\x1b[{_COLOUR}m\x1bP$qm\x1b\\\x1b[0m", "\x1bP+q4d73\x1b\\", "\x1b[c"]
    return "".join(parts).encode()


def _heard(number: int, patience: float) -> bytes:
    """What comes, until the last answer or until it takes too long."""
    said = b""
    end = time.monotonic() + patience
    while not _LAST.search(said) and len(said) < _MOST:
        ready, _, _ = select.select([number], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        said += os.read(number, _MOST)
    return said


def understood(said: bytes) -> Abilities | None:
    """What the answers mean; keys that somebody typed meanwhile mean nothing. `None`: there is no answer."""
    last = _LAST.search(said)
    places = [int(column) - 1 for column in _PLACE.findall(said)]
    if last is None and not places:
        return None
    widths = dict(zip(SAMPLES, places, strict=True)) if len(places) == len(SAMPLES) else {}
    modes = {int(mode): state != b"0" for mode, state in _MODE.findall(said)}
    attributes = last[1].decode().split(";") if last else []
    clipboard = b"\x1bP1+r4d73" in said or b"\x1bP1+r4D73" in said or _CLIPBOARD in attributes[1:]
    return Abilities(
        widths=MappingProxyType(widths),
        colours=_colours(said),
        keys=bool(_KITTY.search(said)) or None,
        mouse=modes.get(_MODES["mouse"]),
        paste=modes.get(_MODES["paste"]),
        together=modes.get(_MODES["together"]),
        clipboard=clipboard or None,
    )


def _colours(said: bytes) -> bool | None:
    """Whether the colour that was set is the one that it says is set; `None`: it does not say."""
    begin = said.find(b"\x1bP1$r")
    if begin < 0:
        return None
    answer = said[begin : said.find(b"\x1b\\", begin + 1)]
    return b"1:2:3" in answer or b"1;2;3" in answer
