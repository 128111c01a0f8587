"""The filter language: words and qualifiers, compiled to a test of one task row. Pure.

    harbor "pilot review" -badge owner:me due:<+7d prio:>=high (tag:#work OR path:Work/)

Words are looked for in the line and in the note's title, whatever their case. A filter that says
nothing about the status means proposals: `is:any` stands for every task in scope.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from core.errors import BadQuery
from core.qualifiers import BODY, QUALIFIERS, STATES, Context, Test, qualifier, word

_TOKEN = re.compile(
    r"""(?P<space>[ ]+)
      | (?P<open>\() | (?P<close>\))
      | (?P<or>OR(?=[ ()]|\Z))
      | (?P<not>-(?=[^ ]))
      | (?:(?P<key>[a-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^ ()"]+|(?<=:)))
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class Word:
    """Text that must stand in the line or in the note's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """`key:value`."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What follows a `-`."""

    term: "Term"


@dataclass(frozen=True, slots=True)
class All:
    """Every term holds; none is always true."""

    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the terms holds."""

    terms: tuple["Term", ...]


Term = Word | Qualifier | Not | All | Any
T = TypeVar("T")


@dataclass(frozen=True)
class Query:
    """A parsed filter."""

    text: str
    term: Term

    @cached_property
    def says_status(self) -> bool:
        """Whether it says itself which statuses it means."""
        return _says_status(self.term)

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
    def meant(self) -> Term:
        """What it says, and that proposals are meant where it says no status."""
        return self.term if self.says_status else All((Qualifier("is", "proposed"), self.term))

    def test(self, context: Context) -> Test:
        """A function that tells whether a row is meant."""
        return test_of(self.meant, context)


def parse_query(text: str) -> Query:
    """The filter that `text` spells.

    Raises:
        BadQuery: A sentence that names the word that is not understood.
    """
    query = Query(text, parse_terms(text, QUALIFIERS))
    # Values are checked now, so that a filter that parses can be run on any day.
    query.test(Context(date(2000, 1, 1), {}))
    return query


def test_of(term: Term, context: Context) -> Test:
    """A function that tells whether a row is one that the term means."""
    return compiled(term, lambda one: _leaf(one, context))


def parse_terms(text: str, qualifiers: Sequence[str]) -> Term:
    """The grammar alone: words, `key:value` with one of these keys, `-`, `OR` and brackets.

    Raises:
        BadQuery: A sentence that names the word that is not understood.
    """
    return _Parser(_tokens(text), qualifiers).whole()


def compiled(term: Term, leaf: Callable[[Word | Qualifier], Callable[[T], bool]]) -> Callable[[T], bool]:  # fmt: skip
    """One test made of those of its words and qualifiers."""
    match term:
        case Word() | Qualifier():
            return leaf(term)
        case Not(inner):
            test = compiled(inner, leaf)
            return lambda row: not test(row)
        case All(terms):
            tests = [compiled(inner, leaf) for inner in terms]
            return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)
        case Any(terms):
            tests = [compiled(inner, leaf) for inner in terms]
            return lambda row: any(test(row) for test in tests)


def _tokens(text: str) -> list[tuple[str, str, str]]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise BadQuery(f"an unclosed quote at “{text[at : at + 20]}”")
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        if kind in {"quoted", "bare"}:
            tokens.append(("term", match["key"] or "", match[kind]))
        else:
            tokens.append((kind, "", match[0]))
    return tokens


class _Parser:
    """Recursive descent: OR binds loosest, then juxtaposition, then `-`."""

    def __init__(self, tokens: list[tuple[str, str, str]], qualifiers: Sequence[str]) -> None:
        self._tokens = tokens
        self._qualifiers = qualifiers
        self._at = 0

    def whole(self) -> Term:
        term = self._either()
        if self._peek() == "close":
            raise BadQuery("a “)” without its “(”")
        return term

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _either(self) -> Term:
        terms = [self._both()]
        while self._peek() == "or":
            self._at += 1
            terms.append(self._both())
        if len(terms) > 1 and All(()) in terms:
            raise BadQuery("OR wants something on both sides")
        return terms[0] if len(terms) == 1 else Any(tuple(terms))

    def _both(self) -> Term:
        terms: list[Term] = []
        while self._peek() in {"term", "open", "not"}:
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def _one(self) -> Term:
        kind, key, value = self._tokens[self._at]
        self._at += 1
        if kind == "not":
            if self._peek() not in {"term", "open"}:
                raise BadQuery("a “-” with nothing to exclude")
            return Not(self._one())
        if kind == "open":
            term = self._either()
            if self._peek() != "close":
                raise BadQuery("a “(” without its “)”")
            self._at += 1
            return term
        return self._leaf(key, value)

    def _leaf(self, key: str, value: str) -> Term:
        if not key:
            return Word(value)
        if key in self._qualifiers:
            return Qualifier(key, value)
        if value.startswith("//"):
            return Word(f"{key}:{value}")
        known = " ".join(f"{name}:" for name in self._qualifiers)
        raise BadQuery(f"there is no “{key}:”; there are {known}")


def leaves(term: Term) -> Iterator[Word | Qualifier]:
    """Its words and qualifiers, excluded ones too."""
    match term:
        case Word() | Qualifier():
            yield term
        case Not(inner):
            yield from leaves(inner)
        case All(terms) | Any(terms):
            for inner in terms:
                yield from leaves(inner)


def _says_status(term: Term) -> bool:
    match term:
        case Qualifier(key, value):
            return key in {"status", "type"} or (key == "is" and value in STATES)
        case Not(inner):
            return _says_status(inner)
        case All(terms) | Any(terms):
            return any(map(_says_status, terms))
        case _:
            return False


def _leaf(one: Word | Qualifier, context: Context) -> Test:
    return word(one.text) if isinstance(one, Word) else qualifier(one.key, one.value, context)
