"""The properties that a person fills in on pages: which they are for a type, and what some pages say. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.entities import same_type
from core.note import Note

_NOT_ASKED = frozenset({
    "title", "type", "tags", "tag", "aliases", "alias", "name", "entity", "created", "date", "auto_created",
    "last_contact", "last_updated", "last_enriched", "enrichment_level", "source", "source_ref",
})  # fmt: skip
"""What another verb says, and what programs write."""
_USUAL = {
    "people": ("role", "company", "email", "phone", "location", "status"),
    "customer": ("status", "owner", "industry", "account_type", "website"),
    "projects": ("status", "owner", "my_role"),
}
"""Type → what its pages have in most vaults."""
_ANY = ("status", "owner")
_MOST = 14
_SHARE = 4
"""A property is usual that one of so many pages has."""


class Field(NamedTuple):
    """A property of some pages; not safe to show."""

    key: str
    values: tuple[str, ...]
    """What they say, the commonest first, of a list its items between commas; none where nobody says anything."""
    several: bool
    """Whether they say different things, or only some of them anything."""


def fields_of(
    pages: Sequence[Note], types: Iterable[str], like: Sequence[Note]
) -> tuple[Field, ...]:
    """What a form asks about pages: what is usual for their types, what others of them have, what they have.

    Args:
        pages: Those that are filled in.
        types: Theirs.
        like: Others of the same types.
    """
    kinds = {same_type(type) for type in types}
    known = [key for kind, keys in _USUAL.items() if same_type(kind) in kinds for key in keys]
    used = Counter(key for note in like for key in note.meta.values)
    often = [key for key, times in used.most_common() if times * _SHARE >= len(like)]
    own = [key for note in pages for key in note.meta.values]
    keys = dict.fromkeys((*(known or _ANY), *own, *often))
    return tuple(_field(key, pages) for key in keys if key not in _NOT_ASKED)[:_MOST]


def _field(key: str, pages: Sequence[Note]) -> Field:
    said = Counter(", ".join(note.meta.texts(key)).strip() for note in pages)
    several = len(said) > 1
    return Field(key, tuple(text for text, _ in said.most_common() if text), several)
