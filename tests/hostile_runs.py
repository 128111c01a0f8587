"""The hostile cases in vaults of some dozens each, and what every run over them has to keep."""

import asyncio
import os
import signal
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from command_line import Done, run
from hostile_cases import Case, texts
from hostile_files import kinds, names, plugin_settings, vaults
from hostile_frontmatter import frontmatter
from hostile_notes import encodings, sizes, structures
from piloting import Desk

from core.display import DANGEROUS

ALL = {
    "texts": texts(), "encodings": encodings(), "structures": structures(), "sizes": sizes(),
    "frontmatter": frontmatter(), "kinds": kinds(), "names": names(), "plugin": plugin_settings(),
}  # fmt: skip
SECONDS = 20
"""For one command on one group: a hundred times of what it takes."""
VAULTS = vaults()
"""Each a vault of its own: its settings lie at its root."""
Group = Mapping[str, Case]
"""Folder → the case that lies in it."""


def groups(size: int, *, heavy: bool = False) -> dict[str, Group]:
    """All cases in groups of at most `size`, those that take long only where they are asked for."""
    found: dict[str, Group] = {}
    for kind, cases in ALL.items():
        chosen = [case for case in cases if case.heavy == heavy]
        for first in range(0, len(chosen), size):
            some = chosen[first : first + size]
            found[f"{kind}-{first}"] = {f"{at:03}": case for at, case in enumerate(some, first)}
    return found


def state_of(folder: Path) -> dict[bytes, tuple[object, ...]]:
    """Everything in a folder that reading could change: bytes, times, modes, links. No link is followed."""
    found: dict[bytes, tuple[object, ...]] = {}
    waiting = [os.fsencode(folder)]
    while waiting:
        here = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                at = entry.stat(follow_symlinks=False)
                said = b""
                if stat.S_ISDIR(at.st_mode):
                    waiting.append(entry.path)
                elif stat.S_ISLNK(at.st_mode):
                    said = os.readlink(entry.path)  # noqa: PTH115 - bytes are what it is
                elif stat.S_ISREG(at.st_mode) and at.st_size < 1 << 30:
                    said = blake2b(Path(os.fsdecode(entry.path)).read_bytes()).digest()
                found[entry.path] = (said, at.st_mtime_ns, at.st_mode, at.st_ino, at.st_nlink)
    return found


def bytes_of(state: Mapping[bytes, Sequence[object]]) -> dict[bytes, tuple[object, ...]]:
    """What of it an edit that was taken back has to give back: bytes and modes."""
    return {path: (one[0], one[2]) for path, one in state.items()}


def dangerous(text: str) -> set[str]:
    """What a note may not bring to a terminal; lines are ours."""
    return DANGEROUS & set(text.replace("\n", ""))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A hang is a failure. Raises `TimeoutError` in the middle of what takes too long."""

    def over(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Commands:
    """The command line on one vault; every answer is looked at."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        self.said = ""
        self.runs = 0

    def __call__(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> Done:
        place = [
            "--vault",
            str(self.vault),
            "--state",
            f"{self.vault}-state",
            "--today",
            "2026-01-05",
        ]
        with within(SECONDS):
            done = run(*place, *arguments)
        self.runs += 1
        where = f"{' '.join(arguments)[:80]}: {done.err[-400:]}"
        assert done.code in codes, where
        assert not dangerous(done.out), where
        assert not dangerous(done.err), where
        assert "mistake" not in done.err, where
        assert "Traceback" not in done.out + done.err, where
        if "--json" in arguments and done.code == 0:
            assert done.out.isascii(), where
            assert done.json is not None
        self.said += done.out + done.err
        return done


async def frame(desk: Desk) -> None:
    """Until everything that was posted is dealt with, and drawn."""
    drawn = asyncio.Event()
    desk.app.call_after_refresh(drawn.set)
    await drawn.wait()


async def visit(desk: Desk) -> int:
    """Go down all rows, each with its note beside it; how many there are. Every frame is looked at."""
    pane = desk.app.main.tasks
    pane.list.go_first()
    rows = len(pane.list.ids)
    for at in range(rows):
        await frame(desk)
        await desk.rest()
        await frame(desk)
        assert pane.row is not None
        assert pane.list.window.cursor == at
        assert pane.note.page is not None, desk.under
        assert not desk.dangerous, f"{desk.dangerous!r} at row {at}: {desk.under!a}"
        pane.note.go_last()
        assert not desk.dangerous, f"{desk.dangerous!r} below row {at}: {desk.under!a}"
        pane.list.move(1)
    return rows
