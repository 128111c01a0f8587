"""The text of one page put into another, under the other's own headings. Pure.

What the other says already, exactly or nearly, is folded: shown, and not written again. All else of the
text stands in the other page afterwards: under the heading of the same name, what is dated among what is
dated there, or under its own heading at the end.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from core.edit import Edit
from core.note import Note
from core.spelling import folded
from core.text import Span, decode, encode

ALIKE = 90
"""Of 100: from there on two lines say the same, if they have the same numbers."""
_ITEM = re.compile(r"[-*+][ \t]|[0-9]{1,9}[.)][ \t]")
_DAY = re.compile(r"[-*+][ \t]\W*+([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_MARK = re.compile(r"[-*+][ \t]+\[([^\[\]\n]{1,3})\]")
_DENIALS = frozenset({"not", "no", "never", "without", "nobody", "none", "cannot", "cancelled", "isnt", "doesnt", "dont", "didnt", "wont", "cant"})  # fmt: skip
_NUMBERS = re.compile(r"[0-9]+")
_PLACEHOLDER = re.compile(r"(?:[-*+][ \t]+)?_[^_\n]+_\.?|<!--[^\n]*-->|[*_]Last updated:[^\n]*")
_MOST_COMPARED = 2_000
"""Blocks of a section that each new one is compared with."""


class Folded(NamedTuple):
    """Lines that are not written again; neither text is safe to show."""

    text: str
    twin: str
    """What the page says already; `""`: they say nothing, as a placeholder does."""


class Merged(NamedTuple):
    """A page with the text of another in it."""

    edits: tuple[Edit, ...]
    folded: tuple[Folded, ...]


class _Block(NamedTuple):
    """Lines that belong together: an item with what is indented below it, a paragraph, a fence, a table."""

    text: str
    """Without the line break at its end."""
    start: int
    end: int
    """Behind its last line, line break included."""

    @property
    def day(self) -> str:
        found = _DAY.match(self.text)
        return found[1] if found else ""


class _Section(NamedTuple):
    title: str
    """`""`: what stands above the first heading of level 2."""
    start: int
    """Its heading."""
    body: int
    end: int
    blocks: tuple[_Block, ...]


def merged(page: Note, other: Note) -> Merged:
    """What `page` has to get so that it says all that `other` says.

    Args:
        page: The one that stays.
        other: The other, as it is to read there: links from the page's folder, names as they will be.
    """
    own = _sections(page)
    known = {folded(one.title): one for one in reversed(own)}
    newline = decode(page.source.newline(0)) or "\n"
    found: list[Folded] = []
    edits: list[Edit] = []
    tail: list[str] = []
    for section in _sections(other):
        there = known.get(folded(section.title))
        if there is None:
            tail.append(decode(other.data[section.start : section.end]).replace("\r\n", "\n").strip("\n"))  # fmt: skip
            continue
        new: list[_Block] = []
        for block in section.blocks:
            twin = _twin(block, (*there.blocks, *new))
            if twin is None:
                new.append(block)
            else:
                found.append(Folded(block.text, twin))
        edits += _put(page, there, new, newline)
    if tail:
        edits.append(_behind(page, tail, newline))
    return Merged(tuple(_one_a_place(edits)), tuple(found))


def _twin(block: _Block, others: Sequence[_Block]) -> str | None:
    """What says the same as a block; `None` where nothing does."""
    if _PLACEHOLDER.fullmatch(block.text.strip()):
        return ""
    plain = folded(block.text)
    numbers = _NUMBERS.findall(plain)
    alike = None
    for other in others[:_MOST_COMPARED]:
        there = folded(other.text)
        if there == plain:
            return other.text
        if alike is None and _may_be_alike(block, other) and len(plain) <= len(there):
            words = _DENIALS & {*plain.split()}, _DENIALS & {*there.split()}
            same = _NUMBERS.findall(there) == numbers and words[0] == words[1]
            if same and token_set_ratio(plain, there) >= ALIKE:
                alike = other.text
    return alike


def _may_be_alike(one: _Block, other: _Block) -> bool:
    """Whether both are items, and tasks in the same state where they are tasks."""
    marks = [
        found[1] if found else "" for found in (_MARK.match(one.text), _MARK.match(other.text))
    ]
    return one.text[:1] in "-*+" and other.text[:1] in "-*+" and marks[0] == marks[1]


def _sections(note: Note) -> list[_Section]:
    data, start = note.data, note.blocks.body
    heads = [one for one in note.blocks.headings if one.level <= 2]  # noqa: PLR2004 - a page's own sections
    first = heads[0] if heads and heads[0].level == 1 else None
    cuts = [one for one in heads if one is not first]
    ends = [*(one.span.start for one in cuts), len(data)]
    body = _line_end(data, first.span.end) if first else start
    sections = [_Section("", start, body, ends[0], tuple(_blocks(note, body, ends[0])))]
    for head, end in zip(cuts, ends[1:], strict=True):
        below = _line_end(data, head.span.end)
        sections.append(_Section(head.text, head.span.start, below, end, tuple(_blocks(note, below, end))))  # fmt: skip
    return sections


def _line_end(data: bytes, at: int) -> int:
    return data.find(b"\n", at) + 1 or len(data)


def _blocks(note: Note, start: int, end: int) -> Iterator[_Block]:
    """The blocks of a section."""
    data, at, first, before = note.data, start, -1, ""
    fences = {one.span.start: one.span.end for one in note.blocks.fences}
    last = start
    while at < end:
        stop = min(_line_end(data, at), end)
        line = decode(data[at:stop]).rstrip("\r\n")
        if at in fences:
            stop = min(max(fences[at], stop), end)
            if data[stop - 1 : stop] != b"\n":
                stop = min(_line_end(data, stop), end)
        if first >= 0 and _begins(line, before, is_fence=at in fences):
            yield _block(data, first, last)
            first = -1
        if line.strip():
            first = at if first < 0 else first
            last = stop
        before, at = line, stop
    if first >= 0:
        yield _block(data, first, last)


def _begins(line: str, before: str, *, is_fence: bool) -> bool:
    """Whether a line belongs to no block above it."""
    if not line.strip():
        return False
    if is_fence or _ITEM.match(line) or line.startswith("#"):
        return True
    if line[0] in " \t":
        return False
    table = line.startswith("|") and before.startswith("|")
    return not table and (not before.strip() or before.startswith("|") or bool(_ITEM.match(before)))


def _block(data: bytes, start: int, end: int) -> _Block:
    return _Block(decode(data[start:end]).replace("\r\n", "\n").rstrip("\n"), start, end)


def _put(page: Note, there: _Section, new: Sequence[_Block], newline: str) -> Iterator[Edit]:
    """The new blocks of a section in their places: those that are dated among those that are."""
    days = [one.day for one in there.blocks if one.day]
    rising = len(days) > 1 and days[0] < days[-1]
    order = sorted(new, key=lambda one: one.day, reverse=not rising) if days else new
    for block in order:
        later = [
            one
            for one in there.blocks
            if one.day and block.day and (one.day > block.day if rising else one.day < block.day)
        ]
        at = later[0].start if later else _end_of(there, dated=bool(block.day))
        yield _inserted(page, at, block.text.replace("\n", newline), newline)


def _end_of(there: _Section, *, dated: bool) -> int:
    """Behind the last block, or the last dated one."""
    blocks = [one for one in there.blocks if one.day] if dated else list(there.blocks)
    blocks = blocks or list(there.blocks)
    return blocks[-1].end if blocks else there.body


def _inserted(page: Note, at: int, text: str, newline: str) -> Edit:
    before = page.data[:at]
    front = newline if before and not before.endswith(b"\n") else ""
    back = "" if front else newline
    # A paragraph or a fence behind a list would be taken for a part of it.
    apart = not _ITEM.match(text) and before.rstrip(b"\r\n") and not before.endswith((b"\n\n", b"\r\n\r\n"))  # fmt: skip
    return Edit(Span(at, at), b"", encode(f"{front}{newline if apart else ''}{text}{back}"))


def _behind(page: Note, sections: Sequence[str], newline: str) -> Edit:
    data = page.data
    front = "" if data.endswith(b"\n") or not data else newline
    text = "".join(f"{newline}{one.replace(chr(10), newline)}{newline}" for one in sections)
    return Edit(Span(len(data), len(data)), b"", encode(front + text))


def _one_a_place(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Insertions at one place as one, in the order in which they were made."""
    places: dict[int, bytes] = {}
    for edit in edits:
        places[edit.span.start] = places.get(edit.span.start, b"") + edit.new
    yield from (Edit(Span(at, at), b"", places[at]) for at in sorted(places))
