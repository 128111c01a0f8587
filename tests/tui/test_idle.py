"""When the garbage of a screen is looked for."""

import gc
from collections.abc import Callable, Iterator
from typing import cast
from weakref import ref

import pytest
from textual.app import App

from tui.idle import IdleCollector

FEW, SOME = 3_000, 70_000
"""Objects: worth a look; more than are looked at between two keys."""


class Clockwork:
    """What the collector asks of an app."""

    look: Callable[[], None]

    def set_interval(self, _: float, look: Callable[[], None]) -> None:
        self.look = look


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def filled(number: int) -> list[list[int]]:
    """So many objects that the collector counts."""
    return [[] for _ in range(number)]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [1000.0]
    monkeypatch.setattr("tui.idle.monotonic", lambda: clock[0])
    return clock


@pytest.fixture
def app() -> Clockwork:
    return Clockwork()


@pytest.fixture
def collector(now: list[float], app: Clockwork) -> Iterator[IdleCollector]:
    assert now
    collector = IdleCollector()
    collector.start(cast("App[None]", app))
    yield collector
    collector.stop()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_garbage_goes_between_two_keys(
    now: list[float], app: Clockwork, collector: IdleCollector
) -> None:
    knot, kept = ref(Knot()), filled(FEW)
    now[0] += 0.6
    collector.key()
    app.look()
    assert knot() is None
    assert len(kept) == FEW


def test_what_a_busy_moment_left_out_is_looked_at_when_nobody_is_there(
    now: list[float], app: Clockwork, collector: IdleCollector
) -> None:
    knot, kept = ref(Knot()), filled(SOME)
    now[0] += 0.6
    collector.key()
    app.look()
    assert knot() is not None  # too much to look at where a key may come
    now[0] += 30
    kept += filled(FEW)
    app.look()
    assert knot() is None
