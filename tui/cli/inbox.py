"""What waits in the inbox, for people and for programs: `winnow list inbox`, `winnow show`."""

from collections.abc import Sequence
from typing import NamedTuple

from core.entities import has_arrived
from core.errors import WinnowError
from core.inbox.items import Arrival, Back, InboxRow, Person, Suggestion, Twin
from core.process import Exit
from core.session import Session
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.cli.showing import print_pairs, print_tasks
from tui.cli.tasks import fields as task_fields

COLUMNS = (
    Column(), Column(), Column(share=3), Column(), Column(right=True), Column(), Column(share=1), Column(),
)  # fmt: skip
_KILO = 1000
_SUGGESTED = 3


def list_inbox(run: Invocation, filter: str, limit: int | None) -> Exit:
    """Print what waits. Raises `BadQuery`."""
    from core.inbox.filter import parse_filter  # noqa: PLC0415 - a refusal needs no vault

    parse_filter(filter, run.call.day("--today") or run.clock().date(), ())
    if run.call.flag("--json"):
        session = run.browsed(fully=False)  # who is who, for the suggestions
        listed = session.inbox.rows(filter)
        run.out.json_rows(
            {**fields(session, row), "suggested": suggestions(session.inbox.suggested(row))}
            for row in map(listed.rows.__getitem__, listed.ids[:limit])
        )
    else:
        session = run.open(read=True)
        run.read(session)
        listed = session.inbox.rows(filter)
        rows = [cells(listed.rows[id]) for id in listed.ids[:limit]]
        run.out.table(COLUMNS, rows)
        run.out.listed(len(rows), len(listed.ids))
    if listed.snoozed:
        _tell_snoozed(run, listed.snoozed)
    return Exit.DONE


def _tell_snoozed(run: Invocation, snoozed: Sequence[Back]) -> None:
    items = sum(one.items for one in snoozed)
    first = snoozed[0]
    when = f"on {first.day}" if first.day else "when their files change"
    run.out.remark(f"{items:,} snoozed; the first come back {when}: {first.title}")


def fields(session: Session, row: InboxRow) -> dict[str, Json]:
    """An item as JSON has it, without what costs to find out."""
    return {
        "id": row.id,
        "path": row.path,
        "kind": row.kind,
        "arrived": _has_arrived(session, row),
        "title": row.title,
        "date": row.date,
        "size": row.size,
        "proposals": row.proposals,
        "entity": row.entity,
        "entity_type": row.entity_type,
        "source": row.source or None,
        "flags": row.flags,
        "head": row.head or None,
        "members": row.others,
        "messages": row.messages,
        "minutes": row.minutes,
    }


def suggestions(found: Sequence[Suggestion]) -> list[Json]:
    """Entities that an item may belong to, as JSON has them."""
    return [
        {"key": one.key, "name": one.name, "type": one.type, "score": one.score, "why": one.why}
        for one in found
    ]


def _twins(found: Sequence[Twin]) -> list[Json]:
    return [
        {"path": one.path, "why": one.why, "score": one.score, "keep": one.keep} for one in found
    ]


def _people(found: Sequence[Person]) -> list[Json]:
    return [{"name": one.name, "address": one.address} for one in found]


def _has_arrived(session: Session, row: InboxRow) -> bool:
    return row.kind == "capture" or has_arrived(row.path, session.config.inbox)


def cells(row: InboxRow) -> Sequence[Cell]:
    """An item as a line of a table of `COLUMNS`."""
    return (
        Cell(row.id, "dim"),
        Cell(row.kind, "" if row.kind == "note" else "cyan"),
        Cell(f"· {row.title}" if row.head else row.title),
        Cell(_measure(row), "dim"),
        Cell(f"{row.proposals:,} ?" if row.proposals else "", "yellow"),
        Cell(row.date or "-"),
        Cell(row.entity or "", "dim"),
        Cell(" ".join(row.flags), "yellow"),
    )


def _measure(row: InboxRow) -> str:
    """How much of it there is."""
    if row.others:
        return f"×{1 + len(row.others)}"
    if row.messages:
        return f"{row.messages} msgs" if row.messages > 1 else "1 msg"
    if row.minutes:
        return f"{row.minutes} min"
    return size_said(row.size) if row.kind == "attachment" else ""


def size_said(size: int) -> str:
    """Bytes as people say them: `212 kB`."""
    if size < _KILO:
        return f"{size} B"
    for unit in ("kB", "MB"):
        size = -(-size // _KILO)
        if size < _KILO:
            return f"{size} {unit}"
    return f"{-(-size // _KILO)} GB"


class _Found(NamedTuple):
    """An item and what it says."""

    row: InboxRow
    arrival: Arrival
    text: str
    problem: str
    """Why there is no text."""


def show_item(run: Invocation, session: Session, item: str) -> bool:
    """Print the item of an id, or what arrived at a path; whether there is one."""
    row = session.inbox.find(item)
    if row is None or (row.id != item and (row.kind == "capture" or not _has_arrived(session, row))):  # fmt: skip
        return False
    session.browse.prepare()
    inbox = session.inbox
    arrival, problem = inbox.arrival(row), ""
    try:
        text = inbox.text(row)
    except WinnowError as error:
        text, problem = "", str(error)
    found = _Found(row, arrival, text, problem)
    if run.call.flag("--json"):
        _item_as_json(run, session, found)
    else:
        _item_as_lines(run, session, found)
    return True


def _item_as_json(run: Invocation, session: Session, found: _Found) -> None:
    row, arrival, inbox = found.row, found.arrival, session.inbox
    run.out.json(
        {
            **fields(session, row),
            "thread": arrival.thread or None,
            "senders": _people(arrival.senders),
            "people": _people(arrival.people),
            "links": arrival.links,
            "made_from": arrival.source or None,
            "suggested": suggestions(inbox.suggested(row)),
            "twins": _twins(inbox.twins(row)),
            "tasks": [task_fields(session, task) for task in inbox.tasks(row)],
            "text": found.text,
            "problem": found.problem or None,
        }
    )


def _item_as_lines(run: Invocation, session: Session, found: _Found) -> None:
    row, inbox = found.row, session.inbox
    run.out.line(Cell(row.title, "bold"))
    run.out.line(f"{row.id}  {row.path}")
    print_pairs(run, _known(row, found.arrival))
    for at, one in enumerate(inbox.suggested(row)[:_SUGGESTED], start=1):
        label = "file to" if at == 1 else ""
        run.out.line(Cell(f"{label:7}  {at} ", "dim"), Cell(one.name, "bold"), Cell(f"  {', '.join(one.why)}", "dim"))  # fmt: skip
    for twin in inbox.twins(row):
        run.out.line(Cell("twin     ", "yellow"), twin.path, Cell(f"  {twin.why}", "dim"))
    if tasks := list(inbox.tasks(row)):
        run.out.line()
        print_tasks(run, session, tasks)
    run.out.line()
    for line in found.text.split("\n"):
        run.out.line(line)
    if found.problem:
        run.out.complain(found.problem)


def _known(row: InboxRow, arrival: Arrival) -> dict[str, Json]:
    """What people want to know of it first."""
    return {
        "kind": row.kind,
        "date": row.date,
        "size": size_said(row.size),
        "messages": row.messages or None,
        "minutes": row.minutes or None,
        "from": [_said(one) for one in arrival.senders],
        "with": [_said(one) for one in arrival.people],
        "entity": row.entity,
        "made from": arrival.source or None,
        "proposals": row.proposals or None,
        "others": len(row.others) or None,
        "flags": row.flags,
    }


def _said(one: Person) -> str:
    return f"{one.name} <{one.address}>" if one.name and one.address else one.name or one.address
