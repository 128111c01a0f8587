import ctypes
import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import core.exchange
from core.exchange import exchange, move_new
from core.staging import read_file, stage


def library(monkeypatch: pytest.MonkeyPatch, **calls: Callable[..., int]) -> None:
    monkeypatch.setattr(core.exchange, "_LIBC", SimpleNamespace(**calls))


def test_two_files_swap_names(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other \udcff"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    assert exchange(str(one), str(other))
    assert (one.read_bytes(), other.read_bytes()) == (b"2", b"1")


def test_a_name_that_is_taken_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    for _ in range(2):
        with pytest.raises(FileExistsError):
            move_new(str(one), str(other))
        assert (one.read_bytes(), other.read_bytes()) == (b"1", b"2")
        library(monkeypatch)
    other.unlink()
    move_new(str(one), str(other))
    assert (one.exists(), other.read_bytes()) == (False, b"1")


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(str(tmp_path / "a"), str(tmp_path / "b"))


def test_a_file_system_that_cannot_swap_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        ctypes.set_errno(errno.EINVAL)
        return -1

    library(monkeypatch, renameat2=refuse)
    assert not exchange("a", "b")


def test_macos_has_its_own_call_with_its_own_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []
    library(monkeypatch, renamex_np=lambda *args: seen.append(args) or 0)
    assert exchange("a", "b")
    move_new("c", "d")
    assert seen == [(b"a", b"b", 2), (b"c", b"d", 4)]


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(OSError, match=r"regular|symbolic"):
            read_file(str(tmp_path / name))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    (tmp_path / "note").write_bytes(b"")
    os.chown(tmp_path / "note", 12, 34)
    stage(str(tmp_path / "new"), b"x", str(tmp_path / "note"))
    found = (tmp_path / "new").stat()
    assert (found.st_uid, found.st_gid) == (12, 34)
