"""Intents about what waits in the inbox become plans: what would be written where, what is refused and why.

Pure but for what the ground asks the disk. Each item is done or refused on its own; all that is done is
one transaction.
"""

from collections.abc import Callable, Mapping
from typing import assert_never

from core.actions.away import archive, duplicate, trash
from core.actions.drafting import Draft
from core.actions.filing import file_item
from core.actions.ground import Ground
from core.actions.intents import (
    Archive,
    Capture,
    Duplicate,
    File,
    InboxIntent,
    KeepOne,
    MakeNote,
    MakeTask,
    Plan,
    Review,
    SnoozeItem,
    Trash,
    line_id,
)
from core.actions.keeping import keep_one
from core.actions.lines_of_tasks import capture, make_task
from core.actions.making import make_note
from core.actions.setting_aside import review, snooze
from core.actions.targets import Target, target_of
from core.errors import WinnowError
from core.inbox.items import InboxRow
from core.path import stem_of

_Act = Callable[[InboxRow, Draft], None]
_Filing = Callable[[InboxRow, Target, Draft], None]
_VERBS: Mapping[type[InboxIntent], str] = {
    File: "file", MakeNote: "note", Archive: "archive", Duplicate: "duplicate", KeepOne: "keep-one",
    Trash: "trash", Review: "reviewed", SnoozeItem: "snooze", Capture: "capture", MakeTask: "make-task",
}  # fmt: skip


def plan_items(intent: InboxIntent, ground: Ground) -> Plan:
    """What `intent` would write, as one transaction.

    An item that already is what was asked for is `unchanged`; one that cannot be done without a guess or
    a loss is `refused` with the reason, and the others are planned.
    """
    draft = Draft(ground)
    return draft.plan(verb_of(intent), _plan(intent, draft))


def _plan(intent: InboxIntent, draft: Draft) -> str:
    """Plan all of it; where to, for its label."""
    match intent:
        case Capture() | MakeTask():
            _line(intent, draft)
        case KeepOne(items, keep):
            keep_one(items, keep, draft)
            return stem_of(keep)
        case File(items, to):
            return _to(items, to, file_item, draft)
        case MakeNote(items, to):
            return _to(items, to, make_note, draft)
        case Duplicate(items, of):
            _each(items, lambda row, draft: duplicate(row, of, draft), draft)
            return stem_of(of)
        case Archive() | Trash() | Review() | SnoozeItem():
            _each(intent.items, _act(intent), draft)
        case _:
            assert_never(intent)
    return ""


def _act(intent: Archive | Trash | Review | SnoozeItem) -> _Act:
    match intent:
        case Archive():
            return archive
        case Trash():
            return trash
        case Review(done=done):
            return lambda row, draft: review(row, draft, done=done)
        case SnoozeItem():
            return lambda row, draft: snooze(row, intent, draft)
        case _:
            assert_never(intent)


def verb_of(intent: InboxIntent) -> str:
    """The command that an intent comes from, as the command line spells it."""
    return _VERBS[type(intent)]


def _each(items: tuple[InboxRow, ...], act: _Act, draft: Draft) -> None:
    """Do it to each item once; one that is refused keeps nobody from the others."""
    for row in {row.id: row for row in items}.values():
        try:
            act(row, draft)
        except WinnowError as error:
            draft.refuse(row.id, error)


def _to(items: tuple[InboxRow, ...], to: str, act: _Filing, draft: Draft) -> str:
    """Do it to each item, all to one target; what that is called."""
    try:
        target = target_of(to, draft)
    except WinnowError as error:
        for id in dict.fromkeys(row.id for row in items):
            draft.refuse(id, error)
        return to
    _each(items, lambda row, draft: act(row, target, draft), draft)
    return target.name


def _line(intent: Capture | MakeTask, draft: Draft) -> None:
    try:
        if isinstance(intent, Capture):
            capture(intent, draft)
        else:
            make_task(intent, draft)
    except WinnowError as error:
        draft.refuse(line_id(intent.text), error)
