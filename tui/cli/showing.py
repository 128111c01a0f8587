"""`winnow show`: one item with what is around it."""

from collections.abc import Iterator, Mapping

from core.errors import WinnowError
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import before_text
from core.note import Note
from core.process import Exit
from core.session import Session
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.cli.tasks import COLUMNS, cells, fields

_AROUND = 3
_LABELS = (
    "status", "owners", "due", "scheduled", "start", "created", "ended", "priority", "tags",
    "heading", "problems", "source",
)  # fmt: skip


def show(run: Invocation) -> Exit:
    """Print one item. Raises `WinnowError` where there is none of that name."""
    (item,) = run.call.words
    session = run.open(read=True)
    run.read(session)
    row = session.snapshot.tasks.get(TaskId(item))
    if row is None:
        from tui.cli.fixing import show_problem  # noqa: PLC0415 - a task needs no repair queue
        from tui.cli.inbox import show_item  # noqa: PLC0415 - a task needs nobody's names
        from tui.cli.pages import show_page  # noqa: PLC0415 - as above

        if show_problem(run, session, item) or show_item(run, session, item):
            return Exit.DONE
        return show_page(run, session, item)
    from tui.cli import evidence as backing  # noqa: PLC0415 - no page has it

    session.ledger.look()
    session.clusters.look()
    note = session.note(row.note.path)
    line = _line_now(row, note)
    evidence = session.evidence.of(row.id)
    if run.call.flag("--json"):
        run.out.json(
            {
                **fields(session, row),
                "why": session.order.why(row),
                "context": [context_json(*one, line) for one in context_of(note, line)],
                "properties": properties(note),
                "evidence": None if evidence is None else backing.fields(evidence),
            }
        )
    else:
        _print_task(run, session, row, note, line)
        if evidence is not None:
            backing.print_evidence(run, evidence)
    return Exit.DONE


def _line_now(row: TaskRow, note: Note) -> int:
    """Where the task's line is in the note as it is now: the note was read a second time."""
    lines = [task.line for task in note.tasks if task.raw == row.raw]
    if not lines:
        raise WinnowError(f"{row.note.path} changed while it was read; try again")
    return min(lines, key=lambda line: abs(line - row.line))


def context_of(note: Note, line: int) -> Iterator[tuple[int, str]]:
    """The lines around one, each with its number from 0."""
    last = len(note.source.starts)
    for number in range(max(0, line - _AROUND), min(last, line + _AROUND + 1)):
        yield number, note.source.text(note.source.line(number).span)


def context_json(number: int, text: str, line: int) -> Json:
    return {"line": number + 1, "text": text, "item": number == line}


def properties(note: Note) -> dict[str, Json]:
    """A note's properties in the types that JSON has."""
    return {key: _plain(field.value) for key, field in note.meta.fields.items()}


def _plain(value: object) -> Json:
    match value:
        case str():
            return value
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case _:
            return str(value)


def _print_task(run: Invocation, session: Session, row: TaskRow, note: Note, line: int) -> None:
    known = {**fields(session, row), "status": f"{row.status} [{row.mark}]"}
    run.out.line(Cell(row.text, "bold"))
    run.out.line(f"{row.id}  {row.note.path}:{line + 1}")
    seen = session.ledger.seen(row)
    more = {"before": before_text(seen) if seen else "", "order": session.order.why(row)}
    print_pairs(run, {**{label: known[label] for label in _LABELS}, **more})
    run.out.line()
    run.out.line(Cell(note.title, "bold"))
    print_pairs(run, properties(note))
    run.out.line()
    for number, text in context_of(note, line):
        here = number == line
        run.out.line(
            f"{'>' if here else ' '} {number + 1:>5}  ", Cell(text, "bold" if here else "")
        )


def print_pairs(run: Invocation, pairs: Mapping[str, Json]) -> None:
    """What is known of them, names beside values."""
    lines = [(Cell(name, "dim"), Cell(_said(value))) for name, value in pairs.items() if value]
    run.out.table((Column(), Column()), lines)


def print_tasks(run: Invocation, session: Session, tasks: list[TaskRow]) -> None:
    """Tasks as `winnow list tasks` prints them."""
    run.out.table(COLUMNS, [cells(task, session.today.isoformat()) for task in tasks])


def _said(value: Json) -> str:
    """A value in a line for people."""
    match value:
        case str():
            return value
        case Mapping():
            return ", ".join(f"{key}: {_said(one)}" for key, one in value.items())
        case list() | tuple():
            return ", ".join(map(_said, value))
        case _:
            return str(value)
