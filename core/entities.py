"""Who a note belongs to, by the place it lies in. Pure over paths.

An entity is the folder below a folder of a type: `Work/People/Ana Ruiz/…` is the person Ana Ruiz.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.path import NotePath

_PAGE = "README.md"


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
    parts = path.split("/")
    for depth, folder in enumerate(parts[:-1]):
        kind = types.get(folder)
        if kind is None:
            continue
        below = parts[depth + 1 :]
        if len(below) == 1:
            return _flat(below[0], kind)
        return Place(below[0], kind, page=below[1:] == [_PAGE])
    return None


def _flat(name: str, kind: str) -> Place | None:
    """A page without a folder; `_MANIFEST.md` and the type's own README are none."""
    if name.startswith("_") or name == _PAGE:
        return None
    return Place(name.removesuffix(".md"), kind, page=True)


def has_arrived(path: NotePath, inbox: Sequence[str]) -> bool:
    """Whether a file waits in an inbox folder: not in one of its `_` folders, unless that is named."""
    below = [path[len(folder) + 1 :] for folder in inbox if path.startswith(f"{folder}/")]
    return bool(below) and not any(part.startswith("_") for part in min(below, key=len).split("/"))
