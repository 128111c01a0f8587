"""How far a reading is, in words."""

from tui.progress import Progress


class Clock:
    """Says what it was told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_estimate_is_made_of_what_was_read_so_far() -> None:
    clock = Clock()
    progress = Progress(clock)
    assert progress.words(0, 10_000) == "reading 0 of 10,000"
    clock.now += 0.1
    assert progress.words(1_000, 10_000) == "reading 1,000 of 10,000"
    clock.now += 0.9
    assert progress.words(2_000, 10_000) == "reading 2,000 of 10,000 · 4 s left"
    clock.now += 3.9
    assert progress.words(9_990, 10_000) == "reading 9,990 of 10,000 · 1 s left"
    assert progress.words(10_000, 10_000) == "reading 10,000 of 10,000"


def test_another_reading_is_estimated_anew() -> None:
    clock = Clock()
    progress = Progress(clock)
    progress.words(0, 10)
    clock.now += 5
    assert progress.words(5, 10) == "reading 5 of 10 · 5 s left"
    assert progress.words(0, 20) == "reading 0 of 20"


def test_what_is_not_counted_yet_is_only_said() -> None:
    assert Progress().words(0, 0) == "reading the vault"
