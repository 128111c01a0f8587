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
_BEFORE = 12
"""Characters that lines have in common and are shown before those that differ."""


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
    """A problem as a line of a table of `COLUMNS`: both lines from shortly before they differ."""
    raw, fix = one.raw.strip() or one.message, "-"
    if one.fix is not None:
        fix = one.fix.strip() or "the line goes"
        if one.fix:
            raw, fix = _from_difference(raw, fix)
    return (
        Cell(one.id, "dim"),
        Cell(one.code, "green" if one.is_mendable else "red"),
        Cell(raw),
        Cell(fix),
        Cell(f"{one.path}:{one.line + 1}", "dim"),
    )


def _from_difference(raw: str, fix: str) -> tuple[str, str]:
    pairs = enumerate(zip(raw, fix, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(raw), len(fix)))
    start = same - _BEFORE
    if start <= _BEFORE:
        return raw, fix
    return f"…{raw[start:]}", f"…{fix[start:]}"


def show_problem(run: Invocation, session: Session, id: str) -> bool:
    """Print a problem with the lines around it; `False` where none is called so."""
    from tui.cli.showing import context_json, context_of  # noqa: PLC0415 - it imports this

    one = session.problems.find(id)
    if one is None:
        return False
    around = list(context_of(session.note(one.path), one.line))
    if run.call.flag("--json"):
        run.out.json({**fields(one), "context": [context_json(*each, one.line) for each in around]})
        return True
    run.out.line(Cell(one.message, "bold"))
    run.out.line(f"{one.id}  {one.code}  {one.path}:{one.line + 1}")
    run.out.line()
    for number, text in around:
        here = number == one.line
        sign = "-" if here and one.is_mendable else ">" if here else " "
        run.out.line(f"{sign} {number + 1:>5}  ", Cell(text, "red" if sign == "-" else ""))
        if here and one.fix:
            run.out.line(f"+ {'':>5}  ", Cell(one.fix, "green"))
    return True


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
