"""The properties at the top of a note: where they are and what they say, as text. Pure and total.

Nearly every block is plain `key: value` lines and lists, and is read line by line. Whatever is not
plainly that goes to the YAML parser (`core.parse.properties`), with limits. A value is never a date,
a number or a boolean: it is what was written.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.text import Span, decode, encode

Value = str | tuple["Value", ...] | Mapping[str, "Value"]
"""As written: a scalar's text, a list, or a nested mapping."""

MAX_BYTES = 64 * 1024
"""Longer blocks are left alone: a parser of untrusted YAML wants a limit."""

_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb"---[ \t]*\r?\n")
_CLOSING = re.compile(rb"\n---[ \t]*(?:\r?\n|\r?\Z)")

_ENTRY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,99}(?: [A-Za-z0-9_-]{1,99}){0,4}):(?: +(.*))?")
_LISTED = re.compile(r"( *)-(?: +(.*))?")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_FLOW_ITEM = re.compile(
    r"\"[^\"\\]*\"|'[^']*'|[A-Za-z0-9_][A-Za-z0-9_./@()+-]*+(?: ++[A-Za-z0-9_./@()+-]++)*+"
)
_FLOW = re.compile(rf"\[ *+(?:(?:{_FLOW_ITEM.pattern}) *+(?:, *+(?:{_FLOW_ITEM.pattern}) *+)*+)?\]")
_PLAIN_WIKILINK = re.compile(r"\[\[\w[^\[\]{}:#?,\r\n]*\]\]")
# What a line-by-line reading and YAML would not agree on: controls, tabs, NEL, LS, PS, BOM.
_ODD = re.compile(
    "[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_KEPT = 200
"""Characters of a line that is remembered: a picture in a property is as long as all others together."""
_TRUE = frozenset({"true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Field:
    """One property."""

    key: str
    value: Value
    key_span: Span
    span: Span
    """The value with its quotes or brackets; empty, behind the colon, where nothing is written."""


Place = tuple[int, int, int, int]
"""Start and end of a key, start and end of its value, in characters of the block."""


class Reading(NamedTuple):
    """What a block says."""

    values: dict[str, Value]
    places: dict[str, Place]
    problems: tuple[str, ...] = ()
    duplicates: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Frontmatter:
    """The properties of a note. A note without any has an empty `span`."""

    span: Span
    """Both fences included."""
    body: int
    """Where the text behind it begins."""
    values: Mapping[str, Value]
    """What each property says; of a key that is there twice, the first."""
    problems: tuple[str, ...]
    """Sentences about what could not be read; not safe to show. While there are any, leave it as it is."""
    duplicates: frozenset[str]
    """Keys that are there twice: nobody knows which one counts."""
    block: str
    """The text between the fences."""
    places: Mapping[str, Place]
    start: int
    """The byte where `block` begins."""

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Each property with its place, in the order written."""
        at = _byte_offsets(self.block, self.start, self.places.values())
        return MappingProxyType(
            {
                key: Field(
                    key,
                    self.values[key],
                    Span(at[place[0]], at[place[1]]),
                    Span(at[place[2]], at[place[3]]),
                )
                for key, place in self.places.items()
            }
        )

    def text(self, key: str) -> str | None:
        """The text of a scalar; `None` where there is none, or a list."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The items of a list that are text; a scalar counts as one, an empty one as none."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, tuple):
            return tuple(item for item in value if isinstance(item, str))
        return ()

    def truth(self, key: str) -> bool:
        """Whether a property says yes, in any of YAML's words for it."""
        return (self.text(key) or "").lower() in _TRUE


def parse_frontmatter(data: bytes) -> Frontmatter:
    """The frontmatter of a note. Never raises.

    Obsidian's rule: a line `---` at the very start of the file, blanks behind it allowed, up to the
    next such line. Without a closing line there is no frontmatter.
    """
    first = len(_BOM) if data.startswith(_BOM) else 0
    opening = _OPENING.match(data, first)
    closing = _CLOSING.search(data, opening.end() - 1) if opening else None
    if not opening or not closing:
        return Frontmatter(Span(first, first), first, {}, (), frozenset(), "", {}, first)
    start, body = opening.end(), closing.end()
    block, (values, places, problems, duplicates) = _read(data[start : closing.start() + 1])
    return Frontmatter(Span(first, body), body, values, problems, duplicates, block, places, start)


def body_at(data: bytes) -> int:
    """Where the text behind the frontmatter begins; what that says is not looked at."""
    first = len(_BOM) if data.startswith(_BOM) else 0
    opening = _OPENING.match(data, first)
    closing = _CLOSING.search(data, opening.end() - 1) if opening else None
    return closing.end() if closing else first


def _read(data: bytes) -> tuple[str, Reading]:
    if len(data) > MAX_BYTES:
        return "", Reading({}, {}, ("the properties are longer than 64 KB and are not read",))
    block = decode(data)
    reading = read_plain(block)
    if reading is None:
        # Costs 28 ms to import, and most vaults never need it.
        from core.parse.properties import read_yaml  # noqa: PLC0415

        reading = read_yaml(block)
    return block, reading


def read_plain(block: str) -> Reading | None:
    """What a block of plain lines says; `None` where it may mean more than it shows."""
    if not _is_ordinary(block):
        return None
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    lists: dict[str, list[Value]] = {}
    items: list[Value] | None = None
    at, key, indent = 0, "", 0
    for line in block.split("\n"):
        read = read_line(line) if len(line) <= _KEPT else read_line.__wrapped__(line)
        if read is None:
            return None
        name, where, value, start, end = read
        if name:
            if name in values:
                return None
            key, values[name], places[name] = name, value, (at, at + where, at + start, at + end)
            items = None if end > start else []
        elif name is None:
            if items is None or (items and where != indent):
                return None
            if not items:
                lists[key], indent = items, where
            items.append(value)
            key_start, key_end, first, _ = places[key]
            places[key] = (key_start, key_end, first if len(items) > 1 else at + where, at + end)
        at += len(line) + 1
    for key, items in lists.items():
        values[key] = tuple(items)
    return Reading(values, places)


def _is_ordinary(block: str) -> bool:
    bare = block.replace("\n", "")
    return bare.isprintable() or not _ODD.search(bare)


# The same few lines stand in most notes of a vault: two of three are read from here.
@lru_cache(maxsize=4096)
def read_line(line: str) -> tuple[str | None, int, Value, int, int] | None:
    """What one line says on its own, `None` if that is not plain.

    A property: key, its end, value, start and end of the value. A list item: `None`, its indent,
    value, start, end. A comment or empty line: an empty key.
    """
    bare = line.removesuffix("\r")
    if "\r" in bare:
        return None
    if not bare or bare.startswith("#"):
        return "", 0, "", 0, 0
    if entry := _ENTRY.fullmatch(bare):
        return _with_value(entry[1], entry.end(1), entry, entry.end(1) + 1)
    if listed := _LISTED.fullmatch(bare):
        return _with_value(None, listed.end(1), listed, listed.end(1) + 1)
    return None


def _with_value(
    key: str | None, where: int, match: re.Match[str], behind: int
) -> tuple[str | None, int, Value, int, int] | None:
    written = (match[2] or "").rstrip(" ")
    if not written:
        return key, where, "", behind, behind
    value = _plain_value(written)
    if value is None:
        return None
    return key, where, value, match.start(2), match.start(2) + len(written)


def _plain_value(written: str) -> Value | None:
    """What a scalar or flat list on one line says, `None` if that takes a YAML parser."""
    first = written[0]
    if first not in _INDICATORS:
        mapping = ": " in written or " #" in written or written.endswith(":")
        return None if mapping else written
    if first == "'":
        inner = written[1:-1]
        closed = len(written) > 1 and written.endswith("'") and "'" not in inner.replace("''", "")
        return inner.replace("''", "'") if closed else None
    if first == '"':
        closed = len(written) > 1 and written.endswith('"') and not {'"', "\\"} & set(written[1:-1])
        return written[1:-1] if closed else None
    if _FLOW.fullmatch(written):
        return tuple(item.strip("\"'") for item in _FLOW_ITEM.findall(written))
    return written if _PLAIN_WIKILINK.fullmatch(written) else None


def _byte_offsets(block: str, start: int, places: Iterable[Place]) -> dict[int, int]:
    """The byte of each character that a place names; `start` is the byte of the first one."""
    offsets = sorted({offset for place in places for offset in place})
    if block.isascii():
        return {offset: start + offset for offset in offsets}
    at, bytes_before, found = 0, start, {}
    for offset in offsets:
        bytes_before += len(encode(block[at:offset]))
        at, found[offset] = offset, bytes_before
    return found
