"""The filter language: words and qualifiers, compiled to a test of one task row. Pure.

    harbor "pilot review" -badge owner:me due:<+7d prio:>=high (tag:#work OR path:Work/)

Words are looked for in the line and in the note's title, whatever their case. A filter that says
nothing about the status means proposals: `is:any` stands for every task in scope.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from core.errors import BadQuery
from core.qualifiers import QUALIFIERS, STATES, Context, Test, qualifier, word

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


@dataclass(frozen=True)
class Query:
    """A parsed filter."""

    text: str
    term: Term

    @cached_property
    def says_status(self) -> bool:
        """Whether it says itself which statuses it means."""
        return _says_status(self.term)

    def test(self, context: Context) -> Test:
        """A function that tells whether a row is meant."""
        term = self.term if self.says_status else All((Qualifier("is", "proposed"), self.term))
        return _test(term, context)


def parse_query(text: str) -> Query:
    """The filter that `text` spells.

    Raises:
        BadQuery: A sentence that names the word that is not understood.
    """
    tokens = _tokens(text)
    term = _Parser(tokens).whole()
    query = Query(text, term)
    # Values are checked now, so that a filter that parses can be run on any day.
    query.test(Context(date(2000, 1, 1), {}))
    return query


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

    def __init__(self, tokens: list[tuple[str, str, str]]) -> None:
        self._tokens = tokens
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
        return _leaf(key, value)


def _leaf(key: str, value: str) -> Term:
    if not key:
        return Word(value)
    if key in QUALIFIERS:
        return Qualifier(key, value)
    if value.startswith("//"):
        return Word(f"{key}:{value}")
    raise BadQuery(f"there is no “{key}:”; there are {' '.join(f'{name}:' for name in QUALIFIERS)}")


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


def _test(term: Term, context: Context) -> Test:
    match term:
        case Word(text):
            return word(text)
        case Qualifier(key, value):
            return qualifier(key, value, context)
        case Not(inner):
            test = _test(inner, context)
            return lambda row: not test(row)
        case All(terms):
            tests = [_test(inner, context) for inner in terms]
            return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)
        case Any(terms):
            tests = [_test(inner, context) for inner in terms]
            return lambda row: any(test(row) for test in tests)
