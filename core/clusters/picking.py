"""Which member of a cluster stays, and what the members say of its owner, due date and priority. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.clusters.cluster import FIELDS, Choice, Cluster, Field
from core.index.rows import TaskId, TaskRow
from core.spelling import folded

_NOBODY = frozenset(["", "tbd"])
_ME = "\0me"
"""How the user is compared, whatever name is written, and where none is because the file says so."""


class Value(NamedTuple):
    """What one task says of a field."""

    key: str
    """As it is compared."""
    text: str
    """As it is written; of the user where no name is, the first that means them."""


def value(row: TaskRow, field: Field, me: Sequence[str]) -> Value | None:
    """What a task says of a field; `None` for nothing, and for `TBD`.

    Args:
        row: The task.
        field: Of which.
        me: The names that mean the user.
    """
    return told(row, me).get(field)


Told = Mapping[Field, Value]
"""What one task says, of each field of which it says something."""


def told(row: TaskRow, me: Sequence[str]) -> Told:
    """What a task says of its fields."""
    return _told(row.owners, row.mine, row.due, row.priority, tuple(me))


@lru_cache(maxsize=1 << 12)
def _told(
    owners: tuple[str, ...], mine: bool, due: str | None, priority: str | None, me: tuple[str, ...]
) -> Told:
    """The same: few things are said of fields, again and again."""
    said: dict[Field, Value] = {}
    if owner := _owner(owners, mine, me):
        said["owner"] = owner
    if due:
        said["due"] = Value(due, due)
    if priority:
        said["priority"] = Value(priority, priority)
    return MappingProxyType(said)


def _owner(owners: tuple[str, ...], mine: bool, me: Sequence[str]) -> Value | None:
    names = [name for name in owners if folded(name) not in _NOBODY]
    if mine:
        return Value(_ME, next((name for name in names if name in me), me[0] if me else ""))
    text = ", ".join(names)
    return Value(folded(text), text) if names else None


def choices(said: Mapping[TaskId, Told], field: Field) -> tuple[Choice, ...]:
    """The different things that tasks say of a field, the most frequent first."""
    found: dict[str, list[TaskId]] = {}
    texts: dict[str, str] = {}
    for id, one in said.items():
        if (value := one.get(field)) is None:
            continue
        if value.key in found:
            found[value.key].append(id)
        else:
            found[value.key] = [id]
            texts[value.key] = value.text
    ordered = sorted(found, key=lambda key: -len(found[key])) if len(found) > 1 else found
    return tuple(Choice(texts[key], tuple(found[key])) for key in ordered)


def _best(rows: Iterable[TaskRow], said: Mapping[TaskId, Told]) -> TaskRow:
    """The task that would stay: most fields, then the newest, then in the note of its entity, then the first."""
    most, found = (-1, ""), list[TaskRow]()
    for row in rows:
        weight = len(said[row.id]), row.note.date or ""
        if weight > most:
            most, found = weight, [row]
        elif weight == most:
            found.append(row)
    return found[0] if len(found) == 1 else max(found, key=_at_home)


def _at_home(row: TaskRow) -> int:
    """Whether a task stands with whom it is about: in a note of somebody it names, or at least of somebody."""
    entity = row.note.entity
    if not entity:
        return 0
    name = f" {folded(entity)} "
    texts = (row.text, *row.owners)
    return 2 if any(name in f" {folded(text)} " for text in texts) else 1


def cluster_of(
    rows: Sequence[TaskRow], maybe: tuple[TaskId, ...], me: Sequence[str], *, negated: bool
) -> Cluster:
    """The cluster of these members, in order.

    Args:
        rows: The members.
        maybe: What may be like the first of them.
        me: The names that mean the user.
        negated: Whether some of them say “not” and others do not.
    """
    said = {row.id: told(row, me) for row in rows}
    picked = {field: found for field in FIELDS if (found := choices(said, field))}
    return Cluster(
        id=f"c{rows[0].id}",
        members=tuple(said),
        best=_best(rows, said).id,
        conflict_fields=tuple(field for field, found in picked.items() if len(found) > 1),
        negated=negated,
        maybe=maybe,
        files=len({row.note.path for row in rows}),
        choices=picked,
    )


def inherited(stays: TaskRow, rows: Iterable[TaskRow], me: Sequence[str]) -> dict[Field, str]:
    """What the best line lacks and all others that say anything agree on."""
    own = told(stays, me)
    said = {row.id: told(row, me) for row in rows}
    lacking = {field: choices(said, field) for field in FIELDS if field not in own}
    return {field: found[0].text for field, found in lacking.items() if len(found) == 1}
