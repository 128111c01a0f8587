"""The verbs about pages and names: what each asks, and the intents its answer makes. No widgets, no session."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from core.actions.intents import Keep, PutOff, ReviewIntent, TrashPage
from core.entities import Entity, same_type
from core.inbox.items import Suggestion
from core.names import WantedName
from core.review.items import ReviewRow
from core.when import parse_when
from tui.asking import Choice, Meaning, Question
from tui.inbox import verbs as item_verbs
from tui.text import clip

Pages = tuple[ReviewRow, ...]

LEAVING = frozenset(["review.keep", "review.snooze", "page.merge", "page.trash"])
"""Verbs after which a page waits no longer: its row leaves at the key."""
_WORDS = 40
_MOST = 9


class Gone(NamedTuple):
    """What becomes of all that has to do with pages that go."""

    links: str = "leave"
    """As `links_of` offers it."""
    to: str = ""
    """Where links are to lead: the key of an entity."""
    notes: bool = False
    """Whether what lies in their folders goes too."""


class Candidate(Protocol):
    """Whom a page or a name may mean."""

    @property
    def entity(self) -> Entity:
        """Somebody."""

    @property
    def score(self) -> float:
        """How likely."""

    @property
    def why(self) -> str:
        """In a line; not safe to show."""


def of(pages: Sequence[ReviewRow]) -> str:
    """Of what, in a title: ` 3 pages`, ` “Ana Ruiz”`."""
    return f" {len(pages)} pages" if len(pages) > 1 else f" {quoted(pages[0].name)}"


def quoted(name: str) -> str:
    """A name in a title."""
    return f"“{clip(name, _WORDS)}”"


def reviewed(verb: str, value: str, pages: Pages, *, today: date) -> ReviewIntent:
    """What is wanted of pages that wait. Raises `Refused` where the answer means nothing."""
    if verb == "review.keep":
        return Keep(pages)
    if item_verbs.changes(value):
        return PutOff(pages, until_changed=True)
    return PutOff(pages, until=parse_when(value, today))


def later(pages: Pages, today: date) -> Question:
    """Until when pages are to be out of sight."""
    return item_verbs.out_of_sight(of(pages), today)


def otherwise(row: ReviewRow) -> Question:
    """What a page is to be called."""

    def explain(text: str) -> Meaning:
        if not text.strip():
            return Meaning("A page wants a name.", fine=False)
        if text.strip() == row.name:
            return Meaning("That is its name.", fine=False)
        return Meaning("")

    return Question(f"rename {quoted(row.name)} to", explain, value=row.name)


def trashed(gone: Gone, pages: Pages) -> TrashPage:
    """Pages into the trash."""
    match gone.links:
        case "unlink" | "redirect":
            return TrashPage(pages, gone.links, gone.to, gone.notes)
        case _:
            return TrashPage(pages, "leave", "", gone.notes)


def but(rows: Pages, key: str) -> Pages:
    """All of several pages but the one that stays; one alone may be told that it is itself."""
    return tuple(row for row in rows if row.key != key) or rows


def types(entities: Mapping[str, str], without: Iterable[str] = ()) -> tuple[Choice, ...]:
    """The types of the settings by their numbers, but for some: people first, as most names are somebody's."""
    left_out = {same_type(type) for type in without}
    known = [type for type in dict.fromkeys(entities.values()) if same_type(type) not in left_out]
    return tuple(Choice(f"{at}", type, type) for at, type in enumerate(known[:_MOST], start=1))


def links_of(pages: Pages) -> tuple[Choice, ...]:
    """What may become of links to pages that go; none where nothing links to them."""
    notes = sum(row.evidence.backlinks for row in pages)
    if not notes:
        return ()
    said = f"{notes:,} note{'s' * (notes != 1)}"
    link = "links" if notes == 1 else "link"
    return (
        Choice("l", f"leave the links: {said} {link} there, to nothing then", "leave"),
        Choice("u", "unlink: the text that they show stays", "unlink"),
        Choice("r", "redirect: let them lead to another page", "redirect"),
    )


def notes_of(pages: Pages) -> tuple[Choice, ...]:
    """What may become of the notes in the folders of pages that go; none where there are none."""
    notes = sum(row.evidence.notes for row in pages)
    if not notes:
        return ()
    said = f"{notes:,} note{'s' * (notes != 1)}"
    return (
        Choice("k", f"keep the {said} where they are", ""),
        Choice("a", f"all goes: the {said} too", "notes"),
    )


def suggested(found: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """Whom something may mean, as the boxes list it: the likeliest first."""
    return tuple(
        Suggestion(one.entity.key, one.entity.name, one.entity.type, one.score, (one.why,))
        for one in found
    )


def others_of(name: WantedName) -> tuple[str, ...]:
    """How a name is written besides."""
    return tuple(one for one in name.spellings if one != name.name)
