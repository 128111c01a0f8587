"""To which entities an item may belong, the likeliest first, and why. Pure; nothing is applied by itself.

A meeting with one other person is that person's, one with several people of a company is the company's,
and one at which people of several houses speak of a project is the project's; where earlier notes of the
thread went, this one goes. Where nothing is known, nothing is said.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from core.backlinks import Written
from core.directory import Directory
from core.entities import Entity, same_type
from core.errors import WinnowError
from core.inbox.arrivals import arrival_of
from core.inbox.evidence import Evidence, Pages, Witness, gathered
from core.inbox.items import Arrival, Suggestion
from core.inbox.spelled import PERSON, Named, Spelled
from core.inbox.threads import Threads, source_of
from core.path import NotePath, name_of, stem_of
from core.spelling import folded
from core.text import decode

_LEAST = 0.9
"""Points below which an entity is not suggested: that is how little a guess is worth."""
_PROJECT = "projects"
_OFTEN = 0.5
"""The share of notes that name somebody from which that is whoever keeps the vault."""
_Crowd = Literal["unsaid", "one", "house", "mixed", "unknown"]
_TITLED: Mapping[_Crowd, float] = {"one": 0.6, "mixed": 0.6, "unknown": 0.85}
"""What it counts that a company stands in the title: one of which few are there is spoken of, not with."""
_LISTED = 0.25
"""The same for a person where it names several of those who took part."""
_NAMED: Mapping[_Crowd, Mapping[str, float]] = {
    "unsaid": {PERSON: 0.6, _PROJECT: 1.6, "": 1.2},
    "one": {PERSON: 0.2, _PROJECT: 0.6, "": 0.5},
    "house": {PERSON: 0.2, _PROJECT: 0.6, "": 0.5},
    "mixed": {PERSON: 0.2, _PROJECT: 1.6, "": 0.5},
    "unknown": {PERSON: 0.2, _PROJECT: 1.2, "": 0.9},
}
"""What it counts that the text names somebody of a type: more where it is not known who took part."""
_FEWEST_NOTES = 3
_HEARSAY = 0.5
"""What it counts that somebody is named where nothing says who took part."""
_MOST_EARLIER = 400
"""Earlier notes of the same people that are looked at."""


class _Weights(NamedTuple):
    """What each sign is worth at its strongest; found on demo vaults; tests/bench/suggest.py says how well they do on others."""

    alone: float = 5.0
    present: float = 1.2
    company: float = 4.6
    some: float = 1.6
    titled: float = 2.4
    named: float = 2.0
    linked: float = 0.6
    said: float = 4.0
    thread: float = 7.0
    source: float = 4.0
    earlier: float = 1.2


WEIGHTS = _Weights()


class _Points:
    """Points and reasons by home."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[float, str]]] = {}
        self._before: tuple[str, ...] = ()

    def add(self, home: str | None, points: float, why: str) -> None:
        """Points for an entity; few of them are no reason of their own."""
        if home is not None and points > 0:
            self._found.setdefault(home, []).append((points, why))

    def __bool__(self) -> bool:
        return bool(self._found)

    def because(self, why: str) -> "_Points":
        """The same, with a reason in front of all others."""
        self._before = (why,)
        return self

    def ranked(self) -> Iterator[tuple[float, str, tuple[str, ...]]]:
        """Score, home and reasons, the best first."""
        sums = [(sum(points for points, _ in signs), home) for home, signs in self._found.items()]
        for score, home in sorted(sums, key=lambda one: (-one[0], one[1])):
            signs = sorted(self._found[home], key=lambda sign: -sign[0])
            yield score, home, tuple(dict.fromkeys((*self._before, *(why for _, why in signs))))


class Suggester:
    """Suggests entities for items, in one snapshot; remembers what it looked up."""

    def __init__(
        self,
        directory: Directory,
        written: Written,
        read: Callable[[NotePath], bytes],
        *,
        me: Iterable[str],
    ) -> None:
        """Costs some microseconds a note; `updated` costs by what changed.

        Args:
            directory: Who there is, and where links lead.
            written: What notes say.
            read: The bytes of a page; what it raises of `WinnowError` counts as a page that says nothing.
            me: Names that mean the user.
        """
        self._written = written
        self._directory = directory
        self._threads = Threads(directory.snapshot)
        user = frozenset(self._named_most(me))
        self._witness = Witness(
            _spelled(directory), directory.links, directory.snapshot, Pages(read), user
        )

    def updated(self, directory: Directory) -> "Suggester":
        """That of a newer directory; itself where it is the same."""
        if directory is self._directory:
            return self
        identity = directory.identity
        spelled = self._witness.spelled
        if not identity.means_the_same(spelled.identity):
            spelled = _spelled(directory)
        made = object.__new__(Suggester)
        made._written, made._directory = self._written, directory
        made._threads = self._threads.updated(directory.snapshot)
        made._witness = self._witness._replace(
            spelled=spelled, links=directory.links, snapshot=directory.snapshot
        )
        return made

    @property
    def threads(self) -> Threads:
        """The notes of its snapshot by source, series and day."""
        return self._threads

    def _named_most(self, me: Iterable[str]) -> Iterator[str]:
        """Names of the user: as the settings say, and whoever takes part in most notes."""
        yield from map(folded, me)
        often = max(_FEWEST_NOTES, _OFTEN * self._threads.generated)
        for name, count in self._written.people():
            if count >= often:
                yield folded(name)
                yield folded(name).split(" ")[0]

    def suggest(
        self, arrival: Arrival, text: str, path: NotePath, limit: int = 5
    ) -> tuple[Suggestion, ...]:
        """The entities that an item may belong to, the likeliest first; none where nothing says.

        Args:
            arrival: What it says of itself.
            text: All of it; `""` where it is not read.
            path: Where it lies.
            limit: The most that are wanted.
        """
        if arrival.kind == "capture":
            return ()  # lines of all sorts
        points = self._answered(arrival) if arrival.kind == "draft" else None
        points = points or self._weighed(arrival, text, path)
        found: list[Suggestion] = []
        for score, home, why in points.ranked():
            entity = self._witness.identity.at(home)
            there = entity is not None and self._witness.spelled.knows(home)
            if entity and there and score >= _LEAST and len(found) < limit:
                found.append(Suggestion(entity.key, entity.name, entity.type, round(score, 2), why))
        return tuple(found)

    def _weighed(self, arrival: Arrival, text: str, path: NotePath) -> _Points:
        """The points of everybody whom an item may concern."""
        evidence = gathered(arrival, text, path, self._witness)
        points = _Points()
        self._by_people(evidence, points)
        self._by_names(evidence, points)
        self._by_threads(arrival, evidence, path, points)
        self._by_earlier(evidence, path, points)
        return points

    def _answered(self, draft: Arrival) -> _Points | None:
        """The points of the mail that a draft answers, where that is there: it goes where that goes."""
        path = self._witness.links.origin(draft.source).path if draft.source else None
        if path is None:
            return None
        try:
            data = self._witness.pages.read(path)
        except (WinnowError, OSError):
            return None
        mail = arrival_of(path, data)
        if mail.kind == "draft":
            return None
        points = self._weighed(mail, decode(data), path)
        return points.because("of the mail that it answers") if points else None

    def _by_people(self, evidence: Evidence, points: _Points) -> None:
        """Whoever took part, and the companies they are of."""
        others = max(evidence.others, 1)
        sure = 1.0 if evidence.present else _HEARSAY
        for one in evidence.people:
            alone = evidence.others == 1
            worth = (WEIGHTS.alone if alone else WEIGHTS.present) * one.certainty * sure
            plain = "the only other person" if alone else f"one of {others} people"
            for home in filter(None, (one.home, *one.instead)):
                points.add(home, worth, one.how or (plain if evidence.present else "named in it"))
        counted = Counter(one.company for one in evidence.people if one.company)
        for company, count in counted.items():
            share = count / others
            most = others > 1 and share > _OFTEN
            worth = (WEIGHTS.company if most else WEIGHTS.some) * share * sure
            points.add(
                company, worth, f"{count} of {others} people" if others > 1 else "who works there"
            )

    def _by_names(self, evidence: Evidence, points: _Points) -> None:
        """Whoever the title and the text name, and what they link to."""
        crowd = _crowd(evidence)
        listing = _LISTED if self._lists_people(evidence) else 1.0
        for home, count in self._named(evidence, evidence.titled):
            kind = self._kind(home)
            least = listing if kind == PERSON else _TITLED.get(crowd, 1.0)
            worth = WEIGHTS.titled * (1.0 if kind == _PROJECT else least)
            points.add(home, worth * min(1.0, count), "in its title")
        texts = [(home, self._kind(home), count) for home, count in self._named(evidence, evidence.named)]  # fmt: skip
        most: dict[str, float] = {}
        for _, kind, count in texts:
            most[kind] = max(most.get(kind, 0.0), count)
        for home, kind, count in texts:
            share = count / most[kind]
            worth = WEIGHTS.named * _NAMED[crowd].get(kind, _NAMED[crowd][""])
            why = f"named {round(count)} times" if count > 1 else "named in it"
            points.add(home, worth * share * share * count / (count + 1), why)
        for home in evidence.linked:
            points.add(home, WEIGHTS.linked, "linked")
        for home in evidence.said:
            points.add(home, WEIGHTS.said, "its properties say so")

    def _first_names(self, evidence: Evidence) -> frozenset[str]:
        """The first names of those who took part and are known."""
        known = (self._witness.identity.at(one.home) for one in evidence.people if one.home)
        return frozenset(folded(one.name).split(" ")[0] for one in known if one)

    def _lists_people(self, evidence: Evidence) -> bool:
        """Whether a title names several of those who took part: then it is about none of them."""
        words = evidence.title_words
        return len(self._first_names(evidence) & words) > 1

    def _named(self, evidence: Evidence, part: Named) -> Iterator[tuple[str, float]]:
        """Homes and how often they are named: by a short name counts less.

        Nobody is meant by a first name of somebody else who took part.
        """
        taken = self._first_names(evidence)
        there = {one.home for one in evidence.people}
        for home in part.whole.keys() | part.short.keys():
            entity = self._witness.identity.at(home)
            if home in there or entity is None or folded(entity.name) not in taken:
                yield home, part.whole[home] + 0.7 * part.short[home]

    def _by_threads(
        self, arrival: Arrival, evidence: Evidence, path: NotePath, points: _Points
    ) -> None:
        """Where the other notes of its source are, and the earlier ones of its thread."""
        note = arrival.kind == "note"
        made = self._threads.of_source(source_of(arrival.source if note else stem_of(path)))
        beside = [one for one in made if one != path]
        where = self._homes(beside)
        total = sum(where.values())
        sure = total / (total + 1)
        for home, count in where.items():
            what = "other notes of its source" if note else "notes made from it"
            points.add(home, WEIGHTS.source * sure * count / total, f"{count} of {total} {what}")
        before = self._threads.of_series(
            [arrival.title, arrival.thread, name_of(NotePath(arrival.source))]
        )
        shared = {note for note, _ in self._written.naming(self._spellings(evidence))} if before else set()  # fmt: skip
        earlier = [one for one in before if one != path and one not in beside]
        for known, weight in ((True, WEIGHTS.thread), (False, WEIGHTS.titled)):
            where = self._homes(one for one in earlier if (one in shared) == known)
            total = sum(where.values())
            for home, count in where.items():
                what = "earlier notes of this thread" if known else "a note of the same title"
                points.add(home, weight * count / total, what)

    def _spellings(self, evidence: Evidence) -> dict[str, str | None]:
        """All that the people of an item may be written as in notes, and their homes."""
        found: dict[str, str | None] = dict.fromkeys(evidence.written)
        for one in evidence.people:
            entity = self._witness.identity.at(one.home) if one.home else None
            if entity is not None and one.certainty >= _OFTEN:
                found |= dict.fromkeys(entity.written, one.home)
        return found

    def _by_earlier(self, evidence: Evidence, path: NotePath, points: _Points) -> None:
        """Where earlier notes of the same people went."""
        whose = {text: home for text, home in self._spellings(evidence).items() if home}
        people = set(whose.values())
        met: dict[NotePath, set[str]] = {}
        for note, spelling in self._written.naming(whose) if whose else ():
            if note != path and len(met) < _MOST_EARLIER:
                met.setdefault(note, set()).add(whose[spelling])
        weights: dict[str, float] = {}
        notes: Counter[str] = Counter()
        for note, present in met.items():
            row = self._directory.snapshot.notes.get(note)
            entity = self._witness.identity.of_note(note) if row and not row.page else None
            if entity is not None:
                share = len(present) / len(people)
                weights[entity.home] = weights.get(entity.home, 0.0) + share * share
                notes[entity.home] += 1
        total = sum(weights.values())
        for home, weight in weights.items():
            count = f"{notes[home]} earlier notes" if notes[home] > 1 else "an earlier note"
            worth = WEIGHTS.earlier * weight / (total + 2)
            points.add(home, worth, f"{count} of the same people")

    def _homes(self, paths: Iterable[NotePath]) -> Counter[str]:
        found = (self._witness.identity.of_note(path) for path in paths)
        return Counter(entity.home for entity in found if entity)

    def _kind(self, home: str) -> str:
        entity = self._witness.identity.at(home)
        return same_type(entity.type) if entity else ""


def _spelled(directory: Directory) -> Spelled:
    notes = directory.snapshot.notes

    def waits(entity: Entity) -> bool:
        page = notes.get(entity.path) if entity.path else None
        return page is not None and page.arrived

    return Spelled(directory.identity, waits)


def _crowd(evidence: Evidence) -> _Crowd:
    """Who came together, as far as it is known whom people work for."""
    if not evidence.present:
        return "unsaid"
    if evidence.others == 1:
        return "one"
    companies = Counter(one.company for one in evidence.people if one.company)
    if any(count > _OFTEN * evidence.others for count in companies.values()):
        return "house"
    houses = Counter(one.house for one in evidence.people if one.house)
    # Several who work where nobody files anything are colleagues, and speak of some work.
    colleagues = any(count > _OFTEN * evidence.others for count in houses.values())
    return "mixed" if colleagues or len(houses) > 1 else "unknown"
