import os
import stat
from pathlib import Path

import pytest
from writing import Desk, desk, do, redo, undo

import core.exchange
from core.edit import Create, Move, Patch, Remember, Remove
from core.errors import (
    Busy,
    Conflict,
    OutsideVault,
    Refused,
    Unreadable,
    WinnowError,
)
from core.path import NotePath
from core.text import digest

NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\n"


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    return at


@pytest.fixture
def plain_renames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that can neither swap names nor rename without replacing."""
    monkeypatch.setattr(core.exchange, "_LIBC", object())


# ---- what a commit writes


def test_an_edit_changes_its_bytes_and_no_others(home: Desk) -> None:
    do(home, home.edit("sync.md", (b"[?] call", b"[ ] call")))
    assert home.files() == {"sync.md": NOTE.replace(b"[?] call", b"[ ] call")}


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf- [?] one\r\n- [ ] two\r\n",
        b"- [?] bytes \xff\xfe\x80 stay\x00\n",
        b"mail\rfrom a Mac\r- [ ] not here\n- [?] here",
    ],
)
def test_bom_line_endings_and_bytes_that_are_no_utf8_are_kept(home: Desk, data: bytes) -> None:
    home.write("odd.md", data)
    do(home, home.edit("odd.md", (b"[?]", b"[x]")))
    assert home.path("odd.md").read_bytes() == data.replace(b"[?]", b"[x]")
    undo(home)
    assert home.path("odd.md").read_bytes() == data


def test_mode_attributes_and_second_names_are_kept(home: Desk) -> None:
    home.path("sync.md").chmod(0o640)
    os.setxattr(home.path("sync.md"), "user.colour", b"green")
    home.write("pair.md", b"- [?] shared\n")
    home.path("pair.md").chmod(0o664)
    home.path("other.md").hardlink_to(home.path("pair.md"))
    do(home, home.edit("sync.md", (b"[?] call", b"[ ] call")), home.edit("pair.md", (b"?", b" ")))
    assert stat.S_IMODE(home.path("sync.md").stat().st_mode) == 0o640
    assert os.getxattr(home.path("sync.md"), "user.colour") == b"green"
    assert home.path("other.md").samefile(home.path("pair.md"))
    assert home.path("other.md").read_bytes() == b"- [ ] shared\n"
    undo(home)
    assert home.path("other.md").read_bytes() == b"- [?] shared\n"
    assert os.getxattr(home.path("sync.md"), "user.colour") == b"green"


def test_a_link_within_the_vault_stays_and_its_target_is_edited(home: Desk) -> None:
    home.path("link.md").symlink_to("sync.md")
    do(home, home.edit("link.md", (b"[?] call", b"[ ] call")))
    assert home.path("link.md").is_symlink()
    assert home.path("sync.md").read_bytes() == NOTE.replace(b"[?] call", b"[ ] call")


def test_a_link_out_of_the_vault_is_not_written_through(home: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(NOTE)
    home.path("link.md").symlink_to(outside)
    with pytest.raises(OutsideVault):
        do(home, home.edit("link.md", (b"[?] call", b"[ ] call")))
    assert outside.read_bytes() == NOTE


def test_a_read_only_note_is_refused(home: Desk) -> None:
    home.path("sync.md").chmod(0o444)
    with pytest.raises(Refused, match=r"sync\.md is read-only"):
        do(home, home.edit("sync.md", (b"[?] call", b"[ ] call")))
    assert home.path("sync.md").read_bytes() == NOTE


def test_new_notes_make_their_folders_and_undo_takes_them_away(home: Desk) -> None:
    do(home, Create(NotePath("a/b/new.md"), b"x\n"), Create(NotePath("a/b/two.md"), b"y\n"))
    assert home.files() == {
        "sync.md": NOTE, "a/": b"", "a/b/": b"", "a/b/new.md": b"x\n", "a/b/two.md": b"y\n",
    }  # fmt: skip
    undo(home)
    assert home.files() == {"sync.md": NOTE}
    redo(home)
    assert home.path("a/b/two.md").read_bytes() == b"y\n"


def test_a_folder_that_holds_something_else_by_then_stays(home: Desk) -> None:
    do(home, Create(NotePath("a/new.md"), b"x\n"))
    home.write("a/mine.md", b"mine\n")
    undo(home)
    assert home.files() == {"sync.md": NOTE, "a/": b"", "a/mine.md": b"mine\n"}


def test_a_patched_and_moved_note_comes_back(home: Desk) -> None:
    change = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    do(home, change, Move(NotePath("sync.md"), NotePath("Done/sync.md"), change.after))
    assert home.files() == {"Done/": b"", "Done/sync.md": NOTE.replace(b"[?] call", b"[ ] call")}
    undo(home)
    assert home.files() == {"sync.md": NOTE}


def test_a_moved_note_that_was_edited_since_moves_back_with_its_edits(home: Desk) -> None:
    do(home, Move(NotePath("sync.md"), NotePath("moved.md"), digest(NOTE)))
    home.write("moved.md", NOTE + b"more\n")
    undo(home)
    assert home.files() == {"sync.md": NOTE + b"more\n"}


def test_two_files_swap_names_through_a_third(home: Desk) -> None:
    home.write("b.md", b"b\n")
    do(
        home,
        Move(NotePath("sync.md"), NotePath("c.md"), None),
        Move(NotePath("b.md"), NotePath("sync.md"), None),
        Move(NotePath("c.md"), NotePath("b.md"), digest(NOTE)),
    )
    assert home.files() == {"sync.md": b"b\n", "b.md": NOTE}


def test_what_is_remembered_is_undone_with_the_rest(home: Desk) -> None:
    do(home, Remember("snooze", "t1", None, "2026-04-01"))
    assert home.state.get("snooze", "t1") == "2026-04-01"
    undo(home)
    assert home.state.get("snooze", "t1") is None


# ---- what is refused, with nothing written


def test_every_file_is_checked_before_the_first_is_written(home: Desk) -> None:
    home.write("b.md", b"- [?] b\n")
    first, second = (
        home.edit("sync.md", (b"[?] call", b"[ ] call")),
        home.edit("b.md", (b"?", b" ")),
    )
    home.write("b.md", b"- [?] b, by somebody else\n")
    with pytest.raises(Conflict, match=r"b\.md has changed since it was read"):
        do(home, first, second)
    assert home.files() == {"sync.md": NOTE, "b.md": b"- [?] b, by somebody else\n"}
    assert home.journal.entries() == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Create(NotePath("sync.md"), b""), "sync.md is there already"),
        (Move(NotePath("none.md"), NotePath("x.md"), None), "none.md is gone"),
        (Move(NotePath("sync.md"), NotePath("b.md"), None), "b.md is there already"),
        (Move(NotePath("sync.md"), NotePath("x.md"), digest(b"")), "has changed"),
        (Move(NotePath("link.md"), NotePath("x.md"), None), "is a link"),
        (Remove(NotePath("sync.md"), b"other"), "was changed since it was made"),
        (Remember("snooze", "t", "then", "now"), "snooze of this item was changed"),
        (Patch(NotePath("none.md"), digest(b""), digest(b""), ()), "none.md is gone"),
        (Patch(NotePath("sync.md"), digest(NOTE), digest(b""), ()), "would not become"),
        (Create(NotePath("../out.md"), b""), "leaves the vault"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(
    home: Desk, change: Create | Move | Remove | Remember | Patch, sentence: str
) -> None:
    home.write("b.md", b"b\n")
    home.path("link.md").symlink_to("sync.md")
    before = home.files()
    with pytest.raises(WinnowError, match=sentence):
        do(home, Create(NotePath("folder/first.md"), b""), change)
    assert home.files() == before
    assert home.journal.entries() == ()


def test_a_note_cannot_be_changed_twice_in_one_step(home: Desk) -> None:
    change = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    with pytest.raises(Refused, match="twice"):
        do(home, change, change)


def test_a_file_that_is_moved_away_cannot_be_used_again(home: Desk) -> None:
    with pytest.raises(Conflict, match="is gone"):
        do(
            home,
            Move(NotePath("sync.md"), NotePath("x.md"), None),
            home.edit("sync.md", (b"[?] call", b"[ ] call")),
        )


def test_an_unreadable_note_is_reported_as_such(home: Desk) -> None:
    home.path("folder.md").mkdir()
    with pytest.raises(Unreadable):
        do(home, Patch(NotePath("folder.md"), digest(b""), digest(b""), ()))


def test_while_another_winnow_writes_nothing_is_done(home: Desk) -> None:
    with home.journal.lock(), pytest.raises(Busy):
        do(home, home.edit("sync.md", (b"[?] call", b"[ ] call")))
    assert home.path("sync.md").read_bytes() == NOTE
