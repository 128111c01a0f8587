"""Names ranked as one types: what the jump shows for `js`, `smi joh`, `johsmi`, `jhon`. Pure.

Ways of being found come in the order of `Tier`. Within one, names stand before aliases and titles, what
is chosen often before what is not, shorter before longer, and the alphabet decides. That order, but
for what is chosen often, is made once: a key costs what it finds, and not what there is.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from core.entities import Entity
from core.matching.lexicon import Entry as Spelling
from core.matching.lexicon import Lexicon
from core.matching.tiers import Step, Tier, Tiers
from core.spelling import aligned, folded

__all__ = ["Candidate", "Hit", "Names", "Tier", "candidates"]

_NOTHING: Mapping[str, float] = MappingProxyType({})


class Candidate(NamedTuple):
    """Something that can be jumped to."""

    key: str
    """What tells it apart; given back with a hit."""
    name: str
    type: str = ""
    others: tuple[str, ...] = ()
    """Aliases, titles, spellings: they count less than the name."""


def candidates(entities: Iterable[Entity]) -> Iterator[Candidate]:
    """Entities as what can be jumped to, by every way they are written."""
    for one in entities:
        yield Candidate(one.key, one.name, one.type, one.spellings[1:])


class Hit(NamedTuple):
    """A candidate that was found; none of its texts is safe to show."""

    key: str
    name: str
    spelling: str
    """The name, alias or title that was found."""
    type: str
    tier: Tier
    letters: tuple[int, ...]
    """Where in `spelling` the typed letters stand, ascending."""

    @property
    def score(self) -> int:
        """From 5 to 100, more is better: by the tier, and whether the name itself was found."""
        return 100 - 10 * self.tier - (0 if self.spelling == self.name else 5)


class Names:
    """Candidates ready to be searched; immutable."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Costs some microseconds a candidate."""
        self._candidates = tuple(candidates)
        self._lexicon = Lexicon([(one.name, one.others) for one in self._candidates])
        self._tiers = Tiers(self._lexicon)
        self._numbers = {one.key: number for number, one in enumerate(self._candidates)}
        self._types = {one.type: f" {folded(one.type)}" for one in self._candidates}

    def __len__(self) -> int:
        """How many candidates."""
        return len(self._candidates)

    def search(
        self, typed: str, limit: int = 20, often: Mapping[str, float] = _NOTHING
    ) -> tuple[Hit, ...]:
        """The best first, each candidate once.

        Args:
            typed: `foo/bar` finds `bar` among the types that have a word that begins with `foo`.
                Nothing typed finds what is chosen often, then the shortest names.
            limit: How many at most.
            often: Key → how often and lately it was chosen, more is oftener; unknown keys are fine. Each
                costs a microsecond or so a key, so some hundreds at most.
        """
        types, text = self._narrowed(typed)
        query = folded(text)
        found = _Found(self._lexicon.entries, self._candidates, types, limit)
        favoured = {
            one: often[key]
            for key in often
            if key in self._numbers
            for one in self._lexicon.by_owner[self._numbers[key]]
        }
        for step in self._tiers.steps(query) if query else [self._all()]:
            found.take(step, favoured)
            if len(found.hits) >= limit:
                break
        return tuple(found.hits)

    def _narrowed(self, typed: str) -> tuple[Container[str] | None, str]:
        """The types that `typed` asks for, `None` for all, and the rest of it."""
        front, slash, text = typed.partition("/")
        start = folded(front)
        types = {type for type, plain in self._types.items() if f" {start}" in plain}
        return (types, text) if slash and start and types else (None, typed)

    def _all(self) -> Step:
        return Step(Tier.START, range(len(self._lexicon.entries)), lambda _: True, lambda _: ())


class _Found:
    """Hits, best first, as one tier after the other adds to them."""

    def __init__(
        self,
        entries: list[Spelling],
        candidates: tuple[Candidate, ...],
        types: Container[str] | None,
        limit: int,
    ) -> None:
        self.hits: list[Hit] = []
        self._entries = entries
        self._candidates = candidates
        self._types = types
        self._limit = limit
        self._owners: set[int] = set()

    def take(self, step: Step, favoured: Mapping[int, float]) -> None:
        """Adds what the step finds, as far as there is room."""
        chosen = [one for one in favoured if self._wanted(one) and step.holds(one)]
        owners = set(self._owners)
        room = self._limit - len(self.hits)
        for one in step.entries:
            if room <= 0:
                break
            owner = self._entries[one].owner
            if owner not in owners and self._wanted(one):
                owners.add(owner)
                chosen.append(one)
                room -= 1
        chosen.sort(key=lambda one: (self._entries[one].other, -favoured.get(one, 0), one))
        for one in chosen:
            entry = self._entries[one]
            if entry.owner not in self._owners and len(self.hits) < self._limit:
                self._owners.add(entry.owner)
                self.hits.append(self._hit(entry, step))

    def _wanted(self, one: int) -> bool:
        owner = self._entries[one].owner
        if owner in self._owners:
            return False
        return self._types is None or self._candidates[owner].type in self._types

    def _hit(self, entry: Spelling, step: Step) -> Hit:
        candidate = self._candidates[entry.owner]
        _, places = aligned(entry.spelling)
        letters = sorted({places[at] for at in step.letters(entry)})
        return Hit(
            candidate.key,
            candidate.name,
            entry.spelling,
            candidate.type,
            step.tier,
            tuple(letters),
        )
