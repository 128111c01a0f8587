"""The decision card as lines to be read, as a note is. Pure; none of it is safe to show."""

from collections.abc import Iterator

from core.browse import Place
from core.names import WantedName
from core.path import NotePath
from core.preview import Kind, NoteLine, NotePage
from core.review.card import Card, Compared, Naming, Said

_LISTED = 12
"""Lines of each kind; whoever wants all opens the page."""
_LONGEST = 400
_MARKS = "-*+#> "
_Line = tuple[Kind, str]


def page_of(card: Card) -> NotePage:
    """The card as a page: why it waits, whom it may be, where it is named, what it says."""
    row, lines = card.row, _read(_lines(card))
    where = " · ".join(filter(None, (row.type, row.key)))
    return NotePage(row.name, where, None, card.says.properties, lines, None, path=row.path or "")  # type: ignore[arg-type]  # an entity without a page has no path to follow links from


def page_of_name(name: WantedName) -> NotePage:
    """A name without a page as one: how it is written, whom it may mean, where it stands."""
    where = " · ".join(("name without a page", *name.kinds))
    return NotePage(
        name.name, where, None, (), _read(_lines_of_name(name)), None, path=NotePath("")
    )


def _lines_of_name(name: WantedName) -> Iterator[_Line]:
    yield (
        Kind.TEXT,
        f"Written {name.count:,} time{'s' * (name.count != 1)}, and nobody answers to it.",
    )
    if len(name.spellings) > 1:
        yield from _headed("Written so")
        yield from ((Kind.BULLET, one) for one in name.spellings[:_LISTED])
    if name.candidates:
        yield from _headed("It may mean")
        for number, one in enumerate(name.candidates, start=1):
            yield Kind.BULLET, f"{number} {one.entity.name} ({round(one.score)}): {one.why}"
    yield from _headed("It stands in")
    yield from ((Kind.BULLET, _place(one)) for one in name.where[:_LISTED])
    if name.count > _LISTED:
        yield Kind.TEXT, f"and {name.count - len(name.where[:_LISTED]):,} more"


def _place(one: Place) -> str:
    return f"{one.date or '–'} {one.title}: {one.text.strip().lstrip(_MARKS)}"


def _read(lines: Iterator[_Line]) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            kind,
            " ".join(text.split())[:_LONGEST],
            number,
            lead="-" if kind is Kind.BULLET else "",
            depth=2 if kind is Kind.HEADING else 0,
        )
        for number, (kind, text) in enumerate(lines)
    )


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
    return f"{_place(one.place)}{beside}"


def _said(heading: str, lines: tuple[Said, ...]) -> Iterator[_Line]:
    if lines:
        yield from _headed(f"{heading}, {sum(one.times for one in lines):,}")
        for one in lines[:_LISTED]:
            times = f" ×{one.times}" if one.times > 1 else ""
            yield Kind.BULLET, f"{one.text}{times}"
        if len(lines) > _LISTED:
            yield Kind.TEXT, f"and {len(lines) - _LISTED} more"
