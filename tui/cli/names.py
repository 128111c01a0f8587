"""A name without a page, for people and for programs; and whom a name may mean."""

from collections.abc import Iterable, Sequence

from core.names import WantedName
from core.near import Offer
from tui.cli.entities import place_fields
from tui.cli.output import Cell, Column, Json

COLUMNS = (Column(), Column(right=True), Column(share=1), Column(), Column(share=2))


def fields(name: WantedName) -> dict[str, Json]:
    """A name as JSON has it."""
    return {
        "id": name.id,
        "name": name.name,
        "spellings": name.spellings,
        "count": name.count,
        "where": [place_fields(place) for place in name.where],
        "kinds": name.kinds,
        "candidates": offers(name.candidates),
        "placeholder": name.placeholder,
    }


def offers(found: Iterable[Offer]) -> list[Json]:
    """Whom a name may mean, as JSON has it."""
    return [
        {
            "path": one.entity.path,
            "name": one.entity.name,
            "score": round(one.score),
            "why": one.why,
        }
        for one in found
    ]


def cells(name: WantedName) -> Sequence[Cell]:
    """A name as a line of a table of `COLUMNS`."""
    maybe = ", ".join(one.entity.name for one in name.candidates)
    said = "a placeholder" if name.placeholder else f"{maybe}?" if maybe else ""
    return (
        Cell(name.id, "dim"),
        Cell(f"{name.count:,}"),
        Cell(name.name),
        Cell(" ".join(name.kinds), "dim"),
        Cell(said, "dim"),
    )
