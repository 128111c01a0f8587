"""The filter language: words and qualifiers, compiled to a test of one task row. Pure.

    harbor "pilot review" -badge owner:me due:<+7d prio:>=high (tag:#work OR path:Work/) sort:age limit:50

Words are looked for in the line and in the note's title, whatever their case. A filter that says
nothing about the status means proposals: `is:any` stands for every task in scope. What begins with
`=` is a query of Obsidian Tasks.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core.arranging import OPTIONS, PLAIN, Arrangement, arrangement
from core.errors import BadQuery
from core.grammar import (
    All,
    Clause,
    Leaf,
    Qualifier,
    Term,
    Token,
    Word,
    compiled,
    leaves,
    parse_clauses,
    parts,
    placed,
    tokens,
)
from core.qualifiers import (
    BODY,
    QUALIFIERS,
    Context,
    Test,
    is_found_out,
    qualifier,
    says_status,
    word,
)

PROPOSALS = Qualifier("is", "proposed")
_RAW = "="
_ANY_DAY = Context(date(2000, 1, 1), {})


@dataclass(frozen=True)
class Query:
    """A parsed filter."""

    text: str
    term: Term
    clauses: tuple[Clause, ...] = ()
    """What all must hold, each as it was typed; none where alternatives are all there is."""
    arrangement: Arrangement = PLAIN
    """In what order, in what groups, and how many."""
    raw: bool = False
    """Whether it is a query of Obsidian Tasks."""

    @cached_property
    def says_status(self) -> bool:
        """Whether it says itself which statuses it means."""
        return self.raw or any(
            isinstance(one, Qualifier) and says_status(one.key, one.value)
            for one in leaves(self.term)
        )

    @cached_property
    def means_proposals(self) -> bool:
        """Whether whatever it finds waits for a decision."""
        return PROPOSALS in parts(self.meant)

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """What it looks for in the bodies of notes."""
        return tuple(
            dict.fromkeys(
                one.value
                for one in leaves(self.term)
                if isinstance(one, Qualifier) and one.key == BODY
            )
        )

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every word before a colon in it, and what it sorts and groups by."""
        keys = [one.key for one in leaves(self.term) if isinstance(one, Qualifier)]
        arranged = self.arrangement
        return frozenset([*keys, *(sort.key for sort in arranged.sorts), arranged.group])

    @cached_property
    def is_found_out(self) -> bool:
        """Whether it may find something else in a moment, while no task changes."""
        return any(
            isinstance(one, Qualifier) and is_found_out(one.key, one.value)
            for one in leaves(self.term)
        )

    @cached_property
    def meant(self) -> Term:
        """What it says, and that proposals are meant where it says no status."""
        return self.term if self.says_status else All((PROPOSALS, self.term))

    def without(self, clause: Clause) -> "Query":
        """The same without one of its clauses, about statuses as it was."""
        rest = tuple(other for other in self.clauses if other is not clause)
        term = All(tuple(other.term for other in rest))
        if self.says_status and not Query("", term).says_status:
            term = All((Qualifier("is", "any"), term))
        return Query(self.text, term, rest, raw=self.raw)

    @property
    def of_any_status(self) -> "Query":
        """The same, of every task in scope."""
        return Query(self.text, All((Qualifier("is", "any"), self.term)))

    def test(self, context: Context) -> Test:
        """A function that tells whether a row is meant."""
        return test_of(self.meant, context)


def parse_query(text: str) -> Query:
    """The filter that `text` spells.

    Raises:
        BadQuery: A sentence that names the word that is not understood, and its place.
    """
    if text.lstrip().startswith(_RAW):
        from core.tasks_query import parse_tasks_query  # noqa: PLC0415 - few filters are such queries

        asked = parse_tasks_query(text, text.index(_RAW) + 1)
        for clause in asked.clauses:
            with placed(clause.place):
                test_of(clause.term, _ANY_DAY)
        return Query(text, asked.term, asked.clauses, asked.arrangement, raw=True)
    return _own(text)


def _own(text: str) -> Query:
    found = tokens(text, QUALIFIERS)
    options, rest = _options(found)
    term, clauses = parse_clauses(text, rest, (*QUALIFIERS, *OPTIONS))
    for one in leaves(term):
        if isinstance(one, Qualifier) and one.key in OPTIONS:
            place = next(
                token for token in rest if (token.key, token.value) == (one.key, one.value)
            )
            raise BadQuery(
                f"“{one.key}:” is for the whole filter: it cannot stand in brackets or behind a “-”",
                (place.start, place.end),
            )
    for token in rest:
        if token.key in QUALIFIERS:
            # Now, so that a filter that parses can be run on any day.
            with placed((token.start, token.end)):
                qualifier(token.key, token.value, _ANY_DAY)
    return Query(text, term, clauses, arrangement(options))


def _options(found: list[Token]) -> tuple[list[Token], list[Token]]:
    """What is about the whole list, and the rest."""
    options: list[Token] = []
    rest: list[Token] = []
    deep = 0
    for token in found:
        deep += {"open": 1, "close": -1}.get(token.kind, 0)
        excluded = bool(rest) and rest[-1].kind == "not" and rest[-1].end == token.start
        if token.key in OPTIONS and not deep and not excluded:
            options.append(token)
        else:
            rest.append(token)
    return options, rest


def test_of(term: Term, context: Context) -> Test:
    """A function that tells whether a row is one that the term means."""
    return compiled(term, lambda one: _leaf(one, context))


def _leaf(one: Leaf, context: Context) -> Test:
    return word(one.text) if isinstance(one, Word) else qualifier(one.key, one.value, context)
