"""What arrived becomes a note of an entity; a note of one entity becomes another one's.

Properties are set in the note's own hand, the file gets its name and place; every other byte stays.
"""

import re
from collections.abc import Iterator

from core.actions.away import unfinished
from core.actions.drafting import Draft
from core.actions.properties import Properties
from core.actions.setting_aside import follow
from core.actions.targets import Target, make_page, named_in, tag_in
from core.edit import Edit, apply
from core.entities import Entity, same_type
from core.errors import Refused
from core.inbox.items import InboxRow
from core.naming import dated_name
from core.note import Note
from core.parse.frontmatter import parse_frontmatter
from core.parse.links import Link
from core.path import NotePath, name_of, stem_of
from core.spelling import folded
from core.text import Span, encode

_SOURCES = frozenset(["email", "transcript", "voice"])
"""Kinds that a note says it was made from."""
_HEADER = re.compile(r"[ \t]*\*\*(Person|Account|Customer|Company|Partner|Project|Forum)(\*\*:|:\*\*)[ \t]*", re.IGNORECASE)  # fmt: skip
_NOTE = (".md",)


def file_item(row: InboxRow, target: Target, draft: Draft) -> None:
    """File what arrived, or give a note to another entity. Raises `WinnowError`."""
    unfinished(row)
    if row.kind == "capture":
        raise Refused(f"{row.path} is the capture file, and stays where it is")
    file = draft.ground.movable(row.path)
    draft.ground.place(target.folder, file)
    if draft.ground.is_written(row):
        if not _retarget(row, target, draft):
            draft.unchanged(row.id)
            return
    elif row.kind == "attachment" or not name_of(row.path).lower().endswith(_NOTE):
        _move(row, draft.names.free(target.folder, name_of(row.path)), draft)
    else:
        day = row.date or draft.ground.day_of(file).isoformat()
        note = draft.note(row.path)
        edits = _filed(note, row, target, day).edits()
        _writable(row.path, draft)
        draft.edit(note, edits)
        name = dated_name(day, row.title, stem_of(row.path))
        _move(row, draft.names.free(target.folder, name), draft)
    make_page(target, draft)
    draft.done(row.id, row.title)


def _move(row: InboxRow, to: NotePath, draft: Draft) -> None:
    draft.move(row.path, to)
    follow(row, to, draft)


def _writable(path: NotePath, draft: Draft) -> None:
    found = draft.ground.standing(path)
    if found is not None and not found.writable:
        raise Refused(f"{path} is read-only")


def _filed(note: Note, row: InboxRow, target: Target, day: str) -> Properties:
    """The properties of a note of an entity, made from what arrived."""
    made = Properties.of(note)
    old = made.values.get("type")
    made = made.set_text("type", target.type)
    if not note.meta.text("title"):
        made = made.set_text("title", one_line(row.title))
    if not (note.meta.text("date") or "").startswith(day):
        made = made.set_text("date", day)
    made = made.set_text(target.key, target.name)
    if row.kind in _SOURCES and not note.meta.text("source"):
        made = made.set_text("source", row.kind)
    made = _tagged(made, f"type/{old}", f"type/{target.type}")
    return made.add_item("tags", target.tag)


def one_line(text: str) -> str:
    """A text as a property can hold it: printable, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _tagged(made: Properties, old: str, new: str) -> Properties:
    """The tag `new`, in the place of `old` where that is there."""
    tags = made.values.get("tags")
    known = [tags] if isinstance(tags, str) else [one for one in tags or () if isinstance(one, str)]
    if old != new and any(old in {one, one.removeprefix("#")} for one in known):
        return made.replace_item("tags", old, new)
    return made.add_item("tags", new)


# A note of another entity


def _retarget(row: InboxRow, target: Target, draft: Draft) -> bool:
    """Plan it; whether anything is to be done."""
    path = row.path
    if path.startswith(f"{target.folder}/"):
        return False
    note = draft.note(path)
    old = draft.ground.directory().identity.of_note(path)
    if old is not None and old.path == path:
        raise Refused(f"{path} is the page of {old.name}, and no note about it")
    edits = [*_renamed(note, old, target), *_headed(note, old, target, draft)]
    if edits:
        _writable(path, draft)
    draft.edit(note, edits)
    _move(row, draft.names.free(target.folder, name_of(path)), draft)
    return True


def _renamed(note: Note, old: Entity | None, target: Target) -> tuple[Edit, ...]:
    """The properties with the target for the old entity; `type` where that changes."""
    made = Properties.of(note)
    if old is None:
        return _tagged(made.set_text(target.key, target.name), "", target.tag).edits()
    named = dict(named_in(note.meta, old.name))
    retyped = same_type(old.type) != same_type(target.type)
    for key, value in named.items():
        made = made.set_text(key, value.replace(old.name, target.name) if old.name in value else target.name)  # fmt: skip
    if tag := tag_in(note.meta, old.name):
        made = made.replace_item("tags", tag, target.tag)
    said = note.meta.text("type")
    if retyped and said and same_type(said) == same_type(old.type):
        made = made.set_text("type", target.type)
        if f"type/{said}" in {one.removeprefix("#") for one in note.meta.texts("tags")}:
            made = made.replace_item("tags", f"type/{said}", f"type/{target.type}")
    if retyped and named and target.key not in note.meta.values:
        return _called_otherwise(note, made.edits(), next(iter(named)), target.key)
    return made.edits()


def _called_otherwise(note: Note, edits: tuple[Edit, ...], old: str, new: str) -> tuple[Edit, ...]:
    """Edits with one that gives a property another name where it stands. Raises `Refused`."""
    span = note.meta.fields[old].key_span
    found = (*edits, Edit(span, span.of(note.data), encode(new)))
    ordered = tuple(sorted(found, key=lambda edit: edit.span.start))
    before = parse_frontmatter(apply(note.data, sorted(edits, key=lambda edit: edit.span.start)))
    after = parse_frontmatter(apply(note.data, ordered))
    wanted = {new if key == old else key: value for key, value in before.values.items()}
    if after.problems or list(after.values.items()) != list(wanted.items()):
        raise Refused(f"the property {old} of {note.path} is written in a way that is left alone")
    return ordered


def _headed(note: Note, old: Entity | None, target: Target, draft: Draft) -> Iterator[Edit]:
    """The links above the first section that say whose note it is: `**Account**: [[Acme]]`."""
    if old is None:
        return
    end = next((one.span.start for one in note.blocks.headings if one.level > 1), len(note.data))
    for link in note.links:
        if link.kind == "wiki" and not link.embed and link.span.start < end:
            label = _label(note, link)
            if label and _means(link, note.path, old, draft):
                retyped = same_type(old.type) != same_type(target.type)
                yield from _relabelled(note, label, target) if retyped else ()
                new = f"[[{_linked(target, draft)}]]"
                yield Edit(link.span, link.span.of(note.data), encode(new))


def _label(note: Note, link: Link) -> Span | None:
    """Where the word stands that says what a link in the header is."""
    source = note.source
    start = source.line_at(link.span.start).span.start
    found = _HEADER.fullmatch(source.text(Span(start, link.span.start)))
    if found is None:
        return None
    return Span(start + found.start(1), start + found.end(1))  # only ASCII stands before it


def _relabelled(note: Note, label: Span, target: Target) -> Iterator[Edit]:
    word = target.key.rpartition("_")[2].title()
    old = label.of(note.data)
    if old.decode().casefold() != word.casefold():
        yield Edit(label, old, encode(word))


def _means(link: Link, path: NotePath, old: Entity, draft: Draft) -> bool:
    directory = draft.ground.directory()
    found = directory.links.follow(link, path)
    if found.path is not None:
        return directory.identity.of_page(found.path) == old
    return folded(link.target) == folded(old.name)


def _linked(target: Target, draft: Draft) -> str:
    """What a link to the target says in its own folder: its name, where that means nobody else."""
    here = NotePath(f"{target.folder}/x.md")
    found = draft.ground.directory().links.resolve(target.name, here)
    if target.page is None or found.path in {None, target.page}:
        return target.name
    return f"{target.page.removesuffix('.md')}|{target.name}"
