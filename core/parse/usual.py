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
_LINE = re.compile(
    rf" ([^ \[{_SPECIAL}][^{_SPECIAL}]*+)"
    rf"(?:(?<= )@([^ <%{_SPECIAL}][^<%{_SPECIAL}]*+))?+"
    r"(?:(?<= )"
    rf"(?:{_DATE})?+"
    rf"(?:([{''.join(PRIORITIES)}])(?: |\Z))?+"
    r"((?:#[a-zA-Z0-9/_-]++(?: |\Z)){0,15}+)"
    rf"(?:{_DATE})?+"
    r")?+"
)


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
    found = _LINE.fullmatch(line, behind)
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
    return Said(words.rstrip(" "), owners, values, _split(tags) if tags else ())


@lru_cache(maxsize=1024)
def _split(tags: str) -> tuple[str, ...]:
    return tuple(tags.split())
