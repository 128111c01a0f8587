"""What is looked for in notes to find who is mentioned in them. Pure."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from core.alias_tables import is_placeholder
from core.entities import Entity
from core.index.bodies import needle
from core.index.columns import is_text
from core.index.wordfile import Spelling, Spellings
from core.path import NotePath
from core.spelling import bare, folded

_SHORTEST = 2


def spoken(entities: Iterable[Entity]) -> Spellings:
    """Every way that entities are written, with the pages on which that is no mention.

    A single word counts only where it is all of somebody's name, an alias or an address: a title
    or a tag of one word is a word like any other.
    """
    needles: dict[str, set[bytes]] = {}
    own: dict[str, set[NotePath]] = {}
    for entity in entities:
        for plain, text in _written(entity):
            found = needle(text)
            if found:
                needles.setdefault(plain, set()).add(found)
                pages = own.setdefault(plain, set())
                if entity.path is not None and is_text(entity.path):
                    pages.add(entity.path)
    return {
        plain: Spelling(tuple(sorted(found)), tuple(sorted(own[plain])))
        for plain, found in needles.items()
    }


def _written(entity: Entity) -> Iterator[tuple[str, str]]:
    """Each way it is written: folded, and as it is."""
    whole = {folded(text) for text in (entity.name, bare(entity.name), *entity.aliases)}
    for text in dict.fromkeys(entity.written):
        plain = folded(text)
        counts = " " in plain or "@" in plain or plain in whole
        if counts and len(plain) >= _SHORTEST and is_text(plain) and not is_placeholder(text):
            yield plain, text


def digest_of(spellings: Spellings) -> str:
    """Names these spellings."""
    said = repr(sorted(spellings.items()))
    return blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
