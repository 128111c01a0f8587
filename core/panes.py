"""What each pane holds, counted from the vault. Pure over a snapshot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.config import Config
from core.entities import place_of
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
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


def counts(snapshot: Snapshot, config: Config, waiting: int) -> Counts:
    """The figures of the title line; `waiting` is what the Tasks pane says of itself."""
    notes = snapshot.notes.values()
    return Counts(
        inbox=sum(_arrived(note.path, config) for note in notes) + len(_undecided(snapshot)),
        entities=sum(_page(note.path, config) for note in notes),
        tasks=waiting,
        review=sum(_flagged(note) for note in notes),
    )


def preview(name: str, snapshot: Snapshot, config: Config) -> PanePreview:
    """What the pane `name` will hold. Raises `KeyError` for a name that is no pane."""
    return _PREVIEWS[name](snapshot, config)


def _arrived(path: NotePath, config: Config) -> bool:
    """A file in an inbox folder, but not in one of its `_` folders unless that is one itself."""
    for folder in sorted(config.inbox, key=len, reverse=True):
        if path.startswith(f"{folder}/"):
            below = path[len(folder) + 1 :].split("/")[:-1]
            return not any(part.startswith("_") for part in below)
    return False


def _page(path: NotePath, config: Config) -> bool:
    place = place_of(path, config.entities)
    return place is not None and place.page


def _flagged(note: NoteRow) -> bool:
    return note.needs_review or note.auto_created


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


def _inbox(snapshot: Snapshot, config: Config) -> PanePreview:
    arrived = sorted(path for path in snapshot.notes if _arrived(path, config))
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


def _entities(snapshot: Snapshot, config: Config) -> PanePreview:
    types: Counter[str] = Counter()
    notes: Counter[tuple[str, str]] = Counter()
    proposals: Counter[tuple[str, str]] = Counter()
    for note in snapshot.notes.values():
        if note.entity is None or note.entity_type is None:
            continue
        name = (note.entity_type, note.entity)
        types[note.entity_type] += _page(note.path, config)
        notes[name] += 1
        ids = snapshot.by_note.get(note.path, ())
        proposals[name] += sum(snapshot.tasks[id].proposed for id in ids)
    lines = [(kind, str(count)) for kind, count in types.most_common() if count]
    lines += [
        (entity, f"{kind} · {notes[kind, entity]} notes · {proposals[kind, entity]} ?")
        for kind, entity in sorted(notes, key=lambda name: (-proposals[name], name))[:_SHOWN]
    ]
    return PanePreview("Entities", tuple(lines), "Browse people, projects and customers.")


def _review(snapshot: Snapshot, _: Config) -> PanePreview:
    flagged = sorted(filter(_flagged, snapshot.notes.values()), key=lambda note: note.title)
    types = Counter(note.entity_type or "other pages" for note in flagged)
    lines = [
        ("pages that wait for a review", str(len(flagged))),
        *((kind, str(count)) for kind, count in types.most_common()),
        *((note.title, note.entity_type or "") for note in flagged[:_SHOWN]),
    ]
    return PanePreview("Review", tuple(lines), "Keep, merge, rename or remove created pages.")


_PREVIEWS = {"inbox": _inbox, "entities": _entities, "review": _review}
