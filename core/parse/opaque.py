"""The search for what is not live: fences, comments, math, indented code. Pure, total, linear."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from core.parse.inline import code_spans, escaped
from core.text import Span, decode

_LF = b"\n"
_BLANK = (b" ", b"\t")
_NEWLINE = 0x0A
_RARE = ((b"~", b"~~~"), (b"%", b"%%"), (b"$", b"$$"), (b"\t", b"\t"), (b">", b">     "))
"""A byte that most notes do not have, found 20 times faster than the mark it belongs to."""
_CLOSERS = {b"%%": b"%%", b"<!--": b"-->", b"$$": b"$$"}

# Repeated groups are possessive: else each repeat is remembered, 100 MB for a megabyte of marks.
_QUOTES = re.compile(rb"(?: {0,3}> ?)*+")
_CLOSING_AT_EDGE = re.compile(rb"\n {0,3}(`{3,})[ \t]*\r?(?=\n|\Z)")
_QUOTES_IN_ITEM = re.compile(rb"(?:[ \t]*> ?)*+")
_INDENT = re.compile(rb"[ \t]*")
_FENCE = re.compile(rb"(`{3,})([^`\n]*)(?=\n|\Z)|(~{3,})([^\n]*)")
_CLOSING = re.compile(rb"([ \t]*)(`{3,}|~{3,})[ \t]*\r?(?=\n|\Z)")
_ITEM = re.compile(rb"(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t\r\n]|\Z)([ \t]*)")
_RULE = re.compile(rb"(?:(?:-[ \t]*){3,}+|(?:\*[ \t]*){3,}+|(?:_[ \t]*){3,}+)\r?(?=\n|\Z)")
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
class Fence:
    """A fenced block; without a closing line it runs to the end of what holds it."""

    info: str
    """What stands behind the opening fence: `tasks`, `python`."""
    span: Span
    """Both fences included."""
    body: Span
    """The lines between the fences."""


Found = tuple[list[tuple[int, int]], list[Fence]]
"""Start and end of everything that is not live, ascending and disjoint; and the fences among it."""


def is_all_live(data: bytes, body: int) -> bool:
    """Whether there is nothing in a note that could begin what is not live. A false no costs time only."""
    find = data.find
    return (
        find(b"`", body) < 0
        and find(b"<", body) < 0
        and find(b"%", body) < 0
        and find(b"$", body) < 0
        and find(b"~", body) < 0
        and find(b"\t", body) < 0
        and (find(b">", body) < 0 or find(b">     ", body) < 0)
        # From the end, because a search from there looks for the line feed, which is rarer than a blank.
        and data.rfind(b"\n    ", body - 1 if body else 0) < 0
        and data[body : body + 1] not in _BLANK
    )


def find_opaque(data: bytes, body: int) -> Found:
    """What is not live in a note whose text begins at byte `body`. Never raises."""
    found = at_edge(data, body)
    return scan(data, body) if found is None else found


def scan(data: bytes, body: int) -> Found:
    """The same by reading every line."""
    lines = _Scan(data, body)
    lines.run()
    return lines.opaque, lines.fences


def at_edge(data: bytes, body: int) -> Found | None:
    """What is not live, if all of it are ticked fences and comments at the left edge; else `None`.

    Nothing holds what begins at the left edge, so the lines between need no reading.
    """
    opaque: list[tuple[int, int]] = []
    fences: list[Fence] = []
    at = body
    while True:
        first = _next_mark(data, at)
        if not _is_text(data, at, first):
            return None
        if first == len(data):
            return opaque, fences
        if first > body and data[first - 1] != _NEWLINE:
            return None
        if opening := _FENCE.match(data, first):
            fences.append(_fence_at_edge(data, opening))
            at = fences[-1].span.end
            stop = at
        else:
            stop = data.find(b"-->", first + 4) + 3
            at = _next_line(data, stop)
            if not data.startswith(b"<", first) or stop < first or data[stop:at].strip(b" \t\r\n"):
                return None
        if opaque and opaque[-1][1] == first:
            first = opaque.pop()[0]
        opaque.append((first, stop))


def _next_mark(data: bytes, at: int) -> int:
    """Where the next ticks or comment begin, or the end of the note."""
    ticks = data.find(b"```", at) if data.find(b"`", at) >= 0 else -1
    end = len(data) if ticks < 0 else ticks
    comment = data.find(b"<!--", at, end) if data.find(b"<", at, end) >= 0 else -1
    return end if comment < 0 else comment


def _is_text(data: bytes, start: int, end: int) -> bool:
    """Whether no other mark stands in whole lines; a false alarm costs time only."""
    before = start - 1 if start else 0
    for byte, mark in _RARE:
        if data.find(byte, start, end) >= 0 and data.find(mark, before, end) >= 0:
            return False
    return data[start : start + 1] not in _BLANK and data.rfind(b"\n    ", before, end) < 0


def _fence_at_edge(data: bytes, opening: re.Match[bytes]) -> Fence:
    info = decode(opening[2].strip(b" \t\r"))
    start, body = opening.start(), min(opening.end() + 1, len(data))
    for closing in _CLOSING_AT_EDGE.finditer(data, opening.end()):
        if len(closing[1]) >= len(opening[1]):
            end = min(closing.end() + 1, len(data))
            return Fence(info, Span(start, end), Span(body, closing.start() + 1))
    return Fence(info, Span(start, len(data)), Span(body, len(data)))


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
        column = _columns(data[behind:at], behind - start) - (behind - start)
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
