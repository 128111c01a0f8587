"""What an item of the Inbox says of itself, whose it may be and why, and what it may be a copy of. Pure.

It has as many lines as it is given and never more: what stands under it does not move with the cursor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from core.inbox.items import Arrival, InboxRow, Person, Suggestion, Twin
from tui.cells import clip, day, fit, middle
from tui.lines.inbox import FLAGS, KINDS, amount_of, type_of
from tui.lines.parts import Part

_LABEL, _NAME, _TYPE = 9, 24, 11
_WIDE = 70
"""Cells from which there is room for the type beside the reasons."""
_PEOPLE, _OFFERED = 3, 3
_LONGEST = 300
_ALL = 7
"""Lines from which every suggestion gets one of its own."""

Line = tuple[list[Part], list[Part]]
"""What stands on the left and on the right."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an item; nothing of it is safe to show."""

    row: InboxRow
    arrival: Arrival | None = None
    """`None`: not read yet."""
    suggestions: tuple[Suggestion, ...] | None = None
    """`None`: not known yet."""
    twins: tuple[Twin, ...] = ()
    duplicate_key: str = "D"
    """The key that says it is a copy."""


def lines_of(card: Card, width: int, height: int) -> list[Line]:
    """As many lines as there is room for, the most telling first."""
    offered = _offered_whole(card, width) if height >= _ALL else [_offered_short(card)]
    lines = [_titled(card, width), _people(card, width), *offered, _wrong(card, width)]
    if height > len(lines):
        lines += [([], [])] * (height - 1 - len(lines))
        lines.append(([Part("─" * width, "rule")], []))
    return lines[:height]


def _titled(card: Card, width: int) -> Line:
    row, arrival = card.row, card.arrival
    about = type_of(row) if row.kind in {"note", "attachment"} else KINDS[row.kind][2]
    end = f"{about} · {amount_of(row)} "
    title = (arrival.title if arrival else row.title)[:_LONGEST]
    room = max(8, width - len(end) - 3)
    return [Part(" "), Part(middle(" ".join(title.split()), room), "name")], [Part(end, "about")]


def _people(card: Card, width: int) -> Line:
    row, arrival = card.row, card.arrival
    when = day((arrival.date if arrival else None) or row.date)
    right = [Part(f"{when} ", "about")] if when else []
    room = max(8, width - len(when) - 4)
    said = _who(arrival) if arrival is not None else ""
    if row.kind == "note":
        said = " › ".join(filter(None, (row.entity_type, row.entity, said)))
    if not said:
        said = middle(row.path[-_LONGEST:], room)
    return [Part(" "), Part(clip(said, room), "about")], right


def _who(arrival: Arrival) -> str:
    """`Ana Ruiz → me, Bo Lin`."""
    senders, people = _names(arrival.senders), _names(arrival.people)
    return f"{senders} → {people}" if senders and people else senders or people


def _names(people: Sequence[Person]) -> str:
    said = ", ".join((one.name or one.address)[:_LONGEST] for one in people[:_PEOPLE])
    more = len(people) - _PEOPLE
    return f"{said} +{more}" if more > 0 else said


def _offered_whole(card: Card, width: int) -> list[Line]:
    label = "file to"
    if card.suggestions is None:
        lines: list[Line] = [([Part(fit(f" {label}", _LABEL), "about"), Part("…", "about")], [])]
    elif not card.suggestions:
        lines = [([Part(fit(f" {label}", _LABEL), "about"), Part("no idea whose it is", "about")], [])]  # fmt: skip
    else:
        lines = []
        offered = card.suggestions[:_OFFERED]
        longest = max(cell_len(clip(one.name, _NAME)) for one in offered)
        name = min(longest, max(8, width // 3))
        type = _TYPE if width >= _WIDE else 0
        for number, one in enumerate(offered, start=1):
            why = ", ".join(one.why)[:_LONGEST]
            begin = [
                Part(fit(f" {label}" if number == 1 else "", _LABEL), "about"),
                Part(f"{number} ", "key"),
                Part(fit(one.name[:_LONGEST], name), "entity"),
                Part(f"  {fit(one.type, type)}{why}", "about"),
            ]
            lines.append((begin, []))
    return lines + [([], [])] * (_OFFERED - len(lines))


def _offered_short(card: Card) -> Line:
    parts = [Part(" file to ", "about")]
    if not card.suggestions:
        said = "…" if card.suggestions is None else "no idea whose it is"
        return [*parts, Part(said, "about")], []
    for number, one in enumerate(card.suggestions[:_OFFERED], start=1):
        parts += [Part(f" {number} ", "key"), Part(clip(one.name, _NAME), "entity")]
    return parts, []


def _wrong(card: Card, width: int) -> Line:
    """What is to be known before it is filed: a twin, other notes of the meeting, what it lacks."""
    row = card.row
    if row.others:
        many = len(row.others) + 1
        said = f" ×{many} notes of one source"
        return [Part(said, "wrong")], [Part(f"{card.duplicate_key} ", "key"), Part("keeps one ", "about")]  # fmt: skip
    if card.twins:
        twin = card.twins[0]
        why = clip(twin.why, max(12, width // 2))
        room = max(8, width - len(why) - 16)
        better = "" if twin.keep else " (this one is the better)"
        said = f" = copy of {middle(twin.path, room)}: {why}{better}"
        return [Part(said, "wrong")], [Part(f"{card.duplicate_key} ", "key")]
    words = [FLAGS[flag][1] for flag in row.flags if flag in FLAGS]
    return ([Part(f" {' · '.join(words)}", "wrong")] if words else []), []
