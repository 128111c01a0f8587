"""Entities by what their names look and sound like: found quickly, compared by `candidates`. Pure."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from core.alias_tables import is_placeholder
from core.entities import Entity
from core.identity import Identity
from core.spelling import bare, folded

_LEAST = 85
"""Likeness in percent; see `core.near`."""
_MOST_WORDS = 12
_ALIKE = 20
"""Names that are spelled alike which are looked at."""
_CROWD = 3_000
"""Names that have a word in common; a word of more says nothing."""
_NEW = re.compile(r"\A_NEW_[ _-]*")
"""What a pipeline put in front of names that it was not sure of."""
_SOUNDS = {
    **dict.fromkeys("bfpv", "1"), **dict.fromkeys("cgjkqsxz", "2"), **dict.fromkeys("dt", "3"),
    "l": "4", **dict.fromkeys("mn", "5"), "r": "6",
}  # fmt: skip
_SILENT = frozenset("hw")
_SOUNDEX = 4
LEGAL = frozenset(
    [
        "inc", "incorporated", "ltd", "limited", "llc", "llp", "plc", "corp", "corporation", "co", "company", "gmbh",
        "ag", "kg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "oyj", "aps", "pty", "pte", "lp",
    ]
)  # fmt: skip
"""Words that say what a company is in law, and not which one."""


class Plain(NamedTuple):
    """A way that somebody is written, as it is compared."""

    text: str
    entity: str
    """The home of whom."""
    alias: bool
    """Whether somebody said that this is another name of it."""


@lru_cache(maxsize=1 << 16)
def soundex(word: str) -> str:
    """How a word sounds, roughly: Soundex (four characters); `""` of what is not written in a to z."""
    letters = [one for one in word if "a" <= one <= "z"]
    if not letters:
        return ""
    found, last = letters[0].upper(), _SOUNDS.get(letters[0], "")
    for one in letters[1:]:
        code = _SOUNDS.get(one, "")
        if code and code != last:
            found += code
        if one not in _SILENT:
            last = code
    return found[:_SOUNDEX].ljust(_SOUNDEX, "0")


def plainly(text: str) -> str:
    """A name as it is compared here: without brackets, and without what a pipeline put in front."""
    text = _NEW.sub("", text)
    return folded(bare(text)) or folded(text)


def is_nobody(name: str) -> bool:
    """Whether a name stands where one was to be found: `Speaker 3`, `Unknown (Harbor)`."""
    return is_placeholder(name) or is_placeholder(bare(name) or name)


def unlegal(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a company's name that say which one it is."""
    return tuple(word for word in words if word not in LEGAL)


class Likeness:
    """All names of an identity by their words, how those sound, and their letters; immutable."""

    def __init__(self, identity: Identity) -> None:
        """Costs some ten microseconds a name."""
        self.identity = identity
        self._plains: dict[str, list[Plain]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._single: list[str] = []
        self.openings = frozenset(text.partition(" ")[0] for text in identity.spelled())
        """The first words of all spellings: a name begins with no other."""
        self.first_names: dict[str, set[str]] = {}
        """First word of a name → the homes of those who have it."""
        for entity in identity:
            if not is_nobody(entity.name):
                for plain in names_of(entity):
                    self._put(plain)

    def _put(self, plain: Plain) -> None:
        known = self._plains.setdefault(plain.text, [])
        known.append(plain)
        words = tuple(plain.text.split(" "))
        if not plain.alias:
            self.first_names.setdefault(words[0], set()).add(plain.entity)
        if len(known) > 1 or len(words) > _MOST_WORDS:
            return
        self._words[plain.text] = words
        if len(words) == 1:
            self._single.append(plain.text)
        for word in set(words):
            self._by_word.setdefault(word, []).append(plain.text)
            for sound in _sounds(word):
                self._by_sound.setdefault(sound, []).append(plain.text)

    def near(self, text: str) -> Iterator[Plain]:
        """Names that may be nearly that one, itself included; each once. What makes them near is not told."""
        words = tuple(text.split(" "))
        found = dict.fromkeys(self._plains.keys() & {text})
        some: dict[str, None] = {}
        for word in dict.fromkeys(words[:_MOST_WORDS]):
            shared = self._by_word.get(word, ())
            if len(shared) <= _CROWD:
                some |= dict.fromkeys(shared)
                found |= dict.fromkeys(one for one in shared if self._is_part_or_first(words, one))
            for sound in _sounds(word):
                heard = self._by_sound.get(sound, ())
                if len(heard) <= _CROWD:
                    some |= dict.fromkeys(heard)
        if len(words) == 1:
            some |= dict.fromkeys(self._single)
        for one, _, _ in process.extract(text, some.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_ALIKE):  # fmt: skip
            found[one] = None
        for one in found:
            yield from self._plains.get(one, ())

    def _is_part_or_first(self, words: tuple[str, ...], other: str) -> bool:
        """Whether a name with a common word has all of them, or the first, or one initial for it."""
        known = self._words[other]
        if words[0] == known[0] or known[0][0] == words[0] or words[0][0] == known[0]:
            return True
        return set(words) <= set(known) or set(known) <= set(words)


def _sounds(word: str) -> Iterator[str]:
    """Keys that words share which are heard or typed nearly alike: how it sounds, and its letters in order."""
    if len(word) > 2:  # noqa: PLR2004 - two letters sound like anything
        if sound := soundex(word):
            yield sound
        yield "".join(sorted(word)) + "*"


def names_of(entity: Entity) -> tuple[Plain, ...]:
    """Every way that somebody is written which may be compared: name, title, aliases."""
    aliases = dict.fromkeys(map(plainly, entity.aliases), True)
    named = {plainly(text): False for text in (entity.name, entity.title) if not is_nobody(text)}
    return tuple(
        Plain(text, entity.home, alias) for text, alias in {**aliases, **named}.items() if text
    )
