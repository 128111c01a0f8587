"""Transactions of every kind, on every ground: whatever goes wrong, the next start finds a whole."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from torture.grounds import (
    FAULTS,
    Ground,
    Seen,
    going_wrong,
    ground,
    on,
    temporary,
    whole,
)
from torture.tally import count
from writing import Desk, Killed, commit_to, desk, redoing, undo, undoing

from core.edit import Change, Create, Edit, Move, Remember, Remove, Transaction, patch
from core.errors import PartlyDone, WinnowError
from core.path import NotePath
from core.store import look_again, recover
from core.text import Span, digest

__all__ = ["ground"]  # a fixture

Plan = Callable[[Desk], Transaction]
State = tuple[Seen, dict[str, str]]

NOTE = b"\xef\xbb\xbf# Sync\r\n\r\n- [?] call \xff\r\n- [?] book a room\n- [?] last, without an end"
ODD = "Odd \udcff name.md"
MANY = [f"many/{at}.md" for at in range(3)]
MAXIMUM = 3000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def furnished(folder: Path) -> Desk:
    at = desk(folder)
    for name in ("one.md", "deep/two.md", ODD, "pair.md", "goes.md", "ours.md", *MANY):
        at.write(name, NOTE)
    at.path("same.md").hardlink_to(at.path("pair.md"))
    at.path("link.md").symlink_to("deep/two.md")
    at.path("one.md").chmod(0o640)
    with suppress(OSError):
        os.setxattr(at.path("one.md"), "user.kept", b"value")
        os.setxattr(at.path("pair.md"), "user.kept", b"another")
    return at


def ticked(at: Desk, name: str) -> Change:
    """Three splices: one as long as before, one longer, one shorter."""
    data = at.vault.read(NotePath(name))
    edits = []
    for old, new in (
        (b"[?] call", b"[x] call"),
        (b"a room", b"the large room"),
        (b", without", b""),
    ):
        start = data.index(old)
        edits.append(Edit(Span(start, start + len(old)), old, new))
    return patch(NotePath(name), data, edits)


def created(name: str) -> Change:
    return Create(NotePath(name), b"- [?] new\n")


def moved(name: str, to: str) -> Change:
    return Move(NotePath(name), NotePath(to), digest(NOTE))


def remembered(at: Desk, key: str) -> Change:
    return Remember("snooze", key, at.state.get("snooze", key), "2026-04-01")


def plan(*changes: Callable[[Desk], Change]) -> Plan:
    return lambda at: Transaction("do", tuple(change(at) for change in changes))


WORK: dict[str, Plan] = {
    "patch": plan(lambda at: ticked(at, "one.md")),
    "patch shared": plan(lambda at: ticked(at, "pair.md")),
    "patch a link's target": plan(lambda at: ticked(at, "link.md")),
    "patch many": lambda at: Transaction("do", tuple(ticked(at, name) for name in MANY)),
    "create": plan(lambda _: created("new.md"), lambda _: created("a/b/new.md")),
    "move": plan(lambda _: moved("goes.md", "gone.md"), lambda _: moved("one.md", "a/b/one.md")),
    "remove": plan(lambda _: Remove(NotePath("ours.md"), NOTE), lambda at: ticked(at, "one.md")),
    "patch and move": plan(
        lambda at: ticked(at, "one.md"),
        lambda _: Move(NotePath("one.md"), NotePath("a/one.md"), None),
    ),
    "remember": plan(lambda at: remembered(at, "t")),
    "everything": plan(
        lambda at: ticked(at, "one.md"),
        lambda at: ticked(at, ODD),
        lambda at: ticked(at, "pair.md"),
        lambda _: created("a/b/new.md"),
        lambda _: moved("goes.md", "trash/goes.md"),
        lambda _: Remove(NotePath("ours.md"), NOTE),
        lambda at: remembered(at, "t"),
    ),
}  # fmt: skip
WAYS = ("do", "undo", "redo")


def prepared(folder: Path, work: str, way: str) -> tuple[Desk, Transaction]:
    at = furnished(folder)
    if way == "do":
        return at, WORK[work](at)
    commit_to(at, WORK[work](at))
    if way == "redo":
        undo(at)
    look_again(at.vault, at.journal, at.state, last=True)
    return at, undoing(at) if way == "undo" else redoing(at)


def told(ground: Ground, work: str, way: str) -> tuple[State, State]:
    with on(ground) as here:
        at, tx = prepared(here, work, way)
        before = whole(at)
        commit_to(at, tx)
        return before, whole(at)


def _with_folders(after: State, partly: PartlyDone) -> State:
    """With the folders that could not be taken away, and were told."""
    left = [sentence.split()[2] for sentence in partly.left if "was left" in sentence]
    files = {**after[0], **{name: (0o40755,) for one in left for name in (one, *_parents(one))}}
    return dict(sorted(files.items())), after[1]


def _parents(name: str) -> tuple[str, ...]:
    return tuple(str(one) for one in Path(name).parents)[:-1]


def settled(folder: Path) -> Desk:
    """The next start, after which nothing may be half-done or left lying about."""
    at = desk(folder)
    assert recover(at.vault, at.journal, at.state).problems == ()
    assert temporary(Path(at.vault.root)) == []
    assert at.journal.pending() == ()
    assert not any(Path(at.journal.displaced.folder).iterdir())
    found = whole(at)
    assert recover(at.vault, at.journal, at.state).problems == ()
    assert whole(at) == found
    return at


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("work", WORK)
def test_whatever_call_goes_wrong(work: str, way: str, fault: str, ground: Ground) -> None:
    before, after = told(ground, work, way)
    for number in range(1, MAXIMUM):
        with on(ground) as folder:
            at, tx = prepared(folder, work, way)
            allowed = [before]
            try:
                with going_wrong(FAULTS[fault], number) as countdown:
                    commit_to(at, tx)
                allowed = [after]
                assert whole(at) == after, number
            except PartlyDone as partly:
                allowed = [before, after, _with_folders(after, partly)]
            except Killed:
                allowed = [before, after]
            except WinnowError:
                assert countdown.reached
                assert whole(at) == before, number
            again = settled(folder)
            found = whole(again)
            assert found in allowed, number
            if found == after and way == "do":
                undo(again)
                assert whole(again) == before, number
        if not countdown.reached:
            break
    else:
        pytest.fail("the calls do not end")
    count(f"transactions, at each of their system calls: {fault}", number - 1)
