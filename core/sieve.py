"""Filters answered while they are typed: what `core.tasks.select` says, in a tenth of its time.

Every task of the newest snapshot lies here in the order of the pane, in short runs, so that nothing is
sorted again and a decision touches one run. The lines are kept in lower case, and a word is looked
for in those of a run by one call. And a filter that only says more than an earlier one
looks at what that one found.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from core.arranging import arranged
from core.grammar import All, Any, Not, Qualifier, Term, Word, parts
from core.index.rows import TaskId, TaskRow
from core.index.snapshot import Snapshot
from core.path import NotePath
from core.qualifiers import Context, Test
from core.query import PROPOSALS, Query, test_of
from core.tasks import Key, Rows, order, waiting
from core.text import encode
from core.valued import USUAL, Valued

_RUN = 200
"""Tasks in a run, at most twice that."""
_MANY = 8
"""One task in so many changed: everything is put in order anew."""
_LAST = 3
"""Note, line and id: what a key ends with."""
_REMEMBERED = 8
"""Earlier filters whose answers are kept."""
_SUBSTRINGS = frozenset(["path", "file", "heading", "entity", "title", "status"])
"""Qualifiers that mean rows in which the value stands somewhere."""
_NOBODY = "none"

Kept = list[Sequence[int]]
"""Which tasks of each run a filter means."""


class _Run:
    """Some tasks that follow one another."""

    __slots__ = ("_lines", "_shared", "all", "ids", "rows")

    def __init__(self, rows: Sequence[TaskRow]) -> None:
        self.rows = rows
        self.ids = [row.id for row in rows]
        self.all = range(len(rows))
        self._lines: list[str] = []
        self._shared: dict[Callable[[TaskRow], Hashable], dict[Hashable, Sequence[int]]] = {}

    @property
    def lines(self) -> list[str]:
        """Line and title of each, their bytes in lower case as so many characters: those are found fastest."""
        if not self._lines:
            self._lines = [
                (b"%b\n%b" % (row.written.lower(), encode(row.note.title.lower()))).decode(
                    "latin-1"
                )
                for row in self.rows
            ]
        return self._lines

    def prepare(self) -> None:
        """Work out what filters ask for most; the lines take much room, and wait for the first word."""
        for get in USUAL:
            self._groups(get)

    def having(self, letters: str, places: Sequence[int]) -> Sequence[int]:
        """Those of some places whose line has these letters, in lower case."""
        lines = self.lines
        if places is self.all:
            found = [at for at, line in enumerate(lines) if letters in line]
        else:
            found = [at for at in places if letters in lines[at]]
        return places if len(found) == len(places) else found

    def passing(self, test: Test, places: Sequence[int]) -> Sequence[int]:
        """Those of some places whose task passes."""
        rows = self.rows
        if isinstance(test, Valued):
            return self._valued(test, places)
        if places is self.all:
            found = [at for at, row in enumerate(rows) if test(row)]
        else:
            found = [at for at in places if test(rows[at])]
        return places if len(found) == len(places) else found

    def _valued(self, test: Valued, places: Sequence[int]) -> Sequence[int]:
        groups = self._groups(test.get)
        passing = [group for value, group in groups.items() if test.known[value]]
        if len(passing) in {0, len(groups)}:
            return places if passing else ()
        if places is self.all:
            return sorted(chain.from_iterable(passing))
        meant = frozenset(chain.from_iterable(passing))
        return [at for at in places if at in meant]

    def _groups(self, get: Callable[[TaskRow], Hashable]) -> dict[Hashable, Sequence[int]]:
        """What there is of a value in these tasks, and where: in such an order it is often the same."""
        found = self._shared.get(get)
        if found is None:
            places: dict[Hashable, list[int]] = {}
            for at, value in enumerate(map(get, self.rows)):
                places.setdefault(value, []).append(at)
            found = dict(places) if len(places) > 1 else dict.fromkeys(places, self.all)
            self._shared[get] = found
        return found

    def named(self, places: Sequence[int]) -> Iterable[TaskId]:
        """The ids of the tasks at some places."""
        return self.ids if places is self.all else map(self.ids.__getitem__, places)


class _Answer(NamedTuple):
    term: Term
    kept: Kept

    @property
    def many(self) -> int:
        """How many tasks are meant."""
        return sum(map(len, self.kept))


class Sieve:
    """The tasks of one vault, ready to be filtered; for any thread."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._snapshot = Snapshot()
        self._runs: list[_Run] = []
        self._answers: list[_Answer] = []
        """That of every proposal first, then the newest last; of this snapshot and context."""
        self._context: Context | None = None
        self._order: Callable[[TaskRow], Key] = order
        """What the runs are in the order of."""

    def rows(self, snapshot: Snapshot, query: Query, context: Context) -> Rows:
        """What `select` says."""
        term = query.meant
        with self._lock:
            self._bring(snapshot, context.order or order)
            if context != self._context:
                self._context = context
                self._answers.clear()
            kept = self._kept(term, context)
            named = map(_Run.named, self._runs, kept)
            ids = tuple(chain.from_iterable(named))
            if not query.is_found_out:  # more of that may be known in a moment
                self._remember(_Answer(term, kept))
        ids, groups = arranged(ids, snapshot.tasks, query.arrangement, context)
        total = waiting(snapshot, context)
        return Rows(snapshot.revision, query, ids, snapshot.tasks, total, context.refused, groups)

    def prepare(self, snapshot: Snapshot, context: Context) -> None:
        """Do now what the first filter would wait for; it takes 20 MB for 60,000 tasks."""
        with self._lock:
            self._bring(snapshot, context.order or order)
            runs = self._runs
        for run in runs:
            run.prepare()

    # Answers

    def _kept(self, term: Term, context: Context) -> Kept:
        wider = [answer for answer in self._answers if implies(term, answer.term)]
        if not wider and PROPOSALS in parts(term):
            # Nearly every filter means proposals, and all of those are shown first.
            self._remember(_Answer(PROPOSALS, self._sifted(PROPOSALS, self._everything, context)))
            wider = self._answers[:1]
        base = min(wider, key=lambda answer: answer.many, default=self._everything)
        return self._sifted(term, base, context)

    @property
    def _everything(self) -> _Answer:
        return _Answer(All(()), [run.all for run in self._runs])

    def _sifted(self, term: Term, base: _Answer, context: Context) -> Kept:
        """What a term means of an answer that holds it all."""
        said = parts(base.term)
        sift = _sifter(All(tuple(part for part in parts(term) if part not in said)), context)
        pairs = zip(self._runs, base.kept, strict=True)
        return [sift(run, places) if places else places for run, places in pairs]

    def _remember(self, answer: _Answer) -> None:
        """The newest, and of all others that of every proposal first."""
        if answer.term == PROPOSALS:
            self._answers.insert(0, answer)
        else:
            first = 1 if self._answers and self._answers[0].term == PROPOSALS else 0
            del self._answers[first : len(self._answers) - _REMEMBERED]
            self._answers.append(answer)

    # Order

    def _bring(self, snapshot: Snapshot, order: Callable[[TaskRow], Key]) -> None:
        """Put in order what changed since the last snapshot; all of it where the order is another one."""
        old, new = self._snapshot.tasks, snapshot.tasks
        # Methods of one object are equal, and never the same.
        is_same = order == self._order
        if old is new and is_same:
            self._snapshot = snapshot
            return
        changed = list(new.differing(old)) if is_same else list(new)
        if not is_same or len(changed) * _MANY > len(new):
            self._order = order
            ordered = in_order(snapshot, order)
            self._runs = [_Run(ordered[at : at + _RUN]) for at in range(0, len(ordered), _RUN)]
        else:
            for id in changed:
                if (row := old.get(id)) is not None:
                    self._take(row)
                if (row := new.get(id)) is not None:
                    self._put(row)
        self._snapshot = snapshot
        if changed:
            self._answers.clear()

    def _at(self, row: TaskRow) -> int:
        """The run in which the row lies, or belongs."""
        place = self._order
        first = bisect_right(self._runs, place(row), key=lambda run: place(run.rows[0]))
        return max(0, first - 1)

    def _take(self, row: TaskRow) -> None:
        number = self._at(row)
        left = [one for one in self._runs[number].rows if one.id != row.id]
        self._runs[number : number + 1] = [_Run(left)] if left else []

    def _put(self, row: TaskRow) -> None:
        if not self._runs:
            self._runs = [_Run([row])]
            return
        number = self._at(row)
        rows = sorted([*self._runs[number].rows, row], key=self._order)
        half = len(rows) // 2
        parts = [rows] if len(rows) <= 2 * _RUN else [rows[:half], rows[half:]]
        self._runs[number : number + 1] = map(_Run, parts)


def in_order(snapshot: Snapshot, order: Callable[[TaskRow], Key] = order) -> list[TaskRow]:
    """Every task, in the order of the pane.

    Sorting them all at once would hold every other thread up for as long as it takes.
    """
    alike: dict[Key, list[TaskRow]] = {}
    tasks = snapshot.tasks
    for path in sorted(snapshot.by_note):
        rows = _of_note(snapshot, path)
        for row in rows:
            alike.setdefault(order(row)[:-_LAST], []).append(row)
    found = [row for key in sorted(alike) for row in alike[key]]
    assert len(found) == len(tasks)  # noqa: S101 - both are made of the same rows
    return found


def _of_note(snapshot: Snapshot, path: NotePath) -> list[TaskRow]:
    rows = [snapshot.tasks[id] for id in snapshot.by_note[path]]
    if len(rows) > 1:
        rows.sort(key=lambda row: (row.line, row.id))
    return rows


_Sift = Callable[[_Run, Sequence[int]], Sequence[int]]
"""Those of some places of a run that are meant, in order."""


def _sifter(term: Term, context: Context) -> _Sift:
    match term:
        case All(terms):
            # Words first: they cost least.
            ordered = sorted(terms, key=lambda one: not _is_letters(one))
            return _all([_sifter(one, context) for one in ordered])
        case Any(terms):
            return _any([_sifter(one, context) for one in terms])
        case Not(inner):
            return _not(_sifter(inner, context))
        case Word(text) if _is_letters(term):
            letters = text.lower()
            return lambda run, places: run.having(letters, places)
        case Qualifier("is", "any"):
            return lambda _, places: places
        case _:
            test = test_of(term, context)
            return lambda run, places: run.passing(test, places)


def _is_letters(term: Term) -> bool:
    """Whether a run's lines tell it alone."""
    return isinstance(term, Word) and term.text.isascii() and term.text.isprintable()


def _all(sifts: Sequence[_Sift]) -> _Sift:
    def sift(run: _Run, places: Sequence[int]) -> Sequence[int]:
        for one in sifts:
            if not places:
                break
            places = one(run, places)
        return places

    return sift


def _any(sifts: Sequence[_Sift]) -> _Sift:
    def sift(run: _Run, places: Sequence[int]) -> Sequence[int]:
        found: list[int] = []
        left = places
        for one in sifts:
            here = one(run, left)
            if here is left and not found:
                return here
            if here:
                found += here
                left = _without(left, here)
        return sorted(found)

    return sift


def _not(inner: _Sift) -> _Sift:
    return lambda run, places: _without(places, inner(run, places))


def _without(places: Sequence[int], gone: Sequence[int]) -> Sequence[int]:
    if not gone:
        return places
    if len(gone) == len(places):
        return ()
    out = frozenset(gone)
    return [at for at in places if at not in out]


def implies(one: Term, other: Term) -> bool:
    """Whether every row that `one` means is one that `other` means; `False` where that is not plain."""
    if one == other:
        return True
    match one, other:
        case _, All(terms):
            found = all(implies(one, term) for term in terms)
        case Any(terms), _:
            found = all(implies(term, other) for term in terms)
        case Not(excluded), Not(other_excluded):
            found = implies(other_excluded, excluded)
        case Word(text), Word(shorter):
            found = shorter.lower() in text.lower()
        case Qualifier(key, value), Qualifier(other_key, shorter):
            values = {value.lower(), shorter.lower()}
            plain = key == other_key and key in _SUBSTRINGS and _NOBODY not in values
            found = plain and shorter.lower() in value.lower()
        case _:
            all_of, choices = parts(one), other.terms if isinstance(other, Any) else ()
            found = (len(all_of) > 1 and any(implies(part, other) for part in all_of)) or any(
                implies(one, choice) for choice in choices
            )
    return found
