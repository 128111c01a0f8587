import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from core.config import Config
from core.demo import write_demo
from core.index.reader import Reading, look
from core.vault import Vault

READ = """
import hashlib, json, os, signal, sys
from core.config import Config
from core.index.reader import Reading
from core.vault import Vault
config = Config()
reading = Reading(Vault(sys.argv[1], config.exclude), config, processes=int(sys.argv[2]))
if len(sys.argv) > 3:
    os.killpg(reading._leader, signal.SIGKILL)
listed = []
rows = [row for batch in reading.collect(lambda found: listed.append(len(found.notes)) or found.notes) for row in batch]
reading.close()
reading.close()
digest = hashlib.sha256(repr(sorted(rows)).encode("utf-8", "surrogatepass")).hexdigest()
print(json.dumps({"notes": len(rows), "listed": listed, "rows": digest}))
"""
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader") / "vault"
    write_demo(str(folder), notes=900, seed=3, today=date(2026, 1, 6))
    return folder


def read(vault: Path, processes: int, *more: str) -> dict[str, object]:
    """What a process of its own reads: one of pytest's threads forbids to fork here."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(vault), str(processes), *more],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_forked_processes_read_what_one_reads(vault: Path, processes: int) -> None:
    alone = read(vault, 0)
    assert alone["listed"] == [alone["notes"]]
    assert read(vault, processes) == alone


def test_what_killed_processes_did_not_read_is_read_here(vault: Path) -> None:
    assert read(vault, 4, "kill") == read(vault, 0)


def test_a_reading_can_be_stopped(vault: Path) -> None:
    config = Config()
    reading = Reading(Vault(str(vault), config.exclude), config, processes=0)
    assert list(reading.collect(lambda found: found.notes, stop=lambda: True)) == []


def test_a_note_that_cannot_be_read_is_a_row_with_a_problem(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_bytes(b"- [?] a\n")
    (tmp_path / "long.md").write_bytes(b"- [?] " + b"x" * 2000)
    config = Config()
    reading = Reading(Vault(str(tmp_path), config.exclude, max_bytes=1000), config, processes=0)
    [batch] = reading.collect(lambda found: found.notes)
    rows = {rows.note.path: rows for rows in batch}
    assert len(rows["good.md"].tasks) == 1
    assert rows["long.md"].tasks == ()
    assert "large" in rows["long.md"].note.problems[0]


def test_what_is_not_triaged_is_known_but_not_read(tmp_path: Path) -> None:
    for name in ("a.md", "Sources/b.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = look(Vault(str(tmp_path), Config().exclude))
    assert [file.path for file in found.notes] == ["a.md"]
    assert found.others == {"Sources/b.md"}
