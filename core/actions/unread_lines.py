"""Lines that are nothing, made what they were meant as: a task with its bullet, a link that is closed. Pure."""

import re

from core.parse.fields import WHITE
from core.parse.tasks import said_of
from core.statuses import TaskSettings

_BEFORE = re.compile(rf"[{WHITE}>]*+")
_HALF = re.compile(r"\[\[([^\[\]\n]{1,200})\](?!\])")
"""A link that one bracket closes."""
_TO_THE_END = re.compile(
    rf"([{WHITE}>]*+(?:(?:[-*+]|[0-9]++[.)]) ++)?(?:[*_]*+[^\W\d_][\w ]{{0,30}}+[*_]*+: *+)?[*_]*+)"
    rf"\[\[([^\[\]\n]{{0,159}}?[^\[\]\n*_{WHITE}])([*_{WHITE}]*+)"
)
"""A line that is a link and nothing else, but for what says of what; blanks behind are looked at once."""
_SENTENCE = re.compile(r"[.!?;] ")


def with_bullet(line: str, settings: TaskSettings) -> str | None:
    """The line with a bullet before its mark; `None` where that makes no task of it."""
    found = _BEFORE.match(line)
    at = found.end() if found else 0
    after = f"{line[:at]}- {line[at:]}"
    return after if said_of(after, settings) is not None else None


def with_closed_link(line: str, settings: TaskSettings) -> str | None:
    """The line with its one open link closed; `None` where it cannot be told how far the link goes."""
    if line.count("[[") - line.count("]]") != 1:
        return None
    half = _HALF.search(line)
    if half:
        after = f"{line[: half.end()]}]{line[half.end() :]}"
    else:
        whole = _TO_THE_END.fullmatch(line)
        if not whole or _SENTENCE.search(whole[2]):
            return None
        after = f"{line[: whole.end(2)]}]]{line[whole.end(2) :]}"
    old, new = said_of(line, settings), said_of(after, settings)
    if old is None or new is None:
        return after if old is new else None
    return after if new._replace(text="") == old._replace(text="") else None
