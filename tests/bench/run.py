"""`make bench`: the figures of docs/benchmarks.md, each a ratio or an aim of one run.

Vaults are generated; nothing is compared with a figure of another day or machine.
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import growth
from terminal import PYTHON, Terminal, environment

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
TODAY = "2026-01-06"


def timed(command: list[str], *, stdin: bytes = b"") -> float:
    """Seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        input=stdin,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
    )
    return time.perf_counter() - start


def paired(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Medians of two measurements taken in turn, and the median of their ratios."""
    pairs = [(first(), second()) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def make_vault(folder: Path, notes: int) -> float:
    """Seconds to generate a vault."""
    jobs = str(os.cpu_count() or 1)
    return timed(
        [
            PYTHON,
            "-m",
            "core.demo",
            str(folder),
            "--notes",
            str(notes),
            "--seed",
            "7",
            "--jobs",
            jobs,
        ]
    )


def work(what: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [PYTHON, str(HERE / "work.py"), what, str(folder)],
        check=True, capture_output=True, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT)),
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def notes_in_scope(folder: Path) -> bytes:
    code = (
        "import sys;from core.vault import Vault;from core.config import Config;v=Vault(sys.argv[1],Config().exclude);"
        "sys.stdout.buffer.write(chr(0).join(v.resolve(f.path) for f in v.walk().files if v.is_triaged(f.path)).encode('utf-8','surrogateescape'))"
    )
    return subprocess.run(
        [PYTHON, "-c", code, str(folder)], check=True, capture_output=True, cwd=ROOT
    ).stdout


def winnow(folder: Path, state: Path) -> list[str]:
    options = [
        "--state",
        str(state),
        "--cache",
        str(state),
        "--today",
        TODAY,
        "--config",
        str(state / "winnow.toml"),
    ]
    return [PYTHON, "-m", "tui", *options, str(folder), "--pane", "tasks"]


def first_words(folder: Path, state: Path) -> bytes:
    """The start of the first proposal: when it is on the screen, rows are."""
    options = [
        "--state",
        str(state),
        "--cache",
        str(state),
        "--today",
        TODAY,
        "--vault",
        str(folder),
    ]
    done = subprocess.run(
        [PYTHON, "-m", "tui", *options, "list", "tasks", "--json", "--limit", "1"],
        check=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip
    words = re.findall(r"[A-Za-z]{4,}", json.loads(done.stdout)[0]["text"])
    return str(words[1]).encode()


def first_frame(folder: Path, state: Path) -> Callable[[], float]:
    words = first_words(folder, state)

    def measure() -> float:
        terminal = Terminal(winnow(folder, state), env=environment(PYTHONPATH=str(ROOT)))
        seconds = terminal.wait_for(words)
        terminal.quiet()
        terminal.close()
        return seconds

    return measure


def empty_frame() -> float:
    terminal = Terminal([PYTHON, str(HERE / "empty.py")], env=environment())
    seconds = terminal.wait_for(b"floor")
    terminal.quiet()
    terminal.close()
    return seconds


def keys(folder: Path, state: Path) -> tuple[dict[str, list[float]], float]:
    """Milliseconds from key to painted frame by key, and peak memory in MB."""
    terminal = Terminal(winnow(folder, state), env=environment(PYTHONPATH=str(ROOT)))
    terminal.wait_for(first_words(folder, state))
    terminal.quiet(1.0)
    found: dict[str, list[float]] = {}
    # A key that changes nothing draws nothing: each of these always has something to change.
    for key in ("j" * 60, "k" * 60, "Gg" * 20, "\x04" * 20, "a" * 20, "x" * 20, "u" * 20):
        for one in key:
            found.setdefault(one, []).append(terminal.press(one.encode()) * 1000)
            terminal.quiet(0.12)
    memory = terminal.peak_memory() / 1e6
    terminal.close()
    return found, memory


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def report(lines: list[str], sizes: tuple[int, int]) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    stamp = datetime.now(UTC).date().isoformat()
    return "\n".join([
        "# Benchmarks", "",
        f"`make bench` on {stamp}: {machine}. Notes generated by `python -m core.demo`, seed 7: {sizes[0]:,} and {sizes[1]:,}.",
        "Warm page cache; medians; each ratio from pairs taken in turn in this run.", "",
        "| what | measured | aim |", "|---|---|---|", *lines, "",
    ])  # fmt: skip


def main(small: int, large: int) -> None:
    lines = []
    with tempfile.TemporaryDirectory(prefix="winnow-bench-") as place:
        folder = Path(place)
        state = folder / "state"
        state.mkdir()
        (state / "winnow.toml").touch()
        made = make_vault(folder / "large", large)
        lines.append(f"| generate {large:,} notes | {made:.1f} s | seconds |")
        make_vault(folder / "small", small)
        make_vault(folder / "demo", 120)
        paths = notes_in_scope(folder / "small")
        ours, loop, ratio = paired(
            lambda: timed([PYTHON, str(HERE / "work.py"), "cold", str(folder / "small")]),
            lambda: timed([PYTHON, str(HERE / "loop.py")], stdin=paths),
            7,
        )  # fmt: skip
        count = paths.count(b"\0") + 1
        lines.append(
            f"| {small:,} notes ({count:,} in scope) to a sorted task list, whole process, against a python-frontmatter loop over the same files | {ours * 1000:.0f} ms against {loop * 1000:.0f} ms: {1 / ratio:.1f} times faster | ≥ 4 |"
        )
        for name, label in (("demo", "120"), ("small", f"{small:,}")):
            ours, floor, ratio = paired(first_frame(folder / name, state), empty_frame, 7)
            lines.append(
                f"| first frame with rows, {label} notes, against an empty Textual app | {ours * 1000:.0f} ms against {floor * 1000:.0f} ms: {ratio:.2f} | ≤ 1.5 |"
            )
        figures, memory = keys(folder / "large", state)
        for key, values in figures.items():
            name = {"\x04": "ctrl+d"}.get(key, key)
            lines.append(
                f"| key `{name}` to painted frame, {large:,} notes | p50 {median(values):.1f} ms, p95 {p95(values):.1f} ms | p95 ≤ 20 ms |"
            )
        lines.append(
            f"| peak memory of the program, {large:,} notes | {memory:.0f} MB | ≤ 400 MB |"
        )
        written = work("writes", folder / "small")
        lines.append(f"| one durable accept | {written['single_ms']:.1f} ms | ≤ 3 ms |")
        lines.append(
            f"| {written['tasks']:.0f} accepts in {written['files']:.0f} files, one transaction | {written['batch_ms']:.0f} ms | ≤ 250 ms |"
        )
    lines += growth.rows()
    text = report(lines, (small, large))
    print(text)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ("10000", "100000")))
