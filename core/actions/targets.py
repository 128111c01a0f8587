"""Where a note is filed to: an entity's folder, and how the notes beside name the entity in their properties.

Where nobody lives there yet, a page is made in the vault's own shape.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.properties import new_note
from core.directory import Directory
from core.entities import PAGE, Entity, home_of, is_dated, same_type
from core.errors import Conflict, OutsideVault, Refused, WinnowError
from core.naming import plain_name, slug
from core.parse.frontmatter import Frontmatter, parse_frontmatter
from core.path import NotePath, folder_of, name_of
from core.spelling import folded

OWN: Mapping[str, str] = {"people": "person", "customer": "account", "projects": "project", "rob": "rob_forum"}  # fmt: skip
"""Type → the property by which a note names its entity."""
TAGGED: Mapping[str, str] = {"rob": "rob"}
"""Type → what the tag begins with, where that is not the property."""
OWN_KEYS = frozenset([*OWN.values(), "customer", "company", "partner", "forum"])
"""Every property by which notes of three generations name their entity."""
_BESIDE = 3
"""Notes that are looked at to see how they name it."""
_MOST_READ = 64 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """An entity that notes are filed to."""

    folder: str
    name: str
    type: str
    """As the notes beside write it."""
    key: str
    """The property by which a note names it."""
    tag: str
    """`person/ana-ruiz`."""
    page: NotePath | None
    """Its page, or the one that is to be made; `None`: it has none and gets none."""
    new: bytes | None = None
    """What its page says, where it is to be made."""


class _Hand(NamedTuple):
    """How notes name their entity."""

    type: str
    key: str
    tag: str


def target_of(to: str, draft: Draft) -> Target:
    """The entity whose folder or page `to` is, or one that is to be made there.

    Raises:
        Refused: Nobody lives there, and nobody can.
        OutsideVault: It leads out of the vault.
    """
    ground = draft.ground
    plain = to.strip().strip("/")
    if not plain or any(part in {"", ".", ".."} for part in plain.split("/")):
        raise OutsideVault(f"{to} is no folder in the vault")
    identity = ground.directory().identity
    entity = identity.of_key(plain) or identity.at(plain)
    if entity is None:
        return made_at(plain, draft)
    if not entity.folder:
        raise Refused(f"{entity.key} is a page without a folder: nothing can be filed to it")
    hand = _hand(entity, ground)
    return Target(entity.folder, entity.name, hand.type, hand.key, hand.tag, entity.path)


def make_page(target: Target, draft: Draft) -> None:
    """Make the target's page, where it has none yet."""
    if target.new is not None and target.page is not None and not draft.is_made(target.page):
        draft.create(target.page, target.new)


def named_in(meta: Frontmatter, name: str) -> Iterator[tuple[str, str]]:
    """The properties by which a note names an entity, and their text as written."""
    for key, value in meta.values.items():
        if key in OWN_KEYS and isinstance(value, str) and folded(_unlinked(value)) == folded(name):
            yield key, value


def tag_in(meta: Frontmatter, name: str) -> str | None:
    """The tag by which a note names an entity, without `#`."""
    for tag in meta.texts("tags"):
        prefix, slash, last = tag.removeprefix("#").rpartition("/")
        if slash and prefix != "type" and folded(last) == folded(slug(name)):
            return tag.removeprefix("#")
    return None


def _unlinked(value: str) -> str:
    return value.strip().removeprefix("[[").removesuffix("]]").rpartition("|")[2]


def _hand(entity: Entity, ground: Ground) -> _Hand:
    """As the newest notes beside do it, else as notes of the type usually do."""
    usual = _usual(entity.type, entity.name)
    type, key, tag = "", "", ""
    for meta in _beside(entity.folder, ground):
        said = (meta.text("type") or "").strip()
        type = type or (said if same_type(said) == same_type(entity.type) else "")
        key = key or next((key for key, _ in named_in(meta, entity.name)), "")
        tag = tag or tag_in(meta, entity.name) or ""
    return _Hand(type or usual.type, key or usual.key, tag or usual.tag)


def _usual(type: str, name: str) -> _Hand:
    kind = same_type(type)
    key = OWN.get(kind, slug(type).replace("-", "_") or "entity")
    return _Hand(type, key, f"{TAGGED.get(kind, key)}/{slug(name)}")


def _beside(folder: str, ground: Ground) -> Iterator[Frontmatter]:
    """What the newest notes in a folder say of themselves."""
    names = (name for name in ground.listed(folder) if name.endswith(".md") and is_dated(name))
    for name in sorted(names, reverse=True)[:_BESIDE]:
        try:
            data = ground.data(NotePath(f"{folder}/{name}"))
        except WinnowError:
            continue
        yield parse_frontmatter(data[:_MOST_READ])


def made_at(folder: str, draft: Draft) -> Target:
    """An entity whose page is to be made in a folder. Raises `Refused`, `Conflict`."""
    ground, page = draft.ground, NotePath(f"{folder}/{PAGE}")
    home = home_of(page, ground.config.entities)
    if home is None or home[0] != folder:
        types = ", ".join(ground.config.entities)
        raise Refused(f"nobody lives in {folder}, and no page can be made there: a folder in one of {types} can have one")  # fmt: skip
    name = home[1].name
    if plain_name(name) != name or name.startswith("_"):
        fits = plain_name(name.lstrip("_")) or "another one"
        raise Refused(f"“{name}” cannot be the name of a folder on every system; {fits} can")
    if not ground.is_triaged(page):
        raise Refused(f"{folder} is excluded from what is triaged: a page there would be nobody's")
    above = folder_of(NotePath(folder))
    if draft.names.is_taken(NotePath(folder)) and name not in ground.listed(above):
        raise Refused(
            f"{above} has a folder whose name differs from “{name}” in case or accents only"
        )
    if draft.names.is_taken(page):
        raise Conflict(f"{page} is there already, and was not read yet")
    hand = _usual(home[1].type, name)
    fields = {
        "type": hand.type, "title": name, "created": ground.today.isoformat(), "tags": [f"type/{hand.type}"],
    }  # fmt: skip
    body = f"\n# {name}\n\n## Key Facts\n\n## Open Tasks\n\n```tasks\npath includes {folder}/\nnot done\n```\n"  # fmt: skip
    data = new_note(fields, body)
    return Target(folder, name, hand.type, hand.key, hand.tag, page, data)


def folder_of_type(directory: Directory, type: str, *, near: str = "") -> str:
    """Where pages of a type live: where most do, those beside `near` first.

    Args:
        directory: Who there is.
        type: As the settings or the notes write it, or a folder of that type.
        near: The home of somebody.

    Raises:
        Refused: No folder is of that type.
    """
    plain = type.strip().strip("/")
    if not {"", ".", ".."}.isdisjoint(plain.split("/")):
        raise Refused(f"{type or '“”'} is no type, and no folder in the vault")
    if name_of(NotePath(plain)) in directory.types and "/" in plain:
        return plain
    folders = list(_folders(directory, plain))
    if not folders:
        known = " ".join(sorted({*directory.types.values()}))
        raise Refused(f"no folder is of the type {type}; there are {known}")
    root = near.partition("/")[0]
    counted = Counter(folders)
    return max(counted, key=lambda one: (one.partition("/")[0] == root, counted[one], one))


def _folders(directory: Directory, type: str) -> Iterator[str]:
    kinds = {folder: kind for folder, kind in directory.types.items() if same_type(kind) == same_type(type) or folder == type}  # fmt: skip
    tops = set()
    for entity in directory.identity:
        above = folder_of(NotePath(entity.home))
        tops.add(folder_of(NotePath(above)))
        if name_of(NotePath(above)) in kinds:
            yield above
    # Where nobody of the type lives yet, beside those of others.
    yield from (f"{top}/{folder}" if top else folder for folder in kinds for top in sorted(tops))
