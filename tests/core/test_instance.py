"""Of several screens on one vault the first may write, until it ends however it ends."""

import os
import signal
from pathlib import Path

import pytest

from core.instance import Instance


def test_the_second_is_told_who_was_first_and_follows_when_it_ends(tmp_path: Path) -> None:
    first = Instance(str(tmp_path), "process 1 on /dev/pts/4, since 09:30")
    second = Instance(str(tmp_path), "process 2")
    assert first.holder == ""
    assert (
        second.holder == "another Winnow has this vault open (process 1 on /dev/pts/4, since 09:30)"
    )
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    assert second.take()
    assert second.holder == ""
    assert not first.take()


def test_a_killed_one_holds_nothing_up(tmp_path: Path) -> None:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        Instance(str(tmp_path), "the child")
        os.write(write, b".")
        signal.pause()
    os.read(read, 1)
    mine = Instance(str(tmp_path), "me")
    assert "the child" in mine.holder
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert mine.take()
    os.close(read)
    os.close(write)


@pytest.mark.parametrize("found", [b"", b"\xff\x00", b"[1]", b"{" * 9000])
def test_a_lock_that_says_nothing_readable_is_held_all_the_same(
    tmp_path: Path, found: bytes
) -> None:
    first = Instance(str(tmp_path), "first")
    (tmp_path / "screen.lock").write_bytes(found)
    assert "does not say who" in Instance(str(tmp_path), "second").holder
    first.release()


def test_where_no_lock_can_be_had_nobody_writes(tmp_path: Path) -> None:
    (tmp_path / "screen.lock").symlink_to("elsewhere")
    instance = Instance(str(tmp_path), "me")
    assert "cannot be opened" in instance.holder
    assert not (tmp_path / "elsewhere").exists()
