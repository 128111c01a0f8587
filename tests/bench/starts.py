"""How long a person waits for the first rows, and for the first key that acts."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

from measuring import HERE, Place, Row, against, first_words, paired, screen
from terminal import PYTHON, Terminal, environment


def empty_frame() -> float:
    """Seconds to the first frame of a Textual app that shows one word."""
    terminal = Terminal([PYTHON, str(HERE / "empty.py")], env=environment())
    seconds = terminal.wait_for(b"floor")
    terminal.quiet()
    terminal.close()
    return seconds


def frame(place: Place, vault: Path, words: bytes, pane: str = "tasks") -> Callable[[], float]:
    """Seconds to the first frame that shows rows."""

    def measure() -> float:
        terminal = screen(place, vault, pane)
        seconds = terminal.wait_for(words)
        terminal.quiet()
        terminal.close()
        return seconds

    return measure


def key_acts(place: Place, vault: Path) -> Callable[[], float]:
    """Seconds until the answer to a key that was pressed at once is on the screen."""

    def measure() -> float:
        terminal = screen(place, vault)
        terminal.type(b"?")
        seconds = terminal.wait_for(b"keys of Tasks")
        terminal.quiet()
        terminal.close()
        return seconds

    return measure


def rows(place: Place, sizes: tuple[int, ...], rounds: int = 9) -> list[Row]:
    """Warm starts, and one cold start of each size."""
    found, medians = [], []
    for size in sizes:
        vault = place.vault(size)
        words = first_words(place, vault)
        warm, floor, ratio = paired(frame(place, vault, words), empty_frame, rounds)
        medians.append(warm)
        found.append(
            Row(
                f"warm start to the first rows, {size:,} notes, against an empty Textual app",
                against(warm, floor, ratio),
                "≤ 1.3",
            )
        )
    found.append(_inbox(place, sizes[-1], rounds))
    found.append(
        Row(
            f"the same on the Tasks pane, {sizes[-1]:,} notes against {sizes[0]:,}",
            f"{medians[-1] / medians[0]:.2f}",
            "≤ 1.15",
        )
    )
    for size in sizes:
        acts, floor, ratio = paired(key_acts(place, place.vault(size)), empty_frame, rounds // 2)
        found.append(
            Row(
                f"warm start to the answer to a key pressed at once, {size:,} notes, against the same",
                against(acts, floor, ratio),
                "none set",
            )
        )
    for size in sizes:
        times = []
        vault = place.vault(size)
        words = first_words(place, vault)
        for _ in range(3):
            place.forget()
            times.append(frame(place, vault, words)())
        found.append(
            Row(
                f"first start, nothing known, to the first rows, {size:,} notes",
                f"{median(times) * 1000:.0f} ms",
                "none set",
            )
        )
    return found


def _inbox(place: Place, size: int, rounds: int) -> Row:
    """A warm start on the Inbox, which an earlier run has shown."""
    vault = place.vault(size)
    terminal = screen(place, vault, "inbox")
    terminal.quiet(5.0)
    terminal.close()
    words = first_words(place, vault, "inbox")
    warm, floor, ratio = paired(frame(place, vault, words, "inbox"), empty_frame, rounds)
    return Row(
        f"warm start to the first rows of the Inbox, {size:,} notes, against the same",
        against(warm, floor, ratio),
        "≤ 1.3",
    )
