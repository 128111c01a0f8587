"""In what order proposals stand: by what supports them, by what was decided about others like them. Pure.

An order is a value that never changes: rows that come later are sorted by what was known when it was made, so
that a list stays as it is until another order is asked for. It only sorts; nothing is ever decided by it.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import exp, log
from typing import Final, NamedTuple

from core.index.rows import TaskId, TaskRow
from core.ledger.decided import Decided, source_name
from core.spelling import folded
from core.tasks import Key, order

STRONG, WEAK = 60, 35
"""Percent from which the source supports a proposal strongly, and at all."""
FEWEST: Final = 20
"""Decisions below which nothing is learned from them."""
_CAUTION = 8.0
"""So many decisions about anything count as much as those about tasks like this one."""
_TOLD = 3
"""Of so few decisions a reason says nothing."""
_LIKELY = 10
"""Steps of likelihood: within one of them the due date counts."""
_WORD = 40
"""Characters of a first word that count."""
_AGES = ((7, "a week"), (30, "a month"), (90, "three months"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Trait = tuple[str, str]
"""`owner`, `verb`, `source`, `entity` or `age`, and which."""


class Rate(NamedTuple):
    """How often tasks were wanted, of those that were decided."""

    wanted: int
    decided: int


_NONE: Final = Rate(0, 0)


@dataclass(frozen=True, slots=True)
class Rates:
    """What was decided, counted by what the tasks had in common."""

    total: Rate = _NONE
    by_trait: Mapping[Trait, Rate] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether it is enough to learn from, and not all the same."""
        return self.total.decided >= FEWEST and 0 < self.total.wanted < self.total.decided

    def likely(self, traits: Iterable[Trait]) -> float:
        """How likely such a task is wanted, from 0 to 1."""
        return self.share(sum(map(self.push, traits)))

    def share(self, push: float) -> float:
        """The same of a task whose traits push it so far."""
        return 1 / (1 + exp(-self._base - push))

    def telling(self, traits: Iterable[Trait]) -> tuple[Trait, Rate] | None:
        """The trait that says most about such a task, and how often tasks with it were wanted."""
        pushes = [
            (abs(self.push(one)), one, rate)
            for one in traits
            if (rate := self.by_trait.get(one)) is not None and rate.decided >= _TOLD
        ]
        if not pushes:
            return None
        _, trait, rate = max(pushes, key=lambda push: push[0])
        return trait, rate

    @property
    def _base(self) -> float:
        return _odds(self.total.wanted / self.total.decided)

    def push(self, trait: Trait) -> float:
        """How much more than others tasks with that trait were wanted; little where few were decided."""
        rate = self.by_trait.get(trait)
        if rate is None:
            return 0.0
        usual = self.total.wanted / self.total.decided
        share = (rate.wanted + _CAUTION * usual) / (rate.decided + _CAUTION)
        return _odds(share) - self._base


def _odds(share: float) -> float:
    return log(share / (1 - share))


def learned(decisions: Iterable[Decided]) -> Rates:
    """Rates of what was decided; a duplicate says nothing of what is wanted."""
    wanted: Counter[Trait] = Counter()
    decided: Counter[Trait] = Counter()
    total = [0, 0]
    for one in decisions:
        if one.verdict == "duplicate":
            continue
        is_wanted = one.verdict != "rejected"
        total[0] += is_wanted
        total[1] += 1
        found = _DAY.match(one.note.rpartition("/")[2])
        said = (one.text, one.owner, one.source, one.entity, found[0] if found else "", one.date)
        for trait in traits(*said):
            decided[trait] += 1
            wanted[trait] += is_wanted
    return Rates(Rate(*total), {one: Rate(wanted[one], often) for one, often in decided.items()})


def traits(  # noqa: PLR0913, PLR0917 - each says another thing
    text: str, owner: str, source: str, entity: str, told: str, today: str
) -> Iterator[Trait]:
    """What a task has in common with others.

    Args:
        text: Its words.
        owner: As written.
        source: The name of the file that its note was made from.
        entity: Whose note it stands in.
        told: The ISO day of the note, `""` where it has none.
        today: The ISO day from which its age counts.
    """
    yield "owner", folded(owner) or "nobody"
    verb = folded(text.partition(" ")[0][:_WORD])
    if verb:
        yield "verb", verb
    if source:
        yield "source", source.lower()
    if entity:
        yield "entity", entity
    if age := _age(told, today):
        yield "age", age


def _age(told: str, today: str) -> str:
    try:
        days = (date.fromisoformat(today) - date.fromisoformat(told)).days
    except ValueError:
        return ""
    return next((name for most, name in _AGES if days <= most), "older")


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """By evidence, mine, what was wanted so far, due: one moment's knowledge, kept."""

    today: str
    """ISO."""
    strengths: Mapping[TaskId, int]
    """How well sources support proposals, in percent; those not looked at are left out."""
    rates: Rates
    _pushes: dict[Hashable, float] = field(default_factory=dict)
    """What notes, owners and first words were found to say."""

    def key(self, row: TaskRow) -> Key:
        """What rows are sorted by."""
        plain = order(row)
        if not row.proposed:
            return (1, plain[0], 0, *plain[1:])
        return (self._band(row), plain[0], -self._step(row), *plain[1:])

    def _band(self, row: TaskRow) -> int:
        """0 with strong evidence, 2 with none, 1 between and where nobody looked."""
        strength = self.strengths.get(row.id, WEAK)
        return 0 if strength >= STRONG else 1 if strength >= WEAK else 2

    def _step(self, row: TaskRow) -> int:
        if not self.rates.known:
            return 0
        known = self._pushes
        word = row.text.partition(" ")[0]
        push = 0.0
        for said in (row.note.path, row.owners, ("", word)):
            if said not in known:
                self._learn(row, word)
            push += known[said]
        return round(self.rates.share(push) * _LIKELY)

    def _learn(self, row: TaskRow, word: str) -> None:
        """Find out what a row's note, owners and first word say; each many rows have in common."""
        found: dict[Hashable, float] = {row.note.path: 0.0, row.owners: 0.0, ("", word): 0.0}
        for trait in self._traits(row):
            where = {"owner": row.owners, "verb": ("", word)}.get(trait[0], row.note.path)
            found[where] += self.rates.push(trait)
        self._pushes.update(found)

    def _traits(self, row: TaskRow) -> Iterator[Trait]:
        source = source_name(row.note.source_ref)
        owner = ", ".join(row.owners)
        return traits(row.text, owner, source, row.note.entity or "", row.note.date or "", self.today)  # fmt: skip

    def why(self, row: TaskRow) -> str:
        """What put it where it stands, in words; not safe to show, they name people."""
        said = []
        strength = self.strengths.get(row.id)
        if strength is not None:
            how = "strong" if strength >= STRONG else "some" if strength >= WEAK else "no"
            said.append(f"{how} evidence")
        if row.mine:
            said.append("yours")
        if self.rates.known and (telling := self.rates.telling(self._traits(row))):
            (kind, which), rate = telling
            if kind == "owner":
                which = ", ".join(row.owners) or "nobody"
            said.append(f"you took {rate.wanted} of {rate.decided} {_SAID[kind].format(which)}")
        if row.due is not None:
            said.append(f"due {row.due}")
        return ", ".join(said)


_SAID: Final[Mapping[str, str]] = {
    "owner": "of {}’s",
    "verb": "that begin with “{}”",
    "source": "from this source",
    "entity": "of {}",
    "age": "that were {} old",
}
PLAIN: Final = Order("", {}, Rates())
"""What explains the order where nothing is known but the rows."""
