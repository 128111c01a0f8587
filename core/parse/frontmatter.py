"""The properties at the top of a note: where they are and what they say, as text. Pure and total.

Nearly every block is plain `key: value` lines and lists, and is read line by line. Whatever is not
plainly that goes to the YAML parser (`core.parse.properties`), with limits. A value is never a date,
a number or a boolean: it is what was written.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

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
_ODD = re.compile("[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_KEPT, _MOST_KEPT = 80, 4096
"""Characters of an entry that is remembered, and entries: what is longer is a title, and stands nowhere else."""
_LONGEST = 4_000
"""Characters of a scalar over many lines; put together line by line, a longer one would be copied too often."""
_NO_START, _NO_END = _INDICATORS | {" "}, frozenset(": ")
_NONE: frozenset[str] = frozenset()
_new = tuple.__new__
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


class Frontmatter(NamedTuple):
    """The properties of a note. A note without any has an empty `span`."""

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
    start: int
    """The byte where `block` begins."""
    opening: int
    """The byte where the first fence begins."""
    known_places: Mapping[str, Place] | None
    """`None`: not looked for yet, because the block is plain."""

    @property
    def span(self) -> Span:
        """Both fences included."""
        return Span(self.opening, self.body)

    @property
    def places(self) -> Mapping[str, Place]:
        """Where each property stands in the block; looked for each time."""
        if self.known_places is not None:
            return self.known_places
        reading = read_plain(self.block)
        return reading.places if reading else {}

    @property
    def fields(self) -> Mapping[str, Field]:
        """Each property with its place, in the order written; made each time."""
        places = self.places
        at = _byte_offsets(self.block, self.start, places.values())
        return MappingProxyType(
            {
                key: Field(
                    key,
                    self.values[key],
                    Span(at[place[0]], at[place[1]]),
                    Span(at[place[2]], at[place[3]]),
                )
                for key, place in places.items()
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
            return tuple([item for item in value if isinstance(item, str)])
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
    fences = _fences(data, first)
    if not fences:
        return Frontmatter(first, {}, (), _NONE, "", first, first, {})
    start, end, body = fences
    if end - start > MAX_BYTES:
        problem = "the properties are longer than 64 KB and are not read"
        return Frontmatter(body, {}, (problem,), _NONE, "", start, first, {})
    block = decode(data[start:end])
    if (values := read_usual(block)) is not None:
        return _new(Frontmatter, (body, values, (), _NONE, block, start, first, None))
    values, places, problems, duplicates = read_plain(block) or _read_more(block)
    return Frontmatter(body, values, problems, duplicates, block, start, first, places)


def _read_more(block: str) -> Reading:
    """What a block says that is more than plain lines."""
    from core.parse.salvage import read_unfilled  # noqa: PLC0415 - which begins with this module

    if unfilled := read_unfilled(block):
        return unfilled
    # Costs 28 ms to import, and most vaults never need it.
    from core.parse.properties import read_yaml  # noqa: PLC0415

    return read_yaml(block)


def _fences(data: bytes, first: int) -> tuple[int, int, int] | None:
    """Where the block begins and ends, and where the text behind it begins."""
    if data.startswith(b"---\n", first):
        start = first + 4
    elif opening := _OPENING.match(data, first):
        start = opening.end()
    else:
        return None
    end = data.find(b"\n---", start - 1)
    if end < 0:
        return None
    if data[end + 4 : end + 5] == b"\n":
        return start, end + 1, end + 5
    closing = _CLOSING.search(data, end)
    return (start, closing.start() + 1, closing.end()) if closing else None


def read_usual(block: str) -> dict[str, Value] | None:
    """The values of a block that is nothing but properties and their lists; `None` where it is more.

    What `read_plain` says of it, from what is known of each property that was seen before.
    """
    if "\0" in block:
        return None
    # A list joins the line that it belongs to; it is indented by two blanks or by none.
    joined = block.rstrip("\n").replace("\n- ", "\0- ")
    if "\n  - " in joined:
        joined = joined.replace("\n  - ", "\0  - ")
    entries = joined.split("\n")
    try:
        values = dict(map(_entries.__getitem__, entries))
    except _NotPlainError:
        return None
    return values if len(values) == len(entries) else None


class _NotPlainError(Exception):
    """An entry that is more than a property and its list."""


class _Entries(dict[str, tuple[str, Value]]):
    """Entry → its key and value. The same few stand in most notes of a vault."""

    def __missing__(self, entry: str) -> tuple[str, Value]:
        key, colon, written = entry.partition(": ")
        if colon and key in _keys and written and entry.isprintable():
            bare = _bare(written)
            read = _alone(entry) if bare is None else (key, bare)
        elif "\0" in entry:
            read = _listed(entry)
        else:
            read = _alone(entry)
        if len(entry) <= _KEPT:
            _make_room(self)
            self[entry] = read
        return read


def _bare(written: str) -> str | None:
    """What printable text behind a colon and a blank says, if it is nothing but words, quoted or not."""
    if written[0] in "'\"":
        inner = written[1:-1]
        plain = inner and written[-1] == written[0] and "'" not in inner and '"' not in inner
        return inner if plain and "\\" not in inner else None
    if written[0] in _NO_START or written[-1] in _NO_END or ": " in written or " #" in written:
        return None
    return written


class _Items(dict[str, Value]):
    """Line of a list → its item."""

    def __missing__(self, line: str) -> Value:
        read = read_line(line) if is_ordinary(line) else None
        if not read or read[0] is not None:
            raise _NotPlainError
        if len(line) <= _KEPT:
            _make_room(self)
            self[line] = read[2]
        return read[2]


def _make_room(known: dict[str, Any]) -> None:
    if len(known) >= _MOST_KEPT:
        known.clear()


_entries, _items = _Entries(), _Items()
_keys: set[str] = set()
"""That are plain; few, the same ones all the time."""


def _alone(line: str) -> tuple[str, Value]:
    """The key and value of a property on one line."""
    read = read_line(line) if is_ordinary(line) else None
    if not read or not read[0]:
        raise _NotPlainError
    if len(_keys) < _MOST_KEPT:
        _keys.add(read[0])
    return read[0], read[2]


def _listed(entry: str) -> tuple[str, Value]:
    """The key and value of a property and the list below it."""
    line, *lines = entry.split("\0")
    key = line[:-1]
    if line[-1:] != ":" or key not in _keys:
        key, value = _alone(line)
        if value or not line.rstrip(" \r").endswith(":"):
            raise _NotPlainError
    if entry.count("\0- ") not in {0, len(lines)}:
        raise _NotPlainError
    return key, tuple(map(_items.__getitem__, lines))


def read_plain(block: str) -> Reading | None:
    """What a block of plain lines says; `None` where it may mean more than it shows."""
    if not is_ordinary(block):
        return None
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    lists: dict[str, list[Value]] = {}
    items: list[Value] | None = None
    at, key, indent, bare = 0, "", 0, False
    for line in block.split("\n"):
        read = read_line(line)
        if read is None:
            more = _continued(line) if bare else None
            if more is None or at - places[key][2] > _LONGEST:
                return None
            values[key] = f"{values[key]} {more}"
            places[key] = (*places[key][:3], at + len(line.rstrip(" \r")))
            at += len(line) + 1
            continue
        name, where, value, start, end = read
        bare = bool(name) and end > start and line[start] not in _INDICATORS
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
    values.update((key, tuple(items)) for key, items in lists.items())
    return Reading(values, places)


def _continued(line: str) -> str | None:
    """What a line adds to the scalar without quotes above it, `None` where that is not plain."""
    more = line.removesuffix("\r").strip(" ")
    if line[:1] != " " or not more or "\r" in more or more[0] in _INDICATORS:
        return None
    return None if ": " in more or " #" in more or more[-1] == ":" else more


def is_ordinary(block: str) -> bool:
    """Whether every character of a text is one that YAML reads as it stands."""
    bare = block.replace("\n", "")
    return bare.isprintable() or not _ODD.search(bare)


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
