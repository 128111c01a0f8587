"""`winnow jump`: names ranked as the jump on the screen ranks them."""

from core.jump import Hit
from core.path import NotePath
from core.process import Exit
from core.session import Session
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json

_LIMIT = 20
_COLUMNS = (Column(right=True), Column(), Column(share=1), Column(share=1), Column(share=1))


def jump(run: Invocation) -> Exit:
    """Print whom a query finds, best first. Raises `BadUsage`."""
    limit = run.call.whole("--limit") or _LIMIT
    session = run.open(read=True)
    run.read(session)
    # Without `prepare`: names are known long before links and tasks are counted.
    hits = session.browse.jump(" ".join(run.call.words), limit)
    for problem in session.browse.problems:
        run.out.complain(problem)
    if run.call.flag("--json"):
        run.out.json_rows(_fields(session, hit) for hit in hits)
    else:
        run.out.table(_COLUMNS, [_cells(session, hit) for hit in hits])
    return Exit.DONE


def _fields(session: Session, hit: Hit) -> dict[str, Json]:
    return {
        "path": _path(session, hit),
        "name": hit.name,
        "type": hit.type,
        "score": hit.score,
        "matched": hit.spelling,
        "letters": hit.letters,
        "tier": hit.tier.name.lower(),
        "key": hit.key,
    }


def _cells(session: Session, hit: Hit) -> tuple[Cell, ...]:
    return (
        Cell(str(hit.score), "dim"),
        Cell(hit.type, "dim"),
        Cell(hit.name, "bold"),
        Cell(hit.spelling if hit.spelling != hit.name else "", "dim"),
        Cell(_path(session, hit) or hit.key, "dim"),
    )


def _path(session: Session, hit: Hit) -> str | None:
    """Its page; a key without one is a folder."""
    return hit.key if NotePath(hit.key) in session.snapshot.notes else None
