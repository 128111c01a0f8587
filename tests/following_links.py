"""Whether every reference of a vault leads where it led, looked up anew before and after."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vaults import SETTINGS, rows, snapshot
from written import InMemory

from core.config import Config
from core.directory import Directory
from core.edit import Edit, apply
from core.index.build import names_origin
from core.links import Resolution
from core.note import Note, parse_note
from core.path import NotePath
from core.references import Rewritten, moved
from core.rewriting import ORIGINS

TYPES = Config().entities
Paths = Mapping[str, str]


class Reference(NamedTuple):
    """A reference as it stands in a note."""

    target: str
    markdown: bool
    to_source: bool
    origin: bool


def parsed(path: str, text: str) -> Note:
    return parse_note(NotePath(path), text.encode("utf-8", "surrogateescape"), SETTINGS)


def directory_of(notes: Mapping[str, str], others: Iterable[str] = ()) -> Directory:
    return Directory.of(snapshot(notes, others=others), TYPES, vault="Notes")


def references(path: str, text: str) -> Iterator[Reference]:
    """All of a note, in the order in which they stand."""
    note = parsed(path, text)
    lines = text.split("\n")
    for link in rows(path, text).links:
        if link.kind & 8 and not lines[link.line].startswith("#"):
            yield Reference(link.target, markdown=False, to_source=False, origin=False)
    for key in sorted(ORIGINS):
        said = note.meta.text(key)
        if said and "[[" not in said and not note.problems:
            yield Reference(said, markdown=False, to_source=False, origin=True)
    for one in note.links:
        to_source = names_origin(note.data, one.span.start)
        yield Reference(one.target, one.kind == "markdown", to_source, origin=False)


def led(directory: Directory, path: str, one: Reference) -> Resolution:
    if one.origin:
        return directory.links.origin(one.target)
    return directory.links.resolve(
        one.target, NotePath(path), markdown=one.markdown, to_source=one.to_source
    )


def after(notes: Mapping[str, str], moves: Paths, edits: Mapping[NotePath, tuple[Edit, ...]]) -> dict[str, str]:  # fmt: skip
    """The vault when all is written and moved."""
    made = {}
    for path, text in notes.items():
        data = apply(text.encode("utf-8", "surrogateescape"), edits.get(NotePath(path), ()))
        made[moves.get(path, path)] = data.decode("utf-8", "surrogateescape")
    return made


def rewritten(
    notes: Mapping[str, str], moves: Paths, into: Paths | None = None, others: Iterable[str] = ()
) -> Rewritten:
    """What `moved` says of a vault."""
    written = InMemory()
    written.take(rows(path, text) for path, text in notes.items())

    def as_paths(paths: Paths) -> dict[NotePath, NotePath]:
        return {NotePath(one): NotePath(other) for one, other in paths.items()}

    return moved(
        directory_of(notes, others),
        written,
        lambda path: parsed(path, notes[path]),
        as_paths(moves),
        into=as_paths(into or {}),
        triaged=lambda path: not path.startswith("Archive/"),
    )


class Change(NamedTuple):
    """A vault before and after."""

    before: Directory
    now: Directory
    notes: Mapping[str, str]
    made: Mapping[str, str]
    moves: Paths
    into: Paths


def compare(change: Change, failed: Iterable[str] = ()) -> int:
    """Fails where a reference leads elsewhere, but in notes that failed; how many lead somewhere."""
    before, now, notes, made, moves, into = change
    number = 0
    for path, text in notes.items():
        to = moves.get(path, path)
        old, new = list(references(path, text)), list(references(to, made[to]))
        assert len(old) == len(new), path
        if path in failed or to.startswith("."):
            continue
        for one, other in zip(old, new, strict=True):
            was = led(before, path, one)
            aim = was.path if was.path is None else into.get(was.path, was.path)
            aim = None if aim is None else NotePath(moves.get(aim, aim))
            if aim is None or aim.startswith("."):
                assert one == other
                continue
            number += 1
            leads = led(now, to, other)
            assert leads.path == aim, (path, one, other, was, leads)
            assert leads.certain or not was.certain, (path, one, other, was, leads)
            assert leads.kind != "moved" or was.kind == "moved", (path, one, other, was, leads)
    return number


def kept(
    notes: Mapping[str, str], moves: Paths, into: Paths | None = None, others: Iterable[str] = ()
) -> tuple[dict[str, str], Rewritten]:
    """The vault after the moves; fails where a reference leads elsewhere, or another byte changed."""
    into = into or {}
    found = rewritten(notes, moves, into, others)
    made = after(notes, moves, found.edits)
    hidden = {path for path in made if path.startswith((".", "Archive/"))}
    aside = [path for path in hidden if not path.startswith(".")]
    elsewhere = [moves.get(one, one) for one in others]
    before = directory_of(notes, others)
    now = directory_of(
        {path: text for path, text in made.items() if path not in hidden},
        [*(one for one in elsewhere if not one.startswith(".")), *aside],
    )
    failed = {path for path, _ in found.problems}
    compare(Change(before, now, notes, made, moves, into), failed)
    for path, edits in found.edits.items():
        note = parsed(path, notes[path])
        allowed = [link.span for link in note.links]
        for edit in edits:
            inside = edit.span.end <= note.meta.body and edit.span.start >= note.meta.start
            assert inside or any(one.start <= edit.span.start and edit.span.end <= one.end for one in allowed)  # fmt: skip
    return made, found
