"""The text of notes as it is searched, and the names that stand in it. Pure, total, linear.

Folded as names are: lower case, no accents, no punctuation but what tells names apart. All of it works
on bytes, of which a note has thousands and Python's own loops would take a hundred times longer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from core.parse.frontmatter import parse_frontmatter
from core.parse.opaque import find_opaque
from core.spelling import folded
from core.text import encode

_GAP = b"\1"
"""Stands for what is no text: nothing is named across it."""
_NOT_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
# Two, because only what begins with a certain byte is found quickly.
_POSSESSIVES = tuple(
    re.compile(mark + rb"[sS](?![A-Za-z0-9\x80-\xff])") for mark in (b"'", b"\xe2\x80\x99")
)
_WIDE = re.compile(rb"[\x80-\xff]+")
_WIKILINK = re.compile(rb"\[\[[^\[\]\n]*\]\]")
_REMEMBERED = 12
"""Bytes of a run of wide characters that is remembered: an arrow, a dash, an accent; not a sentence."""
_MOST_REMEMBERED = 20_000
_FEW = 8
"""Different wide characters that are replaced one after the other; a text of many is taken apart."""
_ASCII = bytes(range(128))
_KEPT = b"@#%+$"
"""Signs that tell names apart. What only marks text up (`*`, `|`, `=`) is a blank here."""


def _plain(character: str) -> str:
    """A character as names have it: itself, another, several, a blank or nothing."""
    return folded(f"x{character}x")[1:-1]


def _ascii() -> tuple[bytes, bytes]:
    """What each byte becomes, and which ones go."""
    table, gone = bytearray(range(256)), bytearray()
    for code in range(128):
        plain = _plain(chr(code))
        if not plain:
            gone.append(code)
        elif bytes([code]) in (b"\n", _GAP):
            table[code] = code
        else:
            table[code] = ord(plain) if plain.isalnum() or code in _KEPT else ord(" ")
    return bytes(table), bytes(gone)


_TABLE, _DROPPED = _ascii()
_WORDS = bytes(
    code if chr(code).isalnum() or code not in _ASCII else ord(" ") for code in range(256)
)


class _Wide(dict[int, str]):
    """Wide characters → what they become; what is no letter stands for itself between blanks."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code)) if not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004 - surrogates
        if plain.strip() and not plain.isalnum():
            plain = "".join(one if one.isalnum() else f" {one} " for one in plain)
        self[code] = plain
        return plain


_WIDE_CHARACTERS = _Wide()
_runs: dict[bytes, bytes] = {}


def _run(match: re.Match[bytes]) -> bytes:
    run = match[0]
    found = _runs.get(run)
    if found is None:
        text = run.decode("utf-8", "surrogateescape").translate(_WIDE_CHARACTERS)
        found = text.encode("utf-8", "replace")
        if len(run) <= _REMEMBERED and len(_runs) < _MOST_REMEMBERED:
            _runs[run] = found
    return found


def _without_wide(data: bytes) -> bytes:
    """Wide characters folded. The usual note has two or three different ones, and none that is no UTF-8."""
    try:
        data.decode()
        characters = set(data.translate(None, _ASCII).decode())
    except UnicodeDecodeError:
        return _WIDE.sub(_run, data)
    plain = {one: _WIDE_CHARACTERS[ord(one)] for one in characters}
    if len(plain) > _FEW or not all(
        new.isascii() or new.strip() == old for old, new in plain.items()
    ):
        return _WIDE.sub(_run, data)
    for old, new in plain.items():
        data = data.replace(old.encode(), new.encode())
    return data


def folded_text(data: bytes) -> bytes:
    """`data` as it is searched: UTF-8, line by line as it was, one blank between words."""
    for possessive in _POSSESSIVES:
        data = possessive.sub(b" ", data)
    if b"&" in data:
        data = data.replace(b"&", b" and ")
    if not data.isascii():
        data = _without_wide(data)
    data = data.translate(_TABLE, _DROPPED)
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data


def needle(name: str) -> bytes:
    """A name as it stands in a folded text; empty where it has no letter or digit."""
    text = b" ".join(folded_text(encode(name)).split())
    return text if text.translate(_WORDS).split() else b""


def body_words(data: bytes) -> tuple[bytes, bytes]:
    """Of a note: its folded text, and the same without what names nobody: links, fences, comments.

    Frontmatter is in neither, and the second has every line where it was.
    """
    if data.startswith(_NOT_TEXT):
        return b"", b""
    body = parse_frontmatter(data).body
    whole = folded_text(data[body:])
    opaque, _ = find_opaque(data, body)
    above = b"\n" * data.count(b"\n", 0, body)
    if not opaque and b"[[" not in data:
        return whole, above + whole
    parts, at = [above], body
    for start, end in opaque:
        parts += data[at:start], _GAP, b"\n" * data.count(b"\n", start, end)
        at = end
    live = b"".join((*parts, data[at:]))
    return whole, folded_text(_WIKILINK.sub(_GAP, live))


class Names:
    """Names to be found in texts, all in one go."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        """Each is looked for where its two rarest words stand, so most of them cost a text nothing."""
        parts = {name: name.translate(_WORDS).split() for name in needles}
        often = Counter(word for words in parts.values() for word in set(words))
        self._anchored: dict[bytes, dict[bytes, list[bytes]]] = {}
        for name, words in parts.items():
            rare = sorted(set(words), key=lambda word: (often[word], -len(word), word))
            if rare:
                others = self._anchored.setdefault(rare[0], {})
                others.setdefault(rare[min(1, len(rare) - 1)], []).append(name)
        self._anchors = frozenset(self._anchored)

    def found(self, text: bytes) -> list[tuple[int, bytes]]:
        """Line and name, in order: whole words, of names within one another the longest, each once a line."""
        words = set(text.translate(_WORDS).split())
        spans = [
            (at, -len(name), name)
            for anchor in self._anchors & words
            for other in self._anchored[anchor].keys() & words
            for name in self._anchored[anchor][other]
            for at in _whole(text, name)
        ]
        if not spans:
            return []
        spans.sort()
        found: dict[tuple[int, bytes], None] = {}
        end = line = counted = 0
        for at, _, name in spans:
            if at >= end:
                end = at + len(name)
                line += text.count(b"\n", counted, at)
                counted = at
                found[line, name] = None
        return list(found)


def _whole(text: bytes, name: bytes) -> Iterator[int]:
    """Where the name stands as whole words; a letter of an address beside it makes it another word."""
    at, size = text.find(name), len(name)
    while at >= 0:
        if text[at + size : at + size + 1] in _AFTER and _begins(text, at):
            yield at
        at = text.find(name, at + 1)


_AFTER = frozenset([b"", b" ", b"\n", _GAP])
_BEFORE = frozenset([b"", b" ", b"\n", _GAP, b"#"])


def _begins(text: bytes, at: int) -> bool:
    before = text[at - 1 : at] if at else b""
    if before == b"@":
        before = text[at - 2 : at - 1] if at > 1 else b""
    return before in _BEFORE
