"""One slip of the finger: a letter missing, too many or wrong, or two exchanged. Pure.

What was typed is led along the sorted texts letter by letter; at each letter the slips that lead to a
text that is there are tried. So it costs the letters that were typed, and not the texts that there are.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_SHORTEST = 3
"""Of fewer letters nearly every word is one slip away."""
_LONGEST = 64
_LAST = chr(0x10FFFF)


class Slip(IntEnum):
    """What went wrong, the likeliest first."""

    EXCHANGED = 0
    MISSING = 1
    EXTRA = 2
    WRONG = 3


class Near(NamedTuple):
    """Texts that begin with what was nearly typed."""

    slip: Slip
    texts: range
    """Their numbers."""
    whole: bool
    """Whether the first of them is no longer than that."""


def begun(texts: Sequence[str], start: str, within: range | None = None) -> range:
    """The sorted texts that begin with `start`."""
    within = range(len(texts)) if within is None else within
    low = bisect_left(texts, start, within.start, within.stop)
    return range(low, bisect_left(texts, start + _LAST, low, within.stop))


def near(texts: Sequence[str], typed: str) -> Iterator[Near]:
    """The sorted texts that begin with something one slip from `typed`, some more than once.

    Nothing for fewer than three letters, and for more than anybody types.
    """
    if not _SHORTEST <= len(typed) <= _LONGEST:
        return
    there = range(len(texts))
    for at in range(len(typed)):
        for slip, meant in _meant(texts, typed, at, there):
            found = begun(texts, meant, there)
            if found:
                yield Near(slip, found, texts[found.start] == meant)
        there = begun(texts, typed[: at + 1], there)
        if not there:
            return


def _meant(texts: Sequence[str], typed: str, at: int, there: range) -> Iterator[tuple[Slip, str]]:
    """What may have been meant, if the slip was at letter `at` and all before it stands in `there`."""
    front, letter, rest = typed[:at], typed[at], typed[at + 1 :]
    if rest and rest[0] != letter:
        yield Slip.EXCHANGED, f"{front}{rest[0]}{letter}{rest[1:]}"
    if not rest or rest[0] != letter:  # of two alike, leaving out either is the same
        yield Slip.EXTRA, front + rest
    for other in _next_letters(texts, at, there):
        if other != letter:
            yield Slip.MISSING, front + other + typed[at:]
            yield Slip.WRONG, front + other + rest


def _next_letters(texts: Sequence[str], at: int, there: range) -> Iterator[str]:
    """The letters that stand at `at` in texts that are alike before it."""
    number = there.start
    while number < there.stop:
        text = texts[number]
        if len(text) == at:
            number += 1
            continue
        yield text[at]
        number = bisect_left(texts, text[: at + 1] + _LAST, number, there.stop)


def agreeing(typed: str, meant: str) -> tuple[int, ...]:
    """The letters of `meant` that `typed` has in the same order."""
    blocks = LCSseq.opcodes(typed, meant).as_matching_blocks()
    return tuple(at for block in blocks for at in range(block.b, block.b + block.size))
