"""One slip of the finger: a letter missing, too many or wrong, or two exchanged. Pure.

What was typed is compared with the distinct beginnings of all words, of about its length: a word may
be mistyped before it is finished.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, LCSseq

_SHORTEST = 3
"""Of fewer letters nearly every word is one slip away."""
_LONGEST = 16
"""Beginnings that are kept; a longer word is compared by its first letters."""


class Slip(IntEnum):
    """What went wrong, the likeliest first."""

    EXCHANGED = 0
    MISSING = 1
    EXTRA = 2
    WRONG = 3


class Near(NamedTuple):
    """Something that was nearly typed."""

    slip: Slip
    text: str


class Slips:
    """Texts, and their beginnings, by length; immutable."""

    def __init__(self, texts: Sequence[str], *, beginnings: bool) -> None:
        """Made of distinct texts; with `beginnings`, what begins one counts too."""
        by_length: dict[int, dict[str, None]] = {}
        for text in texts:
            lengths = range(2, min(len(text), _LONGEST) + 1) if beginnings else (len(text),)
            for length in lengths:
                by_length.setdefault(length, {})[text[:length]] = None
        self._by_length = {length: list(found) for length, found in by_length.items()}

    def near(self, typed: str) -> Iterator[Near]:
        """What is one slip from `typed`; nothing for fewer than three letters."""
        length = len(typed)
        if length < _SHORTEST:
            return
        for other in (length, length + 1, length - 1):
            texts = self._by_length.get(other)
            if texts:
                for text, _, _ in process.extract(
                    typed, texts, scorer=OSA.distance, score_cutoff=1, limit=None
                ):
                    if text != typed:
                        yield Near(_slip(typed, text), text)


def _slip(typed: str, meant: str) -> Slip:
    if len(typed) != len(meant):
        return Slip.MISSING if len(typed) < len(meant) else Slip.EXTRA
    return Slip.EXCHANGED if sorted(typed) == sorted(meant) else Slip.WRONG


def agreeing(typed: str, meant: str) -> tuple[int, ...]:
    """The letters of `meant` that `typed` has in the same order."""
    blocks = LCSseq.opcodes(typed, meant).as_matching_blocks()
    return tuple(at for block in blocks for at in range(block.b, block.b + block.size))
