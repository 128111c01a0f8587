"""Small changes of one task line, in characters; each is read back before it is believed. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from core.parse.fields import EMOJI, WHITE, Field
from core.parse.tasks import TaskLine

_INLINE_KEYS = {
    "done": "completion", "cancelled": "cancelled", "due": "due", "scheduled": "scheduled",
    "start": "start", "created": "created",
}  # fmt: skip


class Splice(NamedTuple):
    """Replace characters `start` up to `end` of a line by `text`."""

    start: int
    end: int
    text: str


def normal(line: str, splices: Iterable[Splice]) -> list[Splice]:
    """The splices in order, those that change nothing left out, overlapping deletions made one."""
    merged: list[Splice] = []
    for splice in sorted(splices, key=lambda splice: splice[:2]):
        if line[splice.start : splice.end] == splice.text:
            continue
        if merged and splice.start < merged[-1].end:
            last = merged.pop()
            merged.append(Splice(last.start, max(last.end, splice.end), last.text + splice.text))
        else:
            merged.append(splice)
    return merged


def spliced(line: str, splices: Iterable[Splice]) -> str:
    """The line with every splice made."""
    parts, at = [], 0
    for splice in normal(line, splices):
        parts += [line[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, line[at:]])


def new_mark(read: TaskLine, symbol: str) -> Splice:
    """Another mark between the brackets, whatever stands there now."""
    return Splice(read.mark_start, read.mark_start + len(read.mark), symbol)


def drop(line: str, start: int, end: int, floor: int) -> Splice:
    """Takes a piece out with the one space before it, or behind it where it comes first.

    Dataview fields are written with two spaces before them; both go.
    """
    if start > floor and line[start - 1] == " ":
        start -= 1
        if line[end - 1] in ")]," and start > floor and line[start - 1] == " ":
            start -= 1
    elif start == floor and line[end : end + 1] == " ":
        end += 1
    return Splice(start, end, "")


def drop_field(read: TaskLine, field: Field) -> Splice:
    """Takes a peeled field out."""
    return drop(read.line, field.start, field.end, read.body_start)


def drop_kind(read: TaskLine, *kinds: str) -> list[Splice]:
    """Takes every peeled field of these kinds out, repeated ones too."""
    return [drop_field(read, field) for field in read.fields if field.kind in kinds]


def counting(read: TaskLine, kind: str) -> Field | None:
    """The field of this kind that counts: of repeated ones the leftmost."""
    return next((field for field in read.fields if field.kind == kind), None)


def replace_value(read: TaskLine, field: Field, value: str) -> Splice:
    """Another value in the place of a field's own."""
    start = read.line.rindex(field.value, field.start, field.end)
    return Splice(start, start + len(field.value), value)


def date_text(kind: str, day: str, form: str) -> str:
    """A date field as the plugin writes it, with the blanks before it."""
    return f"  [{_INLINE_KEYS[kind]}:: {day}]" if form == "dataview" else f" {EMOJI[kind]} {day}"


def insert(read: TaskLine, at: int, text: str) -> Splice:
    """Puts `text`, which begins with blanks, at `at`; blanks that are not needed there are left out."""
    line = read.line
    if at == read.body_start and at < read.body_end:
        return Splice(at, at, text.lstrip(" ") + " ")
    if line[at - 1] in WHITE:
        text = text.lstrip(" ")
    return Splice(at, at, text)
