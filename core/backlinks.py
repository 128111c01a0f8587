"""Which notes link to which entity. Costs by what is written, not by what is there.

A link counts where it leads to the entity's page, or names an entity that has none; one that may mean
several notes counts for the one that Obsidian would open. A page does not link to itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from core.directory import Directory, page_of
from core.entities import PAGE, Entity, Page
from core.index.rows import MARKDOWN, TO_SOURCE, LinkRow
from core.links import Resolution
from core.path import NotePath, folder_of, name_of, stem_of
from core.spelling import folded


class Written(Protocol):
    """What notes say, as they say it: all of it asked of the cache."""

    def targets(self) -> Sequence[tuple[str, int, int]]:
        """What links are written to: the target, `TO_SOURCE` or 0, and in how many notes."""

    def all_targets(self) -> Sequence[str]:
        """The same without how often: quicker."""

    def links_to(self, targets: Iterable[str]) -> Sequence[tuple[NotePath, LinkRow]]:
        """Every link that is written so, by note and line."""

    def links_of(self, path: NotePath) -> Sequence[LinkRow]:
        """The links of a note, in order."""

    def people(self) -> Sequence[tuple[str, int]]:
        """Whom notes name in their properties, as written, and in how many notes."""

    def naming(self, names: Iterable[str]) -> Sequence[tuple[NotePath, str]]:
        """The notes that name somebody so in their properties."""


class _Asked(NamedTuple):
    target: str
    markdown: bool
    to_source: bool
    folder: str | None
    """Of the note that has the link, where that makes a difference."""


class Backlinks:
    """Notes by the entities that they link to, in one snapshot; immutable but for what it looked up."""

    def __init__(self, directory: Directory, written: Written) -> None:
        """Of everything: each distinct target is looked up once."""
        self.directory = directory
        self._led: dict[_Asked, str | None] = {}
        """Home of the entity that a target leads to."""
        self._targets: dict[str, set[str]] = {}
        """Home → how links to it are written."""
        self._linked: dict[NotePath, tuple[str, ...]] = {}
        """Note → homes of the entities it links to."""
        self._counts: dict[str, int] = {}
        wanted = {target for target, _, _ in written.targets() if self._may_lead(target)}
        found: dict[NotePath, dict[str, None]] = {}
        for path, link in written.links_to(wanted):
            if home := self._leads(path, link):
                found.setdefault(path, {})[home] = None
        for path, homes in found.items():
            self._put(path, tuple(homes))

    def updated(self, directory: Directory, written: Written) -> tuple["Backlinks", frozenset[str]]:
        """Those of a newer directory, and the homes of the entities that have others now."""
        old = self.directory
        if not directory.links.means_the_same(old.links) and _concerns(old, directory):
            made = Backlinks(directory, written)
            both = self._counts.keys() | made._counts.keys()
            differ = {one for one in both if self._counts.get(one) != made._counts.get(one)}
            return made, frozenset(differ)
        made = object.__new__(Backlinks)
        made.directory, made._led = directory, self._led
        made._targets, made._linked = self._targets, self._linked
        made._counts = self._counts
        touched: set[str] = set()
        for path in old.changed(directory.snapshot):
            links = written.links_of(path) if path in directory.snapshot.notes else ()
            homes = dict.fromkeys(home for link in links if (home := made._leads(path, link)))
            before = made._linked.get(path, ())
            if set(homes) != set(before):
                if not touched:
                    made._linked, made._counts = dict(self._linked), dict(self._counts)
                touched |= set(before) ^ set(homes)
                made._put(path, tuple(homes))
        return made, frozenset(touched)

    def _put(self, path: NotePath, homes: tuple[str, ...]) -> None:
        row = self.directory.snapshot.notes.get(path)
        for home in self._linked.pop(path, ()):
            self._counts[home] -= 1
        if homes and row is not None:
            self._linked[row.path] = (
                homes  # the snapshot's own text of it, so that it is there once
            )
            for home in homes:
                self._counts[home] = self._counts.get(home, 0) + 1

    def count(self, entity: Entity) -> int:
        """How many notes link to it."""
        return self._counts.get(entity.home, 0)

    def links(self, entity: Entity, written: Written) -> Iterator[tuple[NotePath, LinkRow]]:
        """Every link to it, by note and line."""
        for path, link in written.links_to(sorted(self._targets.get(entity.home, ()))):
            if self._leads(path, link) == entity.home:
                yield path, link

    def _may_lead(self, target: str) -> bool:
        """Whether a target may lead to an entity: a path, or something an entity is called. Quick."""
        if "://" in target:
            return False
        if "/" in target or "%" in target or target.startswith(".") or target[-3:].lower() == ".md":
            return True
        return self.directory.identity.may_mean(target)

    def _leads(self, path: NotePath, link: LinkRow) -> str | None:
        """The home of the entity that a link of the note at `path` leads to."""
        if not self._may_lead(link.target):
            return None
        asked = _Asked(link.target, bool(link.kind & MARKDOWN), bool(link.kind & TO_SOURCE), None)
        if asked.markdown or link.target.startswith("."):
            asked = asked._replace(folder=folder_of(path))
        home = self._looked_up(asked, path)
        if home == _DEPENDS:
            home = self._looked_up(asked._replace(folder=folder_of(path)), path)
        entity = self.directory.identity.at(home) if home else None
        if entity is None or entity.path == path:
            return None
        self._targets.setdefault(entity.home, set()).add(link.target)
        return home

    def _looked_up(self, asked: _Asked, path: NotePath) -> str | None:
        if asked in self._led:
            return self._led[asked]
        found = self.directory.links.resolve(
            asked.target, path, markdown=asked.markdown, to_source=asked.to_source
        )
        if found.kind == "ambiguous" and found.path is not None and asked.folder is None:
            home: str | None = _DEPENDS
        else:
            home = home_led_to(self.directory, asked.target, found)
        self._led[asked] = home
        return home


def _concerns(old: Directory, new: Directory) -> bool:
    """Whether a link to an entity may lead elsewhere, because something is called otherwise now."""
    if not new.identity.means_the_same(old.identity):
        return True
    called = {text for path in old.snapshot.others ^ new.snapshot.others for text in _called(Page(path))}  # fmt: skip
    for path in old.changed(new.snapshot):
        rows = (old.snapshot.notes.get(path), new.snapshot.notes.get(path))
        before, after = (_called(page_of(row)) if row else set() for row in rows)
        called |= before ^ after if before and after else before | after
    # Quickly said no is no; a name with brackets or an address in it is looked at more closely.
    who = new.identity
    return any(text == _README or (who.may_mean(text) and who.named(text)) for text in called)


_README = PAGE.removesuffix(".md").lower()


def _called(page: Page) -> set[str]:
    """All that a link may call a note by; any README counts as the same, since its folder names it."""
    stem = stem_of(page.path)
    return {_README if stem.lower() == _README else stem, page.title, page.heading, *page.aliases} - {""}  # fmt: skip


_DEPENDS = "\0"
"""Leads from one folder to one note and from another folder to another."""


def home_led_to(directory: Directory, target: str, found: Resolution) -> str | None:
    """The home of the entity that a link leads to."""
    identity = directory.identity
    if found.path is not None:
        entity = identity.of_page(found.path)
        return entity.home if entity else None
    if found.kind == "folder":
        bare = [one for one in identity.named(target) if one.path is None]
        return bare[0].home if len(bare) == 1 else None
    return None


def links_to_note(
    directory: Directory, path: NotePath, written: Written
) -> Iterator[tuple[NotePath, LinkRow]]:
    """Every link to a note that is nobody's page, by note and line."""
    row = directory.snapshot.notes.get(path)
    said = row.said if row else None
    texts = [stem_of(path), row.title if row else "", said.heading if said else ""]
    texts += [*(said.aliases if said else ()), name_of(NotePath(folder_of(path)))]
    called = {folded(text) for text in texts if text}

    def may(target: str) -> bool:
        last = name_of(NotePath(target.rstrip("/\\ ")))
        return folded(last) in called or folded(stem_of(NotePath(last))) in called or last.lower() == PAGE.lower()  # fmt: skip

    wanted = [target for target, _, _ in written.targets() if may(target)]
    for source, link in written.links_to(dict.fromkeys(wanted)):
        markdown, to_source = bool(link.kind & MARKDOWN), bool(link.kind & TO_SOURCE)
        found = directory.links.resolve(link.target, source, markdown=markdown, to_source=to_source)
        if found.path == path and source != path:
            yield source, link
