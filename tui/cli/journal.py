"""`winnow undo`, `redo` and `history`."""

from collections.abc import Iterable
from datetime import datetime

from core.alike import said
from core.entries import Entry
from core.errors import Conflict, NothingToUndo
from core.ledger.decided import Decided
from core.process import Exit
from core.writing import Outcome
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json


def undo(run: Invocation) -> Exit:
    """Take back the newest changes. Raises `NothingToUndo` or `Conflict` where not even one can be."""
    steps = run.call.whole("--steps") or 1
    session = run.open(read=False)
    for step in range(steps):
        try:
            with run.signals.held():
                outcome = session.undo()
        except (NothingToUndo, Conflict) as error:
            if not step:
                raise
            run.out.complain(f"{step} of {steps} undone: {error}")
            return Exit.PARTLY
        _report(run, outcome)
        if outcome.left:
            return Exit.PARTLY
    return Exit.DONE


def redo(run: Invocation) -> Exit:
    """Make the change again that was undone last. Raises as `undo` does."""
    session = run.open(read=False)
    with run.signals.held():
        outcome = session.redo()
    _report(run, outcome)
    return Exit.PARTLY if outcome.left else Exit.DONE


def history(run: Invocation) -> Exit:
    """Print every transaction that the journal holds, or every decision that is remembered."""
    if run.call.flag("--decisions"):
        return _decisions(run)
    session = run.open(read=False)
    entries = session.past.entries()
    if not _print_json(run, map(_json, entries)):
        run.out.table(_COLUMNS, [_cells(run, entry) for entry in entries])
    return Exit.DONE


def _print_json(run: Invocation, rows: Iterable[Json]) -> bool:
    """Print for programs, as a whole or by lines; whether that was asked for."""
    if run.call.flag("--json-lines"):
        run.out.json_lines(rows)
    elif run.call.flag("--json"):
        run.out.json_rows(rows)
    else:
        return False
    return True


def _decisions(run: Invocation) -> Exit:
    session = run.open(read=True)
    # Decisions of a time before they were remembered are read from the journal, which knows notes by path.
    run.read(session)
    decisions = session.ledger.decided()
    if not _print_json(run, map(_decision_json, decisions)):
        run.out.table(_DECISION_COLUMNS, list(map(_decision_cells, decisions)))
    return Exit.DONE


_DECISION_COLUMNS = (Column(), Column(), Column(), Column(share=3), Column(share=1))


def _decision_json(one: Decided) -> Json:
    return {
        "fingerprint": one.fingerprint,
        "verdict": one.verdict,
        "date": one.date,
        "text": one.text,
        "words": said(one.text).key,
        "source": one.source,
        "owner": one.owner,
        "entity": one.entity,
        "path": one.note,
        "of": one.of or None,
    }


def _decision_cells(one: Decided) -> tuple[Cell, ...]:
    return (
        Cell(one.date),
        Cell(one.verdict, "dim" if one.verdict == "duplicate" else ""),
        Cell(one.owner or "-"),
        Cell(one.text),
        Cell(one.note, "dim"),
    )


_COLUMNS = (Column(), Column(), Column(right=True), Column(share=1), Column())


def _report(run: Invocation, outcome: Outcome) -> None:
    run.out.line(outcome.label)
    for sentence in outcome.left:
        run.out.complain(sentence)


def _json(entry: Entry) -> Json:
    return {
        "id": entry.id,
        "time": entry.time,
        "verb": entry.tx.verb,
        "label": entry.tx.label,
        "files": entry.tx.paths,
        "undoes": entry.tx.undoes,
        "undone_by": entry.undone_by,
    }


def _cells(run: Invocation, entry: Entry) -> tuple[Cell, ...]:
    files = len(entry.tx.paths)
    undone = entry.undone_by is not None
    time = datetime.fromisoformat(entry.time).astimezone(run.clock().tzinfo)
    return (
        Cell(entry.id, "dim"),
        Cell(f"{time:%Y-%m-%d %H:%M}"),
        Cell(f"{files} file{'' if files == 1 else 's'}"),
        Cell(entry.tx.label, "dim" if undone else ""),
        Cell("undone" if undone else "", "dim"),
    )
