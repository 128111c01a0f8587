"""What each pane holds, counted from the vault. Pure over a snapshot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.index.snapshot import Snapshot, Totals
from core.path import NotePath

PANES = ("inbox", "entities", "tasks", "review")
"""In the order of their keys."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits in each pane."""

    inbox: int
    entities: int
    tasks: int
    review: int


@dataclass(frozen=True, slots=True)
class PanePreview:
    """What a pane will hold once it is there: figures of this vault, no promises."""

    title: str
    lines: tuple[tuple[str, str], ...]
    """What is counted and how many, then the first items; not safe to show."""
    note: str
    """One sentence about what the pane is for."""


_SHOWN = 200


def counted(totals: Totals, waiting: int, inbox: int) -> Counts:
    """The figures of the title line.

    Args:
        totals: What is counted of the vault.
        waiting: What the Tasks pane says of itself.
        inbox: What the Inbox says of itself.
    """
    return Counts(
        inbox=inbox,
        entities=totals.pages,
        tasks=waiting,
        review=totals.flagged,
    )


def preview(name: str, snapshot: Snapshot) -> PanePreview:
    """What the pane `name` will hold. Raises `KeyError` for a name that is no pane."""
    return _PREVIEWS[name](snapshot)


def _undecided(snapshot: Snapshot) -> Mapping[NotePath, int]:
    """Generated notes with proposals in them → how many."""
    found: dict[NotePath, int] = {}
    for path, ids in snapshot.by_note.items():
        if snapshot.notes[path].source_ref is None:
            continue
        proposals = sum(snapshot.tasks[id].proposed for id in ids)
        if proposals:
            found[path] = proposals
    return found


def _inbox(snapshot: Snapshot) -> PanePreview:
    arrived = sorted(path for path, note in snapshot.notes.items() if note.arrived)
    waiting = _undecided(snapshot)
    newest = sorted(waiting, key=lambda path: snapshot.notes[path].date or "", reverse=True)
    lines = [
        ("files that arrived", str(len(arrived))),
        ("new notes with undecided proposals", str(len(waiting))),
        ("proposals in them", str(sum(waiting.values()))),
        *((snapshot.notes[path].title, "arrived") for path in arrived[:_SHOWN]),
        *((snapshot.notes[path].title, f"{waiting[path]} ?") for path in newest[:_SHOWN]),
    ]
    return PanePreview(
        "Inbox", tuple(lines), "File what came in, and go through what the pipeline wrote."
    )


def _entities(snapshot: Snapshot) -> PanePreview:
    types: Counter[str] = Counter()
    notes: Counter[tuple[str, str]] = Counter()
    proposals: Counter[tuple[str, str]] = Counter()
    for note in snapshot.notes.values():
        if note.entity is None or note.entity_type is None:
            continue
        name = (note.entity_type, note.entity)
        types[note.entity_type] += note.page
        notes[name] += 1
        ids = snapshot.by_note.get(note.path, ())
        proposals[name] += sum(snapshot.tasks[id].proposed for id in ids)
    lines = [(kind, str(count)) for kind, count in types.most_common() if count]
    lines += [
        (entity, f"{kind} · {notes[kind, entity]} notes · {proposals[kind, entity]} ?")
        for kind, entity in sorted(notes, key=lambda name: (-proposals[name], name))[:_SHOWN]
    ]
    return PanePreview("Entities", tuple(lines), "Browse people, projects and customers.")


def _review(snapshot: Snapshot) -> PanePreview:
    flagged = sorted(
        (note for note in snapshot.notes.values() if note.waits), key=lambda note: note.title
    )
    types = Counter(note.entity_type or "other pages" for note in flagged)
    lines = [
        ("pages that wait for a review", str(len(flagged))),
        *((kind, str(count)) for kind, count in types.most_common()),
        *((note.title, note.entity_type or "") for note in flagged[:_SHOWN]),
    ]
    return PanePreview("Review", tuple(lines), "Keep, merge, rename or remove created pages.")


_PREVIEWS = {"inbox": _inbox, "entities": _entities, "review": _review}
