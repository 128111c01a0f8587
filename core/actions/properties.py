"""Small changes of a note's properties, in the note's own hand; each is read back before it is believed. Pure.

What is there keeps its quotes, indents and line ends; what is new gets those of its neighbours. A block
that is broken is left alone. Several changes of one note are made one after the other and written as one:

    Properties.of(note).set_text("person", "Ana Ruiz").add_item("tags", "person/ana-ruiz").edits()
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from core.edit import Edit
from core.errors import Refused
from core.note import Note
from core.parse.frontmatter import Value, parse_frontmatter
from core.parse.scalars import (
    Property,
    Scalar,
    gaps,
    read_scalars,
    respelled,
    spellings,
    splices,
)
from core.text import Span, encode

TAGS = frozenset({"tags", "tag"})
"""Properties whose text may hold several items, and whose items may have a `#`."""
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}(?: [A-Za-z0-9_-]{1,99}){0,4}")
_BETWEEN = re.compile(r"\s*,\s*")
_BEFORE_ITEM = re.compile(r" *- *")
_WORD = re.compile(r"[^,\s]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CR = 0x0D
_OPENED = re.compile(rb"---[ \t]*\r?\n[A-Za-z_][A-Za-z0-9_ -]*:")


def new_note(fields: Mapping[str, str | Sequence[str]], body: str) -> bytes:
    """A note that is not there yet: its properties in the order given, then `body` as it is.

    Raises:
        Refused: A property cannot be written so that it reads as given.
    """
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - few sessions make a note

    said: dict[str, object] = {
        key: value if isinstance(value, str) else list(value) for key, value in fields.items()
    }
    wanted = {key: value if isinstance(value, str) else tuple(value) for key, value in fields.items()}  # fmt: skip
    for style in (None, '"'):  # a blank of Unicode at the end is lost without quotes
        block = YAMLHandler().export(
            said, sort_keys=False, allow_unicode=True, width=1 << 20, default_style=style
        )
        data = encode(f"---\n{block}\n---\n{body}")
        meta = parse_frontmatter(data)
        if not meta.problems and dict(meta.values) == wanted:
            return data
    raise Refused("the properties of the new note cannot be written so that they read the same")


class _Item(NamedTuple):
    """An item of a list as it is to be."""

    value: str
    like: Scalar | None = None
    """The one that it is, or stands in the place of, or is written like."""
    was: int | None = None
    """Which of the old ones it stands in the place of; `None`: it is one more."""


@lru_cache(maxsize=16)
def _read(block: str) -> Mapping[str, Value] | None:
    """What a block says; `None` where it says it badly."""
    data = encode(f"---\n{block}---\n")
    meta = parse_frontmatter(data)
    return None if meta.problems or meta.body != len(data) else meta.values


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a note on their way to other ones; immutable, each step makes new ones.

    Each step changes nothing where the property already says so, and raises `Refused` where it says
    something that is no text or list of texts, or cannot be written so that it reads as wanted.
    """

    note: Note
    block: str
    """What stands between the fences by now."""

    @classmethod
    def of(cls, note: Note) -> "Properties":
        """Those that a note has. Raises `Refused` where they are broken."""
        if note.problems:
            raise Refused(f"its properties are left alone: {note.problems[0]}")
        if not note.meta.span and _OPENED.match(note.data, note.meta.start):
            raise Refused("its properties are left alone: no second line `---` ends them")
        return cls(note, note.meta.block)

    def written(self, block: str) -> "Properties":
        """Those that another block says, which somebody else read back."""
        return replace(self, block=block)

    def edits(self) -> tuple[Edit, ...]:
        """The splices that make these of those that the note has; none where nothing is different."""
        meta = self.note.meta
        if meta.span or not self.block:
            return splices(meta.block, self.block, meta.start)
        fence = f"---{self._newline}"
        return (Edit(Span(meta.start, meta.start), b"", encode(f"{fence}{self.block}{fence}")),)

    @property
    def values(self) -> Mapping[str, Value]:
        """What each of them says by now."""
        return _read(self.block) or {}

    # Steps

    def set_text(self, key: str, value: str) -> "Properties":
        """`key` says `value`; a new one comes behind all others."""
        if self.values.get(key) == value:
            return self
        found = self._property(key)
        if found is None:
            blocks = self._behind(f"{key}: {text}" for text in self._spelled(value))
        elif found.form == "text" and found.end > found.start:
            blocks = respelled(self.block, found.scalars[0], value)
        else:
            blocks = self._valued(found, [f" {text}" for text in self._spelled(value)])
        return self._settled(key, value, blocks)

    def set_list(self, key: str, items: Sequence[str]) -> "Properties":
        """`key` has just these items; those that it had stay as they are written."""
        found = self._property(key)
        old = _items(found)
        if found is not None and [one.value for one in old] == list(items):
            return self
        left = list(old)
        wanted = []
        for text in items:
            same = next((one for one in left if one.value == text), None)
            if same is not None:
                left.remove(same)
            wanted.append(same or _Item(text))
        return self._with_items(key, found, wanted)

    def add_item(self, key: str, item: str) -> "Properties":
        """`key` has `item`, behind its other ones where it is new."""
        found = self._property(key)
        old = _items(found)
        if any(_same(key, one.value, item) for one in old):
            return self
        return self._with_items(key, found, [*old, _Item(item)])

    def replace_item(self, key: str, old: str, new: str) -> "Properties":
        """`key` has `new` where it had `old`, and neither twice.

        Raises:
            Refused: It has neither.
        """
        found = self._property(key)
        items = _items(found)
        known = any(_same(key, one.value, new) for one in items)
        if not any(_same(key, one.value, old) for one in items):
            if known:
                return self
            raise Refused(f"its {key} does not have what is to be replaced")
        if _same(key, old, new):
            return self
        wanted = []
        for one in items:
            if not _same(key, one.value, old):
                wanted.append(one)
            elif not known:
                known = True
                mark = "#" if key in TAGS and one.value.startswith("#") else ""
                wanted.append(one._replace(value=mark + new.removeprefix(mark or "\0")))
        return self._with_items(key, found, wanted)

    def remove_item(self, key: str, item: str) -> "Properties":
        """`key` has no `item`; without any it stays as an empty list."""
        found = self._property(key)
        old = _items(found)
        left = [one for one in old if not _same(key, one.value, item)]
        return self if len(left) == len(old) else self._with_items(key, found, left)

    def remove_key(self, key: str) -> "Properties":
        """There is no `key`, and nothing of what it said."""
        found = read_scalars(self.block).get(key)
        if found is None:
            if key not in self.values:
                return self
            raise Refused(f"its {key} is written in a way that is left alone")
        start = self.block.rfind("\n", 0, found.key_start) + 1
        end = self._line_end(max(found.key_end, self._end(found)))
        return self._settled(key, None, [self.block[:start] + self.block[end:]])

    def rename_key(self, key: str, to: str) -> "Properties":
        """What `key` said says `to`, in its place. Raises `Refused` where there is a `to` already."""
        found = read_scalars(self.block).get(key)
        if found is None or to in self.values or not _KEY.fullmatch(to):
            raise Refused(f"its {key} cannot be called {to}")
        made = self.written(self.block[: found.key_start] + to + self.block[found.key_end :])
        wanted = [(to if one == key else one, value) for one, value in self.values.items()]
        if list(made.values.items()) != wanted:
            raise Refused(f"its {key} is written in a way that is left alone")
        return made

    # What the steps are made of

    def _property(self, key: str) -> Property | None:
        found = read_scalars(self.block).get(key)
        if found is None and (key in self.values or not _KEY.fullmatch(key)):
            raise Refused(f"a property {key} cannot be written here")
        if found is not None and not found.flat:
            raise Refused(f"its {key} holds more than texts and is left alone")
        return found

    def _settled(self, key: str, wanted: Value | None, blocks: Iterable[str]) -> "Properties":
        """The first of some blocks that says just this of `key` and all else as before."""
        expected = {one: value for one, value in self.values.items() if one != key or wanted is not None}  # fmt: skip
        if wanted is not None:
            expected[key] = wanted
        for block in blocks:
            read = _read(block)
            if read == expected and list(read) == list(expected):
                return replace(self, block=block)
        raise Refused(f"its {key} cannot be written so that it reads as wanted")

    def _with_items(self, key: str, found: Property | None, items: list[_Item]) -> "Properties":
        wanted = tuple(one.value for one in items)
        if found is None:
            return self._settled(key, wanted, self._behind(f"{key}:{text}" for text in self._lists(items)))  # fmt: skip
        if found.form == "text" and len(_items(found)) > 1 and all(one.was is not None for one in items) and items:  # fmt: skip
            comma = "," in found.scalars[0].value
            return self.set_text(key, (", " if comma else " ").join(wanted))
        if not items or found.form == "text":
            return self._settled(key, wanted, self._valued(found, self._lists(items)))
        form = self._in_brackets if found.form == "flow" else self._in_lines
        return self._settled(key, wanted, [form(found, items)])

    def _in_lines(self, found: Property, items: list[_Item]) -> str:
        """The block with other items in a list of lines."""
        block, old = self.block, found.scalars
        starts = [block.rfind("\n", 0, one.start) + 1 for one in old]
        dashes = [block[start : one.start] for start, one in zip(starts, old, strict=True)]
        if not all(map(_BEFORE_ITEM.fullmatch, dashes)):
            raise Refused(f"its {found.key} is written in a way that is left alone")
        stop = self._line_end(self._end(found))
        ends = [*starts[1:], stop]
        dash = dashes[-1] if dashes[-1].endswith(" ") else f"{dashes[-1]} "
        lines = []
        for one in items:
            if one.was is None:
                lines.append(f"{dash}{self._item(one, old[-1], '- {}')}{self._newline}")
                continue
            there = old[one.was]
            written = block[starts[one.was] : ends[one.was]]
            if one.value != there.value:
                at = there.start - starts[one.was]
                rest = written[at + there.end - there.start :]
                written = f"{written[:at]}{self._item(one, there, '- {}')}{rest}"
            lines.append(written)
        return block[: starts[0]] + "".join(lines) + block[stop:]

    def _in_brackets(self, found: Property, items: list[_Item]) -> str:
        """The block with other items in a list in brackets."""
        block, old = self.block, found.scalars
        between = gaps(old, block)
        head = block[found.start + 1 : old[0].start] if old else ""
        tail = block[old[-1].end : found.end - 1] if old else ""
        plain = not head.strip() and tail.strip() in {"", ","}
        if not plain or not all(map(_BETWEEN.fullmatch, between)):
            raise Refused(f"its {found.key} is written in a way that is left alone")
        text, before = head, None
        for number, one in enumerate(items):
            next_to = before is not None and one.was == before + 1
            if number:
                text += between[before] if next_to and before is not None else (between or [", "])[0]  # fmt: skip
            there = old[one.was] if one.was is not None else (old[-1] if old else None)
            kept = one.was is not None and there is not None and there.value == one.value
            text += block[there.start : there.end] if kept and there else self._item(one, there, "[{}]")  # fmt: skip
            before = one.was
        return f"{block[: found.start]}[{text}{tail}]{block[found.end :]}"

    def _lists(self, items: list[_Item]) -> Iterator[str]:
        """New lists with these items as they stand behind a colon: as other lists of the block are."""
        if not items:
            yield " []"
            return
        lists = [one for one in read_scalars(self.block).values() if one.flat and one.scalars and one.form in {"flow", "block"}]  # fmt: skip
        if lists and lists[-1].form == "flow":
            yield f" [{', '.join(self._item(one, one.like, '[{}]') for one in items)}]"
        indent = ""
        if lists and lists[-1].form == "block":
            first = lists[-1].scalars[0].start
            dash = self.block[self.block.rfind("\n", 0, first) + 1 : first]
            indent = dash[: len(dash) - len(dash.lstrip(" "))]
        newline = self._newline
        yield "".join(f"{newline}{indent}- {self._item(one, one.like, '- {}')}" for one in items)

    def _item(self, item: _Item, like: Scalar | None, form: str) -> str:
        """How an item is written, so that it reads the same in a list of that form."""
        texts = self._spelled(item.value) if like is None else spellings(item.value, like.style, like.value)  # fmt: skip
        for text in texts:
            read = _read(f"k: {form.format(text)}\n" if form[0] == "[" else f"k:\n{form.format(text)}\n")  # fmt: skip
            if read == {"k": (item.value,)}:
                return text
        raise Refused("one of the items cannot be written on one line")

    def _spelled(self, value: str) -> list[str]:
        """The ways to write a new text beside those that are there."""
        all = [text for one in read_scalars(self.block).values() for text in one.scalars if text.value]  # fmt: skip
        quoted = sum(text.style == '"' for text in all)
        day = next((text.value for text in all if not text.style and _DAY.fullmatch(text.value)), "")  # fmt: skip
        return list(spellings(value, '"' if quoted * 2 > len(all) else "", day))

    def _behind(self, lines: Iterable[str]) -> Iterator[str]:
        """The blocks with one of some lines behind all that is written."""
        said = self.block.rstrip("\r\n \t")
        wanted = list(lines)
        for at in (self._line_end(len(said)) if said else 0, len(self.block)):
            for line in wanted:
                yield f"{self.block[:at]}{line}{self._newline}{self.block[at:]}"

    def _valued(self, found: Property, texts: Iterable[str]) -> Iterator[str]:
        """The blocks where one of some texts stands behind a property's colon."""
        block, end = self.block, self._end(found)
        colon = block.index(":", found.key_end) + 1
        lost = [block[colon : found.start], *gaps(found.scalars, block)]
        if any("#" in one for one in lost):
            raise Refused(f"its {found.key} has comments that would be lost")
        for text in texts:
            if found.start == end and text[0] == " " and block[colon : colon + 1] == " ":
                yield block[:colon] + text + block[colon + 1 :]
            yield block[:colon] + text + block[max(end, colon) :]

    def _end(self, found: Property) -> int:
        """Where what is written of its value ends: a literal text has its line breaks too."""
        written = self.block[found.start : found.end]
        return found.end - len(written) + len(written.rstrip("\r\n "))

    def _line_end(self, at: int) -> int:
        return self.block.find("\n", at) + 1 or len(self.block)

    @property
    def _newline(self) -> str:
        data, meta = self.note.data, self.note.meta
        at = data.find(b"\n", meta.opening)
        return "\r\n" if at > 0 and data[at - 1] == _CR else "\n"


def _items(found: Property | None) -> list[_Item]:
    """What a property has, be it a list or a text."""
    if found is None:
        return []
    if found.form != "text":
        return [_Item(one.value, one, at) for at, one in enumerate(found.scalars)]
    text = found.scalars[0]
    words = _WORD.findall(text.value) if found.key in TAGS else [text.value] * bool(text.value)
    return [_Item(word, text, at) for at, word in enumerate(words)]


def _same(key: str, one: str, other: str) -> bool:
    if key in TAGS:
        return one.removeprefix("#") == other.removeprefix("#")
    return one == other
