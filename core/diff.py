"""A transaction as people read it: a unified diff. Pure but for the reading it is handed."""

from collections.abc import Callable, Iterator
from difflib import unified_diff
from itertools import islice

from core.edit import Change, Create, Move, Patch, Remember, Remove, Transaction, apply
from core.entries import Entry
from core.path import NotePath
from core.text import decode


def unified(transaction: Transaction, read: Callable[[NotePath], bytes]) -> str:
    """The changes of `transaction`, three lines of context each; not safe to show.

    Raises:
        Conflict: A note is no longer what the transaction was planned against.
    """
    moved: dict[NotePath, NotePath] = {}
    lines: list[str] = []
    for change in transaction.changes:
        if isinstance(change, Move):
            moved[change.to] = moved.pop(change.path, change.path)
        lines += _change(change, lambda path: read(moved.get(path, path)))
    return "".join(lines)


def recorded(entry: Entry) -> str:
    """What an entry of the journal wrote, from the journal alone: the lines as they read before and after.

    Where they stood in their notes nobody kept. Not safe to show.
    """
    lines: list[str] = []
    for change in entry.tx.changes:
        if isinstance(change, Patch):
            lines += _regions(change.path, entry)
        else:
            lines += _change(change, lambda _: b"")
    return "".join(lines)


def _regions(path: NotePath, entry: Entry) -> Iterator[str]:
    yield f"--- a/{path}\n+++ b/{path}\n"
    for number, region in enumerate(entry.context(path).regions):
        if number:
            yield "@@\n"
        old, new = (_split(_whole(side.data)) for side in (region.old, region.new))
        yield from islice(unified_diff(old, new), 3, None)


def _whole(lines: bytes) -> bytes:
    """Lines with an ending each; that of the last is often not among what is kept."""
    return lines + b"\n" * (lines != b"" and not lines.endswith(b"\n"))


def _change(change: Change, read: Callable[[NotePath], bytes]) -> Iterator[str]:
    match change:
        case Patch(path, _, _, edits):
            data = read(path)
            yield from _lines(data, apply(data, edits), f"a/{path}", f"b/{path}")
        case Create(path, data):
            yield from _lines(b"", data, "/dev/null", f"b/{path}")
        case Remove(path, data):
            yield from _lines(data, b"", f"a/{path}", "/dev/null")
        case Move(path, to, _):
            yield f"rename from {path}\nrename to {to}\n"
        case Remember(about=about) if about:
            pass  # what it goes with says it
        case Remember(kind, key, before, after):
            yield f"{kind} {key}: {before or 'not set'} → {after or 'not set'}\n"


def _lines(before: bytes, after: bytes, source: str, target: str) -> Iterator[str]:
    for line in unified_diff(_split(before), _split(after), source, target):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(data: bytes) -> list[str]:
    """Lines with their LF; split at nothing else, as everywhere."""
    lines = decode(data).split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
