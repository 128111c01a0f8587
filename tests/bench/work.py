"""One measurement a call, in a process of its own: prints seconds or milliseconds as JSON."""

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from statistics import median, quantiles
from typing import TYPE_CHECKING

from core.actions.intents import Accept
from core.config import Config
from core.errors import BadQuery
from core.index.found import look
from core.index.reader import FILE, Reading
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import NoteRows
from core.index.tables import known_files
from core.path import NotePath
from core.places import cache_folder
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


def revalidate(folder: str, *options: str) -> dict[str, float]:
    """Seconds to walk, and to compare what is there with what was read before."""
    given = dict(zip(options[::2], options[1::2], strict=True))
    vault, config = Vault(folder, Config().exclude), Config()
    cache = cache_folder(vault.root, given["--cache"])
    gc.disable()  # as in the process that does this at a start
    start = time.perf_counter()
    found = look(vault)
    known, _ = known_files(f"{cache}/{FILE}", config, vault.root)
    changed = [file for file in found.notes if known.get(file.path) != file[1:]]
    seconds = time.perf_counter() - start
    assert known
    return {"seconds": seconds, "changed": len(changed)}


_TYPED = (
    "harbor pilot",
    "owner:me due:<today",
    "the night watch",
    "zinc",
    "-tag:#auto crate",
    "qqq",
)
_TASKS = 150_000


def filtering(folder: str, *_: str) -> dict[str, float]:
    """Milliseconds from a key in the filter to the right rows, among 150,000 tasks."""
    with tempfile.TemporaryDirectory() as state:
        session = opened(folder, state)
        session.scan()
        rows = [*session.snapshot.tasks.values()]
        more = [
            NoteRows(
                row.note._replace(path=NotePath(f"{number}/{row.note.path}/{row.line}")),
                (row._replace(id=TaskId(f"{row.id}x{number}"), text=f"{row.text} {number}"),),
            )
            for number in range(1, 1 + _TASKS // len(rows))
            for row in rows
        ]
        session.index.snapshot = session.snapshot.folded(more[: _TASKS - len(rows)])
        session.rows("")
        session.writing.warm()  # as a screen does, behind its first rows
        session.sieve.prepare(
            session.snapshot, session.context
        )  # as the key does that begins a filter
        gc.collect()
        gc.disable()  # the app collects when nobody types
        times = []
        for text in _TYPED:
            for end in range(1, len(text) + 1):
                start = time.perf_counter()
                with suppress(BadQuery):
                    session.rows(text[:end])
                    times.append((time.perf_counter() - start) * 1000)
        return {
            "tasks": len(session.snapshot.tasks),
            "p50_ms": median(times),
            "p95_ms": quantiles(times, n=20)[-1],
        }


def writes(folder: str) -> dict[str, float]:
    """Milliseconds of one durable accept (median of 50), and of 500 in 200 files."""
    with tempfile.TemporaryDirectory() as state:
        session = opened(folder, state)
        session.scan()
        gc.disable()  # as the program does
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


_MEASURED: dict[str, Callable[..., dict[str, float]]] = {
    "writes": writes,
    "revalidate": revalidate,
    "filter": filtering,
}

if __name__ == "__main__":
    print(json.dumps(_MEASURED[sys.argv[1]](*sys.argv[2:])))
