"""What a reader sees of a note: its properties and its lines as plain values. Pure.

A note may be 5 MB in one line. A page holds at most `MAX_LINES` lines and `MAX_BYTES` bytes around the
line that is asked for, and of each line at most `MAX_CHARACTERS` characters, and says so in `cut`.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from core.path import NotePath, folder_of
from core.spelling import folded
from core.text import decode

# Widgets know these values from the first frame on; the parsers are loaded with the first note.
if TYPE_CHECKING:
    from core.note import Note

MAX_LINES = 2_000
MAX_BYTES = 65_536
MAX_CHARACTERS = 2_000
"""Characters of one line; a terminal is never that wide, and wrapping costs by the character."""

_UTF8_MOST = 4
_TAB = 4
_BEFORE = 3
"""A third of a page lies before the line that is asked for."""

# What opens a line, each part disjoint from the next: linear on any line.
_OPENING = re.compile(r"([ \t]*)((?:>[ \t]*)*+)(?:([-*+]|[0-9]{1,9}[.)])(?:[ \t]+|\Z))?")
_BOX = re.compile(r"\[[^\[\]]{1,2}\](?=[ \t]|\Z)")
_CALLOUT = re.compile(r"\[!([A-Za-z-]{1,20})\][+-]?[ \t]*")
_ENDED = frozenset({"DONE", "CANCELLED"})
_RULES = ("-", "*", "_")
_TABLE_RULE = frozenset("|:- \t")


class Kind(Enum):
    """What a line is to the eye."""

    TEXT = "text"
    HEADING = "heading"
    BULLET = "bullet"
    TASK = "task"
    QUOTE = "quote"
    CALLOUT = "callout"
    TABLE = "table"
    TABLE_RULE = "table-rule"
    FENCE = "fence"
    """The lines of a fenced block, its fences included."""
    HIDDEN = "hidden"
    """Comments, math, indented code: shown as written."""
    RULE = "rule"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of a note, as written and not safe to show."""

    kind: Kind
    text: str
    """What stands behind `lead`; of a table row, the whole row."""
    number: int
    """From 0, counting LF only."""
    mark: bool = False
    """The line the page was made for."""
    lead: str = ""
    """`[?]` of a task, `1.` or `-` of an item, the type of a callout."""
    depth: int = 0
    """Level of a heading, else columns of indentation."""
    quotes: int = 0
    """How many `>` the line stands behind."""
    done: bool = False
    """A task that is done or cancelled."""
    whole: bool = True
    """The text is not cut."""


@dataclass(frozen=True, eq=False)
class NotePage:
    """A note as it is read on the screen. Compared by identity."""

    title: str
    breadcrumbs: str
    """Its folders: `Work › Customers › Harbor Foods`."""
    date: str | None
    """ISO."""
    properties: tuple[tuple[str, str], ...]
    """Frontmatter keys and values as written, in order."""
    lines: tuple[NoteLine, ...]
    """From the end of the frontmatter on, ascending, without gaps."""
    cut: str | None
    """A sentence about what is left out, `None` when nothing is."""
    source: str = ""
    """The file that the note was made from, where it is known."""
    problems: tuple[str, ...] = ()
    """Sentences about what could not be read."""
    path: NotePath = NotePath("")  # noqa: RUF009 - a string
    """The note's."""
    before: int = 0
    """Lines of the note that lie before `lines`."""
    after: int = 0
    """Lines of the note that lie behind `lines`."""

    def place(self, number: int) -> int | None:
        """Where line `number` of the note stands in `lines`."""
        first = self.lines[0].number if self.lines else 0
        return number - first if 0 <= number - first < len(self.lines) else None


def preview(
    note: "Note",
    line: int | None = None,
    source: NotePath | None = None,
    *,
    around: int | None = None,
) -> NotePage:
    """The page around a line, from 0; without one, from the top. Never raises.

    Args:
        note: What is shown.
        line: The line that is marked.
        source: The file that the note was made from.
        around: Another line that the page is to hold: one that somebody scrolled to.
    """
    data, starts = note.source.data, note.source.starts
    if data.endswith(b"\n"):
        starts = starts[:-1]
    first = bisect_right(starts, note.meta.body - 1) if note.meta.body else 0
    asked = line if line is not None and first <= line < len(starts) else None
    held = asked if around is None else max(first, min(around, len(starts) - 1))
    begin, end = _around(starts, len(data), first, first if held is None else held)
    reader = _Reader(note)
    lines = tuple(reader.read(number, asked=number == asked) for number in range(begin, end))
    return NotePage(
        title=note.title,
        breadcrumbs=" › ".join(filter(None, folder_of(note.path).split("/"))),
        date=note.date,
        properties=tuple(
            (key, _flat(field.value)[:MAX_CHARACTERS]) for key, field in note.meta.fields.items()
        ),
        lines=lines,
        cut=_cut(lines, range(begin, end), range(first, len(starts))),
        source=source or "",
        problems=note.problems,
        path=note.path,
        before=begin - first,
        after=len(starts) - end,
    )


def line_of(note: "Note", heading: str) -> int | None:
    """The line that what stands behind the `#` of a link means: a heading, the last of `A#B`, a `^block`."""
    wanted = heading.rpartition("#")[2].strip()
    if wanted.startswith("^"):
        return _line_of_block(note, wanted)
    plain = folded(wanted)
    return next((one.line for one in note.blocks.headings if folded(one.text) == plain), None)


def _line_of_block(note: "Note", block: str) -> int | None:
    """The line that ends with a block's name."""
    data, mark = note.source.data, block.encode("utf-8", "surrogateescape")
    at = data.find(mark)
    while at >= 0:
        end = at + len(mark)
        if data[end : end + 1] in {b"", b"\r", b"\n", b" "} and data[at - 1 : at] in {b" ", b"\n"}:
            return bisect_right(note.source.starts, at) - 1
        at = data.find(mark, end)
    return None


def _around(starts: list[int], size: int, first: int, asked: int) -> tuple[int, int]:
    """First line and one past the last, as far as a page reaches."""

    def cost(number: int) -> int:
        stop = starts[number + 1] if number + 1 < len(starts) else size
        return min(stop - starts[number], MAX_CHARACTERS * _UTF8_MOST)

    begin = end = asked
    spent = 0
    while begin > first and asked - begin < MAX_LINES // _BEFORE:
        spent += cost(begin - 1)
        if spent > MAX_BYTES // _BEFORE:
            break
        begin -= 1
    while end < len(starts) and end - begin < MAX_LINES:
        spent += cost(end)
        if spent > MAX_BYTES and end > asked:
            break
        end += 1
    return begin, end


def _cut(lines: tuple[NoteLine, ...], shown: range, all_lines: range) -> str | None:
    said = []
    if len(shown) < len(all_lines):
        said.append(f"lines {shown.start + 1:,} to {shown.stop:,} of {all_lines.stop:,} are shown")
    if not all(line.whole for line in lines):
        said.append(f"long lines are cut at {MAX_CHARACTERS:,} characters")
    return "; ".join(said) or None


def _flat(value: object) -> str:
    """A frontmatter value in one line, as written."""
    match value:
        case str():
            return value
        case tuple() | list():
            return ", ".join(map(_flat, value))
        case Mapping():
            return "; ".join(f"{key}: {_flat(item)}" for key, item in value.items())
        case _:
            return ""


class _Reader:
    """Reads lines of one note; what the parser found decides before what a line looks like."""

    def __init__(self, note: "Note") -> None:
        self.note = note
        self.tasks = {task.line: task for task in note.tasks}
        self.headings = {heading.line: heading for heading in note.blocks.headings}

    @cached_property
    def fences(self) -> list[int]:
        return [fence.span.start for fence in self.note.blocks.fences]

    def read(self, number: int, *, asked: bool) -> NoteLine:
        """Line `number` of the note."""
        span = self.note.source.line(number).span
        most = span.start + (MAX_CHARACTERS + 1) * _UTF8_MOST
        text = decode(self.note.source.data[span.start : min(span.end, most)])
        whole = len(text) <= MAX_CHARACTERS
        text = text[:MAX_CHARACTERS]
        if not text.strip():
            return NoteLine(Kind.BLANK, "", number, asked)
        blanks = len(text) - len(text.lstrip(" \t"))
        if self.note.blocks.is_opaque(span.start + blanks):
            kind = Kind.FENCE if self._in_fence(span.start + blanks) else Kind.HIDDEN
            return NoteLine(kind, text, number, asked, whole=whole)
        if heading := self.headings.get(number):
            title = heading.text[:MAX_CHARACTERS]
            return NoteLine(Kind.HEADING, title, number, asked, depth=heading.level, whole=whole)
        task = self.tasks.get(number)
        looks = _looks(text, number, task.mark if task else None)
        done = task is not None and task.status_type in _ENDED
        return replace(looks, mark=asked, done=done, whole=whole)

    def _in_fence(self, offset: int) -> bool:
        at = bisect_right(self.fences, offset) - 1
        return at >= 0 and offset < self.note.blocks.fences[at].span.end


def _is_rule(text: str) -> bool:
    bare = text.replace(" ", "").replace("\t", "")
    return len(bare) > 2 and bare[0] in _RULES and bare == bare[0] * len(bare)  # noqa: PLR2004 three make a rule


def _box(behind: str, mark: str | None) -> int:
    """How long the checkbox is that opens the text: what the parser took for one, or looks like one."""
    if mark is not None and behind.startswith(f"[{mark}]"):
        return len(mark) + 2
    box = _BOX.match(behind)
    return box.end() if box else 0


def _looks(text: str, number: int, mark: str | None) -> NoteLine:
    """A live line by what opens it; `mark` is what the parser found in its checkbox."""
    opening = _OPENING.match(text)
    if opening is None or _is_rule(text):
        return NoteLine(Kind.RULE, text, number)
    indent, quotes, marker = opening.group(1, 2, 3)
    depth, behind = len(indent.expandtabs(_TAB)), text[opening.end() :]
    quoted = quotes.count(">")
    kind, lead = Kind.TEXT, ""
    if box := _box(behind, mark) if marker else 0:
        kind, lead, behind = Kind.TASK, behind[:box], behind[box:].lstrip(" \t")
    elif marker:
        kind, lead = Kind.BULLET, marker
    elif quoted and (callout := _CALLOUT.match(behind)):
        kind, lead, behind = Kind.CALLOUT, callout[1], behind[callout.end() :]
    elif quoted:
        kind = Kind.QUOTE
    elif behind.startswith("|"):
        kind = Kind.TABLE_RULE if "--" in behind and _TABLE_RULE.issuperset(behind) else Kind.TABLE
    return NoteLine(kind, behind, number, lead=lead, depth=depth, quotes=quoted)
