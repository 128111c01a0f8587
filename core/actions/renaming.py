"""All that a note says about an entity that will be called otherwise, written anew. Pure.

Links, the text of tasks' owners, tags, who took part and whose note it is, and the paths of its queries.
Each piece is looked up before it is changed; what cannot be changed is left and said.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from core.actions.change import replace_owner
from core.actions.properties import TAGS, Properties
from core.actions.renamed import Meanings
from core.edit import Edit
from core.errors import Refused
from core.index.build import NAMING
from core.note import Note
from core.parse.inline import code_spans
from core.parse.tasks import Task
from core.path import NotePath
from core.references import Ground
from core.rewriting import Rewriting
from core.statuses import TaskSettings
from core.text import Span, char_span, decode, encode

_TAGGED = re.compile(rb"(?<![^\s(\[,;>*_~])#([^\s#/\[\]()`,;:!?\"']+/[^\s#\[\]()`,;:!?\"']+)")
_WORD = re.compile(r"[^,\s]+")
_QUERIES = frozenset({"tasks", "dataview"})
Step = Callable[[Properties], Properties]
OWN = ("title", "name", "entity")
"""Properties of an entity's page that may say its name."""


class Said(NamedTuple):
    """What becomes of a note."""

    edits: tuple[Edit, ...]
    problems: tuple[str, ...]
    """Sentences about what is left; not safe to show."""
    counts: dict[str, int]
    """Form → how many places: `links` `names` `tags` `owners` `queries` `titles`."""


def said_anew(  # noqa: PLR0913 - a note, and all that decides about it
    note: Note,
    to: NotePath,
    ground: Ground,
    renamed: Meanings,
    settings: TaskSettings,
    *,
    page: bool = False,
    more: Step | None = None,
) -> Said:
    """The edits of a note after which all that named an entity names it.

    Args:
        note: As it is now.
        to: Where it will lie.
        ground: Where links lead.
        renamed: Whom it named.
        settings: Of the note's tasks.
        page: Whether it is the entity's own page, whose title and first heading follow.
        more: What becomes of its properties besides.
    """
    rewriting = Rewriting(note, ground, to)
    block, links = rewriting.block(), rewriting.body()
    problems = list(rewriting.problems)
    counts = {"links": len({edit.span.start for edit in links if edit.old})}
    try:
        properties = _properties(note, block, renamed, counts, page=page)
        properties = more(properties) if more else properties
        front = properties.edits()
    except Refused as error:
        front = ()
        if _names_it(note, renamed) or block != note.meta.block:
            problems.append(f"{error}; what they say of {called(renamed)} stays")
    problems += [f"its {key} {text} will mean nobody, or another" for key in NAMING for text in note.meta.texts(key) if renamed.is_lost(text)]  # fmt: skip
    found = [("owners", one) for one in _owners(note, renamed, settings, problems)]
    problems += [f"its tag {text} will mean nobody, or another" for text in note.tags if renamed.is_lost_tag(text)]  # fmt: skip
    found += [("tags", one) for one in _tags(note, renamed, problems)]
    found += [("queries", one) for one in _queries(note, renamed)]
    found += [("titles", one) for one in _heading(note, renamed)] if page else []
    edits = [*front, *links]
    for form, edit in sorted(found, key=lambda one: one[1].span):
        if any(edit.span.start < other.span.end and other.span.start < edit.span.end for other in edits):  # fmt: skip
            problems.append("a name in it stands where something else is written anew, and stays")
            continue
        edits.append(edit)
        counts[form] = counts.get(form, 0) + 1
    return Said(tuple(sorted(edits, key=lambda one: one.span)), tuple(problems), counts)


def _properties(
    note: Note, block: str, renamed: Meanings, counts: dict[str, int], *, page: bool
) -> Properties:
    """The properties with its links written anew, and the names and tags in them."""
    if not block:
        return Properties(note, block)
    made = Properties.of(note).written(block)
    links = block != note.meta.block
    before = made
    for key in NAMING:
        for old in texts_of(made, key):
            if (new := renamed.text(old)) is not None:
                made = _with(made, key, old, new)
    for key in sorted(TAGS & made.values.keys()):
        for old in texts_of(made, key):
            if (tag := renamed.tag(old)) is not None:
                made = made.replace_item(key, old, tag)
    for key in OWN if page else ():
        value = made.values.get(key)
        if isinstance(value, str) and renamed.said(value) != value:
            made = made.set_text(key, renamed.said(value))
    counts["links"] = counts.get("links", 0) + links
    counts["names"] = int(made is not before)
    return made


def _with(made: Properties, key: str, old: str, new: str) -> Properties:
    if isinstance(made.values.get(key), str):
        return made.set_text(key, new)
    return made.replace_item(key, old, new)


def texts_of(properties: Properties, key: str) -> tuple[str, ...]:
    """What a property has, be it a text or a list; of tags each."""
    value = properties.values.get(key, ())
    if isinstance(value, str):
        return tuple(_WORD.findall(value)) if key in TAGS else (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def called(meant: Meanings) -> str:
    """The names that they have now, for a sentence."""
    return " or ".join(meant.sought)


def _names_it(note: Note, renamed: Meanings) -> bool:
    """Whether properties that cannot be changed say something that will not be right."""
    texts = [text for key in NAMING for text in note.meta.texts(key)]
    return any(renamed.text(one) for one in texts) or any(map(renamed.tag, note.tags))


def _owners(
    note: Note, renamed: Meanings, settings: TaskSettings, problems: list[str]
) -> Iterator[Edit]:
    for task in note.tasks:
        for owner in dict.fromkeys(task.owners):
            new = renamed.text(owner)
            if renamed.is_lost(owner):
                problems.append(
                    f"line {task.line + 1}: its owner {owner} will mean nobody, or another"
                )
            if new is not None:
                try:
                    yield from _owner(note, task, owner, new, settings)
                except Refused as error:
                    problems.append(f"line {task.line + 1}: {error}")


def _owner(note: Note, task: Task, old: str, new: str, settings: TaskSettings) -> Iterator[Edit]:
    read = task.detail
    if read is None:
        raise Refused("the line reads as no task")
    for start, end, text in replace_owner(read, old, new, settings).splices:
        span = char_span(task.raw, start, end, base=task.span.start)
        yield Edit(span, span.of(note.data), encode(text))


def _tags(note: Note, renamed: Meanings, problems: list[str]) -> Iterator[Edit]:
    data, blocks = note.data, note.blocks
    for match in _TAGGED.finditer(data, blocks.body):
        if blocks.is_opaque(match.start()):
            continue
        text = decode(match[1])
        new = renamed.tag(text)
        if renamed.is_lost_tag(text) and not _in_code(note, match.start()):
            problems.append(f"its tag #{text} will mean nobody, or another")
        if new is not None and not _in_code(note, match.start()):
            span = Span(match.start(1), match.end(1))
            yield Edit(span, match[1], encode(new))


def _in_code(note: Note, at: int) -> bool:
    line = note.source.line_at(at)
    return any(start <= at < end for start, end in code_spans(note.data, line.span.start, line.span.end))  # fmt: skip


def _queries(note: Note, renamed: Meanings) -> Iterator[Edit]:
    for fence in note.blocks.fences:
        info = fence.info.strip().lower()
        if info not in _QUERIES:
            continue
        at = fence.body.start
        for raw in fence.body.of(note.data).split(b"\n"):
            line = decode(raw)
            new = renamed.query(line, info)
            if new != line:
                yield Edit(Span(at, at + len(raw)), raw, encode(new))
            at += len(raw) + 1


def _heading(note: Note, renamed: Meanings) -> Iterator[Edit]:
    """The first heading, where it is the name."""
    first = next((one for one in note.blocks.headings if one.text), None)
    if first is None or renamed.said(first.text) == first.text:
        return
    text = encode(first.text)
    at = note.data.find(text, first.span.start + first.level, first.span.end)
    if at >= 0:
        yield Edit(Span(at, at + len(text)), text, encode(renamed.said(first.text)))
