"""A page that waits for a review, for people and for programs; and the card to decide about it by."""

from collections.abc import Iterable, Sequence

from core.review.candidates import Candidate
from core.review.card import Card, Naming
from core.review.items import Evidence, Reason, ReviewRow
from tui.cli.entities import place_fields
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json

COLUMNS = (
    Column(), Column(share=2), Column(share=1), Column(right=True), Column(right=True), Column(right=True),
    Column(right=True), Column(share=2),
)  # fmt: skip
_FLAGS = frozenset({"needs-review"})
"""What nearly every page of a queue has: people are not told."""
_SHOWN = 12
"""Lines of each kind that people get; programs get all."""
_NAMINGS = (Column(), Column(share=1), Column(share=3), Column(share=1))
_PAIRS = (Column(), Column(share=1))


def fields(row: ReviewRow, why: Sequence[Reason], found: Iterable[Candidate]) -> dict[str, Json]:
    """A page as JSON has it.

    Args:
        row: The page.
        why: Why it waits.
        found: Whom it may be the same as.
    """
    return {
        "key": row.key,
        "path": row.path,
        "name": row.name,
        "type": row.type,
        "why": [one.code for one in why],
        "reasons": [{"code": one.code, "says": one.says} for one in why],
        "evidence": row.evidence._asdict(),
        "candidates": list(map(_candidate, found)),
    }


def _candidate(one: Candidate) -> dict[str, Json]:
    return {
        "key": one.entity.key,
        "path": one.entity.path,
        "name": one.entity.name,
        "type": one.entity.type,
        "score": one.score,
        "why": one.why,
        "signals": [sign.code for sign in one.signals],
        "vetoes": [sign.code for sign in one.vetoes],
    }


def cells(row: ReviewRow, why: Sequence[Reason], found: Sequence[Candidate]) -> Sequence[Cell]:
    """A page as a line of a table of `COLUMNS`."""
    maybe = ", ".join(one.entity.name for one in found if not one.vetoes)
    told = [one.code for one in why if one.code not in _FLAGS] or [one.code for one in why]
    return (
        Cell(row.type, "dim"),
        Cell(row.name),
        Cell(" ".join(told), "yellow"),
        *_counts(row.evidence),
        Cell(f"{maybe}?" if maybe else "", "dim"),
    )


def _counts(evidence: Evidence) -> Iterable[Cell]:
    for what, number in evidence._asdict().items():
        one = what.removesuffix("s") if number == 1 else what
        yield Cell(f"{number:,} {one}" if number else "")


def card_fields(card: Card) -> dict[str, Json]:
    """A card as JSON has it."""
    said = fields(card.row, card.why, (one.candidate for one in card.candidates))
    found = [{**_candidate(one.candidate), "facts_in_common": one.facts} for one in card.candidates]
    return {
        "why": said["why"],
        "reasons": said["reasons"],
        "evidence": said["evidence"],
        "says": {
            "properties": dict(card.says.properties),
            "facts": [one._asdict() for one in card.says.facts],
            "context": [one._asdict() for one in card.says.context],
        },
        "named": card.named,
        "named_in": [
            {**place_fields(one.place), "link": one.link, "beside": one.beside}
            for one in card.namings
        ],
        "notes": [{"path": one.path, "title": one.title, "date": one.date} for one in card.notes],
        "candidates": found,
        "words_known": card.words_known,
    }


def print_card(run: Invocation, card: Card) -> None:
    """A card, for people."""
    _heading(run, "It waits for a review")
    run.out.table(_PAIRS, [(Cell(one.code, "yellow"), Cell(one.says)) for one in card.why])
    counts = ", ".join(cell.text for cell in _counts(card.row.evidence) if cell.text)
    run.out.line(counts or "nothing is known of it")
    if card.candidates:
        _heading(run, "Is it the same as one of these?")
        for number, one in enumerate(card.candidates, start=1):
            candidate = one.candidate
            facts = f"; {one.facts} of its facts stand there too" if one.facts else ""
            paint = "dim" if candidate.vetoes else ""
            run.out.line(
                f"{number} {candidate.score:>3}  ",
                Cell(candidate.entity.name, paint or "bold"),
                Cell(f"  {candidate.why}{facts}", paint),
            )
            for veto in candidate.vetoes:
                run.out.line("        ", Cell(f"speaks against it: {veto.says}", "yellow"))
    _print_says(run, card)
    if card.namings:
        _heading(run, f"Named on {card.named:,} {'line' if card.named == 1 else 'lines'}")
        run.out.table(_NAMINGS, list(map(_naming, card.namings[:_SHOWN])))


def _print_says(run: Invocation, card: Card) -> None:
    for what, lines in (("Facts", card.says.facts), ("Context", card.says.context)):
        if lines:
            _heading(run, what)
            for line in lines[:_SHOWN]:
                times = f"  ×{line.times}" if line.times > 1 else ""
                run.out.line("- ", Cell(line.text), Cell(times, "dim"))
            if len(lines) > _SHOWN:
                run.out.line(Cell(f"  and {len(lines) - _SHOWN} more", "dim"))


def _naming(one: Naming) -> Sequence[Cell]:
    beside = ", ".join(one.beside)
    return (
        Cell(one.place.date or "-"),
        Cell(one.place.title, "dim"),
        Cell(one.place.text.strip()),
        Cell(f"with {beside}" if beside else "", "dim"),
    )


def _heading(run: Invocation, what: str) -> None:
    run.out.line()
    run.out.line(Cell(what, "bold"))
