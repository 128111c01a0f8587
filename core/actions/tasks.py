"""Intents about tasks become plans: what would be written where, and what is refused and why. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, assert_never

from core.actions.change import set_due, set_owner, set_priority, set_tag, set_text
from core.actions.clustering import Taken, leads, left_alone, taken_over, tied, with_taken
from core.actions.decide import LineChange, decide
from core.actions.intents import (
    Accept,
    AcceptCluster,
    AsBefore,
    Decision,
    Done,
    DuplicateOf,
    Intent,
    Join,
    Plan,
    Refusal,
    Reject,
    RejectCluster,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Snooze,
    Split,
    Start,
)
from core.actions.line_edits import joined as _joined
from core.actions.line_edits import line_edits as _edits
from core.actions.locate import found_at, locate
from core.actions.verdicts import Beside, Step, step
from core.config import Config
from core.edit import Change, Edit, Remember, Transaction, patch
from core.errors import Conflict, Refused, WinnowError
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import Decided
from core.note import Note
from core.parse.tasks import Task, TaskLine
from core.past import CALLED
from core.path import NotePath
from core.statuses import Status, TaskSettings

_Field = SetOwner | SetDue | SetPriority | SetTag | SetText
_Step = Decision | AsBefore | AcceptCluster | RejectCluster | DuplicateOf
_LineIntent = _Step | _Field
_VERBS: Final[Mapping[type[Intent], str]] = {
    AsBefore: "as-before",
    AcceptCluster: "accept-cluster",
    RejectCluster: "reject-cluster",
    DuplicateOf: "duplicate",
}
"""Commands that are not called as what they want."""
_LABEL_WORDS = 6
_LABEL_LENGTH = 48


def plan_tasks(  # noqa: PLR0913, PLR0917 - the seams of the session, each a different thing
    intent: Intent,
    read: Callable[[NotePath], Note],
    config: Config,
    settings: Callable[[NotePath], TaskSettings],
    today: date,
    beside: Beside,
) -> Plan:
    """What `intent` would write, as one transaction with one patch a note, and what it remembers.

    An item that already is what was asked for is `unchanged`; one that cannot be found again, or
    whose change would need a guess, is `refused` with the reason, and the others are planned.
    """
    draft = _Draft()
    if isinstance(intent, Snooze):
        _snooze(intent, beside.snoozed, draft)
    elif isinstance(intent, Split | Join):
        draft.remember(tied(intent, beside.ties, beside.tasks), intent.items)
    else:
        desk = _Desk(read, config, settings, today, beside)
        items = intent.items
        if isinstance(intent, AcceptCluster):
            desk = replace(desk, beside=replace(beside, leads=leads(intent)))
            draft.refused += _left_alone(intent, desk)
            alone = {one.id for one in draft.refused}
            items = tuple(row for row in items if row.id not in alone)
        _plan_notes(intent, items, desk, draft)
        draft.changes += beside.keep(draft.decided)
    return draft.plan(intent)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all notes are decided by."""

    read: Callable[[NotePath], Note]
    config: Config
    settings: Callable[[NotePath], TaskSettings]
    today: date
    beside: Beside

    def vault(self, path: NotePath) -> "_Vault":
        return _Vault(self.config, self.settings(path), self.today, self.beside)


@dataclass(frozen=True, slots=True)
class _Vault:
    """What a line is decided by, besides itself."""

    config: Config
    settings: TaskSettings
    today: date
    beside: Beside


@dataclass(slots=True)
class _Draft:
    changes: list[Change] = field(default_factory=list)
    done: list[TaskRow] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    unchanged: list[TaskId] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def remember(self, changes: Iterable[Change], rows: Iterable[TaskRow]) -> None:
        """Changes of what is remembered of these tasks; none: they are what was asked for."""
        self.changes += changes
        if self.changes:
            self.done += dict.fromkeys(rows)
        else:
            self.unchanged += [row.id for row in dict.fromkeys(rows)]

    def plan(self, intent: Intent) -> Plan:
        transaction = None
        if self.changes:
            verb = verb_of(intent)
            transaction = Transaction(
                _label(verb, self.done), tuple(self.changes), verb, items=max(1, len(self.done))
            )
        done = tuple(row.id for row in self.done)
        return Plan(transaction, done, tuple(self.unchanged), tuple(self.refused))


def verb_of(intent: Intent) -> str:
    """The command that an intent comes from, as the command line spells it."""
    match intent:
        case SetOwner() | SetDue() | SetPriority() | SetTag() | SetText():
            return type(intent).__name__.removeprefix("Set").lower()
        case _:
            return _VERBS.get(type(intent)) or type(intent).__name__.lower()


def _label(verb: str, rows: list[TaskRow]) -> str:
    verb = CALLED.get(verb, verb)
    if len(rows) > 1:
        return f"{verb} ×{len(rows)}"
    words = (rows[0].text or rows[0].raw).split()
    text = " ".join(words[:_LABEL_WORDS])[:_LABEL_LENGTH]
    return f"{verb} “{text}{'…' if text != ' '.join(words) else ''}”"


def _left_alone(intent: AcceptCluster, desk: _Desk) -> Iterator[Refusal]:
    """What is not rejected, because the line that would stay cannot be accepted."""
    first = _Draft()
    stay = [row for row in intent.items if row.id not in desk.beside.leads]
    _plan_notes(intent, stay, desk, first)
    return left_alone(intent, first.refused)


def _plan_notes(intent: _LineIntent, items: Iterable[TaskRow], desk: _Desk, draft: _Draft) -> None:
    for path, rows in _by_note(items).items():
        try:
            note = desk.read(path)
        except WinnowError as error:
            draft.refused += [_conflict(row, str(error)) for row in rows]
            continue
        _plan_note(intent, note, rows, desk.vault(path), draft)


def _by_note(items: Iterable[TaskRow]) -> dict[NotePath, list[TaskRow]]:
    """The rows of each note, each row once."""
    notes: dict[NotePath, list[TaskRow]] = {}
    for row in dict.fromkeys(items):
        notes.setdefault(row.note.path, []).append(row)
    return notes


def _snooze(intent: Snooze, snoozed: Callable[[TaskId], str | None], draft: _Draft) -> None:
    until = intent.until.isoformat() if intent.until else None
    for row in dict.fromkeys(intent.items):
        before = snoozed(row.id)
        if before == until:
            draft.unchanged.append(row.id)
        else:
            draft.changes.append(Remember("snooze", row.id, before, until))
            draft.done.append(row)


def _plan_note(
    intent: _LineIntent, note: Note, rows: list[TaskRow], vault: _Vault, draft: _Draft
) -> None:
    edits: list[Edit] = []
    lines: set[int] = set()
    for row in rows:
        try:
            task = locate(note, row)
            if task.line in lines:
                continue
            decision = step(intent, row, vault.beside)
            taken = _taken(intent, row, vault)
            change = _change(intent, decision, task, vault, taken)
        except Conflict as conflict:
            draft.refused.append(_conflict(row, str(conflict), found_at(note, row)))
        except Refused as refusal:
            draft.refused.append(Refusal(row.id, str(refusal)))
        else:
            lines.add(task.line)
            if change:
                edits += _edits(note, task, change, vault.settings)
                draft.done.append(row)
                if decision is not None:
                    draft.decided.append(decision.decided(row, vault.today.isoformat()))
            else:
                draft.unchanged.append(row.id)
    if edits:
        draft.changes.append(patch(note.path, note.source.data, _joined(edits)))


def _conflict(row: TaskRow, reason: str, found: str = "") -> Refusal:
    return Refusal(row.id, reason, expected=row.raw, found=found, conflict=True)


def _taken(intent: _LineIntent, row: TaskRow, vault: _Vault) -> Taken | None:
    if isinstance(intent, AcceptCluster) and row.id not in vault.beside.leads:
        return taken_over(intent, row, vault.config.me)
    return None


def _change(
    intent: _LineIntent, decision: Step | None, task: Task, vault: _Vault, taken: Taken | None
) -> LineChange:
    """What the intent does to one task. Raises `Refused`."""
    read = task.detail
    if read is None:
        raise Refused("the line is no task any more")
    try:
        task.raw.encode()
    except UnicodeEncodeError:
        raise Refused(
            "the line holds bytes that are not UTF-8: repair it in an editor first"
        ) from None
    if decision is not None:
        change = _decision(decision.intent, read, vault)
        return with_taken(change, read, taken, vault.settings) if taken else change
    assert not isinstance(intent, _Step)  # noqa: S101 - each of those is a step
    return _field(intent, read, vault.settings)


def _field(intent: _Field, read: TaskLine, settings: TaskSettings) -> LineChange:
    match intent:
        case SetDue(due=due):
            return set_due(read, due, settings)
        case SetPriority(priority=priority):
            return set_priority(read, priority, settings)
        case SetTag(tag=tag, present=present):
            return set_tag(read, tag, settings, present=present)
        case SetOwner(owner=owner):
            return set_owner(read, owner, settings)
        case SetText(text=text):
            return set_text(read, text, settings)
        case _:
            assert_never(intent)


def _decision(intent: Decision, read: TaskLine, vault: _Vault) -> LineChange:
    target = _target(intent, read, vault)
    reopens = isinstance(intent, Reopen)
    tags = () if reopens or isinstance(intent, Reject) else vault.config.accept_remove_tags
    return decide(read, target, vault.settings, vault.today, tags, reopens=reopens)


def _target(intent: Decision, read: TaskLine, vault: _Vault) -> Status:
    """The status to write, the present one where it already is what is asked for."""
    now, settings = read.status, vault.settings
    target: Status | None
    match intent:
        case Accept():
            return _accepted(read, settings)
        case Reject():
            wanted, target = "CANCELLED", settings.rejecting(vault.config.reject_status)
        case Start():
            wanted, target = "IN_PROGRESS", settings.starting()
        case Done():
            wanted, target = "DONE", settings.completing()
        case Reopen():
            wanted, target = "TODO", settings.reopening()
            if settings.is_proposed(read.mark):
                wanted = ""
        case _:
            assert_never(intent)
    if now.type == wanted:
        return now
    if target is None:
        raise Refused(_missing(wanted or "TODO", settings))
    return target


def _accepted(read: TaskLine, settings: TaskSettings) -> Status:
    """Only the mark of a proposal gives way: `[ ]` with a tag that says proposed loses the tag."""
    now = read.status
    if settings.is_proposed(read.mark):
        return settings.accepting(read.mark)
    if now.type == "CANCELLED":
        return settings.accepting("?")
    if now.open:
        return now
    raise Refused(f"it is {now.name or now.type.lower()} already; reopen it first")


def _missing(type_: str, settings: TaskSettings) -> str:
    where = f"“{settings.where}”" if settings.where else "this vault"
    return (
        f"the Tasks settings of {where} (.obsidian/plugins/obsidian-tasks-plugin/data.json) define"
        f" no {type_} status: add one in Obsidian under Settings, Tasks, Task statuses"
    )
