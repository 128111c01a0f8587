"""`winnow do`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.actions.intents import Plan, Refusal
from core.index.rows import TaskId, TaskRow
from core.process import Exit
from core.query import parse_query
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.output import Json
from tui.cli.verbs import intent

_SAMPLE = 20
"""Lines of the diff that are shown before a question."""
_UNKNOWN = "there is no such task"


@dataclass(frozen=True, slots=True)
class _Items:
    """What the verb is to act on."""

    rows: tuple[TaskRow, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    """What is reported."""

    plan: Plan
    unknown: tuple[str, ...]
    transaction: str | None = None
    diff: str | None = None
    left: tuple[str, ...] = ()
    """Sentences about what another program was in the way of, after the rest was written."""

    @property
    def exit(self) -> Exit:
        """Done, partly done, or why not at all."""
        if self.left:
            return Exit.PARTLY
        refused = self.plan.refused
        if not refused and not self.unknown:
            return Exit.DONE
        if self.plan.done or self.plan.unchanged:
            return Exit.PARTLY
        if refused and all(refusal.conflict for refusal in refused):
            return Exit.CONFLICT
        return Exit.FAILED


def do(run: Invocation) -> Exit:
    """Carry a verb out on tasks. Raises `BadUsage`, `BadQuery`, `Conflict`."""
    verb, *words = run.call.words
    text = run.call.text("--filter")
    if (text is None) == (not words):
        raise BadUsage("winnow do wants items, or --filter instead of them")
    query = None if text is None else parse_query(text)
    session = run.open(read=True)
    wanted = intent(verb, run.call.text("--to"), session.config, session.today)
    run.read(session)
    ids = _named(run, words) if query is None else run.rows(session, query).ids
    items = _find(session, ids)
    plan = session.plan(wanted(items.rows))
    if run.call.flag("--dry-run"):
        diff = "" if plan.transaction is None else session.diff(plan.transaction)
        result = _Result(plan, items.unknown, diff=diff)
    else:
        refusal = _confirm(run, session, verb, plan)
        if refusal is not None:
            return refusal
        with run.signals.held():
            outcome = session.do(wanted(items.rows))
        result = _Result(outcome.plan or plan, items.unknown, outcome.entry, left=outcome.left)
    _report(run, verb, result)
    return result.exit


def _named(run: Invocation, words: Sequence[str]) -> Iterator[str]:
    """The items on the command line; `-` stands for those on standard input, one a line."""
    for word in words:
        if word == "-":
            yield from filter(None, map(str.strip, run.stdin))
        else:
            yield word


def _find(session: Session, ids: Iterable[str]) -> _Items:
    """Each item once."""
    rows: list[TaskRow] = []
    unknown: list[str] = []
    for id in dict.fromkeys(ids):
        row = session.snapshot.tasks.get(TaskId(id))
        if row is None:
            unknown.append(id)
        else:
            rows.append(row)
    return _Items(tuple(rows), tuple(unknown))


def _confirm(run: Invocation, session: Session, verb: str, plan: Plan) -> Exit | None:
    """Why it is not to be done, where it is more than may be done without a question."""
    if plan.transaction is None or run.call.flag("--yes"):
        return None
    items, files = len(plan.done), len(plan.transaction.paths)
    shared = session.shared(plan.transaction)
    few = items <= session.config.confirm_items and files <= session.config.confirm_files
    if few and not shared:
        return None
    much = f"{verb} {_count(items, 'task')} in {_count(files, 'file')}"
    if shared:
        much += f", in place, because {shared[0]} has other names (hard links)"
    for line in session.diff(plan.transaction).split("\n")[:_SAMPLE]:
        run.out.remark(line)
    answer = run.out.ask(f"{much}?", run.stdin)
    if answer is None:
        run.out.complain(f"{much}: that is for --yes, or for a terminal to ask on")
        return Exit.USAGE
    if not answer:
        run.out.complain("nothing was changed")
        return Exit.FAILED
    return None


def _report(run: Invocation, verb: str, result: _Result) -> None:
    plan = result.plan
    files = plan.transaction.paths if plan.transaction is not None else ()
    for id in result.unknown:
        run.out.complain(f"{id}: {_UNKNOWN}")
    for refusal in plan.refused:
        run.out.complain(_refused(refusal))
    for sentence in result.left:
        run.out.complain(sentence)
    if run.call.flag("--json"):
        run.out.json(_json(verb, result, files))
        return
    if result.diff:
        run.out.diff(result.diff)
    elif plan.done:
        run.out.line(f"{verb}: {_count(len(plan.done), 'task')} in {_count(len(files), 'file')}")
    if plan.unchanged:
        run.out.line(f"{verb}: {_count(len(plan.unchanged), 'task')} already so, left as they are")
    if not (plan.done or plan.unchanged or plan.refused or result.unknown):
        run.out.line(f"{verb}: nothing matches")


def _refused(refusal: Refusal) -> str:
    moved = f"; expected “{refusal.expected}”" if refusal.expected else ""
    found = f", found “{refusal.found}”" if refusal.found else ""
    return f"{refusal.id}: {refusal.reason}{moved}{found}"


def _json(verb: str, result: _Result, files: Sequence[str]) -> Json:
    refused: list[Json] = [
        {
            "id": refusal.id,
            "reason": refusal.reason,
            "expected": refusal.expected,
            "found": refusal.found,
            "conflict": refusal.conflict,
        }
        for refusal in result.plan.refused
    ]
    refused += [{"id": id, "reason": _UNKNOWN} for id in result.unknown]
    return {
        "verb": verb,
        "done": result.plan.done,
        "unchanged": result.plan.unchanged,
        "refused": refused,
        "left": result.left,
        "files": files,
        "transaction": result.transaction,
        "diff": result.diff,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
