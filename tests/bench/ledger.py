"""How well proposals that come again are known, against what the generator knows, and what that costs.

Seeds that nothing was tuned on (tuned was on 1 to 5). Half of the actions of the first notes are decided; the
notes of a later ingest have them again, mostly in other words, and others that only look like them: another
number, another name, a “not”, or never heard of. Run alone it prints what was not known, or known wrongly.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from measuring import Row

from core.config import Config
from core.demo.reingested import Told, reingested
from core.edit import EntryId, Remember
from core.index.rows import TaskRow
from core.ledger.decided import KIND, Verdict, decided, packed
from core.path import NotePath
from core.session import Session
from core.vault import Vault

TODAY = date(2026, 1, 6)
SEEDS = range(301, 321)
MEETINGS = 150
_VERDICTS: tuple[Verdict | None, ...] = ("rejected", "accepted", None, None)


class Found(NamedTuple):
    """What became of the proposals of the later notes."""

    known: list[str]
    """Decided before, and known with what was decided."""
    missed: list[str]
    wrong: list[str]
    """Never decided, and taken for something that was; or for another one."""
    right: list[str]
    looks: list[float]
    """Milliseconds until one more decision is taken in."""


def measured(seed: int, meetings: int = MEETINGS) -> Found:
    """The re-ingests of one seed."""
    made = reingested(meetings=meetings, seed=seed, today=TODAY)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "vault")
        for page in (*made.before, *made.after):
            file = root / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page.data)
        session = Session(
            Vault(root),
            Config(),
            state_folder=f"{folder}/state",
            clock=lambda: datetime(2026, 1, 6, tzinfo=UTC),
        )
        session.scan()
        try:
            return _measured(session, made.told, random.Random(seed))
        finally:
            session.close()


def _measured(session: Session, told: Iterable[Told], rng: random.Random) -> Found:
    rows = {(row.note.path, row.raw): row for row in session.snapshot.tasks.values()}
    verdicts = _decide(session, [one for one in told if one.sort == "first"], rows, rng)
    found = Found([], [], [], [], _looks(session))
    for one in told:
        wanted = verdicts.get(one.action)
        if one.sort == "first" or (one.sort != "again" and wanted):
            continue  # what was decided, and what another meeting asks for again by chance
        row = rows[one.path, one.line]
        seen = session.ledger.seen(row)
        if wanted is None:
            (found.right if seen is None else found.wrong).append(f"{row.text} | {seen}")
        elif seen is None:
            found.missed.append(row.text)
        else:
            (found.known if seen.verdict == wanted else found.wrong).append(f"{row.text} | {seen}")
    return found


def _decide(
    session: Session,
    told: Iterable[Told],
    rows: dict[tuple[NotePath, str], TaskRow],
    rng: random.Random,
) -> dict[str, Verdict | None]:
    """Decide half of the actions, in every note that has them; what was decided about each."""
    verdicts: dict[str, Verdict | None] = {}
    kept = {}
    for one in told:
        verdict = verdicts.setdefault(one.action, rng.choice(_VERDICTS))
        if verdict is not None:
            made = decided(rows[one.path, one.line], verdict, "2026-01-05")
            kept[made.fingerprint] = packed(made)
    changes = [Remember(KIND, key, None, value) for key, value in kept.items()]
    session.writing.remember(EntryId("all"), changes)
    return verdicts


def _looks(session: Session) -> list[float]:
    """Take in all that was decided, then one decision more, and that one away again."""
    session.ledger.look()
    key, value = next(iter(session.writing.state.items(KIND).items()))
    found = []
    for number in range(10):
        before, after = (value, None) if number % 2 == 0 else (None, value)
        session.writing.remember(EntryId(f"one {number}"), [Remember(KIND, key, before, after)])
        start = time.perf_counter()
        session.ledger.look()
        found.append(1000 * (time.perf_counter() - start))
    return found


def rows() -> list[Row]:
    """For the report."""
    found = [measured(seed) for seed in SEEDS]
    known, missed = (sum(len(one[at]) for one in found) for at in (0, 1))
    wrong, right = (sum(len(one[at]) for one in found) for at in (2, 3))
    seeds = f"{len(SEEDS)} vaults that nothing was tuned on"
    look = median(one for each in found for one in each.looks)
    return [
        Row(f"proposals that come again, known as what was decided ({known + missed:,}; {seeds})", f"{known / (known + missed):.4f}", "≥ 0.95"),
        Row(f"proposals that were never decided, taken for ones that were ({wrong + right:,})", f"{wrong / (wrong + right):.4f}", "≤ 0.005"),
        Row("one more decision known to all proposals", f"{look:.1f} ms", "≤ 10 ms"),
    ]  # fmt: skip


def main() -> None:
    """Print what was not known, and what was known wrongly."""
    for seed in map(int, sys.argv[1:] or map(str, SEEDS)):
        found = measured(seed)
        print(seed, *(f"{name} {len(getattr(found, name))}" for name in Found._fields[:4]))
        for name in ("missed", "wrong"):
            for one in getattr(found, name)[:5]:
                print(f"  {name}: {one}")
    for row in rows():
        print(row)


if __name__ == "__main__":
    main()
