"""`winnow list clusters`, and the verbs about proposals that say the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from core.actions.intents import (
    AcceptCluster,
    Choices,
    DuplicateOf,
    Intent,
    Join,
    RejectCluster,
    Split,
)
from core.clusters.cluster import FIELDS, Cluster, Field
from core.index.rows import TaskId, TaskRow
from core.process import Exit
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.cli.verbs import Wanted, day_of, owner_of, priority_of

COLUMNS = (Column(), Column(), Column(), Column(), Column(share=3), Column(share=1))


def list_clusters(run: Invocation, filter: str, limit: int | None) -> Exit:
    """Print the clusters that have a member among the tasks of a filter. Raises `BadQuery`."""
    from core.query import parse_query  # noqa: PLC0415 - a refusal needs no parser

    query = parse_query(filter)
    session = run.open(read=True)
    run.read(session)
    found = session.clusters.all(run.rows(session, query))
    shown = found[:limit]
    if run.call.flag("--json"):
        run.out.json_rows(map(fields, shown))
        return Exit.DONE
    tasks = session.snapshot.tasks
    run.out.table(COLUMNS, [cells(one, tasks[one.best]) for one in shown])
    run.out.listed(len(shown), len(found))
    return Exit.DONE


def fields(one: Cluster) -> dict[str, Json]:
    """A cluster as JSON has it."""
    return {
        "id": one.id,
        "size": one.size,
        "files": one.files,
        "conflict_fields": one.conflict_fields,
        "best": one.best,
        "members": one.members,
        "negated": one.negated,
        "maybe": one.maybe,
        "choices": {
            name: [{"text": choice.text, "members": choice.members} for choice in choices]
            for name, choices in one.choices.items()
        },
    }


def cells(one: Cluster, best: TaskRow) -> Sequence[Cell]:
    """A cluster as a line of a table of `COLUMNS`."""
    conflicts = (*one.conflict_fields, *(("not",) if one.negated else ()))
    return (
        Cell(one.id, "dim"),
        Cell(f"×{one.size}", "bold"),
        Cell(f"{one.files} file{'' if one.files == 1 else 's'}"),
        Cell(", ".join(conflicts) or "-", "yellow" if conflicts else ""),
        Cell(best.text),
        Cell(best.note.title, "dim"),
    )


def clusters(
    session: Session, verb: str, words: Iterable[str], value: str | None, choose: Sequence[str] = ()
) -> Wanted:
    """What a verb wants of clusters by their ids, or by those of tasks.

    A proposal that is alone is a cluster of one. What was decided before is so already.

    Raises:
        BadUsage: The verb has no such value.
    """
    _check(verb, value)
    choices = tuple(_choice(session, one) for one in choose)
    found: dict[str, Cluster | TaskRow] = {}
    unknown: list[TaskId] = []
    already: list[TaskId] = []
    tasks = session.snapshot.tasks
    for word in dict.fromkeys(words):
        id = TaskId(word)
        one = session.clusters.find(word) or tasks.get(id)
        if one is None:
            # A cluster is called after its first member, and gone when that was decided.
            (already if TaskId(word[1:]) in tasks else unknown).append(id)
        elif isinstance(one, TaskRow) and not one.proposed and verb != "duplicate":
            already.append(id)
        else:
            found[word] = one
    made = _MADE[verb](session, found.values(), choices, value) if found else None
    return Wanted(made, tuple(unknown), tuple(already))


def _check(verb: str, value: str | None) -> None:
    """Look whether a verb takes `--to`. Raises `BadUsage`."""
    if verb == "duplicate" and value is None:
        raise BadUsage("duplicate wants --to ID, the task that stays")
    if verb != "duplicate" and value is not None:
        raise BadUsage(f"{verb} takes no --to")


def _choice(session: Session, said: str) -> tuple[Field, str]:
    """What `field=value` means. Raises `BadUsage`."""
    name, equals, text = said.partition("=")
    field = next((field for field in FIELDS if field == name.strip()), None)
    if field is None or not equals:
        raise BadUsage(f"--choose wants {', '.join(f'{field}=VALUE' for field in FIELDS)}")
    found: str | None
    if field == "due":
        due = day_of(text, session.today)
        found = due.isoformat() if due else None
    elif field == "owner":
        found = owner_of(text, session.config)
    else:
        found = priority_of(text)
    if not found:
        raise BadUsage(f"--choose {field} wants one that there is, and not none")
    return field, found


_Found = Iterable[Cluster | TaskRow]


def _whole(session: Session, found: _Found) -> list[Cluster]:
    """The clusters that are meant, each once; a proposal that is alone as one."""
    clusters = {}
    for one in found:
        cluster = one if isinstance(one, Cluster) else session.clusters.of(one.id) or _alone(one)
        clusters[cluster.id] = cluster
    return list(clusters.values())


def _alone(row: TaskRow) -> Cluster:
    return Cluster(
        f"c{row.id}", (row.id,), row.id, (), negated=False, maybe=(), files=1, choices={}
    )


def _members(session: Session, found: _Found) -> tuple[TaskRow, ...]:
    """The tasks that are named, of a cluster every member."""
    tasks = session.snapshot.tasks
    ids = (id for one in found for id in (one.members if isinstance(one, Cluster) else (one.id,)))
    return tuple(tasks[id] for id in dict.fromkeys(ids))


def _accept(session: Session, found: _Found, choices: Choices, _: str | None) -> Intent:
    return AcceptCluster.of(_whole(session, found), session.snapshot.tasks, choices)


def _reject(session: Session, found: _Found, _: Choices, _to: str | None) -> Intent:
    return RejectCluster(_members(session, _whole(session, found)))


def _duplicate(session: Session, found: _Found, _: Choices, to: str | None) -> Intent:
    cluster = session.clusters.find(to or "")
    return DuplicateOf(
        _members(session, found), TaskId(to or "") if cluster is None else cluster.best
    )


def _split(session: Session, found: _Found, _: Choices, _to: str | None) -> Intent:
    rows = _members(session, found)
    away = {row.id for row in rows}
    rest = {id for one in _whole(session, rows) for id in one.members} - away
    return Split(rows, tuple(sorted(rest)))


def _join(session: Session, found: _Found, _: Choices, _to: str | None) -> Intent:
    return Join(_members(session, found))


_MADE: Mapping[str, Callable[[Session, _Found, Choices, str | None], Intent]] = {
    "accept-cluster": _accept,
    "reject-cluster": _reject,
    "duplicate": _duplicate,
    "split": _split,
    "join": _join,
}
