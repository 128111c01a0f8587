"""Where the text of a note is not live, and which heading a byte stands under. Pure, total, linear.

Lines inside fences, comments, math and indented code are never tasks, headings or links.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from core.parse.opaque import Fence, find_opaque
from core.text import Span, decode

__all__ = ["Blocks", "Fence", "Heading", "parse_blocks"]

_LF = b"\n"
_HEADING = re.compile(rb"\n {0,3}(#{1,6})(?=[ \t\r\n]|\Z)([^\n]*)")
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


@dataclass(frozen=True, eq=False)
class Blocks:
    """What is live in a note, and under which heading."""

    data: bytes
    body: int
    """Where the text behind the frontmatter begins."""
    opaque: tuple[Span, ...]
    """Frontmatter, fences, comments, math, indented code; ascending and disjoint."""
    fences: tuple[Fence, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where each opaque span starts, for bisection."""
        return [span.start for span in self.opaque]

    def is_opaque(self, offset: int) -> bool:
        """Whether byte `offset` is no live text."""
        if not self.opaque:
            return False
        number = bisect_right(self.starts, offset) - 1
        return number >= 0 and offset < self.opaque[number].end

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The live headings, in order."""
        line = counted = 0
        found = []
        for start, match in zip(self._heading_starts, self._titles, strict=True):
            line += self.data.count(_LF, counted, start)
            counted = start
            found.append(_heading(match, start, line))
        return tuple(found)

    def first_title(self) -> str:
        """The text of the first live heading that says something, `""` for none; reads no further."""
        first = _FIRST_HEADING.match(self.data, self.body)
        others = _HEADING.finditer(self.data, max(0, self.body - 1))
        for match in chain(filter(None, [first]), others):
            if (title := _title(match[2])) and not self.is_opaque(match.start(1)):
                return title
        return ""

    @cached_property
    def _titles(self) -> list[re.Match[bytes]]:
        at, found = self.body, []
        if at and self.data[at - 1 : at] == _LF:
            at -= 1
        elif first := _FIRST_HEADING.match(self.data, at):
            found.append(first)
        found += _HEADING.finditer(self.data, at)
        if self.opaque and self.opaque[-1].end > self.body:
            return [match for match in found if not self.is_opaque(match.start(1))]
        return found

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [match.start() + (match[0][:1] == _LF) for match in self._titles]

    def heading_at(self, offset: int) -> Heading | None:
        """The heading that byte `offset` stands under, or in."""
        number = bisect_right(self._heading_starts, offset) - 1
        if number < 0:
            return None
        # Only the headings that hold something are ever made: a note has more of them than tasks.
        made = self._made.get(number)
        if made is None:
            start = self._heading_starts[number]
            counted, line = self._counted if self._counted[0] <= start else (0, 0)
            line += self.data.count(_LF, counted, start)
            self._counted[:] = start, line
            made = self._made[number] = _heading(self._titles[number], start, line)
        return made

    @cached_property
    def _made(self) -> dict[int, Heading]:
        return {}

    @cached_property
    def _counted(self) -> list[int]:
        """A byte and its line: who asks in order has every byte counted once."""
        return [0, 0]


def parse_blocks(data: bytes, body: int) -> Blocks:
    """The blocks of a note whose text begins at byte `body`. Never raises."""
    opaque, fences = find_opaque(data, body)
    above = (Span(0, body),) if body else ()
    return Blocks(data, body, above + tuple(Span(*ends) for ends in opaque), tuple(fences))


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
