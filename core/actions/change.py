"""Changes one field of a task line, its owner, a tag or its words, and nothing else. Pure.

A field is replaced where the plugin reads it; a new one goes where people write it, words, owner,
date, priority, tags, and is believed only if the line then reads back with exactly that changed.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from core.actions.decide import LineChange, find_tags, without_tags
from core.actions.lines import (
    Splice,
    counting,
    date_text,
    drop,
    drop_kind,
    insert,
    normal,
    replace_value,
    spliced,
)
from core.errors import Refused
from core.parse.fields import PRIORITIES, SYMBOLS, TAG, WHITE
from core.parse.owners import Owner, find_owners, words_of
from core.parse.tasks import TaskLine, read_line, stray_mark
from core.statuses import TaskSettings

_SYMBOL_OF = {name: symbol for symbol, name in PRIORITIES.items()}
_TO_BE_DONE = re.compile(r"[📅📆🗓]\ufe0f? *+(TBD)(?![a-zA-Z0-9])")
_BREAKS = frozenset("\n\r\u2028\u2029\v\f\x1c\x1d\x1e\x85")

Parts = dict[str, object]


def set_due(read: TaskLine, due: date | None, settings: TaskSettings) -> LineChange:
    """Gives the line this due date, or none. Raises `Refused` where no edit reads back as that."""
    day = due.isoformat() if due else None
    if read.values.get("due") == day:
        return LineChange(())
    field = counting(read, "due")
    tries: list[list[Splice]]
    if day is None:
        tries = [drop_kind(read, "due")]
    elif field:
        tries = [[replace_value(read, field, day)]]
    else:
        text = date_text("due", day, settings.format)
        tries = [[Splice(*span, day)] for span in _placeholders(read, settings)]
        tries += [[insert(read, at, text)] for at in (read.core_end, read.body_end)]
    wanted = {"due": day}
    return _first_that_reads(read, tries, wanted, settings, "a due date")


def set_priority(read: TaskLine, priority: str | None, settings: TaskSettings) -> LineChange:
    """Gives the line this priority, or none. Raises `Refused` where no edit reads back as that."""
    if priority is not None and priority not in _SYMBOL_OF:
        raise Refused(f"there is no priority “{priority}”: one of {', '.join(_SYMBOL_OF)}")
    if read.values.get("priority") == priority:
        return LineChange(())
    field = counting(read, "priority")
    tries: list[list[Splice]]
    if priority is None:
        tries = [drop_kind(read, "priority")]
    elif field and settings.format == "dataview":
        tries = [[replace_value(read, field, priority)]]
    elif field:
        tries = [[Splice(field.start, field.start + 1, _SYMBOL_OF[priority])]]
    else:
        inline = settings.format == "dataview"
        text = f"  [priority:: {priority}]" if inline else f" {_SYMBOL_OF[priority]}"
        due = counting(read, "due")
        places = (due.end if due else read.core_end, read.core_end, read.body_end)
        tries = [[insert(read, at, text)] for at in places]
    return _first_that_reads(read, tries, {"priority": priority}, settings, "a priority")


def set_tag(read: TaskLine, tag: str, settings: TaskSettings, *, present: bool) -> LineChange:
    """Adds a tag behind the others, or takes it off wherever it stands. Raises `Refused`."""
    if not re.fullmatch(TAG, tag) or any(char in WHITE or char in SYMBOLS for char in tag):
        raise Refused(f"“{tag}” is not a tag: a # and letters, without blanks or punctuation")
    has = tag.casefold() in {old.casefold() for old in read.tags}
    if has == present:
        return LineChange(())
    if not present:
        left = tuple(old for old in read.tags if old.casefold() != tag.casefold())
        text = str(_parts(read, settings)["text"])
        words = [drop(text, start, end, 0) for start, end in find_tags(text, [tag])]
        wanted: Parts = {"tags": left, "text": spliced(text, words)}
        return _first_that_reads(
            read, [without_tags(read, [tag])], wanted, settings, "the tag to go"
        )
    last = max((field.end for field in read.fields if field.kind == "tag"), default=read.body_end)
    tries = [[insert(read, at, f" {tag}")] for at in (last, read.body_end)]
    wanted = {"tags": (*read.tags, tag)}
    return _first_that_reads(read, tries, wanted, settings, "the tag")


def set_owner(read: TaskLine, owner: str | None, settings: TaskSettings) -> LineChange:
    """Makes `owner` the only one, behind the words and before the fields. Raises `Refused`."""
    name = owner.strip(WHITE).removeprefix("@").strip(WHITE) if owner else ""
    if owner and not name:
        raise Refused("an owner needs a name")
    owners = _owners(read, settings)
    if [found.name for found in owners] == ([name] if name else []):
        return LineChange(())
    splices = [
        drop(read.line, found.start, found.end, read.body_start)
        for found in (owners[1:] if name else owners)
    ]
    if name and owners:
        splices.append(Splice(owners[0].start + 1, owners[0].end, name))
    elif name:
        splices.append(insert(read, read.core_end, f" @{name}"))
    wanted = {"owners": (name,) if name else ()}
    return _first_that_reads(read, [splices], wanted, settings, "the owner")


def replace_owner(read: TaskLine, old: str, new: str, settings: TaskSettings) -> LineChange:
    """Names one of the owners otherwise, each once. Raises `Refused`."""
    owners = _owners(read, settings)
    known = any(found.name == new for found in owners)
    splices, names = [], []
    for found in owners:
        if found.name != old:
            names.append(found.name)
        elif known:
            splices.append(drop(read.line, found.start, found.end, read.body_start))
        else:
            known = True
            names.append(new)
            splices.append(Splice(found.start + 1, found.end, new))
    if not splices:
        return LineChange(())
    return _first_that_reads(read, [splices], {"owners": tuple(names)}, settings, "the owner")


def set_text(read: TaskLine, text: str, settings: TaskSettings) -> LineChange:
    """Gives the line other words; owners, fields and tags stay. Raises `Refused`."""
    words = text.strip(WHITE)
    if not words:
        raise Refused("a task needs some words")
    if _BREAKS & set(words):
        raise Refused("a task is one line: the text may not contain a line break")
    if words == _parts(read, settings)["text"]:
        return LineChange(())
    pieces = list(_pieces(read, settings))
    if len(pieces) > 1:
        raise Refused("the words stand on both sides of an owner: edit the line in the editor")
    if pieces:
        splice = Splice(*pieces[0], words)
    else:
        at = read.body_start + stray_mark(read.core)
        splice = Splice(at, at, f"{words} " if at < read.body_end else words)
    return _first_that_reads(read, [[splice]], {"text": words}, settings, "the text")


def _owners(read: TaskLine, settings: TaskSettings) -> list[Owner]:
    """The owners, in characters of the line."""
    shift = read.body_start + stray_mark(read.core)
    found = find_owners(read.line[shift : read.core_end], settings.format)
    return [Owner(start + shift, end + shift, name) for start, end, name in found]


def _pieces(read: TaskLine, settings: TaskSettings) -> Iterator[tuple[int, int]]:
    """Where the words stand, between and beside the owners; the tags at their end left out."""
    at = read.body_start + stray_mark(read.core)
    owners = _owners(read, settings)
    for start, end in [*((owner.start, owner.end) for owner in owners), (read.core_end, 0)]:
        piece = read.line[at:start]
        words = piece.strip(WHITE)
        if start == read.core_end or not read.line[end : read.core_end].strip(WHITE):
            words = words_of(words, [])
        if words:
            first = at + piece.index(words)
            yield first, first + len(words)
        at = end


def _placeholders(read: TaskLine, settings: TaskSettings) -> Iterator[tuple[int, int]]:
    """The `TBD` of each `📅 TBD`, the last one first."""
    if settings.format == "dataview":
        return
    for found in reversed(list(_TO_BE_DONE.finditer(read.core))):
        yield read.body_start + found.start(1), read.body_start + found.end(1)


def _parts(read: TaskLine, settings: TaskSettings) -> Parts:
    """Everything that a line says, part by part, none of which a change of another may touch."""
    start = read.body_start + stray_mark(read.core)
    core = read.line[start : read.core_end]
    owners = find_owners(core, settings.format)
    return {
        **dict.fromkeys(("due", "priority")),
        **read.values,
        "recurrence": read.recurrence,
        "status": read.status,
        "tags": read.tags,
        "block link": read.block_link,
        "owners": tuple(owner.name for owner in owners),
        "text": words_of(core, owners),
    }


def _first_that_reads(
    read: TaskLine,
    tries: list[list[Splice]],
    wanted: Mapping[str, object],
    settings: TaskSettings,
    what: str,
) -> LineChange:
    """The first edit after which the line says what it said, and `wanted`."""
    expected = _unordered(_parts(read, settings) | dict(wanted))
    for splices in tries:
        if any(_BREAKS & set(splice.text) for splice in splices):
            continue
        again = read_line(spliced(read.line, splices), settings)
        if again and _unordered(_parts(again, settings)) == expected:
            return LineChange(tuple(normal(read.line, splices)))
    raise Refused(
        f"no small change makes Obsidian read {what} here and leaves the rest as it reads"
    )


def _unordered(parts: Parts) -> Parts:
    tags = parts["tags"]
    return parts | {"tags": sorted(tags)} if isinstance(tags, tuple) else parts
