"""Bytes and text: the only place where an offset changes currency.

A note is bytes; parsers yield byte spans. UTF-8 with `surrogateescape` is lossless for any bytes,
so text that came from here can go back without changing one.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NewType

Digest = NewType("Digest", str)
"""BLAKE2b of a note's bytes, 32 hex digits: what a change says it was planned against."""

_BOM = b"\xef\xbb\xbf"
_CR = 0x0D


def decode(data: bytes) -> str:
    """Text of `data`; bytes that are not UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes that `decode` made `text` from."""
    return text.encode("utf-8", "surrogateescape")


def digest(data: bytes) -> Digest:
    """The digest that names exactly these bytes."""
    return Digest(blake2b(data, digest_size=16).hexdigest())


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes `start` up to, not including, `end` of a note."""

    start: int
    end: int

    def __len__(self) -> int:
        """How many bytes."""
        return self.end - self.start

    def of(self, data: bytes) -> bytes:
        """The bytes that the span covers."""
        return data[self.start : self.end]

    def moved(self, by: int) -> "Span":
        """The same span `by` bytes further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a note, split at LF only: Obsidian Tasks counts lines like this."""

    number: int
    """From 0."""
    span: Span
    """The line without its LF and without a CR before it."""
    end: int
    """Where the next line starts: behind the LF, or the end of the note."""


@dataclass(frozen=True, eq=False)
class Source:
    """The bytes of a note, and its lines."""

    data: bytes

    @cached_property
    def digest(self) -> Digest:
        """Names these bytes."""
        return digest(self.data)

    @cached_property
    def bom(self) -> int:
        """Length of a UTF-8 byte order mark at the start: 3 or 0."""
        return len(_BOM) if self.data.startswith(_BOM) else 0

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts; a note that ends in LF has an empty last line, as in an editor."""
        starts, data = [0], self.data
        at = data.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = data.find(b"\n", at + 1)
        return starts

    def text(self, span: Span) -> str:
        """The text of a span."""
        return decode(span.of(self.data))

    def line(self, number: int) -> Line:
        """Line `number`, from 0. Raises `IndexError` past the last one."""
        if number < 0:
            raise IndexError(number)
        start = self.starts[number]
        last = number + 1 == len(self.starts)
        end = len(self.data) if last else self.starts[number + 1]
        stop = end if last else end - 1
        if stop > start and self.data[stop - 1] == _CR:
            stop -= 1
        return Line(number, Span(start, stop), end)

    def line_at(self, offset: int) -> Line:
        """The line that holds byte `offset`."""
        return self.line(bisect_right(self.starts, offset) - 1)

    def newline(self, number: int) -> bytes:
        r"""How line `number` ends, else its nearest neighbour above, else below, else `\n`."""
        for near in (*range(number, -1, -1), *range(number + 1, len(self.starts))):
            line = self.line(near)
            if line.span.end < line.end:
                return self.data[line.span.end : line.end]
        return b"\n"


def char_span(text: str, start: int, end: int, *, base: int = 0) -> Span:
    """The byte span of characters `start`..`end` of a `text` whose first byte lies at `base`."""
    if text.isascii():
        return Span(base + start, base + end)
    before = len(encode(text[:start]))
    return Span(base + before, base + before + len(encode(text[start:end])))


def near_hash(above: bytes, below: bytes) -> int:
    """64 bits that tell equal lines apart by the lines next to them, the same on every run."""
    return int.from_bytes(blake2b(above + b"\n" + below, digest_size=8).digest(), "big")
