"""The references of one note, written anew where they would lead elsewhere. Pure.

Nothing but the target is touched, in a link as in a property; what is written is read back. What cannot
be written so that it leads where it led is left, and said.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from core.edit import Edit, apply
from core.index.build import names_origin
from core.links import Resolution
from core.note import Note
from core.parse.blocks import parse_blocks
from core.parse.frontmatter import Value, parse_frontmatter
from core.parse.links import Link, parse_links
from core.parse.scalars import Scalar, read_scalars, respelled, splices
from core.path import NotePath, folder_of
from core.targets import in_destination, plain_name
from core.text import Span, decode, encode

ORIGINS = frozenset({"source_ref", "source_file", "transcript_path"})
"""Properties that name what a note was made from, by a path which may be another machine's."""
_WIKI = re.compile(r"\[\[([^\[\]]*)\]\]")
_MAY_MEAN_MORE = re.compile(r"[`%$<>*~\\]")
"""Where a name has one of these, text behind the link may not be read as before."""
_CELL = rb"[ \t]*+:?-++:?[ \t]*+"
_DELIMITERS = re.compile(rb"[ \t>]*+\|?+" + _CELL + rb"(?:\|" + _CELL + rb")*+\|?[ \t]*+")
_TABLE_LINES = 2_000
"""Lines above a row that are looked at for the head of its table."""


class Use(NamedTuple):
    """A target as it is used: all that decides where it leads."""

    target: str
    markdown: bool
    to_source: bool
    folder: str
    """Of the note that has it."""
    to_folder: str
    """Where that note will lie."""

    @property
    def source(self) -> NotePath:
        """A note in that folder."""
        return _inside(self.folder)

    @property
    def there(self) -> NotePath:
        """A note in the folder where it will lie."""
        return _inside(self.to_folder)


def _inside(folder: str) -> NotePath:
    return NotePath(f"{folder}/\0" if folder else "\0")


class Leads(Protocol):
    """Where links lead before and after."""

    def wrong(self, use: Use) -> tuple[Resolution, NotePath] | None:
        """How it led to its file and where that will be; `None` where it will lead there as it is."""

    def named(self, use: Use, was: Resolution, wanted: NotePath) -> str | None:
        """What a link has to say instead; `None` where nothing leads there."""

    def astray(self, reference: str) -> tuple[NotePath, NotePath] | None:
        """Where the file of a `source_ref` lies and where it will be; `None` where it is named as it is."""

    def origin(self, reference: str, was: NotePath, wanted: NotePath) -> str | None:
        """What a `source_ref` has to say instead; `None` where nothing leads there."""


class Rewriting:
    """A note whose references are looked through once."""

    def __init__(self, note: Note, leads: Leads, to: NotePath) -> None:
        """Nothing is looked at yet.

        Args:
            note: As it is now.
            leads: Where links lead.
            to: Where it will lie.
        """
        self._note = note
        self._leads = leads
        self._folders = folder_of(note.path), folder_of(to)
        self.problems: list[str] = []
        """Sentences about references that will lead elsewhere; not safe to show."""

    def edits(self) -> tuple[Edit, ...]:
        """The splices after which all lead where they led, in order."""
        meta = self._note.meta
        return (*splices(meta.block, self.block(), meta.start), *self.body())

    # Links in the text

    def body(self) -> list[Edit]:
        """The splices of the text below the properties, in order."""
        edits: list[Edit] = []
        for link in self._note.links:
            edits += self._link(link)
        if any(_MAY_MEAN_MORE.search(decode(edit.new)) for edit in edits) and not self._same(edits):
            self.problems.append("a link to a name with such signs would change what is around it")
            return []
        return edits

    def _link(self, link: Link) -> Iterator[Edit]:
        data = self._note.data
        use = Use(link.target, link.kind == "markdown", names_origin(data, link.span.start), *self._folders)  # fmt: skip
        found = self._leads.wrong(use) if link.target else None
        if found is None:
            return
        was, wanted = found
        text = self._leads.named(use, was, wanted)
        if text is None:
            self._cannot(link.target, wanted)
            return
        span = link.target_span
        shown = None
        if link.kind == "markdown":
            angles = data[: span.start].rstrip(b" \t").endswith(b"<")
            text = in_destination(text, decode(span.of(data)), angles=angles)
        elif link.alias is None and link.heading is None and not link.embed:
            shown = _shown(link.target, was, wanted, text)
        yield Edit(span, span.of(data), encode(text))
        if shown is not None:
            bar = "\\|" if _in_table(data, link.span) else "|"
            end = Span(link.span.end - 2, link.span.end - 2)
            yield Edit(end, b"", encode(bar + shown))

    def _same(self, edits: list[Edit]) -> bool:
        """Whether the text has the same links after the edits, but for where they lead."""
        after = apply(self._note.data, edits)
        links = parse_links(after, parse_blocks(after, parse_frontmatter(after).body))
        old = self._note.links
        forms = [(one.kind, one.embed, one.heading) for one in old]
        return forms == [(one.kind, one.embed, one.heading) for one in links]

    def _cannot(self, target: str, wanted: NotePath) -> None:
        problem = f"its link {target} will lead elsewhere: nothing that it may say names {wanted}"
        if problem not in self.problems:
            self.problems.append(problem)

    # Links and paths in the properties

    def block(self) -> str:
        """What is to stand between the fences of the properties."""
        meta = self._note.meta
        if not self._may_change(meta.block):
            return meta.block
        if self._note.problems:
            self.problems.append("its properties cannot be read, and what they link to will lie elsewhere")  # fmt: skip
            return meta.block
        if not self._has_wrong_links(meta.block) and (block := self._with_paths()) is not None:
            return block
        block, properties = meta.block, read_scalars(meta.block)
        said = [(one.key, text) for one in properties.values() for text in one.scalars]
        values = [text.value for _, text in said]
        for at in range(len(said) - 1, -1, -1):
            key, scalar = said[at]
            value = self._value(key, scalar)
            if value is None:
                continue
            values[at] = value
            wanted = list(values)
            new = next((one for one in self._blocks(block, scalar, value) if _texts(one) == wanted), None)  # fmt: skip
            if new is None:
                values[at] = scalar.value
                self.problems.append(f"its {key} cannot be written anew, and will lead elsewhere")
            else:
                block = new
        if not self.problems and self._left(block):
            self.problems.append("a link in its properties stands where it is left alone")
        return block

    def _with_paths(self) -> str | None:
        """The block where only paths of origins change: without the YAML parser, most of which takes longer."""
        meta = self._note.meta
        block, values = meta.block, dict(meta.values)
        places = {key: place for key, place in meta.places.items() if key in ORIGINS}
        for key, (_, _, start, end) in sorted(places.items(), key=lambda one: -one[1][2]):
            said = values[key]
            if not isinstance(said, str):
                continue
            style = block[start] if block[start] in "'\"|>" else ""
            scalar = Scalar(said, start, end, style, top=True)
            value = self._value(key, scalar)
            if value is None:
                continue
            values[key] = value
            new = next((one for one in respelled(block, scalar, value) if _says(one, values)), None)
            if new is None:
                return None
            block = new
        return block

    def _has_wrong_links(self, block: str) -> bool:
        return "[[" in block and any(self._wrong(match[1]) for match in _WIKI.finditer(block))

    def _may_change(self, block: str) -> bool:
        if self._has_wrong_links(block):
            return True
        if not any(key in block for key in ORIGINS):
            return False
        values = self._note.meta.values
        return any(isinstance(said := values.get(key), str) and self._leads.astray(said) is not None for key in ORIGINS)  # fmt: skip

    def _value(self, key: str, scalar: Scalar) -> str | None:
        """What a text has to say; `None`: what it says."""
        value = scalar.value
        if key in ORIGINS and "[[" not in value:
            astray = self._leads.astray(value)
            if astray is None:
                return None
            said = self._leads.origin(value, *astray)
            if said is None:
                self._cannot(value, astray[1])
            return said
        new = self._linked(value)
        return None if new == value else new

    def _blocks(self, block: str, scalar: Scalar, value: str) -> Iterator[str]:
        written = block[scalar.start : scalar.end]
        if "[[" in written:
            yield block[: scalar.start] + self._linked(written) + block[scalar.end :]
        yield from respelled(block, scalar, value)

    def _linked(self, text: str) -> str:
        return _WIKI.sub(lambda match: f"[[{self._inner(match[1])}]]", text) if "[[" in text else text  # fmt: skip

    def _inner(self, inner: str) -> str:
        """What stands between the brackets of a link, with the target that is right."""
        found = self._wrong(inner)
        if found is None:
            return inner
        use, was, wanted = found
        text = self._leads.named(use, was, wanted)
        if text is None:
            self._cannot(use.target, wanted)
            return inner
        bare = use.target.rstrip("\\").rstrip()
        inner = inner.replace(bare, text, 1)
        shown = _shown(bare, was, wanted, text) if not {"|", "#"} & set(inner) else None
        return inner if shown is None else f"{inner}|{shown}"

    def _wrong(self, inner: str) -> tuple[Use, Resolution, NotePath] | None:
        target = inner.partition("|")[0].partition("#")[0].strip()
        use = Use(target, False, False, *self._folders)  # noqa: FBT003 - a tuple
        found = self._leads.wrong(use) if target else None
        return (use, *found) if found else None

    def _left(self, block: str) -> bool:
        """Whether a link of the block as it was would lead elsewhere in the block as it will be."""
        old, new = (
            _WIKI.findall(_without_comments(text)) for text in (self._note.meta.block, block)
        )
        return any(one == other and self._wrong(one) for one, other in zip(old, new, strict=False))


def _says(block: str, values: Mapping[str, Value]) -> bool:
    """Whether a block says just this."""
    data = encode(f"---\n{block}---\n")
    meta = parse_frontmatter(data)
    return not meta.problems and meta.body == len(data) and meta.values == values


def _texts(block: str) -> list[str]:
    """All that a block says, where it says it well."""
    data = encode(f"---\n{block}---\n")
    meta = parse_frontmatter(data)
    if meta.problems or meta.body != len(data):
        return []
    return [text.value for one in read_scalars(block).values() for text in one.scalars]


def _without_comments(block: str) -> str:
    return "\n".join(line for line in block.split("\n") if not line.lstrip().startswith("#"))


def _shown(target: str, was: Resolution, wanted: NotePath, text: str) -> str | None:
    """What a plain link has to show, where its target is no name any more; `None`: nothing else."""
    if "/" in target:
        return None
    if was.kind in {"alias", "title"}:
        return target.strip() if text != target.strip() else None
    return plain_name(wanted) if "/" in text else None


def _in_table(data: bytes, span: Span) -> bool:
    """Whether a link stands in a row of a table, where a bar would end its cell."""
    start = data.rfind(b"\n", 0, span.start) + 1
    end = data.find(b"\n", span.end)
    row = data[start : span.start] + data[span.end : end if end >= 0 else len(data)]
    if b"|" not in row:
        return False
    for _ in range(_TABLE_LINES):
        above = data.rfind(b"\n", 0, max(start - 1, 0)) + 1
        line = data[above : max(start - 1, 0)].rstrip(b"\r")
        if start == 0 or (b"|" not in line and b"-" not in line):
            return _is_head(data, end)
        if _DELIMITERS.fullmatch(line):
            return True
        start = above
    return False


def _is_head(data: bytes, end: int) -> bool:
    """Whether the line behind a row is the one below a table's head."""
    below = data.find(b"\n", end + 1) if end >= 0 else -1
    return end >= 0 and bool(_DELIMITERS.fullmatch(data[end + 1 : below if below >= 0 else len(data)].rstrip(b"\r")))  # fmt: skip
