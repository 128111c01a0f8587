"""The usual task line, read at one stroke: words, one owner, a date, a priority, plain tags, a date.

Nine of ten lines are such lines, and the grammar of `core.parse.fields` and `core.parse.owners` says
the same of them at five times the cost. Whatever else stands in a line makes it none of these.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.parse.fields import DATES, PRIORITIES, SYMBOLS, WHITE
from core.parse.owners import MOST_WORDS

# Nothing in the words can be peeled, hide an owner, or be a block link.
_SPECIAL = rf"#@^\n{WHITE.replace(' ', '')}\ufe0f{SYMBOLS}"
_DATE = rf"([{''.join(DATES)}]) ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?: |\Z)"
_WORDS = rf" ([^ \[{_SPECIAL}][^{_SPECIAL}]*+)"
_OWNER = rf"@([^ <%{_SPECIAL}][^<%{_SPECIAL}]*+)"
_TAIL = (
    r"(?:(?<= )"
    rf"(?:{_DATE})?+"
    rf"(?:([{''.join(PRIORITIES)}])(?: |\Z))?+"
    r"((?:#[a-zA-Z0-9/_-]++(?: |\Z)){0,15}+)"
    rf"(?:{_DATE})?+"
    r")?+"
)
_LINE = re.compile(rf"{_WORDS}(?:(?<= ){_OWNER})?+{_TAIL}")
_OWNED = re.compile(rf"()(?<= ){_OWNER}{_TAIL}")
"""The same from the owner on, where the words are known to be nothing but words."""
_new = tuple.__new__


class Said(NamedTuple):
    """What lists need of a task line behind its box; see `core.parse.tasks.Task`."""

    text: str
    """The words."""
    owners: tuple[str, ...]
    values: dict[str, str]
    """Kind → value of each field, tags excluded; of a repeated one the leftmost."""
    tags: tuple[str, ...]
    block_link: str = ""
    problems: tuple[str, ...] = ()


def read_usual(line: str, behind: int) -> Said | None:
    """What a line says whose box ends at character `behind`; `None`: it is no usual line.

    In the emoji format and without a global filter that is what the whole grammar says.
    """
    at = line.find("@", behind)
    spoken = line[behind + 1 : at] if at > 0 and line[behind] == " " else ""
    if spoken and _is_plain(spoken):
        found = _OWNED.fullmatch(line, at)
    else:
        found, spoken = _LINE.fullmatch(line, behind), ""
    if not found:
        return None
    words, owner, symbol, day, priority, tags, last_symbol, last_day = found.groups()
    owners: tuple[str, ...] = ()
    if owner:
        owner = owner.rstrip(" ")
        if len(owner.split(None, MOST_WORDS)) > MOST_WORDS:
            return None
        owners = (owner,)
    values = {}
    if last_symbol:
        values[DATES[last_symbol]] = last_day
    if priority:
        values["priority"] = PRIORITIES[priority]
    if symbol:
        values[DATES[symbol]] = day
    text = (spoken or words).rstrip(" ")
    return _new(Said, (text, owners, values, _split(tags) if tags else (), "", ()))


def _is_plain(words: str) -> bool:
    """Whether the words up to an owner are as in `_WORDS`; told from whole strings, in half the time."""
    return (
        words.isascii()
        and words.isprintable()
        and words[0] not in " ["
        and "#" not in words
        and "^" not in words
    )


@lru_cache(maxsize=1024)
def _split(tags: str) -> tuple[str, ...]:
    return tuple(tags.split())
