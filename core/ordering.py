"""The order of a vault being worked on: made when it is asked for, kept until it is asked for again."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from core.desk import Desk
from core.index.cache import STANDING_FIRST
from core.index.rows import TaskId, TaskRow
from core.ledger.decided import Decided
from core.order import PLAIN, Order, Rate, Rates, learned
from core.records import Unavailable

_KEY = "order"


class Supports(Protocol):
    """What supports proposals."""

    def strength(self, id: TaskId) -> int | None:
        """How well, in percent; `None`: not known."""


class Remembers(Protocol):
    """What was decided."""

    def decided(self) -> tuple[Decided, ...]:
        """Every decision that is kept."""


class Ordered(Desk, Protocol):
    """A vault whose tasks are put in order."""

    @property
    def evidence(self) -> Supports:
        """What supports its proposals."""

    @property
    def ledger(self) -> Remembers:
        """What was decided in it."""


class Ordering:
    """Which order is in force. `again` waits; the rest answers from memory."""

    def __init__(
        self,
        desk: Ordered,
        remember: Callable[[str, str], None],
        remembered: Callable[[str], str],
    ) -> None:
        """The order that the last run left.

        Args:
            desk: The vault.
            remember: Keeps a text until the next start, if it can.
            remembered: That text, `""` where there is none.
        """
        self._desk = desk
        self._remember = remember
        self.now: Order | None = None
        """`None`: that of `core.tasks.order`."""
        if desk.config.tasks_order == "learned":
            self.now = _unpacked(remembered(_KEY))

    def again(self) -> None:
        """Make the order anew, from what is known by now."""
        if self._desk.config.tasks_order != "learned":
            self.now = None
            return
        decided: tuple[Decided, ...] = ()
        with suppress(Unavailable):  # then nothing is learned this time
            decided = self._desk.ledger.decided()
        tasks, strength = self._desk.snapshot.tasks, self._desk.evidence.strength
        found = ((row.id, strength(row.id)) for row in tasks.values() if row.proposed)
        strengths = {id: known for id, known in found if known is not None}
        rates = learned(decided)
        if strengths or rates.known or self.now is not None:
            self.now = Order(self._desk.today.isoformat(), strengths, rates)

    def keep(self, first: Iterable[TaskRow]) -> None:
        """Let the next start have the order, and its first frame these tasks, as far as they still wait."""
        rows = first if self.now is not None else ()
        self._remember(STANDING_FIRST, json.dumps([[row.note.path, row.id] for row in rows]))
        self._remember(_KEY, "" if self.now is None else _packed(self.now))

    def why(self, row: TaskRow) -> str:
        """What put a task where it stands, in words; not safe to show."""
        return (self.now or PLAIN).why(row)


def _packed(order: Order) -> str:
    rates = [[*trait, *rate] for trait, rate in order.rates.by_trait.items()]
    return json.dumps([order.today, dict(order.strengths), order.rates.total, rates])


def _unpacked(text: str) -> Order | None:
    """The order that was kept; `None` where it is none that this version kept."""
    try:
        today, strengths, total, rates = json.loads(text)
        by_trait = {(kind, which): Rate(*rate) for kind, which, *rate in rates}
        known: Mapping[TaskId, Any] = strengths
        return Order(today, known, Rates(Rate(*total), by_trait))
    except (ValueError, TypeError):
        return None
