"""A real day from what came in to nothing left, taken back and done again: every byte."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.actions.intents import (
    Accept,
    Archive,
    Duplicate,
    File,
    KeepOne,
    MakeNote,
    Reject,
    Review,
    SnoozeItem,
    Trash,
)
from core.config import Config
from core.demo import DEFAULT_TODAY, write_demo
from core.demo.vault import expected
from core.inbox.items import InboxRow
from core.session import Session
from core.vault import Vault

NOTES, SEED = 300, 5
NOW = datetime(2026, 1, 6, 9, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    write_demo(str(folder), notes=NOTES, seed=SEED, today=DEFAULT_TODAY, day=True, backlog=False)
    return folder


def opened(root: Path) -> Session:
    state, cache = (str(root.parent / name) for name in ("state", "cache"))
    session = Session(
        Vault(root), Config(), state_folder=state, cache_folder=cache, clock=lambda: NOW,
        today=DEFAULT_TODAY,
    )  # fmt: skip
    session.scan()
    return session


def everything(root: Path) -> dict[str, bytes | None]:
    return {
        str(one.relative_to(root)): one.read_bytes() if one.is_file() else None
        for one in root.rglob("*")
    }


def homes() -> dict[str, str]:
    """Where each file of the day belongs, as the demo knows it."""
    found = expected(notes=NOTES, seed=SEED, today=DEFAULT_TODAY)
    return {one.path: one.home for one in found if one.home}


def items(session: Session) -> Iterator[InboxRow]:
    rows = session.inbox.rows()
    return (rows.rows[id] for id in rows.ids)


def filed(session: Session) -> int:
    """Every file that arrived goes where it belongs, else where nothing says so; how many steps it took."""
    belongs, steps = homes(), 0
    for row in [one for one in items(session) if one.kind != "note"]:
        twins = session.inbox.twins(row) if "duplicate" in row.flags else ()
        home = belongs.get(row.path)
        if twins and twins[0].keep:
            outcome = session.do(Duplicate((row,), twins[0].path))
        elif home and row.kind == "email":
            assert session.do(MakeNote((row,), home)).entry
            outcome, steps = session.do(Archive((row,))), steps + 1
        elif home:
            outcome = session.do(File((row,), home))
        else:
            outcome = session.do(Trash((row,)) if row.kind == "attachment" else Archive((row,)))
        assert outcome.plan
        assert (len(outcome.plan.done), outcome.plan.refused) == (1, ())
        steps += 1
    return steps


def gone_through(session: Session) -> int:
    """Of each meeting one note stays, goes to whom it belongs, is decided and reviewed; how many steps it took."""
    belongs, steps = homes(), 0
    for head in [one for one in items(session) if one.kind == "note" and not one.head]:
        row, others = head, tuple(filter(None, map(session.inbox.row, head.others)))
        if others:
            session.do(KeepOne((row, *others), row.path))
            steps += 1
        home = belongs.get(row.path)
        if home and not row.path.startswith(f"{home}/"):
            session.do(File((row,), home))
            name = row.path.rpartition("/")[2]
            found = session.inbox.find(f"{home}/{name}")
            assert found
            row, steps = found, steps + 1
        tasks = session.inbox.tasks(row)
        session.do(Accept(tasks[::2]))
        session.do(Reject(tasks[1::2]))
        row = session.inbox.row(row.id) or row
        assert row.proposals == 0
        session.do(Review((row,)))
        steps += 2 + bool(tasks[1::2])
    return steps


def test_a_days_arc_to_zero_and_back_and_to_zero_again(root: Path) -> None:
    session, before = opened(root), everything(root)
    rows = session.inbox.rows()
    notes = [one for one in rows.rows.values() if one.kind == "note"]
    assert (rows.arrived, sum(one.proposals for one in notes)) == (20, 120)
    first = next(items(session))
    session.do(SnoozeItem((first,), until_changed=True))
    session.do(SnoozeItem((first,)))

    steps = 2 + filed(session) + gone_through(session)
    assert session.inbox.rows().ids == ()
    assert len(session.past.entries()) == steps
    after = everything(root)
    fresh = opened(root)
    assert fresh.inbox.rows().ids == ()
    assert (fresh.snapshot.others, set(fresh.snapshot.notes)) == (session.snapshot.others, set(session.snapshot.notes))  # fmt: skip
    fresh.close()

    for _ in range(steps):
        session.undo()
    assert everything(root) == before
    assert session.inbox.rows().ids == rows.ids
    later = opened(root)
    assert later.past.undo_label is None
    for _ in range(steps):
        later.redo()
    assert everything(root) == after
    assert later.inbox.rows().ids == ()
    for one in (session, later):
        one.close()
