"""What Obsidian does not read as it is meant, line by line, as values; none of their texts is safe to show."""

from collections.abc import Mapping
from typing import NamedTuple

from core.index.rows import TaskRow
from core.path import NotePath

KINDS: Mapping[str, str] = {
    "mark": "its mark is broken: Obsidian sees no task",
    "two-marks": "it has a second mark",
    "no-bullet": "no bullet stands before its mark: Obsidian sees no task",
    "heading": "a heading was made a task",
    "status": "the vault does not define its status",
    "line-break": "a line break inside of it: Obsidian loses what follows",
    "no-break-space": "a blank that is none hides a field, or is in a tag",
    "date-form": "a date is not written as 2026-01-31",
    "no-day": "a date is no day of the calendar",
    "no-date": "a sign of a date has no date",
    "other-format": "a field is written as this vault does not read it",
    "glued": "something stands at the end of a field, and hides it",
    "many-tags": "so many tags hide a field before them",
    "text-after": "words behind a field hide it",
    "repeated": "a field stands there twice: Obsidian drops all but the first",
    "rule-words": "words behind a rule: Obsidian drops them",
    "no-rule": "a rule that is none: Obsidian drops it",
    "on-completion": "what is to happen on completion is not known: Obsidian drops it",
    "twin": "the same line stands above",
    "open-link": "a link is not closed",
    "note": "the note cannot be read as a whole",
}
"""Code → what is wrong, in the order in which a line is mended: what mends others goes before them."""


class Problem(NamedTuple):
    """One thing that is wrong with one line."""

    id: str
    """Opaque, `[a-z0-9]+`; the same while the line, its file and its place among equal lines stay."""
    path: NotePath
    line: int
    """From 0, counting LF only."""
    code: str
    """One of `KINDS`."""
    message: str
    """What is wrong, a sentence without its full stop."""
    fix: str | None
    """The line that it would become, `""` where it goes; `None`: only a person can tell."""
    raw: str
    """The exact line without its ending; `""` where it is about the whole note."""
    task: TaskRow | None
    """The task whose line it is."""

    @property
    def is_mendable(self) -> bool:
        """Whether a key mends it."""
        return self.fix is not None


class ProblemRows(NamedTuple):
    """Problems, as far as a filter means them."""

    revision: int
    """Of the snapshot."""
    filter: str
    ids: tuple[str, ...]
    """By note and line."""
    rows: Mapping[str, Problem]
    """All problems of the vault, the listed ones among them."""
