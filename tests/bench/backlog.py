"""How many keys it takes to work off a large backlog, and how many of the decisions are right then.

`python tests/bench/backlog.py [SEED…]`. A person who knows what the generator knows: what is theirs and was asked for in
the source is accepted, the rest rejected. They sweep what is somebody else's and what is nobody's (`F`, its digit, `x`,
`y`: four keys each), then go down the list: `A` or `X` a cluster, `a` or `x` a task that is alone; where members disagree
`A` shows them, a digit picks one side of each, `A` accepts; what says “not” where others do not is split off, three keys
each (looking costs none). What is decided is written with the same intents as on the screen, but for what is split.
Wrong is: a task of mine that was swept, a copy that was no copy and was to be accepted.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from clusters import opened
from measuring import Row

from core.actions.intents import Accept, AcceptCluster, Reject, RejectCluster
from core.clusters.cluster import Cluster
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

    def go_down(self) -> None:
        """Decide what is left, row by row."""
        session = self.session
        folded = session.clusters.folded(session.rows("is:proposed"))
        tasks = session.snapshot.tasks
        alone = [tasks[id] for id in folded.rows.ids if id not in folded.clusters]
        self.found.update(keys=len(alone), decisions=len(alone), right=len(alone), rows=len(alone))
        for cluster in folded.clusters.values():
            self._decide(cluster, [tasks[one] for one in cluster.members], tasks[cluster.best])
        wanted = [one for one in folded.clusters.values() if self.wants(tasks[one.best])]
        accepted = {one.id for one in wanted}
        rest = [one for one in folded.clusters.values() if one.id not in accepted]
        session.do(Accept(tuple(filter(self.wants, alone))))
        session.do(Reject(tuple(row for row in alone if not self.wants(row))))
        session.do(AcceptCluster.of(wanted, tasks))
        session.do(RejectCluster(tuple(tasks[id] for one in rest for id in one.members)))

    def _decide(self, cluster: Cluster, members: list[TaskRow], best: TaskRow) -> None:
        accepts = self.wants(best)
        keys = 1 if not accepts or cluster.clean else 2 + len(cluster.conflict_fields)
        others = [row for row in members if not self._is_copy(row, best)]
        if others and cluster.negated:
            # The “not” is seen: each that says otherwise is gone to, split off, and decided as a row of its own.
            keys += 1 + 3 * len(others)
            others = []
        wrong = sum(self.wants(row) for row in others)
        self.found.update(keys=keys, decisions=len(members), right=len(members) - wrong, rows=1)

    def _is_copy(self, row: TaskRow, best: TaskRow) -> bool:
        """Whether two ask for the same; of what the generator does not know, nobody can tell otherwise."""
        mine, others = self._asks.get(row.text), self._asks.get(best.text)
        return mine is None or others is None or not mine.isdisjoint(others)


def rows(notes: int = NOTES, seed: int = SEED) -> list[Row]:
    """Lines of the report."""
    with tempfile.TemporaryDirectory() as made:
        folder = str(Path(made) / "vault")
        write_demo(folder, notes=notes, seed=seed, today=TODAY)
        with opened(folder, str(Path(made) / "state")) as session:
            total = session.snapshot.totals.proposed
            person = _Person(session, notes, seed)
            for sweep in SWEEPS:
                person.sweep(sweep.filter)
            left = session.snapshot.totals.proposed
            person.go_down()
            found = person.found
    what = f"{total:,} proposals: keys until none waits, {len(SWEEPS)} sweeps leave {left:,} in {found['rows']:,} rows"
    share = found["right"] / found["decisions"]
    return [
        Row(what, f"{found['keys']:,}", "≤ 700"),
        Row("of those decisions right, by the generator's truth", f"{share:.4f}", "-"),
    ]


if __name__ == "__main__":
    for one in map(int, sys.argv[1:] or (SEED,)):
        print(*rows(seed=one), sep="\n")
