"""`winnow show`: one item with what is around it."""

from collections.abc import Iterator, Mapping

from core.entities import place_of
from core.errors import WinnowError
from core.index.rows import NoteRow, TaskId, TaskRow
from core.note import Note
from core.path import NotePath
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
    if row is not None:
        note = session.note(row.note.path)
        line = _line_now(row, note)
        if run.call.flag("--json"):
            run.out.json(
                {
                    **fields(session, row),
                    "context": [_context_json(*one, line) for one in _context(note, line)],
                    "properties": _properties(note),
                }
            )
        else:
            _print_task(run, session, row, note, line)
        return Exit.DONE
    page = _page(session, item)
    tasks = [session.snapshot.tasks[id] for id in session.snapshot.by_note.get(page.path, ())]
    if run.call.flag("--json"):
        listed = [fields(session, task) for task in tasks]
        run.out.json({**_page_json(page, session.note(page.path)), "tasks": listed})
    else:
        _print_page(run, session, page, tasks)
    return Exit.DONE


def _line_now(row: TaskRow, note: Note) -> int:
    """Where the task's line is in the note as it is now: the note was read a second time."""
    lines = [task.line for task in note.tasks if task.raw == row.raw]
    if not lines:
        raise WinnowError(f"{row.note.path} changed while it was read; try again")
    return min(lines, key=lambda line: abs(line - row.line))


def _context(note: Note, line: int) -> Iterator[tuple[int, str]]:
    """The lines around one, each with its number from 0."""
    last = len(note.source.starts)
    for number in range(max(0, line - _AROUND), min(last, line + _AROUND + 1)):
        yield number, note.source.text(note.source.line(number).span)


def _context_json(number: int, text: str, line: int) -> Json:
    return {"line": number + 1, "text": text, "item": number == line}


def _properties(note: Note) -> dict[str, Json]:
    return {key: _plain(field.value) for key, field in note.meta.fields.items()}


def _plain(value: object) -> Json:
    """A frontmatter value in the types that JSON has."""
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
    _print_pairs(run, {label: known[label] for label in _LABELS})
    run.out.line()
    run.out.line(Cell(note.title, "bold"))
    _print_pairs(run, _properties(note))
    run.out.line()
    for number, text in _context(note, line):
        here = number == line
        run.out.line(
            f"{'>' if here else ' '} {number + 1:>5}  ", Cell(text, "bold" if here else "")
        )


def _print_pairs(run: Invocation, pairs: Mapping[str, Json]) -> None:
    """What is known of them, names beside values."""
    lines = [(Cell(name, "dim"), Cell(_said(value))) for name, value in pairs.items() if value]
    run.out.table((Column(), Column()), lines)


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


def _page(session: Session, item: str) -> NoteRow:
    """The note at a path, or the page of the only entity of that name."""
    snapshot = session.snapshot
    found = snapshot.notes.get(NotePath(item))
    if found is not None:
        return found
    types = session.config.entities
    pages = [
        note
        for note in snapshot.notes.values()
        if note.entity == item and (place := place_of(note.path, types)) and place.page
    ]
    if len(pages) > 1:
        raise WinnowError(f"“{item}” is the name of {len(pages)} pages; a path says which")
    if not pages:
        raise WinnowError(f"there is no task, page or entity “{item}”")
    return pages[0]


def _page_json(page: NoteRow, note: Note) -> dict[str, Json]:
    return {
        "path": page.path,
        "title": page.title,
        "date": page.date,
        "kind": page.kind,
        "entity": page.entity,
        "entity_type": page.entity_type,
        "problems": page.problems,
        "properties": _properties(note),
    }


def _print_page(run: Invocation, session: Session, page: NoteRow, tasks: list[TaskRow]) -> None:
    run.out.line(Cell(page.title, "bold"))
    run.out.line(page.path)
    _print_pairs(run, _properties(session.note(page.path)))
    if tasks:
        run.out.line()
        run.out.table(COLUMNS, [cells(task, session.today.isoformat()) for task in tasks])
