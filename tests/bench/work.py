"""One measurement a call, in a process of its own: prints seconds or milliseconds as JSON."""

import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from statistics import median
from typing import TYPE_CHECKING

from core.actions.intents import Accept
from core.config import Config
from core.index.reader import Reading
from core.index.rows import TaskRow
from core.vault import Vault

if TYPE_CHECKING:
    from core.session import Session

TODAY = date(2026, 1, 6)


def opened(folder: str, state: str) -> "Session":
    vault = Vault(folder, Config().exclude)
    reading = Reading(vault, Config())
    from core.session import Session  # noqa: PLC0415 - when and as `open_session` does it

    return Session(
        vault,
        Config(),
        state_folder=state,
        clock=lambda: datetime.now(UTC),
        today=TODAY,
        reading=reading,
    )


def cold(folder: str) -> dict[str, float]:
    """From a folder to the list of proposals, ordered."""
    with tempfile.TemporaryDirectory() as state:
        session = opened(folder, state)
        session.scan()
        return {"rows": len(session.rows("").ids)}


def writes(folder: str) -> dict[str, float]:
    """Milliseconds of one durable accept (median of 50), and of 500 in 200 files."""
    with tempfile.TemporaryDirectory() as state:
        session = opened(folder, state)
        session.scan()
        rows = session.rows("")
        single = [rows.tasks[id] for id in rows.ids[:50]]
        times = [_timed(session, Accept((row,))) for row in single]
        for _ in single:
            session.undo()
        bulk = _spread(session, files=200, tasks=500)
        batch = []
        for _ in range(5):
            batch.append(_timed(session, Accept(bulk)))
            session.undo()
        return {
            "single_ms": median(times) * 1000,
            "batch_ms": median(batch) * 1000,
            "tasks": len(bulk),
            "files": len({row.note.path for row in bulk}),
        }


def _timed(session: "Session", intent: Accept) -> float:
    start = time.perf_counter()
    session.do(intent)
    return time.perf_counter() - start


def _spread(session: "Session", *, files: int, tasks: int) -> tuple[TaskRow, ...]:
    """`tasks` proposals out of `files` notes, as far as the vault has them."""
    by_note: dict[str, list[TaskRow]] = {}
    for row in session.snapshot.tasks.values():
        if row.proposed:
            by_note.setdefault(row.note.path, []).append(row)
    fullest = sorted(by_note.values(), key=len, reverse=True)[:files]
    chosen = [row for rows in fullest for row in rows[: -(-tasks // files)]]
    spare = [row for rows in fullest for row in rows[-(-tasks // files) :]]
    return tuple((chosen + spare)[:tasks])


if __name__ == "__main__":
    print(json.dumps({"cold": cold, "writes": writes}[sys.argv[1]](sys.argv[2])))
