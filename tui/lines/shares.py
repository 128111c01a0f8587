"""How much of the room the list has, and how much what is read beside it. Pure."""

from typing import NamedTuple

KEPT = "shares"
"""What the cache calls what somebody dragged them to."""
_LEAST, _MOST = 20, 80
_PERCENTS = frozenset(map(str, range(101)))


class Shares(NamedTuple):
    """Of a hundred columns, or lines where one side stands under the other, those of the list."""

    columns: int
    lines: int

    @property
    def kept(self) -> str:
        """Them as one text."""
        return f"{self.columns} {self.lines}"


USUAL = Shares(55, 58)
"""What the style sheet says."""


def share(part: int, whole: int) -> int:
    """What part of a hundred, but never so little that one side could not be read."""
    return max(_LEAST, min(_MOST, round(100 * part / max(1, whole))))


def shares_of(kept: str) -> Shares:
    """What `Shares.kept` says, or the usual ones."""
    match [int(word) for word in kept.split() if word in _PERCENTS]:
        case [columns, lines]:
            return Shares(share(columns, 100), share(lines, 100))
        case _:
            return USUAL
