"""A task for people and for programs."""

from collections.abc import Sequence

from core.index.rows import TaskRow
from core.ledger.decided import Seen
from core.session import Session
from tui.cli.output import Cell, Column, Json

COLUMNS = (Column(), Column(), Column(), Column(), Column(), Column(share=3), Column(share=1))


def fields(session: Session, row: TaskRow) -> dict[str, Json]:
    """A task as JSON has it."""
    return {
        "id": row.id,
        "path": row.note.path,
        "line": row.line + 1,
        "mark": row.mark,
        "status": row.status,
        "status_type": row.status_type,
        "proposed": row.proposed,
        "mine": row.mine,
        "text": row.text,
        "owners": row.owners,
        "due": row.due,
        "scheduled": row.scheduled,
        "start": row.start,
        "created": row.created,
        "ended": row.ended,
        "priority": row.priority,
        "tags": row.tags,
        "heading": row.heading,
        "note_title": row.note.title,
        "note_date": row.note.date,
        "entity": row.note.entity,
        "entity_type": row.note.entity_type,
        "source": session.snapshot.source(row.note.source_ref),
        "cluster": session.clusters.name(row.id) or None,
        "seen": _seen(session.ledger.seen(row)),
        "problems": row.problems,
        "raw": row.raw,
    }


def _seen(seen: Seen | None) -> Json:
    """What was decided about it before, `null`: nothing."""
    if seen is None:
        return None
    return {
        "verdict": seen.verdict,
        "date": seen.date,
        "path": seen.note,
        "exact": seen.exact,
        "score": seen.score,
        "text": seen.text,
    }


def cells(row: TaskRow, today: str) -> Sequence[Cell]:
    """A task as a line of a table of `COLUMNS`."""
    late = row.open and row.due is not None and row.due < today
    return (
        Cell(row.id, "dim"),
        Cell(f"[{row.mark}]", "yellow" if row.proposed else ""),
        Cell(row.due or "-", "red" if late else ""),
        Cell(row.priority or "-"),
        Cell(", ".join(row.owners) or "-"),
        Cell(row.text),
        Cell(row.note.title, "dim"),
    )
