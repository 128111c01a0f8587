"""How many keys a whole backlog costs, and how many of its decisions are right.

`python tests/bench/backlog.py [SEED…]`. Somebody who knows what the invented vault knows goes through all proposals of
it: first the sweeps, then row by row. What they want is what is their own, was asked for by somebody, and is not long
overdue, each action once. A key is counted as the screen needs it (README): a sweep is `F`, its digit, `x`, `y`; a row
is `a`, `A`, `x` or `X`; a cluster whose members disagree is `A` and `enter`. Nobody is that sure in a real vault.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from clusters import opened
from measuring import Place, Row

from core.actions.intents import Accept, AcceptCluster, Reject, RejectCluster
from core.clusters.cluster import Cluster
from core.demo import write_demo
from core.demo.part import plan_parts
from core.demo.sources import evidence
from core.demo.tasks import asked, wordings
from core.demo.vault import meetings_of
from core.index.rows import TaskRow
from core.session import Session
from core.sweeps import LONG_AGO, ready_made

TODAY = date(2026, 1, 6)
SEEDS = (601, 602)
NOTES = 1_300
SWEEP, ROW, DISAGREE = 4, 1, 2
"""Keys."""
_SWEPT = ("somebody else's", "nobody's", f"overdue by more than {LONG_AGO} days", "decided before, or as a decided task reads")  # fmt: skip


class Wanted(NamedTuple):
    """What is true of a task's words."""

    action: str
    wanted: bool


class Done(NamedTuple):
    """What going through a backlog came to."""

    proposals: int
    keys: int
    sweeps: int
    rows: int
    left: int
    right: int


def truth(notes: int, seed: int) -> Mapping[str, Wanted]:
    """Words of a task → what it asks for, and whether that is wanted."""
    found: dict[str, Wanted] = {}
    long_ago = TODAY - timedelta(days=LONG_AGO)
    for part in plan_parts(notes, seed, TODAY):
        for meeting in islice(meetings_of(part), part.notes):
            for one in meeting.proposals:
                mine = one.owner in {"", "Myself"}
                current = one.due is None or one.due >= long_ago
                wanted = Wanted(asked(one), mine and current and bool(evidence(one)))
                for text in wordings(one):
                    found.setdefault(text, wanted)
    return found


def gone_through(session: Session, known: Mapping[str, Wanted]) -> Done:
    """Decide everything that waits."""
    before = {row.id: row for row in session.rows("").tasks.values() if row.proposed}
    taken: set[str] = set()
    keys = sweeps = rows = 0
    for sweep in ready_made(session.snapshot):
        found = session.rows(sweep.filter)
        waiting = tuple(found.tasks[id] for id in found.ids if found.tasks[id].proposed)
        if sweep.name in _SWEPT and waiting:
            session.do(Reject(waiting))
            keys, sweeps = keys + SWEEP, sweeps + 1
    session.clusters.look()
    session.ledger.look()
    folded = session.clusters.known(session.rows(""))
    for id in folded.rows.ids:
        keys += _decided(session, session.snapshot.tasks[id], folded.clusters.get(id), known, taken)
        rows += 1
    tasks = session.snapshot.tasks
    ends = {id: tasks[id] for id in before if id in tasks}
    left = sum(row.proposed for row in ends.values())
    return Done(len(before), keys, sweeps, rows, left, _right(ends.values(), known))


def _decided(
    session: Session,
    row: TaskRow,
    cluster: Cluster | None,
    known: Mapping[str, Wanted],
    taken: set[str],
) -> int:
    """Decide a row as somebody would who knows; how many keys that is."""
    tasks = session.snapshot.tasks
    members = tuple(tasks[id] for id in (cluster.members if cluster else (row.id,)))
    what = known.get(row.text)
    accepts = what is not None and what.wanted and what.action not in taken
    if accepts and what is not None:
        taken.add(what.action)
    if cluster is None:
        session.do(Accept(members) if accepts else Reject(members))
        return ROW
    if not accepts:
        session.do(RejectCluster(members))
        return ROW
    session.do(AcceptCluster.of((cluster,), tasks))
    return ROW if cluster.clean else DISAGREE


def _right(ends: Iterable[TaskRow], known: Mapping[str, Wanted]) -> int:
    """How many tasks ended as they should: of each action that is wanted one is open, everything else is rejected."""
    by_action: dict[str, list[TaskRow]] = {}
    right = 0
    for row in ends:
        what = known.get(row.text)
        if what is None or not what.wanted:
            right += what is not None and row.status_type == "CANCELLED"
        else:
            by_action.setdefault(what.action, []).append(row)
    for rows in by_action.values():
        accepted = sum(row.open and not row.proposed for row in rows)
        right += len(rows) - abs(accepted - 1)
    return right


def rows(place: Place) -> list[Row]:
    """Lines of the report."""
    total: Counter[str] = Counter()
    for seed in SEEDS:
        folder = place.folder / f"backlog {seed}"
        write_demo(str(folder), notes=NOTES, seed=seed, today=TODAY)
        known = truth(NOTES, seed)
        with tempfile.TemporaryDirectory() as state, opened(str(folder), state) as session:
            total.update(gone_through(session, known)._asdict())
    many = len(SEEDS)
    each = f"{total['proposals'] // many:,} proposals to none, {many} vaults: {total['sweeps'] // many} sweeps, {total['rows'] // many:,} rows"
    return [
        Row(f"keys to go through {each}", f"{total['keys'] // many:,}", "≤ 700"),
        Row("of that: decisions that are right by what the vault knows", f"{total['right'] / total['proposals']:.3f}", "-"),
        Row("of that: proposals that wait still", f"{total['left']:,}", "0"),
    ]  # fmt: skip


if __name__ == "__main__":
    from pathlib import Path

    SEEDS = tuple(map(int, sys.argv[1:])) or SEEDS
    with tempfile.TemporaryDirectory() as made:
        print(*rows(Place(Path(made))), sep="\n")
