"""Where the text of a note is not live: fences, comments, math, indented code. Pure, total, linear.

Lines inside them are never tasks, headings or links. A note without any of their marks, which is
nearly every note, costs a handful of literal searches.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.parse.inline import code_spans, escaped
from core.text import Span, decode

_LF = b"\n"
_RARE = (
    (b"`", b"```"), (b"~", b"~~~"), (b"%", b"%%"), (b"<", b"<!--"), (b"$", b"$$"),
    (b"\t", b"\n\t"), (b"\t", b">\t"), (b">", b">     "),
)  # fmt: skip
"""A byte that most notes do not have, found 20 times faster than the mark it belongs to."""
_CLOSERS = {b"%%": b"%%", b"<!--": b"-->", b"$$": b"$$"}

_HEADING = re.compile(rb"\n {0,3}(#{1,6})(?=[ \t\r\n]|\Z)([^\n]*)")
_FIRST_HEADING = re.compile(_HEADING.pattern.removeprefix(rb"\n"))
_QUOTES = re.compile(rb"(?: {0,3}> ?)*")
_QUOTES_IN_ITEM = re.compile(rb"(?:[ \t]*> ?)*")
_INDENT = re.compile(rb"[ \t]*")
_FENCE = re.compile(rb"(`{3,})([^`\n]*)(?=\n|\Z)|(~{3,})([^\n]*)")
_CLOSING = re.compile(rb"([ \t]*)(`{3,}|~{3,})[ \t]*\r?(?=\n|\Z)")
_ITEM = re.compile(rb"(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t\r\n]|\Z)([ \t]*)")
_RULE = re.compile(rb"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\r?(?=\n|\Z)")
_ONE_QUOTE = re.compile(rb"[ \t]*> ?")
_TITLE = re.compile(rb"#{1,6}(?=[ \t\r\n]|\Z)")
_PARAGRAPH_ENDS = re.compile(
    rb"[ \t>]*(?:\r?\n|\r?\Z|#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|```|~~~)"
)
_SPACE = 0x20
_TAB_STOP = 4
_CODE_INDENT = 4
_WIDEST_GAP = 4
"""Spaces behind a list marker that still belong to it; with more, code begins behind the first."""


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


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block; without a closing line it runs to the end of what holds it."""

    info: str
    """What stands behind the opening fence: `tasks`, `python`."""
    span: Span
    """Both fences included."""
    body: Span
    """The lines between the fences."""


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
        data, found = self.data, []
        line = counted = 0
        for match in self._titles():
            start = match.start() + (match[0][:1] == _LF)
            if self.is_opaque(match.start(1)):
                continue
            line += data.count(_LF, counted, start)
            counted = start
            end = match.end() - match[2].endswith(b"\r")
            found.append(Heading(len(match[1]), _title(match[2]), line, Span(start, end)))
        return tuple(found)

    def _titles(self) -> Iterator[re.Match[bytes]]:
        at = self.body
        if at and self.data[at - 1 : at] == _LF:
            at -= 1
        elif first := _FIRST_HEADING.match(self.data, at):
            yield first
        yield from _HEADING.finditer(self.data, at)

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.span.start for heading in self.headings]

    def heading_at(self, offset: int) -> Heading | None:
        """The heading that byte `offset` stands under, or in."""
        number = bisect_right(self._heading_starts, offset)
        return self.headings[number - 1] if number else None


def parse_blocks(data: bytes, body: int) -> Blocks:
    """The blocks of a note whose text begins at byte `body`. Never raises."""
    above = (Span(0, body),) if body else ()
    if _all_live(data, body):
        return Blocks(data, body, above, ())
    scan = _Scan(data, body)
    scan.run()
    return Blocks(
        data, body, above + tuple(Span(*ends) for ends in scan.opaque), tuple(scan.fences)
    )


def _all_live(data: bytes, body: int) -> bool:
    """Whether no mark of anything else stands in the text; a false alarm costs time only."""
    for byte, mark in _RARE:
        if data.find(byte, body) >= 0 and data.find(mark, body - 1 if body else 0) >= 0:
            return False
    return data[body : body + 1] not in (b" ", b"\t") and data.find(b"\n    ", body) < 0


def _title(rest: bytes) -> str:
    """The text of a heading: closing `#` count only behind a blank."""
    text = rest.strip(b" \t\r")
    bare = text.rstrip(b"#")
    if not bare or bare.endswith((b" ", b"\t")):
        text = bare.rstrip(b" \t")
    return decode(text)


def _next_line(data: bytes, at: int) -> int:
    """Where the line behind the one at `at` starts, or the end of the note."""
    return data.find(_LF, at) + 1 or len(data)


def _columns(blanks: bytes, column: int = 0) -> int:
    """The column behind `blanks`, which begin at `column`."""
    if b"\t" not in blanks:
        return column + len(blanks)
    for blank in blanks:
        column += 1 if blank == _SPACE else _TAB_STOP - column % _TAB_STOP
    return column


class _Scan:
    """One pass over the lines of a body, as CommonMark and Obsidian group them.

    Where list items are sloppily indented it leans towards live text: a nested task that is
    indented too far is still a task to the person who wrote it.
    """

    def __init__(self, data: bytes, body: int) -> None:
        self.data = data
        self.at = body
        self.opaque: list[tuple[int, int]] = []
        self.fences: list[Fence] = []
        self.items: list[int] = []
        """Column where the text of each open list item begins."""
        self.depth = 0
        """Quote marks before the current line."""
        self.text = False
        """The line before is text, which this one may continue."""
        self.marks = tuple(mark for mark in _CLOSERS if data.find(mark, body) >= 0)
        self.paragraph: tuple[int, int, list[tuple[int, int]]] = (0, 0, [])
        """Start, end and code spans of the text that was last searched for marks."""
        self.ahead: dict[bytes, int] = {}
        """Mark → where it stands next, so that no stretch is searched twice."""
        self.quote = (0, 0)
        """The quoted lines that were last looked through."""
        self.unclosed: dict[bytes, int] = {}
        """Mark → up to where nothing closes it: looking once is enough."""

    def run(self) -> None:
        """Find everything that is not live."""
        while self.at < len(self.data):
            self.at = self._line(self.at, _next_line(self.data, self.at))

    def _line(self, start: int, end: int) -> int:
        """Read the line `start`..`end`; where to go on, at the start of a line."""
        data = self.data
        quotes = (_QUOTES_IN_ITEM if self.items else _QUOTES).match(data, start, end)
        behind = quotes.end() if quotes else start
        depth = data.count(b">", start, behind)
        if depth != self.depth:
            self.items.clear()
            self.text = self.text and depth < self.depth
            self.depth = depth
        blanks = _INDENT.match(data, behind, end)
        at = blanks.end() if blanks else behind
        if at == end or data[at] in b"\r\n":
            self.text = False
            return end
        column = _columns(data[behind:at])
        if column >= _CODE_INDENT and not self.items and not self.text:
            self._hide(start, end)
            return end
        return self._blocks(start, at, column, end)

    def _blocks(self, start: int, at: int, column: int, end: int) -> int:
        """Read the line from its first visible byte `at`, through its list markers."""
        data = self.data
        if _RULE.match(data, at, end):
            self._leave_items(column)
            self.text = False
            return end
        while marker := _ITEM.match(data, at, end):
            self._leave_items(column)
            gap = _columns(marker[1]) if marker[1] else 1
            column += marker.start(1) - at + (gap if gap <= _WIDEST_GAP else 1)
            self.items.append(column)
            self.text = False
            at, start = marker.end(), marker.end()
            if at == end or data[at] in b"\r\n":
                return end
        if not self.text:
            self._leave_items(column)
        if fence := _FENCE.match(data, at, end):
            self._leave_items(column)
            return self._fence(fence, start, end)
        if _TITLE.match(data, at, end):
            self._leave_items(column)
            self.text = False
            return self._inline(at, end, _next_line(data, at))
        for mark in self.marks:
            if data.startswith(mark, at):
                return self._comment(mark, at, end)
        self.text = True
        return self._inline(at, end, 0)

    def _leave_items(self, column: int) -> None:
        while self.items and column < self.items[-1]:
            self.items.pop()

    def _hide(self, start: int, end: int) -> None:
        """Add to what is not live; what touches becomes one."""
        if self.opaque and self.opaque[-1][1] >= start:
            start = self.opaque.pop()[0]
        self.opaque.append((start, end))

    def _fence(self, opening: re.Match[bytes], start: int, end: int) -> int:
        """Hide a fenced block that opens in the line up to `end`."""
        data, at = self.data, end
        ticks, info = opening[1] or opening[3], opening[2] or opening[4] or b""
        holder = self.items[-1] if self.items else 0
        body = stop = end
        while at < len(data):
            follows = _next_line(data, at)
            inner = self._inside(at, follows, holder)
            if inner < 0:
                break
            closing = _CLOSING.match(data, inner, follows)
            if (
                closing
                and closing[2].startswith(ticks)
                and (holder or len(closing[1]) < _CODE_INDENT)
            ):
                stop, at = at, follows
                break
            stop = at = follows
        self._hide(start, at)
        self.fences.append(
            Fence(decode(info.strip(b" \t\r")), Span(start, at), Span(body, max(stop, body)))
        )
        self.text = False
        return at

    def _inside(self, start: int, end: int, holder: int) -> int:
        """Where the line's content begins, behind its quote marks; -1 if it left quote or item."""
        if not self.depth and not holder:
            return start
        at = start
        for _ in range(self.depth):
            mark = _ONE_QUOTE.match(self.data, at, end)
            if not mark:
                return -1
            at = mark.end()
        if holder and not self.depth:
            blanks = _INDENT.match(self.data, at, end)
            first = blanks.end() if blanks else at
            blank = first == end or self.data[first] in b"\r\n"
            if not blank and _columns(self.data[at:first]) < holder:
                return -1
        return at

    def _comment(self, mark: bytes, at: int, end: int) -> int:
        """Hide a comment or math block that begins a line; unclosed, it takes what is left.

        An unclosed `$$` with something behind it is money or a slip, and stays text.
        """
        data = self.data
        limit = self._quote_end(end)
        close = data.find(_CLOSERS[mark], at + len(mark), limit)
        if close < 0:
            if mark == b"$$" and data[at + 2 : end].strip():
                self.text = True
                return self._inline(at, end, 0)
            self._hide(at, limit)
            self.text = False
            return limit
        stop = close + len(_CLOSERS[mark])
        self._hide(at, stop)
        self.text = True
        end = _next_line(data, stop) if stop > end else end
        return self._inline(stop, end, 0)

    def _quote_end(self, at: int) -> int:
        """Where the quote that holds the line before `at` ends; without one, the note."""
        if not self.depth:
            return len(self.data)
        if not self.quote[0] <= at <= self.quote[1]:
            stop = at
            while stop < len(self.data) and _ONE_QUOTE.match(self.data, stop):
                stop = _next_line(self.data, stop)
            self.quote = (at, stop)
        return self.quote[1]

    def _inline(self, at: int, end: int, limit: int) -> int:
        """Hide comments and math within text that goes on up to `limit`; 0: as far as it goes."""
        data = self.data
        while True:
            mark, first = self._mark(at, end)
            if first < 0:
                return end
            start, stop, code = self._text_around(at, end, limit)
            number = bisect_right(code, (first, len(data))) - 1
            if number >= 0 and first < code[number][1]:
                at = code[number][1]
            elif escaped(data, first, start):
                at = first + 1
            else:
                at = self._close(mark, first, stop)
            end = _next_line(data, at - 1) if at > end else end

    def _mark(self, at: int, end: int) -> tuple[bytes, int]:
        """The first mark in `at`..`end` and where it is, -1 for none."""
        best, where = b"", end
        for mark in self.marks:
            found = self.ahead.get(mark, -1)
            if found < at:
                found = self.data.find(mark, at)
                self.ahead[mark] = found = len(self.data) if found < 0 else found
            if found < where:
                best, where = mark, found
        return (best, where) if best else (best, -1)

    def _close(self, mark: bytes, first: int, stop: int) -> int:
        """Hide from the mark at `first` to what closes it before `stop`; where to go on."""
        inner = first + len(mark)
        if self.unclosed.get(mark, 0) >= stop:
            return inner
        close = self.data.find(_CLOSERS[mark], inner, stop)
        if close < 0:
            self.unclosed[mark] = stop
            return inner
        self._hide(first, close + len(_CLOSERS[mark]))
        return close + len(_CLOSERS[mark])

    def _text_around(self, at: int, end: int, limit: int) -> tuple[int, int, list[tuple[int, int]]]:
        """The text that holds `at`: its start, its end, and the code spans in it."""
        if not self.paragraph[0] <= at < self.paragraph[1]:
            stop = limit or end
            while (
                not limit and stop < len(self.data) and not _PARAGRAPH_ENDS.match(self.data, stop)
            ):
                stop = _next_line(self.data, stop)
            self.paragraph = (at, stop, code_spans(self.data, at, stop))
        return self.paragraph
