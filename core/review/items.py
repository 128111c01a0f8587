"""What waits for a review, and why, as values; none of their texts is safe to show."""

from collections.abc import Mapping
from typing import NamedTuple

from core.path import NotePath

REASONS: Mapping[str, str] = {
    "not-a-name": "its name stands where a name was to be found",
    "same-name": "another page has its name",
    "taken-alias": "its alias is another's name",
    "near-name": "another page has nearly its name",
    "other-type": "its folder is of another type",
    "wrong-folder": "it lies in no folder of its type",
    "no-page": "it has no page",
    "unknown-name": "its name is not known in full",
    "template": "a template was not filled in",
    "empty-link": "it links to nothing",
    "empty-tag": "a tag has no name",
    "unknown": "something is not known",
    "placeholder": "something is still as the template has it",
    "empty-key": "a property is empty",
    "single-name": "it has one name only",
    "stub": "no notes and no facts",
    "no-links": "nothing links to it",
    "auto-created": "a program made it",
    "needs-review": "it is tagged needs-review",
}
"""Every code of a reason → what it means, in the order in which reasons are told."""
ASIDE = frozenset({"near-name", "unknown-name", "single-name", "stub", "no-links"})
"""What is told of a page that waits, and makes no page wait."""
FLAGS = frozenset({"auto-created", "needs-review"})
"""What the page itself asks with."""


class Reason(NamedTuple):
    """Why a page waits."""

    code: str
    """One of `REASONS`."""
    says: str
    """A sentence."""


class Evidence(NamedTuple):
    """How much there is to know a page by."""

    mentions: int | None
    """Lines that write it without a link; `None`: not known yet."""
    notes: int
    """In its folder, without its page."""
    backlinks: int
    """Notes that link to it."""
    facts: int
    """That its own page lists."""


class ReviewRow(NamedTuple):
    """A page that waits, or an entity without one."""

    key: str
    """The path of the page, of an entity without one its folder."""
    path: NotePath | None
    name: str
    type: str
    """`""`: it is nobody's page."""
    why: tuple[Reason, ...]
    """What costs a look at others is not in it: `near-name`."""
    evidence: Evidence
    weight: float
    """What the evidence comes to; the more, the sooner it is looked at."""
    crc: int
    """Of the page's bytes; 0: it has none."""
    plain: str
    """Name and aliases as they are compared, a line each."""

    @property
    def asks(self) -> frozenset[str]:
        """The codes that make it wait."""
        return frozenset(one.code for one in self.why if one.code not in ASIDE)

    @property
    def flagged(self) -> bool:
        """Whether the page itself asks to be looked at."""
        return not FLAGS.isdisjoint(one.code for one in self.why)


class Away(NamedTuple):
    """A page that does not wait, because somebody said so."""

    row: ReviewRow
    until: str
    """The day it comes back; `""`: when it changes, or has another reason."""


class ReviewRows(NamedTuple):
    """The queue, as far as a filter means it."""

    revision: int
    """Of the snapshot."""
    filter: str
    ids: tuple[str, ...]
    """Keys, those of the most evidence first."""
    rows: Mapping[str, ReviewRow]
    """All that wait, the listed ones among them."""
    away: tuple[Away, ...]
    """What was kept or snoozed, and would wait otherwise; by the day it comes back."""
    total: int
    """How many wait, whatever the filter."""
