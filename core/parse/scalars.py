"""Where each text of a note's properties stands, and how a text is written in such a place. Pure.

Read from the YAML parser's events, as `core.parse.properties` does, and only of blocks without problems:
whoever changes one reads it back before believing the change.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import yaml

from core.edit import Edit
from core.parse.frontmatter import is_ordinary
from core.text import Span, encode

Form = Literal["text", "flow", "block", "map"]
"""Of a value: a scalar, a list in brackets, a list of lines, a mapping."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WIKILINK = re.compile(r"\[\[[^\[\]\r\n]+\]\]")
_INDICATORS = frozenset("?:,[]{}#&*!|>'\"%@`")
_RESOLVERS: dict[str, list[tuple[str, Any]]] = getattr(
    yaml.SafeLoader, "yaml_implicit_resolvers", {}
)
_TEXT = "tag:yaml.org,2002:str"
_MOST_COMPARED = 400
"""Lines between the first and the last that differ; of more, all between them is one edit."""


class Scalar(NamedTuple):
    """A text, in characters of the block."""

    value: str
    start: int
    end: int
    """Behind its quotes; of one that is folded or literal, behind its last line."""
    style: str
    """`'`, `"`, `|`, `>`; `""` where it has no quotes; `[` of a wikilink without any."""
    top: bool
    """Whether it is the property's own text, or an item of the property's own list."""


class Property(NamedTuple):
    """A property with all the texts in it."""

    key: str
    key_start: int
    key_end: int
    form: Form
    start: int
    end: int
    """As `core.parse.frontmatter` has them: of a list, the end of its last item."""
    scalars: tuple[Scalar, ...]
    """The texts, in order; those of mappings and of lists within lists too, without the keys."""
    flat: bool
    """Whether they are its text or the items of its list, and nothing else is in it."""


@lru_cache(maxsize=16)
def read_scalars(block: str) -> Mapping[str, Property]:
    """The properties of a block that `parse_frontmatter` finds no fault with; of any other, none.

    The last few are remembered: each step of a change asks about the block that the step before made.
    """
    try:
        return {one.key: one for one in _Walk(block).properties()}
    except (yaml.YAMLError, ValueError, RuntimeError):
        return {}


class _Walk:
    def __init__(self, block: str) -> None:
        self._block = block
        self._events: Iterator[Any] = yaml.parse(block, Loader=_LOADER)
        self._found: list[Scalar] = []
        self._flat = True

    def properties(self) -> Iterator[Property]:
        if not any(isinstance(event, yaml.MappingStartEvent) for event in self._events):
            return
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            self._found, self._flat = [], True
            form, start, end = self._value(next(self._events), 0)
            at = key.start_mark.index, key.end_mark.index
            yield Property(key.value, *at, form, start, end, tuple(self._found), self._flat)

    def _value(self, event: Any, depth: int) -> tuple[Form, int, int]:  # noqa: ANN401 - yaml has no types
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            style = "" if event.style is None else event.style
            self._found.append(Scalar(event.value, start, end, style, depth < 2))  # noqa: PLR2004 - a list and its items
            return "text", start, end
        if isinstance(event, yaml.MappingStartEvent):
            self._flat = False
            return "map", start, self._inner(event, yaml.MappingEndEvent, depth + 2)
        before, flat = len(self._found), self._flat
        end = self._inner(event, yaml.SequenceEndEvent, depth + 1)
        written = self._block[start:end]
        if _WIKILINK.fullmatch(written):
            # Two lists for YAML; for everybody else a link.
            del self._found[before:]
            self._found.append(Scalar(written, start, end, "[", depth < 2))  # noqa: PLR2004 - as above
            self._flat = flat
            return "text", start, end
        self._flat = self._flat and depth == 0
        return "flow" if event.flow_style else "block", start, end

    def _inner(self, event: Any, closing: type[yaml.CollectionEndEvent], depth: int) -> int:  # noqa: ANN401 - as above
        end: int = event.start_mark.index
        while True:
            inner = next(self._events)
            if isinstance(inner, closing):
                return _end(inner) if event.flow_style else end
            if closing is yaml.MappingEndEvent:
                inner = next(self._events)
            _, _, end = self._value(inner, depth)


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def spellings(text: str, style: str, like: str = "") -> Iterator[str]:
    """The ways to write a text on one line, the likeliest first; none where that cannot be.

    A text that YAML would take for a date or a number gets quotes, unless what it replaces was the
    same and had none. Whether one of them means the text where it is put is for the caller to read.

    Args:
        text: What it is to say.
        style: Of the scalar that it replaces, or stands beside: `Scalar.style`.
        like: What that scalar says.
    """
    if not is_ordinary(text) or "\n" in text or "\r" in text:
        return
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    single = "'" + text.replace("'", "''") + "'"
    if style == "[" and _WIKILINK.fullmatch(text):
        yield text
    if style not in {"'", '"', "["} and _may_be_plain(text, like):
        yield text
    yield from (double, single) if style == '"' else (single, double)


def _may_be_plain(text: str, like: str) -> bool:
    if not text or text != text.strip(" ") or text[0] in _INDICATORS or text.startswith("- "):
        return False
    return text not in {"-", "---", "..."} and _tag(text) in {_TEXT, _tag(like)}


def _tag(text: str) -> str:
    """What YAML 1.1 takes a text without quotes for."""
    resolvers = _RESOLVERS.get(text[:1], [])
    return next((tag for tag, pattern in resolvers if pattern.match(text)), _TEXT)


def respelled(block: str, scalar: Scalar, value: str) -> Iterator[str]:
    """The blocks in which a scalar says `value` instead, the likeliest first; each is to be read back."""
    written = block[scalar.start : scalar.end]
    end = scalar.end - len(written) + len(written.rstrip("\r\n ")) if written else scalar.end
    for text in spellings(value, scalar.style, scalar.value):
        yield block[: scalar.start] + text + block[end:]


def splices(old: str, new: str, base: int) -> tuple[Edit, ...]:
    """The edits that make `new` of the text `old`, whose first byte lies at `base`: as few bytes as are told."""
    before, after = _lines(old), _lines(new)
    edits = []
    for start, end, first, last in _differing(before, after):
        gone, come = "".join(before[start:end]), "".join(after[first:last])
        head = _shared(gone, come)
        tail = _shared(gone[head:][::-1], come[head:][::-1])
        gone, come = gone[head : len(gone) - tail], come[head : len(come) - tail]
        at = base + len(encode("".join(before[:start]))) + len(encode("".join(before[start:end])[:head]))  # fmt: skip
        edits.append(Edit(Span(at, at + len(encode(gone))), encode(gone), encode(come)))
    return tuple(edits)


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _differing(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    """Which lines make way for which: those between two that stay."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return []
    if len(old) + len(new) > _MOST_COMPARED:
        return [(head, head + len(old), head, head + len(new))]
    found = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        (head + start, head + end, head + first, head + last)
        for tag, start, end, first, last in found
        if tag != "equal"
    ]


def _shared(one: str | list[str], other: str | list[str]) -> int:
    """How much both begin with alike."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def gaps(scalars: tuple[Scalar, ...], block: str) -> list[str]:
    """What stands between each two of them."""
    return [block[one.end : other.start] for one, other in pairwise(scalars)]
