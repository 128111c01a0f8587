"""Decisions made on a screen, carried out: kept before a note is touched, settled after, resumed after a kill."""

from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field

from core.actions.intents import (
    AnyIntent,
    Fix,
    Intent,
    ItemIntent,
    PageIntent,
    Refusal,
    TaskIntent,
)
from core.actions.records import (
    Asked,
    Decision,
    Row,
    decision_of,
    intent_of,
    is_about_lines,
    is_about_pages,
    is_about_problems,
    is_about_reviewed,
    is_about_tasks,
)
from core.edit import EntryId
from core.entries import Entry
from core.errors import Conflict, Refused, WinnowError, WriteFailed
from core.index.rows import TaskId
from core.path import NotePath
from core.queue import Kept, all_refused
from core.session import Session
from core.writing import Outcome

Wanted = AnyIntent
"""Whatever can be decided on a screen."""

_MISTAKE = "a mistake in Winnow kept it from being written"
_LEFT = "another program was in the way when the rest was written"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What became of the decisions that an earlier run left."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    """They could not be written now either, and are kept."""
    gone: tuple[Refusal, ...] = field(default=(), compare=False)
    """Of those refused: tasks that no list shows any more, because they are not there."""
    touched: frozenset[TaskId] = field(default=frozenset(), compare=False)
    """Every task that may differ from what was shown before."""


def keep(session: Session, id: str, intent: Wanted, *, sync: bool = False) -> None:
    """Put a decision into the queue; one that stands there stays as it is.

    Args:
        session: Where it is to be carried out.
        id: What the queue calls it.
        intent: What was decided.
        sync: It has to wait, and is to survive a power cut meanwhile.

    Raises:
        Refused: Another screen has the vault open.
        WriteFailed: It cannot be kept.
    """
    keep_all(session, [(id, intent)], sync=sync)


def keep_all(session: Session, wanted: Collection[tuple[str, Wanted]], *, sync: bool) -> None:
    """Put decisions into the queue, in this order. As `keep`; for all of them the disk is waited for once."""
    if session.read_only:
        raise Refused(session.read_only)
    now = session.now
    session.queue.add(*(decision_of(id, now, intent) for id, intent in wanted), sync=sync)


def decide(session: Session, id: str, intent: Wanted) -> Outcome:
    """Keep a decision, carry it out, and keep why what of it was refused.

    Raises:
        WriteFailed: It could not be kept or not be written, and is tried again by `resume`.
        WinnowError: As `Session.do`.
    """
    decision = decision_of(id, session.now, intent)
    try:
        keep(session, id, intent)
    except WriteFailed as error:
        # What is not written down is not done either: a kill in between would leave no trace of it.
        session.queue.hold(decision, str(error))
        raise
    return _carry_out(session, decision, intent, ())


def resume(session: Session) -> Resumed:
    """Carry out what an earlier run decided and did not write, and what was held; nothing is done twice.

    What was refused about tasks that are gone is forgotten.

    Raises:
        WriteFailed: The queue cannot be read.
    """
    if session.read_only:
        return Resumed()
    queue = session.queue
    left = queue.left
    written = {one.tx.decision: one for one in session.past.entries()} if left else {}
    tally = _Tally()
    for decision in left:
        if (entry := written.get(decision.id)) is not None:
            refused = _left_out(session, decision, entry)
            queue.settle(decision, refused)
            tally.settled(decision, refused, session)
        else:
            _again(session, decision, tally)
    with suppress(WriteFailed):
        queue.forget(lambda id, kept: _is_gone(session, id, kept))
    return tally.result()


class _Tally:
    """Counts what became of each decision."""

    def __init__(self) -> None:
        self._done = self._refused = self._waiting = 0
        self._gone: list[Refusal] = []
        self._touched: set[TaskId] = set()

    def settled(self, decision: Decision, refused: Collection[Refusal], session: Session) -> None:
        if refused:
            self._refused += 1
        else:
            self._done += 1
        self._gone += [one for one in refused if one.id not in session.snapshot.tasks]
        self._touched.update(item.id for item in decision.items)

    def touched(self, tasks: Collection[TaskId]) -> None:
        self._touched.update(tasks)

    def waits(self) -> None:
        self._waiting += 1

    def result(self) -> Resumed:
        touched = frozenset(self._touched)
        return Resumed(self._done, self._refused, self._waiting, tuple(self._gone), touched)


def _again(session: Session, decision: Decision, tally: _Tally) -> None:
    queue = session.queue
    unseen = [
        item
        for item in decision.items
        if _is_unseen(session, item.path) and not _is_there(session, item.id, decision.asked)
    ]
    if unseen:
        # Not listed does not mean gone: the folder may be readable the next time.
        queue.hold(decision, f"{unseen[0].path} cannot be read")
        tally.waits()
        return
    intent, refused = decision.intent(session.snapshot.tasks, _item(session, decision.asked))
    try:
        queue.add(decision)
        if intent is None:
            queue.settle(decision, refused)
        else:
            outcome = _carry_out(session, decision, intent, refused)
            refused = (*refused, *_refusals(session, decision, outcome))
            tally.touched(outcome.touched)
    except (Conflict, Refused) as error:
        refused = all_refused(decision.items, str(error), conflict=isinstance(error, Conflict))
    except WinnowError as error:
        queue.hold(decision, str(error))
        tally.waits()
        return
    tally.settled(decision, refused, session)


def offer_again(
    session: Session, intent: Wanted, lost: Collection[NotePath], reason: str
) -> frozenset[TaskId]:
    """Keep that what was decided does not stand in these notes; the tasks. Raises `WriteFailed`."""
    if not isinstance(intent, TaskIntent):
        return _items_again(session, intent, reason)
    tasks = session.snapshot.tasks
    there = [
        (item, row)
        for item in intent.items
        if (row := tasks.get(item.id)) is not None and row.note.path in lost
    ]
    back = [row for item, row in there if row.raw == item.raw] or [row for _, row in there]
    refused = [Refusal(row.id, reason, expected=row.raw, conflict=True) for row in back]
    if refused:
        session.queue.settle(decision_of("", session.now, intent), refused)
    return frozenset(row.id for row in back)


def _items_again(session: Session, intent: Wanted, reason: str) -> frozenset[TaskId]:
    """As `offer_again`, of what waits in the inbox or for a review once more, or is wrong as it was."""
    decision = decision_of("", session.now, intent)
    about = decision.items if isinstance(intent, ItemIntent | PageIntent | Fix) else ()
    item = _item(session, decision.asked)
    back = [one.id for one in about if item(one.id) is not None]
    refused = [Refusal(id, reason, conflict=True) for id in back]
    if refused:
        session.queue.settle(decision, refused)
    return frozenset(back)


def asked_again(session: Session, tasks: Collection[TaskId]) -> tuple[Intent, ...]:
    """What was refused about these tasks, wanted of them as they read now. Raises `WriteFailed`."""
    rows = session.snapshot.tasks
    found = _asked_again(session, tasks)
    wanted = ((asked, [rows[id] for id in ids if id in rows]) for asked, ids in found.items())
    made = (intent_of(asked, items) for asked, items in wanted if items)
    return tuple(one for one in made if isinstance(one, TaskIntent))


def _asked_again(session: Session, ids: Collection[TaskId]) -> dict[Asked, list[TaskId]]:
    """What was refused about these and nobody holds, by what was asked for."""
    kept = session.queue.kept
    held = {item.id for decision in session.queue.left for item in decision.items}
    wanted: defaultdict[Asked, list[TaskId]] = defaultdict(list)
    for id in ids:
        if id in kept and id not in held:
            wanted[kept[id].asked].append(id)
    return wanted


def _carry_out(
    session: Session, decision: Decision, intent: Wanted, moved: tuple[Refusal, ...]
) -> Outcome:
    queue = session.queue
    ended = False
    try:
        outcome = session.do(intent, decision.id)
        ended = True
    except (Conflict, Refused) as error:
        ended = True
        reasons = all_refused(decision.items, str(error), conflict=isinstance(error, Conflict))
        with suppress(WriteFailed):
            queue.settle(decision, reasons)
        raise
    except WinnowError as error:
        ended = True
        queue.hold(decision, str(error))
        raise
    finally:
        if not ended:
            queue.hold(decision, _MISTAKE)
    # Where this fails, the journal says which decision was written.
    with suppress(WriteFailed):
        queue.settle(decision, (*moved, *_refusals(session, decision, outcome)))
    return outcome


def _refusals(session: Session, decision: Decision, outcome: Outcome) -> tuple[Refusal, ...]:
    refused = () if outcome.plan is None else outcome.plan.refused
    if not outcome.left or outcome.plan is None:
        return refused
    entry = _entry(session, outcome.entry)
    done = frozenset(outcome.plan.done)
    left_out = () if entry is None else _left_out(session, decision, entry)
    return (*refused, *(one for one in left_out if one.id in done))


def _entry(session: Session, id: EntryId | None) -> Entry | None:
    return next((entry for entry in session.past.entries() if entry.id == id), None)


def _left_out(session: Session, decision: Decision, entry: Entry) -> tuple[Refusal, ...]:
    """Why what another program made impossible halfway was not done."""
    if not entry.left:
        return ()
    written, tasks = frozenset(entry.tx.paths), session.snapshot.tasks
    return tuple(
        Refusal(
            item.id,
            _LEFT,
            expected=item.raw,
            found=tasks[item.id].raw if item.id in tasks else "",
            conflict=True,
        )
        for item in decision.items
        if item.path not in written
    )


def _item(session: Session, asked: Asked) -> Callable[[str], Row | None]:
    """What waits in the inbox under an id; where it is about pages, for a review, or the page; or what is wrong with a line."""
    if is_about_problems(asked):
        return session.problems.find
    if is_about_reviewed(asked):
        return session.review.row
    return session.review.item if is_about_pages(asked) else session.inbox.row


def _is_there(session: Session, id: TaskId, asked: Asked) -> bool:
    """Whether what a decision is about can be found."""
    if not is_about_tasks(asked) and not is_about_lines(asked):
        return _item(session, asked)(id) is not None
    return id in session.snapshot.tasks


def _is_gone(session: Session, id: TaskId, kept: Kept) -> bool:
    return not _is_there(session, id, kept.asked) and not _is_unseen(session, kept.path)


def _is_unseen(session: Session, path: NotePath) -> bool:
    """Whether it may be where nothing could be listed."""
    trouble = (one for one, _ in session.snapshot.trouble)
    return any(one in {"", path} or path.startswith(f"{one}/") for one in trouble)
