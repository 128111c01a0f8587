"""How soon what another program writes is on the screen, and what waiting for it costs.

`python tests/bench/following.py VAULT [ROUNDS]`; the vault is written to.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from terminal import PYTHON, Terminal, environment

ROOT = Path(__file__).parent.parent.parent
TODAY = "2026-01-06"
_TICKS = os.sysconf("SC_CLK_TCK")


class Following(NamedTuple):
    """Milliseconds from a replaced file to the frame with its new words; shares of one processor."""

    middle: float
    most: float
    """The 95th of a hundred."""
    app: float
    watcher: float
    memory: float
    """Megabytes of the process that watches."""


def first_task(folder: Path, options: list[str]) -> tuple[Path, int]:
    """File and line, from 0, of the task at the top of the list."""
    command = [PYTHON, "-m", "tui", *options, "--vault", str(folder), "list", "tasks", "--json"]
    done = subprocess.run([*command, "--limit", "1"], check=True, capture_output=True, cwd=ROOT)
    [task] = json.loads(done.stdout)
    return folder / task["path"], task["line"] - 1


def rewritten(file: Path, line: int, word: str) -> None:
    """Put a word into the task's line, as a sync client does: a new file in the place of the old."""
    lines = file.read_bytes().split(b"\n")
    box, _, rest = lines[line].partition(b"] ")
    words = rest.split(b" ")
    lines[line] = box + b"] " + b" ".join([word.encode(), *words[1:]])
    beside = file.with_name(".beside.tmp")
    beside.write_bytes(b"\n".join(lines))
    beside.replace(file)


def used(pid: int) -> float:
    """Seconds of processor time."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text("ascii").split()]


def following(folder: Path, rounds: int, *, idle: float = 10.0, settings: str = "") -> Following:
    """Measure on a vault, which is written to."""
    with tempfile.TemporaryDirectory() as state:
        config = Path(state) / "winnow.toml"
        config.write_text(settings)
        options = ["--state", state, "--cache", state, "--today", TODAY, "--config", str(config)]
        file, line = first_task(folder, options)
        rewritten(file, line, "Zqstart")
        command = [PYTHON, "-m", "tui", *options, str(folder), "--pane", "tasks"]
        terminal = Terminal(command, env=environment(PYTHONPATH=str(ROOT)))
        terminal.wait_for(b"Zqstart")
        terminal.quiet()
        rewritten(file, line, "Zqready")
        terminal.wait_for(b"Zqready")
        terminal.quiet(1.0)
        found = []
        for number in range(rounds):
            word, mark = f"Zq{number:05}", len(terminal.output)
            start = time.perf_counter() - terminal.started
            rewritten(file, line, word)
            found.append((terminal.wait_for(word.encode(), since=mark) - start) * 1000)
            terminal.quiet(0.2)
        watcher = children(terminal.pid)
        before = used(terminal.pid), sum(map(used, watcher))
        terminal.quiet(idle, timeout=idle)
        app, beside = used(terminal.pid) - before[0], sum(map(used, watcher)) - before[1]
        memory = sum(resident(pid) for pid in watcher)
        terminal.close()
    most = quantiles(found, n=20)[-1]
    return Following(median(found), most, app / idle, beside / idle, memory)


def resident(pid: int) -> float:
    """Megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").split("\n")
    fields = dict(line.split(":", 1) for line in lines if line)
    return int(fields["VmRSS"].split()[0]) / 1024


def main(folder: Path, rounds: int) -> None:
    """Print it."""
    for settings in ("", 'watch = "poll"'):
        found = following(folder, rounds, settings=settings)
        print(
            f"{settings or 'watch = true':16} p50 {found.middle:.0f} ms, p95 {found.most:.0f} ms;"
            f" idle: app {found.app:.1%}, watcher {found.watcher:.1%} of a processor,"
            f" {found.memory:.0f} MB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40)
