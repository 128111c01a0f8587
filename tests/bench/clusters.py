"""How many proposals that ask for the same are one cluster, how many others are in it, and what that costs.

`python tests/bench/clusters.py [SEED…]`. The invented vault knows which tasks are copies of which; it has others that
only read alike: another number, another name, a “not”. What tells tasks apart was found on seeds 3, 7 and 8; the seeds
here are others. The words, the copies and these rules have one author, so real vaults will be told apart less well.
"""

import gc
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import combinations, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple, cast

from measuring import Place, Row

from core.clusters.clusters import Clusters
from core.config import Config
from core.demo import write_demo
from core.demo.copies import Asks, copies
from core.demo.meetings import render_note
from core.demo.page import Page
from core.demo.part import Part, plan_parts
from core.demo.vault import meetings_of
from core.desk import Desk
from core.index.build import note_rows
from core.index.rows import TaskRow
from core.index.snapshot import NoteRows, Snapshot
from core.note import parse_note
from core.path import NotePath
from core.query import parse_query
from core.session import Session
from core.statuses import TaskSettings
from core.tasks import Rows
from core.vault import FileStat, Vault

TODAY = date(2026, 1, 6)
SEEDS = (501, 502, 503)
SMALL, LARGE = 240, 5000
FEW, MANY = 4_000, 50_000
_NOTES = 120


@contextmanager
def opened(folder: str, state: str) -> Iterator[Session]:
    """A vault that was read."""
    clock: Callable[[], datetime] = lambda: datetime(2026, 1, 6, 9, tzinfo=UTC)  # noqa: E731 - it is called
    session = Session(Vault(folder), Config(), state_folder=state, cache_folder=state, clock=clock, today=TODAY)  # fmt: skip
    session.scan()
    yield session
    session.close()


def told(folder: str, notes: int, seed: int) -> Counter[str]:
    """Pairs of proposals of one vault: in one cluster or not, copies of one another or not."""
    truth = copies(notes=notes, seed=seed, today=TODAY)
    with tempfile.TemporaryDirectory() as state, opened(folder, state) as session:
        session.clusters.look()
        rows = [
            row for row in session.snapshot.tasks.values() if row.proposed and row.text in truth
        ]
        return _judged(rows, truth, session.clusters)


def _judged(
    rows: list[TaskRow], truth: Mapping[str, frozenset[Asks]], clusters: Clusters
) -> Counter[str]:
    found: Counter[str] = Counter(proposals=len(rows))
    together: dict[str, list[TaskRow]] = defaultdict(list)
    same: dict[str, list[TaskRow]] = defaultdict(list)
    for row in rows:
        together[clusters.name(row.id) or row.id].append(row)
        for asks in truth[row.text]:
            same[asks.action].append(row)
    for members in together.values():
        for one, other in combinations(members, 2):
            found["together"] += 1
            right = not truth[one.text].isdisjoint(truth[other.text])
            cluster = clusters.cluster_of(one.id)
            found["right" if right else "shown" if cluster and cluster.negated else "wrong"] += 1
    pairs = {
        tuple(sorted((one.id, other.id)))
        for members in same.values()
        for one, other in combinations(members, 2)
        if one.id != other.id
    }
    found["copies"] = len(pairs)
    found["found"] = sum(clusters.name(one) == clusters.name(other) != "" for one, other in pairs)
    found["clusters"] = sum(len(members) > 1 for members in together.values())
    found["decisions"] = len(together)
    return found


class _Drawn:
    """A vault of at least so many proposals, in memory."""

    def __init__(self, proposals: int, seed: int) -> None:
        self.config = Config()
        self.snapshot = Snapshot()
        self.clusters = self.again()
        rows: list[NoteRows] = []
        left = proposals
        for part in plan_parts(4 * proposals, seed, TODAY):
            for found in _pages(part):
                made = self._read(found)
                waits = sum(row.proposed for row in made.tasks)
                if waits and waits <= left:
                    rows.append(made)
                    left -= waits
            if not left:
                break
        self.snapshot = self.snapshot.folded(rows)
        gc.freeze()  # as the index leaves its rows
        gc.disable()  # as the program does

    def again(self, kept: str = "") -> Clusters:
        """As a start of the program has them that finds this in the cache."""
        return Clusters(cast("Desk", self), lambda _: {}, lambda _: kept)

    def write(self, found: Page) -> None:
        self.snapshot = self.snapshot.folded([self._read(found)])

    def _read(self, found: Page) -> NoteRows:
        path = NotePath(found.path)
        note = parse_note(path, found.data, TaskSettings())
        return note_rows(note, FileStat(path, len(found.data), 0, 0), TaskSettings(), self.config)


def _pages(part: Part) -> Iterator[Page]:
    """The notes of a part that have proposals, every copy."""
    for meeting in islice(meetings_of(part), part.notes // 2):
        for copy in range(len(meeting.targets)):
            found = render_note(meeting, copy, TODAY, seed=part.name)
            yield Page(
                found.path.replace(".md", f" {part.number} {meeting.number} {copy}.md"), found.data
            )


def timed(what: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    start = time.process_time()
    what()
    return (time.process_time() - start) * 1000


class Times(NamedTuple):
    """Milliseconds of CPU."""

    proposals: int
    first: float
    note: float
    decision: float
    fold: float
    again: float


def times(proposals: int, seed: int = SEEDS[0]) -> Times:
    """What it costs to cluster so many, one more note, one decision, the list, another start."""
    drawn = _Drawn(proposals, seed)
    clusters = drawn.clusters
    first = timed(clusters.look)
    part = plan_parts(1_000, seed + 1, TODAY)[0]
    more, fewer = [], []
    for found in islice(_pages(part), _NOTES):
        drawn.write(found)
        more.append(timed(clusters.look))
    for path in list(drawn.snapshot.by_note)[:_NOTES]:
        rows = [drawn.snapshot.tasks[id] for id in drawn.snapshot.by_note[path]]
        kept = tuple(row._replace(proposed=False) for row in rows)
        drawn.snapshot = drawn.snapshot.folded([NoteRows(rows[0].note, kept)] if rows else [])
        fewer.append(timed(clusters.look))
    tasks = drawn.snapshot.tasks
    ids = tuple(id for id, row in tasks.items() if row.proposed)
    listed = Rows(1, parse_query(""), ids, tasks, len(ids), {})
    kept_text: dict[str, str] = {}
    clusters.keep(kept_text.__setitem__)
    again = drawn.again(kept_text["clusters"])
    return Times(
        len(ids), first, max(more), median(fewer), timed(lambda: clusters.known(listed)), timed(again.look)
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "-"


def rows(place: Place) -> list[Row]:
    """Lines of the report."""
    found: dict[int, Counter[str]] = {}
    for notes in (SMALL, LARGE):
        found[notes] = sum((_vault(place, notes, seed) for seed in SEEDS), Counter())
    lines = []
    for notes, one in found.items():
        what = f"{one['proposals']:,} proposals, {one['decisions']:,} decisions, {len(SEEDS)} vaults of {notes:,} notes: "
        negations = f", {one['shown']} pairs with a “not” shown as conflicts"
        lines += [
            Row(f"{what}pairs of a cluster that are copies{negations}", _share(one["right"], one["right"] + one["wrong"]), "≥ 0.98"),
            Row(f"the same: pairs of copies that are in one cluster, of {one['copies']:,}", _share(one["found"], one["copies"]), "≥ 0.95"),
        ]  # fmt: skip
    for proposals, aim in ((FEW, "≤ 600 ms"), (MANY, "≤ 10 s")):
        took = times(proposals)
        what = f"{proposals:,} proposals"
        lines += [
            Row(f"{what} clustered (CPU)", f"{took.first:,.0f} ms", aim),
            Row(
                f"{what}: one more note, the slowest of {_NOTES}", f"{took.note:.1f} ms", "≤ 10 ms"
            ),
            Row(f"{what}: one decision", f"{took.decision:.2f} ms", "-"),
            Row(f"{what}: the list folded", f"{took.fold:.1f} ms", "-"),
            Row(f"{what}: the next start", f"{took.again:,.0f} ms", "≤ 1 s"),
        ]
    return lines


def _vault(place: Place, notes: int, seed: int) -> Counter[str]:
    folder = place.folder / f"copies {notes} {seed}"
    write_demo(str(folder), notes=notes, seed=seed, today=TODAY)
    return told(str(folder), notes, seed)


if __name__ == "__main__":
    SEEDS = tuple(map(int, sys.argv[1:])) or SEEDS
    with tempfile.TemporaryDirectory() as made:
        print(*rows(Place(Path(made))), sep="\n")
