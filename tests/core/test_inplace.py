"""A file with other names is changed within its inode: what others add to it meanwhile is kept."""

import fcntl
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
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
    fail,
    in_child,
    undo,
)

from core.edit import Transaction
from core.errors import Conflict, PartlyDone
from core.inplace import overwrite, torn
from core.store import recover, shared

OLD = b"- [?] one\n- [?] two, with a long tail\n- [?] three\n"
CHANGES = [
    pytest.param(OLD.replace(b"?", b"x"), id="as long"),
    pytest.param(OLD.replace(b"one", b"one and more of it"), id="longer"),
    pytest.param(OLD.replace(b", with a long tail", b""), id="shorter"),
    pytest.param(b"", id="nothing"),
    pytest.param(OLD * 3, id="much longer"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pair.md"
    path.write_bytes(OLD)
    (tmp_path / "same.md").hardlink_to(path)
    return path


@pytest.fixture
def no_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system, or an owner, without them."""
    monkeypatch.setattr(fcntl, "F_SETLEASE", -1)


def add(path: Path, data: bytes = b"- theirs\n") -> Callable[[], None]:
    def act() -> None:
        fd = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.write(fd, data)
        os.close(fd)

    return act


@pytest.mark.parametrize("new", CHANGES)
def test_the_inode_stays_and_holds_the_new_bytes(file: Path, new: bytes) -> None:
    number = file.stat().st_ino
    assert overwrite(str(file), OLD, new)
    assert file.read_bytes() == new
    assert (file.stat().st_ino, file.stat().st_nlink) == (number, 2)


@pytest.mark.usefixtures("no_leases")
@pytest.mark.parametrize("new", CHANGES)
def test_without_leases_it_is_the_same(file: Path, new: bytes) -> None:
    assert overwrite(str(file), OLD, new)
    assert file.read_bytes() == new


def test_other_bytes_or_another_file_are_left_alone(file: Path, tmp_path: Path) -> None:
    assert not overwrite(str(file), OLD + b"x", b"new")
    assert file.read_bytes() == OLD
    beside = tmp_path / "beside"
    beside.write_bytes(OLD)
    with calls(Before("pread", lambda: beside.rename(file))):
        assert not overwrite(str(file), OLD, b"new")
    assert file.read_bytes() == (tmp_path / "same.md").read_bytes() == OLD


def test_nobody_opens_it_meanwhile(file: Path) -> None:
    new = OLD.replace(b"one", b"one and more of it")
    seen: list[bytes] = []
    threads: list[threading.Thread] = []
    read = partial(hold_up, threads, lambda: seen.append(file.read_bytes()))
    with calls(Before("pwrite", read)):
        assert overwrite(str(file), OLD, new)
    threads[0].join()
    assert seen == [new]


def test_who_has_it_open_holds_it_up_for_a_moment_only(file: Path) -> None:
    with file.open("rb"):
        assert overwrite(str(file), OLD, OLD.replace(b"?", b"x"))
    assert file.read_bytes() == OLD.replace(b"?", b"x")


@pytest.mark.usefixtures("no_leases")
@pytest.mark.parametrize("new", CHANGES[:3] + CHANGES[4:])
def test_without_leases_what_others_add_at_any_moment_is_kept(tmp_path: Path, new: bytes) -> None:
    for number in range(1, 50):
        path = tmp_path / f"{number}.md"
        path.write_bytes(OLD)
        late, added = add(path), list[str]()
        adding = Countdown(number, lambda: None)

        def step(
            name: str,
            adding: Countdown = adding,
            late: Callable[[], None] = late,
            added: list[str] = added,
        ) -> None:
            before = adding.reached
            adding(name)
            # Between the last look and the cut nothing helps but a lease.
            if adding.reached and not before and name != "ftruncate":
                late()
                added.append(name)

        with calls(step):
            done = overwrite(str(path), OLD, new)
        found = path.read_bytes()
        assert found == (new if done else OLD) + b"- theirs\n" * len(added), (number, added)
        if not adding.reached:
            break
    else:
        pytest.fail("the calls do not end")


@pytest.mark.parametrize("new", CHANGES)
def test_whichever_call_fails_the_old_bytes_are_back(tmp_path: Path, new: bytes) -> None:
    for number in range(1, 50):
        path = tmp_path / f"{number}.md"
        path.write_bytes(OLD)
        fault = Countdown(number, fail(FULL))
        try:
            with calls(fault):
                assert overwrite(str(path), OLD, new)
        except OSError:
            # At the end only durability is not known.
            assert path.read_bytes() in {OLD, new}
        if not fault.reached:
            assert path.read_bytes() == new
            break


SOME = st.lists(st.sampled_from([b"a", b"b", b"\n"]), max_size=6).map(b"".join)


@settings(max_examples=60)
@given(SOME, SOME)
@example(b"ab\n", b"aab\nb\n")
def test_at_whichever_byte_it_is_killed_what_is_left_is_known_as_torn(
    tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes
) -> None:
    path = tmp_path_factory.mktemp("torn") / "note.md"
    write, pwrite = os.write, os.pwrite
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(os, "fsync", lambda _: None)
        slow.setattr(os, "write", lambda fd, data: write(fd, data[:1]))
        slow.setattr(os, "pwrite", lambda fd, data, at: pwrite(fd, data[:1], at))
        for number in range(1, 200):
            path.write_bytes(old)
            try:
                with changes(Countdown(number, be_killed)):
                    assert overwrite(str(path), old, new)
            except Killed:
                found = path.read_bytes()
                assert found in {old, new} or torn(found, old, new)
            else:
                assert path.read_bytes() == new
                break


# ---- as the store does it


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    at = desk(tmp_path)
    at.write("pair.md", OLD)
    at.path("same.md").hardlink_to(at.path("pair.md"))
    return at


def accept(at: Desk) -> Transaction:
    return Transaction("accept", (at.edit("pair.md", (b"[?] two, with", b"[ ] two, indeed with")),))


ACCEPTED = OLD.replace(b"[?] two, with", b"[ ] two, indeed with")


def test_notes_with_other_names_are_told_before(home: Desk) -> None:
    home.write("own.md", OLD)
    home.path("link.md").symlink_to("pair.md")
    names = ("own.md", "pair.md", "link.md")
    tx = Transaction("", tuple(home.edit(name, (b"one", b"1")) for name in names))
    assert shared(home.vault, tx) == ("pair.md", "link.md")
    home.path("pair.md").unlink()
    assert shared(home.vault, tx) == ()


@pytest.mark.parametrize("lease", [True, False])
def test_whatever_another_program_adds_while_a_shared_note_is_changed_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lease: bool
) -> None:
    if not lease:
        monkeypatch.setattr(fcntl, "F_SETLEASE", -1)
    for number in range(1, 200):
        at = desk(tmp_path / str(number))
        at.write("pair.md", OLD)
        at.path("same.md").hardlink_to(at.path("pair.md"))
        threads: list[threading.Thread] = []
        act = add(at.path("pair.md"))
        adding = Countdown(number, partial(hold_up, threads, act))
        tx = accept(at)
        with calls(adding), suppress(Conflict):
            commit_to(at, tx)
        for thread in threads:
            thread.join()
        if at.journal.to_undo() is None:
            commit_to(at, accept(at))  # they were there before the commit point
        theirs = b"- theirs\n" if adding.reached else b""
        assert at.path("pair.md").read_bytes() == ACCEPTED + theirs, number
        assert at.path("same.md").samefile(at.path("pair.md"))
        undo(at)
        assert at.path("pair.md").read_bytes() == OLD + theirs
        if not adding.reached:
            break
    else:
        pytest.fail("the calls do not end")


def hold_up(threads: list[threading.Thread], act: Callable[[], None]) -> None:
    """Let another thread act; waits until it has, or is held up."""
    thread = threading.Thread(target=act)
    threads.append(thread)
    thread.start()
    thread.join(0.01)


def test_a_shared_note_that_is_replaced_by_another_gets_the_change_at_its_new_place(
    home: Desk,
) -> None:
    tx = accept(home)

    def replace() -> None:
        home.path("beside").write_bytes(b"above\n" + OLD)
        home.path("beside").rename(home.path("pair.md"))

    with calls(Before("pread", replace)):
        commit_to(home, tx)
    assert home.path("pair.md").read_bytes() == b"above\n" + ACCEPTED
    assert home.path("same.md").read_bytes() == OLD


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
@pytest.mark.parametrize(("owner", "group"), [(0, 1234), (1234, 4321)])
def test_a_note_whose_owner_or_group_a_new_file_would_not_get_stays_the_same_file(
    tmp_path: Path, owner: int, group: int
) -> None:
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents:
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    at = desk(tmp_path)
    note = at.write("pair.md", OLD)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 1234, 1234)
    os.chown(at.path(note), owner, group)
    at.path(note).chmod(0o666)
    number = at.path(note).stat().st_ino

    def somebody() -> None:
        os.setgroups([])
        os.setgid(1234)
        os.setuid(1234)
        commit_to(at, accept(at))

    at.journal.displaced.done()
    assert in_child(somebody) == 0
    found = at.path(note).stat()
    assert (found.st_uid, found.st_gid, found.st_ino) == (owner, group, number)
    assert at.path(note).read_bytes() == ACCEPTED


def test_what_cannot_be_put_back_is_finished_at_the_next_start(home: Desk, tmp_path: Path) -> None:
    broken: list[str] = []

    def breaking(name: str) -> None:
        if name == "pwrite" or broken:
            broken.append(name)
            fail(BROKEN)()

    tx = accept(home)
    with calls(breaking), pytest.raises(PartlyDone):
        commit_to(home, tx)
    again = desk(tmp_path)
    assert recover(again.vault, again.journal, again.state).problems == ()
    assert again.path("same.md").read_bytes() == ACCEPTED
