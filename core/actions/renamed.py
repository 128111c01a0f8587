"""An entity that will be called otherwise: how each text that means it is to read then. Pure.

A text is looked up first, as all texts are: one that means somebody else, or may mean several, stays. One
that is the old name gets the new one; any other spelling stays as long as it still means the entity.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from core.entities import Entity, same_type
from core.identity import Identity
from core.naming import plain_name, slug
from core.spelling import bare, folded

_TAG = re.compile(r"(#?)([^/]+)/(.+)")
_OPERAND = re.compile(
    r"([ \t>]*(?:path|folder)[ \t]+(?:includes|does not include)[ \t]+)(\S(?:[^\n]*\S)?)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"\n]*)"')


class Meanings(Protocol):
    """How texts that mean somebody are to read."""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who is meant, as they are now."""

    @property
    def names(self) -> frozenset[str]:
        """What they will be called."""

    @property
    def sought(self) -> tuple[str, ...]:
        """What stands in a text that says something of them."""

    @property
    def before(self) -> Identity:
        """Who is who now."""

    def text(self, written: str) -> str | None:
        """What a name is to read, an owner or a participant; `None`: as it is."""

    def is_lost(self, written: str) -> bool:
        """Whether a name means one of them now and will not, and cannot be written so that it does."""

    def tag(self, written: str) -> str | None:
        """What a tag `person/ana-ruiz`, with or without `#`, is to read; `None`: as it is."""

    def is_lost_tag(self, written: str) -> bool:
        """As `is_lost`, of a tag."""

    def said(self, written: str) -> str:
        """What a title, a first heading or a property of its own page is to read."""

    def query(self, line: str, info: str) -> str:
        """A line of a query with the paths in it that name a folder of theirs as they are to read."""


@dataclass(frozen=True, slots=True, eq=False)
class Renamed:
    """An entity before and after."""

    entity: Entity
    name: str
    """What it will be called in texts."""
    home: str
    """Where it will live: `Entity.home`."""
    before: Identity
    after: Identity
    prefix: str = ""
    """What its tags begin with then, where that is something else."""
    _texts: dict[str, str | None] = field(default_factory=dict, init=False, repr=False)
    _lost: dict[str, bool] = field(default_factory=dict, init=False, repr=False)
    """What was worked out before: an owner stands on many lines."""

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who is meant."""
        return (self.entity,)

    @property
    def names(self) -> frozenset[str]:
        """What it will be called."""
        return frozenset([self.name])

    @property
    def sought(self) -> tuple[str, ...]:
        """Its name."""
        return (self.entity.name,)

    @property
    def _old(self) -> frozenset[str]:
        return frozenset(filter(None, map(folded, names_of(self.entity))))

    def _is_meant(self, found: tuple[Entity, ...]) -> bool:
        return [one.home for one in found] == [self.entity.home]

    def _will_be_meant(self, found: tuple[Entity, ...]) -> bool:
        return [one.home for one in found] == [self.home]

    def text(self, written: str) -> str | None:
        """What a name is to read, an owner or a participant; `None`: as it is."""
        if written not in self._texts:
            self._texts[written] = self._text(written)
        return self._texts[written]

    def _text(self, written: str) -> str | None:
        if _is_link(written) or not self._is_meant(self.before.named(written)):
            return None
        by_name = folded(bare(written)) in self._old or folded(written) in self._old
        if not by_name and self._will_be_meant(self.after.named(written)):
            return None
        if not by_name and "[[" in written:
            return None
        new = self._replaced(written) if by_name else self.name
        return None if new == written or not self._will_be_meant(self.after.named(new)) else new

    def _replaced(self, written: str) -> str:
        """The new name in the place of the old one: what stands in brackets behind it stays."""
        for old in sorted({*names_of(self.entity), bare(written)} - {""}, key=len)[::-1]:  # fmt: skip
            if old in written.partition("[[")[0]:
                return written.replace(old, self.name, 1)
        return written if "[[" in written else self.name

    def is_lost(self, written: str) -> bool:
        """Whether a name means it now and will not, and cannot be written so that it does."""
        if written not in self._lost:
            self._lost[written] = self._is_lost(written)
        return self._lost[written]

    def _is_lost(self, written: str) -> bool:
        if _is_link(written) or not self._is_meant(self.before.named(written)):
            return False
        return self.text(written) is None and not self._will_be_meant(self.after.named(written))

    def means(self, written: str) -> bool:
        """Whether a name, or a link, means it now."""
        return self._is_meant(self.before.named(written.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]))  # fmt: skip

    def tag(self, written: str) -> str | None:
        """What a tag `person/ana-ruiz`, with or without `#`, is to read; `None`: as it is."""
        found = _TAG.fullmatch(written)
        if not found or not self._is_meant(self.before.tagged(written)):
            return None
        by_name = folded(found[3]) in {*self._old, *(folded(slug(one)) for one in names_of(self.entity))}  # fmt: skip
        if not by_name and self._will_be_meant(self.after.tagged(written)):
            return None
        lasts = [found[3]] if self.prefix and not by_name else self._slugs
        made = [f"{found[1]}{self.prefix or found[2]}/{last}" for last in lasts]
        new = next((one for one in made if self._will_be_meant(self.after.tagged(one))), None)
        return None if new == written else new

    def is_lost_tag(self, written: str) -> bool:
        """As `is_lost`, of a tag."""
        if not _TAG.fullmatch(written) or not self._is_meant(self.before.tagged(written)):
            return False
        return self.tag(written) is None and not self._will_be_meant(self.after.tagged(written))

    @property
    def _slugs(self) -> list[str]:
        """The name as tags may have it: as it is written, and as it is compared, where `&` is a word."""
        return [slug(self.name), slug(folded(self.name))]

    def said(self, written: str) -> str:
        """What a title, a first heading or a property of its own page is to read: another only where it is the name."""
        return self.name if written.strip() and folded(written) in self._old else written

    def page_tag(self, tag: str) -> str:
        """What a tag of its own page is to read."""
        prefix, slash, last = tag.partition("/")
        own = slash and same_type(prefix) == same_type(self.entity.type)
        return f"{prefix}/{slug(self.name)}" if own and folded(last) in self._old else tag

    def query(self, line: str, info: str) -> str:
        """A line of a query with the paths in it that name its folder as they are to read."""
        if info == "tasks":
            found = _OPERAND.fullmatch(line.rstrip("\r"))
            new = self._path(found[2]) if found else None
            return line if found is None or new is None else line.replace(found[0], found[1] + new, 1)  # fmt: skip
        start = _FROM.search(line)
        if start is None:
            return line
        rest = _QUOTED.sub(lambda one: f'"{self._path(one[1]) or one[1]}"', line[start.end() :])
        return line[: start.end()] + rest

    def _path(self, operand: str) -> str | None:
        """What a path or a piece of one in a query is to read; `None`: as it is."""
        quoted = len(operand) > 1 and operand[0] == operand[-1] == '"'
        plain = operand[1:-1] if quoted else operand
        parts = plain.split("/")
        old, new = self.entity.home.removesuffix(".md").split("/"), self.home.removesuffix(".md").split("/")  # fmt: skip
        shift = 1 if parts[0] == "" and len(parts) > 1 else 0
        for at in range(shift, len(parts)):
            number = at + 1 - shift
            if number > len(old) or list(map(str.lower, parts[shift : at + 1])) != list(map(str.lower, old[-number:])):  # fmt: skip
                continue
            if number == 1 and not (len(old) == 1 or self._is_meant(self.before.named(parts[at]))):
                return None
            if number > len(new):
                return None
            path = "/".join([*parts[:shift], *new[-number:], *parts[at + 1 :]])
            made = f'"{path}"' if quoted else path
            return None if made == operand else made
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """Several entities before and after, none of which is called what another was."""

    parts: tuple[Renamed, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Who is meant."""
        return tuple(one.entity for one in self.parts)

    @property
    def names(self) -> frozenset[str]:
        """What they will be called."""
        return frozenset(one.name for one in self.parts)

    @property
    def sought(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(dict.fromkeys(one.entity.name for one in self.parts))

    @property
    def before(self) -> Identity:
        """Who is who now."""
        return self.parts[0].before

    def text(self, written: str) -> str | None:
        """As `Renamed.text`, of whichever is meant."""
        return _first(one.text(written) for one in self.parts)

    def is_lost(self, written: str) -> bool:
        """As `Renamed.is_lost`."""
        return any(one.is_lost(written) for one in self.parts)

    def tag(self, written: str) -> str | None:
        """As `Renamed.tag`."""
        return _first(one.tag(written) for one in self.parts)

    def is_lost_tag(self, written: str) -> bool:
        """As `Renamed.is_lost_tag`."""
        return any(one.is_lost_tag(written) for one in self.parts)

    def said(self, written: str) -> str:
        """As `Renamed.said`."""
        return next((new for one in self.parts if (new := one.said(written)) != written), written)

    def query(self, line: str, info: str) -> str:
        """As `Renamed.query`."""
        for one in self.parts:
            line = one.query(line, info)
        return line


def _first(texts: Iterable[str | None]) -> str | None:
    return next((one for one in texts if one is not None), None)


def _is_link(written: str) -> bool:
    """Whether a text is a link, which is followed as such; one may also stand behind a name."""
    return written.lstrip().startswith("[[")


def names_of(entity: Entity) -> tuple[str, ...]:
    """Its name, and its title where that is the name but for what a file cannot be called."""
    same = folded(plain_name(entity.title)) == folded(entity.name)
    return (entity.name, entity.title) if same and entity.title else (entity.name,)
