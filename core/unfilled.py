"""What a page leaves open, and whether a note asks for a review: all that the index keeps of that. Pure.

A pipeline writes pages from a template, and what it does not know stays as the template has it: a property
without a value, `person/` as a tag, `[[]]`, `_No known blockers._`. Each is told as a code, a blank and what
is open, as it is written: `empty-key email`. What is no live text (a fence, a comment) leaves nothing open.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from core.note import Note
from core.parse.inline import code_spans
from core.text import Span, decode

FLAG = "needs-review"
"""The tag that asks for a review."""
CODES = frozenset(["empty-key", "empty-tag", "empty-link", "unknown", "placeholder", "template"])
"""Kinds of what is left open."""
_MOST = 16
"""Things left open that are kept of a page; nobody needs more to look at it."""
_LONGEST = 60
"""Characters of each that are kept."""
_NOTHING = frozenset({"", "~", "null"})
_UNKNOWN = frozenset({"unknown", "tbd", "tba", "n/a"})
_UNNAMED = "unknown _unknown_"
_FLAGS = (b"needs-review", b"Needs-Review", b"NEEDS-REVIEW")
_INLINE = re.compile(rb"(?<![^\s(\[{,;>*_])#(?i:needs-review)(?![\w/-])")
_NOT_SAID = rb"(?:\[\[\]\]|_?(?i:unknown|tbd|tba|n/a)_?)?+[ \t]*+"


class _Sign(NamedTuple):
    """Something that a template leaves behind."""

    start: bytes
    """How it begins, its line break included where it begins a line: what is looked for first."""
    pattern: re.Pattern[bytes]
    """All of it, and in group 1 what is open, where that is only a part."""
    code: str


_SIGNS = (
    _Sign(b"_Unknown_", re.compile(rb"_Unknown_"), "unknown"),
    _Sign(b"[[]]", re.compile(rb"\[\[\]\]"), "empty-link"),
    _Sign(
        b"\n_",
        re.compile(
            rb"\n(_(?:(?i:no |none|not |brief |describe|add |to be |tbd|project desc)[^_\n]*+|[^_\n]*(?<=\.\.\.)|[^_\n]*(?<=\xe2\x80\xa6))_)"
            rb"(?=[ \t]*+\r?(?:\n|\Z))"
        ),
        "placeholder",
    ),
    _Sign(
        b"\n**",
        # What is listed below a field is said.
        re.compile(
            rb"\n\*\*([^*\n]{1,40})\*\*:[ \t]*+"
            + _NOT_SAID
            + rb"(?=\r?(?:\Z|\n(?![ \t]*[-*+][ \t])))"
        ),
        "unknown",
    ),
    _Sign(
        b"\n| **",
        re.compile(rb"\n\| \*\*([^*|\n]{1,40})\*\*[ \t]*+\|[ \t]*+" + _NOT_SAID + rb"\|"),
        "unknown",
    ),
    _Sign(b"*Last updated:", re.compile(rb"\*Last updated:[ \t]*+\*"), "placeholder"),
    _Sign(b"\n- unknown:", re.compile(rb"\n(- unknown:)"), "unknown"),
    _Sign(b"Mentioned in:", re.compile(rb"Mentioned in:(?=[ \t]*+\r?(?:\n|\Z))"), "placeholder"),
    _Sign(b"{{", re.compile(rb"\{\{[^{}\n]{1,60}\}\}"), "template"),
    _Sign(b"{ {", re.compile(rb"\{ \{[^{}\n]{1,60}\} \}"), "template"),
)
_TEMPLATE_KEY = re.compile(r"(?m)^([A-Za-z_][A-Za-z0-9_-]{0,99}): {0,4}[\[\"']{0,2}\{ ?\{")
_FACTS = re.compile(rb"\n#{1,6}[ \t]+(?:Key )?(?:Facts|Information)[ \t]*\r?(?=\n|\Z)")


def says_nothing(value: str) -> bool:
    """Whether the value of a property is a blank, or what a template puts in its place."""
    plain = value.strip().lower()
    return plain in _NOTHING or plain.strip("_*") in _UNKNOWN or plain.startswith(("{{", "{ {"))


def asks_for_review(note: Note) -> bool:
    """Whether it carries the tag, in its properties however they are written, or in its text."""
    if not any(flag in note.data for flag in _FLAGS):
        return False
    return any(tag.lower() == FLAG for tag in note.tags) or any(inline_flags(note))


def inline_flags(note: Note) -> Iterator[Span]:
    """Each tag in its text that asks for a review; none of those in a fence, a comment or in backticks."""
    data, end, quoted = note.data, -1, list[tuple[int, int]]()
    for match in _INLINE.finditer(data, note.meta.body):
        at = match.start()
        if at > end:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            end = len(data) if end < 0 else end
            quoted = code_spans(data, start, end)
        number = bisect_right(quoted, at, key=itemgetter(0)) - 1
        is_code = number >= 0 and at < quoted[number][1]
        if not is_code and not note.blocks.is_opaque(at):
            yield Span(*match.span())


def left_open(note: Note) -> tuple[str, ...]:
    """What it leaves open: a code of `CODES`, a blank, and what; each once."""
    found: dict[str, str] = {}
    for code, what in (*_in_properties(note), *_in_text(note)):
        said = f"{code} {what[:_LONGEST]}"
        found.setdefault(said.lower(), said)
    if any(said.startswith("unknown ") and said != _UNNAMED for said in found):
        found.pop(_UNNAMED, None)  # it is told what that is
    return tuple(found.values())[:_MOST]


def facts_of(note: Note) -> int:
    """How many facts its own sections of facts list."""
    data, count = note.data, 0
    for match in _FACTS.finditer(data, max(note.meta.body - 1, 0)):
        end = data.find(b"\n#", match.end())
        end = len(data) if end < 0 else end
        count += data.count(b"\n- ", match.end(), end) + data.count(b"\n* ", match.end(), end)
    return count


def _in_properties(note: Note) -> Iterator[tuple[str, str]]:
    for key, value in note.meta.values.items():
        if isinstance(value, str):
            plain = value.strip().lower()
            if plain in _NOTHING:
                yield "empty-key", key
            elif plain.strip("_*") in _UNKNOWN:
                yield "unknown", key
    if "{{" in note.meta.block or "{ {" in note.meta.block:
        for match in _TEMPLATE_KEY.finditer(note.meta.block):
            yield "template", match[1]
    for tag in note.tags:
        if tag.endswith("/"):
            yield "empty-tag", tag


def _in_text(note: Note) -> Iterator[tuple[str, str]]:
    data, body = note.data, max(note.meta.body - 1, 0)
    for start, pattern, code in _SIGNS:
        at = data.find(start, body)
        while at >= 0:
            match = pattern.match(data, at)
            if match and not note.blocks.is_opaque(match.end() - 1):
                yield code, decode(match[match.lastindex or 0]).strip()
            at = data.find(start, at + 1)
