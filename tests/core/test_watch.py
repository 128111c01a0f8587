"""A process of its own tells what changed in a vault."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

import core.watch
from core.watch import Watch, told, unpacked


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/a.md", "a.md"),
        ("/Work/A.MD", "Work/A.MD"),
        ("/picture.png", None),
        ("/.git/index", None),
        ("/.winnow-1-0.tmp", None),
        ("/Work/.a.md.swp", None),
        ("/node_modules/x/README.md", None),
        ("/.obsidian/workspace.json", None),
        ("/.obsidian/plugins/obsidian-tasks-plugin/data.json", "/"),
        ("/Work/.obsidian/plugins/obsidian-tasks-plugin/data.json", "/"),
    ],
)
def test_notes_and_settings_are_told_and_nothing_else(path: str, said: str | None) -> None:
    assert told(path, deleted=False, folder=False) == said


@pytest.mark.parametrize(
    ("path", "deleted", "folder", "said"),
    [
        ("/Work", False, True, "/"),
        ("/x.md", False, True, "/"),
        ("/Work", True, False, "/"),
        ("/Acme, Inc.", True, False, "/"),
        ("/picture.png", True, False, None),
        ("/a.md", True, False, "a.md"),
        ("/.git", False, True, None),
    ],
)
def test_a_folder_that_comes_or_goes_wants_a_walk(
    path: str, deleted: bool, folder: bool, said: str | None
) -> None:
    assert told(path, deleted=deleted, folder=folder) == said


def test_names_that_are_no_text_come_through() -> None:
    assert unpacked(b"a.md\0\xff.md") == {"a.md", "\udcff.md"}
    assert unpacked(b"/\0a.md") is None


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(str(tmp_path))
    # A test that would wait for ever ends with its process.
    timer = threading.Timer(30, watch.close)
    timer.start()
    yield watch
    timer.cancel()
    watch.close()


def test_what_another_program_does_is_told(watch: Watch, tmp_path: Path) -> None:
    changes = watch.changes()
    assert next(changes) is None  # the watch stands
    (tmp_path / "a.md").write_bytes(b"- [?] x\n")
    assert next(changes) == {"a.md"}
    (tmp_path / "beside.tmp").write_bytes(b"- [ ] x\n")
    (tmp_path / "beside.tmp").replace(tmp_path / "a.md")
    assert next(changes) == {"a.md"}
    (tmp_path / "folder").mkdir()
    assert next(changes) is None


def test_when_it_ends_the_listener_is_told_no_more(watch: Watch) -> None:
    changes = watch.changes()
    next(changes)
    os.kill(watch._process.pid, signal.SIGKILL)
    assert list(changes) == []


def test_it_outlives_nobody(tmp_path: Path) -> None:
    process = Popen([sys.executable, "-P", core.watch.__file__, tmp_path], stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    os.read(process.stdout.fileno(), 1)
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()
