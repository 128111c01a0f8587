"""Breaking a line into rows by cells. Pure and linear."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, split_graphemes

from tui.widgets.inline import Run

_WORD = re.compile(r"[^ ]* *")


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """Start and end of each row of at most `width` cells: between words, else between graphemes.

    Blanks at a break belong to no row. There is at least one row, an empty one for no text.
    """
    width = max(1, width)
    if cell_len(text) <= width:
        return [(0, len(text))]
    rows: list[tuple[int, int]] = []
    start = end = used = 0
    for word in _WORD.finditer(text):
        bare = word[0].rstrip(" ")
        size = cell_len(bare)
        if used and used + size > width:
            rows += [(start, end)] if end > start else []
            start, used = word.start(), 0
        end = word.start() + len(bare)
        if size > width:
            *full, (start, end) = _folded(bare, word.start(), width)
            rows += full
            size = cell_len(text[start:end])
        used += size + len(word[0]) - len(bare)
    return [*rows, (start, end)] if end > start or not rows else rows


def _folded(word: str, at: int, width: int) -> Iterator[tuple[int, int]]:
    """A word that is wider than a row, cut between graphemes; a grapheme wider than a row stands alone."""
    start = used = 0
    for begin, _, size in split_graphemes(word)[0]:
        if used + size > width and begin > start:
            yield at + start, at + begin
            start, used = begin, 0
        used += size
    yield at + start, at + len(word)


def sliced(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The runs of characters `start`..`end` of all their text."""
    at = 0
    for run in runs:
        stop = at + len(run.text)
        if at < end and stop > start:
            yield Run(run.text[max(0, start - at) : end - at], run.tones, run.link)
        at = stop
        if at >= end:
            break
