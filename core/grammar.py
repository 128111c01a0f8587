"""The grammar that all filter languages share: words, `key:value`, `-`, `OR` and brackets. Pure.

    harbor "pilot review" -badge owner:me (tag:#work OR path:Work/) /ship(s|ment)/ [status:active]

What a word means is said elsewhere. A regular expression and a property are qualifiers, too, under
the keys `PATTERN` and `PROPERTY`, in the languages that know those.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from core.errors import BadQuery

PATTERN, PROPERTY = "/", "["
"""Keys of what stands between slashes, and of what stands between square brackets."""
_DEEPEST = 40
"""Brackets and dashes within one another; each costs some of Python's stack wherever the term is walked."""
_ENDS = frozenset(["", " ", ")"])
_NO_NAME = frozenset('[":()')
_TOKEN = re.compile(
    r"""(?P<space>[ ]+)
      | (?P<open>\() | (?P<close>\))
      | (?P<or>OR(?=[ ()]|\Z))
      | (?P<and>AND(?=[ ()]|\Z))
      | (?P<not>-(?=[^ ]))
      | (?:(?P<key>[a-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^ ()"]+|(?<=:)))
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class Word:
    """Text that must stand somewhere."""

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


Leaf = Word | Qualifier
Term = Leaf | Not | All | Any
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the terms that all must hold, as it was typed."""

    term: Term
    text: str
    start: int
    """Its first character, in the filter."""

    @property
    def place(self) -> tuple[int, int]:
        """Its first character, and the one behind its last."""
        return self.start, self.start + len(self.text)


class Token(NamedTuple):
    """A piece of a filter."""

    kind: str
    """`term` `open` `close` `or` `and` `not`"""
    key: str
    value: str
    start: int
    end: int


def parse_clauses(text: str, found: Sequence[Token], known: Sequence[str]) -> tuple[Term, tuple[Clause, ...]]:  # fmt: skip
    """The term that tokens of `text` spell, and its parts where all of them must hold.

    Raises:
        BadQuery: A sentence that names the word that is not understood.
    """
    parser = _Parser(text, found, known)
    term = parser.whole()
    return term, tuple(parser.clauses)


def compiled(term: Term, leaf: Callable[[Leaf], Callable[[T], bool]]) -> Callable[[T], bool]:
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


def parse_test(
    text: str, known: Sequence[str], leaf: Callable[[Leaf], Callable[[T], bool]]
) -> Callable[[T], bool]:
    """The test that `text` spells in a language that has these keys.

    Raises:
        BadQuery: A sentence that names what is not understood, and its place.
    """
    found = tokens(text, known)
    term, _ = parse_clauses(text, found, known)
    for token in found:
        if token.key in known:
            with placed((token.start, token.end)):
                leaf(Qualifier(token.key, token.value))
    return compiled(term, leaf)


@contextmanager
def placed(place: tuple[int, int]) -> Iterator[None]:
    """Whatever is not understood in here stands at this place of the filter."""
    try:
        yield
    except BadQuery as bad:
        raise BadQuery(str(bad), place) from bad


def leaves(term: Term) -> Iterator[Leaf]:
    """Its words and qualifiers, excluded ones too."""
    match term:
        case Word() | Qualifier():
            yield term
        case Not(inner):
            yield from leaves(inner)
        case All(terms) | Any(terms):
            for inner in terms:
                yield from leaves(inner)


def parts(term: Term) -> tuple[Term, ...]:
    """What all must hold."""
    if isinstance(term, All):
        return tuple(part for inner in term.terms for part in parts(inner))
    return (term,)


def tokens(text: str, known: Sequence[str]) -> list[Token]:
    """The pieces of a filter; regular expressions and properties where the language knows them. Raises `BadQuery`."""
    found, at = [], 0
    while at < len(text):
        token = _special(text, at, known) or _plain(text, at)
        at = token.end
        if token.kind != "space":
            found.append(token)
    return found


def _plain(text: str, at: int) -> Token:
    match = _TOKEN.match(text, at)
    if match is None or match.end() == at:
        raise BadQuery(f"an unclosed quote at “{text[at : at + 20]}”", (at, len(text)))
    kind = match.lastgroup or ""
    if kind in {"quoted", "bare"}:
        return Token("term", match["key"] or "", match[kind], at, match.end())
    return Token(kind, "", match[0], at, match.end())


def _special(text: str, at: int, known: Sequence[str]) -> Token | None:
    if text[at] == "/" and PATTERN in known:
        return _pattern(text, at)
    return _property(text, at) if text[at] == "[" and PROPERTY in known else None


def _pattern(text: str, at: int) -> Token:
    end = text.find("/", at + 1)
    while end > 0 and _is_escaped(text, end):
        end = text.find("/", end + 1)
    if end <= at + 1 or text[end + 1 : end + 2] not in _ENDS:
        word = text[at:].partition(" ")[0]
        raise BadQuery(
            f"“{word[:20]}” wants a second “/” at its end; in quotes it is a word",
            (at, at + len(word)),
        )
    return Token("term", PATTERN, text[at + 1 : end], at, end + 1)


def _is_escaped(text: str, at: int) -> bool:
    before = text[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _property(text: str, at: int) -> Token | None:
    """`[name]` and `[name:value]`; what begins otherwise is a word: the mark of a task, a link."""
    end = text.find("]", at)
    inside = text[at + 1 :] if end < 0 else text[at + 1 : end]
    name, colon, _ = inside.partition(":")
    # Of one character it is a mark, and `[[` begins a link.
    is_name = bool(name.strip()) and not _NO_NAME.intersection(name) and (colon or len(name) > 1)
    if not is_name or "[" in inside:
        return None
    if end < 0:
        if not colon:
            return None
        raise BadQuery(
            f"“{text[at : at + 20]}” wants its “]”; in quotes it is a word", (at, len(text))
        )
    return Token("term", PROPERTY, inside, at, end + 1)


class _Parser:
    """Recursive descent: OR binds loosest, then juxtaposition, then `-`."""

    def __init__(self, text: str, found: Sequence[Token], known: Sequence[str]) -> None:
        self._text = text
        self._tokens = found
        self._known = known
        self._at = 0
        self._deep = 0
        self.clauses: list[Clause] = []

    def whole(self) -> Term:
        term = self._either()
        if self._peek() == "close":
            raise BadQuery("a “)” without its “(”", self._place)
        return term

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    @property
    def _place(self) -> tuple[int, int]:
        token = self._tokens[min(self._at, len(self._tokens) - 1)]
        return token.start, token.end

    def _either(self) -> Term:
        terms = [self._both()]
        while self._peek() == "or":
            place = self._place
            self._at += 1
            terms.append(self._both())
            if All(()) in terms:
                raise BadQuery("OR wants something on both sides", place)
        if len(terms) == 1:
            return terms[0]
        if not self._deep:
            self.clauses.clear()  # none of the alternatives must hold
        return Any(tuple(terms))

    def _both(self) -> Term:
        terms: list[Term] = []
        while self._peek() in {"term", "open", "not", "and"}:
            if self._peek() == "and":  # juxtaposition says the same
                self._joined(bool(terms))
                continue
            start = self._tokens[self._at].start
            term = self._one()
            terms.append(term)
            if not self._deep:
                text = self._text[start : self._tokens[self._at - 1].end]
                self.clauses.append(Clause(term, text, start))
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def _joined(self, before: object) -> None:
        place = self._place
        self._at += 1
        if not before or self._peek() not in {"term", "open", "not"}:
            raise BadQuery("AND wants something on both sides", place)

    def _one(self) -> Term:
        kind, key, value, start, end = self._tokens[self._at]
        self._at += 1
        if kind == "not":
            if self._peek() not in {"term", "open"}:
                raise BadQuery("a “-” with nothing to exclude", (start, end))
            with self._deeper((start, end)):
                return Not(self._one())
        if kind == "open":
            with self._deeper((start, end)):
                term = self._either()
            if self._peek() != "close":
                raise BadQuery("a “(” without its “)”", (start, end))
            self._at += 1
            return term
        return self._leaf(key, value, (start, end))

    @contextmanager
    def _deeper(self, place: tuple[int, int]) -> Iterator[None]:
        if self._deep >= _DEEPEST:
            raise BadQuery(f"more than {_DEEPEST} “(” and “-” within one another", place)
        self._deep += 1
        yield
        self._deep -= 1

    def _leaf(self, key: str, value: str, place: tuple[int, int]) -> Term:
        if not key:
            return Word(value)
        if key in self._known:
            return Qualifier(key, value)
        if value.startswith("//"):
            return Word(f"{key}:{value}")
        known = " ".join(f"{name}:" for name in self._known if name.isalpha())
        raise BadQuery(f"there is no “{key}:”; there are {known}", place)
