"""The decision card as lines to be read, as a note is. Pure; none of it is safe to show."""

from collections.abc import Iterator

from core.preview import Kind, NoteLine, NotePage
from core.review.card import Card, Compared, Naming, Said

_LISTED = 12
"""Lines of each kind; whoever wants all opens the page."""
_LONGEST = 400
_MARKS = "-*+#> "
_Line = tuple[Kind, str]


def page_of(card: Card) -> NotePage:
    """The card as a page: why it waits, whom it may be, where it is named, what it says."""
    row = card.row
    lines = tuple(
        NoteLine(
            kind,
            " ".join(text.split())[:_LONGEST],
            number,
            lead="-" if kind is Kind.BULLET else "",
            depth=2 if kind is Kind.HEADING else 0,
        )
        for number, (kind, text) in enumerate(_lines(card))
    )
    where = " · ".join(filter(None, (row.type, row.key)))
    return NotePage(row.name, where, None, card.says.properties, lines, None, path=row.path or "")  # type: ignore[arg-type]  # an entity without a page has no path to follow links from


def _lines(card: Card) -> Iterator[_Line]:
    yield from ((Kind.BULLET, one.says) for one in card.why)
    yield Kind.BLANK, ""
    yield Kind.TEXT, _evidence(card)
    if card.candidates:
        yield from _headed("Is it the same as")
        for number, one in enumerate(card.candidates, start=1):
            yield from _candidate(number, one)
    if card.namings:
        yield from _headed(f"Named on {card.named:,} line{'s' * (card.named != 1)}")
        yield from ((Kind.BULLET, _naming(one)) for one in card.namings[:_LISTED])
    yield from _said("Facts", card.says.facts)
    yield from _said("Context", card.says.context)
    if card.notes:
        yield from _headed(f"Notes, {len(card.notes):,}")
        for note in card.notes[:_LISTED]:
            yield Kind.BULLET, f"{note.date or '–'} {note.title}"


def _headed(title: str) -> Iterator[_Line]:
    yield Kind.BLANK, ""
    yield Kind.HEADING, title
    yield Kind.BLANK, ""


def _evidence(card: Card) -> str:
    """How much there is to know it by."""
    found = card.row.evidence._asdict()
    said = [f"{many:,} {what if many != 1 else what.removesuffix('s')}" for what, many in found.items() if many]  # fmt: skip
    missing = "" if card.words_known else "; its mentions are not known yet"
    return (", ".join(said) or "Nothing is known of it") + missing


def _candidate(number: int, one: Compared) -> Iterator[_Line]:
    found = one.candidate
    facts = f"; {one.facts} of its facts stand there too" if one.facts else ""
    why = "; ".join(sign.says for sign in found.signals)
    yield Kind.BULLET, f"{number} {found.entity.name} ({found.score}): {why}{facts}"
    for veto in found.vetoes:
        yield Kind.TEXT, f"but: {veto.says}"


def _naming(one: Naming) -> str:
    beside = f" (with {', '.join(one.beside)})" if one.beside else ""
    return f"{one.place.date or '–'} {one.place.title}: {one.place.text.strip().lstrip(_MARKS)}{beside}"


def _said(heading: str, lines: tuple[Said, ...]) -> Iterator[_Line]:
    if lines:
        yield from _headed(f"{heading}, {sum(one.times for one in lines):,}")
        for one in lines[:_LISTED]:
            times = f" ×{one.times}" if one.times > 1 else ""
            yield Kind.BULLET, f"{one.text}{times}"
        if len(lines) > _LISTED:
            yield Kind.TEXT, f"and {len(lines) - _LISTED} more"
