"""What the inbox costs: its first list, and the list after each decision, review and key of the filter.

`python tests/bench/inbox.py VAULT` prints milliseconds as JSON; what is decided there is taken back.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from measuring import HERE, PYTHON, ROOT, Place, Row, environment

from core.actions.intents import InboxIntent, Reject, Review
from core.config import Config
from core.inbox.arrivals import arrival_of
from core.inbox.items import InboxRow
from core.path import NotePath
from core.session import Session
from core.vault import Vault

TODAY = date(2026, 1, 6)
_TIMES = 25
_TYPED = "kind:note kez"
_FILES = 400
"""Originals that are read as if they had just arrived."""


def measured(folder: str) -> dict[str, float]:
    """All figures of one vault."""
    with tempfile.TemporaryDirectory() as state:
        clock: Callable[[], datetime] = lambda: datetime(2026, 1, 6, 9, tzinfo=UTC)  # noqa: E731 - it is called
        session = Session(Vault(folder), Config(), state_folder=state, clock=clock, today=TODAY)
        session.scan()
        session.writing.warm()
        _ = session.inbox
        first = _ms(session.inbox.rows)
        listed = session.inbox.rows()
        heads = [listed.rows[id] for id in listed.ids[listed.arrived :] if not listed.rows[id].head]
        chosen = [row for row in heads[:: max(1, len(heads) // _TIMES)] if row.proposals]
        decided = [
            _after(session, row, lambda row: Reject(session.inbox.tasks(row)[:1])) for row in chosen
        ]
        reviewed = [_after(session, row, lambda row: Review((row,))) for row in chosen]
        gc.collect()
        gc.disable()  # the app collects when nobody types
        typed = [
            _ms(lambda text=text: session.inbox.rows(text))  # type: ignore[misc]  # called at once
            for text in (_TYPED[:end] for end in range(len("kind:note "), len(_TYPED) + 1))
        ]
        file = _reading(folder)
        session.close()
    return {
        "items": len(listed.ids), "units": listed.total, "first": first, "decided": median(decided),
        "reviewed": median(reviewed), "typed": median(typed), "typed_worst": max(typed), "file": file,
    }  # fmt: skip


def _ms(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def _after(
    session: Session, row: InboxRow, intent: Callable[[InboxRow], InboxIntent | Reject]
) -> float:
    """Milliseconds of the list after it was done; it is taken back."""
    session.do(intent(row))
    spent = _ms(session.inbox.rows)
    session.undo()
    session.inbox.rows()
    return spent


def _reading(folder: str) -> float:
    """Milliseconds in which a file that arrives is read."""
    files = sorted(Path(folder, "Sources").rglob("*.md"))[:_FILES]
    read = [(NotePath(f"Inbox/{file.name}"), file.read_bytes()) for file in files]
    start = time.perf_counter()
    for path, data in read:
        arrival_of(path, data)
    return (time.perf_counter() - start) * 1000 / max(1, len(read))


def rows(place: Place, large: int) -> list[Row]:
    """The lines of the report."""
    done = subprocess.run(
        [PYTHON, str(HERE / "inbox.py"), str(place.vault(large))],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
    )
    found: dict[str, float] = json.loads(done.stdout)
    what = f"{found['units']:,.0f} items, {found['items']:,.0f} rows, of {large:,} notes"
    return [
        Row(f"the inbox listed for the first time: {what}", f"{found['first']:.0f} ms", "≤ 300 ms"),
        Row("that list after a decision", f"{found['decided']:.1f} ms", "≤ 20 ms"),
        Row("… after a review", f"{found['reviewed']:.1f} ms", "≤ 20 ms"),
        Row(
            "… after a key of its filter, all rows looked at",
            f"{found['typed']:.0f} ms, worst {found['typed_worst']:.0f} ms",
            "≤ 150 ms",
        ),
        Row("read a file that arrives", f"{found['file']:.2f} ms", "≤ 1 ms"),
    ]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(json.dumps(measured(sys.argv[1])))
