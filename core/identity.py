"""Who is who: the entities of a vault by page, by folder and by every way they are written. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from core.entities import PAGE, Badge, Entity, Homes, Page, is_dated, same_type
from core.pace import paced
from core.path import NotePath, folder_of, name_of, stem_of
from core.spelling import addresses, bare, folded

_NO_TYPES: Mapping[str, str] = MappingProxyType({})
_ASIDE = frozenset("([<@")
"""What a text may have beside a name: brackets, an address."""
_APOSTROPHES = re.compile("['’]")


class _Home(NamedTuple):
    """What is known of one entity."""

    name: str
    type: str
    folder: str
    notes: int = 0
    readme: Page | None = None
    namesake: Page | None = None
    """A note in the folder that is called as the folder is: the page where there is no `README.md`."""
    elsewhere: bool = False
    """Known by its frontmatter, not by its place."""

    @property
    def page(self) -> Page | None:
        return self.readme or self.namesake


_NAME, _ALIAS, _OTHER = range(3)
"""How much a spelling says: a weaker one never makes a stronger one ambiguous."""
_Holders = tuple[tuple[int, str], ...]
"""How much it says, and of whom."""


class Identity:
    """The entities of a vault, by page, by folder and by every spelling; immutable."""

    def __init__(
        self,
        types: Mapping[str, str] = _NO_TYPES,
        tables: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """One of an empty vault; `updated` fills it.

        Args:
            types: Folder name → type, as the settings give it.
            tables: Name → its other spellings, as the vault's alias tables give them.
        """
        self._types = types
        self._places = Homes(types)
        self._kinds = {same_type(type): type for type in types.values()}
        self._tables = {folded(name): tuple(others) for name, others in (tables or {}).items()}
        self._given = tables
        """What the tables were made of, as it was given."""
        self._homes: dict[str, _Home] = {}
        self._entities: dict[str, Entity] = {}
        """By folder, or by page where there is none."""
        self._spelled: dict[str, _Holders] = {}
        self._mailed: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        """How many entities."""
        return len(self._entities)

    def __iter__(self) -> Iterator[Entity]:
        """Every entity, in no order that means anything."""
        return iter(self._entities.values())

    def updated(self, gone: Iterable[Page], come: Iterable[Page]) -> "Identity":
        """The identity after a change; itself where the change says nothing about anybody.

        Args:
            gone: The notes that changed or went, as they were. Only what is triaged counts.
            come: The notes that changed or came, as they are.
        """
        homes: dict[str, _Home] = {}
        if not self._homes:
            for page in paced(come):
                self._settle(homes, page, 1)
            return self._with(homes) if homes else self
        before = {page.path: page for page in gone}
        after = {page.path: page for page in come}
        for path in paced(before.keys() | after.keys()):
            old, new = before.get(path), after.get(path)
            if old != new:
                self._settle(homes, old, -1)
                self._settle(homes, new, 1)
        changed = {key: home for key, home in homes.items() if home != self._homes.get(key)}
        return self._with(changed) if changed else self

    def _settle(self, homes: dict[str, _Home], page: Page | None, sign: int) -> None:
        """Counts a note in, or out of, the entity it belongs to."""
        found = self._home(page) if page else None
        if page is None or found is None:
            return
        key, fresh, is_page = found
        home = homes.get(key) or self._homes.get(key) or fresh
        own = page if sign > 0 else None
        readme, namesake = home.readme, home.namesake
        if is_page:
            readme = own
        elif page.path == f"{fresh.folder}/{fresh.name}.md":
            namesake = own
        notes = home.notes + sign
        homes[key] = _Home(home.name, fresh.type, home.folder, notes, readme, namesake, home.elsewhere)  # fmt: skip

    def _home(self, page: Page) -> tuple[str, _Home, bool] | None:
        """The key and entity of a note, and whether it is the page; `None` for a note of nobody."""
        found = self._places.of(page.path)
        if found:
            key, place = found
            return key, _Home(place.name, place.type, "" if key == page.path else key), place.page
        type = self._kinds.get(same_type(page.type)) if page.type else None
        name = name_of(page.path)
        if type is None or name.startswith("_") or is_dated(name) or "/" not in page.path:
            return None
        folder = folder_of(page.path) if name == PAGE else ""
        called = name_of(NotePath(folder)) or stem_of(page.path)
        return folder or page.path, _Home(called, type, folder, elsewhere=True), True

    @property
    def tables(self) -> Mapping[str, Sequence[str]]:
        """The alias tables that it knows: name → its other spellings."""
        return self._given or {}

    def with_tables(self, tables: Mapping[str, Sequence[str]]) -> "Identity":
        """The identity with other alias tables; itself where they say nothing new."""
        if tables is self._given:
            return self
        plain = {folded(name): tuple(others) for name, others in tables.items()}
        if plain == self._tables:
            return self
        said = {name for name in plain.keys() | self._tables.keys() if plain.get(name) != self._tables.get(name)}  # fmt: skip
        touched = {key: home for key, home in self._homes.items() if folded(home.name) in said}
        return self._with(touched, tables)

    def _with(
        self, changed: Mapping[str, _Home], tables: Mapping[str, Sequence[str]] | None = None
    ) -> "Identity":
        made = Identity(self._types, tables)
        made._places = self._places
        if tables is None:
            made._given, made._tables = self._given, self._tables
        made._homes, made._entities = {**self._homes, **changed}, dict(self._entities)
        made._spelled, made._mailed = self._spelled, self._mailed
        for key, home in changed.items():
            old = made._entities.pop(key, None)
            new = made._entity(home) if home.notes > 0 else None
            if new is None:
                del made._homes[key]
            else:
                made._entities[key] = new
            if _written(old) != _written(new):
                if made.means_the_same(self):
                    made._spelled, made._mailed = dict(self._spelled), dict(self._mailed)
                made._unlist(old, key)
                made._list(new, key)
        return made

    def means_the_same(self, other: "Identity") -> bool:
        """Whether every text means whom it means in `other`, of which this one was made; costs nothing."""
        return self._spelled is other._spelled  # noqa: SLF001 - one of its own kind

    def _entity(self, home: _Home) -> Entity:
        page = home.page
        said = page or Page(NotePath(""))
        tabled = self._tables.get(folded(home.name), ())
        mailed = tuple(text for text in tabled if addresses(text))
        named = (text for text in tabled if text not in mailed)
        aliases = _distinct((*said.aliases, *named), besides=home.name)
        return Entity(
            key=page.path if page else home.folder,
            path=page.path if page else None,
            folder=home.folder,
            name=home.name,
            type=home.type,
            title=said.title,
            aliases=aliases,
            emails=_distinct(
                address for text in (*said.emails, *mailed) for address in addresses(text)
            ),
            spellings=(home.name, *_distinct(_spellings(home, said, aliases), besides=home.name)),
            flagged=said.flagged,
            badges=tuple(_badges(home)),
        )

    def _list(self, entity: Entity | None, key: str) -> None:
        if entity is not None:
            for plain, rank in _ranked(entity).items():
                self._spelled[plain] = (*self._spelled.get(plain, ()), (rank, key))
            for address in entity.emails:
                self._mailed[address] = (*self._mailed.get(address, ()), key)

    def _unlist(self, entity: Entity | None, key: str) -> None:
        if entity is not None:
            for plain in _ranked(entity):
                left = tuple(one for one in self._spelled[plain] if one[1] != key)
                self._spelled[plain] = left
                if not left:
                    del self._spelled[plain]
            for address in entity.emails:
                kept = tuple(one for one in self._mailed[address] if one != key)
                self._mailed[address] = kept
                if not kept:
                    del self._mailed[address]

    def of_page(self, path: NotePath) -> Entity | None:
        """The entity whose page lies at `path`."""
        entity = self.of_note(path)
        return entity if entity and entity.path == path else None

    def of_note(self, path: NotePath) -> Entity | None:
        """The entity whose page the note is, or in whose folder it lies."""
        found = self._places.of(path)
        if found:
            return self._entities.get(found[0])
        return self._entities.get(path) or self._entities.get(path.rpartition("/")[0])

    def named(self, text: str) -> tuple[Entity, ...]:
        """Whom `text` means: one; several where it is ambiguous; none where nobody is written so.

        Whoever has it as a name comes before whoever has it as an alias, and those before all who are
        written so in a title or a tag; among equals the one that is written exactly so. What stands in
        brackets counts only where nobody is written without it: `Ana (last name unknown)`.
        """
        for plain in (folded(text), folded(bare(text))):
            if holders := self._spelled.get(plain):
                return self._strongest(holders, text.strip())
        for address in addresses(text):
            if keys := self._mailed.get(address):
                return tuple(self._entities[key] for key in sorted(keys))
        return ()

    def _strongest(self, holders: _Holders, text: str) -> tuple[Entity, ...]:
        best = min(rank for rank, _ in holders)
        found = [self._entities[key] for rank, key in sorted(holders) if rank == best]
        exact = [one for one in found if text == one.name or (best and text in one.spellings)]
        return tuple(exact if len(exact) == 1 else found)

    def may_mean(self, text: str) -> bool:
        """Whether `named` may find somebody: quick, and wrong only where it says yes."""
        return folded(text) in self._spelled or not _ASIDE.isdisjoint(text)

    def tagged(self, tag: str) -> tuple[Entity, ...]:
        """Whom a tag names: `person/ana-ruiz`, with or without `#`; as `named` says."""
        prefix, slash, slug = tag.removeprefix("#").partition("/")
        kind = same_type(prefix)
        if not slash or kind not in self._kinds:
            return ()
        return tuple(one for one in self.named(slug) if same_type(one.type) == kind)

    def of_key(self, key: str) -> Entity | None:
        """The entity of a key, or that lives in a folder."""
        return self.of_page(NotePath(key)) or self._entities.get(key)

    def at(self, home: str) -> Entity | None:
        """The entity that lives there: `Entity.home`."""
        return self._entities.get(home)

    def spelled(self) -> Iterator[str]:
        """Every folded spelling."""
        return iter(self._spelled)

    def badges(self, entity: Entity) -> tuple[Badge, ...]:
        """What is not as it should be with an entity, others of its name included."""
        found = list(entity.badges)
        twins = [one for one in self._held(entity.name, _NAME) if one.key != entity.key]
        if twins:
            found.append(Badge("same-name", f"{twins[0].key} has the same name"))
        found += [
            Badge("taken-alias", f"its alias {alias} is the name of {other.key}")
            for alias in entity.aliases
            for other in self._held(alias, _NAME)
            if other.key != entity.key
        ]
        return tuple(found)

    def _held(self, spelling: str, most: int) -> list[Entity]:
        """Who is written so, and not more weakly than that."""
        holders = self._spelled.get(folded(spelling), ())
        return [self._entities[key] for rank, key in sorted(holders) if rank <= most]


def _written(entity: Entity | None) -> tuple[object, ...] | None:
    """All that texts can mean it by."""
    if entity is None:
        return None
    return entity.spellings, entity.aliases, entity.emails, entity.type


def _distinct(texts: Iterable[str], *, besides: str = "") -> tuple[str, ...]:
    """Texts without blanks around them, each once, those that say nothing left out."""
    seen = dict.fromkeys(text.strip() for text in texts)
    return tuple(text for text in seen if text != besides and folded(text) and "{" not in text)


def _spellings(home: _Home, page: Page, aliases: Iterable[str]) -> Iterator[str]:
    yield from aliases
    yield from (page.title, page.heading, *page.names, bare(home.name))
    for tag in page.tags:
        prefix, slash, slug = tag.partition("/")
        if slash and same_type(prefix) == same_type(home.type):
            yield slug


def _ranked(entity: Entity) -> dict[str, int]:
    """Every way it is written as it is compared, and how much that says."""
    found = {folded(entity.name): _NAME}
    for alias in entity.aliases:
        found.setdefault(folded(alias), _ALIAS)
    for spelling in entity.spellings:
        found.setdefault(folded(spelling), _OTHER)
    # A slug has a hyphen for an apostrophe.
    found.setdefault(folded(_APOSTROPHES.sub(" ", entity.name)), _OTHER)
    found.pop("", None)
    return found


def _badges(home: _Home) -> Iterator[Badge]:
    page, type = home.page, home.type
    if page is None:
        yield Badge("no-page", f"{home.folder} has no page")
    elif home.elsewhere:
        yield Badge("wrong-folder", f"its type is {type}, but it lies in no folder of that type")
    elif page.type and same_type(page.type) != same_type(type):
        yield Badge("other-type", f"it says its type is {page.type}, its folder says {type}")
