"""What speaks for a proposal and against it, as values; none of their texts is safe to show."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from core.path import NotePath
from core.text import Span

Word = Literal["none", "weak", "strong"]

FLAGS: Mapping[str, str] = {
    "no-source": "its note names no text that it was made from",
    "source-gone": "what its note was made from is not here",
    "unsupported": "no sentence that supports it was found",
    "date": "the source does not name its date",
    "owner": "its owner took no part",
    "contradicts": "a decision of its note says otherwise",
}
"""Every code of a flag → what it means, in the order in which flags are told."""
WEAK, STRONG = 35, 60
"""From which strength evidence is weak, and strong."""


class Support(NamedTuple):
    """A sentence of the source."""

    text: str
    """On one line, without who says it."""
    line: int
    """Where it begins in the source: from 0, counting LF only."""
    span: Span
    """Its bytes in the source."""
    lights: tuple[Span, ...]
    """The words that it shares with the proposal; bytes in the source, in order, inside `span`."""
    who: str
    """Who says or writes it, as written; `""`: the source does not tell."""
    when: str
    """The recording's time as written, or the mail's day; `""`: the source does not tell."""
    score: int
    """From 0 to 100."""
    spoken: bool
    """Whether somebody says or writes it; else it stands in a summary that a recorder made."""


class Touch(NamedTuple):
    """A line of the proposal's own note that is about the same."""

    kind: Literal["decision", "fact"]
    text: str
    """Without its bullet."""
    line: int
    """In the note: from 0, counting LF only."""
    span: Span
    """Its bytes in the note."""
    lights: tuple[Span, ...]
    """The words that it shares with the proposal; bytes in the note, in order, inside `span`."""
    score: int
    """From 0 to 100."""
    against: bool
    """Whether it says that this is not to be done."""


class Evidence(NamedTuple):
    """All that speaks for one proposal."""

    strength: int
    """From 0 to 100; see `word_of`."""
    sentences: tuple[Support, ...] = ()
    """Of the source, the best first."""
    dated: Support | None = None
    """Where the source names the due date."""
    touching: tuple[Touch, ...] = ()
    """Lines of the note, the nearest first."""
    flags: tuple[str, ...] = ()
    """Codes of `FLAGS`, in that order."""
    source: NotePath | None = None
    """What the note was made from, where it is here."""

    @property
    def word(self) -> Word:
        """Its strength in a word."""
        return word_of(self.strength)


class Gist(NamedTuple):
    """What of that is kept in memory of every proposal."""

    strength: int | None
    """`None`: there is no source to ask."""
    flags: tuple[str, ...]

    @property
    def word(self) -> Word | None:
        """Its strength in a word; `None`: there is no source to ask."""
        return None if self.strength is None else word_of(self.strength)


def word_of(strength: int) -> Word:
    """A strength in a word."""
    return "strong" if strength >= STRONG else "weak" if strength >= WEAK else "none"
