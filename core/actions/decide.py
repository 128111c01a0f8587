"""What a decision changes in a task line: its mark, its ✅ or ❌, the tags that said undecided. Pure.

The rule: replace the one character between the brackets, take out ✅ and ❌ only where the plugin
reads them, append the new date behind the last field; nothing else moves. Obsidian Tasks reads the
line exactly as it reads the one it would have written itself.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.actions.lines import Splice, date_text, drop, drop_kind, insert, new_mark, normal, spliced
from core.actions.recurrence import next_line
from core.errors import Refused
from core.parse.fields import TAG, WHITE
from core.parse.tasks import TaskLine, on_completion, read_line, stray_mark
from core.statuses import Status, TaskSettings

_TAG = re.compile(rf"(?:\A|(?<=[{WHITE}])){TAG}")
_ENDINGS = (("DONE", "done"), ("CANCELLED", "cancelled"))


@dataclass(frozen=True, slots=True)
class LineChange:
    """What happens to one line of a note."""

    splices: tuple[Splice, ...]
    """In characters of the line, in order; none of them changes nothing."""
    occurrence: str | None = None
    """The next occurrence, a line of its own."""
    removed: bool = False
    """The line itself goes."""

    def __bool__(self) -> bool:
        """Whether anything happens."""
        return bool(self.splices) or self.removed or self.occurrence is not None


def decide(  # noqa: PLR0913 - all that a decision depends on
    read: TaskLine,
    target: Status,
    settings: TaskSettings,
    today: date,
    remove_tags: Collection[str] = (),
    *,
    reopens: bool = False,
) -> LineChange:
    """Gives the line the status `target`, and takes `remove_tags` and a second mark off.

    A line that has the status already keeps its ✅ and ❌, unless the decision `reopens` it.

    Raises:
        Refused: The new line would not read as the old one with only that changed.
    """
    tidied = [*_without_stray(read), *without_tags(read, remove_tags)]
    if target.symbol == read.mark:
        tidied += drop_kind(read, "done", "cancelled") if reopens else []
        return _checked(read, target, tidied, settings, remove_tags)
    completes = target.type == "DONE" and read.status.type != "DONE"
    splices = [new_mark(read, target.symbol), *_endings(read, target, settings, today), *tidied]
    change = _checked(read, target, splices, settings, remove_tags)
    if not completes:
        return change
    before = read_line(spliced(read.line, tidied), settings) or read
    return LineChange(
        change.splices,
        next_line(before, target, settings, today),
        removed=on_completion(read.values) == "delete",
    )


def _endings(read: TaskLine, target: Status, settings: TaskSettings, today: date) -> list[Splice]:
    """✅ and ❌: today's on the way in, kept where the type stays, none on any other type."""
    splices: list[Splice] = []
    dated = {"done": settings.set_done_date, "cancelled": settings.set_cancelled_date}
    for type_, kind in _ENDINGS:
        if target.type == type_ == read.status.type:
            continue
        splices += drop_kind(read, kind)
        if target.type == type_ and dated[kind]:
            text = date_text(kind, today.isoformat(), settings.format)
            splices.append(insert(read, read.body_end, text))
    return splices


def without_tags(read: TaskLine, tags: Collection[str]) -> list[Splice]:
    """Takes tags off wherever in the line they stand, each with the one space before it."""
    if not tags or "#" not in read.line:
        return []
    return [
        drop(read.line, read.body_start + start, read.body_start + end, read.body_start)
        for start, end in find_tags(read.line[read.body_start : read.body_end], tags)
    ]


def find_tags(text: str, tags: Collection[str]) -> list[tuple[int, int]]:
    """Where any of `tags`, in capitals or not, is a tag of `text`."""
    wanted = {tag.casefold() for tag in tags}
    return [found.span() for found in _TAG.finditer(text) if found[0].casefold() in wanted]


def _without_stray(read: TaskLine) -> list[Splice]:
    length = stray_mark(read.core)
    return [Splice(read.body_start, read.body_start + length, "")] if length else []


def _checked(
    read: TaskLine,
    target: Status,
    splices: list[Splice],
    settings: TaskSettings,
    tags: Collection[str],
) -> LineChange:
    """The change, if the line reads back as meant."""
    change = LineChange(tuple(normal(read.line, splices)))
    again = read_line(spliced(read.line, splices), settings)
    gone = {tag.casefold() for tag in tags}
    if (
        again is None
        or again.status != target
        or _lasting(again) != _lasting(read)
        or again.tags != tuple(tag for tag in read.tags if tag.casefold() not in gone)
    ):
        raise Refused("with that change Obsidian would read other parts of the line differently")
    return change


def _lasting(read: TaskLine) -> dict[str, str]:
    """The fields that no decision changes."""
    return {
        kind: value for kind, value in read.values.items() if kind not in {"done", "cancelled"}
    } | {"block link": read.block_link}
