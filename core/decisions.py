"""Decisions made on a screen, carried out: kept before a note is touched, settled after, resumed after a kill."""

from contextlib import suppress
from dataclasses import dataclass

from core.actions.intents import Intent, Refusal
from core.errors import Conflict, Refused, WinnowError, WriteFailed
from core.index.rows import TaskId
from core.queue import Decision, all_refused, decision_of
from core.session import Outcome, Session


@dataclass(frozen=True, slots=True)
class Resumed:
    """What became of the decisions that an earlier run left."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    """They could not be written now either, and are kept."""


def keep(session: Session, id: str, intent: Intent, *, sync: bool = False) -> None:
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
    if session.read_only:
        raise Refused(session.read_only)
    session.queue.add(decision_of(id, session.now, intent), sync=sync)


def decide(session: Session, id: str, intent: Intent) -> Outcome:
    """Keep a decision, carry it out, and keep why what of it was refused. Raises as `Session.do`."""
    keep(session, id, intent)
    decision = decision_of(id, session.now, intent)
    return _carry_out(session, decision, intent, ())


def resume(session: Session) -> Resumed:
    """Carry out what an earlier run decided and did not write; nothing is done twice.

    What was refused about tasks that are gone is forgotten.

    Raises:
        WriteFailed: The queue cannot be read.
    """
    if session.read_only:
        return Resumed()
    queue, tasks = session.queue, session.snapshot.tasks
    done = refused = waiting = 0
    written = {entry.tx.decision for entry in session.history()} if queue.waiting else set()
    for decision in queue.waiting:
        if decision.id in written:
            queue.settle(decision.id)
            done += 1
            continue
        intent, moved = decision.intent(tasks)
        try:
            if intent is None:
                queue.settle(decision.id, moved)
                refused += 1
            elif _refusals(_carry_out(session, decision, intent, moved)) or moved:
                refused += 1
            else:
                done += 1
        except (Conflict, Refused):
            refused += 1
        except WinnowError:
            waiting += 1
    with suppress(WriteFailed):
        queue.forget([id for id in queue.refused if id not in session.snapshot.tasks])
    return Resumed(done, refused, waiting)


def offer_again(session: Session, tasks: frozenset[TaskId], reason: str) -> None:
    """Keep that what was decided about tasks does not stand. Raises `WriteFailed`."""
    rows = session.snapshot.tasks
    found = [row for id in tasks if (row := rows.get(id)) is not None]
    session.queue.settle(
        "", [Refusal(row.id, reason, expected=row.raw, conflict=True) for row in found]
    )


def _carry_out(
    session: Session, decision: Decision, intent: Intent, moved: tuple[Refusal, ...]
) -> Outcome:
    queue = session.queue
    try:
        outcome = session.do(intent, decision.id)
    except (Conflict, Refused) as error:
        conflict = isinstance(error, Conflict)
        reasons = all_refused(decision.items, str(error), conflict=conflict)
        with suppress(WriteFailed):
            queue.settle(decision.id, reasons)
        raise
    except WinnowError as error:
        queue.hold(decision, str(error))
        raise
    # Where this fails, the journal says which decision was written.
    with suppress(WriteFailed):
        queue.settle(decision.id, (*moved, *_refusals(outcome)))
    return outcome


def _refusals(outcome: Outcome) -> tuple[Refusal, ...]:
    return () if outcome.plan is None else outcome.plan.refused
