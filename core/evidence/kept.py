"""What is kept of evidence from one start to the next, as text; none of it is needed. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from core.evidence.support import FLAGS, Gist
from core.index.rows import TaskId

KEPT = "evidence"
"""What the cache calls it."""
_MADE_BY = "evidence 3"
"""Another way of weighing needs another number: what was weighed otherwise is weighed again."""
_CODES = tuple(FLAGS)
_NONE = "-"


class Weighed(NamedTuple):
    """The gist of a proposal, and what it was made of."""

    made_of: int
    """Tells the line, its note and its source as they were from others."""
    gist: Gist


def packed(known: Mapping[TaskId, Weighed]) -> str:
    """As text, a line each."""
    lines = [_MADE_BY]
    for id, (made_of, (strength, flags)) in known.items():
        bits = sum(1 << _CODES.index(code) for code in flags)
        lines.append(f"{id} {made_of:x} {_NONE if strength is None else strength} {bits:x}")
    return "\n".join(lines)


def unpacked(text: str) -> dict[TaskId, Weighed]:
    """What `packed` made text of; nothing of what anything else did."""
    head, *lines = text.split("\n")
    if head != _MADE_BY:
        return {}
    try:
        return dict(map(_read, lines))
    except ValueError:
        return {}


def _read(line: str) -> tuple[TaskId, Weighed]:
    id, made_of, strength, bits = line.split(" ")
    flags = tuple(code for at, code in enumerate(_CODES) if int(bits, 16) >> at & 1)
    gist = Gist(None if strength == _NONE else int(strength), flags)
    return TaskId(id), Weighed(int(made_of, 16), gist)
