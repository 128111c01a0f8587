"""Names of entities found in texts: whole spellings, first names, short names, slips, addresses. Pure.

Made once of all who are known; asking costs by the text, not by how many are known.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from core.alias_tables import is_placeholder
from core.entities import Entity, same_type
from core.identity import Identity
from core.spelling import bare, folded

PERSON = "people"
_MOST_TEXT = 200_000
"""Characters of a text that are looked at."""
_NEAR = 84.0
"""Likeness in percent from which a name is taken for a slip of another."""
_NEARER = 88.0
"""The same for names that have no word in common."""
_MOST_WORDS = 6
"""A name of more words is none."""
_MOST_KEPT = 2000
"""Names whose likes are remembered."""
_SHORTEST = 3
_POSSESSIVE = re.compile(r"['’]s\b")
_IN_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,38} \Z")
_BETWEEN = re.compile(r"[._-]+")
_WORD_END = re.compile(r"[ \u00a0-]")
_IN_SENTENCE = re.compile(r"[\w,;:] \Z")
_MOST_PLACES = 60
"""Places of one word that are looked at."""
_FORMS = frozenset(
    ["inc", "ltd", "limited", "llc", "plc", "gmbh", "ag", "kg", "bv", "nv", "sa", "srl", "co", "company", "corp",
     "corporation", "group", "holding"]
)  # fmt: skip
"""What companies are, not what they are called."""


class Named(NamedTuple):
    """Who is named in a text."""

    whole: Counter[str]
    """Home → how often by a whole spelling."""
    short: Counter[str]
    """Home → how often by the beginning of its name alone, where nobody else's begins so."""
    first: Counter[str]
    """First name of people → how often it stands alone."""


class Spelled:
    """The ways that entities are written, ready to be looked for; immutable."""

    def __init__(
        self, identity: Identity, waits: Callable[[Entity], bool] = lambda _: False
    ) -> None:
        """Costs some microseconds an entity.

        Args:
            identity: Who there is.
            waits: Whether an entity's page waits in the inbox itself: nothing belongs to such a one.
        """
        self.identity = identity
        self._persons: set[str] = set()
        self._others: set[str] = set()
        """Homes of who is looked for: people, and all else."""
        self._begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        """First two words, or the only one → spellings that begin so, the longest first, and their homes."""
        self._opening: set[str] = set()
        """First words."""
        self._worded: dict[str, list[str]] = {}
        """Word → folded names of people that have it."""
        self._people: dict[str, list[str]] = {}
        """Folded name of people → homes."""
        self._first: dict[str, list[str]] = {}
        """First name → homes of people."""
        self._short: dict[str, list[str]] = {}
        """First word of what is no person and has several → homes."""
        self._shown: dict[str, str] = {}
        """Such words, and first names, as they are written."""
        self._squashed: dict[str, list[str]] = {}
        """Name without blanks, of what is no person → homes."""
        self._plain: dict[str, list[str]] = {}
        """The same without what kind of company it is."""
        for entity in identity:
            if not is_placeholder(entity.name) and not waits(entity):
                self._take(entity)
        for listed in self._begun.values():
            listed.sort(key=lambda pair: -len(pair[0]))
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    def _take(self, entity: Entity) -> None:
        home = entity.home
        person = same_type(entity.type) == PERSON
        (self._persons if person else self._others).add(home)
        for plain in _looked_for(entity):
            words = tuple(plain.split(" "))
            self._begun.setdefault(" ".join(words[:2]), []).append((words, home))
            self._opening.add(words[0])
        name = folded(bare(entity.name))
        words = tuple(name.split(" "))
        if person:
            self._people.setdefault(name, []).append(home)
            self._first.setdefault(words[0], []).append(home)
            self._shown[words[0]] = _first_of(entity.name)
            for word in set(words):
                self._worded.setdefault(word, []).append(name)
            return
        own = [word for word in words if word not in _FORMS] or list(words)
        self._squashed.setdefault("".join(words), []).append(home)
        self._plain.setdefault("".join(own), []).append(home)
        if len(own) > 1:
            self._short.setdefault(own[0], []).append(home)
            self._shown.setdefault(own[0], _first_of(entity.name))

    # Texts

    def named(self, text: str) -> Named:
        """Everybody who is named in a text, of which the beginning is looked at."""
        text = _POSSESSIVE.sub("", text[:_MOST_TEXT])
        words = folded(text).split(" ")
        whole = self._whole(words)
        short, first = Counter[str](), Counter[str]()
        seen = set(words)
        for word in seen & self._first.keys():
            if alone := _alone(self._shown[word], text):
                first[word] = alone
        for word in seen & self._short.keys():
            homes = self._short[word]
            if len(homes) == 1 and (alone := _alone(self._shown[word], text)):
                short[homes[0]] = alone
        return Named(whole, short, first)

    def _whole(self, words: Sequence[str]) -> Counter[str]:
        """Homes by how often a whole spelling of theirs stands among words; of two in one place the longer counts."""
        begun, opening, found = self._begun, self._opening, Counter[str]()
        end = 0
        for at in [at for at, word in enumerate(words) if word in opening]:
            if at < end:
                continue
            for key in (" ".join(words[at : at + 2]), words[at]):
                for spelling, home in begun.get(key, ()):
                    size = len(spelling)
                    if at + size >= end and tuple(words[at : at + size]) == spelling:
                        found[home] += 1
                        end = at + size
        return found

    # Names

    def of_address(self, address: str) -> tuple[str, ...]:
        """Homes of the people that an address is, or looks like, the address of."""
        known = [one.home for one in self.identity.named(address) if self.is_person(one.home)]
        if known:
            return tuple(known)
        parts = _BETWEEN.split(address.partition("@")[0].partition("+")[0])
        whole = self._people.get(folded(" ".join(parts)))
        if whole:
            return tuple(whole)
        if len(parts) == 2 and len(parts[0]) == 1:  # noqa: PLR2004 - an initial and a surname
            named = (one for one in self._worded.get(folded(parts[1]), ()) if one[0] == parts[0])
            return tuple(dict.fromkeys(home for one in named for home in self._people[one]))
        return ()

    def of_first_name(self, name: str) -> tuple[str, ...]:
        """Homes of the people whose first name it is."""
        return tuple(self._first.get(folded(name), ()))

    def of_slip(self, name: str) -> tuple[tuple[str, float], ...]:
        """Homes of the people whose name it nearly is, the likest first, and how like, up to 1."""
        plain = folded(bare(name))
        if plain not in self._near:
            if len(self._near) >= _MOST_KEPT:
                self._near.clear()
            self._near[plain] = tuple(self._alike(plain))
        return self._near[plain]

    def _alike(self, plain: str) -> Iterator[tuple[str, float]]:
        words = plain.split(" ")
        if not 1 < len(words) <= _MOST_WORDS:
            return
        with_word = {one for word in words for one in self._worded.get(word, ())}
        found = process.extract(plain, with_word, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
        if not found:
            everybody = list(self._people)
            found = process.extract(plain, everybody, scorer=fuzz.ratio, score_cutoff=_NEARER, limit=3)  # fmt: skip
        for text, score, _ in found:
            for home in self._people[text]:
                yield home, score / 100

    def of_domain(self, address: str) -> str | None:
        """Home of the company that the domain of an address is called after, where that is one."""
        labels = address.rpartition("@")[2].split(".")[:-1]
        for label in reversed(labels):
            plain = "".join(folded(label).split(" "))
            for table in (self._squashed, self._plain, self._short):
                homes = table.get(plain, ())
                if len(homes) == 1 and len(plain) >= _SHORTEST:
                    return homes[0]
        return None

    def of_company(self, name: str) -> str | None:
        """Home of whatever is no person and is called so, where that is one."""
        found = [one.home for one in self.identity.named(name) if one.home in self._others]
        return found[0] if len(found) == 1 else None

    def is_person(self, home: str) -> bool:
        """Whether a person lives there who is looked for."""
        return home in self._persons

    def knows(self, home: str) -> bool:
        """Whether somebody or something lives there that is looked for."""
        return home in self._persons or home in self._others


def _looked_for(entity: Entity) -> Iterable[str]:
    """The spellings of an entity that mean it in a text: one word only where that is a whole name."""
    whole = {folded(text) for text in (entity.name, bare(entity.name), *entity.aliases)}
    found: Mapping[str, None] = dict.fromkeys(folded(text) for text in entity.spellings)
    for plain in found:
        if len(plain) >= _SHORTEST and (" " in plain or plain in whole):
            yield plain


def _first_of(name: str) -> str:
    return _WORD_END.split(name, maxsplit=1)[0]


def _alone(written: str, text: str) -> int:
    """How often a word stands in a text as a name of its own.

    That is within a sentence with its capital, nowhere without, and not as a part of a longer name.
    """
    low = written.lower()
    if written == low or next(_places(low, text), None) is not None:
        return 0
    count = inside = 0
    for start in islice(_places(written, text), _MOST_PLACES):
        before = text[max(0, start - 40) : start]
        behind = text[start + len(written) : start + len(written) + 2]
        if (behind[:1] == " " and behind[1:].isupper()) or _IN_NAME.search(before):
            continue
        count += 1
        inside += behind[:1] in {",", ":", ">"} or _IN_SENTENCE.search(before) is not None
    return count if inside else 0


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands by itself in a text."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start
        start = text.find(word, end)
