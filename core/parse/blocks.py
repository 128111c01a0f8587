"""Where the text of a note is not live, and which heading a byte stands under. Pure, total, linear.

Lines inside fences, comments, math and indented code are never tasks, headings or links.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from core.parse.opaque import Fence, find_opaque, is_all_live
from core.text import Span, decode

__all__ = ["Blocks", "Fence", "Heading", "parse_blocks"]

_LF = b"\n"
_HEADING = re.compile(rb"\n {0,3}(#{1,6})(?=[ \t\r\n]|\Z)([^\n]*)")
_KEPT = 200
"""Bytes of a heading that is remembered."""
_start = attrgetter("start")
_new = tuple.__new__
_FIRST_HEADING = re.compile(_HEADING.pattern.removeprefix(rb"\n"))


@dataclass(frozen=True, slots=True)
class Heading:
    """An ATX heading."""

    level: int
    text: str
    """Without its `#`, not safe to show."""
    line: int
    """From 0, counting LF only."""
    span: Span
    """The line without its ending."""


class Blocks(NamedTuple):
    """What is live in a note, and under which heading."""

    data: bytes
    body: int
    """Where the text behind the frontmatter begins."""
    opaque: tuple[Span, ...]
    """Frontmatter, fences, comments, math, indented code; ascending and disjoint."""
    fences: tuple[Fence, ...]

    def is_opaque(self, offset: int) -> bool:
        """Whether byte `offset` is no live text."""
        if not self.opaque or offset >= self.opaque[-1].end:
            return False
        number = self.opaque_before(offset)
        return number >= 0 and offset < self.opaque[number].end

    def opaque_before(self, offset: int) -> int:
        """The number of the last opaque span that starts at or before `offset`; -1: none does."""
        return bisect_right(self.opaque, offset, key=_start) - 1

    def is_live_below(self) -> bool:
        """Whether nothing in the body is opaque."""
        return not self.opaque or self.opaque[-1].end <= self.body

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The live headings, in order; made each time."""
        line = counted = 0
        found = []
        for match in self._live():
            start = match.start() + (match[0][:1] == _LF)
            line += self.data.count(_LF, counted, start)
            counted = start
            found.append(_heading(match, start, line))
        return tuple(found)

    def first_title(self) -> str:
        """The text of the first live heading that says something, `""` for none; reads no further."""
        return next(filter(None, (_title(match[2]) for match in self._live())), "")

    def _live(self) -> Iterator[re.Match[bytes]]:
        data, at = self.data, self.body
        if data[at - 1 : at] == _LF:
            at -= 1
        elif (first := _FIRST_HEADING.match(data, at)) and not self.is_opaque(first.start(1)):
            yield first
        for match in _HEADING.finditer(data, at):
            if not self.is_opaque(match.start(1)):
                yield match

    def title_between(self, start: int, end: int) -> str | None:
        """The text of the last live heading in the whole lines `start`..`end`, `None` for none.

        Looked for from their end: a note has more headings than tasks, and a task is close to its own.
        """
        data = self.data
        edge = start - 1 if data[start - 1 : start] == _LF else start
        found = None
        at = data.rfind(b"\n#", edge, end)
        while at >= 0:
            found = self._live_at(_HEADING.match(data, at, end))
            if found:
                break
            at = data.rfind(b"\n#", edge, at)
        below = max(at, edge)
        if data.find(b"\n ", below, end) >= 0:
            for match in _HEADING.finditer(data, below, end):
                found = self._live_at(match) or found
        if not found and edge == start:
            found = self._live_at(_FIRST_HEADING.match(data, start, end))
        if not found:
            return None
        rest = found[2]
        return _known_title(rest) if len(rest) <= _KEPT else _title(rest)

    def _live_at(self, match: re.Match[bytes] | None) -> re.Match[bytes] | None:
        return match if match and not self.is_opaque(match.start(1)) else None


def parse_blocks(data: bytes, body: int) -> Blocks:
    """The blocks of a note whose text begins at byte `body`. Never raises."""
    if is_all_live(data, body):
        return _new(Blocks, (data, body, _above(body), ()))
    opaque, fences = find_opaque(data, body)
    return Blocks(data, body, _above(body) + tuple(Span(*ends) for ends in opaque), tuple(fences))


@lru_cache(maxsize=1024)
def _above(body: int) -> tuple[Span, ...]:
    return (Span(0, body),) if body else ()


def _heading(match: re.Match[bytes], start: int, line: int) -> Heading:
    end = match.end() - match[2].endswith(b"\r")
    return Heading(len(match[1]), _title(match[2]), line, Span(start, end))


def _title(rest: bytes) -> str:
    """The text of a heading: closing `#` count only behind a blank."""
    text = rest.strip(b" \t\r")
    bare = text.rstrip(b"#")
    if not bare or bare.endswith((b" ", b"\t")):
        text = bare.rstrip(b" \t")
    return decode(text)


_known_title = lru_cache(maxsize=1024)(_title)
"""The same few headings stand in most notes of a vault."""
