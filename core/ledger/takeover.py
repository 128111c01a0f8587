"""Decisions of a time before the ledger, read once from what the journal still holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from core.edit import EntryId, Patch, Remember
from core.entries import Entry
from core.index.rows import NoteRow
from core.ledger.decided import KIND, LONGEST, Decided, Verdict, packed, source_name, unpacked
from core.note import parse_note
from core.parse.tasks import Task
from core.path import NotePath
from core.statuses import TaskSettings

_VERDICTS: Mapping[str, Verdict] = {
    "accept": "accepted",
    "start": "accepted",
    "reopen": "accepted",
    "done": "done",
    "reject": "rejected",
}
"""Verbs of the journal."""


def paths_of(entries: Iterable[Entry]) -> frozenset[NotePath]:
    """The notes in which tasks were decided."""
    return frozenset(
        change.path
        for entry in entries
        if entry.tx.verb in _VERDICTS
        for change in entry.tx.changes
        if isinstance(change, Patch)
    )


def told(
    entries: Iterable[Entry],
    note: Callable[[NotePath], NoteRow | None],
    settings: Callable[[NotePath], TaskSettings],
    zone: tzinfo | None,
) -> Iterator[Decided]:
    """The decisions of these transactions, those that the ledger has from them left out.

    Args:
        entries: What was done and stands, oldest first.
        note: A note as it is now; `None`: it is not there any more.
        settings: The Tasks settings for a note.
        zone: Where a day begins.
    """
    for entry in entries:
        verdict = _VERDICTS.get(entry.tx.verb)
        if verdict is None or any(
            isinstance(one, Remember) and one.kind == KIND for one in entry.tx.changes
        ):
            continue
        day = datetime.fromisoformat(entry.time).astimezone(zone).date().isoformat()
        for change in entry.tx.changes:
            if isinstance(change, Patch):
                row = note(change.path)
                for task in _changed(entry, change.path, settings(change.path)):
                    one = _decided(task, change.path, row, verdict, day)
                    yield replace(one, entry=entry.id)


def _changed(entry: Entry, path: NotePath, settings: TaskSettings) -> Iterator[Task]:
    """The tasks whose lines a transaction changed, as they read before."""
    for region in entry.context(path).regions:
        after = set(region.new.data.split(b"\n"))
        gone = [line for line in region.old.data.split(b"\n") if line not in after]
        yield from parse_note(path, b"\n".join(gone), settings).tasks


def _decided(
    task: Task, path: NotePath, row: NoteRow | None, verdict: Verdict, day: str
) -> Decided:
    source = source_name(row.source_ref) if row else ""
    entity = (row.entity or "") if row else ""
    return Decided(task.text[:LONGEST], source, ", ".join(task.owners), entity, verdict, day, path)


def taken_over(decisions: Iterable[Decided], known: Mapping[str, str]) -> tuple[Remember, ...]:
    """What keeps them, but for those of which something newer is known; the last of several counts."""
    kept = {one.fingerprint: packed(one) for one in decisions}
    return tuple(
        Remember(KIND, key, None, value) for key, value in kept.items() if key not in known
    )


def forgotten(entry: EntryId, known: Mapping[str, str]) -> tuple[Remember, ...]:
    """What forgets the decisions that were taken over from a transaction, now that it is taken back."""
    return tuple(
        Remember(KIND, key, value, None)
        for key, value in known.items()
        if entry in value and (one := unpacked(value)) is not None and one.entry == entry
    )
