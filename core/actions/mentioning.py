"""Words that mean a page made into links to it: whole words only, and never in code, links, headings or owners."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.intents import LinkMentions, Plan
from core.directory import Directory
from core.edit import Edit, apply
from core.entities import Entity
from core.errors import Refused, WinnowError
from core.note import Note, parse_note
from core.parse.inline import code_spans
from core.path import NotePath
from core.review.items import ReviewRow
from core.statuses import TaskSettings
from core.text import Span, encode

Mentions = Callable[[Iterable[str]], Iterable[NotePath]]
"""The notes in which texts may stand."""
_BEFORE, _AFTER = r"(?<![\w@#/\[.-])(?<!\w[’'])", r"(?![\w@/\]]|-\w|\.\w)"
_NEXT = re.compile(r"[ \t]+[\w.’'-]+")
_AROUND = 2
"""Words beside a name that may belong to it."""
_LONGEST = 80
"""Characters of such a word."""


def plan_mentions(intent: LinkMentions, ground: Ground, mentions: Mentions) -> Plan:
    """What would be linked, as one transaction; a page that is mentioned nowhere is `unchanged`."""
    draft = Draft(ground)
    for row in {row.key: row for row in intent.items}.values():
        try:
            _link(row, intent, mentions, draft)
        except WinnowError as error:
            draft.refuse(row.key, error)
    return draft.plan("link-mentions")


def _link(row: ReviewRow, wanted: LinkMentions, mentions: Mentions, draft: Draft) -> None:
    directory = draft.ground.directory()
    entity = directory.identity.of_key(row.key)
    if entity is None or entity.path is None:
        raise Refused(f"{row.name} has no page that links could lead to")
    sought = sought_of(entity, directory)
    chosen = None if wanted.places is None else set(wanted.places)
    paths = mentions(sought.texts) if chosen is None else (path for path, _ in chosen)
    found = False
    for path in sorted({*paths} & directory.snapshot.notes.keys() - {entity.path}):
        lines = None if chosen is None else {line for other, line in chosen if other == path}
        try:
            note = draft.note(path)
            edits = mention_edits(note, sought, draft.ground.settings(path), lines)
            if edits:
                draft.rewrite(path, edits)
                found = True
        except WinnowError as error:
            draft.remark(f"{path} is left as it is: {error}")
    if found:
        draft.done(row.key, row.name)
    else:
        draft.unchanged(row.key)


class Sought(NamedTuple):
    """Whom words are to mean."""

    entity: Entity
    texts: tuple[str, ...]
    """How it is written, and nobody else."""
    pattern: re.Pattern[str]
    directory: Directory


def sought_of(entity: Entity, directory: Directory) -> Sought:
    """What is looked for in lines to find an entity that has a page."""
    texts = tuple(one for one in entity.spellings if directory.identity.named(one) == (entity,))
    written = sorted((one for one in texts if "@" not in one), key=len, reverse=True)
    either = "|".join(map(re.escape, written)) or r"(?!)"
    return Sought(
        entity, texts, re.compile(f"{_BEFORE}(?:{either}){_AFTER}", re.IGNORECASE), directory
    )


def mention_edits(
    note: Note, sought: Sought, settings: TaskSettings, lines: Iterable[int] | None = None
) -> tuple[Edit, ...]:
    """The edits that make links of the words of a note that mean an entity, looked at before they are believed.

    Args:
        note: As it is now.
        sought: Who is meant.
        settings: Of the note's tasks.
        lines: Those to look at, from 0; `None`: all.

    Raises:
        Refused: No link can be written there, or it would change what else stands there.
    """
    target = next(_targets(sought, note.path), None)
    if target is None:
        raise Refused(f"no link can be written there that leads to {sought.entity.name}")
    numbers = range(len(note.source.starts)) if lines is None else sorted(set(lines))
    edits = tuple(edit for line in numbers for edit in _of_line(note, line, sought, target))
    if edits and not _reads(note, edits, settings):
        raise Refused("what stands around a name would read as something else")
    return edits


def _targets(sought: Sought, path: NotePath) -> Iterator[str]:
    """What a link may call the page, the shortest first."""
    page = sought.entity.path or NotePath("")
    for text in (sought.entity.name, page.removesuffix(".md")):
        if not set("[]|#^") & set(text) and sought.directory.links.resolve(text, path).path == page:
            yield text


def _of_line(note: Note, number: int, sought: Sought, target: str) -> Iterator[Edit]:
    if number >= len(note.source.starts):
        return
    span = note.source.line(number).span
    text = note.source.text(span)
    if (
        span.start < note.meta.body
        or not sought.pattern.search(text)
        or text.lstrip().startswith("#")
    ):
        return
    dead = [*code_spans(note.data, span.start, span.end)]
    dead += [(one.span.start, one.span.end) for one in note.links if one.span.end > span.start and one.span.start < span.end]  # fmt: skip
    bar = "\\|" if text.lstrip(" \t>").startswith("|") else "|"
    for found in sought.pattern.finditer(text):
        start = span.start + len(encode(text[: found.start()]))
        old = encode(found[0])
        end = start + len(old)
        if note.blocks.is_opaque(start) or any(first < end and start < last for first, last in dead):  # fmt: skip
            continue
        if _is_of_another(text, found, sought):
            continue
        link = f"[[{target}]]" if found[0] == target else f"[[{target}{bar}{found[0]}]]"
        yield Edit(Span(start, end), old, encode(link))


def _is_of_another(text: str, found: re.Match[str], sought: Sought) -> bool:
    """Whether the words are a part of a longer name that somebody else has."""
    ends, starts = [found.end()], [found.start()]
    for _ in range(_AROUND):
        after = _NEXT.match(text, ends[-1])
        ends += [after.end()] if after else []
        before = _word_before(text, starts[-1])
        starts += [before] if before is not None else []
    for start in starts:
        for end in ends:
            if (start, end) != found.span():
                meant = sought.directory.identity.named(text[start:end].rstrip(".’'"))
                if meant and all(one.home != sought.entity.home for one in meant):
                    return True
    return False


def _word_before(text: str, end: int) -> int | None:
    """Where the word begins that stands before a place, with blanks between them."""
    last = end
    while last > 0 and text[last - 1] in " \t":
        last -= 1
    start = last
    while start > max(0, last - _LONGEST) and (text[start - 1].isalnum() or text[start - 1] in "_.’'-"):  # fmt: skip
        start -= 1
    return start if start < last < end else None


def _reads(note: Note, edits: tuple[Edit, ...], settings: TaskSettings) -> bool:
    """Whether the note reads as before but for the new links."""
    made = parse_note(note.path, apply(note.data, edits), settings)
    links = [(one.kind, one.target, one.heading, one.alias) for one in note.links]
    left = iter([(one.kind, one.target, one.heading, one.alias) for one in made.links])
    if len(made.links) != len(note.links) + len(edits) or not all(one in left for one in links):
        return False
    before = [(one.line, one.mark, one.owners, one.tags) for one in note.tasks]
    return before == [(one.line, one.mark, one.owners, one.tags) for one in made.tasks]
