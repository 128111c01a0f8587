"""A patch worked out on the bytes of a note, and again on other bytes. Pure."""

from dataclasses import dataclass

from core.edit import Patch, apply, patch
from core.entries import Context
from core.errors import Conflict
from core.regions import rebase, regions


@dataclass(frozen=True, slots=True)
class Draft:
    """A patch worked out on the bytes of a note."""

    change: Patch
    context: Context
    base: bytes
    after: bytes


def draft(change: Patch, base: bytes) -> Draft:
    """`change` worked out on `base`. Raises `Conflict` where it does not fit."""
    after = apply(base, change.edits)
    return Draft(change, Context(len(base), regions(base, change.edits, after)), base, after)


def redraft(change: Patch, context: Context, present: bytes) -> Draft:
    """`change` on other bytes than it was planned on. Raises `Conflict` where that would be a guess."""
    places = [(region.edits, region.old) for region in context.regions]
    try:
        edits = rebase(present, change.edits, places)
    except Conflict as conflict:
        raise Conflict(
            f"{change.path} was changed meanwhile: {conflict}",
            expected=conflict.expected,
            found=conflict.found,
        ) from conflict
    return draft(patch(change.path, present, edits), present)
