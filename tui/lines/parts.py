"""Words of a bar, and how they share one line. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from core.display import safe_text
from tui.cells import clip

_WIDEST = 1_000
"""Characters of a part that are looked at: a name may be a megabyte, a bar is one line."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a bar, not yet safe to show, and the name of the component style they are drawn with."""

    text: str
    tone: str = ""
    """`""` is the bar's own style."""
    tag: str = ""
    """What a click on the words means; `""`: nothing."""


def cells_of(parts: Iterable[Part]) -> int:
    """How many cells the parts take when nothing is cut, counted no further than any bar is wide."""
    return sum(cell_len(safe_text(part.text[:_WIDEST])) for part in parts)


def one_line(left: Sequence[Part], right: Sequence[Part], width: int) -> list[tuple[str, str]]:
    """Words with their tones that fill a line; the left gives way first."""
    end = _cut(right, width)
    room = max(0, width - _taken(end))
    begin = _cut(left, room)
    gap = room - _taken(begin)
    return [*begin, (" " * gap, ""), *end] if gap else [*begin, *end]


def _cut(parts: Sequence[Part], room: int) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for part in parts:
        if room > 0 and part.text:
            text = clip(part.text, room)
            cells.append((text, part.tone))
            room -= cell_len(text)
    return cells


def _taken(cells: Iterable[tuple[str, str]]) -> int:
    return sum(cell_len(text) for text, _ in cells)
