"""What a note is besides its bytes: mode, owner, attributes, links, names; and disks that refuse."""

import errno
import os
import stat
import struct
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from writing import Before, Desk, calls, commit_to, desk, do, fail, redo, temps, undo

import core.exchange
from core.edit import Create, Move, Patch, Remember, Transaction
from core.errors import OutsideVault, PartlyDone, Refused, WriteFailed
from core.path import NotePath
from core.store import recover
from core.text import digest

NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\n"
CALLED = NOTE.replace(b"[?] call", b"[ ] call")


@pytest.fixture(params=["swap", "no swap"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Once more on a file system that can neither swap names nor rename without replacing."""
    if request.param == "no swap":
        monkeypatch.setattr(core.exchange, "_LIBC", object())
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    return at


def accept(at: Desk, name: str = "sync.md") -> Patch:
    return at.edit(name, (b"[?] call", b"[ ] call"))


def told(path: Path) -> tuple[int, int, int, int, dict[str, bytes]]:
    """All that an edit must not change."""
    found = path.stat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return found.st_mode, found.st_uid, found.st_gid, found.st_nlink, attributes


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """An ACL as Linux keeps it: version 2, then tag, permissions and id of each entry (acl(5))."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFFFFFF
ACL = access_list((1, 6, NOBODY), (2, 6, 1234), (4, 4, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY))


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o660, 0o664, 0o755, 0o606])
def test_the_mode_stays_whatever_it_and_the_umask_are(home: Desk, mode: int) -> None:
    home.path("sync.md").chmod(mode)
    old = os.umask(0o077)
    try:
        do(home, accept(home))
        assert stat.S_IMODE(home.path("sync.md").stat().st_mode) == mode
        undo(home)
        assert stat.S_IMODE(home.path("sync.md").stat().st_mode) == mode
    finally:
        os.umask(old)


def test_attributes_and_access_lists_stay_through_edit_undo_and_redo(home: Desk) -> None:
    note = home.path("sync.md")
    os.setxattr(note, "user.colour", b"green\x00\xff")
    os.setxattr(note, "user.empty", b"")
    try:
        os.setxattr(note, "system.posix_acl_access", ACL)
    except OSError as error:
        pytest.skip(f"no access lists here: {error.strerror}")
    before = told(note)
    for act in (lambda: do(home, accept(home)), lambda: undo(home), lambda: redo(home)):
        act()
        assert told(note) == before
    assert note.read_bytes() == CALLED


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_group_stay(home: Desk) -> None:
    os.chown(home.path("sync.md"), 12, 34)
    before = told(home.path("sync.md"))
    do(home, accept(home))
    assert told(home.path("sync.md")) == before
    undo(home)
    assert told(home.path("sync.md")) == before


@pytest.mark.parametrize("call", ["fchown", "setxattr", "fchmod"])
def test_a_note_whose_attributes_cannot_be_kept_is_not_written(home: Desk, call: str) -> None:
    note = home.path("sync.md")
    os.setxattr(note, "user.colour", b"green")
    note.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(note, 12, 34)
    before = told(note)
    tx = Transaction("accept", (accept(home),))
    with (
        pytest.raises(WriteFailed, match="the permissions forbid it"),
        calls(lambda name: fail(errno.EPERM)() if name == call else None),
    ):
        commit_to(home, tx)
    assert (note.read_bytes(), told(note), temps(home)) == (NOTE, before, [])
    assert home.journal.pending() == home.journal.entries() == ()


def test_an_edit_is_a_change_that_others_see_by_its_time(home: Desk) -> None:
    note = home.path("sync.md")
    os.utime(note, ns=(10**9, 10**9))
    do(home, accept(home))
    edited = note.stat().st_mtime_ns
    assert edited > 10**9
    do(home, Move(NotePath("sync.md"), NotePath("moved.md"), digest(CALLED)))
    assert home.path("moved.md").stat().st_mtime_ns == edited


def test_a_new_note_has_the_mode_that_others_of_the_user_have(home: Desk) -> None:
    old = os.umask(0o027)
    try:
        do(home, Create(NotePath("a/new.md"), b"x\n"))
    finally:
        os.umask(old)
    assert stat.S_IMODE(home.path("a/new.md").stat().st_mode) == 0o640
    assert stat.S_IMODE(home.path("a").stat().st_mode) == 0o750


# ---- links


def test_a_link_of_a_link_stays_and_what_it_leads_to_is_edited(home: Desk) -> None:
    home.write("deep/real.md", NOTE)
    home.path("one.md").symlink_to("two.md")
    home.path("two.md").symlink_to("deep/real.md")
    do(home, accept(home, "one.md"))
    assert home.path("one.md").readlink() == Path("two.md")
    assert home.path("two.md").readlink() == Path("deep/real.md")
    assert home.path("deep/real.md").read_bytes() == CALLED
    undo(home)
    assert home.path("deep/real.md").read_bytes() == NOTE
    assert temps(home) == []


def test_a_note_in_a_folder_that_is_a_link_within_the_vault_is_edited_there(home: Desk) -> None:
    home.write("real/n.md", NOTE)
    home.path("folder").symlink_to("real")
    home.write("real/m.md", NOTE)
    new, moved = NotePath("folder/new.md"), NotePath("folder/moved.md")
    do(home, accept(home, "folder/n.md"), accept(home, "folder/m.md"), Create(new, b"new\n"))
    do(home, Move(new, moved, None))
    assert home.path("real/moved.md").read_bytes() == b"new\n"
    assert home.path("real/n.md").read_bytes() == home.path("real/m.md").read_bytes() == CALLED
    assert home.path("folder").is_symlink()


def test_links_that_lead_out_are_never_written_moved_or_made_through(
    home: Desk, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "n.md").write_bytes(NOTE)
    home.path("link.md").symlink_to(outside / "n.md")
    edit = accept(home, "link.md")
    for change in (edit, Move(NotePath("link.md"), NotePath("x.md"), None)):
        with pytest.raises((OutsideVault, Refused)):
            do(home, change)
    assert [one.name for one in outside.iterdir()] == ["n.md"]
    assert (outside / "n.md").read_bytes() == NOTE
    assert home.path("link.md").is_symlink()


# ---- what may not be written


def test_a_read_only_note_is_not_replaced_but_may_be_moved(home: Desk) -> None:
    home.path("sync.md").chmod(0o444)
    with pytest.raises(Refused, match=r"sync\.md is read-only"):
        do(home, accept(home))
    do(home, Move(NotePath("sync.md"), NotePath("x.md"), digest(NOTE)))
    assert stat.S_IMODE(home.path("x.md").stat().st_mode) == 0o444


REFUSALS = [
    (errno.EROFS, "the file system is read-only"),
    (errno.EACCES, "the permissions forbid it"),
    (errno.EPERM, "the permissions forbid it"),
    (errno.ENOSPC, "the disk is full"),
    (errno.EDQUOT, "the disk quota is used up"),
    (errno.EIO, "the disk reports an error"),
    (errno.EMFILE, "too many files are open"),
]


@pytest.mark.parametrize(("code", "sentence"), REFUSALS)
@pytest.mark.parametrize("what", ["journal", "temp", "state"])
def test_a_disk_that_refuses_leaves_every_note_and_says_why(
    home: Desk, what: str, code: int, sentence: str
) -> None:
    real = os.open
    ends = {"journal": "journal.log", "temp": ".tmp", "state": "state.log"}[what]

    def refusing(path: str, flags: int, mode: int = 0o777, **more: int) -> int:
        if str(path).endswith(ends) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(code, os.strerror(code), path)
        return real(path, flags, mode, **more)

    changes = accept(home), Remember("snooze", "t", None, "2026-04-01")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "open", refusing)
        with pytest.raises(WriteFailed, match=f"nothing was changed: {sentence}"):
            do(home, *changes)
    again = desk(Path(home.vault.root).parent)
    assert recover(again.vault, again.journal, again.state).problems == ()
    assert again.files() == {"sync.md": NOTE}
    assert again.state.get("snooze", "t") is None
    do(again, *changes)
    assert again.files() == {"sync.md": CALLED}


@pytest.mark.parametrize("what", ["journal", "temp", "state"])
def test_a_disk_that_fills_up_in_the_middle_of_a_write_leaves_every_note(
    home: Desk, what: str
) -> None:
    names: dict[int, str] = {}
    real_open, real_write = os.open, os.write
    ends = {"journal": "journal.log", "temp": ".tmp", "state": "state.log"}[what]

    def opening(path: str, flags: int, mode: int = 0o777, **more: int) -> int:
        fd = real_open(path, flags, mode, **more)
        names[fd] = str(path)
        return fd

    def writing(fd: int, data: bytes) -> int:
        if names.get(fd, "").endswith(ends):
            if len(data) < 20:
                raise OSError(errno.ENOSPC, "no space")
            return real_write(fd, data[: len(data) // 2])
        return real_write(fd, data)

    changes = accept(home), Remember("snooze", "t", None, "2026-04-01")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "open", opening)
        patched.setattr(os, "write", writing)
        with pytest.raises(WriteFailed, match="the disk is full"):
            do(home, *changes)
    assert home.files() == {"sync.md": NOTE}
    assert home.state.get("snooze", "t") is None
    assert home.journal.pending() == home.journal.entries() == ()


def test_bytes_taken_few_at_a_time_are_all_written(
    home: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:3]))
    do(home, accept(home), Create(NotePath("new.md"), NOTE))
    assert home.files() == {"sync.md": CALLED, "new.md": NOTE}


def test_a_sync_that_fails_before_the_swap_is_a_failure(home: Desk) -> None:
    tx = Transaction("accept", (accept(home),))
    with (
        pytest.raises(WriteFailed, match="nothing was changed: the disk reports an error"),
        calls(Before("fsync", fail(errno.EIO), nth=3)),  # the journal, its folder, the new file
    ):
        commit_to(home, tx)
    assert home.files() == {"sync.md": NOTE}
    assert home.journal.pending() == ()


def test_a_sync_that_fails_after_the_swap_is_done_and_not_yet_durable(home: Desk) -> None:
    tx = Transaction("accept", (accept(home),))
    with (
        pytest.raises(PartlyDone, match="written, but not yet safe on the disk"),
        calls(Before("fsync", fail(errno.EIO), nth=4)),
    ):
        commit_to(home, tx)
    assert home.files() == {"sync.md": CALLED}
    assert len(home.journal.pending()) == 1
    again = desk(Path(home.vault.root).parent)
    assert recover(again.vault, again.journal, again.state).problems == ()
    assert again.journal.pending() == ()
    assert again.files() == {"sync.md": CALLED}


@pytest.fixture
def immutable(home: Desk) -> Iterator[Path]:
    note = home.path("sync.md")
    if os.geteuid() or subprocess.run(["chattr", "+i", note], check=False).returncode:
        pytest.skip("nothing can be made immutable here")
    yield note
    subprocess.run(["chattr", "-i", note], check=True)


def test_an_immutable_note_stays_and_says_so(home: Desk, immutable: Path) -> None:
    with pytest.raises((WriteFailed, Refused)):
        do(home, accept(home))
    assert immutable.read_bytes() == NOTE
    assert temps(home) == []
    assert home.journal.pending() == ()


# ---- names

LONG = "日" * 84 + ".md"
NAMES = [
    "a" * 252 + ".md",
    LONG,
    "\udcff\udc80 odd.md",
    "new\nline.md",
    "-rf.md",
    "$(x) [y] %.md",
    "é.md",
]


@pytest.mark.parametrize(
    "name", NAMES, ids=["255 bytes", "wide", "bytes", "LF", "dash", "shell", "accent"]
)
def test_any_name_is_edited_made_moved_and_undone(home: Desk, name: str) -> None:
    home.write(name, NOTE)
    before = home.files()
    do(home, accept(home, name))
    do(home, Create(NotePath(f"made/{name}"), b"new\n"))
    do(home, Move(NotePath(name), NotePath(f"moved/{name}"), digest(CALLED)))
    assert home.path(f"moved/{name}").read_bytes() == CALLED
    again = desk(Path(home.vault.root).parent)
    assert recover(again.vault, again.journal, again.state).problems == ()
    for _ in range(3):
        undo(again)
    assert again.files() == before


def test_names_that_differ_in_case_or_composition_alone_are_two_notes(home: Desk) -> None:
    names = ["Call.md", "call.md", "e\u0301.md", unicodedata.normalize("NFC", "e\u0301.md")]
    for number, name in enumerate(names):
        home.write(name, NOTE + b"%d\n" % number)
    do(home, accept(home, names[0]), accept(home, names[2]))
    found = [home.path(name).read_bytes() for name in names]
    assert found == [
        (CALLED if number in {0, 2} else NOTE) + b"%d\n" % number for number in range(4)
    ]
