"""The links of a note and where each part of them stands. Pure, total, linear.

`[[target#heading|alias]]`, `![[embed]]`, `[text](target)`; nothing inside fences, comments, math,
frontmatter or code spans. What a link points to is not decided here.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
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
_OPEN = 0x5B
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


def parse_links(data: bytes, blocks: Blocks) -> tuple[Link, ...]:
    """Every live link, in order. Never raises."""
    wiki, markdown = data.find(b"[[") >= 0, data.find(b"](") >= 0
    if not wiki and not markdown:
        return ()
    code = _code(data, blocks)
    found = [*(_wiki_links(data) if wiki else ()), *(_markdown_links(data) if markdown else ())]
    live = [link for link in found if not _hidden(link.span.start, blocks, code)]
    return tuple(sorted(live, key=lambda link: link.span))


def _hidden(offset: int, blocks: Blocks, code: list[tuple[int, int]]) -> bool:
    number = bisect_right(code, (offset, 1 << 62)) - 1
    return blocks.is_opaque(offset) or (number >= 0 and offset < code[number][1])


def _code(data: bytes, blocks: Blocks) -> list[tuple[int, int]]:
    """The code spans of the body: a span does not reach over the end of its paragraph."""
    spans: list[tuple[int, int]] = []
    end = 0  # of the paragraph, looked for once however many comments cut it up
    at = data.find(b"`", blocks.body)
    while at >= 0:
        hidden = bisect_right(blocks.starts, at) - 1
        if hidden >= 0 and at < blocks.opaque[hidden].end:
            after = blocks.opaque[hidden].end
        else:
            if at >= end:
                ends = _PARAGRAPH.search(data, at)
                end = ends.end() if ends else len(data)
            below = blocks.starts[hidden + 1] if hidden + 1 < len(blocks.starts) else end
            spans += code_spans(data, at, min(end, below))
            after = max(min(end, below), at + 1)
        at = data.find(b"`", after)
    return spans


def _wiki_links(data: bytes) -> Iterator[Link]:
    for match in _WIKI.finditer(data):
        start = match.start()
        if escaped(data, start, 0):
            continue
        embed = data[start - 1 : start] == b"!" if start else False
        inner, base = match[1], match.start(1)
        name, bar, alias = inner.partition(b"|")
        # In a table the bar is escaped, and the backslash is no part of the name.
        name = name.removesuffix(b"\\") if bar else name
        target, mark, heading = name.partition(b"#")
        yield Link(
            Span(start - embed, match.end()),
            decode(target.strip()),
            decode(heading.strip()) if mark else None,
            decode(alias.strip()) if bar else None,
            embed,
            "wiki",
            _trimmed(data, base, base + len(target)),
        )


def _markdown_links(data: bytes) -> Iterator[Link]:
    for line_start, line_end in _lines_with(data, b"]("):
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
                    yield _markdown_link(data, start, match)


def _lines_with(data: bytes, mark: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(mark)
    while at >= 0:
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        yield data.rfind(b"\n", 0, at) + 1, end
        at = data.find(mark, end)


def _markdown_link(data: bytes, start: int, match: re.Match[bytes]) -> Link:
    embed = data[start - 1 : start] == b"!" if start else False
    group = 1 if match[1] is not None else 2
    target, mark, heading = match[group].partition(b"#")
    base = match.start(group)
    return Link(
        Span(start - embed, match.end()),
        unquote(decode(target.strip()), errors="surrogateescape"),
        unquote(decode(heading), errors="surrogateescape") if mark else None,
        decode(data[start + 1 : match.start()]),
        embed,
        "markdown",
        _trimmed(data, base, base + len(target)),
    )


def _trimmed(data: bytes, start: int, end: int) -> Span:
    """The span without blanks around it."""
    text = data[start:end]
    bare = text.lstrip()
    start += len(text) - len(bare)
    return Span(start, start + len(bare.rstrip()))
