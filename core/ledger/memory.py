"""Decisions found again by what a proposal says: exactly, or re-worded in notes of the same source or entity.

Never by likeness alone: numbers and tickets that differ, a “not” that one has, or another source and another
entity, make another task of it. What is too short to tell is compared exactly. What was rejected as somebody else's
is not what is the user's own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.alike import Said, differ, said
from core.index.rows import TaskRow
from core.ledger.decided import Decided, Seen, source_name
from core.spelling import folded

_ALIKE = 90
"""From which likeness on, in percent, words say the same."""
_ELSEWHERE = 95
"""The same for notes of another source of the same entity, where one action follows another."""
_WHOLE = 60
"""How alike all the words must be, in percent, however much one is a part of the other."""
_FEWEST = 4
"""Words that both must have: fewer say the same in many tasks."""
_FEW = 24
"""So many decisions of one place are compared one by one; of more, those with most words in common."""
_MOST = 12
"""How many of those."""

Place = tuple[str, str]
"""`source` or `entity`, and its name."""


Touched = tuple[frozenset[Place], frozenset[str]]
"""Places, and the words of tasks as they are compared."""
_NOTHING: Touched = (frozenset(), frozenset())


class _Known(NamedTuple):
    decided: Decided
    said: Said
    places: frozenset[Place]


class _Group:
    """The decisions of one place, by their words."""

    __slots__ = ("_by_word", "members")

    def __init__(self) -> None:
        self.members: dict[str, _Known] = {}
        self._by_word: dict[str, set[str]] = {}

    def put(self, key: str, one: _Known) -> None:
        self.members[key] = one
        for word in one.said.words:
            self._by_word.setdefault(word, set()).add(key)

    def take(self, key: str) -> None:
        one = self.members.pop(key)
        for word in one.said.words:
            self._by_word[word].discard(key)

    def near(self, words: frozenset[str]) -> Iterator[_Known]:
        """Those that may say what these words say."""
        if len(self.members) <= _FEW:
            yield from self.members.values()
            return
        often = len(self.members) // 2
        rare = (found for word in words if len(found := self._by_word.get(word, ())) <= often)
        common = Counter(key for keys in rare for key in keys)
        for key, _ in sorted(common.most_common(_MOST)):
            yield self.members[key]


class Memory:
    """What was decided, by place and by words; a decision more or less costs some ten microseconds."""

    def __init__(self, me: Iterable[str] = ()) -> None:
        """Nothing was decided yet.

        Args:
            me: Names that mean the user.
        """
        self._me = frozenset(map(folded, me))
        self._known: dict[str, _Known] = {}
        self._groups: dict[Place, _Group] = {}
        self._exact: dict[str, dict[str, _Known]] = {}

    def __len__(self) -> int:
        """How many decisions."""
        return len(self._known)

    def put(self, key: str, one: Decided) -> Touched:
        """Remember a decision under a key instead of what is known under it; what it may be about."""
        before = self.take(key) if key in self._known else _NOTHING
        words = said(one.text)
        known = _Known(one, words, frozenset(places(one.source, one.entity)))
        self._known[key] = known
        self._exact.setdefault(words.key, {})[key] = known
        for place in known.places:
            self._groups.setdefault(place, _Group()).put(key, known)
        return known.places | before[0], before[1] | {words.key}

    def take(self, key: str) -> Touched:
        """Forget a decision; what it may have been about."""
        known = self._known.pop(key)
        del self._exact[known.said.key][key]
        for place in known.places:
            self._groups[place].take(key)
        return known.places, frozenset([known.said.key])

    def seen(self, row: TaskRow) -> Seen | None:
        """What was decided about the same task: where it reads the same, else where it reads most alike.

        Of several that do, the newest.
        """
        words = said(row.text)
        here = frozenset(places(source_name(row.note.source_ref), row.note.entity or ""))
        exact = self._exact.get(words.key, {}).values()
        same = (one for one in exact if _is_same_place(here, one))
        found = [(100, one) for one in same if not self._was_anothers(row, one.decided)]
        is_exact = bool(found)
        if not found and len(words.words) >= _FEWEST:
            near = self._reworded(words, here)
            found = [pair for pair in near if not self._was_anothers(row, pair[1].decided)]
        if not found:
            return None
        score, best = max(found, key=lambda pair: (pair[0], pair[1].decided.date))
        one = best.decided
        return Seen(one.verdict, one.date, one.note, is_exact, score, one.text)

    def _was_anothers(self, row: TaskRow, one: Decided) -> bool:
        """Whether a task of the user's reads like one that was rejected as somebody else's, or nobody's: that says nothing of theirs."""
        if not row.mine or one.verdict != "rejected" or not one.owner:
            return False
        return self._me.isdisjoint(folded(owner) for owner in one.owner.split(", "))

    def _reworded(self, words: Said, here: frozenset[Place]) -> Iterator[tuple[int, _Known]]:
        for place in here:
            group = self._groups.get(place)
            for one in group.near(words.words) if group else ():
                is_same = _same_source(here, one.places)
                if not is_same and _of_another_thing(words, one.said):
                    continue
                score = likeness(words, one.said)
                if score >= (_ALIKE if is_same else _ELSEWHERE):
                    yield score, one


def _of_another_thing(one: Said, other: Said) -> bool:
    """Whether each says more than one word that the other does not: a wording loses some, or gains some."""
    return len(one.words - other.words) > 1 and len(other.words - one.words) > 1


def likeness(one: Said, other: Said) -> int:
    """How alike two tasks are, in percent; 0 where something tells them apart."""
    if one.negations != other.negations or differ(one, other):
        return 0
    if one.names - other.names and other.names - one.names:
        return 0
    if len(one.words & other.words) < _FEWEST:
        return 0
    # 26 ms that a list does without, as long as nothing was decided.
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio  # noqa: PLC0415 - as above

    if token_sort_ratio(one.key, other.key, score_cutoff=_WHOLE) < _WHOLE:
        return 0
    return int(token_set_ratio(one.key, other.key, score_cutoff=_ALIKE))


def places(source: str, entity: str) -> Iterable[Place]:
    """What notes have in common that are about the same."""
    if source:
        yield "source", source.lower()
    if entity:
        yield "entity", entity.lower()


def _is_same_place(here: frozenset[Place], one: _Known) -> bool:
    """Whether two tasks are of one place, or one of none: lines of the capture file are copies of notes'."""
    return not here or not one.places or not here.isdisjoint(one.places)


def _same_source(here: frozenset[Place], there: frozenset[Place]) -> bool:
    return any(place in there for place in here if place[0] == "source")
