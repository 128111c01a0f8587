"""A change is a value: it can be shown, counted, refused, inverted and undone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType

from core.errors import Conflict
from core.path import NotePath
from core.text import Digest, Span, digest

EntryId = NewType("EntryId", str)
"""Names one transaction in the journal."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes of `span`, which are `old`, by `new`."""

    span: Span
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Patch:
    """Splices in one note; `edits` are in order, do not overlap and count in the old bytes."""

    path: NotePath
    before: Digest
    after: Digest
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Create:
    """A note that is not there yet."""

    path: NotePath
    data: bytes


@dataclass(frozen=True, slots=True)
class Move:
    """A file gets another place; its bytes stay. `digest` is `None` for files that are never read."""

    path: NotePath
    to: NotePath
    digest: Digest | None


@dataclass(frozen=True, slots=True)
class Remove:
    """A file that a `Create` made goes away again; used by undo only, people's files are moved to trash."""

    path: NotePath
    data: bytes


@dataclass(frozen=True, slots=True)
class Remember:
    """Something kept beside the vault, not in it: a snooze, `reviewed`, a pin. `None` is: not set."""

    kind: str
    key: str
    before: str | None
    after: str | None
    about: NotePath | None = None
    """The note whose change it goes with: where that has to be left, this is not kept either."""


Change = Patch | Create | Move | Remove | Remember


@dataclass(frozen=True, slots=True)
class Transaction:
    """Changes that are made together or not at all, and undone as one step."""

    label: str
    """What the user reads: `reject “Follow up with the vendor”`, `accept ×12`."""
    changes: tuple[Change, ...]
    verb: str = ""
    """The command that asked for it; `""` for undo and redo."""
    undoes: EntryId | None = None
    """The entry this one takes back, if it does."""
    items: int = 1
    """How many decisions it holds: what the day's count is made of."""
    decision: str = ""
    """What the queue of decisions calls the one it carries out."""

    @property
    def paths(self) -> tuple[NotePath, ...]:
        """Every file it touches, each once, in order."""
        paths: dict[NotePath, None] = {}
        for change in self.changes:
            if not isinstance(change, Remember):
                paths[change.path] = None
            if isinstance(change, Move):
                paths[change.to] = None
        return tuple(paths)


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with every edit made.

    Raises:
        Conflict: The old bytes are not where an edit says, or two edits overlap.
    """
    parts, at = [], 0
    for edit in edits:
        if (
            edit.span.start < at
            or edit.span.end > len(data)
            or edit.span.end - edit.span.start != len(edit.old)
            or edit.span.of(data) != edit.old
        ):
            raise Conflict(f"the text at byte {edit.span.start} is not what was read")
        parts += [data[at : edit.span.start], edit.new]
        at = edit.span.end
    return b"".join([*parts, data[at:]])


def invert(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that turn the new bytes into the old ones."""
    inverse, drift = [], 0
    for edit in edits:
        start = edit.span.start + drift
        inverse.append(Edit(Span(start, start + len(edit.new)), edit.new, edit.old))
        drift += len(edit.new) - len(edit.old)
    return tuple(inverse)


def shift(offset: int, edits: Sequence[Edit]) -> int:
    """Where byte `offset` of the old bytes lies in the new ones; inside an edit, its new end."""
    drift = 0
    for edit in edits:
        if offset < edit.span.start:
            break
        if offset < edit.span.end:
            return edit.span.start + drift + len(edit.new)
        drift += len(edit.new) - len(edit.old)
    return offset + drift


def patch(path: NotePath, data: bytes, edits: Sequence[Edit]) -> Patch:
    """The change that makes `edits`, in any order given, in a note that now reads `data`."""
    ordered = tuple(sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)))
    return Patch(path, digest(data), digest(apply(data, ordered)), ordered)


def inverse(change: Change) -> Change:
    """The change that takes `change` back, as long as nothing else happened."""
    match change:
        case Patch(path, before, after, edits):
            return Patch(path, after, before, invert(edits))
        case Create(path, data):
            return Remove(path, data)
        case Remove(path, data):
            return Create(path, data)
        case Move(path, to, known):
            return Move(to, path, known)
        case Remember(
            kind, key, before, after, about
        ):  # pragma: no branch - mypy knows of no other
            return Remember(kind, key, after, before, about)
