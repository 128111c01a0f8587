"""`winnow check`: what is wrong with the vault, the settings, the terminal and what is kept beside them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.errors import BadQuery, WriteFailed
from core.problems.items import KINDS, Problem
from core.process import Exit
from core.query import parse_query
from core.session import Session
from core.settings import Settings, settings
from tui.cli.fixing import fields
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.keys import remapped

_COLUMNS = (Column(), Column(right=True), Column(), Column(share=1))


class Finding(NamedTuple):
    """Something that was looked at."""

    about: str
    """`settings`, `tasks`, `vault`, `index`, `queue` or `terminal`."""
    message: str
    """A sentence without its full stop; not safe to show."""
    fine: bool = False


def check(run: Invocation) -> Exit:
    """Print what is wrong; 1 where something is. Raises `WinnowError` where the vault cannot be read."""
    found = settings(run.request())
    session = run.open(read=True)
    run.read(session)
    findings = (*_of_settings(found), *_of_session(session), *of_terminal(run, found))
    rows = session.problems.rows()
    problems = [rows.rows[id] for id in rows.ids]
    if run.call.flag("--json"):
        run.out.json_rows([*map(_json, findings), *map(_problem_json, problems)])
    else:
        _print(run, findings, problems)
    wrong = problems or any(not one.fine for one in findings)
    return Exit.FAILED if wrong else Exit.DONE


def _of_settings(found: Settings) -> Iterator[Finding]:
    for sentence in (*found.problems, *remapped(found.config.keys)[1]):
        yield Finding("settings", sentence)
    for name, filter in sorted(found.config.filters.items()):
        try:
            parse_query(filter)
        except BadQuery as bad:
            yield Finding("settings", f"filters.{name}: {bad}")


def _of_session(session: Session) -> Iterator[Finding]:
    snapshot, vault = session.snapshot, session.vault
    for sentence in vault.problems:
        yield Finding("vault", sentence)
    for path, reason in (*snapshot.trouble, *snapshot.copies):
        yield Finding("vault", f"{path or 'the vault'}: {reason}")
    of_tasks = {vault.settings(path) for path in {_folder(path): path for path in snapshot.notes}.values()}  # fmt: skip
    for sentence in sorted({f"{one.where or 'the vault'}: {each}" for one in of_tasks for each in one.problems}):  # fmt: skip
        yield Finding("tasks", sentence)
    for sentence in (*session.writing.troubles, *session.writing.queue_problems):
        yield Finding("queue", sentence)
    try:
        left = len(session.queue.left)
    except WriteFailed as error:
        yield Finding("queue", str(error))
    else:
        if left:
            yield Finding("queue", f"{left:,} decisions wait for the next start of the screen")
    if session.cache.problem:
        yield Finding("index", session.cache.problem)
    many = f"{len(snapshot.notes):,} notes and {len(snapshot.tasks):,} tasks are indexed"
    yield Finding("index", many, fine=True)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def of_terminal(run: Invocation, found: Settings) -> Iterator[Finding]:
    """What the terminal can show; nothing where none is there."""
    variables = run.around.variables
    if run.out.width is None:
        return
    name = variables.get("TERM") or ""
    if name in {"", "dumb"}:
        yield Finding("terminal", f"it says that it is “{name}”: the screen cannot be drawn on it")
    if not run.out.has_signs and found.config.glyphs != "ascii":
        yield Finding("terminal", 'it is not UTF-8: set glyphs = "ascii"')
    colours = "true colours" if variables.get("COLORTERM") in {"truecolor", "24bit"} else "256 colours" if "256" in name else "its own colours"  # fmt: skip
    yield Finding("terminal", f"{name}, {run.out.width} columns, {colours}", fine=True)


def _json(one: Finding) -> Json:
    return {"about": one.about, "message": one.message, "fine": one.fine}


def _problem_json(one: Problem) -> Json:
    return {"about": "problem", **fields(one), "fine": False}


def _print(run: Invocation, findings: Sequence[Finding], problems: Sequence[Problem]) -> None:
    for one in findings:
        run.out.line(Cell(f"{one.about:<9}", "dim"), Cell(one.message, "" if one.fine else "red"))
    many = Counter(one.code for one in problems)
    mendable = Counter(one.code for one in problems if one.is_mendable)
    first = {one.code: one for one in reversed(problems)}
    rows = [
        (
            Cell("problem", "dim"),
            Cell(f"{many[code]:,}"),
            Cell(code, "green" if mendable[code] else "red"),
            Cell(f"{KINDS[code]}, as in {first[code].path}:{first[code].line + 1}"),
        )
        for code in KINDS
        if code in many
    ]
    run.out.table(_COLUMNS, rows)
    if problems:
        some = sum(mendable.values())
        run.out.line(f"{len(problems):,} in all; winnow do fix --filter fix:yes mends {some:,}")
    elif all(one.fine for one in findings):
        run.out.line(Cell("nothing is wrong", "green"))
