"""Every system call of a transaction fails once, or is the last: the next start finds all or nothing."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from torture.grounds import Fault, going_wrong
from writing import (
    BROKEN,
    FULL,
    Before,
    Countdown,
    Desk,
    Killed,
    be_killed,
    calls,
    changes,
    commit_to,
    desk,
    die,
    do,
    fail,
    in_child,
    temps,
    undoing,
)

import core.exchange
from core.edit import Create, Move, Remember, Transaction
from core.errors import Conflict, PartlyDone, WriteFailed
from core.path import NotePath
from core.store import look_again, recover
from core.text import digest

NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(autouse=True, params=["swap", "no swap"])
def renames(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once more on a file system that can neither swap names nor rename without replacing."""
    if request.param == "no swap":
        monkeypatch.setattr(core.exchange, "_LIBC", object())


ODD = NotePath("Odd \udcff name.md")


def furnished(folder: Path) -> Desk:
    at = desk(folder)
    at.write("one.md", b"- [?] one\r\n- [?] two\r\n")
    at.write("deep/two.md", NOTE)
    at.write(ODD, b"\xff- [?] x\n")
    at.write("pair.md", b"- [?] shared, with a long tail\n" * 3 + b"- [!] last\n")
    at.path("same.md").hardlink_to(at.path("pair.md"))
    at.write("goes.md", b"goes\n")
    at.path("one.md").chmod(0o640)
    return at


def everything(at: Desk) -> Transaction:
    changes = (
        at.edit("one.md", (b"[?] one", b"[ ] one"), (b"[?] two", b"[-] two and more")),
        at.edit("deep/two.md", (b"[?] call", b"[x] call")),
        at.edit(ODD, (b"?", b" ")),
        at.edit("pair.md", (b"- [!] last\n", b"- [x] the very last\n")),
        Create(NotePath("new/folder/n.md"), b"new\n"),
        Move(NotePath("goes.md"), NotePath("trash/goes.md"), digest(b"goes\n")),
        Remember("snooze", "t", at.state.get("snooze", "t"), "2026-04-01"),
    )
    return Transaction("everything", changes)


def edited_and_moved(at: Desk) -> Transaction:
    edit = at.edit("one.md", (b"[?] one", b"[ ] one"))
    return Transaction("file", (edit, Move(NotePath("one.md"), NotePath("x/one.md"), None)))


def filed(at: Desk) -> Transaction:
    """As a file of the inbox is filed: a page made, the file moved and then edited, what names it edited."""
    one = at.edit("one.md", (b"[?] one", b"[?] one, and more"))
    changes = (
        Create(NotePath("x/README.md"), b"page\n"),
        Move(NotePath("one.md"), NotePath("x/one.md"), one.before),
        Move(NotePath("goes.md"), NotePath(".trash/goes.md"), None),
        replace(one, path=NotePath("x/one.md")),
        at.edit("deep/two.md", (b"[?] call", b"[?] [[x/one|call]]")),
        Remember("snooze", "t", at.state.get("snooze", "t"), "2026-04-01"),
    )
    return Transaction("file", changes)


def filed_once(at: Desk) -> None:
    commit_to(at, filed(at))


def state_of(at: Desk) -> tuple[dict[str, bytes], str | None]:
    return at.files(), at.state.get("snooze", "t")


def nothing(_: Desk) -> None:
    pass


def once(at: Desk) -> None:
    commit_to(at, everything(at))


def settled(folder: Path) -> Desk:
    """The next start, after which nothing may be half-done or left lying about."""
    at = desk(folder)
    problems = recover(at.vault, at.journal, at.state).problems
    assert problems == ()
    assert temps(at) == []
    assert not any(Path(at.journal.displaced.folder).iterdir())
    assert at.path("same.md").samefile(at.path("pair.md"))
    [one] = [path for path in (at.path("one.md"), at.path("x/one.md")) if path.exists()]
    assert stat.S_IMODE(one.stat().st_mode) == 0o640
    assert at.journal.pending() == ()
    found = state_of(at)
    assert recover(at.vault, at.journal, at.state).problems == ()
    assert state_of(at) == found
    return at


def cut_short(number: int, run: Callable[[], object]) -> bool:
    """Whether `run` came to its N-th system call, which was its end."""

    def killed() -> None:
        with changes(Countdown(number, die)):
            run()

    if number % 16 == 1:
        return in_child(killed) == 9
    try:
        with changes(Countdown(number, be_killed)):
            run()
    except Killed:
        return True
    return False


def outcomes(
    folder: Path, prepare: Callable[[Desk], None], act: Callable[[Desk], Transaction]
) -> tuple[tuple[dict[str, bytes], str | None], ...]:
    at = furnished(folder)
    prepare(at)
    look_again(at.vault, at.journal, at.state, last=True)
    before = state_of(at)
    commit_to(at, act(at))
    return before, state_of(at)


MAXIMUM = 1000


@pytest.mark.parametrize(
    ("prepare", "act", "fault"),
    [
        pytest.param(nothing, everything, Fault(fail(FULL)), id="do, once"),
        pytest.param(nothing, everything, Fault(fail(BROKEN), sticky=True), id="do, for good"),
        pytest.param(nothing, everything, Fault(fail(BROKEN), belated=True), id="do, though done"),
        pytest.param(once, undoing, Fault(fail(FULL)), id="undo, once"),
        pytest.param(nothing, filed, Fault(fail(FULL)), id="file, once"),
        pytest.param(nothing, filed, Fault(fail(BROKEN), belated=True), id="file, though done"),
        pytest.param(filed_once, undoing, Fault(fail(FULL)), id="undo a filing, once"),
    ],
)
def test_whichever_call_fails_all_or_nothing_is_written(
    tmp_path: Path,
    prepare: Callable[[Desk], None],
    act: Callable[[Desk], Transaction],
    fault: Fault,
) -> None:
    before, after = outcomes(tmp_path / "told", prepare, act)
    for number in range(1, MAXIMUM):
        folder = tmp_path / str(number)
        at = furnished(folder)
        prepare(at)
        look_again(at.vault, at.journal, at.state, last=True)
        tx = act(at)
        allowed = [before]
        try:
            with going_wrong(fault, number) as countdown:
                commit_to(at, tx)
            allowed = [after]
        except PartlyDone:
            allowed = [before, after]
        except Conflict:
            assert countdown.reached  # a look that failed found nothing
        except WriteFailed:
            assert countdown.reached
        if before in allowed and after not in allowed:
            assert temps(at) == []
            [one] = [path for path in (at.path("one.md"), at.path("x/one.md")) if path.exists()]
            assert one.stat().st_nlink == 1
        assert state_of(settled(folder)) in allowed, number
        if not countdown.reached:
            break
    else:
        pytest.fail("the calls do not end")


@pytest.mark.parametrize(
    ("prepare", "act"),
    [
        pytest.param(nothing, everything, id="do"),
        pytest.param(once, undoing, id="undo"),
        pytest.param(nothing, edited_and_moved, id="edit and move"),
        pytest.param(nothing, filed, id="file"),
        pytest.param(filed_once, undoing, id="undo a filing"),
    ],
)
def test_wherever_it_is_killed_the_next_start_finds_all_or_nothing(
    tmp_path: Path, prepare: Callable[[Desk], None], act: Callable[[Desk], Transaction]
) -> None:
    told = outcomes(tmp_path / "told", prepare, act)
    for number in range(1, MAXIMUM):
        folder = tmp_path / str(number)
        at = furnished(folder)
        prepare(at)
        look_again(at.vault, at.journal, at.state, last=True)
        tx = act(at)
        killed = cut_short(number, lambda at=at, tx=tx: commit_to(at, tx))
        assert state_of(settled(folder)) in (told if killed else told[1:]), number
        if not killed:
            break
    else:
        pytest.fail("the calls do not end")


def test_killed_in_recovery_it_recovers_at_the_start_after(tmp_path: Path) -> None:
    before, after = outcomes(tmp_path / "told", nothing, everything)
    for number in range(1, MAXIMUM):
        folder = tmp_path / str(number)
        at = furnished(folder)
        tx = everything(at)
        swapped = [Before("renameat2", be_killed, nth=3), Before("replace", be_killed, nth=3)]
        with pytest.raises(Killed), calls(lambda name, stops=swapped: [s(name) for s in stops]):
            commit_to(at, tx)  # two notes are swapped, the others are not
        again = desk(folder)
        killed = cut_short(number, lambda at=again: recover(at.vault, at.journal, at.state))
        assert state_of(settled(folder)) in (before, after), number
        if not killed:
            break
    else:
        pytest.fail("the calls do not end")


def test_a_folder_that_may_not_be_removed_is_told(tmp_path: Path) -> None:
    at = furnished(tmp_path)
    do(at, Create(NotePath("new/n.md"), b"new\n"))
    tx = undoing(at)
    forbidden = Before("rmdir", fail(errno.EACCES))
    with (
        pytest.raises(PartlyDone, match="the folder new was left: the permissions"),
        calls(forbidden),
    ):
        commit_to(at, tx)
    assert not at.path("new/n.md").exists()
    assert at.journal.pending() == ()
