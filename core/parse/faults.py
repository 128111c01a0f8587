"""Lines that were meant as something and are nothing: a mark without its bullet, a link that is not closed. Pure, linear."""

import re
from collections.abc import Iterator

from core.parse.blocks import Blocks
from core.parse.inline import code_spans, escaped
from core.text import Span, decode

Fault = tuple[int, str, str]
"""The line from 0, counting LF only; `no-bullet` or `open-link`; the exact line without its ending."""

_MARK = re.compile(rb"\[(?:\?| \?|\? )\] ")
_SPACE, _CR = 0x20, 0x0D
_BOM = b"\xef\xbb\xbf"
_BEFORE = frozenset(b" \t>")
# What most links are is passed over at one stroke; what is left is looked at.
_OPEN = re.compile(rb"\[\[(?![^\[\]\n]*+\]\])")
_LONGEST = 4_000
"""Bytes of a line that is looked at for links: beyond, it is no line that a person wrote."""


def find_faults(data: bytes, blocks: Blocks) -> tuple[Fault, ...]:
    """The faults of a note's body, in order, each line once; what is not live has none."""
    body = blocks.body
    starts: dict[int, str] = {}
    for start in _open_links(data, body, blocks):
        starts.setdefault(start, "open-link")
    for start in _without_bullet(data, body, blocks):
        starts[start] = "no-bullet"
    if not starts:
        return ()
    return tuple(_fault(data, start, starts[start]) for start in sorted(starts))


def line_of(data: bytes, start: int) -> Span:
    """The line that begins at `start`, without its LF and a CR before it."""
    end = data.find(b"\n", start)
    end = len(data) if end < 0 else end
    return Span(start, end - 1 if end > start and data[end - 1] == _CR else end)


def _line_start(data: bytes, body: int, at: int) -> int:
    """Where the line begins in which `at` stands; a byte order mark is part of the first one."""
    start = max(data.rfind(b"\n", body, at) + 1, body)
    return 0 if start == len(_BOM) and data.startswith(_BOM) else start


def _fault(data: bytes, start: int, code: str) -> Fault:
    return data.count(b"\n", 0, start), code, decode(line_of(data, start).of(data))


def _without_bullet(data: bytes, body: int, blocks: Blocks) -> Iterator[int]:
    # One byte is found ten times faster than a mark, and a note has few of these.
    at = data.find(b"?", body)
    while at >= 0:
        opening = max(at - 2 if data[at - 1] == _SPACE else at - 1, body)
        if _MARK.match(data, opening):
            start = _line_start(data, body, opening)
            before = data[start:opening] if start else data[:opening].removeprefix(_BOM)
            if _BEFORE.issuperset(before) and not blocks.is_opaque(opening):
                yield start
            # A line has one mark that counts, the first.
            at = data.find(b"\n", at)
            if at < 0:
                return
        at = data.find(b"?", at + 1)


def _open_links(data: bytes, body: int, blocks: Blocks) -> Iterator[int]:
    found = _OPEN.search(data, body)
    while found:
        at = found.start()
        start = _line_start(data, body, at)
        line = line_of(data, start)
        if len(line) <= _LONGEST and _is_open(data, at, line) and not blocks.is_opaque(at):
            yield start
            found = _OPEN.search(data, line.end)
        else:
            found = _OPEN.search(data, at + 2 if len(line) <= _LONGEST else line.end)


def _is_open(data: bytes, at: int, line: Span) -> bool:
    """Whether nothing closes the link that begins at `at`, and it is meant as one."""
    closed = data.find(b"]]", at + 2, line.end)
    again = data.find(b"[[", at + 2, line.end)
    if closed >= 0 and (again < 0 or closed < again):
        return False
    if escaped(data, at, line.start) or not data[at + 2 : line.end].strip():
        return False
    spans = code_spans(data, line.start, line.end) if b"`" in line.of(data) else []
    return not any(first <= at < end for first, end in spans)
