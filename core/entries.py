"""Transactions as journal records, and back: bytes and paths as ASCII, nothing lost.

A note's bytes are kept as text with the bytes that are not UTF-8 as lone surrogates, which JSON
escapes; a path is that already.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.edit import Change, Create, Edit, EntryId, Move, Patch, Remember, Remove, Transaction
from core.path import NotePath
from core.records import Record
from core.regions import Lines, Region
from core.text import Span, decode, encode

Packed = list[Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What finding the edits of a patch again needs beside them."""

    size: int
    """Bytes of the note before."""
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction as the journal holds it."""

    id: EntryId
    time: str
    """UTC, ISO."""
    tx: Transaction
    """What was done; changes that had to be left are not in it."""
    around: Mapping[NotePath, Packed] = field(default_factory=dict)
    """What `context` unpacks: seldom needed, and most of what a journal holds."""
    folders: tuple[str, ...] = ()
    """Folders that it made, outermost first, vault-relative."""
    redoes: bool = False
    """It takes an undo back."""
    left: frozenset[int] = frozenset()
    """Numbers of the changes that were not made; the others keep the numbers they began with."""
    undone_by: EntryId | None = None

    def context(self, path: NotePath) -> Context:
        """What finding the edits of the patch of `path` again needs."""
        size, around = self.around[path]
        regions = (
            Region(count, _unpack_lines(old), _unpack_lines(new)) for count, old, new in around
        )
        return Context(size, tuple(regions))

    @property
    def numbered(self) -> tuple[tuple[int, Change], ...]:
        """Every change with the number that its files are named by."""
        total = len(self.tx.changes) + len(self.left)
        numbers = (number for number in range(total) if number not in self.left)
        return tuple(zip(numbers, self.tx.changes, strict=True))

    def going_with(self, left: Collection[int]) -> frozenset[int]:
        """The numbers of what is not remembered where the changes of these numbers have to be left."""
        numbered = self.numbered
        paths = {
            one.path for number, one in numbered if number in left and not isinstance(one, Remember)
        }
        return frozenset(
            number for number, one in numbered if isinstance(one, Remember) and one.about in paths
        )

    def remembered(self, left: Collection[int]) -> list[Remember]:
        """What it remembers, but for the changes of these numbers."""
        return [
            one for number, one in self.numbered if isinstance(one, Remember) and number not in left
        ]

    def amended(self, number: int, packed: Packed) -> "Entry":
        """The entry with patch `number` as it was worked out again."""
        change, around = unpack_change(packed)
        changes = (*self.tx.changes[:number], change, *self.tx.changes[number + 1 :])
        return replace(self, tx=replace(self.tx, changes=changes), around={**self.around, **around})

    def without(self, left: Collection[int]) -> "Entry":
        """The entry without the changes of these numbers."""
        if not left:
            return self
        changes = tuple(
            change for number, change in enumerate(self.tx.changes) if number not in left
        )
        return replace(self, tx=replace(self.tx, changes=changes), left=frozenset(left))


def told(entries: Iterable[Entry]) -> list[tuple[EntryId, list[Remember]]]:
    """What each of some transactions remembers, of those that remember anything."""
    return [(entry.id, own) for entry in entries if (own := entry.remembered(()))]


def record_of(entry: Entry) -> Record:
    """The `begin` record of an entry."""
    tx = entry.tx
    return {
        "is": "begin",
        "id": entry.id,
        "time": entry.time,
        "label": tx.label,
        "verb": tx.verb,
        "items": tx.items,
        "decision": tx.decision,
        "undoes": tx.undoes,
        "redoes": entry.redoes,
        "folders": list(entry.folders),
        "changes": [pack_change(change, entry.around) for change in tx.changes],
    }


def entry_of(record: Record) -> Entry:
    """The entry of a `begin` record."""
    changes: list[Change] = []
    around: dict[NotePath, Packed] = {}
    for packed in record["changes"]:
        change, own = unpack_change(packed)
        changes.append(change)
        around |= own
    tx = Transaction(
        record["label"],
        tuple(changes),
        verb=record["verb"],
        undoes=record["undoes"],
        items=record["items"],
        decision=record.get("decision", ""),
    )
    folders, redoes = tuple(record["folders"]), record["redoes"]
    return Entry(EntryId(record["id"]), record["time"], tx, around, folders, redoes=redoes)


def pack_context(context: Context) -> Packed:
    """What `Entry.context` unpacks."""
    around = [
        [region.edits, _pack_lines(region.old), _pack_lines(region.new)]
        for region in context.regions
    ]
    return [context.size, around]


def pack_change(change: Change, around: Mapping[NotePath, Packed]) -> Packed:
    """A change as JSON can hold it; `around` has the packed context of each patch."""
    match change:
        case Patch(path, before, after, edits):
            spliced = [[edit.span.start, decode(edit.old), decode(edit.new)] for edit in edits]
            return ["patch", path, before, after, spliced, *around[path]]
        case Create(path, data):
            return ["create", path, decode(data)]
        case Remove(path, data):
            return ["remove", path, decode(data)]
        case Move(path, to, known):
            return ["move", path, to, known]
        case Remember(kind, key, before_, after_, about):
            return ["remember", kind, key, before_, after_, *([about] if about else ())]


def unpack_change(packed: Packed) -> tuple[Change, dict[NotePath, Packed]]:
    """The change that `pack_change` packed, and its packed context if it is a patch."""
    match packed:
        case ["patch", path, before, after, spliced, *around]:
            edits = tuple(_edit(*splice) for splice in spliced)
            return Patch(path, before, after, edits), {path: around}
        case ["create", path, text]:
            return Create(path, encode(text)), {}
        case ["remove", path, text]:
            return Remove(path, encode(text)), {}
        case ["move", path, to, known]:
            return Move(path, to, known), {}
        case _:
            return Remember(*packed[1:]), {}


def _edit(start: int, old: str, new: str) -> Edit:
    data = encode(old)
    return Edit(Span(start, start + len(data)), data, encode(new))


def _pack_lines(lines: Lines) -> Packed:
    return [lines.start, decode(lines.data), lines.twins, lines.twin, lines.near]


def _unpack_lines(packed: Packed) -> Lines:
    start, text, twins, twin, near = packed
    return Lines(start, encode(text), twins, twin, near)
