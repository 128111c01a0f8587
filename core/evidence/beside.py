"""Lines of a proposal's own note that are about the same: what was decided, and what is known. Pure.

A decision is against a proposal where one of the two says that something is not to be done and the
other that it is; both are shown, and a person decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Literal, NamedTuple

from core.evidence.concordance import Concordance
from core.evidence.hearing import names_in, spans
from core.evidence.original import plain
from core.evidence.support import Touch
from core.evidence.terms import stems, terms, weight
from core.note import Note
from core.spelling import folded
from core.text import Span

_DECISIONS = re.compile(r"(?:key )?(?:decisions?|outcomes?|agreements?|agreed|decided)(?: made)?")
_FACTS = re.compile(r"(?:key |other )?(?:information|facts?|points|context|details|insights|risks?)(?: facts?)?")  # fmt: skip
_BULLET = re.compile(rb"^[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?!\[.{1,2}\][ \t])(?=[^ \t\n])", re.M)
_TOUCHES = 0.2
"""How alike a line is at least."""
_AGAINST = 0.45
"""How alike that is, at least, which one forbids and the other asks for."""
_FEWEST = 2
"""Words that two texts share at least where one is against the other."""
_SAYS = 0.9
_MOST = 4
_MOST_ASKED = 2_000
_MOST_LINES = 400
_CLAUSE = re.compile(r"[;:,.!?—–]\s|\s(?:but|and then|because|so that|since|although)\s", re.I)
_NOT = re.compile(
    r"^\W{0,4}(?:we |they |the team |it was |agreed |decided |decision |to ){0,4}"
    r"(?:do not|don['’]?t|not|no(?: longer| more)?|never|stop|drop|cancel|postpone|defer|avoid|skip|hold off(?: on)?"
    r"|will not|won['’]?t|shall not|should not|shouldn['’]?t|must not|deprioriti[sz]e|pause)\b"
    r"|\b(?:will not|won['’]?t|should not|shouldn['’]?t|must not|is not|are not|not to|no longer|instead of|rather than)\b",
    re.I,
)


class _Line(NamedTuple):
    kind: Literal["decision", "fact"]
    text: str
    """As written, without its bullet."""
    line: int
    span: Span
    """Of that text."""


@dataclass(frozen=True, eq=False)
class Beside:
    """The lines of a note that tell what was decided and what is known."""

    lines: tuple[_Line, ...]
    given: frozenset[str]
    """Stems of what all of it is about."""

    @classmethod
    def of(cls, note: Note, names: Iterable[str]) -> "Beside":
        """Those of a note.

        Args:
            note: As it is read.
            names: Who took part.
        """
        given = frozenset(stem for text in (note.title, *names) for stem in stems(text))
        return cls(tuple(_lines(note)), given)

    @property
    def told(self) -> object:
        """What these lines say, wherever they stand; comparable."""
        return tuple((line.kind, line.text) for line in self.lines), self.given

    def touching(self, text: str) -> tuple[Touch, ...]:
        """The lines that are about the same as a proposal's words, the nearest first."""
        text = text[:_MOST_ASKED]
        wanted = stems(text)
        found = []
        for match in self._words.matches(wanted, names_in(text)):
            line = self.lines[match.number]
            likeness = sqrt(match.covered * match.filled)
            against = line.kind == "decision" and self._is_against(text, line.text)
            if against or likeness >= _TOUCHES:
                found.append((min(100, round(100 * likeness)), match.number, against))
        found.sort(key=lambda one: (-one[2], -one[0], one[1]))
        lit = frozenset(map(self._words.heard, wanted))
        return tuple(
            self._shown(number, score, lit, against=against)
            for score, number, against in found[:_MOST]
        )

    @cached_property
    def _words(self) -> Concordance:
        return Concordance([stems(line.text) for line in self.lines], self.given)

    def _shown(self, number: int, score: int, lit: frozenset[str], *, against: bool) -> Touch:
        kind, text, line, span = self.lines[number]
        places = [(one.start, one.end) for one in terms(text) if one.stem in lit]
        lights = spans(text, 0, span.start, places)
        return Touch(kind, plain(text), line, span, lights, score, against)

    def _is_against(self, proposal: str, decision: str) -> bool:
        """Whether one forbids what the other asks for."""
        asked, refused = _parts(proposal)
        wanted, forbidden = _parts(decision)
        return self._alike(asked, forbidden) or self._alike(refused, wanted)

    def _alike(self, ones: list[str], others: list[str]) -> bool:
        """Whether any of these clauses says what any of those does."""
        return any(self._same(set(stems(one)), set(stems(other))) for one in ones for other in others)  # fmt: skip

    def _same(self, one: set[str], other: set[str]) -> bool:
        shared = one & other - self.given
        if sum(weight(stem) >= _SAYS for stem in shared) < _FEWEST:
            return False
        common, mine, others = (sum(map(weight, part)) for part in (shared, one, other))
        return common / sqrt(mine * others) >= _AGAINST


def _lines(note: Note) -> Iterator[_Line]:
    """The bullets below headings of decisions and facts."""
    headings = note.blocks.headings
    found = 0
    for at, heading in enumerate(headings):
        kind = _kind_of(heading.text)
        if kind is None:
            continue
        end = headings[at + 1].span.start if at + 1 < len(headings) else len(note.data)
        for bullet in _BULLET.finditer(note.data, heading.span.end, end):
            line = note.source.line_at(bullet.start())
            if note.blocks.is_opaque(bullet.end()) or found >= _MOST_LINES:
                continue
            found += 1
            span = Span(bullet.end(), line.span.end)
            yield _Line(kind, note.source.text(span), line.number, span)


def _kind_of(heading: str) -> Literal["decision", "fact"] | None:
    name = folded(heading[:60])
    if _DECISIONS.fullmatch(name):
        return "decision"
    return "fact" if _FACTS.fullmatch(name) else None


def _parts(text: str) -> tuple[list[str], list[str]]:
    """The clauses of a text: what is to be, and what is not to be."""
    wanted, forbidden = [], []
    for clause in _CLAUSE.split(text[:2000]):
        found = _NOT.search(clause)
        if found is None:
            wanted.append(clause)
            continue
        forbidden.append(clause[found.end() :])
        if before := clause[: found.start()].strip():
            wanted.append(before)
    return wanted, forbidden
