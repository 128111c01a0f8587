"""How long keys take: to move, to decide, to jump, to filter; and what is resident meanwhile."""

import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from statistics import median

import jump
from measuring import Place, Row, first_words, p95, screen, work
from terminal import Terminal

_NAMES = {"\x04": "ctrl+d"}
_DECIDING = frozenset("axu")
_PANES = "1243"
_TASKS_KEYS = ("j" * 60, "k" * 60, "Gg" * 20, "\x04" * 20, "a" * 20, "x" * 20, "u" * 40)
_AT_ONCE = ("j" * 30, "k" * 30, "Gg" * 10, "\x04" * 10, "a" * 20, "x" * 20, "u" * 40)
_FOUND_OUT = "DELETE FROM meta WHERE key IN ('for evidence', 'for clusters', 'for order')"
_LONG = 300.0
"""Seconds in which everything is found out, at most."""


def rows(place: Place, large: int) -> list[Row]:
    """Keys at the terminal, then what they cost in the process alone."""
    found = [*_keys(place, large), *_jumps()]
    filtered = work("filter", place.vault(large), *place.options())
    found.append(
        Row(
            f"filter as it is typed over {filtered['tasks']:,.0f} tasks, a key to the right rows",
            f"p50 {filtered['p50_ms']:.1f} ms, p95 {filtered['p95_ms']:.1f} ms",
            "p95 ≤ 30 ms",
        )
    )
    return found


def _keys(place: Place, large: int) -> list[Row]:
    vault = place.copy(large)
    words = first_words(place, vault, "tasks")
    _forget_what_was_found_out(place)
    terminal = screen(place, vault, "tasks")
    terminal.wait_for(words)
    terminal.quiet(3.0)
    # A key that changes nothing draws nothing: each of these always has something to change.
    cold = _pressed(terminal, _AT_ONCE)
    started = time.perf_counter()
    while terminal.children("core.clerking") and time.perf_counter() - started < _LONG:
        terminal.quiet(1.0, timeout=1.0)
    terminal.quiet(5.0, timeout=10.0)
    found = _pressed(terminal, _TASKS_KEYS)
    for pane in _PANES:
        terminal.press(pane.encode())
        terminal.quiet(2.0)
    time.sleep(5)
    terminal.quiet(1.0)
    idle, peak = terminal.memory() / 1e6, terminal.peak_memory() / 1e6
    terminal.close()
    terminal = _opened(place, vault, "inbox")
    terminal.quiet(8.0)  # until it is known who is who
    inbox = _pressed(terminal, ("j" * 60, "k" * 60, "Gg" * 20, "\x04" * 20, "d" * 20, "A" * 20, "u" * 20))  # fmt: skip
    terminal.close()
    return [
        *_latencies(
            cold, f"{large:,} notes, while evidence and copies are found out", decisions=50
        ),
        *_latencies(found, f"{large:,} notes"),
        *_latencies(inbox, f"in the Inbox, {large:,} notes"),
        Row(f"memory when idle, after all panes, {large:,} notes", f"{idle:.0f} MB", "≤ 250 MB"),
        Row(f"the same, at its highest, {large:,} notes", f"{peak:.0f} MB", "≤ 400 MB"),
    ]


def _opened(place: Place, vault: Path, pane: str) -> Terminal:
    words = first_words(place, vault, pane)
    terminal = screen(place, vault, pane)
    terminal.wait_for(words)
    terminal.quiet(3.0)
    return terminal


def _pressed(terminal: Terminal, keys: Iterable[str]) -> dict[str, list[float]]:
    """Key → milliseconds to the frame that it brings, each time."""
    found: dict[str, list[float]] = {}
    for one in "".join(keys):
        found.setdefault(one, []).append(terminal.press(one.encode()) * 1000)
        terminal.quiet(0.12)
    return found


def _forget_what_was_found_out(place: Place) -> None:
    """Let the next start know the notes, and nothing of evidence and copies."""
    for file in place.folder.glob("beside/*/index.sqlite"):
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(_FOUND_OUT)


def _latencies(found: Mapping[str, list[float]], where: str, *, decisions: int = 20) -> list[Row]:
    return [
        Row(
            f"key `{_NAMES.get(key, key)}` to painted frame, {where}",
            f"p50 {median(values):.1f} ms, p95 {p95(values):.1f} ms",
            f"p95 ≤ {decisions if key in _DECIDING else 20} ms",
        )
        for key, values in found.items()
    ]


def _jumps() -> list[Row]:
    found = []
    for count, (middle, worst) in jump.LIMITS.items():
        speed = jump.speed(count)
        found.append(
            Row(
                f"jump among {count:,} names, a key, in this process",
                f"median {speed['median_ms']:.2f} ms, worst {speed['worst_ms']:.1f} ms",
                f"≤ {middle:.0f}, ≤ {worst:.0f} ms",
            )
        )
        if theirs := jump.fzf_speed(count):
            found.append(
                Row(
                    "the same queries put to `fzf --filter`, a process each",
                    f"median {theirs:.1f} ms",
                    "beside it",
                )
            )
    quality, fzf = jump.quality(), jump.fzf()
    for kind, (first, _) in quality.items():
        beside = f"; fzf {fzf[kind][0]}" if fzf else ""
        found.append(
            Row(
                f"jump by {kind}: the name meant in first place, of {jump.QUERIES}, among 1,000 names",
                f"{first}{beside}",
                f"≥ {jump.AIMS[kind]}",
            )
        )
    return found
