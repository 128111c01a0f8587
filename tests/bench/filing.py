"""What it takes to file and move many notes as one transaction, durably, with everything that names them."""

import gc
import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measuring import Place, Row, script

from core.actions.intents import File
from core.config import Config
from core.edit import Move
from core.inbox.items import InboxRow
from core.vault import Vault

if TYPE_CHECKING:
    from core.session import Session

TODAY = date(2026, 1, 6)
MANY = 200
_ROUNDS = 5


WHAT = {
    "copies": "files that nothing names, out of the inbox to a person",
    "notes": "notes of meetings, from their people to a customer, with the links to them",
    "sources": "originals, out of the inbox to a person, with the links and origins of their notes",
}


def rows(place: Place, small: int) -> list[Row]:
    """The table's rows."""
    made = []
    for kind, words in WHAT.items():
        found = script("filing.py", place.copy(small), kind)
        said = f"{found['ms']:.0f} ms, {found['files']:.0f} files written; taken back in {found['undo_ms']:.0f} ms"
        aim = "none set" if kind == "sources" else "≤ 500 ms"
        made.append(Row(f"{MANY} {words}, one transaction, {small:,} notes", said, aim))
    return made


def opened(folder: str, beside: str) -> "Session":
    """A session that has read the vault, as a screen has by then."""
    from core.session import Session  # noqa: PLC0415 - the vault is made ready before

    session = Session(
        Vault(folder), Config(), state_folder=f"{beside}/state", cache_folder=f"{beside}/cache",
        clock=lambda: datetime.now(UTC), today=TODAY,
    )  # fmt: skip
    session.scan()
    session.browse.prepare()
    session.inbox.rows()
    return session


def prepared(folder: str, kind: str) -> None:
    """Let originals, or copies of them, wait in the inbox."""
    root = Path(folder)
    for number, file in enumerate(sorted(root.glob("Sources/**/*.md"))[:MANY]):
        if kind == "copies":
            shutil.copy(file, root / "Inbox" / f"copy {number} {file.name}")
        elif kind == "sources":
            file.rename(root / "Inbox" / file.name)


def wanted(session: "Session", kind: str) -> tuple[InboxRow, ...]:
    """What is filed."""
    found = session.inbox.rows()
    every = (found.rows[id] for id in found.ids)
    if kind == "notes":
        notes = (
            one
            for one in every
            if one.kind == "note" and one.entity_type == "people" and not one.head
        )
        return tuple(notes)
    return tuple(one for one in every if one.kind in {"email", "transcript"})


def possible(session: "Session", items: tuple[InboxRow, ...], to: str) -> tuple[InboxRow, ...]:
    """Those that are not refused: a few of the demo's notes have broken properties on purpose."""
    fine = frozenset(session.plan(File(items, to)).done)
    return tuple(one for one in items if one.id in fine)[:MANY]


def measured(folder: str, kind: str) -> dict[str, float]:
    """Milliseconds of the command, and of taking it back."""
    prepared(folder, kind)
    with tempfile.TemporaryDirectory() as beside:
        session = opened(folder, beside)
        items = wanted(session, kind)
        types = "customer" if kind == "notes" else "people"
        entities = session.browse.picture().directory.identity
        to = min(one.home for one in entities if one.folder and one.type == types)
        items = possible(session, items, to)
        done, undone, files = [], [], 0
        gc.freeze()
        for _ in range(_ROUNDS):
            # As the panes do it after every change.
            session.inbox.rows()
            session.browse.prepare()
            start = time.perf_counter()
            outcome = session.do(File(items, to))
            done.append(time.perf_counter() - start)
            assert outcome.plan
            assert len(outcome.plan.done) == MANY
            transaction = outcome.plan.transaction
            assert transaction
            moved = sum(isinstance(change, Move) for change in transaction.changes)
            files = len(transaction.paths) - moved
            start = time.perf_counter()
            session.undo()
            undone.append(time.perf_counter() - start)
        session.close()
    return {"ms": median(done) * 1000, "undo_ms": median(undone) * 1000, "files": files}


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], sys.argv[2])))
