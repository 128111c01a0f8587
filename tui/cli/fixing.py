"""`winnow list problems` and `winnow do fix`: what is wrong with lines, and which of it is meant."""

from collections.abc import Iterable, Sequence

from core.actions.intents import Fix
from core.index.rows import TaskId
from core.problems.items import Problem
from core.process import Exit
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.cli.verbs import Wanted

COLUMNS = (Column(), Column(), Column(share=3), Column(share=3), Column(share=1))
NOUN = "problem"


def list_problems(run: Invocation, filter: str, limit: int | None) -> Exit:
    """Print what is wrong with lines. Raises `BadQuery`."""
    from core.problems.filter import parse_filter  # noqa: PLC0415 - a refusal needs no parser

    parse_filter(filter)
    session = run.open(read=True)
    run.read(session)
    found = session.problems.rows(filter)
    rows = [found.rows[id] for id in found.ids[:limit]]
    if run.call.flag("--json"):
        run.out.json_rows(map(fields, rows))
        return Exit.DONE
    run.out.table(COLUMNS, list(map(cells, rows)))
    run.out.listed(len(rows), len(found.ids))
    return Exit.DONE


def fields(one: Problem) -> dict[str, Json]:
    """A problem as JSON has it."""
    return {
        "id": one.id,
        "path": one.path,
        "line": one.line + 1,
        "code": one.code,
        "message": one.message,
        "fix": one.fix,
        "raw": one.raw,
        "task": one.task.id if one.task else None,
    }


def cells(one: Problem) -> Sequence[Cell]:
    """A problem as a line of a table of `COLUMNS`."""
    return (
        Cell(one.id, "dim"),
        Cell(one.code, "green" if one.is_mendable else "red"),
        Cell(one.raw.strip() or one.message),
        Cell("-" if one.fix is None else one.fix.strip() or "the line goes"),
        Cell(f"{one.path}:{one.line + 1}", "dim"),
    )


def problems(session: Session, words: Iterable[str], value: str | None) -> Wanted:
    """What is wanted of problems by their ids, or by those of tasks: all that is wrong with them.

    One that was mended before, and a task with which nothing is wrong, are so already.

    Raises:
        BadUsage: A value was given.
    """
    _check(value)
    found: dict[str, Problem] = {}
    unknown, already = [], []
    repairs = session.problems
    for word in dict.fromkeys(words):
        one = repairs.find(word)
        ones = repairs.of([TaskId(word)]) if one is None else (one,)
        found.update((each.id, each) for each in ones)
        if not ones and (TaskId(word) in session.snapshot.tasks or repairs.was_mended(word)):
            already.append(TaskId(word))
        elif not ones:
            unknown.append(word)
    intent = Fix(tuple(found.values())) if found else None
    return Wanted(intent, tuple(unknown), tuple(already), NOUN)


def filtered(session: Session, text: str, value: str | None) -> Wanted:
    """What is wanted of all problems that a filter means. Raises `BadUsage`, `BadQuery`."""
    _check(value)
    found = session.problems.rows(text)
    items = tuple(found.rows[id] for id in found.ids)
    return Wanted(Fix(items) if items else None, noun=NOUN)


def _check(value: str | None) -> None:
    if value is not None:
        raise BadUsage("fix takes no --to")
