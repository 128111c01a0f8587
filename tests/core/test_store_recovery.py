"""What the next start finds after a crash, when other programs wrote meanwhile."""

import errno
from pathlib import Path

import pytest
from writing import (
    Before,
    Desk,
    append,
    calls,
    commit_to,
    desk,
    die,
    do,
    in_child,
    temps,
    undo,
)

import core.exchange
from core.edit import Create, Move, Remove, Transaction
from core.errors import WriteFailed
from core.path import NotePath
from core.store import recover
from core.text import digest

NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\n"
CALLED = NOTE.replace(b"[?] call", b"[ ] call")


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    return at


@pytest.fixture
def plain_renames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that can neither swap names nor rename without replacing."""
    monkeypatch.setattr(core.exchange, "_LIBC", object())


def accept(at: Desk) -> Transaction:
    return Transaction("accept", (at.edit("sync.md", (b"[?] call", b"[ ] call")),))


def crashed(at: Desk, tx: Transaction, call: str, nth: int = 1) -> None:
    def run() -> None:
        with calls(Before(call, die, nth)):
            commit_to(at, tx)

    assert in_child(run) == 9


def test_a_note_edited_before_the_next_start_still_gets_its_change(home: Desk) -> None:
    crashed(home, accept(home), "renameat2")
    home.write("sync.md", b"above\n" + NOTE)
    found = recover(home.vault, home.journal, home.state)
    assert (len(found.finished), found.left) == (1, ())
    assert home.files() == {"sync.md": b"above\n" + CALLED}
    undo(home)
    assert home.files() == {"sync.md": b"above\n" + NOTE}


def test_a_note_done_and_edited_before_the_next_start_is_left_alone(home: Desk) -> None:
    crashed(home, accept(home), "rename")
    home.write("sync.md", b"above\n" + CALLED)
    assert recover(home.vault, home.journal, home.state).left == ()
    assert home.files() == {"sync.md": b"above\n" + CALLED}
    undo(home)
    assert home.files() == {"sync.md": b"above\n" + NOTE}


def test_a_note_that_lost_the_line_is_left_and_reported(home: Desk) -> None:
    tx = Transaction("two", (*accept(home).changes, Create(NotePath("n/new.md"), b"n\n")))
    crashed(home, tx, "renameat2")
    home.write("sync.md", b"theirs\n")
    home.write("n/new.md", b"theirs\n")
    found = recover(home.vault, home.journal, home.state)
    assert len(found.left) == 2
    assert len(found.discarded) == 1
    assert home.files() == {"sync.md": b"theirs\n", "n/": b"", "n/new.md": b"theirs\n"}
    assert home.journal.entries() == ()


def test_a_next_command_finishes_the_last_one_first(home: Desk, tmp_path: Path) -> None:
    crashed(home, accept(home), "renameat2")
    again = desk(tmp_path)
    do(again, Create(NotePath("b.md"), b"b\n"))
    assert again.files() == {"sync.md": CALLED, "b.md": b"b\n"}
    assert len(again.journal.entries()) == 2


def test_displaced_bytes_of_another_program_come_first_after_a_crash(home: Desk) -> None:
    tx = accept(home)

    def race(name: str, seen: list[str] = []) -> None:  # noqa: B006 - counts in the child
        seen.append(name)
        if name == "renameat2":
            if seen.count(name) == 2:
                die()
            append(home, b"- theirs\n")()

    def run() -> None:
        with calls(race):
            commit_to(home, tx)

    assert in_child(run) == 9
    assert home.path("sync.md").read_bytes() == CALLED
    assert recover(home.vault, home.journal, home.state).left == ()
    assert home.files() == {"sync.md": CALLED + b"- theirs\n"}


def test_unknown_bytes_under_our_temporary_name_are_saved(home: Desk) -> None:
    crashed(home, accept(home), "renameat2")
    [temp] = temps(home)
    home.write(temp, b"whoever wrote this\n")
    home.write("sync.md", b"above\n" + NOTE)
    recover(home.vault, home.journal, home.state)
    [saved] = Path(home.journal.folder, "rescued").iterdir()
    assert saved.read_bytes() == b"whoever wrote this\n"
    assert home.files() == {"sync.md": b"above\n" + CALLED}


def test_moves_whose_ends_changed_are_left_and_reported(home: Desk) -> None:
    home.write("b.md", b"b\n")
    tx = Transaction(
        "move",
        (
            Move(NotePath("sync.md"), NotePath("x.md"), digest(NOTE)),
            Move(NotePath("b.md"), NotePath("y.md"), None),
        ),
    )
    crashed(home, tx, "renameat2")
    home.write("x.md", b"theirs\n")
    home.path("b.md").unlink()
    found = recover(home.vault, home.journal, home.state)
    assert found.left == ("x.md is there already", "b.md is gone")
    assert home.files() == {"sync.md": NOTE, "x.md": b"theirs\n"}


@pytest.mark.usefixtures("plain_renames")
def test_a_move_by_two_names_is_finished(home: Desk) -> None:
    tx = Transaction("move", (Move(NotePath("sync.md"), NotePath("x.md"), None),))
    crashed(home, tx, "unlink")
    assert home.files() == {"sync.md": NOTE, "x.md": NOTE}
    recover(home.vault, home.journal, home.state)
    assert home.files() == {"x.md": NOTE}


@pytest.mark.usefixtures("plain_renames")
def test_a_second_name_in_the_journal_is_no_shared_note(home: Desk) -> None:
    crashed(home, accept(home), "replace")
    assert home.path("sync.md").stat().st_nlink == 2
    recover(home.vault, home.journal, home.state)
    assert home.path("sync.md").stat().st_nlink == 1
    assert home.files() == {"sync.md": CALLED}


def test_a_taken_away_note_that_was_edited_comes_back(home: Desk) -> None:
    do(home, Create(NotePath("new.md"), b"new\n"))
    tx = Transaction("take away", (Remove(NotePath("new.md"), b"new\n"),))
    crashed(home, tx, "rename")
    [temp] = temps(home)
    home.path(temp).write_bytes(b"new, and theirs\n")
    found = recover(home.vault, home.journal, home.state)
    assert found.left == ("new.md was changed since it was made",)
    assert home.files()["new.md"] == b"new, and theirs\n"


def test_a_note_patched_and_moved_before_the_crash_is_known_at_its_new_place(home: Desk) -> None:
    change = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    move = Move(NotePath("sync.md"), NotePath("x.md"), change.after)
    crashed(home, Transaction("both", (change, move)), "rename")
    assert recover(home.vault, home.journal, home.state).left == ()
    assert home.files() == {"x.md": CALLED}


def test_a_torn_overwriting_is_mended_from_its_image(home: Desk) -> None:
    home.path("pair.md").hardlink_to(home.path("sync.md"))
    crashed(home, accept(home), "pwrite")
    with home.path("sync.md").open("r+b") as file:
        file.write(CALLED[:30])  # as far as a write may have come
    recover(home.vault, home.journal, home.state)
    assert home.path("pair.md").read_bytes() == CALLED


def test_what_the_system_forbids_for_good_is_left_and_reported(home: Desk) -> None:
    crashed(home, accept(home), "renameat2")

    def forbid() -> None:
        raise PermissionError(errno.EACCES, "no")

    with calls(Before("renameat2", forbid)):
        found = recover(home.vault, home.journal, home.state)
    assert found.left == ("sync.md could not be written: the permissions forbid it",)
    assert home.files() == {"sync.md": NOTE}


def test_what_may_go_well_next_time_stays_pending(home: Desk) -> None:
    crashed(home, accept(home), "renameat2")

    def fail() -> None:
        raise OSError(errno.EIO, "broken")

    with pytest.raises(WriteFailed), calls(Before("renameat2", fail)):
        recover(home.vault, home.journal, home.state)
    assert len(home.journal.pending()) == 1
    assert len(recover(home.vault, home.journal, home.state).finished) == 1
    assert home.files() == {"sync.md": CALLED}


def test_a_note_that_went_before_the_next_start_is_reported(home: Desk) -> None:
    crashed(home, accept(home), "renameat2")
    home.path("sync.md").unlink()
    assert recover(home.vault, home.journal, home.state).left == ("sync.md is gone",)
