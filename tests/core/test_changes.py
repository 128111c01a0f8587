"""What a change in the vault's folder is told as, and what two walks tell of each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.changes import EVERYTHING, changes, is_far, told
from core.path import NotePath
from core.walk import FileStat, Listing, Trouble, walk

SETTINGS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.md", "a.md"),
        ("Work/A.MD", "Work/A.MD"),
        ("node_modules-notes/a.md", "node_modules-notes/a.md"),
        ("picture.png", "picture.png"),
        ("Inbox/a plan.v2.PDF", "Inbox/a plan.v2.PDF"),
        ("Inbox/song.mp3", "Inbox/song.mp3"),
        ("", "/"),
        (SETTINGS, "/"),
        (f"Work/{SETTINGS}", "/"),
        ("Work/.obsidian", "/"),
        (".obsidian/plugins", "/"),
        (".obsidian/app.json", "/"),
    ],
)
def test_notes_attachments_and_settings_are_told(path: str, said: str) -> None:
    assert told(path, folder=False, was_folder=False) == said


@pytest.mark.parametrize(
    "path",
    [
        ".git/index",
        ".git/index.lock",
        ".trash/a.md",
        ".winnow-1-0.tmp",
        "Work/.a.md.swp",
        "Work/.#a.md",
        "Work/#a.md#",
        "Work/a.md~",
        "Work/4913",
        "Work/a.md.tmp.81.93",
        "Work/a.md.bak2",
        "Inbox/film.mov.part",
        "Inbox/film.CRDOWNLOAD",
        "Inbox/.film.mov",
        "Inbox/film.001",
        "Inbox/.png",
        "node_modules/x/README.md",
        ".obsidian/workspace.json",
        "Work/.obsidian/app.json",
        ".trash/.obsidian/plugins",
        ".obsidian/plugins/other/data.json",
        ".obsidian/x.md",
    ],
)
def test_machinery_and_the_temporary_files_of_editors_wake_nobody(path: str) -> None:
    assert told(path, folder=False, was_folder=False) is None


@pytest.mark.parametrize(
    ("path", "folder", "was_folder", "said"),
    [
        ("Work", True, False, "/"),
        ("x.md", True, False, "/"),
        ("Work", False, True, "/"),
        ("v1.2", False, True, "/"),
        ("Work", True, True, "/"),
        (".git", True, False, None),
        ("node_modules/x", True, False, None),
    ],
)
def test_a_folder_that_comes_or_goes_wants_a_walk(
    path: str, folder: bool, was_folder: bool, said: str | None
) -> None:
    assert told(path, folder=folder, was_folder=was_folder) == said


notes = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "x/a.md", "x/b.md", "\udcff.md"]),
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1)),
)


def listing(files: dict[str, tuple[int, int, int]]) -> Listing:
    found = sorted(FileStat(NotePath(path), *known) for path, known in files.items())
    return Listing(tuple(found), (), (), (), complete=True)


@given(notes, notes)
def test_what_differs_between_two_walks_is_told_and_nothing_else(
    old: dict[str, tuple[int, int, int]], new: dict[str, tuple[int, int, int]]
) -> None:
    found = changes(listing(old), listing(new))
    assert found == {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    assert found == changes(listing(new), listing(old))


@pytest.mark.parametrize(
    "other",
    [
        {"settings": (FileStat(NotePath(SETTINGS), 1, 1, 1),)},
        {"trouble": (Trouble(NotePath("Work"), "cannot be listed"),), "complete": False},
    ],
)
def test_other_settings_or_another_trouble_want_a_walk(other: dict[str, object]) -> None:
    before = listing({"a.md": (1, 1, 1)})
    assert changes(before, replace(before, **other)) == {EVERYTHING}  # type: ignore[arg-type]  # fields of it
    assert changes(before, before) == frozenset()


def test_two_walks_of_a_folder_tell_what_was_written_in_between(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_bytes(b"x")
    before = walk(str(tmp_path))
    (tmp_path / "a.md").write_bytes(b"xy")
    (tmp_path / "b.md").unlink()
    (tmp_path / "d.md").write_bytes(b"x")
    (tmp_path / "e.png").write_bytes(b"x")
    (tmp_path / "e.png.part").write_bytes(b"x")
    assert changes(before, walk(str(tmp_path))) == {"a.md", "b.md", "d.md", "e.png"}


MOUNTS = [
    "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n",
    "31 22 0:31 / /home/ann/Cloud\\040Notes rw - fuse.sshfs ann@far:/ rw\n",
    "32 22 0:32 / /mnt/share rw,relatime shared:5 - nfs4 far:/share rw\n",
    "33 32 8:2 / /mnt/share/near rw - ext4 /dev/sdb1 rw\n",
    "34 22 8:3 / /media/stick rw - fuseblk /dev/sdc1 rw\n",
    "35 22 0:35 / /over rw - nfs far:/ rw\n",
    "36 22 8:4 / /over rw - ext4 /dev/sdd1 rw\n",
    "torn\n",
]


@pytest.mark.parametrize(
    ("root", "far"),
    [
        ("/home/ann/Notes", False),
        ("/home/ann/Cloud Notes", True),
        ("/home/ann/Cloud Notes/Work", True),
        ("/home/ann/Cloud Notes 2", False),
        ("/home/ann", True),
        ("/mnt/share/Notes", True),
        ("/mnt/share/near/Notes", False),
        ("/media/stick/Notes", False),
        ("/over/Notes", False),
        ("/", True),
    ],
)
def test_a_folder_of_another_machine_is_known_by_its_mount(root: str, far: bool) -> None:
    assert is_far(MOUNTS, root) is far


def test_without_mounts_nothing_is_far() -> None:
    assert not is_far([], "/home")
