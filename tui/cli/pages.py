"""A page for `winnow show`: an entity with all that belongs to it, or a note."""

from collections.abc import Sequence
from typing import NamedTuple

from core.browse import EntityRow, Place
from core.errors import WinnowError
from core.index.rows import NoteRow, TaskRow
from core.note import Note
from core.path import NotePath
from core.process import Exit
from core.review.card import Card
from core.session import Session
from tui.cli import entities, names, reviewing
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.cli.showing import print_pairs, print_tasks, properties
from tui.cli.tasks import fields as task_fields

_SHOWN = 20
"""Lines of each kind that people get; programs get all."""
_NOTES = (Column(), Column(share=1), Column(share=1))


def show_page(run: Invocation, session: Session, item: str) -> Exit:
    """Print the note at a path, or the entity of a name.

    Raises:
        WinnowError: There is none, or there are several.
    """
    session.browse.prepare()
    for problem in session.browse.problems:
        run.out.complain(problem)
    path = NotePath(item)
    there = path in session.snapshot.notes or path in session.snapshot.others
    entity = session.browse.entity(path) if there else _named(session, item)
    if entity is None:
        _show_note(run, session, path)
    else:
        _show_entity(run, session, entity)
    return Exit.DONE


def _named(session: Session, item: str) -> EntityRow:
    """The entity of a name or a folder."""
    found = session.browse.of(item) if item else ()
    if len(found) > 1:
        keys = ", ".join(row.key for row in found[:5])
        raise WinnowError(f"“{item}” is the name of {len(found)} pages; a path says which: {keys}")
    if not found:
        offers = session.browse.near(item) if item else ()
        guess = f"; is “{offers[0].entity.name}” meant?" if offers else ""
        raise WinnowError(f"there is no task, page or entity “{item}”{guess}")
    return found[0]


class _Found(NamedTuple):
    """An entity and all that is known of it."""

    row: EntityRow
    page: NoteRow | None
    note: Note | None
    card: Card | None
    tasks: list[TaskRow]
    notes: Sequence[NoteRow]
    backlinks: Sequence[Place]
    mentions: Sequence[Place]


def _show_entity(run: Invocation, session: Session, row: EntityRow) -> None:
    browse = session.browse
    page = session.snapshot.notes.get(row.path) if row.path else None
    found = _Found(
        row,
        page,
        session.note(page.path) if page else None,
        session.review.card(row.key),
        list(browse.tasks(row.key)),
        browse.notes(row.key),
        browse.backlinks(row.key),
        browse.mentions(row.key),
    )
    if run.call.flag("--json"):
        run.out.json(_entity_fields(session, found))
    else:
        _print_entity(run, session, found)


def _entity_fields(session: Session, found: _Found) -> dict[str, Json]:
    counts = ("open_tasks", "proposals", "notes", "backlinks", "mentions")
    said = entities.fields(found.row)
    mentions = list(map(entities.place_fields, found.mentions))
    return {
        **said,
        **(_note_fields(found.page, found.note) if found.page and found.note else {}),
        "counts": {name: said[name] for name in counts},
        "tasks": [task_fields(session, task) for task in found.tasks],
        "notes": [{"path": one.path, "title": one.title, "date": one.date} for one in found.notes],
        "backlinks": list(map(entities.place_fields, found.backlinks)),
        "mentions": mentions if session.words.are_known else None,
        "candidates": names.offers(session.browse.near(found.row.name)),
        **_review_fields(found.card),
    }


def _print_entity(run: Invocation, session: Session, found: _Found) -> None:
    row, card = found.row, found.card
    run.out.line(Cell(row.name, "bold"))
    run.out.line(f"{row.type}  {row.key}")
    for badge in row.badges:
        run.out.line(Cell(badge.says, "yellow"))
    near = ", ".join(one.entity.name for one in session.browse.near(row.name))
    known: dict[str, Json] = {
        "also": row.aliases,
        "last contact": row.last_contact,
        "similar": None if card else near,
    }
    print_pairs(run, known)
    if found.note is not None:
        print_pairs(run, properties(found.note))
    if card is not None:
        reviewing.print_card(run, card)
    _print_around(run, session, found.tasks, found.notes, found.backlinks, found.mentions)
    if not session.words.are_known:
        run.out.remark("mentions are not known: the words of the notes are not indexed yet")


def _print_around(
    run: Invocation,
    session: Session,
    tasks: list[TaskRow],
    notes: Sequence[NoteRow],
    *places: Sequence[Place],
) -> None:
    if tasks:
        _heading(run, "Tasks", len(tasks))
        print_tasks(run, session, tasks[:_SHOWN])
    if notes:
        _heading(run, "Notes", len(notes))
        lines = [
            (Cell(one.date or "-"), Cell(one.title), Cell(one.path, "dim"))
            for one in notes[:_SHOWN]
        ]
        run.out.table(_NOTES, lines)
    for what, found in zip(("Backlinks", "Mentions"), places, strict=False):
        if found:
            _heading(run, what, len(found))
            run.out.table(entities.PLACES, list(map(entities.place_cells, found[:_SHOWN])))


def _heading(run: Invocation, what: str, number: int) -> None:
    more = f" ({number:,}, {_SHOWN} of them shown)" if number > _SHOWN else ""
    run.out.line()
    run.out.line(Cell(f"{what}{more}", "bold"))


def _note_fields(page: NoteRow | None, note: Note) -> dict[str, Json]:
    """What a note says of itself; one that is not triaged has no row."""
    return {
        "title": note.title,
        "date": note.date,
        "kind": note.kind,
        "entity": page.entity if page else None,
        "entity_type": page.entity_type if page else None,
        "problems": page.problems if page else note.problems,
        "properties": properties(note),
    }


def _review_fields(card: Card | None) -> dict[str, Json]:
    """Of a page that waits its card, whose candidates say more than near names do."""
    if card is None:
        return {"review": None}
    said = reviewing.card_fields(card)
    return {"review": said, "candidates": said["candidates"]}


def _show_note(run: Invocation, session: Session, path: NotePath) -> None:
    note, snapshot = session.note(path), session.snapshot
    card = session.review.card(path)
    tasks = [snapshot.tasks[id] for id in snapshot.by_note.get(path, ())]
    backlinks = session.browse.backlinks(path)
    if run.call.flag("--json"):
        run.out.json(
            {
                "path": path,
                **_note_fields(snapshot.notes.get(path), note),
                "tasks": [task_fields(session, task) for task in tasks],
                "backlinks": list(map(entities.place_fields, backlinks)),
                **({} if card is None else _review_fields(card)),
            }
        )
        return
    run.out.line(Cell(note.title, "bold"))
    run.out.line(path)
    print_pairs(run, properties(note))
    if card is not None:
        reviewing.print_card(run, card)
    _print_around(run, session, tasks, (), backlinks)
