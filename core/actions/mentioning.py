"""Words that mean a page made into links to it: whole words only, and never in code, links, headings or owners."""

import re
from collections.abc import Callable, Iterable, Iterator

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

Mentions = Callable[[Iterable[str]], Iterable[tuple[NotePath, int, str]]]
"""Note, line and spelling of every place where texts stand without a link."""
_BEFORE, _AFTER = r"(?<![\w@#/\[.-])(?<!\w[’'])", r"(?![\w@/\]]|-\w|\.\w)"
_NEXT = re.compile(r"[ \t]+[\w.’'-]+")
_LAST = re.compile(r"[\w.’'-]+[ \t]+\Z")
_AROUND = 2
"""Words beside a name that may belong to it."""


def plan_mentions(intent: LinkMentions, ground: Ground, mentions: Mentions, lacking: str) -> Plan:
    """What would be linked, as one transaction.

    Args:
        intent: Of which pages, and where.
        ground: The vault.
        mentions: Where texts stand.
        lacking: Why that is not known, or `""`.
    """
    draft = Draft(ground)
    for row in {row.key: row for row in intent.items}.values():
        try:
            if lacking:
                raise Refused(f"it is not known where {row.name} is mentioned: {lacking}")
            _link(row, intent, mentions, draft)
        except WinnowError as error:
            draft.refuse(row.key, error)
    return draft.plan("link-mentions")


def _link(row: ReviewRow, wanted: LinkMentions, mentions: Mentions, draft: Draft) -> None:
    directory = draft.ground.directory()
    entity = directory.identity.of_key(row.key)
    if entity is None or entity.path is None:
        raise Refused(f"{row.name} has no page that links could lead to")
    texts = [one for one in entity.spellings if directory.identity.named(one) == (entity,)]
    chosen = None if wanted.places is None else set(wanted.places)
    places = [(path, line) for path, line, _ in mentions(texts) if path != entity.path]
    paths = dict.fromkeys(path for path, line in places if chosen is None or (path, line) in chosen)
    found = False
    for path in paths:
        lines = None if chosen is None else {line for other, line in chosen if other == path}
        try:
            note = draft.note(path)
            edits = mention_edits(note, entity, texts, directory, draft.ground.settings(path), lines)  # fmt: skip
            if edits:
                draft.rewrite(path, edits)
                found = True
        except WinnowError as error:
            draft.remark(f"{path} is left as it is: {error}")
    if found:
        draft.done(row.key, row.name)
    else:
        draft.unchanged(row.key)


def mention_edits(  # noqa: PLR0913 - a note, and all that decides about it
    note: Note,
    entity: Entity,
    texts: Iterable[str],
    directory: Directory,
    settings: TaskSettings,
    lines: Iterable[int] | None = None,
) -> tuple[Edit, ...]:
    """The edits that make links of the words of a note that mean an entity, looked at before they are believed.

    Args:
        note: As it is now.
        entity: Who is meant; it has a page.
        texts: How it is written.
        directory: Where links lead.
        settings: Of the note's tasks.
        lines: Those to look at, from 0; `None`: all.

    Raises:
        Refused: No link can be written there, or it would change what else stands there.
    """
    written = sorted((one for one in texts if "@" not in one), key=len, reverse=True)
    if not written:
        return ()
    pattern = re.compile(f"{_BEFORE}(?:{'|'.join(map(re.escape, written))}){_AFTER}", re.IGNORECASE)
    targets = list(_targets(entity, note.path, directory))
    if not targets:
        raise Refused(f"no link can be written there that leads to {entity.name}")
    edits = tuple(
        edit
        for line in (range(len(note.source.starts)) if lines is None else sorted(set(lines)))
        for edit in _of_line(note, line, pattern, entity, targets[0], directory)
    )
    if edits and not _reads(note, edits, settings):
        raise Refused("what stands around a name would read as something else")
    return edits


def _targets(entity: Entity, path: NotePath, directory: Directory) -> Iterator[str]:
    """What a link may call the page, the shortest first."""
    page = entity.path or NotePath("")
    for text in (entity.name, page.removesuffix(".md")):
        if not set("[]|#^") & set(text) and directory.links.resolve(text, path).path == page:
            yield text


def _of_line(  # noqa: PLR0913 - as above
    note: Note,
    number: int,
    pattern: re.Pattern[str],
    entity: Entity,
    target: str,
    directory: Directory,
) -> Iterator[Edit]:
    if number >= len(note.source.starts):
        return
    span = note.source.line(number).span
    text = note.source.text(span)
    if span.start < note.meta.body or not pattern.search(text) or text.lstrip().startswith("#"):
        return
    dead = [*code_spans(note.data, span.start, span.end)]
    dead += [(one.span.start, one.span.end) for one in note.links if one.span.end > span.start and one.span.start < span.end]  # fmt: skip
    bar = "\\|" if text.lstrip(" \t>").startswith("|") else "|"
    for found in pattern.finditer(text):
        start = span.start + len(encode(text[: found.start()]))
        old = encode(found[0])
        end = start + len(old)
        if note.blocks.is_opaque(start) or any(first < end and start < last for first, last in dead):  # fmt: skip
            continue
        if _is_of_another(text, found, entity, directory):
            continue
        link = f"[[{target}]]" if found[0] == target else f"[[{target}{bar}{found[0]}]]"
        yield Edit(Span(start, end), old, encode(link))


def _is_of_another(text: str, found: re.Match[str], entity: Entity, directory: Directory) -> bool:
    """Whether the words are a part of a longer name that somebody else has."""
    ends, starts = [found.end()], [found.start()]
    for _ in range(_AROUND):
        after = _NEXT.match(text, ends[-1])
        ends += [after.end()] if after else []
        before = _LAST.search(text, max(0, starts[-1] - 80), starts[-1])
        starts += [before.start()] if before else []
    for start in starts:
        for end in ends:
            if (start, end) != found.span():
                meant = directory.identity.named(text[start:end].rstrip(".’'"))
                if meant and all(one.home != entity.home for one in meant):
                    return True
    return False


def _reads(note: Note, edits: tuple[Edit, ...], settings: TaskSettings) -> bool:
    """Whether the note reads as before but for the new links."""
    made = parse_note(note.path, apply(note.data, edits), settings)
    links = [(one.kind, one.target, one.heading, one.alias) for one in note.links]
    left = iter([(one.kind, one.target, one.heading, one.alias) for one in made.links])
    if len(made.links) != len(note.links) + len(edits) or not all(one in left for one in links):
        return False
    before = [(one.line, one.mark, one.owners, one.tags) for one in note.tasks]
    return before == [(one.line, one.mark, one.owners, one.tags) for one in made.tasks]
