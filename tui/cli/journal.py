"""`winnow undo`, `redo` and `history`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from core.alike import said
from core.errors import Conflict, NothingToUndo
from core.history import Event, InTheWay, Look, named
from core.ledger.decided import Decided
from core.process import Exit
from core.writing import Outcome
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.lines.past import how_it_stands, what_became


def undo(run: Invocation) -> Exit:
    """Take back the newest changes, or those that are named.

    Raises `NothingToUndo` or `Conflict` where not even one can be.
    """
    steps = run.call.whole("--steps")
    if run.call.words:
        if steps is not None:
            raise BadUsage("which changes: the newest, or those that are named?")
        return _each(run, "undo")
    session = run.open(read=False)
    return _several(run, [session.writing.undo] * (steps or 1), "undone")


def redo(run: Invocation) -> Exit:
    """Make the change again that was undone last, or those that are named. Raises as `undo` does."""
    if run.call.words:
        return _each(run, "redo")
    session = run.open(read=False)
    return _several(run, [session.writing.redo], "done again")


def _each(run: Invocation, what: str) -> Exit:
    """Take back what is named, or do it again: of two that changed the same the newer is undone first."""
    session = run.open(read=False)
    past = session.past.events()
    wanted = {named(word, past).entry.id for word in run.call.words}
    ids = [one.entry.id for one in past if one.entry.id in wanted]
    if what == "redo":
        ids.reverse()
    act = session.writing.undo if what == "undo" else session.writing.redo
    done = "undone" if what == "undo" else "done again"
    return _several(run, [partial(act, id) for id in ids], done)


def _several(run: Invocation, acts: Sequence[Callable[[], Outcome]], done: str) -> Exit:
    """One transaction after the other; the first that cannot be ends it."""
    for step, act in enumerate(acts):
        try:
            with run.signals.held():
                outcome = act()
        except (NothingToUndo, Conflict) as error:
            if not step:
                raise
            run.out.complain(f"{step} of {len(acts)} {done}: {error}")
            return Exit.PARTLY
        _report(run, outcome)
        if outcome.left:
            return Exit.PARTLY
    return Exit.DONE


def history(run: Invocation) -> Exit:
    """Print every transaction that the journal holds, one with its diff, or every decision that is remembered."""
    if run.call.flag("--decisions"):
        if run.call.words:
            raise BadUsage("--decisions are of all changes, not of one")
        return _decisions(run)
    session = run.open(read=False)
    if run.call.words:
        _print_look(run, session.writing.look_back(run.call.words[0]))
        return Exit.DONE
    past = session.past.events()
    if not _print_json(run, map(_json, past)):
        run.out.table(_COLUMNS, [_cells(run, event) for event in past])
    return Exit.DONE


def _print_look(run: Invocation, look: Look) -> None:
    entry, way = look.event.entry, look.in_the_way
    if run.call.flag("--json") or run.call.flag("--json-lines"):
        found = {**_json(look.event), "diff": look.diff, "in_the_way": None if way is None else _way_json(way)}  # fmt: skip
        if run.call.flag("--json"):
            run.out.json(found)
        else:
            run.out.json_lines([found])
        return
    run.out.line(Cell(entry.tx.label, "bold"))
    run.out.line(Cell(f"{entry.id}  {_when(run, look.event)}  {what_became(look.event)}", "dim"))
    for line in how_it_stands(look, undo=f"winnow undo {entry.id}", redo=f"winnow redo {entry.id}"):
        run.out.line(line)
    run.out.line()
    run.out.diff(look.diff)


def _way_json(way: InTheWay) -> Json:
    return {
        "sentence": way.sentence,
        "expected": way.expected or None,
        "found": way.found or None,
        "later": way.later.entry.id if way.later else None,
    }


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


def _json(event: Event) -> dict[str, Json]:
    entry = event.entry
    return {
        "id": entry.id,
        "time": entry.time,
        "verb": entry.tx.verb,
        "label": entry.tx.label,
        "files": entry.tx.paths,
        "items": entry.tx.items,
        "undoes": entry.tx.undoes,
        "undone_by": entry.undone_by,
        "stands": event.stands,
    }


def _cells(run: Invocation, event: Event) -> tuple[Cell, ...]:
    entry = event.entry
    files = len(entry.tx.paths)
    gone = event.kind != "done" or not event.stands
    return (
        Cell(entry.id, "dim"),
        Cell(_when(run, event)),
        Cell(f"{files} file{'' if files == 1 else 's'}"),
        Cell(entry.tx.label, "dim" if gone else ""),
        Cell(what_became(event), "dim"),
    )


def _when(run: Invocation, event: Event) -> str:
    time = datetime.fromisoformat(event.entry.time).astimezone(run.clock().tzinfo)
    return f"{time:%Y-%m-%d %H:%M}"
