"""What a write displaced is kept while anybody may be writing into it, and no longer, and not too much of it."""

from pathlib import Path

import pytest
from writing import (
    BROKEN,
    Before,
    Desk,
    Folder,
    calls,
    desk,
    do,
    fail,
    in_child,
)

import core.displaced
from core.errors import Busy
from core.journal import Journal
from core.records import Unavailable
from core.state import State
from core.store import look_again, recover

NOTE = b"# Sync\n\n- [?] call the printer\n"
CALLED = NOTE.replace(b"?", b" ")


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    return at


def accept(at: Desk, name: str = "sync.md") -> None:
    do(at, at.edit(name, (b"?", b" ")))


def another(at: Desk) -> Desk:
    """A program that runs at the same time."""
    state = at.journal.folder
    return Desk(Folder(at.vault.root), Journal(state, patience=0.01), State(state))


def look(at: Desk, *, last: bool = False) -> tuple[str, ...]:
    return look_again(at.vault, at.journal, at.state, last=last)


def descriptors() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def elsewhere(name: str) -> None:
    """The journal lies on another file system."""
    if name == "rename":
        fail(18)()


def test_while_one_program_may_look_again_another_lets_nothing_go(home: Desk) -> None:
    with home.path("sync.md").open("ab", buffering=0) as slow:
        accept(home)
        other = another(home)
        assert recover(other.vault, other.journal, other.state).problems == ()
        assert look(other, last=True) == ()
        slow.write(b"- late\n")
        assert len(look(home)) == 1
    assert home.path("sync.md").read_bytes() == CALLED + b"- late\n"
    assert look(home, last=True) == ()
    assert home.journal.displaced.names() == []


def test_the_last_of_them_lets_go(home: Desk) -> None:
    home.write("b.md", NOTE)
    accept(home)
    other = another(home)
    accept(other, "b.md")
    look(home, last=True)
    assert len(home.journal.displaced.names()) == 2
    look(other, last=True)
    assert home.journal.displaced.names() == []


def test_nobody_begins_to_write_while_they_are_let_go(home: Desk) -> None:
    assert home.journal.displaced.alone()
    with pytest.raises(Busy):
        accept(another(home))
    assert home.path("sync.md").read_bytes() == NOTE
    home.journal.displaced.done()
    accept(another(home))


def test_what_did_not_change_is_not_read_again(home: Desk) -> None:
    accept(home)
    look(home)
    seen: list[str] = []
    with calls(seen.append):
        look(home)
    assert "read" not in seen
    assert "open" not in seen


def test_of_very_many_only_the_newest_are_kept_for_long(
    home: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.displaced, "_MOST", 3)
    names = [home.write(f"{number}.md", NOTE) for number in range(5)]
    do(home, *(home.edit(name, (b"?", b" ")) for name in names))
    look(home)
    assert len(home.journal.displaced.names()) == 5
    accept(home)
    look(home)
    left = home.journal.displaced.names()
    assert len(left) == 3
    assert f"{home.journal.entries()[-1].id}-0" in left


def test_no_more_descriptors_are_held_than_there_may_be(
    home: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.displaced, "_MOST_HELD", 2)
    names = [home.write(f"{number}.md", NOTE) for number in range(6)]
    before = descriptors()
    slow = home.path("0.md").open("ab", buffering=0)
    wrote: list[object] = []

    def late(name: str) -> None:
        elsewhere(name)
        if name == "unlink" and not wrote:
            wrote.append(slow.write(b"- late\n"))

    with slow, calls(late):
        do(home, *(home.edit(name, (b"?", b" ")) for name in names))
    assert len(home.journal.displaced.names()) == 2
    assert descriptors() == before + 3  # and the lock that says so
    [told] = look(home)
    assert Path(told.rpartition(" saved as ")[2]).read_bytes() == NOTE + b"- late\n"
    look(home, last=True)
    assert descriptors() == before


def test_what_cannot_be_looked_at_is_kept_for_the_next_start(home: Desk, tmp_path: Path) -> None:
    with home.path("sync.md").open("ab") as slow:
        accept(home)
        slow.write(b"- late\n")
    [name] = home.journal.displaced.names()

    def unreadable(call: str) -> None:
        if call == "read":
            fail(BROKEN)()

    with calls(unreadable):
        [told] = look(home, last=True)
    assert "the disk reports an error" in told
    again = desk(tmp_path)
    assert again.journal.displaced.names() == [name]
    recover(again.vault, again.journal, again.state)
    assert again.path("sync.md").read_bytes() == CALLED + b"- late\n"
    assert again.journal.displaced.names() == []


def test_late_bytes_without_room_for_them_are_kept(home: Desk) -> None:
    with home.path("sync.md").open("r+b") as slow:
        accept(home)
        slow.write(b"rewritten")
    for last in (False, True):
        with calls(lambda name: fail(28)() if name == "write" else None):
            [told] = look(home, last=last)
        assert "the disk is full" in told
    [told] = look(home)
    assert Path(told.rpartition(" saved as ")[2]).read_bytes() == b"rewritten" + NOTE[9:]


def test_a_file_that_another_program_let_go_of_is_no_trouble(home: Desk) -> None:
    accept(home)
    [name] = home.journal.displaced.names()
    gone = Path(home.journal.displaced.path(name))
    with calls(Before("stat", gone.unlink)):
        assert look(home) == ()


def test_a_folder_that_cannot_be_listed_is_a_sentence(home: Desk) -> None:
    accept(home)
    with (
        calls(lambda name: fail(BROKEN)() if name == "listdir" else None),
        pytest.raises(Unavailable, match="the disk reports an error"),
    ):
        look(home)


def test_the_lock_ends_with_the_program(home: Desk) -> None:
    assert in_child(lambda: accept(home)) == 0
    other = another(home)
    assert other.journal.displaced.names()
    look(other, last=True)
    assert other.journal.displaced.names() == []


def test_saved_bytes_bear_the_end_of_any_name(home: Desk) -> None:
    for name in ("日" * 84 + ".md", "\udcff" * 252 + ".md", "x" * 252 + ".md"):
        where = Path(home.journal.save(b"late", name))
        assert where.read_bytes() == b"late"
        assert where.name.endswith(".md")
