"""The links of a note and where each part of them stands. Pure, total, linear.

`[[target#heading|alias]]`, `![[embed]]`, `[text](target)`; nothing inside fences, comments, math,
frontmatter or code spans. What a link points to is not decided here.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from core.parse.blocks import Blocks
from core.parse.inline import code_spans, escaped
from core.text import Span, decode

# Neither may hold a bracket: an unclosed `[[` then costs one step, not the rest of the note.
_WIKI = re.compile(rb"\[\[([^\[\]\n]*)\]\]")
_DESTINATION = re.compile(
    rb"\]\([ \t]*+(?:<([^<>\n]*)>|([^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+))"
    rb"(?:[ \t]++(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*+\)"
)
_BRACKET = re.compile(rb"[\[\]]")
_PARAGRAPH = re.compile(
    rb"\n[ \t>]*(?=\r?\n|\r?\Z|#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|```|~~~)"
)
_MARKDOWN = re.compile(rb"\]\(")
_OPEN, _BANG, _BACKSLASH = 0x5B, 0x21, 0x5C
_KEPT = 200
"""Bytes of a wikilink whose target is remembered."""
_MAX_NESTED = 32
"""Brackets within brackets; each holds the text of all inner ones, which must not multiply."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link, as written; none of its texts is safe to show."""

    span: Span
    """With its brackets, and the `!` of an embed."""
    target: str
    """The note, path or address, without heading, `%20` read as a blank; may be empty."""
    heading: str | None
    """What stands behind `#`: `Plan`, `^block`."""
    alias: str | None
    """What is shown in its place, where that is said."""
    embed: bool
    kind: Literal["wiki", "markdown"]
    target_span: Span
    """The target as written, without heading, blanks around it or angle brackets."""


Target = tuple[int, str, bool, bool]
"""Where a link begins, what it names (`Link.target`), whether it is no wikilink, whether an embed."""

_Found = tuple[int, int, re.Match[bytes], int]
"""Start and end of a link, what matched, and its opening bracket; -1 there: it is a wikilink."""


def parse_links(data: bytes, blocks: Blocks) -> tuple[Link, ...]:
    """Every live link, in order. Never raises."""
    return tuple([_link(data, found) for found in _live(data, blocks)])


def parse_targets(data: bytes, blocks: Blocks) -> list[Target]:
    """What every live link names, in order: all that is kept of the links of a note. Never raises."""
    found: list[Target] = []
    for start, _, match, opening in _live(data, blocks):
        embed = data[start] == _BANG
        if opening < 0:
            inner = match[1]
            known = _known_target if len(inner) <= _KEPT else _wiki_target
            found.append((start, known(inner), False, embed))
        else:
            found.append((start, _destination(match)[0], True, embed))
    return found


def _live(data: bytes, blocks: Blocks) -> list[_Found]:
    # What lies above the body is the frontmatter, or a byte order mark: no link reaches over its end.
    body = blocks.body
    if data.find(b"[", body) < 0:
        return []
    found = _wiki_links(data, body)
    if _MARKDOWN.search(data, body):
        found = sorted([*found, *_markdown_links(data, body)], key=_start_and_end)
    if not found:
        return found
    code = _code(data, blocks)
    if not code and blocks.is_live_below():
        return found
    return [one for one in found if not _hidden(one[0], blocks, code)]


def _start_and_end(found: _Found) -> tuple[int, int]:
    return found[:2]


def _link(data: bytes, found: _Found) -> Link:
    start, end, match, opening = found
    embed = data[start] == _BANG
    if opening < 0:
        return _wiki_link(data, Span(start, end), match, embed=embed)
    return _markdown_link(data, Span(start, end), match, opening)


def _hidden(offset: int, blocks: Blocks, code: list[tuple[int, int]]) -> bool:
    number = bisect_right(code, (offset, 1 << 62)) - 1
    return blocks.is_opaque(offset) or (number >= 0 and offset < code[number][1])


def _code(data: bytes, blocks: Blocks) -> list[tuple[int, int]]:
    """The code spans of the body: a span does not reach over the end of its paragraph."""
    spans: list[tuple[int, int]] = []
    end = 0  # of the paragraph, looked for once however many comments cut it up
    at = data.find(b"`", blocks.body)
    while at >= 0:
        hidden = blocks.opaque_before(at)
        if hidden >= 0 and at < blocks.opaque[hidden].end:
            after = blocks.opaque[hidden].end
        else:
            if at >= end:
                ends = _PARAGRAPH.search(data, at)
                end = ends.end() if ends else len(data)
            below = blocks.opaque[hidden + 1].start if hidden + 1 < len(blocks.opaque) else end
            spans += code_spans(data, at, min(end, below))
            after = max(min(end, below), at + 1)
        at = data.find(b"`", after)
    return spans


def _wiki_links(data: bytes, body: int) -> list[_Found]:
    found = []
    for match in _WIKI.finditer(data, body):
        start, end = match.span()
        if start:
            before = data[start - 1]
            if before == _BANG:
                start -= 1
            elif before == _BACKSLASH and escaped(data, start, 0):
                continue
        found.append((start, end, match, -1))
    return found


def _wiki_target(inner: bytes) -> str:
    name, bar, _ = inner.partition(b"|")
    # In a table the bar is escaped, and the backslash is no part of the name.
    name = name.removesuffix(b"\\") if bar else name
    return decode(name.partition(b"#")[0].strip())


_known_target = lru_cache(maxsize=4096)(_wiki_target)
"""Much is linked to from many notes."""


def _wiki_link(data: bytes, span: Span, match: re.Match[bytes], *, embed: bool) -> Link:
    inner, base = match[1], match.start(1)
    name, bar, alias = inner.partition(b"|")
    name = name.removesuffix(b"\\") if bar else name
    target, mark, heading = name.partition(b"#")
    return Link(
        span,
        _wiki_target(inner),
        decode(heading.strip()) if mark else None,
        decode(alias.strip()) if bar else None,
        embed,
        "wiki",
        _trimmed(data, base, base + len(target)),
    )


def _markdown_links(data: bytes, body: int) -> Iterator[_Found]:
    for line_start, line_end in _lines_with(data, b"](", body):
        openings: deque[int] = deque(maxlen=_MAX_NESTED)
        for bracket in _BRACKET.finditer(data, line_start, line_end):
            at = bracket.start()
            if escaped(data, at, line_start):
                continue
            if data[at] == _OPEN:
                openings.append(at)
            elif openings:
                start = openings.pop()
                match = _DESTINATION.match(data, at, line_end)
                if match:
                    embed = start > 0 and data[start - 1] == _BANG
                    yield start - embed, match.end(), match, start


def _lines_with(data: bytes, mark: bytes, body: int) -> Iterator[tuple[int, int]]:
    at = data.find(mark, body)
    while at >= 0:
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        yield max(data.rfind(b"\n", body, at) + 1, body), end
        at = data.find(mark, end)


def _destination(match: re.Match[bytes]) -> tuple[str, str | None, int, int]:
    """The target and heading that a destination names; start and end of the target as written."""
    group = 1 if match[1] is not None else 2
    target, mark, heading = match[group].partition(b"#")
    base = match.start(group)
    return (
        unquote(decode(target.strip()), errors="surrogateescape"),
        unquote(decode(heading), errors="surrogateescape") if mark else None,
        base,
        base + len(target),
    )


def _markdown_link(data: bytes, span: Span, match: re.Match[bytes], opening: int) -> Link:
    target, heading, base, end = _destination(match)
    return Link(
        span,
        target,
        heading,
        decode(data[opening + 1 : match.start()]),
        span.start < opening,
        "markdown",
        _trimmed(data, base, end),
    )


def _trimmed(data: bytes, start: int, end: int) -> Span:
    """The span without blanks around it."""
    text = data[start:end]
    bare = text.lstrip()
    start += len(text) - len(bare)
    return Span(start, start + len(bare.rstrip()))
