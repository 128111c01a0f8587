"""An entity for people and for programs."""

from collections.abc import Iterable, Sequence

from core.browse import EntityRow, Place
from core.entities import Badge
from tui.cli.output import Cell, Column, Json

COLUMNS = (
    Column(), Column(share=2), Column(right=True), Column(right=True), Column(right=True),
    Column(right=True), Column(right=True), Column(), Column(share=1),
)  # fmt: skip


def fields(row: EntityRow) -> dict[str, Json]:
    """An entity as JSON has it."""
    return {
        "key": row.key,
        "path": row.path,
        "name": row.name,
        "type": row.type,
        "aliases": row.aliases,
        "open_tasks": row.open_tasks,
        "proposals": row.proposals,
        "notes": row.notes,
        "backlinks": row.backlinks,
        "mentions": row.mentions,
        "last_contact": row.last_contact,
        "flagged": row.flagged,
        "pinned": row.pinned,
        "badges": badges(row.badges),
    }


def badges(found: Iterable[Badge]) -> list[Json]:
    """What is not as it should be, as JSON has it."""
    return [{"code": badge.code, "says": badge.says} for badge in found]


def cells(row: EntityRow) -> Sequence[Cell]:
    """An entity as a line of a table of `COLUMNS`."""
    marks = [badge.code for badge in row.badges]
    return (
        Cell(row.type, "dim"),
        Cell(row.name, "bold" if row.pinned else ""),
        _count(row.open_tasks, "open"),
        _count(row.proposals, "?", "yellow"),
        _count(row.notes, "notes"),
        _count(row.backlinks, "links"),
        _count(row.mentions, "mentions"),
        Cell(row.last_contact or "-"),
        Cell(" ".join([*["flagged"] * row.flagged, *["pinned"] * row.pinned, *marks]), "yellow"),
    )


def _count(number: int | None, what: str, paint: str = "") -> Cell:
    one = what.removesuffix("s") if number == 1 else what
    return Cell(f"{number:,} {one}" if number else "", paint)


PLACES = (Column(), Column(share=1), Column(share=2))


def place_fields(place: Place) -> dict[str, Json]:
    """A line of a note as JSON has it."""
    return {
        "path": place.path,
        "line": place.line + 1,
        "text": place.text,
        "title": place.title,
        "date": place.date,
    }


def place_cells(place: Place) -> Sequence[Cell]:
    """A line of a note as one of a table of `PLACES`."""
    return (
        Cell(place.date or "-"),
        Cell(f"{place.path}:{place.line + 1}", "dim"),
        Cell(place.text.strip()),
    )
