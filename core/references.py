"""References that follow what is moved."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from core.backlinks import Written
from core.directory import Directory
from core.edit import Edit
from core.note import Note
from core.path import NotePath


class Rewritten(NamedTuple):
    """What is to be edited."""

    edits: Mapping[NotePath, tuple[Edit, ...]]
    problems: tuple[tuple[NotePath, str], ...]


def moved(
    directory: Directory,  # noqa: ARG001 - to come
    written: Written,  # noqa: ARG001 - to come
    read: Callable[[NotePath], Note],  # noqa: ARG001 - to come
    moves: Mapping[NotePath, NotePath],  # noqa: ARG001 - to come
    *,
    into: Mapping[NotePath, NotePath],  # noqa: ARG001 - to come
) -> Rewritten:
    """Nothing yet."""
    return Rewritten({}, ())
