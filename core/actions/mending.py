"""A task line without one of the things that are wrong with it, each by the smallest change that reads back. Pure.

What is readable before reads the same after: owners, tags and fields stay, and no character but blanks goes
that is not what is wrong. Where no change does that, or a person has to tell what was meant, there is none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from core.actions.lines import (
    Splice,
    counting,
    drop,
    drop_field,
    insert,
    new_mark,
    replace_value,
    spliced,
)
from core.parse.fields import DATE_KINDS, TAG, WHITE, Field
from core.parse.malformed import (
    HEADING,
    ORDER,
    find_hidden,
    nearest_day,
    rest_of_rule,
    wrong_values,
)
from core.parse.owners import find_owners
from core.parse.tasks import TaskLine, read_line, said_of, stray_mark
from core.parse.usual import Said
from core.statuses import PROPOSED_MARK, TaskSettings

_BLANKS = re.compile(f"[{WHITE}]++")
_ODD_BLANKS = re.compile(f"[{WHITE.replace(' ', '')}]")
_TAGS = re.compile(rf"(?:\A|(?<=[{WHITE}])){TAG}")
_BULLET = re.compile(rf"[{WHITE}>]*+")
_BREAKS = frozenset("\u2028\u2029")
_CLOSING = frozenset(".,;:!?)]}\"'”’»")
"""What stands at the end of the word before it, without a blank."""
_MEANT = {"x": "DONE", "X": "DONE", "-": "CANCELLED", "R": "CANCELLED", "/": "IN_PROGRESS"}
"""What these marks mean wherever they mean something."""
_MOVING = frozenset(
    ["no-break-space", "glued", "many-tags", "text-after", "rule-words", "line-break"]
)
"""Kinds whose mending only moves what is there."""


class _Try(NamedTuple):
    """A change that may be the one."""

    splices: list[Splice]
    values: Mapping[str, str | None] = {}
    """What the fields say then and did not, `None`: nothing; others that are found are welcome."""


def mended(line: str, code: str, settings: TaskSettings) -> str | None:
    """The line without what `code` says of it; `None` where only a person can tell what it is to be.

    Args:
        line: Without its ending.
        code: One of `core.parse.malformed.ORDER`.
        settings: Of the nearest `.obsidian` above the note.
    """
    read, said = read_line(line, settings), said_of(line, settings)
    if read is None or said is None or code not in said.problems or not _is_text(line):
        return None
    if code == "heading":
        return _as_heading(read, settings)
    if code == "line-break":
        return _without_breaks(read, said, settings)
    for one in _TRIES[code](read, settings):
        after = spliced(line, one.splices)
        if after != line and _reads(read, said, after, code, one.values, settings):
            return after
    return None


def _is_text(line: str) -> bool:
    """Whether it is UTF-8: a byte that is none is a lone surrogate here."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


# What is believed


def _reads(  # noqa: PLR0913, PLR0917 - a line before and after, and what it is held to
    before: TaskLine,
    old: Said,
    after: str,
    code: str,
    values: Mapping[str, str | None],
    settings: TaskSettings,
) -> bool:
    """Whether the new line says what the old one said, and what was wrong is right."""
    new, now = said_of(after, settings), read_line(after, settings)
    if new is None or now is None:
        return False
    wanted, owners = {**old.values, **values}, _owners(before, code, settings)
    return (
        set(new.problems) <= set(old.problems) - {code}
        and new.owners[: len(owners)] == owners
        and (code == "line-break" or len(new.owners) == len(owners))
        and new.block_link == old.block_link
        and all(new.values.get(kind) == value for kind, value in wanted.items())
        and (code == "no-break-space" or Counter(old.tags) <= Counter(new.tags))
        and (code in {"no-break-space", "line-break"} or len(new.tags) == len(old.tags))
        and (code in {"mark", "status"} or now.status == before.status)
        and (code not in _MOVING or _signs(after) == _signs(before.line))
    )


def _owners(read: TaskLine, code: str, settings: TaskSettings) -> tuple[str, ...]:
    """Whom a line names as its owners; a field of the other format behind a name is no part of it."""
    core = read.core[stray_mark(read.core) :]
    if code == "other-format":
        for one in reversed(find_hidden(core, settings.format, read.values)):
            core = core[: one.start] + core[one.end :] if one.code == code else core
    return tuple(owner.name for owner in find_owners(core, settings.format))


def _signs(line: str) -> Counter[str]:
    """Its characters without blanks, whatever their order."""
    return Counter(_BLANKS.sub("", line))


# What is tried, kind by kind


def _mark(read: TaskLine, _: TaskSettings) -> Iterator[_Try]:
    yield _Try([new_mark(read, PROPOSED_MARK)])


def _second_mark(read: TaskLine, _: TaskSettings) -> Iterator[_Try]:
    start = read.body_start
    yield _Try([Splice(start, start + stray_mark(read.core), "")])


def _status(read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """The vault's own mark of what the unknown one means elsewhere."""
    meant = _MEANT.get(read.mark)
    known = {"DONE": settings.completing, "CANCELLED": settings.rejecting, "IN_PROGRESS": settings.starting}  # fmt: skip
    status = known[meant]() if meant else None
    if status is not None:
        yield _Try([new_mark(read, status.symbol)])


def _hidden(code: str, read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """Fields among the words: as they are read, where they stand, else behind the words, else behind the tags."""
    start = read.body_start + stray_mark(read.core)
    core = read.line[start : read.core_end]
    there = [one for one in find_hidden(core, settings.format, read.values) if one.code == code]
    if code == "no-break-space":
        yield from _tag_blanks(read, settings)
    if not there or any(one.text is None for one in there):
        return
    found = [one._replace(start=start + one.start, end=start + one.end) for one in there]
    if code == "no-date":
        yield _Try([_cut(read, one.start, one.end) for one in found])
        return
    yield _Try([Splice(one.start, one.end, one.text or "") for one in found])
    inline = settings.format == "dataview"
    fields = "".join(f"{'  ' if inline else ' '}{one.text}" for one in found)
    cuts = [_cut(read, one.start, one.end) for one in found]
    for at in (read.core_end, read.body_end):
        yield _Try([*cuts, insert(read, at, fields)])
    at = end = found[0].start
    for owner in reversed(find_owners(core, settings.format)):
        if start + owner.end <= at and not read.line[start + owner.end : at].strip(WHITE):
            at = start + owner.start
    if at < end:
        # The words behind the field would run into the owners before it.
        owners = read.line[at:end].strip(WHITE)
        moved = _cut(read, at, at + len(read.line[at:end].rstrip(WHITE)))
        yield _Try([*cuts, moved, insert(read, read.core_end, f" {owners}{fields}")])


def _tag_blanks(read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """Tags that end where a reader sees them end."""
    body = read.line[read.body_start : read.body_end]
    splices = [
        Splice(read.body_start + odd.start(), read.body_start + odd.end(), " ")
        for tag in _TAGS.finditer(body)
        for odd in _ODD_BLANKS.finditer(body, *tag.span())
    ]
    if splices:
        yield _Try(splices)
        yield from _hidden_again(read, splices, settings)


def _hidden_again(read: TaskLine, splices: list[Splice], settings: TaskSettings) -> Iterator[_Try]:
    """The same where the words that came out of the tag hide fields: those go behind them."""
    again = read_line(spliced(read.line, splices), settings)
    for code in ("glued", "text-after", "many-tags"):
        line = again and mended(again.line, code, settings)
        if line:
            yield _Try([Splice(0, len(read.line), line)])


def _day(read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """The last day of the month for one that runs over it."""
    yield from _hidden("no-day", read, settings)
    splices: list[Splice] = []
    values: dict[str, str | None] = {}
    for kind in sorted(_unreal(read) - _twice(read)):
        field = counting(read, kind)
        day = nearest_day(field.value) if field else None
        if field is None or day is None:
            return
        splices.append(replace_value(read, field, day))
        values[kind] = day
    yield _Try(splices, values)


def _repeated(read: TaskLine, _: TaskSettings) -> Iterator[_Try]:
    """The first of each kind stays: it is the one that counts. One that says nothing is no reason to lose the other."""
    seen: set[str] = set()
    splices = []
    for field in read.fields:
        if field.kind in seen:
            splices.append(drop_field(read, field))
        elif field.kind != "tag":
            seen.add(field.kind)
    if _twice(read).isdisjoint(_unreal(read)):
        yield _Try(splices)


def _twice(read: TaskLine) -> set[str]:
    kinds = Counter(field.kind for field in read.fields if field.kind != "tag")
    return {kind for kind, many in kinds.items() if many > 1}


def _unreal(read: TaskLine) -> set[str]:
    return {kind for kind in DATE_KINDS if kind in read.values and read.day(kind) is None}


def _rule_words(read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """What the rule does not mean goes to the words."""
    field = counting(read, "recurrence")
    rest = rest_of_rule(field.value) if field else ""
    if field is None or not rest:
        return
    end = _value_at(read, field) + len(field.value.rstrip(" "))
    cut = Splice(end - len(rest), end, "")
    values = {"recurrence": field.value.rstrip(" ")[: -len(rest)].rstrip(" ")}
    for at in _ends_of_words(read, settings):
        yield _Try([cut, insert(read, at, f" {rest.strip(' ')}")], values)


def _as_words(kind: str, read: TaskLine, settings: TaskSettings) -> Iterator[_Try]:
    """The words of a field that means nothing, as words."""
    field = counting(read, kind)
    if field is None or kind not in _wrong(read):
        return
    words = field.value.strip(" ")
    at = _value_at(read, field)
    if field.start == _first(read):
        yield _Try([Splice(field.start, at, "")], {kind: None})
    for place in _ends_of_words(read, settings):
        yield _Try([drop_field(read, field), insert(read, place, f" {words}")], {kind: None})


def _wrong(read: TaskLine) -> set[str]:
    """The kinds of worded fields that mean nothing."""
    kinds = {"no-rule": "recurrence", "on-completion": "on_completion"}
    return {kinds[code] for code in wrong_values(read.values) if code in kinds}


def _first(read: TaskLine) -> int:
    return min((field.start for field in read.fields), default=read.body_end)


def _value_at(read: TaskLine, field: Field) -> int:
    return read.line.rindex(field.value, field.start, field.end)


def _ends_of_words(read: TaskLine, settings: TaskSettings) -> Iterator[int]:
    """Where words can follow the words: at their end, else before the owners that stand there."""
    yield read.core_end
    start = read.body_start + stray_mark(read.core)
    owners = find_owners(read.line[start : read.core_end], settings.format)
    for owner in reversed(owners):
        at = start + owner.start
        yield len(read.line[:at].rstrip(WHITE)) if at > start else at


def _cut(read: TaskLine, start: int, end: int) -> Splice:
    """Takes a piece out; a blank stays before what was glued to it and is a word of its own."""
    after = read.line[end : end + 1]
    if after and after not in WHITE and after not in _CLOSING:
        return Splice(start, end, "")
    return drop(read.line, start, end, read.body_start)


_TRIES: Mapping[str, Callable[[TaskLine, TaskSettings], Iterator[_Try]]] = {
    "mark": _mark,
    "two-marks": _second_mark,
    "status": _status,
    **{
        code: partial(_hidden, code)
        for code in ("no-break-space", "date-form", "no-date", "other-format", "glued", "many-tags", "text-after")
    },
    "no-day": _day,
    "repeated": _repeated,
    "rule-words": _rule_words,
    "no-rule": partial(_as_words, "recurrence"),
    "on-completion": partial(_as_words, "on_completion"),
}  # fmt: skip


# What is no longer a task, and what was cut in two


def _as_heading(read: TaskLine, settings: TaskSettings) -> str | None:
    """The heading that it was, without the days that a decision wrote behind it."""
    days = [drop_field(read, field) for field in read.fields if field.kind in {"done", "cancelled"}]
    start = _BULLET.match(read.line)
    line = spliced(read.line, [Splice(start.end() if start else 0, read.body_start, ""), *days])
    heads = HEADING.match(line, start.end() if start else 0)
    return line if heads and said_of(line, settings) is None else None


def _without_breaks(read: TaskLine, said: Said, settings: TaskSettings) -> str | None:
    """One line of what Obsidian reads as two; fields that the rest would hide go behind it."""
    after = _BLANKS.sub(lambda run: run[0] if _BREAKS.isdisjoint(run[0]) else " ", read.line)
    for code in ORDER:
        now = said_of(after, settings)
        if now is None or "line-break" in now.problems:
            return None
        if code in now.problems and code not in said.problems:
            after = mended(after, code, settings) or after
    return after if _reads(read, said, after, "line-break", {}, settings) else None
