"""`winnow do`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.actions.intents import Plan, Refusal
from core.edit import Move, Transaction
from core.index.rows import TaskId, TaskRow
from core.process import Exit
from core.query import Query, parse_query
from core.session import Session
from tui.cli import clustering, fixing, inboxing, keeping, paging
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.output import Json
from tui.cli.verbs import (
    CLUSTER_VERBS,
    INBOX_VERBS,
    LINE_VERBS,
    NAMING_VERBS,
    PAGE_VERBS,
    Wanted,
    intent,
)

_SAMPLE = 20
"""Lines of the diff that are shown before a question."""
_UNKNOWN = {
    "task": "there is no such task",
    "item": "nothing in the inbox is called so",
    "page": "there is no such page",
    "name": "there is no such name without a page",
    "line": "",
    "problem": "there is no such problem",
}
_OF_BOTH = frozenset(["snooze", "accept", "reject"])
"""Verbs about tasks that items of the inbox take, too."""
_NOTHING = Plan(None, (), (), ())


@dataclass(frozen=True, slots=True)
class _Result:
    """What is reported."""

    plan: Plan
    unknown: tuple[str, ...]
    noun: str
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
    """Carry a verb out on tasks, or on what waits in the inbox. Raises `WinnowError`."""
    verb, *words = run.call.words
    text = run.call.text("--filter")
    if (text is None) == (not words):
        raise BadUsage("winnow do wants items, or --filter instead of them")
    of_tasks = verb not in _LISTED
    query = parse_query(text) if text is not None and of_tasks else None
    session = run.open(read=True)
    wanted = _wanted(run, session, verb, words, query)
    plan = _NOTHING if wanted.intent is None else session.plan(wanted.intent)
    if run.call.flag("--dry-run"):
        diff = "" if plan.transaction is None else session.writing.diff(plan.transaction)
        result = _Result(_with(plan, wanted), wanted.unknown, wanted.noun, diff=diff)
    else:
        refusal = _confirm(run, session, verb, plan, wanted.noun)
        if refusal is not None:
            return refusal
        entry, left = None, tuple[str, ...]()
        if wanted.intent is not None:
            with run.signals.held():
                outcome = session.do(wanted.intent)
            plan, entry, left = outcome.plan or plan, outcome.entry, outcome.left
        result = _Result(_with(plan, wanted), wanted.unknown, wanted.noun, entry, left=left)
    _report(run, verb, result)
    return result.exit


def _wanted(
    run: Invocation, session: Session, verb: str, words: Sequence[str], query: Query | None
) -> Wanted:
    """What is to be done, and to what."""
    value = run.call.text("--to")
    if verb == "trash" and words:
        words = list(_named(run, words))
        run.read(session)
        if _are_others(session, words) or paging.were_trashed(session, words):
            return paging.pages(session, verb, words, value, _more(run))
    if verb not in NAMING_VERBS:
        paging.check(verb, _more(run))
    of = _LISTED.get(verb)
    if of is not None:
        return of(run, session, verb, words, value)
    changed = verb == "snooze" and query is None and (value or "").strip().lower() == "changed"
    made = None if changed else intent(verb, value, session.config, session.today)
    run.read(session)
    ids = list(run.rows(session, query).ids if query is not None else _named(run, words))
    if verb == "snooze" and query is None and _are_others(session, ids):
        return keeping.pages(session, verb, ids, value)
    if made is None or (verb == "snooze" and query is None and _are_items(session, ids)):
        return inboxing.items(session, verb, ids, value)
    found = _find(session, ids, items=query is None and verb in _OF_BOTH)
    return replace(found, intent=made(found.rows))


def _of_inbox(
    run: Invocation, session: Session, verb: str, words: Sequence[str], value: str | None
) -> Wanted:
    run.read(session)
    if verb == "duplicate" and words:
        words = list(_named(run, words))
        if not any(session.inbox.find(id) for id in words) and _are_tasks(session, words):
            return clustering.clusters(session, verb, words, value)
    if verb in {"capture", "make-task"}:
        one_place = verb == "make-task"
        if value is not None or not words or (one_place and len(words) > 1):
            raise BadUsage(
                f"{verb} takes {'one PATH:LINE' if one_place else 'the words of a task'}"
            )
        return inboxing.make_task(session, words[0]) if one_place else inboxing.capture(words)
    if not words:
        return inboxing.filtered(session, verb, run.call.text("--filter") or "", value)
    return inboxing.items(session, verb, list(_named(run, words)), value)


def _of_clusters(
    run: Invocation, session: Session, verb: str, words: Sequence[str], value: str | None
) -> Wanted:
    run.read(session)
    ids = list(_named(run, words)) if words else _filtered(run, session)
    return clustering.clusters(session, verb, ids, value, run.call.texts("--choose"))


def _filtered(run: Invocation, session: Session) -> Sequence[str]:
    return run.rows(session, parse_query(run.call.text("--filter") or "")).ids


def _of_lines(
    run: Invocation, session: Session, _: str, words: Sequence[str], value: str | None
) -> Wanted:
    run.read(session)
    if not words:
        return fixing.filtered(session, run.call.text("--filter") or "", value)
    return fixing.problems(session, _named(run, words), value)


def _of_pages(
    run: Invocation, session: Session, verb: str, words: Sequence[str], value: str | None
) -> Wanted:
    run.read(session)
    if verb in NAMING_VERBS:
        if not words:
            return paging.filtered(session, verb, run.call.text("--filter") or "", value, _more(run))  # fmt: skip
        return paging.pages(session, verb, list(_named(run, words)), value, _more(run))
    if not words:
        return keeping.filtered(session, verb, run.call.text("--filter") or "", value)
    return keeping.pages(session, verb, list(_named(run, words)), value)


def _more(run: Invocation) -> paging.More:
    """What else the command line says about pages."""
    call = run.call
    return paging.More(
        call.text("--links"), call.flag("--notes"), call.texts("--choose"), call.flag("--rewrite")
    )


_LISTED: Mapping[str, Callable[[Invocation, Session, str, Sequence[str], str | None], Wanted]] = {
    **dict.fromkeys(CLUSTER_VERBS, _of_clusters),
    **dict.fromkeys(LINE_VERBS, _of_lines),
    **dict.fromkeys(INBOX_VERBS, _of_inbox),
    **dict.fromkeys((*PAGE_VERBS, *NAMING_VERBS), _of_pages),
}
"""Verbs about what other lists than that of tasks have → what is wanted of it."""


def _with(plan: Plan, wanted: Wanted) -> Plan:
    """The plan with what was so before."""
    return replace(plan, unchanged=(*plan.unchanged, *wanted.already))


def _are_tasks(session: Session, ids: Sequence[str]) -> bool:
    """Whether one of them is a task, or a cluster of tasks."""
    tasks = session.snapshot.tasks
    return any(TaskId(id) in tasks or session.clusters.find(id) is not None for id in ids)


def _are_others(session: Session, ids: Sequence[str]) -> bool:
    """Whether they are pages, and neither tasks nor items of the inbox."""
    tasks = session.snapshot.tasks
    if any(TaskId(id) in tasks or session.inbox.find(id) is not None for id in ids):
        return False
    return keeping.are_pages(session, ids)


def _are_items(session: Session, ids: Sequence[str]) -> bool:
    """Whether they are items of the inbox. Raises `BadUsage` where some are and others are tasks."""
    tasks = [id for id in ids if TaskId(id) in session.snapshot.tasks]
    if len(tasks) == len(ids):
        return False
    items = [id for id in ids if id not in tasks and session.inbox.find(id) is not None]
    if items and tasks:
        raise BadUsage("tasks and items of the inbox are two commands")
    return bool(items)


def _named(run: Invocation, words: Sequence[str]) -> Iterator[str]:
    """The items on the command line; `-` stands for those on standard input, one a line."""
    for word in words:
        if word == "-":
            yield from filter(None, map(str.strip, run.stdin))
        else:
            yield word


@dataclass(frozen=True, slots=True)
class _Found(Wanted):
    """Tasks that were found."""

    rows: tuple[TaskRow, ...] = ()


def _find(session: Session, ids: Iterable[str], *, items: bool) -> _Found:
    """Each task once; for an item of the inbox its undecided proposals."""
    rows: dict[str, TaskRow] = {}
    unknown: list[str] = []
    already: list[TaskId] = []
    for id in dict.fromkeys(ids):
        task = session.snapshot.tasks.get(TaskId(id))
        item = session.inbox.find(id) if task is None and items else None
        if task is not None:
            rows[id] = task
        elif item is not None:
            found = session.inbox.tasks(item)
            rows.update((row.id, row) for row in found)
            already += [] if found else [TaskId(id)]
        else:
            unknown.append(id)
    return _Found(None, tuple(unknown), tuple(already), rows=tuple(rows.values()))


def _confirm(run: Invocation, session: Session, verb: str, plan: Plan, noun: str) -> Exit | None:
    """Why it is not to be done, where it is more than may be done without a question."""
    if plan.transaction is None or run.call.flag("--yes"):
        return None
    items, files = len(plan.done), _files(plan.transaction)
    shared = session.writing.shared(plan.transaction)
    few = items <= session.config.confirm_items and files <= session.config.confirm_files
    if few and not shared:
        return None
    much = f"{verb} {_count(items, noun)} in {_count(files, 'file')}"
    if shared:
        much += f", in place, because {shared[0]} has other names (hard links)"
    for line in session.writing.diff(plan.transaction).split("\n")[:_SAMPLE]:
        run.out.remark(line)
    answer = run.out.ask(f"{much}?", run.stdin)
    if answer is None:
        run.out.complain(f"{much}: that is for --yes, or for a terminal to ask on")
        return Exit.USAGE
    if not answer:
        run.out.complain("nothing was changed")
        return Exit.FAILED
    return None


def _files(transaction: Transaction) -> int:
    """How many files it touches; one that is moved is one."""
    places = {change.to for change in transaction.changes if isinstance(change, Move)}
    return len(places.symmetric_difference(transaction.paths))


def _report(run: Invocation, verb: str, result: _Result) -> None:
    plan = result.plan
    files = plan.transaction.paths if plan.transaction is not None else ()
    many = _files(plan.transaction) if plan.transaction is not None else 0
    for id in result.unknown:
        run.out.complain(f"{id}: {_UNKNOWN[result.noun]}")
    for refusal in plan.refused:
        run.out.complain(_refused(refusal))
    for sentence in plan.remarks:
        run.out.complain(sentence)
    for sentence in result.left:
        run.out.complain(sentence)
    if run.call.flag("--json"):
        run.out.json(_json(verb, result, files))
        return
    if result.diff:
        run.out.diff(result.diff)
    elif plan.done:
        where = f" in {_count(many, 'file')}" if many else ""
        run.out.line(f"{verb}: {_count(len(plan.done), result.noun)}{where}")
    if plan.unchanged:
        much = _count(len(plan.unchanged), result.noun)
        run.out.line(f"{verb}: {much} already so, left as they are")
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
    refused += [{"id": id, "reason": _UNKNOWN[result.noun]} for id in result.unknown]
    return {
        "verb": verb,
        "done": result.plan.done,
        "unchanged": result.plan.unchanged,
        "refused": refused,
        "left": result.left,
        "remarks": result.plan.remarks,
        "references": dict(result.plan.counts),
        "folded": [one._asdict() for one in result.plan.folded],
        "clashes": [one._asdict() for one in result.plan.clashes],
        "files": files,
        "transaction": result.transaction,
        "diff": result.diff,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
