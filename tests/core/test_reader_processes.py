"""Reading spread over processes gives what reading in one gives, whatever happens to them."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from reading import collected
from sessions import Place

from core.config import Config
from core.demo import DEFAULT_TODAY, write_demo
from core.index.reader import Reading, look
from core.path import NotePath
from core.vault import Vault

TESTS = Path(__file__).parent.parent
_PATIENCE = 60
"""Seconds; a reading that hangs is a finding, not a test that runs for ever."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process reads")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader") / "vault"
    write_demo(str(folder), notes=600, seed=3, today=DEFAULT_TODAY)
    return folder


def check(what: str, folder: Path) -> None:
    """Run one of `reading.py` in a process with one thread."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(TESTS / "reading.py"), what, str(folder)],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@linux
def test_any_number_of_processes_reads_what_one_reads(vault: Path) -> None:
    check("equal", vault)


@linux
def test_what_a_killed_process_did_not_read_is_read_by_the_parent(vault: Path) -> None:
    check("killed", vault)


@linux
def test_a_process_that_cannot_list_leaves_everything_to_the_parent(vault: Path) -> None:
    check("blind", vault)


@linux
def test_a_reading_that_is_stopped_ends_its_processes(vault: Path) -> None:
    check("stopped", vault)


@linux
def test_a_reading_can_be_closed_twice_and_before_it_is_collected(vault: Path) -> None:
    check("closed", vault)


@linux
def test_notes_that_vanish_meanwhile_are_rows_with_a_problem(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "vault"), notes=200, seed=4, today=DEFAULT_TODAY)
    check("vanished", tmp_path / "vault")


@linux
def test_a_reading_from_before_an_interrupted_decision_was_finished_is_dropped(
    tmp_path: Path,
) -> None:
    write_demo(str(tmp_path / "vault"), notes=120, seed=5, today=DEFAULT_TODAY)
    check("early", tmp_path / "vault")


def test_beside_other_threads_nothing_is_forked(vault: Path) -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        readers = {os.getpid()}

        class Noting(Vault):
            def read(self, path: NotePath) -> bytes:
                readers.add(os.getpid())
                return super().read(path)

        rows = collected(Reading(Noting(vault), Config(), processes=4))
    finally:
        end.set()
        thread.join()
    assert len(rows) == len(look(Vault(vault)).notes)
    assert readers == {os.getpid()}


def test_what_is_no_note_and_what_is_out_of_scope_is_told_apart(tmp_path: Path) -> None:
    place = Place(tmp_path, {"a.md": b"- [?] a\n", "Sources/b.md": b"- [?] b\n", "c.txt": b"c"})
    os.mkfifo(place.root / "pipe.md")
    (place.root / "loop.md").symlink_to("loop.md")
    found = look(Vault(place.root))
    assert "a.md" in [file.path for file in found.notes]
    assert "Sources/b.md" in found.others
    rows = collected(Reading(Vault(place.root), Config(), processes=0))
    assert [len(rows[NotePath("a.md")].tasks), len(rows) - 1] == [
        1,
        sum(not one.tasks for one in rows.values()),
    ]


def test_an_empty_vault_is_read(tmp_path: Path) -> None:
    assert collected(Reading(Vault(tmp_path), Config(), processes=0)) == {}
