"""Whether two texts that are worded alike speak of different people, places or things. Pure.

“Call both references for the Nettlelock job” and “… for the Ploverstead job” have nearly all words in common,
and are two tasks: where the one names something, the other names something else. The same holds of a number
with its unit, and of two words and more for which two wholly other ones stand. What only one of them has,
a clause that comes and goes or somebody's employer, says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from core.alike import unlinked
from core.spelling import bare, folded

_WORD = re.compile(r"[^\W_][\w'’-]*+|[.!?:;,—–]")
_STOPS = frozenset(".!?:;")
_BREAKS = frozenset(".!?:;,—–")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST = 6
"""Words of a place at which two texts differ; more is another clause, not another name."""
_ALIKE_NAMES = 75.0
"""Percent from which two names may be one, spelled in two ways."""
_ALIKE_WORDS = 60.0
_MONTH: Final = _words(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_NO_NAMES: Final = _MONTH | _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " i tbd asap q1 q2 q3 q4"
)
"""What is written with a capital and names nobody; days differ where a date was moved."""
_TIMES: Final = _NO_NAMES | _words(
    "hour hours minute minutes week weeks month months quarter year today tomorrow noon end"
)
SMALL: Final = _words(
    "the and for with from into onto that this these those who whom whose which what when where why how"
    " its his her their our your are was were has have had will can may not but all any each one two out"
    " off per via der die das den dem des und mit von vom zum zur bei auf aus ein eine einen einer"
)
"""Words that name nothing."""
_SHORT = 2
"""Letters of a word that names nothing."""
_READ = 2_000
"""Characters of a text that are read; a task has 400 at most, unless something is wrong with it."""
_PHRASE = 2
"""Words that make a thing; a single other one is often the same in other words."""


class Token(NamedTuple):
    """One word of a text."""

    word: str
    """As it is compared."""
    name: bool
    """Whether it is written as names are."""
    breaks: bool
    """Whether a comma, or what parts more than one, stands before it."""


class _Tokens(NamedTuple):
    """The words of a text, in order."""

    tokens: Sequence[Token]
    words: Sequence[str]
    known: frozenset[str]


_Place = tuple[Sequence[Token], Sequence[Token], str]
"""What the one text has at a place and what the other has, and the word behind it that both have."""


def apart(one: str, other: str) -> bool:
    """Whether at the same place the two texts say different things, by name, by number or by two words and more.

    Args:
        one: The words of a task, as `TaskRow.text` has them.
        other: Those of another.
    """
    said, told = _words_of(one), _words_of(other)
    if said <= told or told <= said:
        return False
    # In one order, whichever comes first: there may be several ways to lay one beside the other.
    first, second = map(_tokens, sorted((one, other)))
    mine, yours = first.known, second.known
    if mine <= yours or yours <= mine:
        return False
    for here, there, after in _differing(first, second):
        fresh = [token for token in here if token.word not in yours]
        foreign = [token for token in there if token.word not in mine]
        if not fresh or not foreign:
            continue
        if _are_apart(fresh, foreign, after) or _are_things(here, there):
            return True
    return False


@lru_cache(maxsize=1 << 10)
def _words_of(text: str) -> frozenset[str]:
    """The words that may name something: what spares most copies a closer look."""
    words = folded(bare(unlinked(text[:_READ]))).split()
    return frozenset(words) - SMALL - _TIMES


@lru_cache(maxsize=1 << 11)
def _tokens(text: str) -> _Tokens:
    """The words, without what stands in brackets."""
    found = _WORD.findall(bare(unlinked(text[:_READ])))
    tokens = []
    begins, breaks = True, False
    for at, word in enumerate(found):
        if word in _BREAKS:
            begins, breaks = word in _STOPS, True
            continue
        plain = _plain(word)
        named = word[0].isupper() and plain not in _NO_NAMES
        if named and begins:
            named = _goes_on(found, at)
        tokens.append(Token(plain, named, breaks))
        begins = breaks = False
    words = [token.word for token in tokens]
    return _Tokens(tokens, words, frozenset(words))


@lru_cache(maxsize=1 << 12)
def _plain(word: str) -> str:
    """A word as it is compared."""
    return word.lower() if word.isascii() and word.isalnum() else folded(word)


def _goes_on(found: Sequence[str], at: int) -> bool:
    """Whether the next word has a capital, too: then the first of a sentence is part of a name."""
    return at + 1 < len(found) and found[at + 1][0].isupper()


def _differing(first: _Tokens, second: _Tokens) -> Iterator[_Place]:
    """The places at which both texts have words, and other ones."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 26 ms that most commands do without

    one, other = first.tokens, second.tokens
    start = (0, 0)
    for code in Levenshtein.opcodes(first.words, second.words):
        if code.tag == "equal":
            if code.src_start > start[0] and code.dest_start > start[1]:
                here = _clause(one[start[0] : code.src_start])
                there = _clause(other[start[1] : code.dest_start])
                if here and there:
                    yield here, there, one[code.src_start].word
            start = (code.src_end, code.dest_end)
    here, there = _clause(one[start[0] :]), _clause(other[start[1] :])
    if here and there:
        yield here, there, ""


def _clause(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words up to a comma; nothing where they begin behind one, or are too many to be a name."""
    end = next((at for at, token in enumerate(tokens) if token.breaks), len(tokens))
    return tokens[:end] if end <= _LONGEST else ()


def _are_apart(here: Sequence[Token], there: Sequence[Token], after: str) -> bool:
    """Whether different things stand at a place."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - as above

    names = _joined([token for token in here if token.name])
    others = _joined([token for token in there if token.name])
    if names and others:
        return ratio(names, others) < _ALIKE_NAMES
    if len(here) == len(there) == 1:
        return here[0].word.isdecimal() and there[0].word.isdecimal() and after not in _MONTH
    return False


def _are_things(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether a thing of two words and more stands where the other text has another one."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - as above

    if not _is_thing(here) or not _is_thing(there):
        return False
    return ratio(_joined(here), _joined(there)) < _ALIKE_WORDS


def _is_thing(tokens: Sequence[Token]) -> bool:
    long = [token for token in tokens if len(token.word) > _SHORT and token.word not in SMALL]
    timed = any(token.word in _TIMES or token.word[0].isdecimal() for token in tokens if token.word)
    return len(long) >= _PHRASE and not timed


def _joined(tokens: Sequence[Token]) -> str:
    return " ".join(token.word for token in tokens)
