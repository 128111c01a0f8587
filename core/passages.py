"""Lines of notes that a list shows, read where they stand."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from core.browse import Place
from core.errors import WinnowError
from core.index.rows import NoteRow
from core.path import NotePath
from core.text import Source
from core.vault import Vault

_MOST = 2_000
"""Lines of one list; nobody reads on."""


def passages(
    vault: Vault, notes: Mapping[NotePath, NoteRow], lines: Iterable[tuple[NotePath, int]]
) -> tuple[Place, ...]:
    """Lines with their texts, by note, the newest note first.

    Args:
        vault: Where the notes are read.
        notes: What is known of them.
        lines: Note and line, from 0, each once in the answer.
    """
    by_note: dict[NotePath, set[int]] = {}
    for path, line in lines:
        by_note.setdefault(path, set()).add(line)
    newest = sorted(sorted(by_note), key=lambda path: _day(notes.get(path)), reverse=True)
    left, found = _MOST, list[Place]()
    for path in newest:
        if left > 0:
            found += _of_note(vault, path, notes.get(path), sorted(by_note[path])[:left])
            left = _MOST - len(found)
    return tuple(found)


def _of_note(
    vault: Vault, path: NotePath, row: NoteRow | None, lines: Iterable[int]
) -> Iterator[Place]:
    """The lines of one note; what is gone since has no text."""
    source = Source(b"")
    with suppress(WinnowError):
        source = Source(vault.read(path))
    for line in lines:
        there = line < len(source.starts)
        text = source.text(source.line(line).span) if there else ""
        yield Place(path, line, text, row.title if row else path, row.date if row else None)


def _day(row: NoteRow | None) -> str:
    return (row.date if row else None) or ""
