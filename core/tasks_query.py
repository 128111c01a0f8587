"""A query of Obsidian Tasks, read as a filter: what stands behind `=`. Pure.

    = not done; due before tomorrow; (path includes Work/) OR (tags include #work); sort by due

Instructions stand on lines of their own, or have a `;` between them. What the plugin knows and Winnow
does not is refused in a sentence; how a list is drawn there (`hide`, `short mode`) says nothing here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from core.arranging import Arrangement, Sort
from core.errors import BadQuery
from core.grammar import All, Any, Clause, Not, Qualifier, Term

_PIECE = re.compile(r"[^;\n]+")
_DRAWN = re.compile(r"(?:hide|show|short|full|explain|ignore|preset)\b.*|#.*")
_DEEPEST = 40
_LIMIT = re.compile(r"limit (?:groups )?(?:to )?([0-9]{1,6})(?: tasks?)?")
_SORT = re.compile(r"sort by ([a-z.]+)( reverse)?")
_GROUP = re.compile(r"group by ([a-z.]+)(?: reverse)?")
_SORTS = {
    "due": "due", "scheduled": "scheduled", "start": "start", "created": "created", "done": "ended", "cancelled": "ended",
    "priority": "prio", "urgency": "urgency", "path": "path", "description": "text", "status": "status",
    "status.name": "status", "filename": "note",
}  # fmt: skip
_GROUPS = {
    "path": "path", "folder": "folder", "filename": "note", "backlink": "note", "heading": "heading", "due": "due",
    "priority": "prio", "status": "status", "status.name": "status",
}  # fmt: skip

_OPEN = Any(tuple(Qualifier("type", type) for type in ("todo", "in-progress", "on-hold")))
_DATED = re.compile(
    r"(due|scheduled|starts|created|done|cancelled|happens)"
    r" (?:(on or before|on or after|in or before|in or after|before|after|on|in) )?(\S.*)",
    re.I,
)
_SIGNS = {
    "before": "<", "after": ">", "on or before": "<=", "on or after": ">=", "in or before": "<=",
    "in or after": ">=", "on": "", "in": "", "": "",
}  # fmt: skip
_TWO_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) +([0-9]{4}-[0-9]{2}-[0-9]{2})")
_HAVING = re.compile(r"(has|no) (due|scheduled|start|created|done|cancelled|happens) date", re.I)
_PRIORITY = re.compile(
    r"priority (?:is )?(above |below |not )?(lowest|low|none|normal|medium|high|highest)", re.I
)
_PRIORITIES = {None: "", "above ": ">", "below ": "<", "not ": ""}
_TEXTUAL = re.compile(
    r"(path|filename|heading|description|status\.name) (includes|does not include) (.+)", re.I
)
_KEYS = {"path": "path", "filename": "file", "heading": "heading", "description": "line", "status.name": "status"}  # fmt: skip
_REGEX = re.compile(r"description regex (matches|does not match) /(.+)/[a-z]*", re.I)
_TAGS = re.compile(r"tags? (includes?|do(?:es)? not include) (\S+)", re.I)
_TYPE = re.compile(r"status\.type is (not )?([a-z_]+)", re.I)


class Asked(NamedTuple):
    """What a query asks for."""

    term: Term
    clauses: tuple[Clause, ...]
    arrangement: Arrangement


def parse_tasks_query(text: str, start: int) -> Asked:
    """The filter that a query of the plugin means.

    Args:
        text: The whole filter.
        start: Where in it the query begins.

    Raises:
        BadQuery: A sentence that names the instruction that is not known, and its place.
    """
    clauses: list[Clause] = []
    sorts: list[Sort] = []
    group, limit = "", None
    for line, at in _instructions(text, start):
        plain, place = " ".join(line.lower().split()), (at, at + len(line))
        if _DRAWN.fullmatch(plain):
            continue
        if found := _LIMIT.fullmatch(plain):
            limit = int(found[1]) or None
        elif found := _SORT.fullmatch(plain):
            sorts.append(Sort(_arranged("sort", found[1], _SORTS, place), found[2] is not None))
        elif found := _GROUP.fullmatch(plain):
            group = _arranged("group", found[1], _GROUPS, place)
        else:
            clauses.append(Clause(_Reader(line, at).whole(), line, at))
    term = All(tuple(clause.term for clause in clauses))
    return Asked(term, tuple(clauses), Arrangement(tuple(sorts), group, limit))


def _instructions(text: str, start: int) -> Iterator[tuple[str, int]]:
    for match in _PIECE.finditer(text, start):
        if line := match[0].strip():
            yield line, match.start() + match[0].index(line)


def _arranged(what: str, key: str, known: Mapping[str, str], place: tuple[int, int]) -> str:
    if key not in known:
        raise BadQuery(f"Winnow cannot {what} by {key}; it can by {' '.join(known)}", place)
    return known[key]


class _Reader:
    """One instruction, or several with AND, OR and NOT between them: each in brackets or quotes."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._at = 0
        self._deep = 0

    def whole(self) -> Term:
        if not self._text.startswith(("(", '"', "NOT ", "NOT(")):
            return self._instruction(self._text, 0)
        term = self._either()
        if self._rest:
            raise self._mistake(f"“{self._rest[:20]}” was not expected there", self._at)
        return term

    @property
    def _rest(self) -> str:
        return self._text[self._at :].lstrip()

    def _mistake(self, sentence: str, at: int) -> BadQuery:
        return BadQuery(sentence, (self._start + at, self._start + len(self._text)))

    def _took(self, word: str) -> bool:
        rest = self._rest
        if not rest.startswith(word) or rest[len(word) : len(word) + 1] not in {" ", "("}:
            return False
        self._at = len(self._text) - len(rest) + len(word)
        return True

    def _either(self) -> Term:
        terms = [self._both()]
        while self._took("OR"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else Any(tuple(terms))

    def _both(self) -> Term:
        terms = [self._one()]
        while self._took("AND"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def _one(self) -> Term:
        self._deep += 1
        if self._deep > _DEEPEST:
            raise self._mistake("too many brackets within one another", self._at)
        if self._took("NOT"):
            term: Term = Not(self._one())
        else:
            inner, at = self._enclosed()
            reader = _Reader(inner, self._start + at)
            reader._deep = self._deep
            term = reader.whole()
        self._deep -= 1
        return term

    def _enclosed(self) -> tuple[str, int]:
        """What stands in the next brackets or quotes, and where."""
        at = len(self._text) - len(self._rest)
        opening = self._text[at : at + 1]
        end = -1
        if opening == '"':
            end = self._text.find('"', at + 1)
        elif opening == "(":
            deep = 0
            for place in range(at, len(self._text)):
                deep += {"(": 1, ")": -1}.get(self._text[place], 0)
                if not deep:
                    end = place
                    break
        if end < 0:
            raise self._mistake("AND, OR and NOT want instructions in brackets around them", at)
        self._at = end + 1
        inner = self._text[at + 1 : end]
        line = inner.strip()
        return line, at + 1 + inner.index(line)

    def _instruction(self, line: str, at: int) -> Term:
        for pattern, make in _KNOWN:
            if found := pattern.fullmatch(line.strip()):
                return make(found)
        term = _FIXED.get(" ".join(line.lower().split()))
        if term is None:
            raise self._mistake(f"Winnow does not know “{line[:40]}” of Obsidian Tasks", at)
        return term


def _dated(found: re.Match[str]) -> Term:
    key, sign, words = found[1].lower(), _SIGNS[(found[2] or "").lower()], found[3].strip()
    days = _TWO_DAYS.fullmatch(words)
    value = f"{days[1]}..{days[2]}" if days else sign + words.lower()
    if key == "happens":
        return Any(tuple(Qualifier(one, value) for one in ("due", "scheduled", "start")))
    if key == "starts":  # there, what has no start date has started
        return Any((Qualifier("start", value), Qualifier("start", "none")))
    return Qualifier(key, value)


def _having(found: re.Match[str]) -> Term:
    value = "any" if found[1].lower() == "has" else "none"
    key = found[2].lower()
    if key != "happens":
        return Qualifier(key, value)
    terms = tuple(Qualifier(one, value) for one in ("due", "scheduled", "start"))
    return Any(terms) if value == "any" else All(terms)


def _priority(found: re.Match[str]) -> Term:
    how = None if found[1] is None else found[1].lower()
    one = Qualifier("prio", _PRIORITIES[how] + found[2].lower())
    return Not(one) if how == "not " else one


def _excluded(how: str, term: Term) -> Term:
    return Not(term) if "not" in how.lower() else term


_KNOWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Term]], ...] = (
    (_HAVING, _having),
    (_TEXTUAL, lambda found: _excluded(found[2], Qualifier(_KEYS[found[1].lower()], found[3]))),
    (_REGEX, lambda found: _excluded(found[1], Qualifier("line", f"/{found[2]}/"))),
    (_TAGS, lambda found: _excluded(found[1], Qualifier("tag", f"*{found[2]}*"))),
    (_TYPE, lambda found: _excluded(found[1] or "", Qualifier("type", found[2].lower()))),
    (_PRIORITY, _priority),
    (_DATED, _dated),
)
_FIXED: Mapping[str, Term] = {
    "done": Not(_OPEN),
    "not done": _OPEN,
    "is recurring": Qualifier("is", "recurring"),
    "is not recurring": Not(Qualifier("is", "recurring")),
    "has tags": Not(Qualifier("tag", "none")),
    "has tag": Not(Qualifier("tag", "none")),
    "no tags": Qualifier("tag", "none"),
    "no tag": Qualifier("tag", "none"),
}
