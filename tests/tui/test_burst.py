"""Keys that came with the focus: a few are a person's, many are nobody's."""

from collections.abc import Callable

from tui.keyboard.burst import MOST, WINDOW, BurstGuard


class Times:
    """A clock that goes on when it is told to, and calls what waits for that."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waiting: list[tuple[float, Callable[[], None]]] = []
        self.released: list[str] = []
        self.dropped: list[int] = []
        self.guard = BurstGuard[str](
            lambda: self.now, self.later, self.released.extend, self.dropped.append
        )

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.waiting.append((self.now + seconds, call))

    def go(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [one for one in self.waiting if one[0] <= end]:
            first = min(due)
            self.waiting.remove(first)
            self.now = first[0]
            first[1]()
        self.now = end

    def type(self, keys: str, pause: float = 0.001) -> str:
        taken = ""
        for key in keys:
            if not self.guard.holds(key):
                taken += key
            self.go(pause)
        return taken


def test_without_the_focus_coming_nothing_is_held() -> None:
    times = Times()
    assert times.type("abcdefghij") == "abcdefghij"


def test_a_few_keys_are_released_in_their_order() -> None:
    times = Times()
    times.guard.focused()
    assert times.type("abc") == ""
    times.go(WINDOW)
    assert (times.released, times.dropped) == (["a", "b", "c"], [])
    assert times.type("d") == "d"


def test_a_burst_is_dropped_to_its_end_and_told_once() -> None:
    times = Times()
    times.guard.focused()
    assert times.type("x" * 50, pause=0.01) == ""
    times.go(1)
    assert (times.released, times.dropped) == ([], [50])
    assert times.type("a") == "a"


def test_the_last_key_that_may_be_a_persons() -> None:
    times = Times()
    times.guard.focused()
    times.type("y" * MOST)
    times.go(1)
    assert len(times.released) == MOST
    times.guard.focused()
    times.guard.focused()
    times.type("y" * (MOST + 1))
    times.go(1)
    assert times.dropped == [MOST + 1]
