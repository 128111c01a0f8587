"""Who a note belongs to, and what an entity is: a person, a project, a customer. Pure.

An entity is the folder below a folder of a type: `Work/People/Ana Ruiz/…` is the person Ana Ruiz, and
its page is the `README.md` in it. A page that lies flat in the type's folder is one too, and so is a
page elsewhere whose frontmatter says so. What is archived, or a source, is none: it is not triaged.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.path import NotePath
from core.spelling import folded

PAGE = "README.md"
"""What the page in an entity's folder is called."""
_DATED = re.compile(r"[0-9]{4}-[0-9]{1,2}\b")

# What notes of three generations call the same type; all else is compared as written.
_SAME_TYPE = {
    "person": "people", "persons": "people",
    "customers": "customer", "account": "customer", "accounts": "customer", "company": "customer",
    "companies": "customer", "partner": "customer", "partners": "customer", "customers and partners": "customer",
    "project": "projects", "forum": "rob",
}  # fmt: skip


class Place(NamedTuple):
    """The entity that a path says it is about."""

    name: str
    type: str
    page: bool
    """Whether the path is the entity's own page."""


def place_of(path: NotePath, types: Mapping[str, str]) -> Place | None:
    """The entity whose folder holds `path`, or whose page it is.

    Args:
        path: Any note's path.
        types: Folder name → type, as the settings give it.
    """
    home = home_of(path, types)
    return home[1] if home else None


def home_of(path: NotePath, types: Mapping[str, str]) -> tuple[str, Place] | None:
    """The folder of the entity, or the page where that lies flat, and the entity; see `place_of`."""
    parts = path.split("/")
    for depth, folder in enumerate(parts[:-1]):
        kind = types.get(folder)
        if kind is None:
            continue
        below = parts[depth + 1 :]
        if len(below) == 1:
            flat = _flat(below[0], kind)
            return (path, flat) if flat else None
        return "/".join(parts[: depth + 2]), Place(below[0], kind, page=below[1:] == [PAGE])
    return None


class Homes:
    """`home_of`, worked out once a folder; remembers each folder that it was asked about."""

    def __init__(self, types: Mapping[str, str]) -> None:
        """Of a vault with these types."""
        self._types = types
        self._known: dict[str, tuple[str, Place, Place] | None] = {}
        """Folder → home, place of a note, and of the page; `None`: nobody's."""
        self._flat: set[str] = set()
        """Folders of a type itself, where each note is somebody else."""

    def of(self, path: NotePath) -> tuple[str, Place] | None:
        """As `home_of`."""
        folder, _, name = path.rpartition("/")
        if folder not in self._known:
            self._look_at(folder)
        known = self._known[folder]
        if known is None:
            return home_of(path, self._types) if folder in self._flat else None
        home, note, page = known
        return home, page if name == PAGE and home == folder else note

    def _look_at(self, folder: str) -> None:
        found = home_of(NotePath(f"{folder}/\0" if folder else "\0"), self._types)
        self._known[folder] = None
        if found is not None:
            home, place = found
            if place.page:
                self._flat.add(folder)
            else:
                self._known[folder] = home, place, place._replace(page=True)


def _flat(name: str, kind: str) -> Place | None:
    """A page without a folder; `_MANIFEST.md`, a dated note and the type's own README are none."""
    if name.startswith("_") or name == PAGE or is_dated(name):
        return None
    return Place(name.removesuffix(".md"), kind, page=True)


def has_arrived(path: NotePath, inbox: Sequence[str]) -> bool:
    """Whether a file waits in an inbox folder: not in one of its `_` folders, unless that is named."""
    below = [path[len(folder) + 1 :] for folder in inbox if path.startswith(f"{folder}/")]
    return bool(below) and not any(part.startswith("_") for part in min(below, key=len).split("/"))


def is_dated(name: str) -> bool:
    """Whether a file's name begins as a dated note's does: such a note is nobody's page."""
    return _DATED.match(name) is not None


def same_type(type: str) -> str:
    """A type as it is compared: all generations of notes write the same one differently."""
    plain = folded(type)
    return _SAME_TYPE.get(plain, plain)


class Page(NamedTuple):
    """What a note says about whom it is; all as written."""

    path: NotePath
    title: str = ""
    """Its frontmatter `title`."""
    heading: str = ""
    """Its first heading of level 1."""
    type: str = ""
    """Its frontmatter `type`."""
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Other names in its frontmatter: `name`, `entity`."""
    emails: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Its frontmatter tags, without `#`."""
    flagged: bool = False
    """Whether it waits for a review."""


class Badge(NamedTuple):
    """Something about an entity that is not as it should be."""

    code: str
    """`no-page` `wrong-folder` `other-type` `same-name` `taken-alias`"""
    says: str
    """A sentence; not safe to show."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, a project, a customer; none of its texts is safe to show."""

    key: str
    """What tells it apart: its page's path, without a page its folder."""
    path: NotePath | None
    """Its page."""
    folder: str
    """Where its notes lie; `""` where its page lies flat."""
    name: str
    """The folder's name, or the page's without ending."""
    type: str
    title: str
    aliases: tuple[str, ...]
    """Of its page, then of the alias table."""
    emails: tuple[str, ...]
    """In lower case."""
    spellings: tuple[str, ...]
    """Every way it is written, its name first."""
    flagged: bool
    badges: tuple[Badge, ...]
    """What can be said without looking at others; `Identity.badges` says the rest."""

    @property
    def written(self) -> tuple[str, ...]:
        """All that somebody may write to mean it."""
        return (*self.spellings, *self.emails)

    @property
    def home(self) -> str:
        """Its folder, or its page where that lies flat: stays the same when a page comes or goes."""
        return self.folder or self.key
