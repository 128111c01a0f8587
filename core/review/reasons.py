"""Why a page waits for a review. Pure."""

from collections.abc import Iterable, Iterator
from math import log2

from core.browse import EntityRow
from core.entities import same_type
from core.index.rows import NoteRow
from core.review.items import REASONS, Evidence, Reason, ReviewRow
from core.review.likeness import is_nobody
from core.spelling import folded

_RANK = {code: rank for rank, code in enumerate(REASONS)}
_PEOPLE = "people"
_NAMELESS = ("last name unknown", "name unknown", "surname unknown")
_LEFT_OPEN = {
    "empty-key": "nothing is written for {}",
    "empty-tag": "a tag has no name: {}",
    "empty-link": "it links to nothing: {}",
    "unknown": "not known: {}",
    "placeholder": "still as the template has it: {}",
    "template": "a template was not filled in: {}",
}
_WEIGHTS = (1, 2, 1, 1)
"""Notes of its own say more than what names it elsewhere."""


def row_of(entity: EntityRow, page: NoteRow | None) -> ReviewRow:
    """The row of an entity, whether it waits or not.

    Args:
        entity: What is known of it.
        page: Its page, where it has one.
    """
    said = page.said if page else None
    evidence = Evidence(
        entity.mentions, entity.notes, entity.backlinks or 0, said.facts if said else 0
    )
    why = (*_of_identity(entity, page), *_of_page(page), *_of_evidence(entity, evidence))
    return ReviewRow(
        entity.key,
        entity.path,
        entity.name,
        entity.type,
        tuple(sorted(why, key=lambda one: _RANK[one.code])),
        evidence,
        weight(evidence),
        page.crc if page else 0,
        entity.plain,
    )


def row_of_note(note: NoteRow) -> ReviewRow:
    """The row of a note that is nobody's page."""
    evidence = Evidence(None, 0, 0, note.said.facts if note.said else 0)
    why = tuple(sorted(_flags(note), key=lambda one: _RANK[one.code]))
    return ReviewRow(
        note.path,
        note.path,
        note.title,
        "",
        why,
        evidence,
        weight(evidence),
        note.crc,
        folded(note.title),
    )


def weight(evidence: Evidence) -> float:
    """What evidence comes to: some of each kind is more than much of one."""
    return sum(
        share * log2(1 + (amount or 0)) for share, amount in zip(_WEIGHTS, evidence, strict=True)
    )


def _of_identity(entity: EntityRow, page: NoteRow | None) -> Iterator[Reason]:
    for badge in entity.badges:
        yield Reason(badge.code, badge.says)
    if is_nobody(entity.name):
        yield Reason("not-a-name", f"{entity.name} stands where a name was to be found")
    elif same_type(entity.type) == _PEOPLE and " " not in folded(entity.name):
        yield Reason("single-name", f"{entity.name} is one name only")
    said = page.said if page else None
    texts = (entity.name, said.title, said.heading) if said else (entity.name,)
    if any(text in name.lower() for name in texts for text in _NAMELESS):
        yield Reason("unknown-name", "its name is not known in full")


def _of_page(page: NoteRow | None) -> Iterator[Reason]:
    if page is None:
        return
    if page.said is not None:
        yield from _left_open(page.said.left_open)
    yield from _flags(page)


def _left_open(found: Iterable[str]) -> Iterator[Reason]:
    by_code: dict[str, list[str]] = {}
    for one in found:
        code, _, what = one.partition(" ")
        by_code.setdefault(code, []).append(what)
    for code, told in by_code.items():
        yield Reason(code, _LEFT_OPEN[code].format(", ".join(told)))


def _flags(page: NoteRow) -> Iterator[Reason]:
    if page.auto_created:
        yield Reason("auto-created", "a program made it")
    if page.needs_review:
        yield Reason("needs-review", "it is tagged needs-review")


def _of_evidence(entity: EntityRow, evidence: Evidence) -> Iterator[Reason]:
    if not evidence.notes and not evidence.facts:
        yield Reason("stub", "it has no notes, and its page lists no facts")
    if not entity.backlinks and not entity.mentions:
        known = "" if entity.mentions is not None else ", as far as words are known"
        yield Reason("no-links", f"nothing links to it or mentions it{known}")
