"""Other programs write in the same notes: before, during and after what we write."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from writing import (
    Before,
    Desk,
    append,
    calls,
    commit_to,
    desk,
    do,
    redo,
    temps,
    undo,
)

import core.exchange
from core.edit import Change, Create, Move, Remove, Transaction
from core.errors import Conflict, PartlyDone, WriteFailed
from core.path import NotePath
from core.store import look_again, recover

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


def put(at: Desk, data: bytes) -> Callable[[], object]:
    def act() -> None:
        beside = at.path("beside")
        beside.write_bytes(data)
        beside.replace(at.path("sync.md"))

    return act


# ---- while we write


@pytest.mark.parametrize("call", ["renameat2", "link"])
def test_a_line_added_in_the_last_moment_is_kept(
    home: Desk, call: str, request: pytest.FixtureRequest
) -> None:
    if call == "link":
        request.getfixturevalue("plain_renames")
    tx = accept(home)
    with calls(Before(call, append(home, b"- theirs\n"))):
        commit_to(home, tx)
    assert home.files() == {"sync.md": CALLED + b"- theirs\n"}
    undo(home)
    assert home.files() == {"sync.md": NOTE + b"- theirs\n"}


def test_a_note_replaced_after_the_check_gets_the_edit_at_its_new_place(home: Desk) -> None:
    tx = accept(home)
    with calls(Before("renameat2", put(home, b"new top\n" + NOTE))):
        commit_to(home, tx)
    assert home.path("sync.md").read_bytes() == b"new top\n" + CALLED


def test_a_note_whose_line_went_away_is_left_and_nothing_is_recorded(home: Desk) -> None:
    tx = accept(home)
    with (
        pytest.raises(Conflict, match="no longer there exactly once"),
        calls(Before("renameat2", put(home, b"all theirs\n"))),
    ):
        commit_to(home, tx)
    assert home.files() == {"sync.md": b"all theirs\n"}
    assert home.journal.entries() == ()


def test_a_note_that_vanished_is_left(home: Desk) -> None:
    tx = accept(home)
    with (
        pytest.raises(Conflict, match="gone"),
        calls(Before("renameat2", lambda: home.path("sync.md").unlink())),
    ):
        commit_to(home, tx)
    assert home.files() == {}


def test_what_could_be_done_is_done_and_undo_takes_back_just_that(home: Desk) -> None:
    home.write("b.md", b"- [?] b\n")
    tx = Transaction("both", (*accept(home).changes, home.edit("b.md", (b"?", b" "))))
    with (
        pytest.raises(PartlyDone, match=r"sync\.md|no longer there") as caught,
        calls(Before("renameat2", put(home, b"all theirs\n"))),
    ):
        commit_to(home, tx)
    assert home.files() == {"sync.md": b"all theirs\n", "b.md": b"- [ ] b\n"}
    assert len(caught.value.left) == 1
    entry = home.journal.to_undo()
    assert entry
    assert entry.id == caught.value.entry
    undo(home)
    assert home.files() == {"sync.md": b"all theirs\n", "b.md": b"- [?] b\n"}


def test_a_program_that_never_stops_is_given_way(home: Desk) -> None:
    tx, count = accept(home), iter(range(1000))

    def busy(name: str) -> None:
        if name == "renameat2" and (turn := next(count)) % 2 == 0:
            put(home, NOTE + b"- %d\n" % turn)()

    with pytest.raises(Conflict, match="keeps changing"), calls(busy):
        commit_to(home, tx)
    assert home.files() == {"sync.md": NOTE + b"- 8\n"}


def test_somebody_building_on_our_bytes_keeps_them(home: Desk) -> None:
    tx = accept(home)

    def both(name: str, seen: list[str] = []) -> None:  # noqa: B006 - counts over the whole test
        seen.append(name)
        if name == "renameat2" and seen.count(name) == 1:
            append(home, b"- theirs\n")()
        elif name == "renameat2" and seen.count(name) == 2:
            put(home, CALLED + b"- built on ours\n")()

    with calls(both):
        commit_to(home, tx)
    told = look_again(home.vault, home.journal, home.state, last=True)
    text = home.path("sync.md").read_bytes()
    assert text == CALLED + b"- built on ours\n- theirs\n"
    assert len(told) == 1


@pytest.mark.parametrize("name", ["new.md", "moved.md"])
def test_a_name_taken_in_the_last_moment_is_not_overwritten(home: Desk, name: str) -> None:
    changes = (
        Create(NotePath("new.md"), b"ours\n"),
        Move(NotePath("sync.md"), NotePath("moved.md"), None),
    )
    tx = Transaction("both", changes)
    with (
        pytest.raises(PartlyDone, match="is there already"),
        calls(Before("renameat2", lambda: home.path(name).write_bytes(b"theirs\n"))),
    ):
        commit_to(home, tx)
    assert home.path(name).read_bytes() == b"theirs\n"
    assert temps(home) == []


def test_a_new_note_that_is_edited_is_not_taken_away(home: Desk) -> None:
    do(home, Create(NotePath("new.md"), b"ours\n"))
    home.write("new.md", b"ours, and theirs\n")
    with pytest.raises(Conflict, match="changed since it was made"):
        undo(home)
    home.write("new.md", b"ours\n")
    tx = Transaction("take away", (Remove(NotePath("new.md"), b"ours\n"),))
    with (
        pytest.raises(Conflict, match="changed since it was made"),
        calls(Before("renameat2", lambda: home.write("new.md", b"theirs\n"))),
    ):
        commit_to(home, tx)
    assert home.files() == {"sync.md": NOTE, "new.md": b"theirs\n"}


@pytest.mark.parametrize("change", ["move", "remove"])
def test_a_file_that_goes_in_the_last_moment_is_reported(home: Desk, change: str) -> None:
    path = NotePath("sync.md")
    made = Move(path, NotePath("b.md"), None) if change == "move" else Remove(path, NOTE)
    with (
        pytest.raises(Conflict, match="gone"),
        calls(Before("renameat2", lambda: home.path("sync.md").unlink())),
    ):
        do(home, made)


def test_a_shared_note_is_compared_before_it_is_written_in_place(home: Desk) -> None:
    home.path("pair.md").hardlink_to(home.path("sync.md"))
    tx = accept(home)
    with calls(Before("fsync", append(home, b"- theirs\n"), nth=2)):
        commit_to(home, tx)
    assert home.path("pair.md").read_bytes() == CALLED + b"- theirs\n"


def write_in_place(at: Desk) -> None:
    with at.path("sync.md").open("r+b") as file:
        file.write(b"theirs")


@pytest.mark.parametrize("first", ["replaced", "shared", "moved", "removed"])
def test_what_cannot_be_taken_back_is_finished_at_the_next_start(
    home: Desk, first: str, request: pytest.FixtureRequest
) -> None:
    home.write("b.md", b"- [?] b\n")
    change: Change = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    if first == "replaced":
        request.getfixturevalue("plain_renames")
    elif first == "shared":
        home.path("pair.md").hardlink_to(home.path("sync.md"))
    elif first == "moved":
        change = Move(NotePath("sync.md"), NotePath("x.md"), None)
    else:
        change = Remove(NotePath("sync.md"), NOTE)
    tx = Transaction("both", (change, home.edit("b.md", (b"?", b" "))))

    def meddle() -> None:
        if home.path("sync.md").exists():
            write_in_place(home)
        else:
            home.write("sync.md", b"theirs\n")
        raise OSError(errno.EIO, "broken")

    call, nth = {"replaced": ("replace", 2), "shared": ("renameat2", 1)}.get(
        first, ("renameat2", 2)
    )
    with (
        pytest.raises(PartlyDone, match="finished when Winnow starts next"),
        calls(Before(call, meddle, nth)),
    ):
        commit_to(home, tx)
    assert len(home.journal.pending()) == 1
    recover(home.vault, home.journal, home.state)
    assert home.path("sync.md").read_bytes().startswith(b"theirs")
    assert home.path("b.md").read_bytes() == b"- [ ] b\n"
    assert temps(home) == []


# ---- without a swap of names


@pytest.mark.usefixtures("plain_renames")
def test_without_a_swap_notes_are_replaced_moved_and_taken_back(home: Desk) -> None:
    do(home, *accept(home).changes, Create(NotePath("new.md"), b"n\n"))
    do(home, Move(NotePath("new.md"), NotePath("moved.md"), None))
    assert home.files() == {"sync.md": CALLED, "moved.md": b"n\n"}
    undo(home)
    undo(home)
    assert home.files() == {"sync.md": NOTE}
    redo(home)
    assert home.files() == {"sync.md": CALLED, "new.md": b"n\n"}


@pytest.mark.usefixtures("plain_renames")
def test_without_a_swap_the_old_file_is_compared_through_its_second_name(home: Desk) -> None:
    tx = accept(home)
    with calls(Before("link", append(home, b"- theirs\n"))):
        commit_to(home, tx)
    assert home.files() == {"sync.md": CALLED + b"- theirs\n"}


@pytest.mark.usefixtures("plain_renames")
def test_without_a_swap_or_second_names_the_old_bytes_are_copied_first(home: Desk) -> None:
    tx = accept(home)

    def elsewhere() -> None:
        raise OSError(errno.EXDEV, "other file system")

    with calls(Before("link", elsewhere)):
        commit_to(home, tx)
    assert home.files() == {"sync.md": CALLED}


@pytest.mark.usefixtures("plain_renames")
@pytest.mark.parametrize("second", [True, False], ids=["second names", "none"])
def test_without_a_swap_a_failure_brings_the_old_bytes_back(home: Desk, *, second: bool) -> None:
    home.write("b.md", b"- [?] b\n")
    home.path("sync.md").chmod(0o640)
    number = home.path("sync.md").stat().st_ino
    tx = Transaction("both", (*accept(home).changes, home.edit("b.md", (b"?", b" "))))

    def fail() -> None:
        raise OSError(errno.EIO, "broken")

    broken = Before("replace", fail, 2)

    def step(name: str) -> None:
        broken(name)
        if name == "link" and not second:
            raise OSError(errno.EPERM, "no second names here")

    with pytest.raises(WriteFailed, match="the disk reports an error"), calls(step):
        commit_to(home, tx)
    found = home.path("sync.md").stat()
    assert (found.st_mode & 0o777, found.st_ino == number) == (0o640, second)
    assert home.files() == {"sync.md": NOTE, "b.md": b"- [?] b\n"}
    assert home.journal.entries() == ()


# ---- after we wrote


def test_bytes_added_through_an_old_descriptor_reach_the_note_once(home: Desk) -> None:
    with home.path("sync.md").open("ab", buffering=0) as slow:
        commit_to(home, accept(home))
        assert look_again(home.vault, home.journal, home.state) == ()
        slow.write(b"- late\n")
        [told] = look_again(home.vault, home.journal, home.state)
        assert "sync.md" in told
        slow.write(b"- later\n")
        assert len(look_again(home.vault, home.journal, home.state)) == 1
    assert look_again(home.vault, home.journal, home.state, last=True) == ()
    assert home.path("sync.md").read_bytes() == CALLED + b"- late\n- later\n"
    undo(home)
    assert home.path("sync.md").read_bytes() == NOTE + b"- late\n- later\n"


def test_an_old_descriptor_that_rewrites_is_saved_aside(home: Desk) -> None:
    with home.path("sync.md").open("r+b") as slow:
        commit_to(home, accept(home))
        slow.write(b"overwritten")
    [told] = look_again(home.vault, home.journal, home.state, last=True)
    saved = Path(told.rpartition(" saved as ")[2])
    assert saved.read_bytes() == b"overwritten" + NOTE[11:]
    assert home.path("sync.md").read_bytes() == CALLED


def test_late_bytes_of_a_note_that_is_gone_are_saved_aside(home: Desk) -> None:
    do(home, Create(NotePath("new.md"), b"new\n"))
    with home.path("new.md").open("ab") as slow:
        undo(home)
        slow.write(b"late\n")
    [told] = look_again(home.vault, home.journal, home.state, last=True)
    assert Path(told.rpartition(" saved as ")[2]).read_bytes() == b"new\nlate\n"


def test_late_bytes_found_by_the_next_start_are_not_added_twice(home: Desk, tmp_path: Path) -> None:
    with home.path("sync.md").open("ab") as slow:
        commit_to(home, accept(home))
        slow.write(b"- late\n")
    look_again(home.vault, home.journal, home.state)
    again = desk(tmp_path)
    recover(again.vault, again.journal, again.state)
    assert again.path("sync.md").read_bytes() == CALLED + b"- late\n"
    assert not any(Path(again.journal.displaced.folder).iterdir())


def test_a_kept_file_nobody_knows_is_let_go(home: Desk) -> None:
    for name in ("unknown-0", "0", "x-y"):
        Path(home.journal.displaced.folder, name).write_bytes(b"")
    assert recover(home.vault, home.journal, home.state).problems == ()
    assert not any(Path(home.journal.displaced.folder).iterdir())


def test_a_journal_on_another_file_system_keeps_descriptors(home: Desk) -> None:
    def elsewhere() -> None:
        raise OSError(errno.EXDEV, "other file system")

    tx = accept(home)
    with home.path("sync.md").open("ab") as slow:
        with calls(Before("rename", elsewhere)):
            commit_to(home, tx)
        assert look_again(home.vault, home.journal, home.state) == ()
        slow.write(b"- late\n")
    assert temps(home) == []
    assert len(look_again(home.vault, home.journal, home.state, last=True)) == 1
    assert home.path("sync.md").read_bytes() == CALLED + b"- late\n"
    assert home.journal.displaced.names() == []


def test_late_bytes_wait_while_somebody_else_is_writing(home: Desk) -> None:
    with home.path("sync.md").open("ab") as slow:
        commit_to(home, accept(home))
        slow.write(b"- late\n")
    count = iter(range(1000))

    def busy(name: str) -> None:
        if name == "renameat2" and (turn := next(count)) % 2 == 0:
            put(home, b"rewritten %d\n" % turn)()

    with calls(busy):
        assert look_again(home.vault, home.journal, home.state) == ()
    assert len(look_again(home.vault, home.journal, home.state)) == 1
    assert home.path("sync.md").read_bytes() == b"rewritten 8\n- late\n"


def test_late_bytes_of_a_note_nobody_lets_us_write_are_saved_at_the_last_look(home: Desk) -> None:
    with home.path("sync.md").open("ab") as slow:
        commit_to(home, accept(home))
        slow.write(b"- late\n")
    count = iter(range(10000))

    def busy(name: str) -> None:
        if name == "renameat2" and (turn := next(count)) % 2 == 0:
            put(home, b"rewritten %d\n" % turn)()

    with calls(busy):
        [told] = look_again(home.vault, home.journal, home.state, last=True)
    assert Path(told.rpartition(" saved as ")[2]).read_bytes() == NOTE + b"- late\n"


def test_late_bytes_of_a_note_that_is_read_only_by_now_are_saved(home: Desk) -> None:
    with home.path("sync.md").open("ab") as slow:
        commit_to(home, accept(home))
        slow.write(b"- late\n")
    home.path("sync.md").chmod(0o444)
    [told] = look_again(home.vault, home.journal, home.state)
    assert "saved as" in told
    assert home.path("sync.md").read_bytes() == CALLED


# ---- at any moment


def appends(at: Desk) -> None:
    with at.path("sync.md").open("ab") as file:
        file.write(b"- theirs\n")


def renames_over(at: Desk) -> None:
    put(at, at.path("sync.md").read_bytes() + b"- theirs\n")()


def truncates_and_writes(at: Desk) -> None:
    data = at.path("sync.md").read_bytes()
    at.path("sync.md").write_bytes(data + b"- theirs\n")


class Meddling:
    """Another program does something just before the n-th system call; knows which that was."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.before = ""
        self._left = at
        self._act = act

    def __call__(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            self.before = name
            self._act()


@pytest.mark.parametrize("swap", [True, False], ids=["swap", "no swap"])
@pytest.mark.parametrize("second", [True, False], ids=["second names", "none"])
@pytest.mark.parametrize("act", [appends, renames_over, truncates_and_writes])
def test_nothing_of_another_program_is_lost_at_any_boundary(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Desk], None],
    *,
    swap: bool,
    second: bool,
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    if not swap:
        monkeypatch.setattr(core.exchange, "_LIBC", object())
    for number in range(1, 300):
        at = desk(tmp_path / str(number))
        at.write("sync.md", NOTE)
        meddling = Meddling(number, lambda at=at: act(at))

        def step(name: str, meddling: Meddling = meddling) -> None:
            meddling(name)
            if name == "link" and not second:
                raise OSError(errno.EPERM, "no second names here")

        tx, refused = accept(at), False
        with calls(step):
            try:
                commit_to(at, tx)
            except Conflict:
                refused = True
        look_again(at.vault, at.journal, at.state, last=True)
        assert temps(at) == []
        rescued = Path(at.journal.folder, "rescued")
        saved = [one.read_bytes() for one in rescued.iterdir()] if rescued.exists() else []
        note = at.path("sync.md").read_bytes()
        everywhere = b"\n".join([note, *saved])
        # Where names cannot be swapped, a file put there between the last look and ours is lost.
        known = not swap and act is renames_over and meddling.before == "replace"
        if meddling.before and not known:
            assert everywhere.count(b"- theirs\n") == 1, (number, meddling.before)
        assert b"- [?] book a room\n" in note
        assert (b"- [?] call" in note) == refused
        assert note.count(b"call the printer") == 1
        if not meddling.before:
            break
    else:
        pytest.fail("the calls do not end")


def test_what_is_added_to_a_file_that_was_taken_back_at_once_is_kept(home: Desk) -> None:
    tx = accept(home)
    opened = []

    def first() -> None:
        put(home, b"new top\n" + NOTE)()

    def second() -> None:
        opened.append(home.path("sync.md").open("ab"))  # ours, in the moment that it stands there

    steps = iter([first, second])

    def step(name: str) -> None:
        if name == "renameat2" and (act := next(steps, None)):
            act()

    with calls(step):
        commit_to(home, tx)
    with opened[0] as file:
        file.write(b"- theirs\n")
    assert "in the new text" in look_again(home.vault, home.journal, home.state)[0]
    assert home.path("sync.md").read_bytes() == b"new top\n" + CALLED + b"- theirs\n"
    assert look_again(home.vault, home.journal, home.state, last=True) == ()
    assert home.journal.displaced.withdrawn == []


def test_what_was_written_over_a_file_that_was_taken_back_is_saved(home: Desk) -> None:
    home.journal.displaced.withdraw(
        str(home.path("sync.md")), NotePath("sync.md"), "2026-03-02T09:30:00+00:00", NOTE
    )
    home.path("sync.md").write_bytes(b"all theirs\n")
    [said] = look_again(home.vault, home.journal, home.state, last=True)
    assert "is saved as" in said
    [saved] = Path(home.journal.folder, "rescued").iterdir()
    assert saved.read_bytes() == b"all theirs\n"
