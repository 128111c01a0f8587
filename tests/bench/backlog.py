"""How many keys it takes to work off a large backlog, and how many of the decisions are right then.

`python tests/bench/backlog.py [SEED…]`. A person who knows what the generator knows: what is theirs and was asked for in
the source is accepted, the rest rejected. What the program does not show they do not use. The strategy:

1. Two sweeps: what is somebody else's and what is nobody's (`F`, its digit, `x`, `y`: four keys each).
2. `R`: the list in the order that evidence gives, so that what is wanted stands beside what is wanted.
3. Down the list, reading ahead. Rows side by side that deserve the same go together: a number and `A` or `X` (`5A` is two
   keys, `03A` three, for a number begins with 5 to 9, or behind a `0`); never more than a screen shows, and one `y` more
   where a question comes (more than `confirm.items` tasks).
4. A cluster whose members disagree about owner, day or urgency is accepted by itself: `A` shows them, a second `A` takes the
   best line as it reads. What says “not” where others do not is looked at: each that says otherwise is split off, three
   keys each, and decided by itself (looking costs none).

What is decided is written with the same intents as on the screen, but for what is split. Wrong is: a task of mine that was
swept, a copy that was no copy and was to be accepted. Beside the keys stands how many it takes row by row, without numbers.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from clusters import opened
from measuring import Row

from core.actions.intents import Accept, AcceptCluster, Reject, RejectCluster
from core.clusters.cluster import Cluster, FoldedRows
from core.demo import write_demo
from core.demo.backing import Backed, backing
from core.demo.copies import Asks, copies
from core.index.rows import TaskRow
from core.session import Session
from core.sweeps import FIXED

TODAY = date(2026, 1, 6)
NOTES, SEED = 5_000, 511
SWEEPS = FIXED[:2]
_SWEEP = 4
"""Keys of a sweep."""
_SCREEN = 20
"""Rows that are surely on the screen below the cursor."""
_SHORT = frozenset("56789")
"""Digits that begin a number by themselves."""


class _Row(NamedTuple):
    """A row of the list, as it deserves to be decided."""

    wanted: bool
    tasks: int
    alone: int
    """Keys of a row that is decided by itself because something is to be looked at; 0: it goes with its neighbours."""


class _Person:
    """Whoever works the backlog off."""

    def __init__(self, session: Session, notes: int, seed: int) -> None:
        self.session = session
        self.found: Counter[str] = Counter()
        self._backed: Mapping[tuple[str, str], Backed] = backing(notes=notes, seed=seed, today=TODAY)  # fmt: skip
        self._asks: Mapping[str, frozenset[Asks]] = copies(notes=notes, seed=seed, today=TODAY)

    def wants(self, row: TaskRow) -> bool:
        """Whether a task is to be accepted."""
        source = self.session.snapshot.source(row.note.source_ref)
        known = self._backed.get((source or "", row.text))
        return row.mine and (known is None or bool(known.sentence))

    def sweep(self, filter: str) -> None:
        """Reject all that a filter means."""
        rows = self.session.rows(f"is:proposed {filter}")
        swept = tuple(rows.tasks[id] for id in rows.ids)
        self.found["keys"] += _SWEEP
        self.found["decisions"] += len(swept)
        self.found["right"] += sum(not self.wants(row) for row in swept)
        self.session.do(Reject(swept))

    def order(self) -> None:
        """Put the list in its order: once all evidence is known, as it is a minute after the start."""
        self.session.order.again()
        self.found["keys"] += 1

    def go_down(self) -> None:
        """Decide what is left, row by row."""
        session = self.session
        folded = session.clusters.folded(session.rows("is:proposed"))
        tasks = session.snapshot.tasks
        rows = []
        for id in folded.rows.ids:
            if cluster := folded.clusters.get(id):
                members = [tasks[one] for one in cluster.members]
                rows.append(self._decided(cluster, members, tasks[cluster.best]))
            else:
                self.found.update(decisions=1, right=1)
                rows.append(_Row(self.wants(tasks[id]), 1, 0))
        most = session.config.confirm_items
        down = sum(keys(run, most) for run in runs(rows))
        single = sum(row.alone or 1 for row in rows)
        self.found.update(keys=down, down=down, single=single, rows=len(rows))
        self._write([tasks[id] for id in folded.rows.ids if id not in folded.clusters], folded)

    def _write(self, alone: list[TaskRow], folded: FoldedRows) -> None:
        session = self.session
        tasks = session.snapshot.tasks
        wanted = [one for one in folded.clusters.values() if self.wants(tasks[one.best])]
        accepted = {one.id for one in wanted}
        rest = [one for one in folded.clusters.values() if one.id not in accepted]
        session.do(Accept(tuple(filter(self.wants, alone))))
        session.do(Reject(tuple(row for row in alone if not self.wants(row))))
        session.do(AcceptCluster.of(wanted, tasks))
        session.do(RejectCluster(tuple(tasks[id] for one in rest for id in one.members)))

    def _decided(self, cluster: Cluster, members: list[TaskRow], best: TaskRow) -> _Row:
        accepts = self.wants(best)
        alone = 2 if accepts and cluster.conflict_fields else 0
        others = [row for row in members if not self._is_copy(row, best)]
        if others and cluster.negated:
            # The “not” is seen: each that says otherwise is gone to, split off, and decided as a row of its own.
            alone = (alone or 1) + 1 + 3 * len(others)
            others = []
        wrong = sum(self.wants(row) for row in others)
        self.found.update(decisions=len(members), right=len(members) - wrong)
        return _Row(accepts, len(members), alone)

    def _is_copy(self, row: TaskRow, best: TaskRow) -> bool:
        """Whether two ask for the same; of what the generator does not know, nobody can tell otherwise."""
        mine, others = self._asks.get(row.text), self._asks.get(best.text)
        return mine is None or others is None or not mine.isdisjoint(others)


def runs(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows side by side that are decided at one stroke."""
    run: list[_Row] = []
    for row in rows:
        apart = row.alone or (run and (run[0].alone or run[0].wanted != row.wanted))
        if run and (apart or len(run) == _SCREEN):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def keys(run: list[_Row], most: int) -> int:
    """Keys that decide rows side by side: one each, or their number and one; a question takes one more."""
    if run[0].alone:
        return run[0].alone
    number = str(len(run))
    asked = len(run) > 1 and sum(row.tasks for row in run) > most
    return min(len(run), len(number) + (number[0] not in _SHORT) + 1 + asked)


def rows(notes: int = NOTES, seed: int = SEED) -> list[Row]:
    """Lines of the report."""
    with tempfile.TemporaryDirectory() as made:
        folder = str(Path(made) / "vault")
        write_demo(folder, notes=notes, seed=seed, today=TODAY)
        with opened(folder, str(Path(made) / "state")) as session:
            total = session.snapshot.totals.proposed
            person = _Person(session, notes, seed)
            session.evidence.fill()
            for sweep in SWEEPS:
                person.sweep(sweep.filter)
            left = session.snapshot.totals.proposed
            person.order()
            person.go_down()
            found = person.found
    what = f"{total:,} proposals: keys until none waits, {len(SWEEPS)} sweeps leave {left:,} in {found['rows']:,} rows"
    share = found["right"] / found["decisions"]
    return [
        Row(what, f"{found['keys']:,}", "≤ 700"),
        Row(
            "the same, each row by itself",
            f"{found['keys'] - found['down'] + found['single']:,}",
            "-",
        ),
        Row("of those decisions right, by the generator's truth", f"{share:.4f}", "≥ 0.99"),
    ]


if __name__ == "__main__":
    for one in map(int, sys.argv[1:] or (SEED,)):
        print(*rows(seed=one), sep="\n")
