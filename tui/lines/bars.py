"""The title line, the status line and the key line: what fits of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.panes import PANES, Counts
from tui.cells import clip
from tui.commands import Command, command
from tui.lines.parts import Part, cells_of

_GAP, _TIGHT = 3, 1
"""Cells between panes, and where there is no room for more."""

Ends = tuple[Sequence[Part], Sequence[Part]]
"""What stands on the left of a line, and what on the right."""


@dataclass(frozen=True, slots=True)
class Pane:
    """One of the panes as the title line shows it: `3 Tasks 3,002`."""

    key: str
    label: str
    count: int | None = None
    """`None`: not counted yet."""


def key_of(id: str, commands: Sequence[Command]) -> str:
    """A command's first key; its id where the user took all keys away."""
    return next(iter(command(id, commands).keys), id)


def panes(commands: Sequence[Command], counts: Counts | None) -> tuple[Pane, ...]:
    """The panes and what waits in each."""
    return tuple(
        Pane(
            key_of(f"pane.{name}", commands),
            name.capitalize(),
            None if counts is None else getattr(counts, name),
        )
        for name in PANES
    )


def title(shown: Sequence[Pane], active: str, vault: str, note: str, width: int) -> Ends:
    """As much as fits: labels of the other panes go first, then the day, then the names.

    Args:
        shown: The panes.
        active: The key of the one that is shown.
        vault: The vault's name, not yet safe to show.
        note: What stands on the right: `37 today · ● saved`.
        width: In cells.
    """
    end = (Part(f"{note} ", "note"),) if note else ()
    begin, name = Part(" winnow ", "name"), Part(f" {vault}", "note")
    long, short = _panes(shown, active, _GAP), _panes(shown, active, _TIGHT, short=True)
    tight = _panes(shown, active, _TIGHT)
    for left, right in (
        ((begin, name, *long), end),
        ((begin, *long), end),
        ((begin, *tight), end),
        ((begin, *short), end),
        (short, end),
        (short, ()),
    ):
        if cells_of(left) + cells_of(right) + 1 <= width:
            return left, right
    return short, ()


def _panes(
    shown: Sequence[Pane], active: str, gap: int, *, short: bool = False
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for pane in shown:
        lit = pane.key == active
        count = "" if pane.count is None else f" {pane.count:,}"
        label = "" if short and not lit else f" {pane.label}"
        parts.append(Part(" " * gap))
        text = f"[{pane.key}{label}{count}]" if lit else f" {pane.key}{label}{count} "
        parts.append(Part(text, "active" if lit else "pane", pane.key))
    return tuple(parts)


def status(says: Sequence[Part], right: Sequence[Part], width: int) -> Ends:
    """The left whole, the right in what remains; below a third of the line it is left out."""
    left: list[Part] = [Part(" ")]
    for part in filter(lambda part: part.text, says):
        left += [Part(" · ", "muted"), part] if len(left) > 1 else [part]
    room = width - cells_of(left) - 2
    end = [*right, Part(" ")] if right and room >= width // 3 else []
    if end and cells_of(end) > room:
        end = [
            Part(clip("".join(part.text for part in right), room), right[0].tone),
            Part(" "),
        ]
    return left, end


def keys(shown: Sequence[tuple[str, str]], width: int) -> Ends:
    """Whole pairs only: half a label says nothing; the last pair is never left out."""
    *pairs, last = [_pair(key, label) for key, label in shown] or [()]
    left: list[Part] = []
    room = width - cells_of(last)
    for pair in pairs:
        if cells_of(left) + cells_of(pair) > room:
            break
        left += pair
    return [*left, *last], ()


def _pair(key: str, label: str) -> tuple[Part, ...]:
    return (Part(" "), Part(key, "key", key), Part(f" {label} ", "", key))
