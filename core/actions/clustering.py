"""What accepting a cluster writes into the line that stays, and what is remembered of clusters split and joined. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from core.actions.change import set_due, set_owner, set_priority
from core.actions.decide import LineChange
from core.actions.intents import AcceptCluster, Join, Refusal, Split
from core.actions.lines import Splice, spliced
from core.clusters.cluster import FIELDS, Field
from core.clusters.likeness import digest_of
from core.clusters.picking import inherited, value
from core.clusters.ties import KIND, join, split
from core.clusters.ties import value as said_of
from core.edit import Remember
from core.errors import Refused
from core.index.rows import TaskId, TaskRow
from core.parse.tasks import TaskLine, read_line
from core.statuses import TaskSettings


@dataclass(frozen=True, slots=True)
class Taken:
    """What the line that stays takes over."""

    chosen: Mapping[Field, str]
    """Picked by a person: it is written, or nothing is."""
    lacking: Mapping[Field, str]
    """What it lacks and all others agree on: written where an edit reads back as that."""


def taken_over(intent: AcceptCluster, row: TaskRow, me: tuple[str, ...]) -> Taken:
    """What a line that stays takes over from the other members of its cluster.

    Raises:
        Refused: What was chosen is no value of a field, or there are several clusters to choose for.
    """
    group = next(group for group in intent.groups if group[0] == row.id)
    if intent.choose and len(intent.groups) > 1:
        raise Refused("choose for one cluster at a time")
    chosen: dict[Field, str] = {}
    for field, text in intent.choose:
        if field not in FIELDS:
            raise Refused(f"there is nothing to choose of “{field}”: one of {', '.join(FIELDS)}")
        own = value(row, field, me)
        if own is None or own.text != text:
            chosen[field] = text
    members = [one for one in intent.items if one.id in group]
    lacking = inherited(row, members, me)
    return Taken(chosen, {name: text for name, text in lacking.items() if name not in chosen})


def with_taken(
    change: LineChange, read: TaskLine, taken: Taken, settings: TaskSettings
) -> LineChange:
    """A decision's change of a line with what the line takes over.

    Raises:
        Refused: What was chosen cannot be written so that everything else reads as before.
    """
    line = spliced(read.line, change.splices)
    for name, text in taken.chosen.items():
        line = _written(line, name, text, settings)
    for name, text in taken.lacking.items():
        try:
            line = _written(line, name, text, settings)
        except Refused:
            continue  # it lacked that before, and can be given it by hand
    return LineChange(_difference(read.line, line), change.occurrence, change.removed)


def _written(line: str, field: Field, text: str, settings: TaskSettings) -> str:
    read = read_line(line, settings)
    if read is None:
        raise Refused("the line is no task any more")
    return spliced(line, _set(read, field, text, settings).splices)


def _set(read: TaskLine, field: Field, text: str, settings: TaskSettings) -> LineChange:
    match field:
        case "owner":
            if "," in text and "(" not in text:
                raise Refused(f"“{text}” are several owners: pick another line to stay instead")
            return set_owner(read, text, settings)
        case "due":
            try:
                return set_due(read, date.fromisoformat(text), settings)
            except ValueError:
                raise Refused(f"“{text}” is no date: write it as 2026-01-31") from None
        case "priority":
            return set_priority(read, text, settings)
        case _:
            assert_never(field)


def _difference(before: str, after: str) -> tuple[Splice, ...]:
    """One splice that makes one line of the other."""
    if before == after:
        return ()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    return (Splice(start, len(before) - end, after[start : len(after) - end]),)


def left_alone(intent: AcceptCluster, refused: Iterable[Refusal]) -> Iterator[Refusal]:
    """The other members of clusters whose line that stays was refused: nothing is rejected for its sake."""
    reasons = {one.id: one.reason for one in refused}
    there = {row.id for row in intent.items}
    for stays, *others in intent.groups:
        reason = reasons.get(stays) or (
            "" if stays in there else "it was decided or changed meanwhile"
        )
        if reason:
            for id in others:
                if id in there:
                    yield Refusal(id, f"the line that would stay cannot be accepted: {reason}")


def tied(
    intent: Split | Join, known: Mapping[str, str], tasks: Mapping[TaskId, TaskRow]
) -> Iterator[Remember]:
    """What is remembered where clusters are split or joined by hand.

    Args:
        intent: Which tasks.
        known: What is remembered so far, by pair.
        tasks: Every task there is.
    """
    ids = [row.id for row in intent.items]
    wanted: Iterable[tuple[str, str | None]]
    wanted = split(ids, intent.rest) if isinstance(intent, Split) else join(ids, known)
    for name, what in wanted:
        before, after = known.get(name), what
        rows = [tasks.get(TaskId(id)) for id in name.split()]
        texts = [digest_of(row.text) for row in rows if row is not None]
        if what is not None and len(texts) == len(rows):
            after = said_of(what, *texts)
        if before != after:
            yield Remember(KIND, name, before, after)


def leads(intent: AcceptCluster) -> dict[TaskId, TaskRow]:
    """The members that are rejected, and for the sake of which one."""
    rows = {row.id: row for row in intent.items}
    return {id: rows[stays] for stays, *others in intent.groups for id in others if stays in rows}
