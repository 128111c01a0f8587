"""What a link points to: the one place where that is decided. Pure.

First as Obsidian does (the observed behaviour of its `MetadataCache.getLinkpathDest`): names and paths
regardless of case; an exact path; a path from `./`, `../` or `/`; a path that ends so; a name that only
one note has. Then what Obsidian leaves open: a folder's page by the folder's name, an alias, a title.
Where several are meant, all are named: first those below the folder of the note that has the link, then
shorter paths, which is the order in which Obsidian opens one. A name that is nearly one is only offered.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from core.entities import PAGE, Entity, Page
from core.identity import Identity
from core.lookup import Lookup, Pair
from core.near import NearNames
from core.pace import paced
from core.parse.links import Link
from core.path import NotePath, folder_of, name_of, stem_of
from core.spelling import folded

Kind = Literal[
    "path", "suffix", "basename", "folder", "alias", "title", "moved", "self",
    "ambiguous", "near", "dangling", "empty", "external",
]  # fmt: skip
"""`moved`: nothing lies at the path, but one file elsewhere has that name. `near`: only offers."""

_PAGE = PAGE.lower()
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\s]")
_WIKI = re.compile(r"!?\[\[([^\[\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a link leads."""

    kind: Kind
    path: NotePath | None = None
    """The file; of several that are meant by name, the one that Obsidian opens."""
    candidates: tuple[NotePath, ...] = ()
    """All that may be meant, the likeliest first, where that is not certain."""
    why: str = ""
    """A sentence about what is not plain; not safe to show."""

    @property
    def certain(self) -> bool:
        """Whether exactly one file is meant."""
        return self.path is not None and self.kind != "ambiguous"


class Links:
    """The files of a vault by all that a link may call them; immutable."""

    def __init__(
        self,
        files: Iterable[Page] = (),
        identity: Identity | None = None,
        *,
        sources: str = "Sources",
        vault: str = "",
    ) -> None:
        """Costs some microseconds a file; `updated` keeps up with changes.

        Args:
            files: Every file that a link may lead to, out of scope and attachments included; of what
                is not read, the path alone.
            identity: Who is who in this vault.
            sources: The folder where originals lie, which goes before copies in an archive.
            vault: The name of the vault's own folder, where paths of other machines are cut.
        """
        files = tuple(files)
        self._identity = Identity() if identity is None else identity
        self._sources, self._vault = f"{sources.lower()}/", _low(vault)
        self._by_name = Lookup(_pairs(files, _names))
        # Nearly every link is a name: what is not is looked up by these, and whoever lists a few lines never asks.
        self._by_alias = Lookup.later(lambda: _pairs(files, _aliases))
        self._by_title = Lookup.later(lambda: _pairs(files, _titles))
        self._near: NearNames | None = None

    def settle(self) -> None:
        """Make now what would be made when it is first asked for."""
        self._by_alias.settle()
        self._by_title.settle()

    def updated(
        self, gone: Iterable[Page], come: Iterable[Page], identity: Identity | None = None
    ) -> "Links":
        """The links after a change, costs by what changed; itself where nothing is called otherwise.

        Args:
            gone: The files that changed or went, as they were.
            come: The files that changed or came, as they are.
            identity: Who is who now, where that changed.
        """
        identity = self._identity if identity is None else identity
        before, after = ({_called_by(page): page for page in pages} for pages in (gone, come))
        old = [page for called, page in before.items() if called not in after]
        new = [page for called, page in after.items() if called not in before]
        if not old and not new and identity is self._identity:
            return self
        made = Links(identity=identity)
        made._sources, made._vault = self._sources, self._vault
        made._by_name = self._by_name.updated(_pairs(old, _names), _pairs(new, _names))
        made._by_alias = self._by_alias.updated(_pairs(old, _aliases), _pairs(new, _aliases))
        made._by_title = self._by_title.updated(_pairs(old, _titles), _pairs(new, _titles))
        made._near = self._near if identity is self._identity else None
        return made

    @property
    def vault(self) -> str:
        """The name of the vault's folder, as it is compared."""
        return self._vault

    def means_the_same(self, other: "Links") -> bool:
        """Whether every target leads where it leads in `other`, of which these were made; costs nothing."""
        mine, others = (
            (one._by_name, one._by_alias, one._by_title)  # noqa: SLF001 - both of its own kind
            for one in (self, other)
        )
        same = all(one is another for one, another in zip(mine, others, strict=True))
        return same and self._identity.means_the_same(other._identity)  # noqa: SLF001 - as above

    def follow(self, link: Link, source: NotePath, *, to_source: bool = False) -> Resolution:
        """Where a link of the note at `source` leads.

        Args:
            link: As `core.parse.links` read it.
            source: The note that has it.
            to_source: Whether the line says that it names the note's origin: `*Source: [[…]]*`.
        """
        if not link.target and link.heading is not None:
            return Resolution("self", source)
        markdown = link.kind == "markdown"
        return self.resolve(link.target, source, markdown=markdown, to_source=to_source)

    def resolve(
        self,
        target: str,
        source: NotePath,
        *,
        markdown: bool = False,
        to_source: bool = False,
        offer: bool = False,
    ) -> Resolution:
        """Where `target`, without heading and alias, leads from the note at `source`.

        Args:
            target: As written; `.md` may be left out, `%20` may stand for a blank.
            source: The note that has the link.
            markdown: Whether it is no wikilink: then it is tried from the note's own folder first.
            to_source: Whether it names the note's origin; see `follow`.
            offer: Whether names that are nearly it are looked for where nothing is found.
        """
        written = target.strip().rstrip("\\").rstrip()
        if not written:
            return Resolution("empty", why="the link names nothing")
        if markdown and _SCHEME.match(written):
            return Resolution("external")
        asked = _Asked(written, source, markdown=markdown, to_source=to_source)
        found = self._found(asked)
        if found is None and "%" in written and (plain := unquote(written)) != written:
            found = self._found(asked.again(plain))
        return found or self._offered(written, offer=offer)

    def origin(self, reference: str) -> Resolution:
        """The file that a `source_ref` names, which may be a path of another machine.

        Such a path is cut behind the vault's name, else from the left until it names a file of this
        vault; where none is left, one file of that name is taken for the one that moved.
        """
        match = _WIKI.search(reference)
        bare = re.split(r"[|#]", match[1])[0] if match else reference
        plain = bare.strip().removeprefix("file://").rstrip("\\")
        whole = _low(plain if "/" in plain else plain.replace("\\", "/"))
        if not whole:
            return Resolution("empty", why="it names nothing")
        for form in dict.fromkeys((whole, _low(unquote(whole)))):
            for path in _forms(form):
                if found := self._rerooted(path):
                    return found
        return Resolution("dangling", why="no file of this vault is called so")

    def _rerooted(self, path: str) -> Resolution | None:
        named = self._by_name.get(_name_key(path))
        there = [one for one in named if _ends(path, _low(one))]
        if not there:
            return self._elsewhere(named)
        _, _, below = path.partition(f"/{self._vault}/") if self._vault else ("", "", "")
        exact = [one for one in there if _low(one) in {below, path}]
        chosen = (exact or sorted(there, key=len))[-1]
        return Resolution("path" if _low(chosen) == path else "suffix", chosen)

    def _found(self, asked: "_Asked") -> Resolution | None:
        steps: tuple[Callable[[_Asked], Resolution | None], ...] = (
            self._path, self._basename, self._folder, self._several, self._alias, self._title, self._moved,
        )  # fmt: skip
        if asked.text.startswith("/"):
            steps = (self._path,)  # as Obsidian: from the vault's root, or nothing
        return next(filter(None, (step(asked) for step in steps)), None)

    def _path(self, asked: "_Asked") -> Resolution | None:
        """An exact path, then one that ends so."""
        for path in asked.exact():
            for one in self._ending(path):
                if _low(one) in _forms(path):
                    return Resolution("path", one)
        if asked.plain.startswith(("/", ".")) or "/" not in asked.plain:
            return None
        return self._one_of("suffix", self._ending(asked.plain), asked, opened=True)

    def _basename(self, asked: "_Asked") -> Resolution | None:
        found = self._several(asked)
        return found if found and found.kind == "basename" else None

    def _several(self, asked: "_Asked") -> Resolution | None:
        return self._one_of("basename", self._named(asked), asked, opened=True)

    def _named(self, asked: "_Asked") -> Sequence[NotePath]:
        """The files of that name; `README` says nothing."""
        said = "/" not in asked.plain and asked.plain.removesuffix(".md") != _PAGE[:-3]
        return self._ending(asked.plain) if said else ()

    def _folder(self, asked: "_Asked") -> Resolution | None:
        """The page of a folder of that name, of an entity's folder before any other."""
        name = asked.plain.strip("/").removesuffix(".md")
        pages = self._ending(f"{name}/{_PAGE}")
        found = self._one_of("folder", [one for one in pages if self._identity.of_page(one)] or pages, asked)  # fmt: skip
        if found or "/" in name:
            return found
        bare = [one for one in self._identity.named(asked.text) if one.path is None]
        if len(bare) == 1 and _low(bare[0].name) == name:
            return Resolution("folder", why=f"{bare[0].folder} has no page")
        return None

    def _alias(self, asked: "_Asked") -> Resolution | None:
        plain = folded(asked.stem)
        known = [
            one for one in self._identity.named(asked.stem) if one.path and _called(one, plain)
        ]
        paths = (
            {*self._by_alias.get(plain), *(one.path for one in known if one.path)} if plain else ()
        )
        return self._one_of("alias", tuple(paths), asked)

    def _title(self, asked: "_Asked") -> Resolution | None:
        """A title, a first heading, or a file's name but for accents, dashes and the like."""
        plain = folded(asked.stem)
        found = self._by_title.get(plain) if plain and "/" not in asked.plain else ()
        said = [one.path for one in self._identity.named(asked.stem) if one.path]
        return self._one_of("title", found or said, asked)

    def _moved(self, asked: "_Asked") -> Resolution | None:
        """Nothing lies at a path, but something of that name elsewhere."""
        if "/" not in asked.plain:
            return None
        last = asked.again(name_of(NotePath(asked.plain.rstrip("/"))))
        found = self._elsewhere(self._named(last))
        return found or (self._folder(last) if last.plain != _PAGE else None)

    def _elsewhere(self, named: Sequence[NotePath]) -> Resolution | None:
        chosen = named if len(named) == 1 else self._originals(named)
        if not named or name_of(named[0]).lower() == _PAGE:
            return None
        if len(chosen) == 1:
            return Resolution("moved", chosen[0], why="it is no longer where the path says")
        return Resolution("ambiguous", None, tuple(named), f"{len(named)} files are called so")

    def _ending(self, path: str) -> Sequence[NotePath]:
        """The files whose path is `path` or ends so; those with the ending as written come first."""
        for form in _forms(path):
            found = [one for one in self._by_name.get(_name_key(form)) if _ends(_low(one), form)]
            if found:
                return found
        return ()

    def _originals(self, paths: Sequence[NotePath]) -> Sequence[NotePath]:
        """The one of several that lies among the sources."""
        found = [one for one in paths if f"/{_low(one)}".find(f"/{self._sources}") >= 0]
        return found if len(found) == 1 else ()

    def _one_of(
        self, kind: Kind, paths: Sequence[NotePath], asked: "_Asked", *, opened: bool = False
    ) -> Resolution | None:
        if not paths:
            return None
        chosen = (self._originals(paths) if asked.to_source else ()) or paths
        if len(chosen) == 1:
            return Resolution(kind, chosen[0])
        below = _low(folder_of(asked.source))
        order = sorted(paths, key=lambda one: (not _low(one).startswith(f"{below}/" if below else ""), len(one), one))  # fmt: skip
        why = f"{len(paths)} files are meant by their {kind}"
        return Resolution("ambiguous", order[0] if opened else None, tuple(order), why)

    def _offered(self, written: str, *, offer: bool) -> Resolution:
        nothing = "no file, folder, alias or title of this vault"
        if not offer:
            return Resolution("dangling", why=nothing)
        if self._near is None:
            self._near = NearNames(self._identity)
        offers = self._near.offers(stem_of(NotePath(written)) if "/" in written else written)
        paths = tuple(one.entity.path for one in offers if one.entity.path)
        return Resolution("near" if paths else "dangling", None, paths, nothing)


class _Asked(NamedTuple):
    """A target, and where and how it is written."""

    text: str
    source: NotePath
    markdown: bool
    to_source: bool

    def again(self, text: str) -> "_Asked":
        return self._replace(text=text)

    @property
    def plain(self) -> str:
        """As paths are compared."""
        return _low(self.text)

    @property
    def stem(self) -> str:
        return self.text[:-3] if self.plain.endswith(".md") else self.text

    def exact(self) -> Iterator[str]:
        """The paths that it may be from the vault's root."""
        folder = _low(folder_of(self.source))
        if self.plain.startswith("/"):
            yield self.plain.lstrip("/")
            return
        relative = self.plain.startswith(("./", "../"))
        if relative or self.markdown:
            path = posixpath.normpath(posixpath.join(folder, self.plain))
            if not path.startswith("../"):
                yield path
        if not relative:
            yield self.plain


def _low(path: str) -> str:
    """A path as Obsidian compares it: regardless of case and of how accents are composed."""
    return path.lower() if path.isascii() else normalize("NFC", path.replace("\u00a0", " ")).lower()


def _forms(path: str) -> tuple[str, ...]:
    """The file names that a target may mean: itself where it has a dot, and with `.md`."""
    return (path, f"{path}.md") if "." in name_of(NotePath(path)) else (f"{path}.md",)


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith(f"/{end}")


def _name_key(path: str) -> str:
    """What a file is looked up by: its name; with its folder for `README.md`, which says nothing."""
    front, _, name = _low(path).rpartition("/")
    return f"{front.rpartition('/')[2]}/{name}" if name == _PAGE else name


def _called(entity: Entity, plain: str) -> bool:
    return any(folded(name) == plain for name in (entity.name, *entity.aliases))


def _pairs(pages: Iterable[Page], texts: Callable[[Page], Iterable[str]]) -> Iterator[Pair]:
    for page in paced(pages):
        for text in set(texts(page)):
            if text:
                yield text, page.path


def _names(page: Page) -> Iterable[str]:
    return (_name_key(page.path),)


def _aliases(page: Page) -> Iterable[str]:
    return map(folded, page.aliases)


def _titles(page: Page) -> Iterable[str]:
    stem = "" if name_of(page.path).lower() == _PAGE else stem_of(page.path)
    return map(folded, {stem, page.title, page.heading})


def _called_by(page: Page) -> tuple[object, ...]:
    """All of a note that links may call it."""
    return page.path, page.title, page.heading, page.aliases
