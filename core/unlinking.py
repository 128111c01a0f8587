"""Links to files that go, made into the text that they show. Pure.

What stands in code, comments and the like is no link; a link to another file of that name stays.
"""

import re
from collections.abc import Callable, Collection, Iterator

from core.backlinks import Written
from core.directory import Directory
from core.edit import Edit, apply
from core.errors import WinnowError
from core.index.build import names_origin
from core.index.rows import MARKDOWN, TO_SOURCE, LinkRow
from core.links import Links, Resolution
from core.note import Note
from core.parse.blocks import parse_blocks
from core.parse.frontmatter import parse_frontmatter
from core.parse.links import Link, parse_links
from core.parse.scalars import read_scalars, respelled, splices
from core.path import NotePath
from core.references import Ground, Rewritten
from core.targets import plain_name
from core.text import Span, encode

_WIKI = re.compile(r"!?\[\[([^\[\]]*)\]\]")


def unlinked(
    directory: Directory,
    written: Written,
    read: Callable[[NotePath], Note],
    gone: Collection[NotePath],
) -> Rewritten:
    """The edits after which no note in scope links to some files: what a link showed stays, as text.

    Args:
        directory: Where links lead.
        written: What links are written to.
        read: A note as it is now; may raise `WinnowError`, which becomes a problem.
        gone: The files. Their own links stay.
    """
    edits: dict[NotePath, tuple[Edit, ...]] = {}
    problems: list[tuple[NotePath, str]] = []
    for path in sorted(set(_linking(directory, written, gone)) - set(gone)):
        try:
            note = read(path)
        except WinnowError as error:
            problems.append((path, f"{error}; it still links to what goes"))
            continue
        found, left = _without(note, directory.links, gone)
        problems += [(path, problem) for problem in left]
        if found:
            edits[path] = found
    return Rewritten(edits, tuple(problems))


def drawn_away(
    directory: Directory, written: Written, gone: Collection[NotePath]
) -> Iterator[tuple[NotePath, str]]:
    """The notes whose links to files that go will lead to others once these are gone, and a sentence about each."""
    ground = _ground(directory, gone)
    for path, link in _links(ground, written):
        if path not in gone and _led(directory.links, path, link).path in gone:
            then = _led(ground.after, path, link).path
            if then is not None:
                yield path, f"has a link to {link.target}, which will lead to {then} then"


def _linking(
    directory: Directory, written: Written, gone: Collection[NotePath]
) -> Iterator[NotePath]:
    for path, link in _links(_ground(directory, gone), written):
        if _led(directory.links, path, link).path in gone:
            yield path


def _ground(directory: Directory, gone: Collection[NotePath]) -> Ground:
    return Ground(directory, {path: NotePath(f".trash/{path}") for path in gone}, {}, (), lambda _: True)  # fmt: skip


def _links(ground: Ground, written: Written) -> Iterator[tuple[NotePath, LinkRow]]:
    """The links that may lead to what goes."""
    return iter(written.links_to([one for one in written.all_targets() if ground.concerns(one)]))


def _led(links: Links, path: NotePath, link: LinkRow) -> Resolution:
    markdown, to_source = bool(link.kind & MARKDOWN), bool(link.kind & TO_SOURCE)
    return links.resolve(link.target, path, markdown=markdown, to_source=to_source)


def _without(
    note: Note, links: Links, gone: Collection[NotePath]
) -> tuple[tuple[Edit, ...], list[str]]:
    """The edits of a note, and what is left in it."""
    problems = []
    body: list[Edit] = []
    kept = []
    for link in note.links:
        to_source = names_origin(note.data, link.span.start)
        found = links.follow(link, note.path, to_source=to_source)
        if found.path in gone and found.kind != "self":
            body += _shown(note.data, link, found.path)
        else:
            kept.append((link.kind, link.target, link.heading))
    body.sort(key=lambda edit: (edit.span.start, edit.span.end))
    after = apply(note.data, body)
    read = parse_links(after, parse_blocks(after, parse_frontmatter(after).body))
    if [(one.kind, one.target, one.heading) for one in read] != kept:
        problems.append("what a link shows would read as something else, and its links stay")
        body = []
    block = _block(note, links, gone)
    if block is None:
        problems.append("its properties cannot be written anew, and still link to what goes")
        block = note.meta.block
    return (*splices(note.meta.block, block, note.meta.start), *body), problems


def _shown(data: bytes, link: Link, path: NotePath | None) -> Iterator[Edit]:
    """The edits that leave of a link what it shows; links within it stay."""
    start, end = link.span.start, link.span.end
    if link.kind == "wiki":
        bar = data.find(b"|", link.target_span.end, end)
        first, last = bar + 1, end - 2
    else:
        first = data.find(b"[", start) + 1
        last = data.rfind(b"](", first, link.target_span.start)
    if last > first > start and data[first:last].strip():
        yield Edit(Span(start, first), data[start:first], b"")
        yield Edit(Span(last, end), data[last:end], b"")
    else:
        yield Edit(link.span, data[start:end], encode(_said(link.target, path)))


def _said(target: str, path: NotePath | None) -> str:
    """What a link without a text of its own shows: its target, of a path the last part."""
    if "/" not in target and not target.lower().endswith(".md"):
        return target
    return plain_name(path) if path is not None else target


def _block(note: Note, links: Links, gone: Collection[NotePath]) -> str | None:
    """The properties without such links; `None` where they cannot be written."""

    def text(match: re.Match[str]) -> str:
        target, _, shown = match[1].partition("|")
        target = target.partition("#")[0].strip().rstrip("\\")
        found = links.resolve(target, note.path) if target else None
        if found is None or found.path not in gone:
            return match[0]
        return shown.strip() or _said(target, found.path)

    block = note.meta.block
    if "[[" not in block or _WIKI.sub(text, block) == block:
        return block
    if note.problems:
        return None
    scalars = [one for found in read_scalars(block).values() for one in found.scalars]
    wanted = [_WIKI.sub(text, one.value) for one in scalars]
    for one, value in reversed(list(zip(scalars, wanted, strict=True))):
        if value != one.value:
            made = next((new for new in respelled(block, one, value) if _reads(new)), None)
            if made is None:
                return None
            block = made
    read = [one.value for found in read_scalars(block).values() for one in found.scalars]
    return block if read == wanted else None


def _reads(block: str) -> bool:
    data = encode(f"---\n{block}---\n")
    meta = parse_frontmatter(data)
    return not meta.problems and meta.body == len(data)
