"""A process of its own tells what changed in a vault."""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from core.changes import EVERYTHING
from core.walk import walk
from core.watch import Watch, unpacked
from core.watcher import Listener, glance

Begin = Callable[..., Watch]
Start = Callable[..., Iterator[frozenset[str] | None]]


def test_names_that_are_no_text_come_through() -> None:
    assert unpacked(b"a.md\0\xff.md") == {"a.md", "\udcff.md"}


def test_batches_that_came_together_are_one_and_one_walk_covers_all() -> None:
    assert unpacked(b"a.md\0\0b.md\0\0a.md") == {"a.md", "b.md"}
    assert unpacked(b"a.md\0\0/\0\0b.md") is None


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture
def begin() -> Iterator[Begin]:
    with ExitStack() as stack:

        def start(folder: Path, *, poll: bool = False) -> Watch:
            watch = Watch(str(folder), poll=poll)
            # A test that would wait for ever ends with its process.
            timer = threading.Timer(30, watch.close)
            timer.start()
            stack.callback(watch.close)
            stack.callback(timer.cancel)
            return watch

        yield start


@pytest.fixture
def changes(begin: Begin, vault: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def told(*, poll: bool = False) -> Iterator[frozenset[str] | None]:
            found = begin(vault, poll=poll).changes()
            stack.enter_context(closing(found))
            assert next(found) is None  # the watch stands
            return iter(found)

        yield told


@pytest.mark.parametrize("poll", [False, True])
def test_what_another_program_does_is_told(changes: Start, vault: Path, poll: bool) -> None:
    found = changes(poll=poll)
    (vault / "a.md").write_bytes(b"- [?] x\n")
    assert next(found) == {"a.md"}
    (vault / "beside.tmp").write_bytes(b"- [ ] longer\n")
    (vault / "beside.tmp").replace(vault / "a.md")
    assert next(found) == {"a.md"}
    (vault / "a.md").unlink()
    assert next(found) == {"a.md"}


def test_what_lies_in_a_new_folder_is_not_missed(changes: Start, vault: Path) -> None:
    found = changes()
    deep = vault / "Work/People"
    deep.mkdir(parents=True)
    (deep / "a.md").write_bytes(b"- [?] x\n")
    assert next(found) is None
    (deep / "a.md").write_bytes(b"- [?] longer\n")
    assert next(found) == {"Work/People/a.md"}


def test_a_folder_that_is_moved_here_and_away_wants_walks(changes: Start, vault: Path) -> None:
    outside = vault.parent / "v1.2"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"- [?] x\n")
    found = changes()
    outside.rename(vault / "v1.2")
    assert next(found) is None
    (vault / "v1.2").rename(outside)
    assert next(found) is None


@pytest.mark.parametrize("poll", [False, True])
def test_settings_want_a_walk(changes: Start, vault: Path, poll: bool) -> None:
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(b"{}")
    found = changes(poll=poll)
    settings.write_bytes(b'{"globalFilter": "#task"}')
    assert next(found) is None


@pytest.mark.parametrize("poll", [False, True])
def test_a_burst_is_one_walk(changes: Start, vault: Path, poll: bool) -> None:
    found = changes(poll=poll)
    for number in range(1_000):
        (vault / f"{number}.md").write_bytes(b"- [?] x\n")
    told: set[str] = set()
    while len(told) < 1_000 and (answer := next(found)) is not None:
        told |= answer  # on a busy machine it comes in parts, none of which is a burst
    (vault / "after.md").write_bytes(b"x")
    # A walk that finds only a part of the burst leaves the rest to the next one.
    assert next(answer for answer in found if answer is not None) >= {"after.md"}


def test_a_name_that_is_no_text_ends_the_library_and_not_the_telling(
    changes: Start, vault: Path
) -> None:
    found = changes()
    Path(os.fsdecode(os.fsencode(vault) + b"/\xff.md")).write_bytes(b"- [?] x\n")
    assert next(found) is None  # it walks from now on
    (vault / "a.md").write_bytes(b"- [?] x\n")
    assert next(found) == {"a.md"}
    Path(os.fsdecode(os.fsencode(vault) + b"/\xff.md")).write_bytes(b"- [?] longer\n")
    assert next(found) == {"\udcff.md"}


@pytest.mark.parametrize(
    "library",
    ["raise ImportError", "def watch(*_, **__): raise OSError(28, 'inotify watches')"],
)
def test_without_the_library_it_walks(
    changes: Start, vault: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    (vault.parent / "watchfiles.py").write_text(library)
    monkeypatch.setenv("PYTHONPATH", str(vault.parent))
    found = changes()
    (vault / "a.md").write_bytes(b"- [?] x\n")
    assert next(found) == {"a.md"}


def test_when_it_ends_the_listener_is_told_no_more(begin: Begin, vault: Path) -> None:
    watch = begin(vault)
    changes = watch.changes()
    next(changes)
    os.kill(watch._process.pid, signal.SIGKILL)
    assert list(changes) == []


PARENT = """
import signal, sys, core.watch
watch = core.watch.Watch(sys.argv[1])
next(watch.changes())
print(watch._process.pid, flush=True)
signal.pause()
"""


def test_it_outlives_nobody(vault: Path) -> None:
    parent = Popen([sys.executable, "-c", PARENT, vault], stdout=PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    watcher = os.pidfd_open(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    # The descriptor of a process can be read when it has ended.
    ended, _, _ = select.select([watcher], [], [], 30)
    os.close(watcher)
    assert ended


def test_a_glance_sees_what_changed_and_went_and_remembers_it(vault: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (vault / name).write_bytes(b"x")
    files = {file.path: file for file in walk(str(vault)).files}
    assert glance(str(vault), files) == frozenset()
    (vault / "a.md").write_bytes(b"longer")
    (vault / "b.md").unlink()
    assert glance(str(vault), files) == {"a.md", "b.md"}
    assert glance(str(vault), files) == frozenset()
    assert set(files) == {"a.md", "c.md"}


class Said(list[frozenset[str]]):
    def __call__(self, paths: object) -> None:
        self.append(frozenset(paths))  # type: ignore[call-overload]  # an iterable of paths


def test_a_walk_waits_for_quiet_but_not_for_ever(vault: Path) -> None:
    said = Said()
    listener = Listener(str(vault), said)
    (vault / "new").mkdir()
    listener.take({str(vault / "new")}, 1.0)
    listener.take({str(vault / "a.md")}, 1.1)
    assert said == []
    listener.take((), 1.35)
    assert said == [{EVERYTHING}]
    listener.take({str(vault / "b.md")}, 2.0)
    assert said[1:] == [{"b.md"}]
    listener.take({str(vault / f"{number}.md") for number in range(201)}, 3.0)
    listener.take({str(vault / "a.md")}, 3.5)
    assert len(said) == 2
    listener.take({str(vault / "a.md")}, 3.7)
    assert said[2:] == [{EVERYTHING}]


def test_what_is_below_a_folder_that_went_is_no_folder_any_more(vault: Path) -> None:
    (vault / "a/b").mkdir(parents=True)
    said = Said()
    listener = Listener(str(vault), said)
    (vault / "a").rename(vault.parent / "a")
    listener.take({str(vault / "a")}, 1.0)
    listener.take((), 2.0)
    assert said == [{EVERYTHING}]
    listener.take({str(vault / "a/b")}, 3.0)
    listener.take((), 4.0)
    assert said == [{EVERYTHING}]
