"""Code spans in a paragraph: what stands in backticks is text, whatever it looks like. Pure, linear."""

import re

_TICKS = re.compile(rb"`+")
_BACKSLASH = 0x5C


def escaped(data: bytes, at: int, start: int) -> bool:
    """Whether the byte at `at` stands behind an odd number of backslashes, none of them before `start`."""
    before = at
    while before > start and data[before - 1] == _BACKSLASH:
        before -= 1
    return (at - before) % 2 == 1


def code_spans(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each code span that opens and closes within `start`..`end`, ticks included.

    CommonMark's rule: a run of backticks is closed by the next run of the same length, else it is text.
    """
    runs = [match.span() for match in _TICKS.finditer(data, start, end)]
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    spans, number = [], 0
    while number < len(runs):
        first, last = runs[number]
        if escaped(data, first, 0):
            first += 1
        closing = later.get(last - first, [])
        while closing and closing[-1] <= number:
            closing.pop()
        if closing:
            number = closing[-1]
            spans.append((first, runs[number][1]))
        number += 1
    return spans
