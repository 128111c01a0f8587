"""What is said of an entry of the journal, on the screen and on the command line. Pure."""

from collections.abc import Iterator

from core.history import Event, InTheWay, Look

_LINES = 4
"""Lines of what was looked for, and of what stands there, that are quoted."""


def what_became(event: Event) -> str:
    """`undone`, `the undo of it`, or nothing where it stands as it was done."""
    match event.kind:
        case "done":
            return "" if event.stands else "undone"
        case "undo":
            return "an undo"
        case "redo":
            return "a redo" if event.stands else "a redo, undone"
        case "kept":
            return "kept"


def how_it_stands(look: Look, *, undo: str, redo: str) -> Iterator[str]:
    """Whether it can be taken back, or done again, and by what; else what stands in the way. Not safe to show.

    Args:
        look: What was looked at.
        undo: What undoes it: a key, a command.
        redo: What does it again.
    """
    way, stands = look.in_the_way, look.event.stands
    if way is None:
        yield f"{undo} takes it back" if stands else f"{redo} does it again"
    elif look.event.kind == "kept":
        yield way.sentence
    else:
        yield f"cannot be {'undone' if stands else 'done again'} as it is: {way.sentence}"
        yield from _both_sides(way)
        if way.later is not None:
            yield f"later: {way.later.entry.tx.label} ({way.later.entry.id}); with that undone there may be nothing in the way"


def _both_sides(way: InTheWay) -> Iterator[str]:
    if way.expected or way.found:
        yield from _quoted("expected", way.expected)
        yield from _quoted("found", way.found)


def _quoted(what: str, text: str) -> Iterator[str]:
    lines = text.strip("\n").split("\n") if text.strip() else ["nothing"]
    for at, line in enumerate(lines[:_LINES]):
        yield f"{what if not at else '':<10}{line}"
    if len(lines) > _LINES:
        yield f"{'':<10}… {len(lines) - _LINES} more lines"
