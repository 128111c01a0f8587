"""The usual task line, read at one stroke: words, one owner, a date, a priority, plain tags, a date.

Nine of ten lines are such lines, and the grammar of `core.parse.fields` and `core.parse.owners` says
the same of them at five times the cost. Whatever else stands in a line makes it none of these.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.parse.fields import DATES, PRIORITIES, SYMBOLS, WHITE
from core.parse.malformed import problems_of
from core.parse.owners import MOST_WORDS

# Nothing in the words can be peeled, hide an owner, or be a block link.
_SPECIAL = rf"#@^\n{WHITE.replace(' ', '')}\ufe0f{SYMBOLS}"
_DATE = rf"([{''.join(DATES)}]) ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?: |\Z)"
_WORDS = re.compile(rf" [^ \[{_SPECIAL}][^{_SPECIAL}]*+")
_OWNER = re.compile(rf"@[^ <%{_SPECIAL}][^<%{_SPECIAL}]*+")
_TAIL = re.compile(
    rf"(?:{_DATE})?+"
    rf"(?:([{''.join(PRIORITIES)}])(?: |\Z))?+"
    r"((?:#[a-zA-Z0-9/_-]++(?: |\Z)){0,15}+)"
    rf"(?:{_DATE})?+"
)
_LONGEST = 200
"""Characters of what stands behind the words; it is remembered, and most of it is shorter."""
_new = tuple.__new__


class Said(NamedTuple):
    """What lists need of a task line behind its box; see `core.parse.tasks.Task`."""

    text: str
    """The words."""
    owners: tuple[str, ...]
    values: Mapping[str, str]
    """Kind → value of each field, tags excluded; of a repeated one the leftmost."""
    tags: tuple[str, ...]
    block_link: str = ""
    problems: tuple[str, ...] = ()


def read_usual(line: str, behind: int) -> Said | None:
    """What a line says whose box ends at character `behind`; `None`: it is no usual line.

    In the emoji format and without a global filter that is what the whole grammar says.
    """
    at = line.find("@", behind)
    if at < 0 or line[behind] != " " or not _is_plain(line[behind + 1 : at]):
        words = _WORDS.match(line, behind)
        if not words:
            return None
        at = words.end()
    text = line[behind + 1 : at].rstrip(" ")
    owners: tuple[str, ...] = ()
    if line[at : at + 1] == "@":
        owner = _OWNER.match(line, at)
        if not owner or line[at - 1] != " ":
            return None
        name = line[at + 1 : owner.end()].rstrip(" ")
        if len(name.split(None, MOST_WORDS)) > MOST_WORDS:
            return None
        owners, at = (name,), owner.end()
    if at < len(line) and (line[at - 1] != " " or len(line) - at > _LONGEST):
        return None
    fields = _fields(line[at:])
    if not fields or "::" in line:
        return None
    values, tags, problems = fields
    return _new(Said, (text, owners, values, tags, "", problems))


def _is_plain(words: str) -> bool:
    """Whether the words up to an owner are as in `_WORDS`; told from whole strings, in half the time."""
    return (
        words.isascii()
        and words.isprintable()
        and words[:1] not in {"", " ", "["}
        and "#" not in words
        and "^" not in words
    )


# A few hundred days, five priorities and a handful of tags: what ends one line ends many.
@lru_cache(maxsize=4096)
def _fields(tail: str) -> tuple[Mapping[str, str], tuple[str, ...], tuple[str, ...]] | None:
    """The values and tags of the fields at the end of a line, and what is wrong with them; `None`: there is something else."""
    found = _TAIL.fullmatch(tail)
    if not found:
        return None
    symbol, day, priority, tags, last_symbol, last_day = found.groups()
    values = {}
    if last_symbol:
        values[DATES[last_symbol]] = last_day
    if priority:
        values["priority"] = PRIORITIES[priority]
    if symbol:
        values[DATES[symbol]] = day
    twice = bool(symbol and last_symbol and DATES[symbol] == DATES[last_symbol])
    named = tuple(tags.split())
    return MappingProxyType(values), named, problems_of("", twice, values, named, "emoji")
