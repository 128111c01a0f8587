"""What all measurements need: whole processes timed, pairs taken in turn, generated vaults."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from terminal import PYTHON, Terminal, environment

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TODAY = "2026-01-06"


class Row(NamedTuple):
    """One line of the report."""

    what: str
    measured: str
    aim: str

    def __str__(self) -> str:
        """As the table has it."""
        return f"| {self.what} | {self.measured} | {self.aim} |"


class Place(NamedTuple):
    """Generated vaults by the number of their notes, and where what is kept beside them lies."""

    folder: Path

    def vault(self, notes: int) -> Path:
        """The vault of so many notes, made where it is missing."""
        found = self.folder / str(notes)
        if not found.exists():
            make_vault(found, notes)
        return found

    def copy(self, notes: int) -> Path:
        """One to write to."""
        found = self.folder / f"{notes}-written"
        if not found.exists():
            shutil.copytree(self.vault(notes), found, copy_function=shutil.copy2)
        return found

    def options(self, beside: str = "beside") -> list[str]:
        """What every command is given."""
        state = self.folder / beside
        state.mkdir(exist_ok=True)
        (state / "winnow.toml").touch()
        named = (("--state", state), ("--cache", state), ("--config", state / "winnow.toml"))
        return [*(str(word) for pair in named for word in pair), "--today", TODAY]

    def forget(self, beside: str = "beside") -> None:
        """Let the next start know nothing."""
        shutil.rmtree(self.folder / beside, ignore_errors=True)


def timed(command: list[str], *, stdin: bytes = b"") -> float:
    """Seconds of a whole process."""
    start = time.perf_counter()
    subprocess.run(
        command,
        check=False,
        input=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
    ).check_returncode()
    return time.perf_counter() - start


def paired(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Medians of two measurements taken in turn, and the median of their ratios."""
    pairs = [(first(), second()) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def make_vault(folder: Path, notes: int) -> float:
    """Seconds to generate a vault."""
    jobs = ["--seed", "7", "--jobs", str(os.cpu_count() or 1)]
    return timed([PYTHON, "-m", "core.demo", str(folder), "--notes", str(notes), *jobs])


def work(what: str, *arguments: object) -> dict[str, float]:
    """One measurement of `work.py`, in a process of its own."""
    return script("work.py", what, *arguments)


def script(name: str, *arguments: object) -> dict[str, float]:
    """What a script prints, in a process of its own."""
    done = subprocess.run(
        [PYTHON, str(HERE / name), *map(str, arguments)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT)),
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def winnow(place: Place, vault: Path, *words: str) -> list[str]:
    """A command line on a vault."""
    return [PYTHON, "-m", "tui", *place.options(), "--vault", str(vault), *words]


def screen(place: Place, vault: Path, pane: str = "tasks") -> Terminal:
    """The program on a terminal, on one of its panes."""
    command = winnow(place, vault, "--pane", pane)
    return Terminal(command, env=environment(PYTHONPATH=str(ROOT)))


def first_words(place: Place, vault: Path, pane: str = "tasks") -> bytes:
    """A word of a pane's first row: when it is on the screen, rows are. The vault is known afterwards."""
    command = winnow(place, vault, "list", pane, "--json", "--limit", "1")
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    first = json.loads(done.stdout)[0]
    words = re.findall(r"[A-Za-z]{4,}", first["title"] if pane == "inbox" else first["text"])
    return str(words[0] if pane == "inbox" else words[1]).encode()


def p95(values: list[float]) -> float:
    """The 95th of a hundred."""
    return quantiles(values, n=20)[-1]


def against(ours: float, theirs: float, ratio: float) -> str:
    """`390 ms against 184 ms: 2.12`."""
    return f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms: {ratio:.2f}"
